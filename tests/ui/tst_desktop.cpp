#include "RoomFixture.h"
#include "app/gui/Desktop.h"
#include "tests/support/Patience.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/shell/DropOverlay.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QToolTip>
#include <QUrl>
#include <QXmlStreamReader>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

constexpr int kLongMs = 240'000; ///< a busy machine measures three hundred sounds for minutes
const QStringList kRooms {QStringLiteral("separate"), QStringLiteral("library"),
                          QStringLiteral("dream"), QStringLiteral("settings")};

template<typename T = QWidget>
T* named(const QWidget& parent, const char* name)
{
    return parent.findChild<T*>(QString::fromLatin1(name));
}

void press(const QWidget& window, const char* button)
{
    auto* found = named<QAbstractButton>(window, button);
    QVERIFY2(found != nullptr && found->isEnabled(), button);
    QTest::mouseClick(found, Qt::LeftButton);
}

/// The plain texts whose German differs, as source (English) or as translation.
std::set<QString> textsOf(bool isGerman)
{
    QFile file(QStringLiteral(NDE_TRANSLATIONS "/dream-engine_de.ts"));
    std::set<QString> english;
    std::set<QString> german;
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) {
            continue;
        }
        if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            english.insert(source);
            german.insert(text);
        }
    }
    std::set<QString>& wanted = isGerman ? german : english;
    for (const QString& other : isGerman ? english : german) {
        wanted.erase(other); // a word of both languages tells nothing
    }
    return wanted;
}

/// Everything that the window shows in any of its rooms, table headings included.
std::set<QString> allTexts(MainWindow& window)
{
    std::set<QString> texts;
    for (const QString& room : kRooms) {
        window.showRoom(room);
        texts.merge(shownTexts(window));
    }
    const QList<QTableView*> tables = window.findChildren<QTableView*>();
    for (const QTableView* table : tables) {
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            texts.insert(table->model()->headerData(column, Qt::Horizontal).toString());
        }
    }
    return texts;
}

QStringList common(const std::set<QString>& a, const std::set<QString>& b)
{
    QStringList both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both;
}

} // namespace

