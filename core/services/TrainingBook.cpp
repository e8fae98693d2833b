#include "core/services/TrainingBook.h"

#include "core/db/JobRepository.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/LongFacts.h"
#include "core/services/RunFiles.h"
#include "core/services/TrainSet.h"
#include "core/services/TrainingJson.h"
#include "core/services/UseCaseJson.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

constexpr int kFewestSounds = 8; ///< as the network says
constexpr int kFewestLong = 4; ///< long sounds
constexpr int kFewestForNetwork = 60; ///< fewer: the analytic start alone
constexpr std::size_t kVectorBytes = 28422; ///< elements of a model's directions, about
constexpr int kMostComponents = 320;

/// From how many sounds on a set is good, thin, few.
struct HealthSteps
{
    int good;
    int thin;
    int few;
};
constexpr HealthSteps kShortSteps {64, 16, kFewestSounds};
constexpr HealthSteps kLongSteps {16, 8, kFewestLong};

SetHealth healthOf(int sounds, const HealthSteps& steps)
{
    return sounds >= steps.good ? SetHealth::Good
        : sounds >= steps.thin  ? SetHealth::Thin
        : sounds >= steps.few   ? SetHealth::Few
                                : SetHealth::Blocked;
}

int variantsOf(const nn::TrainParams& params, int sounds)
{
    return sounds < 50 ? std::min(8, 2 * params.augmentations) : params.augmentations;
}

/// Half seconds of long sounds, as many as a training takes.
int chunksOf(const std::vector<Stem>& stems)
{
    const double most = longTrainingSeconds(stems.size());
    double sum = 0;
    for (const Stem& stem : stems) {
        sum += std::max(1.0, std::min(stem.durationS, most) / 0.5 - 1.0);
    }
    return static_cast<int>(std::min(sum, 3000.0));
}

/// Seconds that a training costs on a machine like the one it was measured on, alone.
double plainSeconds(const nn::TrainParams& params, int sounds)
{
    const double variants = variantsOf(params, sounds);
    const double preparing = sounds * (0.030 + 0.010 * variants) / 2.0 + 0.5;
    const int epochs = sounds < kFewestForNetwork ? 0 : params.epochs;
    const double rows = sounds * (1.0 + variants);
    const double stepS = 0.0020 + 0.000055 * params.batchSize;
    const double steps = std::max(30.0, rows / params.batchSize);
    const double listening = 0.5 * (2.0 + epochs / 10.0);
    return preparing + epochs * steps * stepS + listening;
}

/// Half way between the earliest epoch that patience allows to stop at and the last.
int likelyEpochs(const nn::TrainParams& params)
{
    const int earliest = std::min(params.epochs, params.epochs / 5 + params.patience);
    return (earliest + params.epochs) / 2;
}

/// What this machine's last runs took over what was expected of them.
double paceOf(const std::vector<db::TrainingRun>& runs)
{
    std::vector<double> ratios;
    for (auto run = runs.rbegin(); run != runs.rend() && ratios.size() < 5; ++run) {
        const auto params = parseJsonObject(QByteArray::fromStdString(run->params));
        const auto report = parseJsonObject(QByteArray::fromStdString(run->report));
        if (run->state != "done" || !params || !report) {
            continue;
        }
        const auto stored = trainParamsFromJson(*params);
        const double seconds = static_cast<double>(run->finishedAtMs - run->startedAtMs) / 1000.0;
        const int used = report->value(QStringLiteral("dataset"))
                             .toObject()
                             .value(QStringLiteral("used"))
                             .toInt();
        const int epochs = report->value(QStringLiteral("epochs")).toInt();
        // Of long sounds the report counts wholes, not the pieces that took the time.
        if (stored && !stored->params.isLong && used > 0 && seconds > 0.0) {
            nn::TrainParams done = stored->params;
            done.epochs = epochs;
            ratios.push_back(seconds / plainSeconds(done, used));
        }
    }
    if (ratios.empty()) {
        return QThread::idealThreadCount() < 2 ? 1.6 : 1.0;
    }
    std::sort(ratios.begin(), ratios.end());
    return std::clamp(ratios[ratios.size() / 2], 0.2, 20.0);
}

std::optional<JobRecord> jobOf(Studio& studio, const db::TrainingRun& run)
{
    if (run.jobId == 0) {
        return std::nullopt;
    }
    const auto job = db::JobRepository(studio.database()).byId(run.jobId);
    return job ? std::optional(*job) : std::nullopt;
}

