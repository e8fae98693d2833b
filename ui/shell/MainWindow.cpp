#include "ui/shell/MainWindow.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/shell/Deck.h"
#include "ui/shell/DeckController.h"
#include "ui/shell/DropOverlay.h"
#include "ui/shell/JobWords.h"
#include "ui/shell/Rail.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/TitleBar.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kInspectorWidth = 272;

/// A panel whose left edge is one pixel of `well`.
class InspectorSlot final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::current().panel);
        painter.fillRect(QRectF(0, 0, 1, height()), Theme::current().well);
    }
};

QKeySequence shortcutOf(const QString& id)
{
    static const QStringList kOrder {QStringLiteral("separate"), QStringLiteral("library"),
                                     QStringLiteral("train"),    QStringLiteral("dream"),
                                     QStringLiteral("compose"),  QStringLiteral("lineage"),
                                     QStringLiteral("insights")};
    const qsizetype index = kOrder.indexOf(id);
    return index < 0 ? QKeySequence()
                     : QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index));
}

} // namespace

MainWindow::MainWindow(const StudioContext& context, QWidget* parent)
    : QMainWindow(parent)
    , m_title(new TitleBar)
    , m_rail(new Rail)
    , m_pages(new QStackedWidget)
    , m_inspectorSlot(new InspectorSlot)
    , m_inspectorLayout(new QHBoxLayout(m_inspectorSlot))
    , m_deck(new Deck)
    , m_status(new StatusBar)
    , m_toasts(nullptr)
    , m_drop(nullptr)
    , m_menu(new QMenu(this))
    , m_studioMenu(new QMenu(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    buildFrame();
    m_toasts = new ToastStack(centralWidget());
    m_drop = new DropOverlay(centralWidget());
    connect(m_drop, &DropOverlay::filesDropped, this, &MainWindow::filesDropped);
    buildMenus();
    buildShortcuts();
    connect(m_rail, &Rail::roomRequested, this, &MainWindow::showRoom);
    connect(m_title, &TitleBar::searchRequested, this, &MainWindow::requestSearch);
    connect(m_title, &TitleBar::activityRequested, this,
            [this] { setActivityVisible(m_activity != nullptr && !m_activity->isVisible()); });
    qApp->installEventFilter(this);
    retranslate();
    setContext(context);
}

MainWindow::~MainWindow()
{
    m_deckController.reset();
    m_links.reset();
}

void MainWindow::buildFrame()
{
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    m_pages->setObjectName(QStringLiteral("room"));
    m_inspectorSlot->setObjectName(QStringLiteral("inspector"));
    m_inspectorSlot->setFixedWidth(dp(kInspectorWidth));
    m_inspectorSlot->hide();
    m_inspectorLayout->setContentsMargins(1, 0, 0, 0);
    middle->addWidget(m_rail);
    middle->addWidget(m_pages, 1);
    middle->addWidget(m_inspectorSlot);
    column->addWidget(m_title);
    column->addLayout(middle, 1);
    column->addWidget(m_deck);
    column->addWidget(m_status);
    setCentralWidget(frame);
    setMinimumSize(dp(1100), dp(700));
    resize(dp(1440), dp(900));
}

void MainWindow::setContext(const StudioContext& context)
{
    m_deckController.reset();
    m_links = std::make_unique<QObject>();
    m_context = context;
    m_deck->setNothing();
    m_deckController = std::make_unique<DeckController>(m_deck, m_context);
    connect(m_deckController.get(), &DeckController::messageRaised, this,
            [this](const QString& text) { m_toasts->show(ToastStack::Kind::Warning, text); });
    connectContext();
    m_title->setStudioName(m_context.studio ? m_context.studio->name() : tr("New studio"));
    m_title->setSearchVisible(m_context.library != nullptr);
    m_status->setDatabase(true, m_context.studio ? tr("Database ok") : QString());
    m_shown = -1;
    refreshCounts();
    refreshJobs();
}

void MainWindow::connectContext()
{
    QObject* links = m_links.get();
    if (services::JobService* jobs = m_context.jobs) {
        const auto refresh = [this] { refreshJobs(); };
        connect(jobs, &services::JobService::jobAdded, links, refresh);
        connect(jobs, &services::JobService::jobChanged, links, refresh);
        connect(jobs, &services::JobService::jobsRemoved, links, refresh);
        connect(jobs, &services::JobService::jobFinished, links,
                [this](const JobRecord& job) { onJobFinished(job); });
    }
    if (services::LibraryService* library = m_context.library) {
        connect(library, &services::LibraryService::loaded, links, [this] { refreshCounts(); });
        connect(library, &services::LibraryService::rowsChanged, links, [this] {
            refreshCounts();
            m_status->setDatabase(true, tr("Database ok"));
        });
        connect(library, &services::LibraryService::failed, links, [this](const Error& error) {
            m_status->setDatabase(false, tr("Database: last change failed"));
            m_toasts->show(ToastStack::Kind::Error,
                           tr("The last change of the library was not kept. %1")
                               .arg(errorSentence(errorCodeId(error.code))));
        });
    }
    if (SelectionBus* selection = m_context.selection) {
        connect(selection, &SelectionBus::changed, links, [this] { refreshCounts(); });
        connect(selection, &SelectionBus::roomRequested, links,
                [this](const QString& id) { showRoom(id); });
        connect(selection, &SelectionBus::messageRequested, links,
                [this](const QString& text) { showMessage(text); });
    }
}

void MainWindow::addPage(const QString& id, QWidget* room, const QKeySequence& keys)
{
    m_rooms.insert(id, room);
    m_pages->addWidget(room);
    if (!keys.isEmpty()) {
        m_roomShortcuts += addShortcut(keys, [this, id] { showRoom(id); });
    }
    if (m_currentRoom.isEmpty()) {
        showRoom(id);
    }
}

void MainWindow::addRoom(const QString& id, const QString& iconName, const QString& shortLabel,
                         const QString& fullName, QWidget* room)
{
    const QKeySequence keys = shortcutOf(id);
    m_rail->addRoom(id, iconName, shortLabel, fullName, keys.toString(QKeySequence::NativeText));
    addPage(id, room, keys);
}

void MainWindow::addFooterRoom(const QString& id, const QString& iconName,
                               const QString& shortLabel, const QString& fullName, QWidget* room)
{
    m_rail->addFooter(id, iconName, shortLabel, fullName);
    addPage(id, room,
            id == QStringLiteral("settings") ? QKeySequence(QKeySequence::Preferences)
                                             : QKeySequence());
}

void MainWindow::setRoomTexts(const QString& id, const QString& shortLabel, const QString& fullName)
{
    m_rail->setTexts(id, shortLabel, fullName);
}

void MainWindow::clearRooms()
{
    m_rail->clear();
    for (QWidget* room : std::as_const(m_rooms)) {
        m_pages->removeWidget(room);
        delete room;
    }
    m_rooms.clear();
    m_roomNotes.clear();
    m_status->setNote({});
    m_currentRoom.clear();
    qDeleteAll(m_roomShortcuts);
    m_roomShortcuts.clear();
    delete m_inspector;
    delete m_activity;
    m_inspectorSlot->hide();
}

QWidget* MainWindow::room(const QString& id) const
{
    return m_rooms.value(id);
}

QString MainWindow::currentRoom() const
{
    return m_isWelcome ? QString() : m_currentRoom;
}

void MainWindow::showRoom(const QString& id)
{
    QWidget* room = m_rooms.value(id);
    if (room == nullptr) {
        return;
    }
    const bool isChange = m_currentRoom != id || m_isWelcome;
    m_isWelcome = false;
    m_currentRoom = id;
    // A page that hides would give the focus to whatever comes next, were it a message's button.
    const bool hadFocus = focusWidget() != nullptr && m_pages->isAncestorOf(focusWidget());
    m_pages->setCurrentWidget(room);
    if (isChange && hadFocus) {
        focusPage();
    }
    m_rail->setCurrent(id);
    setInspectorVisible(wantsInspector());
    m_status->setNote(m_roomNotes.value(id));
    placeToasts();
    if (isChange) {
        Q_EMIT roomChanged(id);
    }
}

void MainWindow::setWelcome(QWidget* page)
{
    delete m_welcome;
    m_welcome = page;
    m_pages->addWidget(page);
}

void MainWindow::showWelcome(bool visible)
{
    if (!visible || m_welcome == nullptr) {
        m_isWelcome = false;
        showRoom(m_currentRoom);
        return;
    }
    m_isWelcome = true;
    m_pages->setCurrentWidget(m_welcome);
    m_rail->setCurrent({});
    m_status->setNote({});
    m_inspectorSlot->hide();
}

void MainWindow::setInspector(QWidget* inspector)
{
    delete m_inspector;
    m_inspector = inspector;
    m_inspectorLayout->addWidget(inspector);
    setInspectorVisible(wantsInspector());
}

bool MainWindow::isAside() const
{
    const QWidget* room = m_rooms.value(m_currentRoom);
    return room != nullptr && room->property("hasSide").toBool();
}

bool MainWindow::wantsInspector() const
{
    return isAside() ? m_wantsInspectorAside : m_wantsInspector;
}

void MainWindow::setInspectorVisible(bool visible)
{
    (isAside() ? m_wantsInspectorAside : m_wantsInspector) = visible;
    m_inspectorSlot->setVisible(visible && m_inspector != nullptr && !m_isWelcome);
}

void MainWindow::setActivityPanel(QWidget* panel)
{
    delete m_activity;
    m_activity = panel;
    panel->setParent(centralWidget());
    panel->setObjectName(QStringLiteral("activity_panel"));
    panel->hide();
}

void MainWindow::setActivityVisible(bool visible)
{
    if (m_activity == nullptr) {
        return;
    }
    m_activity->setVisible(visible);
    if (visible) {
        placeFloating();
        m_activity->raise();
        m_toasts->raiseAgain();
        if (QWidget* first = m_activity->nextInFocusChain(); m_activity->isAncestorOf(first)) {
            first->setFocus(Qt::ShortcutFocusReason);
        }
    }
    placeToasts();
}

void MainWindow::setDevice(const QString& text, const QString& toolTip)
{
    m_deviceText = text;
    m_title->setDevice(text, toolTip);
}

void MainWindow::setShownCount(qint64 shown)
{
    m_shown = shown;
    refreshCounts();
}

void MainWindow::setRoomNote(const QString& room, const QString& text)
{
    m_roomNotes.insert(room, text);
    if (room == currentRoom()) {
        m_status->setNote(text);
    }
}

// Ctrl+D in any room: the Dream room takes the chosen sounds over.
void MainWindow::dreamLikeSelected()
{
    SelectionBus* selection = m_context.selection;
    if (selection != nullptr && selection->current() != 0
        && m_rooms.contains(QStringLiteral("dream"))) {
        selection->sendSounds(QStringLiteral("dream"), {selection->current()});
    }
}

void MainWindow::showMessage(const QString& text)
{
    m_toasts->show(ToastStack::Kind::Info, text);
}

void MainWindow::refreshCounts()
{
    QStringList parts;
    const qint64 total
        = m_context.library != nullptr ? static_cast<qint64>(m_context.library->rows().size()) : 0;
    parts += total == 1 ? tr("1 sound") : tr("%1 sounds").arg(formatCount(total));
    if (m_shown >= 0 && m_shown != total) {
        parts += tr("%1 shown").arg(formatCount(m_shown));
    }
    if (m_context.selection != nullptr && !m_context.selection->selected().empty()) {
        parts += tr("%1 selected").arg(formatCount(std::ssize(m_context.selection->selected())));
    }
    m_status->setCounts(parts);
}

void MainWindow::refreshJobs()
{
    QHash<QString, double> byRoom;
    std::optional<StatusBar::Job> shown;
    int running = 0;
    if (m_context.jobs != nullptr) {
        for (const JobRecord& job : m_context.jobs->jobs()) {
            if (job.state != JobState::Running) {
                continue;
            }
            ++running;
            const QString room = roomOfJob(job);
            byRoom.insert(room, std::max(byRoom.value(room, 0.0), job.progress));
            if (!shown) {
                shown = StatusBar::Job {jobText(job), job.progress, jobRest(job)};
            }
        }
    }
    m_status->setJob(shown);
    m_title->setJobCount(running);
    for (auto room = m_rooms.cbegin(); room != m_rooms.cend(); ++room) {
        m_rail->setJob(room.key(), byRoom.value(room.key(), -1.0));
    }
}

void MainWindow::onJobFinished(const JobRecord& job)
{
    refreshJobs();
    const QString text = jobOutcomeText(job);
    if (text.isEmpty()) {
        return;
    }
    const QString room = roomOfJob(job);
    const bool isSeen = room == currentRoom() && job.state == JobState::Done
        && m_rooms.value(room)->property("showsItsJobs").toBool();
    if (isSeen) {
        return; // the result itself has just come into sight
    }
    if (const QString folder = jobFolder(job); !folder.isEmpty()) {
        m_toasts->show(ToastStack::Kind::Done, text, tr("Show file"),
                       [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
        return;
    }
    const bool canShow = m_rooms.contains(room) && room != currentRoom();
    m_toasts->show(job.state == JobState::Done ? ToastStack::Kind::Done : ToastStack::Kind::Error,
                   text, canShow ? tr("Show") : QString(), [this, room] { showRoom(room); });
}

} // namespace nde::ui
