#include "../nn/SyntheticLoops.h"
#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/music/PlanEdit.h"
#include "core/services/Candidates.h"
#include "core/services/DreamDesk.h"
#include "core/services/DreamSource.h"
#include "core/services/GapDream.h"
#include "core/services/LongFacts.h"
#include "core/services/TrainSet.h"
#include "core/services/TrainingBook.h"
#include "core/services/UseCaseJson.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

/// Long sounds from the library to a model, to new ones in the library, and anew.
class TestLongStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void factsAreTheRows();
    void secondsShrinkWithTheSet();
    void paramsSurviveJson();
    void setsAreTold();
    void modelsAreListedApart();
    void loopsEnterTheLibrary();
    void gapsThatLoopGetALongSound();
    void gapsSayWhichModelIsMissing();
    void redreamsAreTheSame_data();
    void redreamsAreTheSame();
    void wordsAreRefused();
    void namedModelsTellWhatTheyAreOf();

private:
    Result<GenerateOutcome> dream(const GenerateJobParams& params)
    {
        TaskContext task;
        return generateStems(*m_studio.studio, params, task);
    }
    /// 32 bars at a tempo, with one lane that is a gap of 16 bars.
    static music::Plan planWithGap(const char* role, double bpm)
    {
        music::Plan plan;
        plan.request = music::parsePrompt("dark techno");
        plan.bpm = bpm;
        plan.bars = 32;
        plan.sections = {{1, "drop", 0, 32, 1.0}};
        music::Lane lane;
        lane.id = 2;
        lane.role = role;
        music::Clip clip;
        clip.id = 3;
        clip.gap = std::string("no dark ") + role;
        clip.startBar = 8;
        clip.bars = 16;
        lane.clips.push_back(clip);
        plan.lanes.push_back(lane);
        plan.nextId = 4;
        return plan;
    }
    Stem row(StemId id) { return db::StemRepository(m_studio.studio->database()).byId(id).value(); }

    TestStudio m_studio;
    std::vector<StemId> m_ids;
};

void TestLongStage::initTestCase()
{
    ImportParams import;
    for (int i = 0; i < 8; ++i) {
        const auto samples = nde::test::drumLoop(static_cast<std::uint64_t>(i) + 1);
        audio::AudioBuffer loop(1, samples.size(), 44100);
        std::copy(samples.begin(), samples.end(), loop.channel(0).begin());
        const QString path = m_studio.file(QStringLiteral("loop_%1.wav").arg(i));
        QVERIFY(audio::writeAudio(toPath(path), loop).has_value());
        import.paths << path;
    }
    import.category = Category::Drums;
    import.analyse = false;
    TaskContext task;
    const auto imported = importFiles(*m_studio.studio, import, task);
    QVERIFY(imported && imported->imported.size() == 8);
    db::StemRepository stems(m_studio.studio->database());
    for (const auto& item : imported->imported) {
        m_ids.push_back(item.id);
    }
    QVERIFY(stems.setSoundClass(m_ids, SoundClass::Loop).has_value());
    QVERIFY(stems.setGrid(m_ids, {120.0, 0.0, 0.0, 4}).has_value());
    TrainJobParams params;
    params.category = Category::Drums;
    params.params = nn::trainPreset(nn::TrainPreset::Quick);
    params.params.latentDim = 32;
    params.params.epochs = 0;
    params.params.augmentations = 0;
    params.params.isLong = true;
    const auto trained = trainCategory(*m_studio.studio, params, 0, {}, task);
    QVERIFY2(trained.has_value(), trained ? "" : trained.error().message.c_str());
    QCOMPARE(trained->report.used, 8);
    QCOMPARE(trained->modelPath,
             m_studio.studio->modelsFolder() + QStringLiteral("/drums_long_vae.pt"));
    QVERIFY(QFileInfo::exists(trained->modelPath) && QFileInfo::exists(trained->cardPath));
}

void TestLongStage::factsAreTheRows()
{
    Stem stem = row(m_ids[0]);
    QCOMPARE(longFactsOf(stem), (LongFacts {120.0, true, 0.0}));
    stem.isGridByUser = false;
    stem.descriptors.bpmConfidence = 0.3; // not to be relied on
    QCOMPARE(longFactsOf(stem), (LongFacts {0.0, true, 0.0}));
    stem.descriptors.bpmConfidence = 0.7;
    stem.descriptors.firstDownbeatS = 0.25;
    stem.soundClass = SoundClass::Phrase;
    QCOMPARE(longFactsOf(stem), (LongFacts {120.0, false, 0.25}));
}

