#include "core/base/Random.h"
#include "core/search/VectorIndex.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace nde;
using namespace nde::search;

namespace {

constexpr std::size_t kSize = 37; // no multiple of what is computed at once
const std::string kModel(64, 'a');

std::vector<float> randomVector(Random& random, std::size_t size = kSize)
{
    std::vector<float> vector(size);
    for (float& value : vector) {
        value = static_cast<float>(random.normal());
    }
    return vector;
}

double cosine(const std::vector<float>& a, const std::vector<float>& b)
{
    double ab = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto x = static_cast<double>(a[i]);
        const auto y = static_cast<double>(b[i]);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

std::vector<VectorIndex::Item> randomItems(int count, std::uint64_t seed)
{
    Random random(seed);
    std::vector<VectorIndex::Item> items;
    for (int i = 0; i < count; ++i) {
        items.push_back({i + 1, randomVector(random)});
    }
    return items;
}

} // namespace

class TestVectorIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void sameAsComparingAll();
    void replacedAndRemoved();
    void lastsAndCompacts();
    void brokenFilesAreBegunAnew_data();
    void brokenFilesAreBegunAnew();
    void brokenRowIsLost();
    void unusableInput();
    void onlyOneWrites();

private:
    [[nodiscard]] std::filesystem::path path() const
    {
        return m_folder->filePath(QStringLiteral("index/clap.vec")).toStdString();
    }
    [[nodiscard]] QByteArray bytes() const
    {
        QFile file(QString::fromStdString(path().string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void setBytes(const QByteArray& content) const
    {
        QFile file(QString::fromStdString(path().string()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestVectorIndex::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestVectorIndex::sameAsComparingAll()
{
    auto index = VectorIndex::open(path(), kModel, kSize);
    QVERIFY(index.has_value());
    const auto items = randomItems(3000, 1);
    QVERIFY(index->put(items).has_value());
    Random random(2);
    for (int query = 0; query < 20; ++query) {
        const auto vector = randomVector(random);
        std::vector<std::pair<double, StemId>> wanted;
        for (const auto& item : items) {
            wanted.emplace_back(-cosine(vector, item.vector), item.id);
        }
        std::sort(wanted.begin(), wanted.end());
        const auto found = index->search(vector, 50);
        QVERIFY(found.has_value());
        QCOMPARE(found->size(), std::size_t {50});
        for (std::size_t i = 0; i < found->size(); ++i) {
            QCOMPARE((*found)[i].first, wanted[i].second);
            QVERIFY(std::abs(static_cast<double>((*found)[i].second) + wanted[i].first) < 1e-5);
        }
    }
    const auto cosines = index->cosines(items[7].vector, std::vector<StemId> {8, 99999});
    QVERIFY(cosines.has_value());
    QVERIFY(std::abs((*cosines)[0] - 1.0F) < 1e-5F);
    QCOMPARE((*cosines)[1], 0.0F);
}

void TestVectorIndex::replacedAndRemoved()
{
    auto index = VectorIndex::open(path(), kModel, kSize);
    auto items = randomItems(10, 3);
    QVERIFY(index->put(items).has_value());
    Random random(9);
    const VectorIndex::Item changed {4, randomVector(random)};
    QVERIFY(index->put(std::span(&changed, 1)).has_value());
    QCOMPARE(index->size(), std::size_t {10});
    QCOMPARE(index->removedRows(), std::size_t {1});
    QCOMPARE(index->search(changed.vector, 1)->front().first, StemId {4});
    QVERIFY(index->search(items[3].vector, 1)->front().second < 0.999F);
    QVERIFY(index->remove(std::vector<StemId> {4, 77}).has_value());
    QVERIFY(!index->contains(4) && index->contains(5));
    QVERIFY(index->vectorOf(4).empty());
    QCOMPARE(index->search(changed.vector, 100)->size(), std::size_t {9});
}

void TestVectorIndex::lastsAndCompacts()
{
    const auto items = randomItems(200, 4);
    {
        auto index = VectorIndex::open(path(), kModel, kSize);
        QVERIFY(index->put(items).has_value());
        std::vector<StemId> gone;
        for (StemId id = 1; id <= 100; ++id) {
            gone.push_back(id);
        }
        QVERIFY(index->remove(gone).has_value());
        QVERIFY(index->setUpToMs(1234).has_value());
    }
    const auto before = bytes().size();
    {
        auto index = VectorIndex::open(path(), kModel, kSize);
        QVERIFY(index.has_value() && !index->wasRebuilt());
        QCOMPARE(index->size(), std::size_t {100});
        QCOMPARE(index->upToMs(), std::int64_t {1234});
        const auto found = index->search(items[150].vector, 1);
        QVERIFY(index->compact().has_value());
        QCOMPARE(index->removedRows(), std::size_t {0});
        QCOMPARE(index->search(items[150].vector, 1)->front(), found->front());
        QCOMPARE(found->front().first, StemId {151});
    }
    QVERIFY(bytes().size() < before);
    const auto index = VectorIndex::open(path(), kModel, kSize);
    QCOMPARE(index->size(), std::size_t {100});
    QVERIFY(!index->wasRebuilt());
}

void TestVectorIndex::brokenFilesAreBegunAnew_data()
{
    QTest::addColumn<int>("keep"); // bytes
    QTest::addColumn<int>("flip"); // byte to change, −1 = none
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("size");
    const auto model = QString::fromStdString(kModel);
    QTest::addRow("cut in the header") << 60 << -1 << model << int(kSize);
    QTest::addRow("cut in the rows") << 500 << -1 << model << int(kSize);
    QTest::addRow("another magic") << -1 << 0 << model << int(kSize);
    QTest::addRow("another version") << -1 << 8 << model << int(kSize);
    QTest::addRow("too many rows") << -1 << 22 << model << int(kSize);
    QTest::addRow("another model") << -1 << -1 << QString(64, u'b') << int(kSize);
    QTest::addRow("other dimensions") << -1 << -1 << model << 40;
}

void TestVectorIndex::brokenFilesAreBegunAnew()
{
    QFETCH(const int, keep);
    QFETCH(const int, flip);
    QFETCH(const QString, model);
    QFETCH(const int, size);
    {
        auto index = VectorIndex::open(path(), kModel, kSize);
        QVERIFY(index->put(randomItems(50, 5)).has_value());
        QVERIFY(index->setUpToMs(99).has_value());
    }
    QByteArray content = bytes();
    if (keep >= 0) {
        content.truncate(keep);
    }
    if (flip >= 0) {
        content[flip] = static_cast<char>(content[flip] ^ 0x5a);
    }
    setBytes(content);
    auto index = VectorIndex::open(path(), model.toStdString(), static_cast<std::size_t>(size));
    QVERIFY(index.has_value());
    QVERIFY(index->wasRebuilt());
    QCOMPARE(index->size(), std::size_t {0});
    QCOMPARE(index->upToMs(), std::int64_t {0}); // so that everything is asked for again
    Random random(1);
    const VectorIndex::Item item {3, randomVector(random, static_cast<std::size_t>(size))};
    QVERIFY(index->put(std::span(&item, 1)).has_value());
    QCOMPARE(index->search(item.vector, 5)->size(), std::size_t {1});
}

void TestVectorIndex::brokenRowIsLost()
{
    const auto items = randomItems(50, 6);
    {
        auto index = VectorIndex::open(path(), kModel, kSize);
        QVERIFY(index->put(items).has_value());
        QVERIFY(index->setUpToMs(99).has_value());
    }
    QByteArray content = bytes();
    const int rowBytes = 16 + 40 * 4;
    content[128 + 10 * rowBytes + 16 + 5]
        = static_cast<char>(content[128 + 10 * rowBytes + 21] ^ 1);
    setBytes(content);
    const auto index = VectorIndex::open(path(), kModel, kSize);
    QVERIFY(index.has_value() && index->wasRebuilt());
    QCOMPARE(index->size(), std::size_t {49});
    QVERIFY(!index->contains(11) && index->contains(12));
    QCOMPARE(index->upToMs(), std::int64_t {0});
}

void TestVectorIndex::unusableInput()
{
    QCOMPARE(VectorIndex::open(path(), kModel, 0).error().code, ErrorCode::BadInput);
    QCOMPARE(VectorIndex::open(path(), std::string(65, 'a'), 8).error().code, ErrorCode::BadInput);
    auto index = VectorIndex::open(path(), kModel, kSize);
    const std::vector<std::vector<float>> bad {{},
                                               std::vector<float>(kSize, 0.0F),
                                               std::vector<float>(kSize, NAN),
                                               std::vector<float>(kSize + 1, 1.0F)};
    for (const auto& vector : bad) {
        const VectorIndex::Item item {1, vector};
        QCOMPARE(index->put(std::span(&item, 1)).error().code, ErrorCode::BadInput);
        QCOMPARE(index->search(vector, 1).error().code, ErrorCode::BadInput);
    }
    QCOMPARE(index->size(), std::size_t {0});
    QVERIFY(index->search(std::vector<float>(kSize, 1.0F), 5)->empty());
    const auto blocked = VectorIndex::open("/proc/nowhere/x.vec", kModel, kSize);
    QVERIFY(!blocked.has_value());
}

void TestVectorIndex::onlyOneWrites()
{
    auto first = VectorIndex::open(path(), kModel, kSize);
    QVERIFY(first.has_value());
    const auto second = VectorIndex::open(path(), kModel, kSize);
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Busy);
}

QTEST_GUILESS_MAIN(TestVectorIndex)
#include "tst_vectorindex.moc"