/// A run that is open stands as its job does.
QString stateOf(const db::TrainingRun& run, const std::optional<JobRecord>& job)
{
    if (run.state != "running") {
        return toQt(run.state);
    }
    if (run.jobId != 0 && !job) {
        return QStringLiteral("cancelled");
    }
    if (!job) {
        return QStringLiteral("running");
    }
    switch (job->state) {
    case JobState::Paused:
        return QStringLiteral("paused");
    case JobState::Cancelled:
        return QStringLiteral("cancelled");
    case JobState::Failed:
        return QStringLiteral("failed");
    case JobState::Queued:
    case JobState::Running:
    case JobState::Done:
        break;
    }
    return QStringLiteral("running");
}

QString errorOf(const db::TrainingRun& run, const std::optional<JobRecord>& job)
{
    if (job && !job->errorMessage.empty()) {
        return toQt(job->errorMessage);
    }
    const auto report = parseJsonObject(QByteArray::fromStdString(run.report));
    return report ? report->value(QStringLiteral("error"))
                        .toObject()
                        .value(QStringLiteral("message"))
                        .toString()
                  : QString();
}

Result<RunSummary> summaryOf(Studio& studio, const db::TrainingRun& run)
{
    RunSummary out;
    const auto job = jobOf(studio, run);
    out.id = run.id;
    out.job = job ? job->id : 0;
    out.category = categoryFromId(run.category).value_or(Category::Other);
    out.state = stateOf(run, job);
    out.error = errorOf(run, job);
    out.startedAt = QDateTime::fromMSecsSinceEpoch(run.startedAtMs);
    out.isStarred = run.isStarred;
    out.modelPath = QFileInfo::exists(toQt(run.modelPath)) ? toQt(run.modelPath) : QString();
    const auto stored = parseJsonObject(QByteArray::fromStdString(run.params));
    const auto params
        = stored ? trainParamsFromJson(*stored) : Result<TrainJobParams> {propagate(stored)};
    if (params) {
        out.params = *params;
        out.preset = presetOf(params->params);
        out.wantedEpochs = params->params.epochs;
    }
    const auto report = parseJsonObject(QByteArray::fromStdString(run.report));
    if (report) {
        out.sounds = report->value(QStringLiteral("dataset"))
                         .toObject()
                         .value(QStringLiteral("used"))
                         .toInt();
    }
    const auto digest = db::RunRepository(studio.database()).digest(run.id);
    if (!digest) {
        return propagate(digest);
    }
    out.epochs = digest->epochs;
    out.bestEpoch = digest->bestEpoch;
    out.bestValue = digest->bestValidation;
    out.spectralDb = digest->spectralDb;
    const auto last = parseJsonObject(QByteArray::fromStdString(digest->lastDetails));
    out.elapsedS = last ? last->value(QStringLiteral("elapsed_s")).toDouble() : 0.0;
    return out;
}

Result<db::TrainingRun> endedRun(Studio& studio, db::RunRepository& runs, qint64 id)
{
    auto run = runs.run(id);
    if (!run) {
        return run;
    }
    const QString state = stateOf(*run, jobOf(studio, *run));
    if (state == u"running" || state == u"paused") {
        return fail(ErrorCode::Busy,
                    "run " + std::to_string(id) + " is still " + toStd(state)
                        + "; end or discard it first");
    }
    return run;
}

} // namespace

