#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "app/cli/TrainOptions.h"
#include "core/services/Files.h"
#include "core/services/TrainingBook.h"
#include "core/services/TrainingJson.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

using services::TrainJobParams;

void report(const Session& session, const QJsonObject& outcome)
{
    if (session.isJson || session.args.has("jsonl")) {
        session.print(outcome);
        return;
    }
    const auto data = outcome.value(QStringLiteral("dataset")).toObject();
    session.print(outcome.value(QStringLiteral("model")).toString());
    session.note(text("Learned from %1 sounds; best epoch %2 of %3.")
                     .arg(data.value(QStringLiteral("used")).toInt())
                     .arg(outcome.value(QStringLiteral("best_epoch")).toInt())
                     .arg(outcome.value(QStringLiteral("epochs")).toInt()));
    for (const auto& value : data.value(QStringLiteral("dropped")).toArray()) {
        const auto reason = value.toObject();
        session.note(text("Left out: %1 (%2).")
                         .arg(reason.value(QStringLiteral("count")).toInt())
                         .arg(reason.value(QStringLiteral("reason")).toString()));
    }
}

/// What a run leaves besides its model, as asked for.
Result<> exportRun(const Session& session, services::Studio& studio, qint64 run,
                   const QString& model)
{
    if (session.args.has("export-csv")) {
        const QString path = services::absolutePath(session.args.text("export-csv"));
        if (auto done = services::exportRunCsv(studio, run, path); !done) {
            return done;
        }
    }
    if (session.args.has("safetensors")) {
        const QString path = services::absolutePath(session.args.text("safetensors"));
        return nn::exportSafeTensors(services::toPath(model), services::toPath(path),
                                     session.isForced);
    }
    return {};
}

Result<QJsonObject> trainOnce(Session& session, const std::shared_ptr<services::Studio>& studio,
                              const TrainJobParams& params)
{
    const bool isEventful = session.args.has("jsonl");
    nn::TrainHooks hooks;
    hooks.onEpoch = [&](const nn::EpochPoint& point) {
        if (isEventful) {
            session.print(services::epochToJson(point));
        }
    };
    auto done = session.runJob(
        studio, "train", services::toQt(categoryId(params.category)), toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::trainCategory(*studio, params, job, hooks, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done && done.error().code == ErrorCode::Cancelled) {
        session.note(text("What was learned is kept: the same command goes on with it."));
    }
    return done;
}

int train(Session& session, const std::shared_ptr<services::Studio>& studio,
          const TrainJobParams& params)
{
    const auto done = trainOnce(session, studio, params);
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    report(session, *done);
    const auto exported
        = exportRun(session, *studio, done->value(QStringLiteral("run")).toInteger(),
                    done->value(QStringLiteral("model")).toString());
    return exported ? static_cast<int>(kOk) : session.fail(exported.error());
}

QJsonObject toJson(const services::RunSummary& run)
{
    return {{QStringLiteral("id"), run.id},
            {QStringLiteral("job"), qint64 {run.job}},
            {QStringLiteral("category"), services::toQt(categoryId(run.category))},
            {QStringLiteral("preset"), run.preset},
            {QStringLiteral("state"), run.state},
            {QStringLiteral("error"), run.error},
            {QStringLiteral("sounds"), run.sounds},
            {QStringLiteral("epochs"), run.epochs},
            {QStringLiteral("wanted_epochs"), run.wantedEpochs},
            {QStringLiteral("best_epoch"), run.bestEpoch},
            {QStringLiteral("best_validation"), run.bestValue},
            {QStringLiteral("spectral_distance_db"),
             run.spectralDb >= 0.0 ? QJsonValue(run.spectralDb) : QJsonValue()},
            {QStringLiteral("elapsed_s"), run.elapsedS},
            {QStringLiteral("starred"), run.isStarred},
            {QStringLiteral("model"), run.modelPath}};
}

int listRuns(Session& session, services::Studio& studio)
{
    const auto runs = services::trainingRuns(studio);
    if (!runs) {
        return session.fail(runs.error());
    }
    if (session.isJson) {
        QJsonArray list;
        for (const auto& run : *runs) {
            list.append(toJson(run));
        }
        session.print(QJsonObject {{QStringLiteral("runs"), list}});
        return kOk;
    }
    for (const auto& run : *runs) {
        session.print(QStringLiteral("%1\t%2\t%3\t%4/%5\t%6\t%7")
                          .arg(run.id)
                          .arg(services::toQt(categoryId(run.category)), run.state)
                          .arg(run.epochs)
                          .arg(run.wantedEpochs)
                          .arg(run.bestValue, 0, 'f', 1)
                          .arg(run.preset));
    }
    return kOk;
}

/// Exports what an earlier run left, or makes its model the category's.
int useRun(Session& session, services::Studio& studio, qint64 id)
{
    const auto runs = services::trainingRuns(studio);
    if (!runs) {
        return session.fail(runs.error());
    }
    for (const auto& run : *runs) {
        if (run.id != id) {
            continue;
        }
        if (session.args.has("export-csv") || session.args.has("safetensors")) {
            const auto exported = exportRun(session, studio, id, run.modelPath);
            return exported ? static_cast<int>(kOk) : session.fail(exported.error());
        }
        const auto used = services::useRun(studio, id);
        return used ? static_cast<int>(kOk) : session.fail(used.error(), About::Values);
    }
    return session.fail({ErrorCode::NotFound, "there is no training run " + std::to_string(id)},
                        About::Values);
}

/// Goes on with a training that waits.
int resumeRun(Session& session, const std::shared_ptr<services::Studio>& studio, qint64 id)
{
    const auto runs = services::trainingRuns(*studio);
    if (!runs) {
        return session.fail(runs.error());
    }
    for (const auto& run : *runs) {
        if (run.id == id && run.state == u"paused") {
            return train(session, studio, run.params);
        }
        if (run.id == id) {
            return session.fail({ErrorCode::BadInput,
                                 "run " + std::to_string(id) + " is " + services::toStd(run.state)
                                     + "; only a paused one goes on"},
                                About::Values);
        }
    }
    return session.fail({ErrorCode::NotFound, "there is no training run " + std::to_string(id)},
                        About::Values);
}

/// How many sounds of a category there are to learn from, in the library or among those named.
Result<int> soundsFor(services::Studio& studio, const services::TrainingSet& set,
                      TrainJobParams params)
{
    if (params.data == services::TrainDataKind::Category) {
        return params.params.isLong ? set.longSounds : set.sounds;
    }
    params.category = set.category;
    const auto preflight = services::trainingPreflight(studio, params);
    return preflight ? Result<int> {preflight->used} : propagate(preflight);
}

/// Every category with enough sounds, one after the other.
int trainAll(Session& session, const std::shared_ptr<services::Studio>& studio,
             TrainJobParams params, int fewest)
{
    const auto sets = services::trainingSets(*studio);
    if (!sets) {
        return session.fail(sets.error());
    }
    QJsonArray runs;
    std::vector<BatchFailure> failures;
    for (const auto& set : *sets) {
        const auto sounds = soundsFor(*studio, set, params);
        if (!sounds) {
            return session.fail(sounds.error(), About::Values);
        }
        if (*sounds < fewest) {
            continue;
        }
        params.category = set.category;
        const auto done = trainOnce(session, studio, params);
        if (!done && done.error().code == ErrorCode::Cancelled) {
            return session.fail(done.error());
        }
        if (!done) {
            failures.push_back({services::toQt(categoryId(set.category)), done.error()});
            continue;
        }
        runs.append(*done);
        if (!session.isJson) {
            report(session, *done);
        }
    }
    const auto count = static_cast<std::size_t>(runs.size()) + failures.size();
    if (count == 0) {
        return session.fail(
            {ErrorCode::NotEnoughData, "no category has " + std::to_string(fewest) + " sounds"});
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("runs"), runs},
                                   {QStringLiteral("failed"), batchToJson(failures)}});
    }
    return reportBatch(session, failures, count);
}

