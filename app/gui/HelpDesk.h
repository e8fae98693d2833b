#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace nde::services {
class Settings;
class Studio;
} // namespace nde::services
namespace nde::ui {
class CheckDialog;
class GuideWindow;
class MainWindow;
} // namespace nde::ui

namespace nde::app {

/// What the Help menu opens: the guide, the Doctor, the self-test.
/// @thread  the GUI thread.
class HelpDesk final : public QObject
{
public:
    /// @param studio  gives the open one, or null. A child of the window.
    HelpDesk(ui::MainWindow& window, services::Settings& settings,
             std::function<std::shared_ptr<services::Studio>()> studio);

private:
    void showGuide();
    void showChecks(bool isSelfTest);

    ui::MainWindow& m_window;
    services::Settings& m_settings;
    std::function<std::shared_ptr<services::Studio>()> m_studio;
    QPointer<ui::GuideWindow> m_guide;
    QPointer<ui::CheckDialog> m_checks;
};

} // namespace nde::app
