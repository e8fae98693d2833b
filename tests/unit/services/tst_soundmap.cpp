#include "ServiceFixtures.h"
#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/SearchEngine.h"
#include "core/services/SearchService.h"
#include "core/services/SoundMap.h"
#include "tests/support/Patience.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace nde;
using namespace nde::services;

namespace {

Stem soundOf(int i)
{
    Stem stem;
    stem.name = "Sound " + std::to_string(i);
    stem.path = "/nowhere/" + stem.name + ".wav";
    stem.contentHash = stem.name;
    stem.category = i % 2 == 0 ? Category::Kick : Category::Hihat;
    stem.analyserVersion = "test";
    const double hz = i % 2 == 0 ? 90.0 + i : 7000.0 + 10.0 * i;
    Descriptors& d = stem.descriptors;
    d.centroidHz = hz;
    d.rolloff95Hz = 3.0 * hz;
    d.activeEndS = 0.3;
    d.attackS = 0.002;
    d.decayS = 0.1;
    d.temporalCentroidS = 0.1;
    d.crestDb = 12.0;
    for (int band = 0; band < 30; ++band) {
        const double at = 25.0 * std::exp2(band / 3.0);
        d.ltasDb.push_back(static_cast<float>(-6.0 - 9.0 * std::abs(std::log2(at / hz))));
    }
    d.mfcc.assign(13, static_cast<float>(std::log2(hz)));
    d.mfccDeviation.assign(13, 0.5F);
    d.neuro = NeuroMetrics {};
    return stem;
}

struct Filled
{
    Filled()
        : engine(test.studio->database())
    {
        add(0, 60);
    }
    std::vector<StemId> add(int from, int to)
    {
        std::vector<Stem> stems;
        for (int i = from; i < to; ++i) {
            stems.push_back(soundOf(i));
        }
        return db::StemRepository(test.studio->database()).insertAll(stems).value();
    }
    Result<SoundMap> map(MapWish wish) { return soundMap(*test.studio, engine, wish, task); }

    test::TestStudio test;
    SearchEngine engine;
    TaskContext task;
};

} // namespace

