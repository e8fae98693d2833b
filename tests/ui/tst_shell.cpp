#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/shell/Deck.h"
#include "ui/shell/DeckParts.h"
#include "ui/shell/DropOverlay.h"
#include "ui/shell/JobWords.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Rail.h"
#include "ui/shell/SketchSounds.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/TitleBar.h"
#include "ui/shell/WelcomePage.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"

#include <QAbstractButton>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QVBoxLayout>

using namespace nde;
using namespace nde::ui;

namespace {

QWidget* room(const char* name)
{
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    auto* edit = new QLineEdit;
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(QString::fromLatin1(name));
    column->addWidget(edit);
    return widget;
}

void addRooms(MainWindow& window)
{
    window.addRoom(QStringLiteral("separate"), QStringLiteral("separate"),
                   QStringLiteral("Separate"), QStringLiteral("Separate"), room("separate_edit"));
    window.addRoom(QStringLiteral("library"), QStringLiteral("library"), QStringLiteral("Library"),
                   QStringLiteral("Library"), room("library_edit"));
    window.addFooterRoom(QStringLiteral("settings"), QStringLiteral("settings"),
                         QStringLiteral("Settings"), QStringLiteral("Settings"),
                         room("settings_edit"));
    window.setInspector(room("inspector_edit"));
}

template<typename T = QWidget>
T* named(const QWidget& parent, const char* name)
{
    return parent.findChild<T*>(QString::fromLatin1(name));
}

} // namespace