/// The window as a producer has it: the real Desktop with all that is behind it, on a fresh studio.
class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        m_settings = std::make_unique<services::Settings>(m_dir.filePath(QStringLiteral("a.ini")));
        m_settings->setLanguage(QStringLiteral("en"));
        m_language = std::make_unique<LanguageSwitch>(*m_settings);
        m_desktop = std::make_unique<app::Desktop>(*m_settings);
        m_desktop->start(m_dir.filePath(QStringLiteral("Nacht")));
    }

    void cleanupTestCase() { m_desktop.reset(); }

    /// S01: one click on the welcome page, and a kick lies under the hand.
    void starterKitOpensWithAKick()
    {
        const QWidget* welcome = named(window(), "welcome_page");
        QTRY_VERIFY(library().isLoaded());
        QVERIFY(welcome != nullptr && welcome->isVisible());
        QVERIFY(!named<QAbstractButton>(window(), "deck_play")->isEnabled());
        press(window(), "welcome_starter");
        QVERIFY(makeReady());
        QVERIFY(!welcome->isVisible());
        QCOMPARE(window().currentRoom(), QStringLiteral("library"));
        QVERIFY(table()->model()->rowCount() >= 280);
        QCOMPARE(table()->currentIndex().data(StemTableModel::IdRole).toLongLong(),
                 bus().current());
        QVERIFY(named<QAbstractButton>(window(), "deck_play")->isEnabled());
    }

    /// S02: five arrows are five sounds, and nothing of it changes anything.
    void arrowsAudition()
    {
        QVERIFY(makeReady());
        window().showRoom(QStringLiteral("library"));
        table()->setCurrentIndex(table()->model()->index(0, StemTableModel::NameColumn));
        table()->setFocus();
        const std::vector<StemRow> before = library().rows();
        QSignalSpy chosen(&bus(), &SelectionBus::changed);
        std::set<StemId> opened;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(table(), Qt::Key_Down);
            QTRY_COMPARE(player().item().id, bus().current());
            opened.insert(player().item().id);
        }
        QCOMPARE(opened.size(), std::size_t {5});
        QCOMPARE(chosen.size(), 5);
        for (const QList<QVariant>& signal : chosen) {
            QVERIFY(signal.at(1).toBool());
        }
        QTest::keyClick(table(), Qt::Key_Escape);
        QVERIFY(!player().isPlaying());
        QCOMPARE(library().rows(), before);
    }

    void marksByKeyReachTheDatabase()
    {
        QVERIFY(makeReady());
        window().showRoom(QStringLiteral("library"));
        table()->setCurrentIndex(table()->model()->index(3, StemTableModel::NameColumn));
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Down);
        const StemId id = table()->currentIndex().data(StemTableModel::IdRole).toLongLong();
        QCOMPARE(bus().current(), id);
        QVERIFY(!stored(id).isFavorite);
        QTest::keyClick(table(), Qt::Key_F);
        QTRY_VERIFY(stored(id).isFavorite);
        QTest::keyClick(table(), Qt::Key_4);
        QTRY_COMPARE(stored(id).rating, 4);
        QTest::keyClick(table(), Qt::Key_0);
        QTRY_COMPARE(stored(id).rating, 0);
        QTest::keyClick(table(), Qt::Key_F);
        QTRY_VERIFY(!stored(id).isFavorite);
    }

    /// S03: a track that is dropped on the window becomes four stems in the library.
    void droppedTrackIsSeparated()
    {
        QVERIFY(makeReady());
        window().showRoom(QStringLiteral("separate"));
        auto* chop = named<QAbstractButton>(window(), "sep_after");
        chop->setChecked(false);
        drop(m_desktop->context().studio->tracksFolder() + QStringLiteral("/demo_128_Am.wav"));
        const auto last = [this] { return jobs().jobs().back(); };
        QCOMPARE(last().kind, std::string("separate"));
        QTRY_VERIFY_WITH_TIMEOUT(isFinished(last().state), kLongMs);
        QVERIFY2(last().state == JobState::Done, last().errorMessage.c_str());
        window().showRoom(QStringLiteral("library"));
        const auto separated = [this] {
            int count = 0;
            for (int row = 0; row < table()->model()->rowCount(); ++row) {
                const QModelIndex index = table()->model()->index(row, 0);
                count += index.data(StemTableModel::SourceRole).toInt()
                    == static_cast<int>(Source::Separated);
            }
            return count;
        };
        QTRY_COMPARE(separated(), 4);
        // The room had shown its track in the inspector.
        QCOMPARE(stored(bus().current()).name, std::string("demo_128_Am"));
    }

    void languageSwitchesLive()
    {
        QVERIFY(makeReady());
        const std::set<QString> english = textsOf(false);
        const std::set<QString> german = textsOf(true);
        QVERIFY(english.size() > 200 && german.size() > 200);
        QVERIFY(common(allTexts(window()), english).size() > 50);
        window().toasts()->dismissAll(); // said in the language of their moment
        // A tooltip that is open is a label of the window, too.
        QToolTip::showText(QPoint(300, 300), *english.begin(), &window());
        m_settings->setLanguage(QStringLiteral("de"));
        settle();
        QTRY_VERIFY(!QToolTip::isVisible());
        const auto left = [&] { return common(allTexts(window()), english); };
        QTRY_VERIFY2(left().isEmpty(), // tips go after 300 ms
                     qPrintable(left().join(QStringLiteral(" | "))));
        QVERIFY(common(allTexts(window()), german).size() > 50);
        m_settings->setLanguage(QStringLiteral("en"));
        settle();
        const QStringList leftGerman = common(allTexts(window()), german);
        QVERIFY2(leftGerman.isEmpty(), qPrintable(leftGerman.join(QStringLiteral(" | "))));
    }

    void everythingThatTakesTheFocusHasAName()
    {
        QVERIFY(makeReady());
        for (const QString& room : kRooms) {
            window().showRoom(room);
            window().setActivityVisible(true);
            QCOMPARE(unnamed(window()).join(QStringLiteral("; ")), QString());
            window().setActivityVisible(false);
        }
    }

    void messagesLeaveInspectorAndFocusAlone()
    {
        QVERIFY(makeReady());
        window().showRoom(QStringLiteral("library"));
        table()->setFocus();
        window().showMessage(QStringLiteral("One message"));
        const QWidget* stack = named(window(), "toast_stack");
        const QWidget* inspector = named(window(), "inspector");
        QVERIFY(stack->isVisible() && inspector->isVisible());
        QVERIFY(stack->geometry().right() <= inspector->geometry().left() + dp(8));
        window().setActivityVisible(true);
        QCOMPARE(stack->parentWidget()->children().back(), stack);
        window().setActivityVisible(false);
        table()->setFocus();
        window().showRoom(QStringLiteral("separate"));
        QVERIFY(!stack->isAncestorOf(window().focusWidget()));
        window().toasts()->dismissAll();
    }

    void closingAsksAboutRunningJobs_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<int>("state");
        QTest::addRow("resume next time")
            << QByteArray("close_resume") << static_cast<int>(JobState::Queued);
        QTest::addRow("cancel") << QByteArray("close_cancel")
                                << static_cast<int>(JobState::Cancelled);
    }

    void closingAsksAboutRunningJobs()
    {
        QFETCH(QByteArray, button);
        QFETCH(int, state);
        const RoomFixture sounds;
        const QString track = sounds.writeSound(QStringLiteral("Umspannwerk.wav"), 60.0, 55.0, 3);
        services::Settings settings(sounds.path(QStringLiteral("b.ini")));
        const QString folder = sounds.path(QStringLiteral("Zweites"));
        {
            app::Desktop desktop(settings);
            desktop.start(folder);
            desktop.openPaths({track});
            services::JobService& service = *desktop.context().jobs;
            QTRY_COMPARE(service.runningCount(), 1);
            QVERIFY(!desktop.window().close());
            QVERIFY(named(desktop.window(), "close_question") != nullptr);
            press(desktop.window(), "close_stay");
            QTRY_VERIFY(named(desktop.window(), "close_question") == nullptr);
            QVERIFY(desktop.window().isVisible());
            QVERIFY(!desktop.window().close());
            press(desktop.window(), button.constData());
            QTRY_VERIFY(!desktop.window().isVisible());
        }
        services::JobService later(*services::Studio::open(folder), false);
        later.start();
        QCOMPARE(later.jobs().size(), std::size_t {1});
        QCOMPARE(static_cast<int>(later.jobs().front().state), state);
    }

    /// A folder of the seed becomes a studio where it lies; its sounds come when that is wanted.
    void aStudioOfTheSeedIsTakenOver()
    {
        const RoomFixture sounds;
        const QString folder = sounds.path(QStringLiteral("Saat"));
        QVERIFY(QDir().mkpath(folder + QStringLiteral("/processed_database/stems/Song")));
        const QString made = sounds.writeSound(QStringLiteral("bass.wav"), 1.0, 55.0, 3);
        const QString there = folder + QStringLiteral("/processed_database/stems/Song/bass.wav");
        QVERIFY(QFile::copy(made, there));
        services::Settings settings(sounds.path(QStringLiteral("c.ini")));
        settings.setLanguage(QStringLiteral("en"));
        for (const bool isFirst : {true, false}) {
            app::Desktop desktop(settings);
            desktop.start(folder);
            const auto* box
                = desktop.window().findChild<QMessageBox*>(QStringLiteral("seed_offer"));
            if (isFirst) {
                QTRY_VERIFY(
                    (box = desktop.window().findChild<QMessageBox*>(QStringLiteral("seed_offer")))
                    != nullptr);
                QVERIFY(box->isVisible());
                box->findChild<QPushButton*>(QStringLiteral("seed_accept"))->click();
            } else {
                QTest::qWait(100); // it is one of ours by now, and nothing is asked
                QVERIFY(box == nullptr
                        && desktop.window().findChild<QMessageBox*>(QStringLiteral("seed_offer"))
                            == nullptr);
            }
            auto* library = desktop.context().library;
            QTRY_COMPARE_WITH_TIMEOUT(library->rows().size(), std::size_t {1}, kLongMs);
            QCOMPARE(library->rows().front().source, Source::Separated);
            QTRY_COMPARE_WITH_TIMEOUT(desktop.context().jobs->runningCount(), 0, kLongMs);
        }
        QVERIFY(QFile::exists(there));
    }

