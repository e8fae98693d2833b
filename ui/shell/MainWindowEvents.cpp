#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/JobText.h"
#include "ui/shell/Deck.h"
#include "ui/shell/DeckController.h"
#include "ui/shell/DropOverlay.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Rail.h"
#include "ui/shell/ShortcutSheet.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/TitleBar.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDataStream>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLayout>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QThread>
#include <QToolTip>

#include <algorithm>

/// Menus, keys, drag and drop and what is remembered: the half of MainWindow that reacts.
namespace nde::ui {

namespace {

constexpr qint32 kStateVersion = 1;
const QString kStateName = QStringLiteral("main");
const QString kDeckName = QStringLiteral("deck");

QWidget* firstFocusable(QWidget* region)
{
    for (QWidget* widget = region; widget != nullptr;) {
        const bool isUsable = widget->isVisible() && widget->isEnabled()
            && (widget->focusPolicy() & Qt::TabFocus) != 0;
        if (isUsable) {
            return widget;
        }
        widget = widget->nextInFocusChain();
        if (widget == region || !region->isAncestorOf(widget)) {
            break;
        }
    }
    const QList<QWidget*> children = region->findChildren<QWidget*>();
    const auto found = std::find_if(children.begin(), children.end(), [](const QWidget* child) {
        return child->isVisible() && child->isEnabled()
            && (child->focusPolicy() & Qt::TabFocus) != 0;
    });
    return found != children.end() ? *found : nullptr;
}

} // namespace

void MainWindow::buildMenus()
{
    m_menu->setObjectName(QStringLiteral("main_menu"));
    m_studioMenu->setObjectName(QStringLiteral("studio_menu_list"));
    m_title->setMenu(m_menu);
    m_title->setStudioMenu(m_studioMenu);
    connect(m_studioMenu, &QMenu::aboutToShow, this, &MainWindow::fillStudioMenu);
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Neuromorphic Dream Engine"));
    m_pages->setAccessibleName(tr("Room"));
    m_inspectorSlot->setAccessibleName(tr("Inspector"));
    const int cores = std::max(1, QThread::idealThreadCount());
    if (m_deviceText.isEmpty()) {
        m_title->setDevice(tr("CPU · %n core(s)", nullptr, cores),
                           tr("Computing happens on the processor"));
    }
    m_menu->clear();
    delete m_menu->findChild<QMenu*>(QStringLiteral("help_menu")); // clear() leaves it behind
    QMenu* menu = m_menu;
    const auto add = [this, &menu](const QString& iconName, const QString& text,
                                   const QString& keys, const std::function<void()>& run) {
        auto* action = menu->addAction(icon(iconName),
                                       keys.isEmpty() ? text : text + QLatin1Char('\t') + keys);
        connect(action, &QAction::triggered, this, run);
        return action;
    };
    add(QStringLiteral("folder"), tr("Open studio…"), {}, [this] { Q_EMIT openStudioRequested(); });
    add(QStringLiteral("track"), tr("Open track…"), tr("Ctrl+O"),
        [this] { Q_EMIT openTrackRequested(); });
    add(QStringLiteral("import"), tr("Add folder to library…"), {},
        [this] { Q_EMIT addFolderRequested(); });
    m_menu->addSeparator();
    add(QStringLiteral("settings"), tr("Settings"), tr("Ctrl+,"),
        [this] { showRoom(QStringLiteral("settings")); });
    menu = m_menu->addMenu(icon(QStringLiteral("info")), tr("Help"));
    menu->setObjectName(QStringLiteral("help_menu"));
    add(QStringLiteral("file"), tr("Guide"), QStringLiteral("F1"), [this] {
        Q_EMIT guideRequested();
    })->setObjectName(QStringLiteral("help_guide"));
    add(QStringLiteral("keyboard"), tr("Keyboard shortcuts"), QStringLiteral("?"),
        [this] { showShortcuts(); });
    menu->addSeparator();
    add(QStringLiteral("check"), tr("Doctor…"), {}, [this] {
        Q_EMIT doctorRequested();
    })->setObjectName(QStringLiteral("help_doctor"));
    add(QStringLiteral("retry"), tr("Self-test…"), {}, [this] {
        Q_EMIT selfTestRequested();
    })->setObjectName(QStringLiteral("help_selftest"));
    menu->addSeparator();
    add(QStringLiteral("info"), tr("About"), {}, [this] { showAbout(); });
    menu = m_menu;
    m_menu->addSeparator();
    add(QStringLiteral("close"), tr("Quit"), tr("Ctrl+Q"), [this] { close(); });
    if (!m_context.studio) {
        m_title->setStudioName(tr("New studio"));
    }
}

void MainWindow::fillStudioMenu()
{
    m_studioMenu->clear();
    const QString current = m_context.studio ? m_context.studio->root() : QString();
    const QStringList recent
        = m_context.settings != nullptr ? m_context.settings->recentStudios() : QStringList();
    for (const QString& folder : recent) {
        auto* action = m_studioMenu->addAction(QFileInfo(folder).fileName());
        action->setToolTip(folder);
        action->setCheckable(true);
        action->setChecked(folder == current);
        connect(action, &QAction::triggered, this,
                [this, folder] { Q_EMIT recentStudioRequested(folder); });
    }
    if (!recent.isEmpty()) {
        m_studioMenu->addSeparator();
    }
    m_studioMenu->setToolTipsVisible(true);
    auto* open = m_studioMenu->addAction(icon(QStringLiteral("folder")), tr("Open studio…"));
    connect(open, &QAction::triggered, this, &MainWindow::openStudioRequested);
}

QShortcut* MainWindow::addShortcut(const QKeySequence& keys, const std::function<void()>& action)
{
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setAutoRepeat(false);
    connect(shortcut, &QShortcut::activated, this, action);
    return shortcut;
}

void MainWindow::buildShortcuts()
{
    addShortcut(Qt::Key_Space, [this] { m_deckController->toggle(); });
    addShortcut(Qt::Key_Escape, [this] {
        m_deckController->stop();
        setActivityVisible(false);
    });
    addShortcut(Qt::Key_L, [this] { m_deckController->toggleLoop(); });
    addShortcut(Qt::CTRL | Qt::Key_F, [this] { requestSearch(); });
    addShortcut(Qt::CTRL | Qt::Key_O, [this] { Q_EMIT openTrackRequested(); });
    addShortcut(Qt::CTRL | Qt::Key_D, [this] { dreamLikeSelected(); });
    addShortcut(Qt::CTRL | Qt::Key_E, [this] { Q_EMIT exportRequested(); });
    addShortcut(Qt::CTRL | Qt::Key_Q, [this] { close(); });
    addShortcut(Qt::CTRL | Qt::Key_J,
                [this] { setActivityVisible(m_activity != nullptr && !m_activity->isVisible()); });
    addShortcut(Qt::Key_F1, [this] { Q_EMIT guideRequested(); });
    addShortcut(Qt::Key_F4, [this] { setInspectorVisible(!m_inspectorSlot->isVisible()); });
    addShortcut(Qt::Key_F6, [this] { cycleRegion(1); });
    addShortcut(Qt::SHIFT | Qt::Key_F6, [this] { cycleRegion(-1); });
    addShortcut(Qt::Key_F10,
                [this] { m_menu->popup(m_title->mapToGlobal(QPoint(dp(14), m_title->height()))); });
    addShortcut(QKeySequence(QStringLiteral("?")), [this] { showShortcuts(); });
}

void MainWindow::requestSearch()
{
    showRoom(QStringLiteral("library"));
    Q_EMIT searchRequested();
}

void MainWindow::cycleRegion(int direction)
{
    const QList<QWidget*> all {m_title,         m_rail,   m_pages->currentWidget(),
                               m_inspectorSlot, m_toasts, m_deck};
    QList<QWidget*> regions;
    qsizetype current = -1;
    const QWidget* focus = QApplication::focusWidget();
    for (QWidget* region : all) {
        if (region != nullptr && region->isVisible()
            && (region == m_toasts || firstFocusable(region) != nullptr)) {
            if (focus != nullptr && (region == focus || region->isAncestorOf(focus))) {
                current = regions.size();
            }
            regions += region;
        }
    }
    if (!regions.isEmpty()) {
        const qsizetype next = (current + direction + regions.size()) % regions.size();
        if (regions[next] == m_toasts) {
            m_toasts->focusNewest();
        } else {
            firstFocusable(regions[next])->setFocus(Qt::TabFocusReason);
        }
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Space is the studio's replay key, except on a button that was reached by keyboard.
        auto* key = static_cast<QKeyEvent*>(event);
        auto* widget = qobject_cast<QWidget*>(watched);
        const bool isPress = key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier;
        if (isPress && widget != nullptr && widget->window() == this && hasKeyboardFocus(widget)
            && (qobject_cast<QAbstractButton*>(widget) != nullptr
                || qobject_cast<QComboBox*>(widget) != nullptr)) {
            event->accept();
            return true;
        }
    } else if ((watched == m_inspectorSlot
                && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
               || (watched == m_deck && event->type() == QEvent::Resize)) {
        // The Deck grows with its pictures.
        placeFloating();
        placeToasts();
    } else if (event->type() == QEvent::DragEnter) {
        auto* widget = qobject_cast<QWidget*>(watched);
        auto* drag = static_cast<QDragEnterEvent*>(event);
        // What is dropped on Models is a model, what is dropped on Dream is placed there.
        bool isOfRoom = false;
        for (const QWidget* one = m_isWelcome ? nullptr : widget; one != nullptr && !isOfRoom;
             one = one->parentWidget()) {
            isOfRoom = one->property("takesFiles").toBool();
        }
        if (widget != nullptr && widget->window() == this && widget != m_drop && !isOfRoom
            && drag->source() == nullptr && !DropOverlay::pathsOf(drag->mimeData()).isEmpty()) {
            m_drop->begin(takenByRoom());
            drag->acceptProposedAction();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

/// What takes files itself, and is in sight. A room that does so as a whole is left out: over it a
/// drag never meets the overlay, unless it came in over the window's edge, where both targets are
/// offered.
QRegion MainWindow::takenByRoom() const
{
    QRegion taken;
    const QWidget* room = m_isWelcome ? nullptr : m_pages->currentWidget();
    if (room == nullptr) {
        return taken;
    }
    for (const QWidget* part : room->findChildren<QWidget*>()) {
        if (part->isVisible() && part->property("takesFiles").toBool()) {
            const QPoint at = part->mapTo(centralWidget(), QPoint());
            taken += part->visibleRegion().boundingRect().translated(at);
        }
    }
    return taken;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    event->ignore(); // files are taken by the filter above, nothing else is wanted here
}

void MainWindow::placeFloating()
{
    if (m_activity == nullptr || !m_activity->isVisible()) {
        return;
    }
    const int width = std::min(dp(400), centralWidget()->width() - dp(80));
    const int top = m_title->height();
    const int height = m_deck->y() - top;
    m_activity->setGeometry(centralWidget()->width() - width, top, width, height);
}

// Messages stand at the bottom right of the room: the inspector's verbs stay free.
void MainWindow::placeToasts()
{
    if (m_toasts == nullptr) {
        return;
    }
    int right = m_inspectorSlot->isHidden() ? 0 : m_inspectorSlot->width();
    if (const QWidget* room = m_isWelcome ? nullptr : m_pages->currentWidget(); room != nullptr) {
        right += room->property("sideWidth").toInt();
    }
    if (m_activity != nullptr && m_activity->isVisible()) {
        right = std::max(right, m_activity->width());
    }
    m_toasts->setMargins(right, m_deck->height() + m_status->height());
}

void MainWindow::focusPage()
{
    QWidget* page = m_pages->currentWidget();
    if (page != nullptr) {
        QWidget* first = page->focusProxy() != nullptr ? page : firstFocusable(page);
        (first != nullptr ? first : this)->setFocus(Qt::OtherFocusReason);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_deck->setMostHeight(height() * 9 / 20); // the room keeps the greater part
    centralWidget()->layout()->activate();
    placeFloating();
    placeToasts();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Else the first widget of the tab order gets it, which may be a message's button.
    if (focusWidget() == nullptr) {
        focusPage();
    }
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        QToolTip::hideText(); // one that is open would stay in the old language
        retranslate();
        refreshCounts();
        refreshJobs();
        m_status->setDatabase(true, m_context.studio ? tr("Database ok") : QString());
    } else if (event->type() == QEvent::StyleChange && m_toasts != nullptr) {
        placeFloating(); // the scale may be another one
        placeToasts();
    }
}

void MainWindow::saveWindowState()
{
    if (m_context.settings == nullptr) {
        return;
    }
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << kStateVersion << saveGeometry() << m_currentRoom << m_wantsInspector
           << m_deck->isLoopOn();
    m_context.settings->setWindowState(kStateName, bytes);
    m_context.settings->setWindowState(kDeckName, m_deck->saveView());
}

void MainWindow::restoreWindowState()
{
    if (m_context.settings == nullptr) {
        return;
    }
    m_deck->restoreView(m_context.settings->windowState(kDeckName));
    QDataStream stream(m_context.settings->windowState(kStateName));
    qint32 version = 0;
    QByteArray geometry;
    QString room;
    bool hasInspector = true;
    bool isLooping = false;
    stream >> version >> geometry >> room >> hasInspector >> isLooping;
    if (stream.status() != QDataStream::Ok || version != kStateVersion) {
        return;
    }
    restoreGeometry(geometry);
    m_wantsInspector = hasInspector;
    if (!m_isWelcome) {
        showRoom(room);
    }
    setInspectorVisible(wantsInspector());
    if (isLooping != m_deck->isLoopOn()) {
        m_deckController->toggleLoop();
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_mayClose && m_context.jobs != nullptr && m_context.jobs->runningCount() > 0) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    saveWindowState();
    QMainWindow::closeEvent(event);
}

void MainWindow::askBeforeClosing()
{
    if (findChild<QMessageBox*>(QStringLiteral("close_question")) != nullptr) {
        return; // it stands there already
    }
    auto* box = new QMessageBox(this);
    box->setObjectName(QStringLiteral("close_question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Quit"));
    box->setText(tr("%n job(s) are still running.", nullptr, m_context.jobs->runningCount()));
    box->setInformativeText(
        tr("They can go back to the queue and start again when this studio is opened next."));
    auto* resume = box->addButton(tr("Resume next time"), QMessageBox::AcceptRole);
    auto* cancel = box->addButton(tr("Cancel them"), QMessageBox::DestructiveRole);
    auto* stay = box->addButton(tr("Stay"), QMessageBox::RejectRole);
    resume->setObjectName(QStringLiteral("close_resume"));
    cancel->setObjectName(QStringLiteral("close_cancel"));
    stay->setObjectName(QStringLiteral("close_stay"));
    for (QAbstractButton* button : {resume, cancel, stay}) {
        button->setAccessibleName(button->text());
    }
    box->setDefaultButton(resume);
    box->setEscapeButton(stay);
    connect(resume, &QAbstractButton::clicked, this, [this] {
        m_mayClose = true; // closing the studio puts what runs back into the queue
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    connect(cancel, &QAbstractButton::clicked, this, &MainWindow::cancelAndClose);
    box->open();
}

// The window stays until the workers have stopped, so that a job ends as cancelled, not as queued.
void MainWindow::cancelAndClose()
{
    services::JobService* jobs = m_context.jobs;
    const auto closeWhenIdle = [this, jobs] {
        if (m_context.jobs == jobs && jobs->runningCount() == 0) {
            m_mayClose = true;
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        }
    };
    connect(jobs, &services::JobService::jobFinished, m_links.get(), closeWhenIdle);
    for (const JobRecord& job : jobs->jobs()) {
        if (isFinished(job.state)) {
            continue;
        }
        if (const Result<> cancelled = jobs->cancel(job.id); !cancelled) {
            m_toasts->show(ToastStack::Kind::Error,
                           errorSentence(errorCodeId(cancelled.error().code)));
        }
    }
    closeWhenIdle();
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setObjectName(QStringLiteral("about_box"));
    box.setWindowTitle(tr("About"));
    box.setText(QStringLiteral("<b>%1</b> %2")
                    .arg(tr("Neuromorphic Dream Engine"), QApplication::applicationVersion()));
    box.setInformativeText(
        tr("Takes tracks apart, dreams new sounds from them and builds the next one. Works fully "
           "offline. Free software under the GNU General Public License, version 3."));
    box.exec();
}

void MainWindow::showShortcuts()
{
    ShortcutSheet sheet(this);
    sheet.exec();
}

} // namespace nde::ui
