#include "app/gui/Desktop.h"

#include "app/gui/HelpDesk.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/SeedImport.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/panels/activity/ActivityPanel.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/dream/DreamRoom.h"
#include "ui/panels/help/CheckDialog.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/models/ModelsRoom.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/panels/settings/SettingsRoom.h"
#include "ui/panels/train/TrainRoom.h"
#include "ui/playback/Player.h"
#include "ui/shell/ApiButton.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/WelcomePage.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>

#include <algorithm>

namespace nde::app {

namespace {

constexpr auto kLibrary = "library";
constexpr auto kSeparate = "separate";
constexpr auto kDream = "dream";
constexpr auto kCompose = "compose";
constexpr auto kTrain = "train";
constexpr auto kModels = "models";
constexpr auto kSettings = "settings";

QString id(const char* room)
{
    return QString::fromLatin1(room);
}

} // namespace

Desktop::Desktop(services::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_player(std::make_unique<ui::Player>())
    , m_api(std::make_unique<ApiSwitch>(settings))
{
    m_player->setDevice(settings.audioDevice());
    m_player->setLevelMatch(settings.levelMatch());
    m_player->setPreviewLevelDb(settings.previewLevelDb());
    connect(&m_settings, &services::Settings::scaleChanged, this,
            [this] { ui::applyTheme(m_settings.scalePercent() / 100.0); });
    connect(&m_settings, &services::Settings::changed, this,
            [this] { ui::setReduceMotion(m_settings.reduceMotion()); });
    ui::setReduceMotion(m_settings.reduceMotion());
    connect(&m_settings, &services::Settings::audioChanged, this,
            [this] { m_player->setDevice(m_settings.audioDevice()); });
}

Desktop::~Desktop()
{
    if (m_window) {
        m_window->saveWindowState();
        m_window->clearRooms();
    }
    m_window.reset();
    m_api->close();
    m_session.reset();
    m_player.reset();
}

void Desktop::start(const QString& folder)
{
    m_window = std::make_unique<ui::MainWindow>(ui::StudioContext {});
    connectWindow();
    switchTo(folder);
    if (!m_session) {
        return; // the user gave up on choosing a studio
    }
    m_window->show();
}

void Desktop::switchTo(const QString& folder)
{
    // Opening makes it one of ours; what it was has to be looked at before.
    bool isSeed = services::isSeedStudio(folder);
    auto next = StudioSession::open(QDir(folder).absolutePath(), m_settings, *m_player);
    while (!next) {
        const bool isFirst = !m_session;
        QMessageBox box(isFirst ? nullptr : m_window.get());
        box.setIcon(QMessageBox::Warning);
        box.setWindowTitle(tr("Studio"));
        box.setText(tr("The studio “%1” could not be opened. %2")
                        .arg(QDir(folder).dirName(), ui::errorSentence(next.error())));
        box.setDetailedText(QString::fromStdString(next.error().message));
        auto* other = box.addButton(tr("Choose another folder…"), QMessageBox::AcceptRole);
        box.addButton(isFirst ? tr("Quit") : tr("Keep the open studio"), QMessageBox::RejectRole);
        box.exec();
        if (box.clickedButton() != other) {
            return;
        }
        const QString chosen
            = QFileDialog::getExistingDirectory(m_window.get(), tr("Open a studio"));
        if (chosen.isEmpty()) {
            return;
        }
        isSeed = services::isSeedStudio(chosen);
        next = StudioSession::open(chosen, m_settings, *m_player);
    }
    m_player->stop();
    m_player->open({});
    qDeleteAll(m_window->findChildren<ui::CheckDialog*>()); // they look at the studio that closes
    m_window->clearRooms();
    m_window->setContext({});
    m_api->close();
    m_session.reset();
    m_session = std::move(*next);
    m_settings.setLastStudio(m_session->context().studio->root());
    m_window->setContext(m_session->context());
    buildRooms();
    connectSession();
    m_api->open(m_session->context().studio, *m_session->context().jobs);
    m_isWelcomeOver = false;
    m_window->restoreWindowState();
    showFittingPage();
    if (isSeed) {
        QTimer::singleShot(0, m_window.get(), [this] { offerSeed(); }); // when the window is shown
    }
}

void Desktop::buildRooms()
{
    const auto& context = m_session->context();
    m_separate = new ui::SeparateRoom(context);
    m_library = new ui::LibraryRoom(context);
    m_window->addRoom(id(kSeparate), id(kSeparate), {}, {}, m_separate);
    m_window->addRoom(id(kLibrary), id(kLibrary), {}, {}, m_library);
    auto* train = new ui::TrainRoom(context);
    m_window->addRoom(id(kTrain), id(kTrain), {}, {}, train);
    addDreamRoom();
    addComposeRoom();
    connectTrainRoom(train);
    m_models = new ui::ModelsRoom(context);
    m_window->addFooterRoom(id(kModels), id(kModels), {}, {}, m_models);
    m_window->addFooterRoom(id(kSettings), id(kSettings), {}, {},
                            new ui::SettingsRoom(context, &m_api->shown()));
    nameRooms();
    m_window->setInspector(new ui::InspectorPanel(context));
    m_window->setActivityPanel(new ui::ActivityPanel(context));
    connect(m_library, &ui::LibraryRoom::shownCountChanged, m_window.get(),
            [this](qint64 shown, qint64 total) {
                m_window->setShownCount(shown == total ? -1 : shown);
            });
    if (!m_welcome) {
        m_welcome = new ui::WelcomePage;
        m_welcome->setDeviceLine(deviceLine());
        m_window->setWelcome(m_welcome);
        connect(m_welcome, &ui::WelcomePage::openTrackRequested, this, &Desktop::chooseTracks);
        connect(m_welcome, &ui::WelcomePage::addFolderRequested, this, &Desktop::chooseFolder);
        connect(m_welcome, &ui::WelcomePage::openStudioRequested, this, &Desktop::chooseStudio);
        connect(m_welcome, &ui::WelcomePage::starterKitRequested, this, &Desktop::makeStarterKit);
    }
    m_welcome->setBusy(false);
}

void Desktop::addDreamRoom()
{
    auto* room = new ui::DreamRoom(m_session->context());
    m_window->addRoom(id(kDream), id(kDream), {}, {}, room);
    room->setCanWatch(m_window->room(QStringLiteral("train")) != nullptr);
    connect(room, &ui::DreamRoom::noteChanged, m_window.get(),
            [this](const QString& text) { m_window->setRoomNote(id(kDream), text); });
}

void Desktop::addComposeRoom()
{
    auto* room = new ui::ComposeRoom(m_session->context());
    m_window->addRoom(id(kCompose), id(kCompose), {}, {}, room);
    connect(room, &ui::ComposeRoom::noteChanged, m_window.get(),
            [this](const QString& text) { m_window->setRoomNote(id(kCompose), text); });
}

void Desktop::connectTrainRoom(ui::TrainRoom* room)
{
    if (auto* compose = m_window->findChild<ui::ComposeRoom*>()) {
        connect(compose, &ui::ComposeRoom::trainRequested, room, [this, room](Category category) {
            m_window->showRoom(id(kTrain));
            room->openCategory(category);
        });
    }
    auto* dream = m_window->findChild<ui::DreamRoom*>();
    room->setDreamOffered(dream != nullptr);
    if (dream != nullptr) {
        connect(room, &ui::TrainRoom::dreamRequested, dream, [this, dream](const QString& model) {
            m_window->showRoom(id(kDream));
            dream->openModel(model);
        });
    }
}

void Desktop::nameRooms()
{
    if (hasGpu()) {
        m_window->setDevice(
            tr("GPU · %n core(s)", nullptr, QThread::idealThreadCount()),
            tr("Networks that take tracks apart run on the graphics processor, all others on the "
               "processor"));
    }
    m_window->setRoomTexts(id(kSeparate), tr("Separate", "rail, short"), tr("Separate"));
    m_window->setRoomTexts(id(kLibrary), tr("Library", "rail, short"), tr("Library"));
    m_window->setRoomTexts(id(kTrain), tr("Train", "rail, short"), tr("Train"));
    m_window->setRoomTexts(id(kDream), tr("Dream", "rail, short"), tr("Dream"));
    m_window->setRoomTexts(id(kCompose), tr("Compose", "rail, short"), tr("Compose"));
    m_window->setRoomTexts(id(kModels), tr("Models", "rail, short"), tr("Models"));
    m_window->setRoomTexts(id(kSettings), tr("Settings", "rail, short"), tr("Settings"));
    if (m_welcome) {
        m_welcome->setDeviceLine(deviceLine());
    }
}

bool Desktop::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window.get() && event->type() == QEvent::LanguageChange) {
        nameRooms();
    }
    return QObject::eventFilter(watched, event);
}

