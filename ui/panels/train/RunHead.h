#pragma once

#include "core/services/TrainingBook.h"

#include <QWidget>

#include <optional>

class QAction;
class QLabel;

namespace nde::ui {

class Button;
class ElidedLabel;

/// Which run is looked at, how far it is, and what can be done with it.
class RunHead final : public QWidget
{
    Q_OBJECT
public:
    explicit RunHead(QWidget* parent = nullptr);

    void setRun(const services::RunSummary& run, double secondsLeft);
    void setBranchEpoch(std::optional<int> epoch); ///< none: nothing was kept to branch from
    [[nodiscard]] bool canPause() const;
    [[nodiscard]] bool canResume() const;

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void branchRequested();
    void discardRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void show();

    services::RunSummary m_run;
    double m_secondsLeft {-1.0};
    std::optional<int> m_branchEpoch;
    QLabel* m_mark;
    ElidedLabel* m_name;
    ElidedLabel* m_facts;
    Button* m_pause;
    Button* m_resume;
    Button* m_branch;
    Button* m_discard;
};

} // namespace nde::ui
