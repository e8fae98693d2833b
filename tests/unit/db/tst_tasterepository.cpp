#include "DbSamples.h"
#include "core/db/StemRepository.h"
#include "core/db/TasteRepository.h"

#include <QTemporaryDir>
#include <QTest>

using namespace nde;
using namespace nde::db;
using namespace nde::test;

class TestTasteRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decisionsComeBackNewestFirst();
    void latentsOfAModel();
};

void TestTasteRepository::decisionsComeBackNewestFirst()
{
    FreshDatabase fresh;
    TasteRepository tastes(fresh.database);
    const TasteDecision kept {Category::Kick, "abc", {0.5F, -1.25F, 3e-8F}, true, 7};
    const TasteDecision dropped {Category::Kick, "def", {2.0F}, false, 0};
    const TasteDecision other {Category::Snare, "abc", {1.0F}, true, 9};
    QVERIFY(tastes.add({kept, dropped}).has_value());
    QVERIFY(tastes.add({other}).has_value());
    const auto kicks = tastes.ofCategory(Category::Kick, 10);
    QVERIFY(kicks.has_value());
    QCOMPARE(kicks->size(), std::size_t {2});
    QVERIFY((*kicks)[0] == dropped);
    QVERIFY((*kicks)[1] == kept);
    QCOMPARE(tastes.ofCategory(Category::Kick, 1)->size(), std::size_t {1});
    QVERIFY(tastes.forget(Category::Kick).has_value());
    QVERIFY(tastes.ofCategory(Category::Kick, 10)->empty());
    QCOMPARE(tastes.ofCategory(Category::Snare, 10)->size(), std::size_t {1});
}

void TestTasteRepository::latentsOfAModel()
{
    FreshDatabase fresh;
    StemRepository stems(fresh.database);
    Stem stem;
    stem.name = "a";
    stem.path = "/a.wav";
    const auto a = stems.insert(stem);
    stem.path = "/b.wav";
    const auto b = stems.insert(stem);
    QVERIFY(a && b);
    QVERIFY(stems.saveLatent(*b, "m", {1.0F, 2.0F}).has_value());
    QVERIFY(stems.saveLatent(*a, "m", {3.0F}).has_value());
    QVERIFY(stems.saveLatent(*a, "other", {4.0F}).has_value());
    const auto latents = TasteRepository(fresh.database).latentsOf("m");
    QVERIFY(latents.has_value());
    QCOMPARE(latents->size(), std::size_t {2});
    QCOMPARE((*latents)[0].first, *a);
    QCOMPARE((*latents)[1].second, (std::vector<float> {1.0F, 2.0F}));
}

QTEST_GUILESS_MAIN(TestTasteRepository)
#include "tst_tasterepository.moc"
