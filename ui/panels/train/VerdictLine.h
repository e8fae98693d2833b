#pragma once

#include "core/services/TrainingBook.h"

#include <QWidget>

namespace nde::ui {

class Button;
class ElidedLabel;

/// How a run goes, in one sentence with what it is seen by, and the one step that fits.
class VerdictLine final : public QWidget
{
    Q_OBJECT
public:
    enum class Step
    {
        None,
        StopKeepBest,
        Resume,
        BranchGentler, ///< from the best, with a lower rate
        BranchFiner, ///< from the best, with more detail
        Retry,
        Use, ///< make it the category's model
        OpenInDream,
        AddSounds
    };
    explicit VerdictLine(QWidget* parent = nullptr);

    /// @param errorText  of a run that failed: what and what can be done; empty = as the run says.
    void setVerdict(const services::Verdict& verdict, const services::RunSummary& run,
                    const QString& errorText);
    /// What "Done" offers.
    void setAfterwards(bool canUse, bool canDream);
    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void stepRequested(nde::ui::VerdictLine::Step step);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void show();
    [[nodiscard]] Step fittingStep() const;
    [[nodiscard]] QColor edge() const;

    services::Verdict m_verdict;
    services::RunSummary m_run;
    QString m_errorText;
    bool m_canUse {};
    bool m_canDream {};
    Step m_step {Step::None};
    ElidedLabel* m_sentence;
    ElidedLabel* m_evidence;
    Button* m_button;
};

} // namespace nde::ui
