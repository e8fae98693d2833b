#include "core/base/Random.h"
#include "core/search/MapLayout.h"
#include "core/search/NeighbourGraph.h"
#include "core/search/PrincipalAxes.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nde;
using namespace nde::search;

namespace {

struct Library
{
    std::vector<StemId> ids;
    std::vector<SimilarRow> rows;
    std::vector<int> kinds;
};

/// Sounds of some kinds, each kind around a place of its own, in turn.
Library kindsOf(int count, int kinds, std::uint64_t seed = 5)
{
    Random random(seed);
    std::vector<SimilarRow> middles;
    Random place(99);
    for (int kind = 0; kind < kinds; ++kind) {
        SimilarRow middle {};
        for (std::size_t i = 0; i < kSimilarCount; ++i) {
            middle[i] = static_cast<float>(2.0 * place.normal());
        }
        middles.push_back(middle);
    }
    Library library;
    for (int i = 0; i < count; ++i) {
        const int kind = i % kinds;
        SimilarRow row = middles[static_cast<std::size_t>(kind)];
        for (std::size_t k = 0; k < kSimilarCount; ++k) {
            row[k] += static_cast<float>(0.5 * random.normal());
        }
        library.ids.push_back(10 + 3 * i);
        library.rows.push_back(row);
        library.kinds.push_back(kind);
    }
    return library;
}

/// Share of the 5 nearest on the map that are of the same kind.
double purity(const MapLayout& layout, const std::vector<int>& kinds)
{
    int same = 0;
    int all = 0;
    for (std::size_t i = 0; i < layout.places.size(); i += 7) {
        std::vector<std::pair<float, std::size_t>> near;
        for (std::size_t k = 0; k < layout.places.size(); ++k) {
            if (k != i) {
                near.emplace_back(std::hypot(layout.places[k].x - layout.places[i].x,
                                             layout.places[k].y - layout.places[i].y),
                                  k);
            }
        }
        std::partial_sort(near.begin(), near.begin() + 5, near.end());
        for (int n = 0; n < 5; ++n) {
            same += kinds[near[static_cast<std::size_t>(n)].second] == kinds[i] ? 1 : 0;
            ++all;
        }
    }
    return static_cast<double>(same) / all;
}

MapLayout laidOut(const Library& library, std::uint64_t seed = 1)
{
    TaskContext task;
    return layOutMap(library.ids, library.rows, seed, task).value();
}

} // namespace

class TestMapLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void axesOfAKnownMatrix()
    {
        // Eigenvalues of {{2, 1}, {1, 2}} are 3 along (1, 1) and 1 along (1, −1).
        const EigenAxes axes = eigenAxes({2.0, 1.0, 1.0, 2.0}, 2);
        QCOMPARE(axes.values.size(), std::size_t {2});
        QVERIFY(std::abs(axes.values[0] - 3.0) < 1e-12);
        QVERIFY(std::abs(axes.values[1] - 1.0) < 1e-12);
        QVERIFY(std::abs(axes.vectors[0] - std::sqrt(0.5)) < 1e-12);
        QVERIFY(std::abs(axes.vectors[1] - std::sqrt(0.5)) < 1e-12);
    }

    void thePrincipalAxisIsTheLongOne()
    {
        PointTable points;
        points.dimensions = 3;
        Random random(2);
        for (int i = 0; i < 500; ++i) {
            const double along = 5.0 * random.normal();
            // Along (0.6, 0.8, 0), with a little of everything.
            points.values.push_back(static_cast<float>(0.6 * along + 0.01 * random.normal()));
            points.values.push_back(static_cast<float>(0.8 * along + 0.01 * random.normal()));
            points.values.push_back(static_cast<float>(0.01 * random.normal()));
        }
        const PointTable turned = principalAxes(points, 2);
        QCOMPARE(turned.dimensions, std::size_t {2});
        double first = 0.0;
        double second = 0.0;
        for (std::size_t i = 0; i < turned.count(); ++i) {
            first += std::pow(static_cast<double>(turned.at(i)[0]), 2.0);
            second += std::pow(static_cast<double>(turned.at(i)[1]), 2.0);
        }
        QVERIFY(first / 500.0 > 20.0 && first / 500.0 < 30.0);
        QVERIFY(second / 500.0 < 0.001);
    }

    void neighboursAreThoseOfLookingAtAll()
    {
        const Library library = kindsOf(4000, 20);
        PointTable table;
        table.dimensions = kSimilarCount;
        for (const SimilarRow& row : library.rows) {
            table.values.insert(table.values.end(), row.begin(), row.begin() + kSimilarCount);
        }
        table = principalAxes(std::move(table), 24);
        TaskContext task;
        const auto graph = nearestNeighbours(table, 15, 1, task);
        QVERIFY(graph);
        int found = 0;
        int all = 0;
        for (std::uint32_t i = 0; i < 4000; i += 40) {
            std::vector<std::pair<float, std::uint32_t>> exact;
            for (std::uint32_t k = 0; k < 4000; ++k) {
                float sum = 0.0F;
                for (std::size_t axis = 0; axis < table.dimensions; ++axis) {
                    const float difference = table.at(i)[axis] - table.at(k)[axis];
                    sum += difference * difference;
                }
                if (k != i) {
                    exact.emplace_back(sum, k);
                }
            }
            std::partial_sort(exact.begin(), exact.begin() + 15, exact.end());
            std::set<std::uint32_t> own;
            for (std::size_t k = 0; k < 15; ++k) {
                own.insert(graph->ids[i * 15 + k]);
                QVERIFY(k == 0 || graph->distances[i * 15 + k] >= graph->distances[i * 15 + k - 1]);
            }
            QCOMPARE(own.size(), std::size_t {15});
            QVERIFY(!own.contains(i));
            for (std::size_t k = 0; k < 15; ++k) {
                found += own.contains(exact[k].second) ? 1 : 0;
                ++all;
            }
        }
        const double recall = static_cast<double>(found) / all;
        QVERIFY2(recall > 0.9, qPrintable(QString::number(recall)));
    }

    void whatSoundsAlikeLiesTogether()
    {
        const Library library = kindsOf(600, 6);
        const MapLayout layout = laidOut(library);
        QCOMPARE(layout.places.size(), std::size_t {600});
        const double pure = purity(layout, library.kinds);
        QVERIFY2(pure > 0.95, qPrintable(QString::number(pure))); // by chance 0.17
        int outside = 0;
        for (const MapPlace& place : layout.places) {
            outside += std::abs(place.x) > 1.0F || std::abs(place.y) > 1.0F ? 1 : 0;
        }
        QVERIFY(outside <= 24); // 1 % at each of four sides
    }

    void sameSeedSameBytes()
    {
        const Library library = kindsOf(300, 3);
        const MapLayout first = laidOut(library, 7);
        QVERIFY(first == laidOut(library, 7));
        QVERIFY(first != laidOut(library, 8));
        QCOMPARE(first.seed, std::uint64_t {7});
    }

    void whatIsThereStaysWhenSoundsCome()
    {
        const Library all = kindsOf(400, 4);
        Library old;
        for (std::size_t i = 0; i < all.ids.size(); ++i) {
            if (i % 5 != 2) { // new ones among the old, of every kind
                old.ids.push_back(all.ids[i]);
                old.rows.push_back(all.rows[i]);
            }
        }
        const MapLayout before = laidOut(old);
        TaskContext task;
        const MapLayout after = extendMap(before, all.ids, all.rows, task).value();
        QCOMPARE(after.places.size(), std::size_t {400});
        QCOMPARE(after.seed, before.seed);
        std::size_t at = 0;
        for (const MapPlace& place : before.places) {
            while (after.places[at].id != place.id) {
                ++at;
            }
            QVERIFY(after.places[at] == place);
        }
        const double pure = purity(after, all.kinds);
        QVERIFY2(pure > 0.95, qPrintable(QString::number(pure)));
        QVERIFY(extendMap(before, all.ids, all.rows, task).value() == after);
        QVERIFY(extendMap(after, all.ids, all.rows, task).value() == after); // nothing to do
    }

    void whatIsGoneKeepsItsPlace()
    {
        const Library all = kindsOf(60, 3);
        const MapLayout before = laidOut(all);
        TaskContext task;
        const std::span<const StemId> ids(all.ids.data(), 40);
        const std::span<const SimilarRow> rows(all.rows.data(), 40);
        QVERIFY(extendMap(before, ids, rows, task).value() == before);
    }

    void whereNoneIsLeftAllIsLaidAnew()
    {
        const MapLayout before = laidOut(kindsOf(60, 3), 7);
        TaskContext task;
        const std::vector<StemId> one {5}; // ids of the library are 10, 13, …
        const MapLayout alone = extendMap(before, one, std::vector<SimilarRow>(1), task).value();
        QCOMPARE(alone.places.size(), std::size_t {1});
        QCOMPARE(alone.places[0].id, StemId {5});
        QCOMPARE(alone.seed, std::uint64_t {7});
        Library other = kindsOf(60, 3, 8);
        for (StemId& id : other.ids) {
            id += 1;
        }
        QVERIFY(extendMap(before, other.ids, other.rows, task).value() == laidOut(other, 7));
    }

    void aCrowdOfItsOwnComesTogether()
    {
        const Library all = kindsOf(240, 4);
        Library old;
        Library mixed;
        for (std::size_t i = 0; i < all.ids.size(); ++i) {
            if (all.kinds[i] != 3) {
                old.ids.push_back(all.ids[i]);
                old.rows.push_back(all.rows[i]);
            }
        }
        TaskContext task;
        const MapLayout after = extendMap(laidOut(old), all.ids, all.rows, task).value();
        const double pure = purity(after, all.kinds);
        QVERIFY2(pure > 0.9, qPrintable(QString::number(pure)));
    }

    void fewAndEqualSoundsHavePlaces_data()
    {
        QTest::addColumn<int>("count");
        QTest::addRow("none") << 0;
        QTest::addRow("one") << 1;
        QTest::addRow("two") << 2;
        QTest::addRow("thirty that are equal") << 30;
    }

    void fewAndEqualSoundsHavePlaces()
    {
        QFETCH(int, count);
        std::vector<StemId> ids;
        for (int i = 1; i <= count; ++i) {
            ids.push_back(i);
        }
        const std::vector<SimilarRow> rows(ids.size(), SimilarRow {});
        TaskContext task;
        const MapLayout layout = layOutMap(ids, rows, 1, task).value();
        QCOMPARE(layout.places.size(), ids.size());
        for (const MapPlace& place : layout.places) {
            QVERIFY(std::isfinite(place.x) && std::isfinite(place.y));
        }
    }

    void cancelled()
    {
        const Library library = kindsOf(300, 3);
        int polls = 0;
        TaskContext task({}, [&polls] { return ++polls > 3; });
        const auto layout = layOutMap(library.ids, library.rows, 1, task);
        QVERIFY(!layout);
        QCOMPARE(layout.error().code, ErrorCode::Cancelled);
    }

    void rowsOfOtherSoundsAreRefused()
    {
        const Library library = kindsOf(30, 3);
        TaskContext task;
        const auto layout = layOutMap(std::span(library.ids).first(29), library.rows, 1, task);
        QVERIFY(!layout);
        QCOMPARE(layout.error().code, ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestMapLayout)
#include "tst_maplayout.moc"