private:
    /// The starter kit is in the library and has been opened.
    bool makeReady()
    {
        if (library().rows().empty() && jobs().jobs().empty()) {
            named<QAbstractButton>(window(), "welcome_starter")->click();
        }
        return QTest::qWaitFor(
            [this] {
                const StemId id = bus().current();
                return library().rows().size() >= 280 && table()->model()->rowCount() >= 280
                    && id != 0;
            },
            kLongMs);
    }

    /// A change of language is posted, and what it replaces is deleted later.
    static void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void drop(const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        const QPoint left(200, 400);
        QDragEnterEvent enter(left, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(named(window(), "separate_room"), &enter);
        auto* overlay = named<DropOverlay>(window(), "drop_overlay");
        QVERIFY(overlay->isVisible());
        QCoreApplication::sendEvent(overlay, &enter); // it lies under the pointer now
        QDropEvent event(left, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(overlay, &event);
        QVERIFY(!overlay->isVisible());
    }

    MainWindow& window() { return m_desktop->window(); }
    services::LibraryService& library() { return *m_desktop->context().library; }
    services::JobService& jobs() { return *m_desktop->context().jobs; }
    SelectionBus& bus() { return *m_desktop->context().selection; }
    Player& player() { return *m_desktop->context().player; }
    QTableView* table() { return named<QTableView>(window(), "lib_table"); }
    Stem stored(StemId id)
    {
        return db::StemRepository(m_desktop->context().studio->database()).byId(id).value();
    }

    QTemporaryDir m_dir;
    std::unique_ptr<services::Settings> m_settings;
    std::unique_ptr<LanguageSwitch> m_language;
    std::unique_ptr<app::Desktop> m_desktop;
};

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