Result<std::vector<TrainingSet>> trainingSets(Studio& studio)
{
    auto stems = db::StemRepository(studio.database()).all();
    if (!stems) {
        return propagate(stems);
    }
    std::map<Category, int> counts;
    std::map<Category, int> longCounts;
    for (const Stem& stem : *stems) {
        if (stem.source == Source::Generated || stem.source == Source::Track) {
            continue;
        }
        const double quality = TrainJobParams {}.minQuality;
        counts[stem.category] += trainingRefusal(stem, quality) == nullptr;
        longCounts[stem.category] += trainingRefusal(stem, quality, true) == nullptr;
    }
    std::vector<TrainingSet> out;
    for (const auto& [category, count] : counts) {
        const auto hasModel = [&](bool isLong) {
            return QFileInfo::exists(RunFiles::modelFile(studio.modelsFolder(), category, isLong));
        };
        const int longCount = longCounts[category];
        out.push_back({category, count, healthOf(count, kShortSteps), hasModel(false), longCount,
                       hasModel(true), healthOf(longCount, kLongSteps)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.sounds > b.sounds; });
    return out;
}

Result<Preflight> trainingPreflight(Studio& studio, const TrainJobParams& params)
{
    auto candidates = trainCandidates(studio, params);
    if (!candidates) {
        return propagate(candidates);
    }
    const auto runs = db::RunRepository(studio.database()).runs();
    if (!runs) {
        return propagate(runs);
    }
    Preflight out;
    out.used = static_cast<int>(candidates->used.size());
    out.total = out.used;
    for (const auto& group : candidates->dropped) {
        out.total += static_cast<int>(group.stems.size());
    }
    out.dropped = std::move(candidates->dropped);
    const bool isLong = params.params.isLong;
    out.fewest = isLong ? kFewestLong : kFewestSounds;
    if (out.used < out.fewest) {
        out.refusal = QStringLiteral("training needs at least %1 usable sounds; there are %2")
                          .arg(out.fewest)
                          .arg(out.used);
    }
    // A long sound is as much work as the chunks that it becomes.
    const int pieces = isLong ? chunksOf(candidates->used) : out.used;
    nn::TrainParams likely = params.params;
    likely.epochs = likelyEpochs(likely);
    out.predictedS = plainSeconds(likely, pieces) * paceOf(*runs);
    const int rows = pieces * (1 + variantsOf(params.params, pieces));
    const qint64 components = std::clamp(rows - 1, 1, kMostComponents);
    const qint64 latent = params.params.latentDim;
    constexpr qint64 kHidden = 384;
    const qint64 weights = kHidden * (2 * components + 3 * latent + 2 * kHidden);
    out.predictedBytes = static_cast<qint64>(kVectorBytes) * (2 * components + 4)
        + 4 * (weights + latent * latent + qint64 {pieces} * (2 * latent + 24));
    return out;
}

Result<std::vector<RunSummary>> trainingRuns(Studio& studio)
{
    const auto runs = db::RunRepository(studio.database()).runs();
    if (!runs) {
        return propagate(runs);
    }
    std::vector<RunSummary> out;
    for (auto run = runs->rbegin(); run != runs->rend(); ++run) {
        auto summary = summaryOf(studio, *run);
        if (!summary) {
            return propagate(summary);
        }
        out.push_back(std::move(*summary));
    }
    return out;
}

bool areLossesComparable(const std::vector<RunSummary>& runs)
{
    return std::all_of(runs.begin(), runs.end(), [&runs](const RunSummary& run) {
        const TrainJobParams& a = run.params;
        const TrainJobParams& b = runs.front().params;
        return run.category == runs.front().category && run.sounds == runs.front().sounds
            && a.joint == b.joint && a.data == b.data && a.dataText == b.dataText
            && a.sounds == b.sounds && a.minQuality == b.minQuality
            && a.params.isLong == b.params.isLong && a.params.detail == b.params.detail
            && a.params.latentDim == b.params.latentDim
            && a.params.augmentations == b.params.augmentations
            && a.params.validationShare == b.params.validationShare;
    });
}

Result<std::vector<nn::EpochPoint>> runCurve(Studio& studio, qint64 run)
{
    const auto points = db::RunRepository(studio.database()).points(run);
    if (!points) {
        return propagate(points);
    }
    std::vector<nn::EpochPoint> out;
    for (const auto& point : *points) {
        out.push_back(epochPointOf(point));
    }
    return out;
}

Result<> starRun(Studio& studio, qint64 run, bool isStarred)
{
    return db::RunRepository(studio.database()).starRun(run, isStarred);
}

Result<> removeRun(Studio& studio, qint64 run)
{
    db::RunRepository runs(studio.database());
    if (auto ended = endedRun(studio, runs, run); !ended) {
        return propagate(ended);
    }
    if (auto removed = runs.removeRun(run); !removed) {
        return removed;
    }
    QDir(studio.runFolder(run)).removeRecursively();
    return {};
}

namespace {

bool isOfLong(const db::TrainingRun& run)
{
    const auto params = parseJsonObject(QByteArray::fromStdString(run.params));
    return params && params->value(QStringLiteral("long")).toBool();
}

} // namespace

Result<> useRun(Studio& studio, qint64 run)
{
    db::RunRepository runs(studio.database());
    const auto ended = endedRun(studio, runs, run);
    if (!ended) {
        return propagate(ended);
    }
    const Category category = categoryFromId(ended->category).value_or(Category::Other);
    const QString folder = studio.runFolder(run);
    const bool isLong = isOfLong(*ended);
    if (!QFileInfo::exists(RunFiles::modelFile(folder, category, isLong))) {
        return fail(ErrorCode::NotFound, "run " + std::to_string(run) + " has left no model");
    }
    if (auto made = makeFolder(studio.modelsFolder()); !made) {
        return made;
    }
    if (auto done = installFile(RunFiles::modelFile(folder, category, isLong),
                                RunFiles::modelFile(studio.modelsFolder(), category, isLong));
        !done) {
        return done;
    }
    return installFile(RunFiles::cardFile(folder, category, isLong),
                       RunFiles::cardFile(studio.modelsFolder(), category, isLong));
}

Result<std::vector<RunNote>> runNotes(Studio& studio, qint64 run)
{
    const auto remarks = db::RunRepository(studio.database()).remarks(run);
    if (!remarks) {
        return propagate(remarks);
    }
    std::vector<RunNote> out;
    for (const auto& remark : *remarks) {
        out.push_back({remark.epoch, toQt(remark.text)});
    }
    return out;
}

Result<> addRunNote(Studio& studio, qint64 run, const RunNote& note)
{
    return db::RunRepository(studio.database()).addRemark(run, {note.epoch, toStd(note.text), 0});
}

Result<std::vector<RunProbe>> runProbes(Studio& studio, qint64 run)
{
    const QString folder = studio.runFolder(run);
    const auto sounds = RunFiles::probeSounds(folder);
    static const QRegularExpression pattern(
        QStringLiteral("^p(\\d{1,2})_(?:e(\\d{1,6})|original)\\.flac$"));
    std::map<int, RunProbe> probes;
    db::StemRepository stems(studio.database());
    for (const QString& file : QDir(folder).entryList({QStringLiteral("p*.flac")}, QDir::Files)) {
        const auto match = pattern.match(file);
        if (!match.hasMatch()) {
            continue;
        }
        const int number = match.captured(1).toInt();
        RunProbe& probe = probes[number];
        probe.probe = number;
        const QString path = folder + u'/' + file;
        if (match.captured(2).isEmpty()) {
            probe.originalPath = path;
        } else {
            probe.epochs.emplace_back(match.captured(2).toInt(), path);
        }
    }
    std::vector<RunProbe> out;
    for (auto& [number, probe] : probes) {
        std::sort(probe.epochs.begin(), probe.epochs.end());
        const auto sound = sounds.find(number);
        probe.stem = sound == sounds.end() ? 0 : sound->second;
        if (probe.stem != 0) {
            const auto stem = stems.byId(probe.stem);
            probe.name = stem ? toQt(stem->name) : QStringLiteral("#%1").arg(probe.stem);
        }
        out.push_back(std::move(probe));
    }
    return out;
}

Result<> exportRunCsv(Studio& studio, qint64 run, const QString& path)
{
    const auto curve = runCurve(studio, run);
    if (!curve) {
        return propagate(curve);
    }
    QByteArray text = "epoch,train,validation,reconstruction,kl,active_dimensions,learning_rate,"
                      "examples_per_s,gradient_norm,spectral_distance_db,elapsed_s,steps,"
                      "memory_bytes,event\n";
    for (const auto& p : *curve) {
        const auto put = [&text](const QByteArray& value) { text += value + ','; };
        const auto number = [](double value) { return QByteArray::number(value, 'g', 12); };
        put(QByteArray::number(p.epoch));
        for (const double value : {p.train, p.validation, p.reconstruction, p.kl}) {
            put(number(value));
        }
        put(QByteArray::number(p.activeDimensions));
        for (const double value : {p.learningRate, p.examplesPerS, p.gradientNorm}) {
            put(number(value));
        }
        put(p.spectralDistance < 0.0 ? QByteArray() : number(p.spectralDistance));
        put(number(p.elapsedS));
        put(QByteArray::number(qint64 {p.steps}));
        put(QByteArray::number(qint64 {p.memoryBytes}));
        text += QByteArray::fromStdString(p.event) + '\n';
    }
    return writeFile(path, text, false);
}

} // namespace nde::services