class TestShell : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void hasTheNamesOfTheSpecification()
    {
        MainWindow window({});
        addRooms(window);
        QCOMPARE(window.objectName(), QStringLiteral("mainWindow"));
        for (const char* name :
             {"rail_separate", "rail_library", "rail_settings", "inspector", "deck", "deck_play",
              "deck_stop", "deck_loop", "deck_previous", "deck_level_match", "deck_wave",
              "deck_auto", "deck_preview_level", "status_job", "status_device", "status_db"}) {
            QVERIFY2(named(window, name) != nullptr, name);
        }
        QCOMPARE(window.minimumSize(), QSize(1100, 700));
    }

    void everyFocusableWidgetIsNamed()
    {
        MainWindow window({});
        addRooms(window);
        auto* welcome = new WelcomePage;
        window.setWelcome(welcome);
        window.toasts()->show(ToastStack::Kind::Info, QStringLiteral("Hello"),
                              QStringLiteral("Show"));
        int checked = 0;
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) == 0) {
                continue;
            }
            const QByteArray who = QByteArray(widget->metaObject()->className()) + ' '
                + widget->objectName().toUtf8();
            QVERIFY2(!widget->objectName().isEmpty(), who.constData());
            QVERIFY2(!widget->accessibleName().isEmpty(), who.constData());
            ++checked;
        }
        QVERIFY(checked > 20);
    }

    void railTravelsBetweenRooms()
    {
        MainWindow window({});
        addRooms(window);
        QCOMPARE(window.currentRoom(), QStringLiteral("separate"));
        QSignalSpy changed(&window, &MainWindow::roomChanged);
        named<QAbstractButton>(window, "rail_library")->click();
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QVERIFY(named<QAbstractButton>(window, "rail_library")->isChecked());
        QVERIFY(!named<QAbstractButton>(window, "rail_separate")->isChecked());
        window.showRoom(QStringLiteral("nowhere"));
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QCOMPARE(changed.count(), 1);
    }

    void globalKeysWork()
    {
        MainWindow window({});
        addRooms(window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(window.currentRoom(), QStringLiteral("separate"));
        QVERIFY(named(window, "inspector")->isVisible());
        QTest::keyClick(&window, Qt::Key_F4);
        QVERIFY(!named(window, "inspector")->isVisible());
        QTest::keyClick(&window, Qt::Key_F4);
        QVERIFY(named(window, "inspector")->isVisible());
        QSignalSpy open(&window, &MainWindow::openTrackRequested);
        QTest::keyClick(&window, Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(open.count(), 1);
        QSignalSpy search(&window, &MainWindow::searchRequested);
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(search.count(), 1);
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QSignalSpy exported(&window, &MainWindow::exportRequested);
        QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(exported.count(), 1);
        QTest::keyClick(&window, Qt::Key_L);
        QVERIFY(window.deck()->isLoopOn());
        QVERIFY(named<QAbstractButton>(window, "deck_loop_toggle")->isChecked());
    }

    void f6CyclesTheRegions()
    {
        MainWindow window({});
        addRooms(window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        named(window, "separate_edit")->setFocus();
        QStringList visited;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            const QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus != nullptr);
            visited += focus->objectName();
        }
        QCOMPARE(visited[0], QStringLiteral("inspector_edit"));
        QVERIFY(
            named(window, "deck")->isAncestorOf(named(window, visited[1].toLatin1().constData())));
        QVERIFY(window.titleBar()->isAncestorOf(named(window, visited[2].toLatin1().constData())));
        QVERIFY(visited[3].startsWith(QStringLiteral("rail_")));
        QCOMPARE(visited[4], QStringLiteral("separate_edit"));
    }

    void activityPanelFloats()
    {
        MainWindow window({});
        addRooms(window);
        auto* panel = room("activity_edit");
        window.setActivityPanel(panel);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QCOMPARE(panel->objectName(), QStringLiteral("activity_panel"));
        QVERIFY(!panel->isVisible());
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(panel->isVisible());
        QVERIFY(panel->geometry().right() < window.width() + 1);
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(!panel->isVisible());
    }

    void welcomeOffersFourWays()
    {
        WelcomePage page;
        page.resize(1384, 704);
        QCOMPARE(page.objectName(), QStringLiteral("welcome_page"));
        QVERIFY(named(page, "welcome_drop") != nullptr);
        QSignalSpy open(&page, &WelcomePage::openTrackRequested);
        QSignalSpy kit(&page, &WelcomePage::starterKitRequested);
        QSignalSpy folder(&page, &WelcomePage::addFolderRequested);
        QSignalSpy studio(&page, &WelcomePage::openStudioRequested);
        for (const char* name :
             {"welcome_open", "welcome_starter", "welcome_add_folder", "welcome_open_studio"}) {
            named<QAbstractButton>(page, name)->click();
        }
        QCOMPARE(open.count(), 1);
        QCOMPARE(kit.count(), 1);
        QCOMPARE(folder.count(), 1);
        QCOMPARE(studio.count(), 1);
        page.setBusy(true, QStringLiteral("Making sounds"));
        QVERIFY(!named<QAbstractButton>(page, "welcome_starter")->isEnabled());
        page.setBusy(false);
        QVERIFY(named<QAbstractButton>(page, "welcome_starter")->isEnabled());
    }

    void welcomeTakesThePlaceOfTheRooms()
    {
        MainWindow window({});
        addRooms(window);
        window.setWelcome(new WelcomePage);
        window.showWelcome(true);
        QVERIFY(window.currentRoom().isEmpty());
        QVERIFY(!named(window, "inspector")->isVisibleTo(&window));
        window.showRoom(QStringLiteral("library"));
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QVERIFY(named(window, "inspector")->isVisibleTo(&window));
    }

    void filesDropOnTwoTargets_data()
    {
        QTest::addColumn<QPointF>("position");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<bool>("addOnly");
        QTest::newRow("left: separate") << QPointF(200, 400) << Qt::KeyboardModifiers() << false;
        QTest::newRow("right: add") << QPointF(1200, 400) << Qt::KeyboardModifiers() << true;
        QTest::newRow("shift: add")
            << QPointF(200, 400) << Qt::KeyboardModifiers(Qt::ShiftModifier) << true;
    }
    void filesDropOnTwoTargets()
    {
        QFETCH(QPointF, position);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(bool, addOnly);
        MainWindow window({});
        addRooms(window);
        window.show();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/music/Nacht.flac")),
                      QUrl(QStringLiteral("https://example.org/x.wav"))});
        QDragEnterEvent enter(position.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        // Even over a field that would take the text of the drag itself.
        QCoreApplication::sendEvent(named(window, "separate_edit"), &enter);
        auto* overlay = named<DropOverlay>(window, "drop_overlay");
        QVERIFY(overlay->isVisible());
        // The overlay is under the pointer now, and Qt enters it.
        QCoreApplication::sendEvent(overlay, &enter);
        QSignalSpy dropped(&window, &MainWindow::filesDropped);
        QDropEvent drop(position, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(overlay, &drop);
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped[0][0].toStringList(), QStringList {QStringLiteral("/music/Nacht.flac")});
        QCOMPARE(dropped[0][1].toBool(), addOnly);
        QVERIFY(!overlay->isVisible());
    }

    void theOverlayGivesWayToWhatTakesFilesItself()
    {
        MainWindow window({});
        addRooms(window);
        window.show();
        window.showRoom(QStringLiteral("library"));
        auto* edit = named(window, "library_edit");
        edit->setProperty("takesFiles", true);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/music/Nacht.flac"))});
        data.setText(QStringLiteral("/music/Nacht.flac")); // which the field takes
        // A file manager's drag comes in over the window's edge, never over the field.
        QDragEnterEvent edge({1, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &edge);
        auto* overlay = named<DropOverlay>(window, "drop_overlay");
        QVERIFY(overlay->isVisible());
        // What lies under the pointer, as Qt looks for it: the overlay, or the field itself.
        const QWidget* whole = overlay->parentWidget();
        const QRect field(edit->mapTo(whole, QPoint()), edit->size());
        QCOMPARE(whole->childAt(field.center().x(), field.bottom() + 20), overlay);
        QCOMPARE(whole->childAt(field.center()), edit);
        QCOMPARE(whole->childAt(field.topLeft()), edit);
        // From the overlay onto the field: Qt leaves the one and enters the other.
        // Qt leaves what was entered last.
        QDragEnterEvent onto({1, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(overlay, &onto);
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(overlay, &leave);
        QVERIFY(!overlay->isVisible());
        QDragEnterEvent over({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(edit, &over);
        QVERIFY(!overlay->isVisible());
        // Entering something else brings the overlay back.
        QCoreApplication::sendEvent(&window, &edge);
        QVERIFY(overlay->isVisible());
        QCoreApplication::sendEvent(overlay, &onto);
        QCoreApplication::sendEvent(overlay, &leave);
        // A room that takes files as a whole leaves them to the overlay once it is there.
        edit->setProperty("takesFiles", false);
        edit->parentWidget()->setProperty("takesFiles", true);
        QCoreApplication::sendEvent(&window, &edge);
        QCOMPARE(whole->childAt(field.center()), overlay);
    }

    void textIsNoFile()
    {
        QMimeData data;
        data.setText(QStringLiteral("kick"));
        QVERIFY(DropOverlay::pathsOf(&data).isEmpty());
        QVERIFY(DropOverlay::pathsOf(nullptr).isEmpty());
    }

    void deckTellsTheTime()
    {
        QCOMPARE(TimeReadout::format(0.1664, 0.42), QStringLiteral("00:00.166"));
        QCOMPARE(TimeReadout::format(115.79, 342.3), QStringLiteral("01:55.7"));
        QCOMPARE(TimeReadout::format(-1.0, 0.0), QStringLiteral("00:00.0"));
    }

    void deckAsksAndShows()
    {
        Deck deck;
        QVERIFY(!named<QAbstractButton>(deck, "deck_play")->isEnabled());
        deck.setSound({QStringLiteral("Kick 12"), Source::Slice, Category::Kick,
                       QStringLiteral("F1"), Qt::red});
        QSignalSpy play(&deck, &Deck::playRequested);
        named<QAbstractButton>(deck, "deck_play")->click();
        QCOMPARE(play.count(), 1);
        QVERIFY(named(deck, "deck_name")->accessibleName().contains(QStringLiteral("Kick 12")));
        QSignalSpy level(&deck, &Deck::previewLevelChanged);
        deck.setPreviewLevelDb(-18.0);
        QCOMPARE(level.count(), 0); // silent
        auto* slider = named<QAbstractSlider>(deck, "deck_preview_level");
        QCOMPARE(slider->value(), -36);
        slider->setValue(-24);
        QCOMPARE(level.last()[0].toDouble(), -12.0);
        QSignalSpy loop(&deck, &Deck::loopToggled);
        named<QAbstractButton>(deck, "deck_loop")->click();
        QCOMPARE(loop.count(), 1);
        QVERIFY(named<QAbstractButton>(deck, "deck_loop_toggle")->isChecked());
    }

    void jobsAreSpokenOf()
    {
        JobRecord job;
        job.kind = "separate";
        job.title = "Nacht.flac";
        job.progress = 0.627;
        job.etaS = 41.0;
        QCOMPARE(jobText(job), QStringLiteral("Separating Nacht.flac"));
        QCOMPARE(jobRest(job), QStringLiteral("62 % · 41 s"));
        QCOMPARE(roomOfJob(job), QStringLiteral("separate"));
        job.state = JobState::Done;
        QCOMPARE(jobOutcomeText(job), QStringLiteral("Nacht.flac is separated"));
        job.state = JobState::Cancelled;
        QVERIFY(jobOutcomeText(job).isEmpty());
        job.kind = "starter_kit";
        job.state = JobState::Done;
        QCOMPARE(jobOutcomeText(job), QStringLiteral("The starter kit is ready"));
    }

    void statusShowsTheRunningJob()
    {
        StatusBar bar;
        bar.show();
        auto* box = named(bar, "status_job");
        QVERIFY(!box->isVisible());
        bar.setJob(StatusBar::Job {QStringLiteral("Separating"), 0.5, QStringLiteral("50 %")});
        QVERIFY(box->isVisible());
        QCOMPARE(box->accessibleName(), QStringLiteral("Separating, 50 %"));
        bar.setJob(std::nullopt);
        QVERIFY(!box->isVisible());
    }

    void windowIsAsItWasLeft()
    {
        QTemporaryDir folder;
        services::Settings settings(folder.filePath(QStringLiteral("settings.ini")));
        StudioContext context;
        context.settings = &settings;
        {
            MainWindow window(context);
            addRooms(window);
            window.showRoom(QStringLiteral("library"));
            window.setInspectorVisible(false);
            window.saveWindowState();
        }
        MainWindow window(context);
        addRooms(window);
        window.restoreWindowState();
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        QVERIFY(!named(window, "inspector")->isVisibleTo(&window));
    }

    void roomsCanBeRenewed()
    {
        MainWindow window({});
        addRooms(window);
        window.showRoom(QStringLiteral("library"));
        window.clearRooms();
        QVERIFY(window.currentRoom().isEmpty());
        addRooms(window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier); // one Ctrl+2, not two
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        named<QAbstractButton>(window, "rail_separate")->click();
        QCOMPARE(window.currentRoom(), QStringLiteral("separate"));
    }

    void followsAnotherScale()
    {
        MainWindow window({});
        addRooms(window);
        applyTheme(1.5);
        QCOMPARE(window.minimumSize(), QSize(1650, 1050));
        QCOMPARE(window.deck()->minimumHeight(), 198);
        QCOMPARE(named(window, "inspector")->maximumWidth(), 408);
        QCOMPARE(named(window, "deck_play")->sizeHint(), QSize(54, 54));
        applyTheme(1.0);
        QCOMPARE(window.minimumSize(), QSize(1100, 700));
        QCOMPARE(window.deck()->minimumHeight(), 132);
    }

    void messagesOfTheBusBecomeToasts()
    {
        SelectionBus bus;
        StudioContext context;
        context.selection = &bus;
        MainWindow window(context);
        addRooms(window);
        bus.showMessage(QStringLiteral("Tagged 12 sounds"));
        QCOMPARE(window.toasts()->texts(), QStringList {QStringLiteral("Tagged 12 sounds")});
        bus.showRoom(QStringLiteral("library"));
        QCOMPARE(window.currentRoom(), QStringLiteral("library"));
        window.setContext({}); // the old studio is not listened to any more
        bus.showMessage(QStringLiteral("late"));
        QCOMPARE(window.toasts()->count(), 1);
    }

    void sketchesAreSeeded()
    {
        const auto a = sketchSound(Category::Kick, 7, 0.2);
        QCOMPARE(a, sketchSound(Category::Kick, 7, 0.2));
        QVERIFY(a != sketchSound(Category::Kick, 8, 0.2));
        for (int i = 0; i < kCategoryCount; ++i) {
            for (const float sample : sketchSound(static_cast<Category>(i), 1, 0.1)) {
                QVERIFY(sample >= -1.0F && sample <= 1.0F);
            }
        }
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
