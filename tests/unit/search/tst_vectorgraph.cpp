#include "core/base/Random.h"
#include "core/search/VectorIndex.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace nde;
using namespace nde::search;

namespace {

constexpr std::size_t kSize = 32;
constexpr std::size_t kFrom = 300; ///< sounds from which a graph is worth it here
const std::string kModel(64, 'a');

/// Vectors in clusters, as those of sounds are: `clusters` centres with some spread about each.
class Clustered
{
public:
    explicit Clustered(int clusters, std::uint64_t seed)
        : m_random(seed)
    {
        for (int i = 0; i < clusters; ++i) {
            m_centres.push_back(normal(1.0F));
        }
    }
    std::vector<float> next()
    {
        std::vector<float> vector = m_centres[m_random.below(m_centres.size())];
        const std::vector<float> apart = normal(0.5F);
        for (std::size_t i = 0; i < kSize; ++i) {
            vector[i] += apart[i];
        }
        return vector;
    }
    std::vector<VectorIndex::Item> items(int from, int count)
    {
        std::vector<VectorIndex::Item> items;
        for (int i = 0; i < count; ++i) {
            items.push_back({from + i, next()});
        }
        return items;
    }

private:
    std::vector<float> normal(float scale)
    {
        std::vector<float> vector(kSize);
        for (float& value : vector) {
            value = scale * static_cast<float>(m_random.normal());
        }
        return vector;
    }
    Random m_random;
    std::vector<std::vector<float>> m_centres;
};

void settleAll(VectorIndex& index)
{
    for (int step = 0; step < 1000; ++step) {
        const auto more = index.settle(500);
        QVERIFY(more.has_value());
        if (!*more) {
            return;
        }
    }
    QFAIL("settling has no end");
}

std::set<StemId> idsOf(const VectorIndex& index, const std::vector<float>& query, std::size_t count)
{
    std::set<StemId> ids;
    for (const auto& [id, cosine] : index.search(query, count).value()) {
        ids.insert(id);
    }
    return ids;
}

} // namespace

class TestVectorGraph : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void exactBelowTheThreshold();
    void findsNearlyAllOfTheNearest();
    void isKeptInStep();
    void lastsAndIsMadeAnew_data();
    void lastsAndIsMadeAnew();
    void compactingForgetsIt();

