#include "app/gui/HelpDesk.h"

#include "core/api/ApiCheck.h"
#include "core/services/Settings.h"
#include "ui/panels/help/CheckDialog.h"
#include "ui/panels/help/GuideWindow.h"
#include "ui/shell/MainWindow.h"

namespace nde::app {

HelpDesk::HelpDesk(ui::MainWindow& window, services::Settings& settings,
                   std::function<std::shared_ptr<services::Studio>()> studio)
    : QObject(&window)
    , m_window(window)
    , m_settings(settings)
    , m_studio(std::move(studio))
{
    connect(&window, &ui::MainWindow::guideRequested, this, &HelpDesk::showGuide);
    connect(&window, &ui::MainWindow::doctorRequested, this, [this] { showChecks(false); });
    connect(&window, &ui::MainWindow::selfTestRequested, this, [this] { showChecks(true); });
}

// Stays open beside the work: it is read while doing what it says.
void HelpDesk::showGuide()
{
    if (!m_guide) {
        m_guide = new ui::GuideWindow(&m_window);
        m_guide->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_guide->show();
    m_guide->raise();
    m_guide->activateWindow();
}

// Beside the window, too; one at a time.
void HelpDesk::showChecks(bool isSelfTest)
{
    delete m_checks;
    services::SelfTestParams test;
    test.more = {api::apiCheck()};
    m_checks = new ui::CheckDialog(isSelfTest ? ui::CheckDialog::Kind::SelfTest
                                              : ui::CheckDialog::Kind::Doctor,
                                   m_studio(), m_settings.apiPort(), std::move(test), &m_window);
    m_checks->setAttribute(Qt::WA_DeleteOnClose);
    m_checks->show();
    m_checks->run();
}

} // namespace nde::app
