#include "PlanFixtures.h"
#include "core/interchange/Items.h"
#include "core/interchange/TrackLook.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::interchange;
using namespace nde::interchange::test;

class TestItems : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void strokesLieByTheirOnset()
    {
        const auto plan = test::plan();
        const auto items = itemsOf(plan, plan.lanes[0], media());
        QCOMPARE(items.size(), std::size_t {8});
        // The first would begin before bar 0: what lies before is left out.
        QCOMPARE(items[0].start, std::int64_t {0});
        QCOMPARE(items[0].skipped, std::int64_t {480});
        QCOMPARE(items[0].frames, std::int64_t {24000 - 480});
        for (int beat = 1; beat < 8; ++beat) {
            const auto& item = items[static_cast<std::size_t>(beat)];
            QCOMPARE(item.start, std::llround(seconds(beat) * kRate) - 480);
            QCOMPARE(item.skipped, std::int64_t {0});
            QCOMPARE(item.frames, std::int64_t {24000});
        }
    }

    void notesEndWithTheirLengthAndHaveTheirOwnFile()
    {
        const auto plan = test::plan();
        const auto items = itemsOf(plan, plan.lanes[1], media());
        QCOMPARE(items.size(), std::size_t {2});
        QCOMPARE(items[1].media, (Media::Key {4, 0, 300}));
        QCOMPARE(items[1].start, std::llround(seconds(4.0) * kRate));
        // One beat is 21021.9 frames; then a fade of 5 ms.
        QCOMPARE(items[0].frames, std::int64_t {21022 + 240});
        QCOMPARE(items[0].fadeOut, std::int64_t {240});
        QVERIFY(std::abs(items[0].gain - 0.5 * 0.8) < 1e-12);
    }

    void turnsWithoutASeamAreOneItem()
    {
        const auto plan = test::plan();
        const auto items = itemsOf(plan, plan.lanes[2], media());
        QCOMPARE(items.size(), std::size_t {2});
        QCOMPARE(items[0].start, std::int64_t {0});
        QCOMPARE(items[0].frames, std::llround(seconds(16.0) * kRate));
        QVERIFY(items[0].isLooped);
        QVERIFY(std::abs(items[0].gain - std::pow(10.0, -6.0 / 20.0)) < 1e-12);
        // From its second bar on, and over its end again.
        QCOMPARE(items[1].start, std::llround(seconds(24.0) * kRate));
        QCOMPARE(items[1].skipped, std::llround(seconds(4.0) * kRate));
        QCOMPARE(items[1].frames,
                 std::llround(seconds(32.0) * kRate) - std::llround(seconds(24.0) * kRate));
        QVERIFY(items[1].isLooped);
    }

    void aSeamIsKept_data()
    {
        QTest::addColumn<double>("offsetBeats");
        QTest::addColumn<double>("velocity");
        QTest::addColumn<int>("items");
        QTest::addRow("goes on") << 0.0 << 1.0 << 1;
        QTest::addRow("another place of the loop") << 2.0 << 1.0 << 2;
        QTest::addRow("another level") << 0.0 << 0.5 << 2;
    }
    void aSeamIsKept()
    {
        QFETCH(double, offsetBeats);
        QFETCH(double, velocity);
        QFETCH(int, items);
        auto plan = test::plan();
        auto& clips = plan.lanes[2].clips;
        clips.pop_back();
        clips[0].events[1].offsetBeats = offsetBeats;
        clips[0].events[1].velocity = velocity;
        QCOMPARE(static_cast<int>(itemsOf(plan, plan.lanes[2], media()).size()), items);
    }

    void fadesOfTheClipLieAtItsBorders()
    {
        auto plan = test::plan();
        plan.lanes[2].clips[0].fadeInMs = 500.0;
        plan.lanes[2].clips[0].fadeOutMs = 250.0;
        const auto items = itemsOf(plan, plan.lanes[2], media());
        QCOMPARE(items[0].fadeIn, std::int64_t {24000});
        QCOMPARE(items[0].fadeOut, std::int64_t {12000});
    }

    void gapsAndSoundsWithoutFilesGiveNothing()
    {
        const auto plan = test::plan();
        QVERIFY(itemsOf(plan, plan.lanes[4], media()).empty());
        QVERIFY(itemsOf(plan, plan.lanes[0], {}).empty());
    }

    void cueListNamesSectionsAndEntries()
    {
        const auto lines = QString::fromStdString(cueListOf(test::plan())).split(u'\n');
        QCOMPARE(lines.first(), QStringLiteral("bar\tseconds\tname"));
        QCOMPARE(lines[1], QStringLiteral("1\t0.000\tintro"));
        QVERIFY(lines.contains(QStringLiteral("5\t7.007\tdrop"))); // 16 beats · 60 / 137
        QVERIFY(lines.contains(QStringLiteral("7\t10.511\t+ pad")));
        QVERIFY(!cueListOf(test::plan()).ends_with("vocal\n"));
        QCOMPARE(lines[lines.size() - 2], QStringLiteral("9\t14.015\tend"));
    }

    void equalRolesAreNumbered()
    {
        auto plan = test::plan();
        plan.lanes[3].role = "bass";
        QCOMPARE(trackName(plan, plan.lanes[1]), std::string("bass"));
        QCOMPARE(trackName(plan, plan.lanes[3]), std::string("bass 2"));
    }
};

QTEST_GUILESS_MAIN(TestItems)
#include "tst_items.moc"
