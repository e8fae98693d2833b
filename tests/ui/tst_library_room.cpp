#include "RoomFixture.h"
#include "core/services/Collections.h"
#include "core/services/SearchService.h"
#include "core/services/UseCases.h"
#include "tests/support/Patience.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/LibraryMap.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/panels/library/SoundExportDialog.h"
#include "ui/panels/library/SoundGrid.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/plot/SkyView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FacetRow.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedLayout>
#include <QUrl>

#include <algorithm>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

/// A measured sound of this brightness.
Stem measured(const char* name, Category category, double centroidHz)
{
    Stem stem = makeStem(name, category);
    stem.analyserVersion = "test";
    Descriptors& d = stem.descriptors;
    d.centroidHz = centroidHz;
    d.rolloff95Hz = 3.0 * centroidHz;
    d.activeEndS = 0.4;
    d.attackS = 0.002;
    d.decayS = 0.2;
    d.temporalCentroidS = 0.1;
    d.crestDb = 12.0;
    for (int band = 0; band < 30; ++band) {
        const double hz = 25.0 * std::exp2(band / 3.0);
        d.ltasDb.push_back(static_cast<float>(-6.0 - 9.0 * std::abs(std::log2(hz / centroidHz))));
    }
    d.mfcc.assign(13, static_cast<float>(std::log2(centroidHz)));
    d.mfccDeviation.assign(13, 0.5F);
    d.neuro = NeuroMetrics {};
    return stem;
}

std::vector<Stem> eightKicks()
{
    std::vector<Stem> stems;
    const char* names[] {"K one",  "K two", "K three", "K four",
                         "K five", "K six", "K seven", "K eight"};
    for (int i = 0; i < 8; ++i) { // from dull to bright
        stems.push_back(measured(names[i], Category::Kick, 80.0 * std::exp2(i)));
    }
    stems.push_back(measured("Snare zorgon", Category::Snare, 14000.0));
    return stems;
}

} // namespace

