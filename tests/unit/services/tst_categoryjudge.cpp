#include "ServiceFixtures.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/CategoryJudge.h"
#include "core/services/UseCases.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

nn::CategoryProbabilities chances(std::initializer_list<std::pair<Category, float>> list)
{
    nn::CategoryProbabilities p {};
    for (const auto& [category, value] : list) {
        p[static_cast<std::size_t>(category)] = value;
    }
    return p;
}

/// A tone of a low drum that dies away in a tenth of a second.
audio::AudioBuffer drum(double hz, double sweepHz = 200.0, int rate = 44100)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(0.4 * rate), rate);
    double phase = 0.0;
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += (hz + sweepHz * std::exp(-t / 0.02)) / rate;
        buffer.channel(0)[i] = static_cast<float>(0.8 * std::exp(-t / 0.1)
                                                  * std::sin(2.0 * std::numbers::pi * phase));
    }
    return buffer;
}

/// A twitter that no label stands for: a square that warbles between two tones.
audio::AudioBuffer twitter(double hz, int rate = 44100)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(0.6 * rate), rate);
    double phase = 0.0;
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += hz * (std::fmod(t, 0.06) < 0.03 ? 1.0 : 1.9) / rate;
        buffer.channel(0)[i] = std::fmod(phase, 1.0) < 0.5 ? 0.4F : -0.4F;
    }
    return buffer;
}

StemId imported(const TestStudio& test, const QString& name, const audio::AudioBuffer& sound)
{
    const QString path = test.file(name);
    TaskContext task;
    if (!write(path, sound)) {
        return 0;
    }
    const auto outcome
        = importFiles(*test.studio, {{path}, std::nullopt, Source::Original, true}, task);
    return outcome && outcome->imported.size() == 1 ? outcome->imported[0].id : 0;
}

Stem rowOf(const TestStudio& test, StemId id)
{
    return db::StemRepository(test.studio->database()).byId(id).value_or(Stem {});
}

} // namespace