class TestSoundMap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aMapIsStoredAndOpensAsItWas()
    {
        Filled filled;
        const SoundMap before = filled.map(MapWish::Stored).value();
        QVERIFY(before.places.empty());
        QCOMPARE(before.waiting, 60);
        const SoundMap made = filled.map(MapWish::Complete).value();
        QCOMPARE(made.places.size(), std::size_t {60});
        QVERIFY(made.wasLaidOut);
        QCOMPARE(made.waiting, 0);
        SearchEngine other(filled.test.studio->database());
        const SoundMap again
            = soundMap(*filled.test.studio, other, MapWish::Stored, filled.task).value();
        QVERIFY(again.places == made.places);
        QCOMPARE(again.seed, made.seed);
        QVERIFY(!filled.map(MapWish::Complete).value().wasLaidOut);
    }

    void newSoundsFindAPlaceAndOthersStay()
    {
        Filled filled;
        const SoundMap before = filled.map(MapWish::Complete).value();
        filled.add(60, 80);
        QCOMPARE(filled.map(MapWish::Stored).value().waiting, 20);
        const SoundMap after = filled.map(MapWish::Complete).value();
        QVERIFY(!after.wasLaidOut);
        QCOMPARE(after.places.size(), std::size_t {80});
        for (const search::MapPlace& place : before.places) {
            QVERIFY(std::find(after.places.begin(), after.places.end(), place)
                    != after.places.end());
        }
    }

    void whatIsRemovedLeavesTheMap()
    {
        Filled filled;
        const SoundMap before = filled.map(MapWish::Complete).value();
        const StemId gone = before.places[5].id;
        QVERIFY(db::StemRepository(filled.test.studio->database()).remove({gone}));
        const SoundMap after = filled.map(MapWish::Complete).value();
        QCOMPARE(after.places.size(), std::size_t {59});
        QVERIFY(std::none_of(after.places.begin(), after.places.end(),
                             [gone](const auto& place) { return place.id == gone; }));
    }

    void onlyAnewMovesSounds()
    {
        Filled filled;
        const SoundMap first = filled.map(MapWish::Complete).value();
        const SoundMap anew = filled.map(MapWish::Anew).value();
        QVERIFY(anew.seed != first.seed);
        QVERIFY(anew.places != first.places);
        QVERIFY(filled.map(MapWish::Stored).value().places == anew.places);
    }

    void whatIsNotMeasuredIsCounted()
    {
        Filled filled;
        Stem stem = soundOf(1);
        stem.descriptors = {};
        stem.analyserVersion.clear();
        QVERIFY(db::StemRepository(filled.test.studio->database()).insertAll({stem}));
        const SoundMap map = filled.map(MapWish::Complete).value();
        QCOMPARE(map.unmeasured, 1);
        QCOMPARE(map.waiting, 0);
    }

    void aDamagedFileIsMadeAnew_data()
    {
        QTest::addColumn<int>("cut"); // bytes kept; negative = that byte is changed
        QTest::addRow("nothing in it") << 0;
        QTest::addRow("cut in the header") << 20;
        QTest::addRow("cut in the rows") << 300;
        QTest::addRow("a byte of the seed") << -18;
        QTest::addRow("a byte of a place") << -45;
    }

    void aDamagedFileIsMadeAnew()
    {
        QFETCH(int, cut);
        Filled filled;
        const SoundMap made = filled.map(MapWish::Complete).value();
        QFile file(soundMapFile(*filled.test.studio));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        file.close();
        if (cut < 0) {
            bytes[-cut] = static_cast<char>(bytes[-cut] ^ 0x20);
        } else {
            bytes.truncate(cut);
        }
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        const auto loaded = loadMapLayout(file.fileName());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
        const SoundMap again = filled.map(MapWish::Complete).value();
        QVERIFY(again.wasLaidOut);
        QVERIFY(again.places == made.places); // the first seed again
        QVERIFY(loadMapLayout(file.fileName()));
    }

    void aMapOfImpossiblePlacesIsNone_data()
    {
        QTest::addColumn<float>("scale");
        QTest::addColumn<float>("x");
        QTest::addColumn<float>("y");
        QTest::addColumn<bool>("isUsable");
        constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
        constexpr float kInfinite = std::numeric_limits<float>::infinity();
        QTest::newRow("far") << 1.0F << 1e4F << -1e4F << true;
        QTest::newRow("too far") << 1.0F << 1.1e4F << 0.0F << false;
        QTest::newRow("too far above") << 1.0F << 0.0F << -1e30F << false;
        QTest::newRow("no number") << 1.0F << 0.0F << kNan << false;
        QTest::newRow("an infinite one") << 1.0F << kInfinite << 0.0F << false;
        QTest::newRow("of no scale") << 1e-7F << 0.0F << 0.0F << false;
        QTest::newRow("of a huge scale") << 5e6F << 0.0F << 0.0F << false;
        QTest::newRow("of a scale that is no number") << kNan << 0.0F << 0.0F << false;
    }

    void aMapOfImpossiblePlacesIsNone()
    {
        QFETCH(float, scale);
        QFETCH(float, x);
        QFETCH(float, y);
        QFETCH(bool, isUsable);
        const test::TestStudio studio;
        const QString file = studio.file(QStringLiteral("map.bin"));
        QVERIFY(saveMapLayout(file, {1, scale, {{1, 0.0F, 0.0F}, {2, x, y}}}));
        const auto loaded = loadMapLayout(file);
        QCOMPARE(loaded.has_value(), isUsable);
        QVERIFY(loaded || loaded.error().code == ErrorCode::Corrupt);
    }

    void theServiceLaysOutBesideSearching()
    {
        Filled filled;
        SearchService service(filled.test.studio);
        const auto future = service.map(MapWish::Complete);
        QTRY_VERIFY(future.isFinished());
        const auto map = future.result();
        QVERIFY(map);
        QCOMPARE((*map)->places.size(), std::size_t {60});
    }
};

QTEST_GUILESS_MAIN(TestSoundMap)
#include "tst_soundmap.moc"
