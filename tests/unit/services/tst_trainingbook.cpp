#include "../nn/SyntheticKicks.h"
#include "ServiceFixtures.h"
#include "core/db/CollectionRepository.h"
#include "core/db/JobRepository.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/JobService.h"
#include "core/services/RunFiles.h"
#include "core/services/TrainSet.h"
#include "core/services/TrainingBook.h"
#include "core/services/UseCaseJson.h"
#include "tests/support/Patience.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QSignalSpy>

#include <cmath>
#include <functional>
#include <limits>

using namespace nde;
using namespace nde::services;
using nde::services::test::TestStudio;

namespace {

/// Kicks as files of the library.
std::vector<StemId> addKicks(TestStudio& place, int first, int count)
{
    std::vector<StemId> out;
    db::StemRepository stems(place.studio->database());
    for (int i = first; i < first + count; ++i) {
        const QString folder = place.file(QStringLiteral("pack%1").arg(i % 5));
        QDir().mkpath(folder);
        const QString path = QStringLiteral("%1/kick%2.wav").arg(folder).arg(i);
        const auto audio = nde::test::syntheticKick(i);
        if (!audio::writeAudio(toPath(path), audio)) {
            return {};
        }
        Stem stem;
        stem.name = "kick" + std::to_string(i);
        stem.path = toStd(path);
        stem.category = Category::Kick;
        stem.soundClass = SoundClass::OneShot;
        stem.durationS = 0.5;
        stem.contentHash = "content" + std::to_string(i);
        stem.licence = "CC0";
        const auto id = stems.insert(stem);
        out.push_back(id ? *id : 0);
    }
    return out;
}

TrainJobParams smallJob(int epochs)
{
    TrainJobParams params;
    params.params.latentDim = 32;
    params.params.epochs = epochs;
    params.params.augmentations = 0;
    params.params.patience = 1000;
    return params;
}

nn::EpochPoint point(int epoch, double train, double validation)
{
    nn::EpochPoint out;
    out.epoch = epoch;
    out.train = train;
    out.validation = validation;
    out.kl = 40.0;
    out.activeDimensions = 60;
    out.elapsedS = 2.0 * epoch;
    return out;
}

/// Values at epochs 0, 1, 2 …; train falls by one an epoch.
std::vector<nn::EpochPoint> curveOf(const std::vector<double>& validation)
{
    std::vector<nn::EpochPoint> out;
    for (std::size_t i = 0; i < validation.size(); ++i) {
        out.push_back(point(static_cast<int>(i), 200.0 - static_cast<double>(i), validation[i]));
    }
    return out;
}

std::vector<double> falling(int count)
{
    std::vector<double> out;
    for (int i = 0; i < count; ++i) {
        out.push_back(200.0 - i);
    }
    return out;
}

/// Train jobs of one studio run to their end in this thread, or until they are to stop.
Result<QJsonObject> runJob(
    TestStudio& place, const TrainJobParams& params,
    const std::function<bool()>& isToStop = [] { return false; })
{
    TaskContext task {[](double, std::string_view) {}, isToStop};
    return runJobInPlace(
        place.studio, "train", QStringLiteral("kick"), toJson(params),
        [&](JobId job, TaskContext& inner) -> Result<QJsonObject> {
            const auto outcome = trainCategory(*place.studio, params, job, {}, inner);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        },
        task);
}

/// Whether a job of the studio has left the state of its training.
bool hasTrainingState(const TestStudio& place)
{
    QDirIterator files(place.studio->root() + QStringLiteral("/.dream/tmp"),
                       {QStringLiteral("training.bin")}, QDir::Files, QDirIterator::Subdirectories);
    return files.hasNext();
}

} // namespace

class TestTrainingBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void verdictTellsTimeLeft();
    void parametersSurviveJson();
    void candidatesHaveReasons();
    void setsAndPreflight();
    void fewSoundsGiveALinearModel();
    void interruptedRunsGoOnWithTheSameBytes_data();
    void interruptedRunsGoOnWithTheSameBytes();
    void windowPausesAndEnds();
    void branchesStartFromAnEpoch();
};

void TestTrainingBook::verdicts_data()
{
    QTest::addColumn<QList<double>>("validation");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("since");
    const auto row = [](const char* name, std::vector<double> values, const char* state,
                        VerdictKind kind, int since) {
        QTest::addRow("%s", name) << QList<double>(values.begin(), values.end())
                                  << QString::fromLatin1(state) << static_cast<int>(kind) << since;
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    row("nothing yet", {}, "running", VerdictKind::WarmingUp, 0);
    row("first epochs", falling(10), "running", VerdictKind::WarmingUp, 0);
    row("falls", falling(40), "running", VerdictKind::Improving, 0);
    auto flat = falling(30);
    flat.resize(60, 171.0);
    row("flat", flat, "running", VerdictKind::Plateau, 29);
    auto rising = falling(30);
    for (int i = 1; i <= 12; ++i) {
        rising.push_back(171.0 + i);
    }
    row("rises while training falls", rising, "running", VerdictKind::Overfitting, 30);
    row("not a number", {200.0, 199.0, nan}, "running", VerdictKind::Diverged, 0);
    row("failed by numbers", {200.0, 199.0, nan}, "failed", VerdictKind::Diverged, 0);
    row("failed", falling(10), "failed", VerdictKind::Failed, 0);
    row("cancelled", falling(10), "cancelled", VerdictKind::Failed, 0);
    row("paused", falling(40), "paused", VerdictKind::Paused, 0);
    row("done", falling(40), "done", VerdictKind::Done, 0);
    row("done without an epoch", {200.0}, "done", VerdictKind::LinearOnly, 0);
}

void TestTrainingBook::verdicts()
{
    QFETCH(QList<double>, validation);
    QFETCH(QString, state);
    QFETCH(int, kind);
    QFETCH(int, since);
    nn::TrainParams params;
    const auto curve = curveOf({validation.begin(), validation.end()});
    const Verdict verdict = verdictOf(curve, params, state);
    QCOMPARE(static_cast<int>(verdict.kind), kind);
    QCOMPARE(verdict.sinceEpoch, since);
    QCOMPARE(verdict.dimensions, 128);

    // What is the same with any curve that goes on.
    if (curve.size() > 25 && state == u"running") {
        auto collapsed = curve;
        collapsed.back().activeDimensions = 4;
        QVERIFY(verdictOf(collapsed, params, state).kind == VerdictKind::Collapsed);
        collapsed.back().activeDimensions = 60;
        collapsed.back().kl = 1.9;
        QVERIFY(verdictOf(collapsed, params, state).kind == VerdictKind::Collapsed);
        auto rolled = curve;
        rolled.back().event = "rolled_back";
        QVERIFY(verdictOf(rolled, params, state).kind == VerdictKind::RolledBack);
    }
}

void TestTrainingBook::verdictTellsTimeLeft()
{
    nn::TrainParams params;
    const Verdict verdict = verdictOf(curveOf(falling(41)), params, QStringLiteral("running"));
    QCOMPARE(verdict.secondsLeft, 120.0); // 60 epochs of 2 s
    QCOMPARE(verdict.bestEpoch, 40);
    QCOMPARE(verdict.activeDimensions, 60);
    auto rising = falling(30);
    rising.insert(rising.end(), 5, 171.0 * 1.05);
    const Verdict over = verdictOf(curveOf(rising), params, QStringLiteral("running"));
    QVERIFY(over.kind == VerdictKind::Overfitting);
    QVERIFY(std::abs(over.risePercent - 5.0) < 1e-9);
}

void TestTrainingBook::parametersSurviveJson()
{
    TrainJobParams params = smallJob(7);
    params.joint = {Category::Snare, Category::Tom};
    params.data = TrainDataKind::Filter;
    params.dataText = QStringLiteral("dark -loop");
    params.sounds = {3, 4};
    params.usesTaste = true;
    params.branchOf = 12;
    params.branchEpoch = 30;
    params.params.seed = 18446744073709551615ULL;
    const auto read = trainParamsFromJson(toJson(params));
    QVERIFY(read.has_value());
    QVERIFY(toJson(*read) == toJson(params));
    QCOMPARE(read->params.seed, params.params.seed);
    auto bad = toJson(params);
    bad.insert(QStringLiteral("joint"), QJsonArray {QStringLiteral("nonsense")});
    QVERIFY(trainParamsFromJson(bad).error().code == ErrorCode::BadInput);
}

void TestTrainingBook::candidatesHaveReasons()
{
    TestStudio place;
    const auto kicks = addKicks(place, 0, 12);
    db::StemRepository stems(place.studio->database());
    const auto change = [&](std::size_t index, auto edit) {
        auto stem = stems.byId(kicks[index]);
        QVERIFY(stem.has_value());
        edit(*stem);
        stem->id = 0;
        stem->name += "x";
        QVERIFY(stems.insert(*stem).has_value());
    };
    change(0, [](Stem& s) { s.path = "/nowhere/a.wav"; });
    change(1, [](Stem& s) { s.contentHash = "content2"; });
    change(2, [](Stem& s) {
        s.contentHash = "q";
        s.analyserVersion = "1";
        s.quality = 0.1;
    });
    change(3, [](Stem& s) {
        s.contentHash = "l";
        s.durationS = 7.0;
    });
    change(4, [](Stem& s) {
        s.contentHash = "g";
        s.source = Source::Generated;
    });
    change(5, [](Stem& s) {
        s.contentHash = "s";
        s.category = Category::Snare;
    });
    TrainJobParams params;
    auto found = trainCandidates(*place.studio, params);
    QVERIFY(found.has_value());
    QCOMPARE(found->used.size(), std::size_t {12});
    QStringList reasons;
    for (const auto& group : found->dropped) {
        QCOMPARE(group.stems.size(), std::size_t {1});
        reasons << group.reason;
    }
    reasons.sort();
    QCOMPARE(reasons,
             QStringList({QStringLiteral("duplicate"), QStringLiteral("low quality"),
                          QStringLiteral("missing"), QStringLiteral("not a one-shot")}));

    // Two seconds of a phrase may be a hit that rings; of a loop they are several.
    auto hit = stems.byId(kicks[0]);
    hit->durationS = 1.9;
    hit->soundClass = SoundClass::Phrase;
    QVERIFY(trainingRefusal(*hit, 0.0, false) == nullptr);
    hit->soundClass = SoundClass::Loop;
    QCOMPARE(QString::fromLatin1(trainingRefusal(*hit, 0.0, false)),
             QStringLiteral("not a one-shot"));
    hit->soundClass = SoundClass::OneShot;
    QVERIFY(trainingRefusal(*hit, 0.0, false) == nullptr);

    params.joint = {Category::Snare};
    QCOMPARE(trainCandidates(*place.studio, params)->used.size(), std::size_t {13});
    params.joint.clear();
    QVERIFY(stems.setTags(kicks[7], {"dark"}));
    params.data = TrainDataKind::Collection;
    params.dataText = QStringLiteral("Dark");
    found = trainCandidates(*place.studio, params);
    QCOMPARE(found->used.size(), std::size_t {1});
    QCOMPARE(found->used[0].id, kicks[7]);
    // A collection of the name goes before a tag; a saved search holds what it finds.
    db::CollectionRepository collections(place.studio->database());
    const auto byHand = collections.create("Dark", "");
    QVERIFY(byHand.has_value());
    QVERIFY(collections.add(*byHand, {kicks[1], kicks[2]}).has_value());
    QVERIFY(collections.create("Marked ones", "tag:dark").has_value());
    QCOMPARE(trainCandidates(*place.studio, params)->used.size(), std::size_t {2});
    params.dataText = QStringLiteral("marked ones");
    found = trainCandidates(*place.studio, params);
    QCOMPARE(found->used.size(), std::size_t {1});
    QCOMPARE(found->used[0].id, kicks[7]);
    params.data = TrainDataKind::Filter;
    params.dataText = QStringLiteral("in:Dark -tag:dark");
    QCOMPARE(trainCandidates(*place.studio, params)->used.size(), std::size_t {2});
    params.dataText = QStringLiteral("kick3");
    QCOMPARE(trainCandidates(*place.studio, params)->used.size(), std::size_t {1});
    params.data = TrainDataKind::Sounds;
    params.sounds = {kicks[1], kicks[2], 4711};
    found = trainCandidates(*place.studio, params);
    QCOMPARE(found->used.size(), std::size_t {2});
    QCOMPARE(found->dropped[0].reason, QStringLiteral("missing"));
    params.data = TrainDataKind::Filter;
    params.dataText.clear();
    QVERIFY(trainCandidates(*place.studio, params).error().code == ErrorCode::BadInput);
}

void TestTrainingBook::setsAndPreflight()
{
    TestStudio place;
    addKicks(place, 0, 7);
    auto sets = trainingSets(*place.studio);
    QVERIFY(sets.has_value());
    QCOMPARE(sets->size(), std::size_t {1});
    QVERIFY((*sets)[0].health == SetHealth::Blocked);
    auto preflight = trainingPreflight(*place.studio, TrainJobParams {});
    QVERIFY(preflight && !preflight->refusal.isEmpty());
    addKicks(place, 7, 1);
    QVERIFY((*trainingSets(*place.studio))[0].health == SetHealth::Few);
    addKicks(place, 8, 8);
    QVERIFY((*trainingSets(*place.studio))[0].health == SetHealth::Thin);
    preflight = trainingPreflight(*place.studio, TrainJobParams {});
    QVERIFY(preflight && preflight->refusal.isEmpty());
    QCOMPARE(preflight->used, 16);
    QCOMPARE(preflight->total, 16);
    QVERIFY(preflight->predictedS > 0.0 && preflight->predictedS < 600.0);
    QVERIFY(preflight->predictedBytes > 1'000'000 && preflight->predictedBytes < 50'000'000);
}

void TestTrainingBook::fewSoundsGiveALinearModel()
{
    TestStudio place;
    addKicks(place, 0, 9);
    TaskContext task;
    const auto outcome = trainCategory(*place.studio, smallJob(5), 0, {}, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QVERIFY(QFileInfo::exists(outcome->modelPath));
    QVERIFY(QFileInfo::exists(outcome->cardPath));
    const auto runs = trainingRuns(*place.studio);
    QVERIFY(runs && runs->size() == 1);
    const RunSummary& run = runs->front();
    QCOMPARE(run.state, QStringLiteral("done"));
    QCOMPARE(run.sounds, 9);
    QCOMPARE(run.epochs, 0);
    QCOMPARE(run.wantedEpochs, 5);
    QVERIFY(QFileInfo::exists(run.modelPath) && run.modelPath != outcome->modelPath);
    const auto curve = runCurve(*place.studio, run.id);
    QVERIFY(curve && curve->size() == 1);
    QCOMPARE(curve->front().klPerDimension.size(), std::size_t {32});
    QVERIFY(curve->front().spectralDistance > 0.0 && curve->front().spectralDistance < 20.0);
    QCOMPARE(run.spectralDb, curve->front().spectralDistance);
    RunSummary finer = run;
    QVERIFY(areLossesComparable({run, finer}));
    finer.params.params.detail /= 2.0;
    QVERIFY(!areLossesComparable({run, finer}));
    QVERIFY(verdictOf(*curve, run.params.params, run.state).kind == VerdictKind::LinearOnly);

    const auto probes = runProbes(*place.studio, run.id);
    QVERIFY(probes && probes->size() == 16);
    for (const RunProbe& probe : *probes) {
        QCOMPARE(probe.epochs.size(), std::size_t {1});
        QCOMPARE(probe.epochs[0].first, 0);
        QVERIFY(QFileInfo(probe.epochs[0].second).size() <= 25'000);
        QCOMPARE(probe.originalPath.isEmpty(), probe.probe >= 8);
        QCOMPARE(probe.name.startsWith(QStringLiteral("kick")), probe.probe < 8);
    }
    QVERIFY(starRun(*place.studio, run.id, true));
    QVERIFY(addRunNote(*place.studio, run.id, {0, QStringLiteral("dull")}));
    QCOMPARE(runNotes(*place.studio, run.id)->front().text, QStringLiteral("dull"));
    QVERIFY(trainingRuns(*place.studio)->front().isStarred);
    const QString csv = place.file(QStringLiteral("curve.csv"));
    QVERIFY(exportRunCsv(*place.studio, run.id, csv));
    QCOMPARE(readFile(csv)->count('\n'), 2);
    QVERIFY(exportRunCsv(*place.studio, run.id, csv).error().code == ErrorCode::Exists);
    QFile::remove(outcome->modelPath);
    QVERIFY(useRun(*place.studio, run.id));
    QCOMPARE(toQt(*hashFile(outcome->modelPath)), toQt(outcome->report.modelHash));
    QVERIFY(removeRun(*place.studio, run.id));
    QVERIFY(trainingRuns(*place.studio)->empty());
    QVERIFY(!QFileInfo::exists(place.studio->runFolder(run.id)));
    QVERIFY(QFileInfo::exists(outcome->modelPath));
    QVERIFY(useRun(*place.studio, run.id).error().code == ErrorCode::NotFound);
}

void TestTrainingBook::interruptedRunsGoOnWithTheSameBytes_data()
{
    QTest::addColumn<bool>("isDamaged");
    QTest::addRow("its state is whole") << false;
    QTest::addRow("its state is cut off: it starts again") << true;
}

void TestTrainingBook::interruptedRunsGoOnWithTheSameBytes()
{
    QFETCH(bool, isDamaged);
    TestStudio place;
    addKicks(place, 0, 66);
    const auto whole = runJob(place, smallJob(3));
    QVERIFY2(whole.has_value(), whole ? "" : whole.error().message.c_str());
    const QString hash = whole->value(QStringLiteral("model_hash")).toString();
    QVERIFY(!hash.isEmpty());
    const auto first = trainingRuns(*place.studio)->front();
    QCOMPARE(first.epochs, 3);

    // Once while the sounds are read, then twice in the middle of training.
    int left = 20;
    const std::vector<std::function<bool()>> stops {[&left] { return left-- <= 0; },
                                                    [&place] { return hasTrainingState(place); },
                                                    [&place] { return hasTrainingState(place); }};
    for (const auto& isToStop : stops) {
        const auto stopped = runJob(place, smallJob(3), isToStop);
        QVERIFY(!stopped);
        QVERIFY(stopped.error().code == ErrorCode::Cancelled);
        QCOMPARE(trainingRuns(*place.studio)->front().state, QStringLiteral("paused"));
    }
    QCOMPARE(trainingRuns(*place.studio)->size(), std::size_t {2});
    if (isDamaged) {
        const JobId job = trainingRuns(*place.studio)->front().job;
        const QString state = QStringLiteral("%1/.dream/tmp/job-%2/training.bin")
                                  .arg(place.studio->root())
                                  .arg(job);
        const auto bytes = readFile(state);
        QVERIFY(bytes.has_value());
        QVERIFY(writeFile(state, bytes->left(bytes->size() / 2), true));
    }
    const auto resumed = runJob(place, smallJob(3));
    QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().message.c_str());
    QCOMPARE(resumed->value(QStringLiteral("model_hash")).toString(), hash);
    const auto second = trainingRuns(*place.studio)->front();
    QCOMPARE(second.state, QStringLiteral("done"));
    const auto one = runCurve(*place.studio, first.id);
    const auto two = runCurve(*place.studio, second.id);
    QCOMPARE(one->size(), two->size());
    for (std::size_t i = 0; i < one->size(); ++i) {
        QCOMPARE((*one)[i].train, (*two)[i].train);
        QCOMPARE((*one)[i].validation, (*two)[i].validation);
        QVERIFY((*one)[i].klPerDimension == (*two)[i].klPerDimension);
    }
    const auto heard = runProbes(*place.studio, first.id);
    const auto again = runProbes(*place.studio, second.id);
    for (std::size_t i = 0; i < heard->size(); ++i) {
        for (std::size_t j = 0; j < (*heard)[i].epochs.size(); ++j) {
            QCOMPARE(*readFile((*heard)[i].epochs[j].second),
                     *readFile((*again)[i].epochs[j].second));
        }
    }
}

void TestTrainingBook::windowPausesAndEnds()
{
    TestStudio place;
    addKicks(place, 0, 62);
    JobService service(place.studio, true);
    QSignalSpy epochs(&service, &JobService::epochFinished);
    service.start();
    const auto job = service.enqueue(smallJob(1000));
    QVERIFY(job.has_value());
    QTRY_VERIFY_WITH_TIMEOUT(epochs.size() >= 3, 60000);
    QVERIFY(service.pause(*job));
    QTRY_VERIFY_WITH_TIMEOUT(service.job(*job)->state == JobState::Paused, 20000);
    QCOMPARE(trainingRuns(*place.studio)->front().state, QStringLiteral("paused"));
    QVERIFY(place.studio->hasLeftJob(*job));
    QVERIFY(service.pause(*job).error().code == ErrorCode::BadInput);
    const auto before = epochs.size();
    QVERIFY(service.resume(*job));
    QTRY_VERIFY_WITH_TIMEOUT(epochs.size() > before + 1, 60000);
    QVERIFY(service.finishEarly(*job));
    QTRY_VERIFY_WITH_TIMEOUT(service.job(*job)->state == JobState::Done, 60000);
    const auto run = trainingRuns(*place.studio)->front();
    QCOMPARE(run.state, QStringLiteral("done"));
    QVERIFY(run.epochs < 1000 && QFileInfo::exists(run.modelPath));
    QVERIFY(!place.studio->hasLeftJob(*job));
    QVERIFY(service.finishEarly(*job).error().code == ErrorCode::BadInput);
}

void TestTrainingBook::branchesStartFromAnEpoch()
{
    TestStudio place;
    addKicks(place, 0, 62);
    TaskContext task;
    TrainJobParams params = smallJob(2);
    const auto first = trainCategory(*place.studio, params, 0, {}, task);
    QVERIFY2(first.has_value(), first ? "" : first.error().message.c_str());
    params.branchOf = first->runId;
    params.branchEpoch = 2;
    params.params.epochs = 1;
    const auto second = trainCategory(*place.studio, params, 0, {}, task);
    QVERIFY2(second.has_value(), second ? "" : second.error().message.c_str());
    // Weights are kept of the start and of the best epoch; the branch begins with the latter.
    // Stored weights carry their units, which rounds their last bit.
    QVERIFY(std::abs(second->report.curve[0].train / first->report.best.train - 1.0) < 1e-7);
    params.params.latentDim = 64;
    QVERIFY(trainCategory(*place.studio, params, 0, {}, task).error().code == ErrorCode::BadInput);
    params.branchOf = 4711;
    QVERIFY(trainCategory(*place.studio, params, 0, {}, task).error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestTrainingBook)
#include "tst_trainingbook.moc"