void Desktop::connectWindow()
{
    m_window->installEventFilter(this);
    auto* window = m_window.get();
    connect(window, &ui::MainWindow::openStudioRequested, this, &Desktop::chooseStudio);
    connect(window, &ui::MainWindow::recentStudioRequested, this, &Desktop::switchTo);
    connect(window, &ui::MainWindow::openTrackRequested, this, &Desktop::chooseTracks);
    connect(window, &ui::MainWindow::addFolderRequested, this, &Desktop::chooseFolder);
    new HelpDesk(*window, m_settings,
                 [this] { return m_session ? m_session->context().studio : nullptr; });
    auto* button = new ui::ApiButton(m_api->shown());
    window->statusLine()->addAtEnd(button);
    connect(button, &ui::ApiButton::settingsRequested, window,
            [window] { window->showRoom(id(kSettings)); });
    connect(window, &ui::MainWindow::searchRequested, this, [this] {
        if (m_library) {
            m_library->focusSearch();
        }
    });
    connect(window, &ui::MainWindow::exportRequested, this, &Desktop::exportCurrent);
    connect(window, &ui::MainWindow::filesDropped, this,
            [this](const QStringList& paths, bool addOnly) {
                if (addOnly) {
                    addToLibrary(paths);
                } else {
                    openPaths(paths);
                }
            });
}

void Desktop::connectSession()
{
    const auto& context = m_session->context();
    connect(context.library, &services::LibraryService::loaded, this, &Desktop::showFittingPage);
    connect(context.library, &services::LibraryService::rowsChanged, this,
            &Desktop::showFittingPage);
    connect(context.jobs, &services::JobService::jobFinished, this, &Desktop::onJobFinished);
}

// The first-run page stands there while there is nothing else to show, and no longer.
void Desktop::showFittingPage()
{
    const auto* library = m_session->context().library;
    const bool isEmpty = library->isLoaded() && library->rows().empty();
    if (!isEmpty && library->isLoaded()) {
        m_isWelcomeOver = true;
    }
    m_window->showWelcome(isEmpty && !m_isWelcomeOver);
}

void Desktop::report(const Error& error)
{
    m_window->showMessage(ui::errorSentence(error) + u' ' + ui::errorCure(error));
}

bool Desktop::hasGpu() const
{
    return m_session && m_session->context().compute.hasGpu;
}

QString Desktop::deviceLine() const
{
    const int cores = QThread::idealThreadCount();
    return hasGpu() ? tr("%n core(s) · GPU", nullptr, cores)
                    : tr("%n cores · no GPU found", nullptr, cores);
}

} // namespace nde::app