class TestCategoryJudge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theBestThreeAreTold()
    {
        const auto verdict = judgeCategory(
            chances({{Category::Snare, 0.5F}, {Category::Clap, 0.3F}, {Category::Perc, 0.2F}}),
            SoundClass::OneShot, QStringLiteral("/x/untitled.wav"));
        QCOMPARE(verdict.category, Category::Snare);
        QCOMPARE(verdict.confidence, 0.5);
        QCOMPARE(verdict.best[1].category, Category::Clap);
        QVERIFY(std::abs(verdict.best[2].probability - 0.2) < 1e-6);
    }

    void belowTheThresholdIsUnclear()
    {
        const auto verdict = judgeCategory(
            chances({{Category::Snare, 0.44F}, {Category::Clap, 0.43F}, {Category::Perc, 0.13F}}),
            SoundClass::OneShot, QStringLiteral("/x/untitled.wav"));
        QCOMPARE(verdict.category, Category::Unclear);
        QCOMPARE(verdict.best[0].category, Category::Snare);
    }

    void namesDecideWhatIsOpen()
    {
        const auto open = chances({{Category::Snare, 0.7F}, {Category::Clap, 0.3F}});
        QCOMPARE(
            judgeCategory(open, SoundClass::OneShot, QStringLiteral("/Claps/one.wav")).category,
            Category::Clap);
        const auto clear = chances({{Category::Snare, 0.985F}, {Category::Clap, 0.015F}});
        QCOMPARE(
            judgeCategory(clear, SoundClass::OneShot, QStringLiteral("/Claps/one.wav")).category,
            Category::Snare);
        const auto soft = chances({{Category::Texture, 0.6F}, {Category::Bass, 0.4F}});
        QCOMPARE(judgeCategory(soft, SoundClass::Phrase, QStringLiteral("/x/atmo.wav")).category,
                 Category::Atmo);
    }

    void theClassOfTheSoundCounts()
    {
        const auto p = chances({{Category::Drums, 0.8F}, {Category::Perc, 0.2F}});
        QCOMPARE(judgeCategory(p, SoundClass::OneShot, QStringLiteral("/x/a.wav")).category,
                 Category::Perc);
        QCOMPARE(judgeCategory(p, SoundClass::Loop, QStringLiteral("/x/a.wav")).category,
                 Category::Drums);
        QCOMPARE(judgeCategory(p, SoundClass::Track, QStringLiteral("/x/a.wav")).category,
                 Category::Mix);
    }

    void importHearsAndKeepsTheEmbedding()
    {
        const TestStudio test;
        const StemId id = imported(test, QStringLiteral("untitled.wav"), drum(50.0));
        const Stem stem = rowOf(test, id);
        QCOMPARE(stem.category, Category::Kick);
        QVERIFY(stem.categoryConfidence > 0.7);
        QVERIFY(!stem.isCategoryByUser);
        QVERIFY(!stem.descriptors.key.has_value());
        db::EmbeddingRepository embeddings(test.studio->database());
        const auto& model = shippedCategoryModel();
        QVERIFY(model.has_value());
        const auto rows = embeddings.judged(model->hash(), 0, 10);
        QVERIFY(rows.has_value());
        QCOMPARE(rows->size(), std::size_t {1});
        QCOMPARE((*rows)[0].vector.size(), model->embeddingSize());
        QVERIFY(embeddings.judged("another model", 0, 10)->empty());
        QVERIFY(embeddings.corrected(model->hash())->empty());
    }

    void correctionsHelpTheirLikeAndNoOneElse()
    {
        const TestStudio test;
        const StemId kick = imported(test, QStringLiteral("a.wav"), drum(50.0));
        const StemId before = imported(test, QStringLiteral("b.wav"), twitter(700.0));
        const StemId model = imported(test, QStringLiteral("c.wav"), twitter(730.0));
        QVERIFY(kick != 0 && before != 0 && model != 0);
        const Stem kickRow = rowOf(test, kick);
        QVERIFY(rowOf(test, before).category != Category::Atmo);
        db::StemRepository stems(test.studio->database());
        QVERIFY(stems.setCategory({model}, Category::Atmo).has_value());
        TaskContext task;
        const auto changed = rejudgeCategories(test.studio->database(), task);
        QVERIFY(changed.has_value());
        // What was there is judged anew, what the user said stays, the unlike stay as they were.
        QCOMPARE(rowOf(test, before).category, Category::Atmo);
        QVERIFY(rowOf(test, model).isCategoryByUser);
        QCOMPARE(rowOf(test, model).categoryConfidence, 1.0);
        QCOMPARE(rowOf(test, kick).category, Category::Kick);
        QVERIFY(std::abs(rowOf(test, kick).categoryConfidence - kickRow.categoryConfidence) < 0.05);
        // And what comes later is named right at once.
        const StemId later = imported(test, QStringLiteral("d.wav"), twitter(680.0));
        QCOMPARE(rowOf(test, later).category, Category::Atmo);
        // Nothing left to do.
        QVERIFY(rejudgeCategories(test.studio->database(), task)->empty());
    }

    void cancelledOnTheWay()
    {
        const TestStudio test;
        QVERIFY(imported(test, QStringLiteral("a.wav"), drum(50.0)) != 0);
        TaskContext task = cancelledAfter(0);
        QCOMPARE(rejudgeCategories(test.studio->database(), task).error().code,
                 ErrorCode::Cancelled);
    }

    void slicesOfAnySoundAreNamed()
    {
        const auto judge = CategoryJudge::create();
        QVERIFY(judge.has_value());
        const auto classify = judge->sliceClassifier();
        const auto sound = drum(50.0);
        const auto guess = classify(sound.channel(0), {}, 44100);
        QCOMPARE(guess.category, Category::Kick);
        QVERIFY(guess.confidence > 0.7);
        const std::vector<float> nothing(1000);
        QCOMPARE(classify(nothing, {}, 44100).category, Category::Unclear);
    }
};

QTEST_GUILESS_MAIN(TestCategoryJudge)
#include "tst_categoryjudge.moc"
