#pragma once

#include "core/services/Studio.h"
#include "ui/models/CheckText.h"

#include <QDialog>
#include <QFutureWatcher>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class Button;
class ElidedLabel;
class InlineNote;
class ProgressBar;

/// What a run of the dialog hears of: a finding, a check, or why it could not go on.
using CheckResult = std::variant<services::Finding, services::SelfCheck, Error>;

/// Help > Doctor and Help > Self-test (check_dialog): runs beside the window, shows each finding
/// with its cure as it comes, can be cancelled, run again and copied as text.
/// @thread  the GUI thread; the looking is done elsewhere.
class CheckDialog final : public QDialog
{
    Q_OBJECT
public:
    enum class Kind
    {
        Doctor,
        SelfTest
    };
    /// @param port   of the local API, as examine() takes it.
    /// @param test   what the self-test is to do; whoever knows the layers above adds their checks.
    CheckDialog(Kind kind, std::shared_ptr<services::Studio> studio, int port,
                services::SelfTestParams test = {}, QWidget* parent = nullptr);
    ~CheckDialog() override;

    void run(); ///< nothing while it runs
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QString report() const; ///< what Copy puts on the clipboard

protected:
    void changeEvent(QEvent* event) override;

private:
    void add(const CheckResult& result);
    void addRow(const CheckLine& line);
    void refill();
    void onFinished();
    void retranslate();
    [[nodiscard]] std::vector<CheckLine> lines() const;

    Kind m_kind;
    std::shared_ptr<services::Studio> m_studio;
    int m_port;
    services::SelfTestParams m_test;
    std::vector<CheckResult> m_results;
    bool m_isCancelled {};
    QFutureWatcher<CheckResult> m_watcher;
    QLabel* m_about;
    QWidget* m_list;
    QVBoxLayout* m_rows;
    InlineNote* m_verdict;
    ProgressBar* m_bar;
    ElidedLabel* m_stage;
    Button* m_copy;
    Button* m_run;
    Button* m_cancel;
    Button* m_close;
};

} // namespace nde::ui