void TestLongStage::secondsShrinkWithTheSet()
{
    QCOMPARE(longTrainingSeconds(10), 60.0);
    QCOMPARE(longTrainingSeconds(250), 10.0);
    QCOMPARE(longTrainingSeconds(1'000'000), 2.0);
}

void TestLongStage::paramsSurviveJson()
{
    GenerateJobParams params;
    params.isLong = true;
    params.params.bars = 4.0;
    params.params.bpm = 127.5;
    const auto object = toJson(params);
    QCOMPARE(object.value(QStringLiteral("length_s")).toDouble(-1.0), 0.0); // not said
    const auto back = generateParamsFromJson(object);
    QVERIFY(back && back->isLong && back->params.bars == 4.0 && back->params.bpm == 127.5);
    QVERIFY(!toJson(GenerateJobParams {}).value(QStringLiteral("long")).toBool(true));
    TrainJobParams training;
    QVERIFY(!toJson(training).value(QStringLiteral("long")).toBool(true));
    training.params.isLong = true;
    QVERIFY(trainParamsFromJson(toJson(training))->params.isLong);
}

void TestLongStage::setsAreTold()
{
    const auto sets = trainingSets(*m_studio.studio);
    QVERIFY(sets && sets->size() == 1);
    QCOMPARE(sets->front().sounds, 0); // loops of four seconds are no one-shots
    QCOMPARE(sets->front().longSounds, 8);
    QVERIFY(!sets->front().hasModel && sets->front().hasLongModel);
    Stem stem = row(m_ids[0]);
    stem.soundClass = SoundClass::OneShot;
    stem.durationS = 1.4;
    QCOMPARE(QString::fromLatin1(trainingRefusal(stem, 0.0, true)), QStringLiteral("too short"));
    stem.durationS = 1.6; // a pad
    QVERIFY(trainingRefusal(stem, 0.0, true) == nullptr);
    TrainJobParams params;
    params.category = Category::Drums;
    params.params.isLong = true;
    const auto flight = trainingPreflight(*m_studio.studio, params);
    QVERIFY(flight && flight->refusal.isEmpty());
    QCOMPARE(flight->used, 8);
}

void TestLongStage::modelsAreListedApart()
{
    const auto models = dreamModels(*m_studio.studio);
    QCOMPARE(models.size(), std::size_t {1});
    QVERIFY(models[0].isLong);
    QVERIFY(models[0].category == Category::Drums);
    QCOMPARE(models[0].sounds, 8);
    QCOMPARE(models[0].latentDim, 32);
}

void TestLongStage::loopsEnterTheLibrary()
{
    GenerateJobParams params;
    params.category = Category::Drums;
    params.isLong = true;
    params.params.count = 1;
    params.params.bars = 1.0;
    params.params.bpm = 100.0;
    params.params.creativity = 1.0;
    params.params.temperature = 1.5;
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    const Stem stem = row(outcome->stems[0].id);
    QVERIFY(stem.soundClass == SoundClass::Loop);
    QCOMPARE(*stem.descriptors.bpm, 100.0);
    QCOMPARE(stem.descriptors.bars, 1.0);
    QCOMPARE(stem.frames, 105840);
    QVERIFY(QFileInfo(toQt(stem.path))
                .fileName()
                .startsWith(QStringLiteral("drums_100bpm_loop_dream_1_1")));
    QVERIFY(stem.descriptors.edgeStep < 0.1); // of the peak
}

/// At 128 bpm a loop of 8 bars lasts 15 s; it turns twice in the 16 bars of the gap.
void TestLongStage::gapsThatLoopGetALongSound()
{
    const music::Plan plan = planWithGap("drums", 128.0);
    TaskContext task;
    const auto made = dreamForGap(*m_studio.studio, plan, 3, 5, task);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    const Stem stem = row(*made);
    QVERIFY(stem.source == Source::Generated && stem.category == Category::Drums);
    QVERIFY(stem.soundClass == SoundClass::Loop);
    QCOMPARE(*stem.descriptors.bpm, 128.0);
    QCOMPARE(stem.descriptors.bars, 8.0);
    QCOMPARE(stem.frames, 720000); // 8 · 4 · 60 / 128 s at 48 kHz
    CandidateBook book(*m_studio.studio);
    const auto candidate = book.candidate(*made);
    QVERIFY(candidate.has_value());
    const auto sound = music::soundFor(plan, 2, *candidate);
    QVERIFY2(sound.has_value(), sound ? "" : sound.error().message.c_str());
    QVERIFY(sound->isLoop);
    QCOMPARE(sound->loopBars, 8);
    QVERIFY(std::abs(sound->stretch - 1.0) < 1e-6);
    const auto filled = music::applyEdit(plan, music::SwapSound {{3}, *sound, false});
    QVERIFY(filled.has_value());
    QCOMPARE(filled->lanes[0].clips[0].events.size(), std::size_t {1});
    QCOMPARE(filled->lanes[0].clips[0].events[0].lengthBeats, 64.0);
}

