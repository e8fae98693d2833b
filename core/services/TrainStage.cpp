#include "core/audio/AudioFile.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace nde::services {
namespace {

/// The network models one-shots: longer sounds are loops whatever their class says.
constexpr double kMaxSeconds = 6.0;

struct TrainingSet
{
    std::vector<nn::TrainingSound> sounds;
    std::vector<nn::DroppedSound> dropped;
};

/// Why a row is no training material, or nothing.
const char* refusal(const Stem& stem, double minQuality)
{
    if (stem.isMissing || !QFileInfo::exists(toQt(stem.path))) {
        return "missing";
    }
    if (stem.durationS > kMaxSeconds
        || (stem.soundClass != SoundClass::OneShot && stem.durationS > 2.0)) {
        return "not a one-shot";
    }
    if (!stem.analyserVersion.empty() && stem.quality < minQuality) {
        return "low quality";
    }
    return nullptr;
}

/// Sounds of one recording or one pack must not stand on both sides of the validation split.
std::string groupOf(const Stem& stem)
{
    return stem.parentId != 0 ? "stem:" + std::to_string(stem.parentId)
                              : toStd(QFileInfo(toQt(stem.path)).absolutePath());
}

Result<TrainingSet> gather(Studio& studio, const TrainJobParams& params, TaskContext& task)
{
    auto rows = db::StemRepository(studio.database()).byCategory(params.category);
    if (!rows) {
        return propagate(rows);
    }
    TrainingSet set;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "training cancelled");
        }
        const Stem& stem = (*rows)[i];
        // Learning from its own dreams would narrow a model with every round.
        if (stem.source == Source::Generated || stem.source == Source::Track) {
            continue;
        }
        if (const char* reason = refusal(stem, params.minQuality); reason != nullptr) {
            set.dropped.push_back({stem.id, reason});
            continue;
        }
        auto audio = audio::readAudio(toPath(toQt(stem.path)), kMaxSeconds + 1.0);
        if (!audio) {
            set.dropped.push_back({stem.id, "unreadable"});
            continue;
        }
        set.sounds.push_back({stem.id, stem.contentHash, groupOf(stem), std::move(*audio)});
        task.progress(static_cast<double>(i + 1) / static_cast<double>(rows->size()), "reading");
    }
    return set;
}

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// Runs that a killed process left as running.
Result<> closeDeadRuns(db::RunRepository& runs)
{
    auto all = runs.runs();
    if (!all) {
        return propagate(all);
    }
    for (auto& run : *all) {
        if (run.state != "running") {
            continue;
        }
        const auto stored = parseJsonObject(QByteArray::fromStdString(run.params));
        const qint64 pid = stored ? stored->value(QStringLiteral("pid")).toInteger() : 0;
        const qint64 start = stored ? stored->value(QStringLiteral("start")).toInteger() : 0;
        if (start != 0 && processStartTicks(pid) == start) {
            continue;
        }
        run.state = "failed";
        run.finishedAtMs = nowMs();
        if (auto updated = runs.updateRun(run); !updated) {
            return updated;
        }
    }
    return {};
}

Result<db::TrainingRun> openRun(db::RunRepository& runs, const TrainJobParams& params,
                                const QString& modelPath)
{
    if (auto closed = closeDeadRuns(runs); !closed) {
        return propagate(closed);
    }
    QJsonObject stored = toJson(params);
    const qint64 pid = QCoreApplication::applicationPid();
    stored.insert(QStringLiteral("pid"), pid);
    stored.insert(QStringLiteral("start"), processStartTicks(pid));
    db::TrainingRun run;
    run.category = categoryId(params.category);
    run.modelPath = toStd(modelPath);
    run.params = compactJson(stored).toStdString();
    run.state = "running";
    run.seed = params.params.seed;
    run.startedAtMs = nowMs();
    const auto id = runs.addRun(run);
    if (!id) {
        return propagate(id);
    }
    run.id = *id;
    return run;
}

Result<> closeRun(db::RunRepository& runs, db::TrainingRun run, const Result<TrainOutcome>& outcome)
{
    run.finishedAtMs = nowMs();
    if (outcome) {
        run.state = "done";
        run.modelHash = outcome->report.modelHash;
        run.report = compactJson(toJson(*outcome)).toStdString();
    } else {
        const bool isCancelled = outcome.error().code == ErrorCode::Cancelled;
        run.state = isCancelled ? "cancelled" : "failed";
        run.report = compactJson(errorToJson(outcome.error())).toStdString();
    }
    return runs.updateRun(run);
}

db::RunPoint pointOf(const nn::EpochPoint& point)
{
    return {point.epoch,          point.train,       point.validation,
            point.reconstruction, point.kl,          point.activeDimensions,
            point.learningRate,   point.examplesPerS};
}

} // namespace

Result<TrainOutcome> trainCategory(Studio& studio, const TrainJobParams& params,
                                   const std::function<void(const nn::EpochPoint&)>& onEpoch,
                                   TaskContext& task)
{
    TaskContext reading = task.sub(0.0, 0.1);
    auto set = gather(studio, params, reading);
    if (!set) {
        return propagate(set);
    }
    if (auto made = makeFolder(studio.modelsFolder()); !made) {
        return propagate(made);
    }
    const QString category = toQt(categoryId(params.category));
    TrainOutcome outcome;
    outcome.modelPath = studio.modelsFolder() + u'/' + category + QStringLiteral("_vae.pt");
    outcome.cardPath = studio.modelsFolder() + u'/' + category + QStringLiteral("_metadata.json");
    db::RunRepository runs(studio.database());
    auto run = openRun(runs, params, outcome.modelPath);
    if (!run) {
        return propagate(run);
    }
    outcome.runId = run->id;
    std::optional<Error> pointError;
    const auto storeEpoch = [&](const nn::EpochPoint& point) {
        if (auto stored = runs.addPoint(run->id, pointOf(point)); !stored && !pointError) {
            pointError = stored.error();
        }
        if (onEpoch) {
            onEpoch(point);
        }
    };
    TaskContext training = task.sub(0.1, 1.0);
    auto report = nn::StemVae::train(params.category, set->sounds, params.params,
                                     toPath(outcome.modelPath), storeEpoch, training);
    Result<TrainOutcome> result = fail(ErrorCode::Internal, "not trained");
    if (!report) {
        result = propagate(report);
    } else if (pointError) {
        result = tl::unexpected<Error>(*pointError);
    } else {
        outcome.report = std::move(*report);
        outcome.report.dropped.insert(outcome.report.dropped.begin(), set->dropped.begin(),
                                      set->dropped.end());
        result = std::move(outcome);
    }
    if (auto closed = closeRun(runs, std::move(*run), result); !closed && result) {
        return propagate(closed);
    }
    return result;
}

} // namespace nde::services