int run(Session& session)
{
    auto& args = session.args;
    const bool isList = args.has("list-runs");
    const bool isAll = args.has("all") || (args.has("collection") && args.positional().isEmpty());
    const int runId = args.integer("run", 0, 1, 1'000'000'000);
    const int resumed = args.integer("resume", 0, 1, 1'000'000'000);
    const int fewest = args.integer("min-samples", 10, 8, 1'000'000);
    const bool isOfRun = isList || args.has("run") || args.has("resume");
    const TrainJobParams params = isOfRun ? TrainJobParams {} : readTrainOptions(session, isAll);
    refuseInApp(session, {"jsonl", "resume", "run", "list-runs", "threads"});
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    if (isList) {
        return listRuns(session, **studio);
    }
    if (args.has("run")) {
        return useRun(session, **studio, runId);
    }
    if (args.has("resume")) {
        return resumeRun(session, *studio, resumed);
    }
    const QString category = services::toQt(categoryId(params.category));
    const QString sentence = isAll
        ? text("Would train every category with %1 sounds or more for up to %2 epochs.")
              .arg(fewest)
              .arg(params.params.epochs)
        : text("Would train '%1' for up to %2 epochs.").arg(category).arg(params.params.epochs);
    if (session.dryRun("train", toJson(params), sentence)) {
        return kOk;
    }
    return isAll ? trainAll(session, *studio, params, fewest) : train(session, *studio, params);
}

} // namespace

Command trainCommand()
{
    return {"train",
            "CATEGORY|--all|--collection NAME [--preset quick|good|deep] [--epochs N] [--seed N]",
            "Trains a small network on the sounds of a category in the library.",
            "dream train kick --preset quick --seed 1\ndream train snare --epochs 200 --jsonl\n"
            "dream train drums --long\n"
            "dream train kick --joint snare,tom\ndream train kick --collection vinyl --taste\n"
            "dream train --collection vinyl --preset quick\n"
            "dream train --list-runs\ndream train --run 3 --safetensors kick.safetensors",
            trainOptions(),
            run};
}

} // namespace nde::cli