void TestLongStage::gapsSayWhichModelIsMissing()
{
    TaskContext task;
    struct Case
    {
        const char* role;
        Category category;
        const char* id;
    };
    for (const Case& one : {Case {"pad", Category::Pad, "pad"},
                            {"hat", Category::Hihat, "hihat"},
                            {"texture", Category::Texture, "texture"}}) {
        const music::Plan plan = planWithGap(one.role, 128.0);
        QVERIFY(gapCategory(plan.lanes[0]) == one.category);
        const auto made = dreamForGap(*m_studio.studio, plan, 3, 5, task);
        QVERIFY(!made && made.error().code == ErrorCode::ModelMissing);
        QVERIFY2(made.error().message.find(std::string("'") + one.id + "'") != std::string::npos,
                 made.error().message.c_str());
    }
    // A lane of single strokes takes no loop where only that can be made.
    music::Plan plan = planWithGap("perc", 128.0);
    QVERIFY(!dreamForGap(*m_studio.studio, plan, 3, 5, task));
    QVERIFY(!dreamForGap(*m_studio.studio, plan, 99, 5, task));
}

void TestLongStage::redreamsAreTheSame_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("channels");
    QTest::addRow("random") << int(nn::DreamMode::Random) << 1;
    QTest::addRow("random, wide") << int(nn::DreamMode::Random) << 2;
    QTest::addRow("variation") << int(nn::DreamMode::Variation) << 1;
    QTest::addRow("interpolated") << int(nn::DreamMode::Interpolated) << 1;
}

void TestLongStage::redreamsAreTheSame()
{
    QFETCH(int, mode);
    QFETCH(int, channels);
    GenerateJobParams params;
    params.category = Category::Drums;
    params.isLong = true;
    params.params.mode = static_cast<nn::DreamMode>(mode);
    params.params.count = 1;
    params.params.channels = channels;
    params.params.creativity = 0.8;
    params.params.seed = 3;
    if (params.params.mode == nn::DreamMode::Variation) {
        params.anchors = {m_ids[2]};
    } else if (params.params.mode == nn::DreamMode::Interpolated) {
        params.anchors = {m_ids[2], m_ids[5]};
    }
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    // The anchor's tempo is told otherwise now; the dream is of what it was.
    db::StemRepository stems(m_studio.studio->database());
    QVERIFY(stems.setGrid({m_ids[2]}, {95.0, 0.0, 0.0, 4}).has_value());
    TaskContext task;
    const auto again = redream(*m_studio.studio, outcome->stems[0].id, task);
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QVERIFY2(again->isSame, qPrintable(QString::number(again->differenceDb)));
    QVERIFY(stems.setGrid({m_ids[2]}, {120.0, 0.0, 0.0, 4}).has_value());
}

void TestLongStage::wordsAreRefused()
{
    GenerateJobParams params;
    params.category = Category::Drums;
    params.isLong = true;
    params.text = QStringLiteral("darker");
    QCOMPARE(dream(params).error().code, ErrorCode::BadInput);
    params.text.clear();
    params.category = Category::Pad;
    QCOMPARE(dream(params).error().code, ErrorCode::ModelMissing);
}

/// Of a model that is named its file tells what it is of, not the switch.
void TestLongStage::namedModelsTellWhatTheyAreOf()
{
    GenerateJobParams params;
    params.category = Category::Drums;
    params.model = m_studio.studio->modelsFolder() + QStringLiteral("/drums_long_vae.pt");
    params.params.bars = 2.0;
    params.params.count = 1;
    params.params.creativity = 1.0;
    QVERIFY(dream(params).has_value());
}

QTEST_GUILESS_MAIN(TestLongStage)
#include "tst_longstage.moc"