private:
    [[nodiscard]] VectorIndex open(std::size_t from = kFrom) const
    {
        return VectorIndex::open(path().toStdString(), kModel, kSize, from).value();
    }
    [[nodiscard]] QString path() const
    {
        return m_folder->filePath(QStringLiteral("index/clap.vec"));
    }
    [[nodiscard]] QString graphPath() const { return path() + QStringLiteral(".graph"); }
    /// Of the ten nearest by comparing with every row, how many the graph finds.
    [[nodiscard]] static double recall(const VectorIndex& graph, const VectorIndex& exact,
                                       Clustered& source, int queries)
    {
        int found = 0;
        for (int i = 0; i < queries; ++i) {
            const auto query = source.next();
            const auto near = idsOf(graph, query, 10);
            for (const StemId id : idsOf(exact, query, 10)) {
                found += near.contains(id) ? 1 : 0;
            }
        }
        return found / (10.0 * queries);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestVectorGraph::exactBelowTheThreshold()
{
    VectorIndex index = open();
    Clustered source(20, 1);
    QVERIFY(index.put(source.items(1, static_cast<int>(kFrom) - 1)).has_value());
    QVERIFY(!index.settle(10).value());
    QVERIFY(!index.isApproximate());
    QVERIFY(!QFile::exists(graphPath()));
    QVERIFY(index.put(source.items(static_cast<int>(kFrom), 1)).has_value());
    QVERIFY(!index.isApproximate()); // nobody has built it
    QVERIFY(index.settle(10).value()); // there is more to do
    QVERIFY(!index.isApproximate());
    settleAll(index);
    QVERIFY(index.isApproximate());
    QVERIFY(QFile::exists(graphPath()));
    QVERIFY(index.remove(std::vector<StemId> {5}).has_value());
    QVERIFY(!index.settle(10).value());
    QVERIFY(!index.isApproximate());
    QVERIFY(!QFile::exists(graphPath()));
}

void TestVectorGraph::findsNearlyAllOfTheNearest()
{
    constexpr int kCount = 2500;
    Clustered source(25, 2);
    const auto items = source.items(1, kCount);
    VectorIndex index = open();
    QVERIFY(index.put(items).has_value());
    QTemporaryDir other;
    VectorIndex exact
        = VectorIndex::open(other.filePath(QStringLiteral("e.vec")).toStdString(), kModel, kSize)
              .value();
    QVERIFY(exact.put(items).has_value());
    settleAll(index);
    QVERIFY(index.isApproximate() && !exact.isApproximate());
    const double share = recall(index, exact, source, 100);
    QVERIFY2(share >= 0.95, qPrintable(QString::number(share)));
    // The cosines themselves are those of the vectors, and their order is right.
    const auto query = source.next();
    const auto found = index.search(query, 50).value();
    std::vector<StemId> ids;
    for (const auto& [id, cosine] : found) {
        ids.push_back(id);
    }
    const auto cosines = exact.cosines(query, ids).value();
    for (std::size_t i = 0; i < found.size(); ++i) {
        QCOMPARE(found[i].second, cosines[i]);
        QVERIFY(i == 0 || found[i - 1].second >= found[i].second);
    }
}

void TestVectorGraph::isKeptInStep()
{
    Clustered source(20, 3);
    VectorIndex index = open();
    QVERIFY(index.put(source.items(1, 500)).has_value());
    settleAll(index);
    // One comes: found at once, without settling.
    auto added = source.items(5000, 1);
    QVERIFY(index.put(added).has_value());
    QVERIFY(index.isApproximate());
    QCOMPARE(index.search(added[0].vector, 1).value().front().first, StemId {5000});
    // It sounds otherwise: found where it is now and not where it was.
    const auto before = added[0].vector;
    added[0].vector = source.next();
    QVERIFY(index.put(added).has_value());
    QCOMPARE(index.search(added[0].vector, 1).value().front().first, StemId {5000});
    QVERIFY(index.search(before, 1).value().front().second < 0.999F);
    // It goes.
    QVERIFY(index.remove(std::vector<StemId> {5000}).has_value());
    QVERIFY(!idsOf(index, added[0].vector, 20).contains(5000));
    QVERIFY(index.isApproximate());
    // Many come, so that the file grows and moves in memory.
    const auto many = source.items(6000, 1100);
    QVERIFY(index.put(many).has_value());
    QVERIFY(index.isApproximate());
    int first = 0;
    for (int i = 0; i < 1100; i += 11) {
        const auto& item = many[static_cast<std::size_t>(i)];
        first += index.search(item.vector, 1).value().front().first == item.id ? 1 : 0;
    }
    QVERIFY2(first >= 99, qPrintable(QString::number(first)));
}

void TestVectorGraph::lastsAndIsMadeAnew_data()
{
    QTest::addColumn<QString>("damage");
    for (const char* damage : {"none", "cut graph", "changed graph", "no head", "changed head"}) {
        QTest::addRow("%s", damage) << QString::fromLatin1(damage);
    }
}

void TestVectorGraph::lastsAndIsMadeAnew()
{
    QFETCH(const QString, damage);
    Clustered source(20, 4);
    const auto items = source.items(1, 1200);
    const auto added = source.items(3000, 3);
    {
        VectorIndex index = open();
        QVERIFY(index.put(items).has_value());
        settleAll(index);
        // Not in the saved graph any more, but in the rows: the next one must know.
        QVERIFY(index.remove(std::vector<StemId> {7}).has_value());
        QVERIFY(index.put(added).has_value());
    }
    QFile graph(graphPath());
    QFile head(graphPath() + QStringLiteral(".head"));
    QVERIFY(graph.open(QIODevice::ReadWrite) && head.open(QIODevice::ReadWrite));
    if (damage == QStringLiteral("cut graph")) {
        QVERIFY(graph.resize(graph.size() / 2));
    } else if (damage == QStringLiteral("changed graph")) {
        QVERIFY(graph.seek(graph.size() / 2) && graph.write("damaged!") == 8);
    } else if (damage == QStringLiteral("no head")) {
        QVERIFY(head.remove());
    } else if (damage == QStringLiteral("changed head")) {
        QVERIFY(head.seek(16) && head.write("\xff\xff", 2) == 2); // covers more than there is
    }
    graph.close();
    head.close();
    VectorIndex index = open();
    QVERIFY(!index.isApproximate());
    // What was saved is loaded and only the rest taken in; what is damaged is made anew in steps.
    const bool isLoaded = damage == QStringLiteral("none");
    QCOMPARE(index.settle(100).value(), !isLoaded);
    settleAll(index);
    QVERIFY(index.isApproximate());
    QVERIFY(!idsOf(index, items[6].vector, 30).contains(7));
    QCOMPARE(index.search(items[9].vector, 1).value().front().first, StemId {10});
    // Loaded and gone on with, or made anew: the nearest are still the nearest.
    QTemporaryDir other;
    VectorIndex exact
        = VectorIndex::open(other.filePath(QStringLiteral("e.vec")).toStdString(), kModel, kSize)
              .value();
    QVERIFY(exact.put(items).has_value());
    QVERIFY(exact.put(added).has_value());
    QVERIFY(exact.remove(std::vector<StemId> {7}).has_value());
    const double share = recall(index, exact, source, 50);
    QVERIFY2(share >= 0.95, qPrintable(QString::number(share)));
    // Asked for all, it gives all.
    QCOMPARE(idsOf(index, source.next(), 2000).size(), std::size_t {1202});
}

void TestVectorGraph::compactingForgetsIt()
{
    Clustered source(20, 5);
    const auto items = source.items(1, 400);
    VectorIndex index = open();
    QVERIFY(index.put(items).has_value());
    settleAll(index);
    QVERIFY(index.remove(std::vector<StemId> {1, 2, 3}).has_value());
    QVERIFY(index.compact().has_value());
    QVERIFY(!index.isApproximate() && !QFile::exists(graphPath()));
    QCOMPARE(index.search(items[9].vector, 1).value().front().first, StemId {10});
    settleAll(index);
    QVERIFY(index.isApproximate());
    QCOMPARE(index.search(items[9].vector, 1).value().front().first, StemId {10});
}

QTEST_GUILESS_MAIN(TestVectorGraph)
#include "tst_vectorgraph.moc"