class TestLibraryRoom : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<services::SearchService> m_service;
    std::unique_ptr<LibraryRoom> m_room;
    std::vector<StemId> m_ids;

    void open(const std::vector<Stem>& stems)
    {
        m_ids = stems.empty() ? std::vector<StemId> {} : m_studio->insert(stems);
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
        QTRY_COMPARE(m_room->model().rowCount(), static_cast<int>(stems.size()));
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
    }
    SoundTable& table() { return m_room->table(); }
    template<typename T>
    T* named(const char* name)
    {
        return m_room->findChild<T*>(QLatin1String(name));
    }
    QStringList names()
    {
        QStringList all;
        for (int row = 0; row < m_room->model().rowCount(); ++row) {
            all.push_back(m_room->model().index(row, StemTableModel::NameColumn).data().toString());
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void init()
    {
        m_studio = std::make_unique<RoomFixture>();
        m_room = std::make_unique<LibraryRoom>(m_studio->context());
        m_room->resize(1110, 700);
        m_room->show();
    }

    void cleanup()
    {
        m_room.reset();
        m_service.reset();
        m_studio.reset();
    }

    void facetsCountWhatIsThere()
    {
        open(sixSounds());
        QCOMPARE(named<FacetRow>("facet_category_kick")->count(), 3);
        QCOMPARE(named<FacetRow>("facet_category_snare")->count(), 1);
        QCOMPARE(named<FacetRow>("facet_source_generated")->count(), 1);
        QCOMPARE(named<FacetRow>("facet_class_one_shot")->count(), 4);
        QVERIFY(!named<FacetRow>("facet_category_bass")->isVisible());
        QTest::mouseClick(named<FacetRow>("facet_category_kick"), Qt::LeftButton);
        QCOMPARE(m_room->model().rowCount(), 3);
        QCOMPARE(named<FacetRow>("facet_source_generated")->count(), 1);
        QCOMPARE(named<FacetRow>("facet_category_snare")->count(), 1); // its own facet is lifted
        QTest::mouseClick(named<FacetRow>("facet_source_generated"), Qt::LeftButton);
        QCOMPARE(names(), QStringList {QStringLiteral("Kick dream")});
        QTest::mouseClick(named<QAbstractButton>("lib_reset"), Qt::LeftButton);
        QCOMPARE(m_room->model().rowCount(), 6);
        QVERIFY(!named<FacetRow>("facet_category_kick")->isChecked());
    }

    void measuredFacetsAreOnTheLeft()
    {
        std::vector<Stem> stems = sixSounds();
        stems[0].descriptors.key = Key {9, true};
        stems[1].descriptors.key = Key {9, true};
        stems[4].descriptors.key = Key {0, false};
        stems[0].rating = 5;
        stems[1].rating = 3;
        stems[1].tags = {"dark", "metallic"};
        stems[3].quality = 0.2;
        open(stems);
        QVERIFY(!named<FacetRow>("facet_key_8A")->isVisible()); // folded away at first
        for (const char* group :
             {"facet_keys", "facet_lengths", "facet_ratings", "facet_qualities", "facet_tags"}) {
            named<QAbstractButton>(group)->click();
        }
        const auto count = [this](const char* row) { return named<FacetRow>(row)->count(); };
        QVERIFY(named<FacetRow>("facet_key_8A")->isVisible());
        QCOMPARE(named<FacetRow>("facet_key_8A")->text(), QStringLiteral("Am · 8A"));
        QCOMPARE(count("facet_key_8A"), 2);
        QCOMPARE(count("facet_key_8B"), 1);
        QVERIFY(!named<FacetRow>("facet_key_1A")->isVisible());
        QCOMPARE(count("facet_length_1"), 4); // 0.5 s
        QCOMPARE(count("facet_length_3"), 1); // 30 s
        QCOMPARE(count("facet_length_4"), 1); // 240 s
        QCOMPARE(count("facet_rating_5"), 1);
        QCOMPARE(count("facet_rating_3"), 2);
        QCOMPARE(count("facet_rating_1"), 2);
        QCOMPARE(count("facet_quality_0"), 1);
        QCOMPARE(count("facet_quality_3"), 5);
        QCOMPARE(count("facet_tag_dark"), 2);
        QCOMPARE(count("facet_tag_metallic"), 1);
        QCOMPARE(named<FacetRow>("facet_tag_dark")->accessibleName(), QStringLiteral("dark, 2"));
        const auto click = [this](const char* row) {
            named<QScrollArea>("facet_scroll")->ensureWidgetVisible(named<FacetRow>(row));
            QTest::mouseClick(named<FacetRow>(row), Qt::LeftButton);
        };
        click("facet_key_8A");
        QCOMPARE(m_room->model().rowCount(), 2);
        QCOMPARE(count("facet_key_8B"), 1); // its own facet is lifted
        click("facet_key_8B");
        QCOMPARE(m_room->model().rowCount(), 3); // any of them
        click("facet_length_3"); // of a range there is one at a time
        QCOMPARE(names(), QStringList {QStringLiteral("Nacht drums")});
        click("facet_length_1");
        QCOMPARE(m_room->model().rowCount(), 2);
        QVERIFY(!named<FacetRow>("facet_length_3")->isChecked());
        click("facet_rating_5");
        QCOMPARE(names(), QStringList {QStringLiteral("Kick a")});
        QVERIFY(!named<FacetRow>("facet_rating_3")->isChecked()); // another wish
        click("facet_rating_3");
        QCOMPARE(m_room->model().rowCount(), 2);
        click("facet_tag_metallic");
        QCOMPARE(names(), QStringList {QStringLiteral("Kick b")});
        click("facet_tag_metallic");
        click("facet_rating_3");
        QCOMPARE(m_room->model().rowCount(), 2);
        // What the box asks for is on, and goes when it is switched off.
        QTest::mouseClick(named<QAbstractButton>("lib_reset"), Qt::LeftButton);
        auto* box = named<QLineEdit>("lib_search");
        box->setText(QStringLiteral("len:>=60s rating:>=5"));
        QVERIFY(named<FacetRow>("facet_length_4")->isChecked());
        QVERIFY(named<FacetRow>("facet_rating_5")->isChecked());
        click("facet_length_1"); // instead of the words
        QCOMPARE(box->text(), QStringLiteral("rating:>=5"));
        QCOMPARE(names(), QStringList {QStringLiteral("Kick a")});
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        // Which groups are open is remembered.
        m_room = std::make_unique<LibraryRoom>(m_studio->context());
        m_room->resize(1110, 700);
        m_room->show();
        QTRY_COMPARE(m_room->model().rowCount(), 6);
        QVERIFY(named<FacetRow>("facet_tag_dark")->isVisibleTo(m_room.get()));
    }

    void typingFiltersAndChipsTakeBack()
    {
        open(sixSounds());
        auto* search = named<QLineEdit>("lib_search");
        QTest::keyClicks(search, QStringLiteral("cat:kick dark"));
        QCOMPARE(names(), QStringList {QStringLiteral("Kick a")});
        QVERIFY(named<FacetRow>("facet_category_kick")->isChecked());
        QTest::mouseClick(named<QAbstractButton>("lib_chip_1"), Qt::LeftButton);
        QCOMPARE(search->text(), QStringLiteral("cat:kick"));
        QCOMPARE(m_room->model().rowCount(), 3);
        // Switching the lit facet off takes the word out of the box.
        QTest::mouseClick(named<FacetRow>("facet_category_kick"), Qt::LeftButton);
        QCOMPARE(search->text(), QString());
        QCOMPARE(m_room->model().rowCount(), 6);
    }

    void slashGoesToTheSearchAndDownToTheTable()
    {
        open(sixSounds());
        table().setFocus();
        QTest::keyClick(&table(), Qt::Key_Slash);
        auto* search = named<QLineEdit>("lib_search");
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClick(search, Qt::Key_Down);
        QVERIFY(table().hasFocus());
        QCOMPARE(m_studio->bus().current(), table().currentId());
    }

    void arrowsHearAndHeldKeysAreSilentUntilReleased()
    {
        open(sixSounds());
        table().choose(m_room->model().idAt(0));
        QSignalSpy changed(&m_studio->bus(), &SelectionBus::changed);
        QTest::keyClick(&table(), Qt::Key_Down);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).value<StemId>(), m_room->model().idAt(1));
        QCOMPARE(changed.at(0).at(1).toBool(), true);
        changed.clear();
        for (int i = 0; i < 3; ++i) {
            QKeyEvent held(QEvent::KeyPress, Qt::Key_Down, Qt::NoModifier, QString(), true);
            QCoreApplication::sendEvent(&table(), &held);
        }
        QCOMPARE(changed.count(), 3);
        for (const auto& arguments : changed) {
            QCOMPARE(arguments.at(1).toBool(), false);
        }
        QTest::keyRelease(&table(), Qt::Key_Down);
        QCOMPARE(changed.count(), 4);
        QCOMPARE(changed.at(3).at(0).value<StemId>(), m_room->model().idAt(4));
        QCOMPARE(changed.at(3).at(1).toBool(), true);
    }

    void aClickIsHeardAndAnExternalChoiceIsFollowedSilently()
    {
        open(sixSounds());
        QSignalSpy changed(&m_studio->bus(), &SelectionBus::changed);
        const QRect cell = table().visualRect(m_room->model().index(2, StemTableModel::NameColumn));
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(1).toBool(), true);
        changed.clear();
        m_studio->bus().select(m_room->model().idAt(4), {m_room->model().idAt(4)}, false);
        QCOMPARE(table().currentId(), m_room->model().idAt(4));
        QCOMPARE(changed.count(), 1); // only the one we made
    }

    void keysRateAndMarkAndTheDatabaseKnows()
    {
        open(sixSounds());
        table().setFocus();
        QTest::mouseClick(
            table().viewport(), Qt::LeftButton, {},
            table().visualRect(m_room->model().index(0, StemTableModel::NameColumn)).center());
        const StemId id = table().currentId();
        QTest::keyClick(&table(), Qt::Key_4);
        QTRY_COMPARE(m_studio->stored(id).rating, 4);
        QTest::keyClick(&table(), Qt::Key_F);
        QTRY_VERIFY(m_studio->stored(id).isFavorite);
        QTRY_COMPARE(named<FacetRow>("facet_favorites")->count(), 1);
        QTest::keyClick(&table(), Qt::Key_0);
        QTRY_COMPARE(m_studio->stored(id).rating, 0);
        QTest::keyClick(&table(), Qt::Key_F);
        QTRY_VERIFY(!m_studio->stored(id).isFavorite);
    }

    void starsAreClickedInPlaceForTheWholeSelection()
    {
        open(sixSounds());
        table().selectAll();
        const QRect stars
            = table().visualRect(m_room->model().index(1, StemTableModel::RatingColumn));
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                          QPoint(stars.left() + dp(12) * 2 + dp(5), stars.center().y()));
        for (const StemId id : m_ids) {
            QTRY_COMPARE(m_studio->stored(id).rating, 3);
        }
        QCOMPARE(table().selectedIds().size(), m_ids.size()); // still selected
    }

    void headersSortBothWays()
    {
        open(sixSounds());
        QHeaderView* header = table().horizontalHeader();
        const auto click = [&](int column) {
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              QPoint(header->sectionViewportPosition(column) + 10, 8));
        };
        click(StemTableModel::NameColumn);
        QStringList sorted = names();
        QStringList expected = sorted;
        expected.sort(Qt::CaseInsensitive);
        const bool isUp = header->sortIndicatorOrder() == Qt::AscendingOrder;
        QCOMPARE(sorted.front(), isUp ? expected.front() : expected.back());
        click(StemTableModel::NameColumn);
        QVERIFY((header->sortIndicatorOrder() == Qt::AscendingOrder) != isUp);
        QCOMPARE(names().front(), isUp ? expected.back() : expected.front());
    }

    void dragsCarryRealFiles()
    {
        Stem real = makeStem("Real", Category::Kick);
        real.path = m_studio->writeSound(QStringLiteral("real.wav"), 0.2, 60.0, 1).toStdString();
        Stem missing = makeStem("Gone", Category::Kick);
        missing.isMissing = true;
        open({real, missing});
        FileDrag files(m_studio->library());
        QVERIFY(files.mimeData(m_ids) == nullptr); // nothing known yet, nothing invented
        files.prefetch(m_ids);
        QTRY_VERIFY(files.isReady(m_ids));
        const std::unique_ptr<QMimeData> mime = files.mimeData(m_ids);
        QVERIFY(mime != nullptr);
        QCOMPARE(mime->urls().size(), 1);
        QVERIFY(QFileInfo::exists(mime->urls().front().toLocalFile()));
        QVERIFY(mime->formats().contains(QStringLiteral("text/uri-list")));
    }

    void nothingFoundOffersTheNearestMisses()
    {
        open(sixSounds());
        auto* search = named<QLineEdit>("lib_search");
        search->setText(QStringLiteral("cat:snare dark"));
        QCOMPARE(m_room->model().rowCount(), 0);
        auto* offer = named<QAbstractButton>("lib_no_matches_0");
        QTRY_VERIFY(offer->isVisible());
        QTest::mouseClick(offer, Qt::LeftButton);
        QCOMPARE(m_room->model().rowCount(), 1);
        QVERIFY(table().isVisible());
    }

    void anEmptyLibrarySaysHowToBegin()
    {
        open({});
        QTRY_VERIFY(named<QWidget>("lib_empty")->isVisible());
        QSignalSpy rooms(&m_studio->bus(), &SelectionBus::roomRequested);
        QTest::mouseClick(named<QAbstractButton>("lib_empty_separate"), Qt::LeftButton);
        QCOMPARE(rooms.count(), 1);
        QTest::mouseClick(named<QAbstractButton>("lib_empty_starter"), Qt::LeftButton);
        QTRY_COMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        QCOMPARE(m_studio->jobs().jobs().front().kind, std::string("starter_kit"));
    }

    void oneTracksSoundsAreShownAlone()
    {
        open(sixSounds());
        m_studio->bus().showInLibrary({m_ids[3], m_ids[4]}, QStringLiteral("Nacht"));
        QCOMPARE(m_room->model().rowCount(), 2);
        auto* chip = named<QAbstractButton>("lib_chip_scope");
        QVERIFY(chip != nullptr && chip->text().contains(QStringLiteral("Nacht")));
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(m_room->model().rowCount(), 6);
    }

    void columnsAreRemembered()
    {
        open(sixSounds());
        table().horizontalHeader()->moveSection(
            table().horizontalHeader()->visualIndex(StemTableModel::RatingColumn), 2);
        m_room->hide();
        LibraryRoom again(m_studio->context());
        QCOMPARE(again.table().horizontalHeader()->visualIndex(StemTableModel::RatingColumn), 2);
    }

    void narrowWindowsHideColumnsFromTheRight()
    {
        open(sixSounds());
        m_room->resize(1400, 700);
        QVERIFY(!table().isColumnHidden(StemTableModel::AddedColumn));
        m_room->resize(820, 700);
        QVERIFY(table().isColumnHidden(StemTableModel::AddedColumn));
        QVERIFY(!table().isColumnHidden(StemTableModel::NameColumn));
        QVERIFY(table().columnWidth(StemTableModel::NameColumn) >= dp(140));
    }

    /// A room that also searches by meaning.
    void openSearching(const std::vector<Stem>& stems)
    {
        m_service = std::make_unique<services::SearchService>(m_studio->context().studio);
        StudioContext context = m_studio->context();
        context.search = m_service.get();
        m_room = std::make_unique<LibraryRoom>(context);
        m_room->resize(1400, 700);
        m_room->show();
        open(stems);
        m_service->refresh();
        QTRY_VERIFY(m_service->isReady());
    }

    void wordsRankWithReasons()
    {
        openSearching(eightKicks());
        QVERIFY(table().isColumnHidden(StemTableModel::MatchColumn));
        auto* box = named<QLineEdit>("lib_search");
        for (const char* words : {"dark kick", "dunkler Kick"}) {
            box->setText(QLatin1String(words));
            QTRY_VERIFY(m_room->search().isRanked());
            QTRY_COMPARE(names().value(0), QStringLiteral("K one"));
            QVERIFY(!table().isColumnHidden(StemTableModel::MatchColumn));
            QVERIFY(!table().isColumnHidden(StemTableModel::WhyColumn));
            const auto& model = m_room->model();
            const QString why = model.index(0, StemTableModel::WhyColumn).data().toString();
            QVERIFY2(why.contains(QLatin1String(words).left(3)), qPrintable(why));
            int before = 101;
            for (int row = 0; row < model.rowCount(); ++row) {
                const int match = model.index(row, StemTableModel::MatchColumn).data().toInt();
                QVERIFY(match <= before && match >= 25);
                before = match;
            }
            box->clear();
            QTRY_VERIFY(!m_room->search().isRanked());
            QTRY_COMPARE(model.rowCount(), 9);
            QVERIFY(table().isColumnHidden(StemTableModel::MatchColumn));
        }
    }

    void unknownWordsAreSearchedInNames()
    {
        openSearching(eightKicks());
        named<QLineEdit>("lib_search")->setText(QStringLiteral("zorgon"));
        QTRY_COMPARE(names(), QStringList {QStringLiteral("Snare zorgon")});
        QTRY_VERIFY(named<QWidget>("lib_chip_0")->toolTip().contains(QStringLiteral("zorgon")));
    }

    void soundsLikeOneStandByIt()
    {
        openSearching(eightKicks());
        m_room->showLike(m_ids[3]);
        QTRY_VERIFY(m_room->search().isRanked());
        QTRY_COMPARE(m_room->model().rowCount(), 8); // all but itself
        QVERIFY(named<QWidget>("lib_like")->isVisible());
        const QStringList nearest {names().value(0), names().value(1)};
        QVERIFY2(nearest.contains(QStringLiteral("K three"))
                     && nearest.contains(QStringLiteral("K five")),
                 qPrintable(nearest.join(u',')));
        // A header sorts what was found, the match column brings the order back.
        Q_EMIT table().sortRequested(StemTableModel::NameColumn, false);
        QCOMPARE(names().value(0), QStringLiteral("K eight"));
        Q_EMIT table().matchSortRequested();
        QCOMPARE(names().mid(0, 2), nearest);
        QTest::mouseClick(named<QAbstractButton>("lib_like_clear"), Qt::LeftButton);
        QTRY_VERIFY(!m_room->search().isRanked());
        QVERIFY(!named<QWidget>("lib_like")->isVisible());
    }

    void neighboursFollowTheCurrentSound()
    {
        openSearching(eightKicks());
        table().setFocus();
        QVERIFY(table().choose(m_ids[0]));
        Q_EMIT table().chosen(false);
        QTRY_VERIFY(named<QAbstractButton>("lib_neighbour_0") != nullptr);
        QCOMPARE(named<QAbstractButton>("lib_neighbour_0")->text(), QStringLiteral("K two"));
        QSignalSpy chosen(m_studio->context().selection, &SelectionBus::changed);
        QTest::mouseClick(named<QAbstractButton>("lib_neighbour_0"), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().toLongLong(), m_ids[1]);
    }

    /// The map with everything on it.
    SkyView& openMap(int onMap)
    {
        m_room->showView(LibraryView::Map);
        SkyView& view = m_room->map().view();
        const auto isThere = [&] {
            return m_room->map().map()
                && static_cast<int>(m_room->map().map()->places.size()) == onMap
                && !m_room->map().isBusy() && view.sky() && view.isLayerCurrent();
        };
        [&] { QTRY_VERIFY(isThere()); }();
        view.fit();
        [&] { QTRY_VERIFY(view.isLayerCurrent()); }();
        return view;
    }
    QPoint pixelOf(SkyView& view, StemId id)
    {
        for (const services::SkyPoint& point : view.sky()->points) {
            if (point.id == id) {
                return view.window().pixel(point.at).toPoint();
            }
        }
        return {};
    }
    void moveTo(SkyView& view, QPoint at)
    {
        QMouseEvent event(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &event);
    }

    void theMapAndTheTableShareWhatIsChosen()
    {
        openSearching(eightKicks());
        QVERIFY(named<QWidget>("lib_view")->isVisible());
        QTest::mouseClick(named<QAbstractButton>("lib_view_map"), Qt::LeftButton);
        QVERIFY(m_room->view() == LibraryView::Map);
        QVERIFY(!table().isVisible());
        SkyView& view = openMap(9);
        QSignalSpy chosen(m_studio->context().selection, &SelectionBus::changed);
        QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, pixelOf(view, m_ids[3]));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), m_ids[3]);
        QVERIFY(chosen[0][1].toBool()); // chosen = heard
        QCOMPARE(table().currentId(), m_ids[3]);
        // Shift-click takes another with it.
        QTest::mouseClick(&view, Qt::LeftButton, Qt::ShiftModifier, pixelOf(view, m_ids[8]));
        QCOMPARE(m_studio->bus().selected(), (std::vector<StemId> {m_ids[3], m_ids[8]}));
        QCOMPARE(table().selectedIds().size(), std::size_t {2});
        QTest::keyClick(m_room.get(), Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(m_room->view() != LibraryView::Map);
        QVERIFY(table().isVisible());
        QCOMPARE(m_studio->settings().windowState(QStringLiteral("library_view")),
                 QByteArray("table"));
    }

    void theGridAndTheTableShareWhatIsChosen()
    {
        openSearching(eightKicks());
        QTest::mouseClick(named<QAbstractButton>("lib_view_grid"), Qt::LeftButton);
        QCOMPARE(m_room->view(), LibraryView::Grid);
        SoundGrid& grid = m_room->grid();
        QVERIFY(grid.isVisible() && !table().isVisible());
        QCOMPARE(m_studio->settings().windowState(QStringLiteral("library_view")),
                 QByteArray("grid"));
        const auto tileOf = [&](int row) {
            return grid.visualRect(m_room->model().index(row, StemTableModel::NameColumn));
        };
        QVERIFY(grid.tilesInRow() >= 2);
        // Tiles of one row stand side by side and fill the width.
        QCOMPARE(tileOf(0).top(), tileOf(1).top());
        QVERIFY(tileOf(1).left() >= tileOf(0).right());
        QVERIFY(tileOf(grid.tilesInRow()).top() > tileOf(0).top());
        QSignalSpy chosen(m_studio->context().selection, &SelectionBus::changed);
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::NoModifier, tileOf(0).center());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), m_room->model().idAt(0));
        QVERIFY(chosen[0][1].toBool()); // chosen = heard
        QCOMPARE(table().currentId(), m_room->model().idAt(0));
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::ControlModifier, tileOf(2).center());
        QVERIFY(!chosen.last()[1].toBool());
        QCOMPARE(m_studio->bus().selected(),
                 (std::vector<StemId> {m_room->model().idAt(0), m_room->model().idAt(2)}));
        QCOMPARE(table().selectedIds(), m_studio->bus().selected());
        QTest::keyClick(m_room.get(), Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(m_room->view(), LibraryView::Table);
        QCOMPARE(table().selectedIds().size(), std::size_t {2});
        // What the table chooses is chosen in the grid.
        QVERIFY(table().choose(m_room->model().idAt(4)));
        Q_EMIT table().chosen(false);
        QTest::keyClick(m_room.get(), Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(grid.currentId(), m_room->model().idAt(4));
        QCOMPARE(grid.selectedIds(), std::vector<StemId> {m_room->model().idAt(4)});
    }

    void theGridIsUsedByKeys()
    {
        openSearching(eightKicks());
        m_room->showView(LibraryView::Grid);
        SoundGrid& grid = m_room->grid();
        auto* field = named<QLineEdit>("lib_search");
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Down); // from the search box to the first tile
        QTRY_VERIFY(grid.hasFocus());
        QCOMPARE(grid.currentId(), m_room->model().idAt(0));
        QSignalSpy chosen(&grid, &SoundGrid::chosen);
        QTest::keyClick(&grid, Qt::Key_Right);
        QCOMPARE(grid.currentId(), m_room->model().idAt(1));
        QVERIFY(chosen.last()[0].toBool());
        QTest::keyClick(&grid, Qt::Key_Down);
        QCOMPARE(grid.currentId(), m_room->model().idAt(1 + grid.tilesInRow()));
        QTest::keyClick(&grid, Qt::Key_Up);
        QTest::keyClick(&grid, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(grid.selectedIds().size(), std::size_t {2});
        QTest::keyClick(&grid, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(grid.selectedIds().size(), m_room->model().ids().size());
        QCOMPARE(table().selectedIds().size(), m_room->model().ids().size());
        QTest::keyClick(&grid, Qt::Key_Home);
        QCOMPARE(grid.currentId(), m_room->model().idAt(0));
        // Held keys are silent until they are let go.
        chosen.clear();
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, QString(), true);
        QCoreApplication::sendEvent(&grid, &held);
        QVERIFY(!chosen.last()[0].toBool());
        QKeyEvent released(QEvent::KeyRelease, Qt::Key_Right, Qt::NoModifier);
        QCoreApplication::sendEvent(&grid, &released);
        QVERIFY(chosen.last()[0].toBool());
        QSignalSpy opened(&grid, &SoundGrid::opened);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
    }

    void theBestAnswersAreInSight_data()
    {
        QTest::addColumn<int>("view");
        QTest::newRow("table") << static_cast<int>(LibraryView::Table);
        QTest::newRow("grid") << static_cast<int>(LibraryView::Grid);
    }

    void theBestAnswersAreInSight()
    {
        QFETCH(int, view);
        std::vector<Stem> stems;
        for (int i = 0; i < 200; ++i) { // from dull to bright
            stems.push_back(
                measured(qPrintable(QStringLiteral("K %1").arg(i, 3, 10, QLatin1Char('0'))),
                         Category::Kick, 80.0 * std::exp2(i / 25.0)));
        }
        openSearching(stems);
        m_room->showView(static_cast<LibraryView>(view));
        const QAbstractItemView& list = view == static_cast<int>(LibraryView::Grid)
            ? static_cast<const QAbstractItemView&>(m_room->grid())
            : table();
        QVERIFY(table().choose(m_ids[150]));
        Q_EMIT table().chosen(false);
        const auto top = [&] { return list.verticalScrollBar()->value(); };
        const auto isChosenInSight = [&] {
            return list.viewport()->rect().intersects(list.visualRect(list.currentIndex()));
        };
        auto* box = named<QLineEdit>("lib_search");
        box->setText(QStringLiteral("bright kick"));
        QTRY_VERIFY(m_room->search().isRanked());
        QTRY_COMPARE(names().value(0), QStringLiteral("K 199"));
        QCOMPARE(table().currentId(), m_ids[150]); // still chosen, far below
        QVERIFY(!isChosenInSight());
        QCOMPARE(top(), 0);
        // Where the user has scrolled to is left alone by what is not another question.
        list.verticalScrollBar()->setValue(150);
        m_room->search().askAgain();
        QTest::qWait(100);
        QCOMPARE(top(), 150);
        // Another order shows its beginning, too.
        m_room->search().setSort(services::SortColumn::Name, false);
        QTRY_VERIFY(std::ranges::is_sorted(names()));
        QCOMPARE(top(), 0);
    }

    void removedSoundsAreNotChosenOnTheMap()
    {
        openSearching(eightKicks());
        SkyView& view = openMap(9);
        QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, pixelOf(view, m_ids[3]));
        QTest::mouseClick(&view, Qt::LeftButton, Qt::ShiftModifier, pixelOf(view, m_ids[8]));
        QCOMPARE(m_studio->bus().selected().size(), std::size_t {2});
        QVERIFY(db::StemRepository(m_studio->studio().database()).remove({m_ids[8]}));
        m_studio->library().refresh();
        QTRY_COMPARE(m_studio->bus().selected(), std::vector<StemId> {m_ids[3]});
        QCOMPARE(m_studio->bus().current(), m_ids[3]);
    }

    void spaceHearsWhatThePointerPasses()
    {
        openSearching(eightKicks());
        SkyView& view = openMap(9);
        view.setFocus();
        QSignalSpy chosen(m_studio->context().selection, &SelectionBus::changed);
        moveTo(view, pixelOf(view, m_ids[2]));
        QCOMPARE(chosen.count(), 0); // passing alone is silent
        QTest::keyPress(&view, Qt::Key_Space);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), m_ids[2]);
        moveTo(view, pixelOf(view, m_ids[8]));
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[1][0].toLongLong(), m_ids[8]);
        QVERIFY(chosen[1][1].toBool());
        QTest::keyRelease(&view, Qt::Key_Space);
        moveTo(view, pixelOf(view, m_ids[2]));
        QCOMPARE(chosen.count(), 2);
    }

    void aLassoChoosesWhatTheSearchLeft()
    {
        openSearching(eightKicks());
        SkyView& view = openMap(9);
        named<QLineEdit>("lib_search")->setText(QStringLiteral("cat:kick"));
        QTRY_COMPARE(m_room->model().rowCount(), 8);
        QTRY_VERIFY(!m_room->map().isBusy() && view.isLayerCurrent());
        int hints = 0;
        for (const services::SkyPoint& point : view.sky()->points) {
            hints += point.look == services::SkyPoint::Look::Hint ? 1 : 0;
        }
        QCOMPARE(hints, 1); // the snare is there, but not to be had
        QCOMPARE(view.pickAt(pixelOf(view, m_ids[8])).point == 8, false);
        QTest::mouseClick(named<QAbstractButton>("lib_map_lasso"), Qt::LeftButton);
        const QRect all = view.rect().adjusted(2, 2, -2, -2);
        QTest::mousePress(&view, Qt::LeftButton, Qt::NoModifier, all.topLeft());
        for (const QPoint at :
             {all.topRight(), all.bottomRight(), all.bottomLeft(), all.topLeft()}) {
            QMouseEvent event(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton,
                              Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&view, &event);
        }
        QTest::mouseRelease(&view, Qt::LeftButton, Qt::NoModifier, all.topLeft());
        QCOMPARE(m_studio->bus().selected().size(), std::size_t {8});
        QCOMPARE(table().selectedIds().size(), std::size_t {8});
        QCOMPARE(view.tool(), SkyTool::Hear);
        QVERIFY(!named<QAbstractButton>("lib_map_lasso")->isChecked());
    }

    void newSoundsComeWithoutMovingTheOthers()
    {
        openSearching(eightKicks());
        openMap(9);
        const auto before = m_room->map().map()->places;
        Stem more = measured("K nine", Category::Kick, 300.0);
        const StemId id = m_studio->insert({more}).front();
        m_studio->library().refresh();
        m_service->refresh();
        QTRY_COMPARE(m_room->map().map()->places.size(), std::size_t {10});
        for (const search::MapPlace& place : before) {
            const auto& after = m_room->map().map()->places;
            QVERIFY(std::find(after.begin(), after.end(), place) != after.end());
        }
        QCOMPARE(m_room->map().map()->places.back().id, id);
        QTest::mouseClick(named<QAbstractButton>("lib_map_anew"), Qt::LeftButton);
        QTRY_VERIFY(!m_room->map().isBusy());
        QVERIFY(m_room->map().map()->places.front() != before.front());
    }

    void theMapIsThereAfterAStartInIt()
    {
        m_studio->settings().setWindowState(QStringLiteral("library_view"), "map");
        openSearching(eightKicks());
        QVERIFY(m_room->view() == LibraryView::Map);
        SkyView& view = m_room->map().view();
        QTRY_VERIFY(view.sky() != nullptr);
        QTRY_COMPARE(view.sky()->points.size(), std::size_t {9});
    }

    // Only a selection that the table does not hold shows the difference.
    void verbsOnTheMapTakeAllThatIsChosenThere()
    {
        std::vector<Stem> stems;
        for (int i = 0; i < 2100; ++i) {
            stems.push_back(makeStem("Hat " + std::to_string(i), Category::Kick));
        }
        openSearching(stems);
        auto* actions = m_room->findChild<SoundActions*>();
        QVERIFY(actions != nullptr);
        m_room->showView(LibraryView::Map);
        Q_EMIT m_room->map().chosen(m_ids[5], m_ids, false);
        QCOMPARE(table().selectedIds(), std::vector<StemId> {m_ids[5]});
        QCOMPARE(actions->selection().size(), m_ids.size());
        m_studio->library().setRating({m_ids[7]}, 3);
        QTRY_COMPARE(m_studio->stored(m_ids[7]).rating, 3);
        QTest::qWait(100); // the rows come back, and the search answers anew
        QCOMPARE(actions->selection().size(), m_ids.size());
        named<QLineEdit>("lib_search")->setText(QStringLiteral("rating:>=3"));
        QTRY_COMPARE(m_room->model().rowCount(), 1);
        QCOMPARE(actions->selection().size(), m_ids.size());
        // What left the library is not worked on.
        m_studio->library().removeFromLibrary({m_ids[0], m_ids[1]});
        QTRY_COMPARE(m_studio->library().rows().size(), m_ids.size() - 2);
        QTRY_COMPARE(actions->selection().size(), m_ids.size() - 2);
        // Another room's choice is the map's, too; the table has what it shows.
        m_studio->bus().select(m_ids[7], {m_ids[7], m_ids[8]}, false);
        QCOMPARE(actions->selection(), (std::vector<StemId> {m_ids[7], m_ids[8]}));
        m_room->showView(LibraryView::Table);
        QCOMPARE(actions->selection(), table().selectedIds());
    }

    void aCancelledLayoutWaitsUntilTheMapIsShownAgain()
    {
        openSearching(eightKicks());
        openMap(9);
        named<QAbstractButton>("lib_map_cancel")->click();
        m_studio->insert({measured("K nine", Category::Kick, 300.0)});
        m_studio->library().refresh();
        m_service->refresh();
        QTRY_COMPARE(m_room->model().rowCount(), 10);
        QTest::qWait(1700); // longer than changes are gathered for
        QCOMPARE(m_room->map().map()->places.size(), std::size_t {9});
        m_room->showView(LibraryView::Table);
        m_room->showView(LibraryView::Map);
        QTRY_COMPARE(m_room->map().map()->places.size(), std::size_t {10});
    }

    void collectionsNarrowAndTakeIn()
    {
        openSearching(eightKicks());
        services::Collections& all = m_service->collections();
        QVERIFY(named<QWidget>("lib_collections")->isVisible());
        all.create(QStringLiteral("Night"), {}, {m_ids[1], m_ids[8]});
        QTRY_COMPARE(all.rows().size(), std::size_t {1});
        const QString row = QStringLiteral("lib_collection_%1").arg(all.rows()[0].id);
        auto* night = m_room->findChild<FacetRow*>(row);
        QVERIFY(night != nullptr);
        QCOMPARE(night->count(), 2);
        QTest::mouseClick(night, Qt::LeftButton);
        QTRY_COMPARE(m_room->model().rowCount(), 2);
        QVERIFY(named<QAbstractButton>("lib_save_smart")->isVisible());
        all.add(all.rows()[0].id, {m_ids[3]});
        QTRY_COMPARE(m_room->model().rowCount(), 3); // live
        // With words it is ranked within.
        named<QLineEdit>("lib_search")->setText(QStringLiteral("dark kick"));
        QTRY_COMPARE(names().value(0), QStringLiteral("K two"));
        QVERIFY(!names().contains(QStringLiteral("K one")));
        QTest::mouseClick(named<QAbstractButton>("lib_reset"), Qt::LeftButton);
        QTRY_COMPARE(m_room->model().rowCount(), 9);
        // A saved search is live, too.
        all.create(QStringLiteral("Kicks"), QStringLiteral("cat:kick"), {});
        QTRY_COMPARE(all.rows().size(), std::size_t {2});
        QTRY_COMPARE(all.rows()[0].name, QStringLiteral("Kicks"));
        QCOMPARE(all.rows()[0].count, 8);
        QTest::mouseClick(
            m_room->findChild<FacetRow*>(QStringLiteral("lib_collection_%1").arg(all.rows()[0].id)),
            Qt::LeftButton);
        QCOMPARE(named<QLineEdit>("lib_search")->text(), QStringLiteral("cat:kick"));
        QCOMPARE(m_room->model().rowCount(), 8);
        m_studio->insert({measured("K ten", Category::Kick, 500.0)});
        m_studio->library().refresh();
        m_service->refresh();
        QTRY_COMPARE(all.rows()[0].count, 9);
        QTRY_COMPARE(m_room->model().rowCount(), 9);
    }

    void soundsAreDroppedOnACollection()
    {
        openSearching(eightKicks());
        services::Collections& all = m_service->collections();
        all.create(QStringLiteral("Night"), {}, {});
        QTRY_COMPARE(all.rows().size(), std::size_t {1});
        auto* night = m_room->findChild<FacetRow*>(
            QStringLiteral("lib_collection_%1").arg(all.rows()[0].id));
        QMimeData mime;
        mime.setData(QString::fromLatin1(FileDrag::kSoundMime),
                     QByteArray::number(m_ids[4]) + ' ' + QByteArray::number(m_ids[5]));
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(night, &enter); // makes it the target
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(night, &drop);
        QTRY_COMPARE(all.rows()[0].count, 2);
    }

    void theMapIsReachedByKeys()
    {
        openSearching(eightKicks());
        SkyView& view = openMap(9);
        view.setFocus();
        QSignalSpy chosen(m_studio->context().selection, &SelectionBus::changed);
        // The cursor begins in the middle; to the sound by single steps.
        const QPoint target = pixelOf(view, m_ids[0]);
        QPoint at = view.rect().center();
        for (int i = 0; i < 400 && (at - target).manhattanLength() > 6; ++i) {
            const bool isAcross = std::abs(target.x() - at.x()) > 3;
            const int key = isAcross ? (target.x() > at.x() ? Qt::Key_Right : Qt::Key_Left)
                                     : (target.y() > at.y() ? Qt::Key_Down : Qt::Key_Up);
            QKeyEvent press(QEvent::KeyPress, key, Qt::ShiftModifier);
            QCoreApplication::sendEvent(&view, &press);
            at += isAcross ? QPoint(target.x() > at.x() ? 3 : -3, 0)
                           : QPoint(0, target.y() > at.y() ? 3 : -3);
        }
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("K one")));
        QTest::keyRelease(&view, Qt::Key_Right); // held keys are silent until they are let go
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), m_ids[0]);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[1][0].toLongLong(), m_ids[0]);
    }

    static SoundExportDialog* exportDialog()
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* dialog = qobject_cast<SoundExportDialog*>(widget)) {
                return dialog;
            }
        }
        return nullptr;
    }

    void filesGoToTheTrashWhenAsked()
    {
        QVERIFY(QDir().mkpath(m_studio->path(QStringLiteral("data")))); // else there is no trash
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_studio->path(QStringLiteral("data"))));
        const QString file
            = m_studio->writeSound(QStringLiteral("Nacht/own/Kick.wav"), 0.25, 60.0, 1);
        std::vector<Stem> stems = sixSounds();
        stems[0].path = file.toStdString();
        open(stems);
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        const auto remove = [this](StemId id, bool withFiles) {
            table().choose(id);
            Q_EMIT table().chosen(false);
            named<QAction>("lib_action_remove")->trigger();
            auto* box = named<QMessageBox>("lib_remove_dialog");
            auto* files = box->findChild<QCheckBox*>(QStringLiteral("lib_remove_files"));
            QVERIFY(!files->isChecked()); // never by itself
            QVERIFY(box->informativeText().contains(QStringLiteral("stay where they are")));
            files->setChecked(withFiles);
            QCOMPARE(box->informativeText().contains(QStringLiteral("trash")), withFiles);
            box->findChild<QAbstractButton*>(QStringLiteral("lib_remove_confirm"))->click();
            QTRY_VERIFY(named<QMessageBox>("lib_remove_dialog") == nullptr);
        };
        remove(m_ids[1], false);
        QTRY_COMPARE(m_room->model().rowCount(), 5);
        remove(m_ids[0], true);
        QTRY_COMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(), QStringLiteral("1 file(s) moved to the trash."));
        QVERIFY(!QFile::exists(file));
        m_studio->library().undo();
        QTRY_VERIFY(QFile::exists(file));
        // Two things are said, in either order.
        const auto isSaid = [&said] {
            return std::any_of(said.begin(), said.end(), [](const QList<QVariant>& message) {
                return message[0].toString() == u"1 file(s) taken out of the trash.";
            });
        };
        QTRY_VERIFY(isSaid());
        QTRY_COMPARE(m_room->model().rowCount(), 5);
        qunsetenv("XDG_DATA_HOME");
    }

    void chosenSoundsAreExported()
    {
        const QString a = m_studio->writeSound(QStringLiteral("files/a.wav"), 0.25, 60.0, 1);
        const QString b = m_studio->writeSound(QStringLiteral("files/b.wav"), 0.5, 200.0, 2);
        std::vector<Stem> stems {makeStem("Kick a", Category::Kick),
                                 makeStem("Snare b", Category::Snare)};
        stems[0].path = a.toStdString();
        stems[1].path = b.toStdString();
        open(stems);
        QVERIFY(!named<QWidget>("lib_selection")->isVisible());
        table().chooseAll(m_ids, m_ids[0]);
        Q_EMIT table().chosen(true);
        QVERIFY(named<QWidget>("lib_selection")->isVisible());
        QTest::mouseClick(named<QAbstractButton>("lib_selection_export"), Qt::LeftButton);
        SoundExportDialog* dialog = exportDialog();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Export 2 sound(s)"));
        QCOMPARE(unnamed(*dialog).join(QStringLiteral("; ")), QString());
        auto* go = dialog->findChild<QAbstractButton*>(QStringLiteral("sexp_go"));
        auto* names = dialog->findChild<QLabel*>(QStringLiteral("sexp_names"));
        QVERIFY(!go->isEnabled()); // not before it is known what would be written
        QTRY_VERIFY(go->isEnabled());
        // In the order in which they are chosen, which the table decides.
        const bool isKickFirst = dialog->params().sounds.front() == m_ids[0];
        const auto inOrder = [isKickFirst](const QString& kick, const QString& snare) {
            return isKickFirst ? QString(kick + u'\n' + snare) : QString(snare + u'\n' + kick);
        };
        QCOMPARE(names->text(),
                 inOrder(QStringLiteral("Kick a.wav"), QStringLiteral("Snare b.wav")));
        QCOMPARE(dialog->params().format, QStringLiteral("wav24"));
        QCOMPARE(dialog->params().folder, m_studio->studio().root() + QStringLiteral("/exports"));
        auto* format = dialog->findChild<QComboBox*>(QStringLiteral("sexp_format"));
        format->setCurrentIndex(format->findData(QStringLiteral("flac")));
        dialog->findChild<QCheckBox*>(QStringLiteral("sexp_pack"))->setChecked(true);
        auto* pack = dialog->findChild<QLineEdit*>(QStringLiteral("sexp_pack_name"));
        pack->setText(QStringLiteral("Night/drums"));
        QVERIFY(!go->isEnabled());
        QTRY_VERIFY(go->isEnabled());
        QCOMPARE(names->text(),
                 inOrder(QStringLiteral("kick/Kick a.flac"), QStringLiteral("snare/Snare b.flac")));
        QTest::mouseClick(go, Qt::LeftButton);
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        const JobRecord job = m_studio->jobs().jobs().front();
        QCOMPARE(job.kind, std::string("export"));
        QVERIFY(isSoundExport(job));
        QCOMPARE(jobTitleText(job), QStringLiteral("2 sound(s)"));
        const QJsonObject params
            = QJsonDocument::fromJson(QByteArray::fromStdString(job.params)).object();
        QCOMPARE(params.value(QLatin1String("sounds")).toArray(),
                 (QJsonArray {qint64 {m_ids[isKickFirst ? 0 : 1]},
                              qint64 {m_ids[isKickFirst ? 1 : 0]}}));
        QCOMPARE(params.value(QLatin1String("format")).toString(), QStringLiteral("flac"));
        QVERIFY(params.value(QLatin1String("pack")).toBool());
        QVERIFY(!params.value(QLatin1String("overwrite")).toBool());
        const QString folder = params.value(QLatin1String("folder")).toString();
        QCOMPARE(QFileInfo(folder).path(), m_studio->studio().root() + QStringLiteral("/exports"));
        // As the queue runs it; asked for once more, it says that the files are there.
        services::ExportParams same = dialog->params();
        TaskContext task;
        const auto outcome = services::exportFiles(m_studio->studio(), same, job.id, task);
        QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/kick/Kick a.flac")));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/manifest.csv")));
        QTRY_VERIFY(exportDialog() == nullptr);
        m_studio->bus().exportSounds(m_ids);
        dialog = exportDialog();
        QVERIFY(dialog->findChild<QCheckBox*>(QStringLiteral("sexp_pack"))->isChecked());
        QCOMPARE(dialog->params().format, QStringLiteral("flac")); // remembered
        dialog->findChild<QLineEdit*>(QStringLiteral("sexp_pack_name"))
            ->setText(QStringLiteral("Night/drums"));
        auto* error = dialog->findChild<QWidget*>(QStringLiteral("sexp_error"));
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->findChild<QLabel*>()->text().contains(QStringLiteral("Kick a.flac")));
        QVERIFY(!dialog->findChild<QAbstractButton*>(QStringLiteral("sexp_go"))->isEnabled());
        dialog->findChild<QLineEdit*>(QStringLiteral("sexp_name"))
            ->setText(QStringLiteral("{nonsense}"));
        QTRY_VERIFY(
            error->findChild<QLabel*>()->text().contains(QStringLiteral("cannot be filled in")));
        dialog->reject();
    }

    void aCollectionIsExportedWhole()
    {
        openSearching(eightKicks());
        services::Collections& all = m_service->collections();
        all.create(QStringLiteral("Night"), {}, {m_ids[8], m_ids[1]});
        QTRY_COMPARE(all.rows().size(), std::size_t {1});
        all.create(QStringLiteral("Snares"), QStringLiteral("cat:snare"), {});
        QTRY_COMPARE(all.rows().size(), std::size_t {2});
        const std::vector<std::vector<StemId>> expected {{m_ids[8], m_ids[1]}, {m_ids[8]}};
        for (std::size_t i = 0; i < 2; ++i) {
            auto* row = m_room->findChild<FacetRow*>(
                QStringLiteral("lib_collection_%1").arg(all.rows()[i].id));
            QContextMenuEvent ask(QContextMenuEvent::Mouse, QPoint(3, 3),
                                  row->mapToGlobal(QPoint(3, 3)));
            QCoreApplication::sendEvent(row, &ask);
            auto* verb = named<QAction>("lib_collection_export");
            QVERIFY(verb != nullptr && verb->isEnabled());
            verb->trigger();
            named<QMenu>("lib_collection_menu")->close();
            QTRY_VERIFY(exportDialog() != nullptr);
            QCOMPARE(exportDialog()->params().sounds, expected[i]);
            QCOMPARE(
                exportDialog()->findChild<QLineEdit*>(QStringLiteral("sexp_pack_name"))->text(),
                all.rows()[i].name);
            exportDialog()->reject();
            QTRY_VERIFY(exportDialog() == nullptr
                        && named<QMenu>("lib_collection_menu") == nullptr);
        }
    }

    void theSelectionBarActsOnAllThatIsChosen()
    {
        open(sixSounds());
        m_room->resize(1400, 700);
        table().chooseAll({m_ids[0], m_ids[1], m_ids[3]}, m_ids[0]);
        Q_EMIT table().chosen(true);
        QSignalSpy sent(&m_studio->bus(), &SelectionBus::soundsSent);
        QTest::mouseClick(named<QAbstractButton>("lib_selection_train"), Qt::LeftButton);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent[0][0].toString(), QStringLiteral("train"));
        auto trained = sent[0][1].value<std::vector<StemId>>(); // in the order of the table
        std::sort(trained.begin(), trained.end());
        QCOMPARE(trained, (std::vector<StemId> {m_ids[0], m_ids[1], m_ids[3]}));
        QCOMPARE(named<QAbstractButton>("lib_selection_train")->text(), QStringLiteral("Train"));
        m_room->resize(520, 700); // pictures only, and still named
        QCOMPARE(named<QAbstractButton>("lib_selection_train")->text(), QString());
        QCOMPARE(named<QAbstractButton>("lib_selection_train")->accessibleName(),
                 QStringLiteral("Train on these"));
        QTest::mouseClick(named<QAbstractButton>("lib_selection_rate"), Qt::LeftButton);
        QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
        QApplication::activePopupWidget()->close();
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        table().choose(m_ids[0]);
        Q_EMIT table().chosen(true);
        QVERIFY(!named<QWidget>("lib_selection")->isVisible());
    }

    void historyGoesBackAndForth()
    {
        openSearching(eightKicks());
        auto* box = named<QLineEdit>("lib_search");
        for (const char* text : {"cat:snare", "cat:kick"}) {
            box->setText(QLatin1String(text));
            QTest::keyClick(box, Qt::Key_Return);
        }
        QCOMPARE(m_room->model().rowCount(), 8);
        QTest::keyClick(m_room.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(box->text(), QStringLiteral("cat:snare"));
        QCOMPARE(m_room->model().rowCount(), 1);
        QTest::keyClick(m_room.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(box->text(), QStringLiteral("cat:kick"));
    }

    void historyKnowsWhatWasComparedWith()
    {
        openSearching(eightKicks());
        const auto back = [this] { QTest::keyClick(m_room.get(), Qt::Key_Left, Qt::AltModifier); };
        const auto forth
            = [this] { QTest::keyClick(m_room.get(), Qt::Key_Right, Qt::AltModifier); };
        auto* like = named<QWidget>("lib_like");
        m_room->showLike(m_ids[3]);
        QTRY_COMPARE(m_room->model().rowCount(), 8);
        back(); // to all sounds, which nobody searched for
        QTRY_VERIFY(!m_room->search().isRanked());
        QCOMPARE(m_room->model().rowCount(), 9);
        QVERIFY(!like->isVisible());
        forth();
        QTRY_VERIFY(m_room->search().isRanked());
        QVERIFY(like->isVisible());
        QCOMPARE(m_room->search().like().id, m_ids[3]);
        // From like to like, and over words.
        m_room->showLike(m_ids[5]);
        QTRY_COMPARE(m_room->search().like().id, m_ids[5]);
        back();
        QCOMPARE(m_room->search().like().id, m_ids[3]);
        QVERIFY(like->findChild<ElidedLabel*>() != nullptr);
        QTest::mouseClick(named<QAbstractButton>("lib_like_clear"), Qt::LeftButton);
        QTRY_VERIFY(!like->isVisible());
        auto* box = named<QLineEdit>("lib_search");
        box->setText(QStringLiteral("cat:snare"));
        QTRY_COMPARE(m_room->model().rowCount(), 1);
        back();
        QTRY_COMPARE(m_room->model().rowCount(), 9);
        QCOMPARE(box->text(), QString());
        back();
        QTRY_VERIFY(m_room->search().isRanked());
        QCOMPARE(m_room->search().like().id, m_ids[3]);
        for (int i = 0; i < 9; ++i) {
            back(); // not past the first
        }
        QTRY_COMPARE(m_room->model().rowCount(), 9);
        QVERIFY(!like->isVisible());
    }

    void suggestionsKnowTheLibrary()
    {
        std::vector<Stem> stems = eightKicks();
        stems[0].tags = {"dark", "zorgonic"};
        openSearching(stems);
        m_service->collections().create(QStringLiteral("Peak time"), {}, {m_ids[0]});
        QTRY_COMPARE(m_service->collections().rows().size(), std::size_t {1});
        auto* box = named<QLineEdit>("lib_search");
        const auto offered = [box](const char* typed) {
            box->clear();
            QTest::keyClicks(box, QLatin1String(typed));
            QStringList all;
            const QAbstractItemModel* model = box->completer()->model();
            for (int row = 0; row < model->rowCount(); ++row) {
                all += model->index(row, 0).data().toString();
            }
            return all;
        };
        QVERIFY(offered("tag:z").contains(QStringLiteral("tag:zorgonic")));
        QVERIFY(offered("zor").contains(QStringLiteral("tag:zorgonic"))); // by its own name
        QVERIFY(offered("kick -tag:zo").contains(QStringLiteral("kick -tag:zorgonic")));
        QVERIFY(offered("in:").contains(QStringLiteral("in:\"Peak time\"")));
        QVERIFY(offered("in:\"peak t").contains(QStringLiteral("in:\"Peak time\"")));
        QVERIFY(offered("pea").contains(QStringLiteral("in:\"Peak time\"")));
        QVERIFY(offered("bp").contains(QStringLiteral("bpm:")));
        QCOMPARE(offered("dar").count(QStringLiteral("dark")), 1);
        box->clear();
        box->completer()->popup()->hide();
    }

    void everythingThatTakesTheFocusHasAName()
    {
        open(sixSounds());
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
    }
};

QTEST_MAIN(TestLibraryRoom)
#include "tst_library_room.moc"
