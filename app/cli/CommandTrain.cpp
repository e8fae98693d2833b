#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/TrainingBook.h"
#include "core/services/TrainingJson.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

using services::TrainDataKind;
using services::TrainJobParams;

std::optional<nn::TrainPreset> presetFrom(const QString& name)
{
    if (name == u"quick") {
        return nn::TrainPreset::Quick;
    }
    return name == u"deep" ? nn::TrainPreset::Deep : nn::TrainPreset::Good;
}

void readNumbers(Session& session, nn::TrainParams& p)
{
    auto& args = session.args;
    const QStringList names {QStringLiteral("quick"), QStringLiteral("good"),
                             QStringLiteral("deep")};
    const QString name = args.choice("preset", QStringLiteral("good"), names);
    p = nn::trainPreset(presetFrom(name).value_or(nn::TrainPreset::Good));
    p.epochs = args.integer("epochs", p.epochs, 0, 1000);
    p.augmentations = args.integer("augment", p.augmentations, 0, 8);
    p.patience = args.integer("patience", p.patience, 1, 1000);
    p.batchSize = args.integer("batch-size", p.batchSize, 1, 128);
    p.latentDim = args.integer("latent-dim", p.latentDim, 32, 512);
    p.learningRate = args.number("lr", p.learningRate, 1e-6, 1e-1);
    p.detail = args.number("detail", p.detail, 2e-5, 5e-4);
    p.validationShare = args.number("val", p.validationShare, 0.0, 0.5);
    p.seed = args.seed(1);
    p.isLong = args.has("long");
    const QString device
        = args.choice("device", QStringLiteral("auto"),
                      {QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")});
    if (device == u"cuda") {
        args.complain(
            text("Training runs on the processor, not on 'cuda': its network is so small that a "
                 "graphics card would only wait for it."));
    }
}

/// "kick,snare". What is no category is complained about.
std::vector<Category> categoriesFrom(Session& session, const QString& words)
{
    std::vector<Category> out;
    for (const QString& word : words.split(u',', Qt::SkipEmptyParts)) {
        const auto category = categoryFromId(services::toStd(word.trimmed().toLower()));
        if (category) {
            out.push_back(*category);
        } else {
            session.args.complain(text("There is no category '%1'.").arg(word));
        }
    }
    return out;
}

/// "RUN:EPOCH"
void readBranch(Session& session, TrainJobParams& params)
{
    const QString branch = session.args.text("branch");
    if (branch.isEmpty()) {
        return;
    }
    bool isRun = false;
    bool isEpoch = false;
    params.branchOf = branch.section(u':', 0, 0).toLongLong(&isRun);
    params.branchEpoch = branch.section(u':', 1).toInt(&isEpoch);
    if (!isRun || !isEpoch || params.branchOf < 1 || params.branchEpoch < 0) {
        session.args.complain(
            text("--branch takes a run and an epoch, such as 3:20, not '%1'.").arg(branch));
    }
}

TrainJobParams readOptions(Session& session, bool isAll)
{
    auto& args = session.args;
    TrainJobParams params;
    params.category = isAll ? params.category : categoryArgument(session);
    readNumbers(session, params.params);
    params.minQuality = args.number("min-quality", params.minQuality, 0.0, 1.0);
    params.joint = categoriesFrom(session, args.text("joint"));
    std::erase(params.joint, params.category);
    params.usesTaste = args.has("taste");
    if (args.has("collection") && args.has("filter")) {
        args.complain(text("The sounds come from --collection or from --filter, not from both."));
    }
    if (args.has("collection")) {
        params.data = TrainDataKind::Collection;
        params.dataText = args.text("collection");
    } else if (args.has("filter")) {
        params.data = TrainDataKind::Filter;
        params.dataText = args.text("filter");
    }
    readBranch(session, params);
    return params;
}

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

int train(Session& session, const std::shared_ptr<services::Studio>& studio,
          const TrainJobParams& params)
{
    const bool isEventful = session.args.has("jsonl");
    nn::TrainHooks hooks;
    hooks.onEpoch = [&](const nn::EpochPoint& point) {
        if (isEventful) {
            session.print(services::epochToJson(point));
        }
    };
    const auto done = session.runJob(
        studio, "train", services::toQt(categoryId(params.category)), toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::trainCategory(*studio, params, job, hooks, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        if (done.error().code == ErrorCode::Cancelled) {
            session.note(text("What was learned is kept: the same command goes on with it."));
        }
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

/// Every category with enough sounds, one after the other.
int trainAll(Session& session, const std::shared_ptr<services::Studio>& studio,
             TrainJobParams params, int fewest)
{
    const auto sets = services::trainingSets(*studio);
    if (!sets) {
        return session.fail(sets.error());
    }
    int code = kOk;
    int count = 0;
    for (const auto& set : *sets) {
        if ((params.params.isLong ? set.longSounds : set.sounds) < fewest) {
            continue;
        }
        ++count;
        params.category = set.category;
        const int done = train(session, studio, params);
        if (done == kCancelled) {
            return done;
        }
        code = done == kOk ? code : static_cast<int>(kFailed);
    }
    return count > 0 ? code
                     : session.fail({ErrorCode::NotEnoughData,
                                     "no category has " + std::to_string(fewest) + " sounds"});
}

int run(Session& session)
{
    auto& args = session.args;
    const bool isList = args.has("list-runs");
    const bool isAll = args.has("all");
    const int runId = args.integer("run", 0, 1, 1'000'000'000);
    const int resumed = args.integer("resume", 0, 1, 1'000'000'000);
    const int fewest = args.integer("min-samples", 10, 8, 1'000'000);
    const bool isOfRun = isList || args.has("run") || args.has("resume");
    const TrainJobParams params = isOfRun ? TrainJobParams {} : readOptions(session, isAll);
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
    const QString sentence
        = text("Would train '%1' for up to %2 epochs.").arg(category).arg(params.params.epochs);
    if (session.dryRun("train", toJson(params), sentence)) {
        return kOk;
    }
    return isAll ? trainAll(session, *studio, params, fewest) : train(session, *studio, params);
}

} // namespace

Command trainCommand()
{
    return {"train",
            "CATEGORY|--all [--preset quick|good|deep] [--epochs N] [--seed N]",
            "Trains a small network on the sounds of a category in the library.",
            "dream train kick --preset quick --seed 1\ndream train snare --epochs 200 --jsonl\n"
            "dream train drums --long\n"
            "dream train kick --joint snare,tom\ndream train kick --collection vinyl --taste\n"
            "dream train --list-runs\ndream train --run 3 --safetensors kick.safetensors",
            {{"preset", 0, "NAME", "quick, good or deep"},
             {"epochs", 0, "N", "0 to 1000; 0 = the analytic start only"},
             {"batch-size", 0, "N", "1 to 128"},
             {"latent-dim", 0, "N", "32 to 512"},
             {"lr", 0, "F", "learning rate"},
             {"detail", 0, "F", "2e-5 to 5e-4, smaller = finer"},
             {"augment", 0, "N", "variants of each sound, 0 to 8"},
             {"device", 'd', "NAME", "auto or cpu: training always runs on the processor"},
             {"val", 0, "F", "share kept for validation, 0 to 0.5"},
             {"patience", 0, "N", "epochs without improvement before it stops"},
             {"min-quality", 0, "F", "leave out worse sounds, 0 to 1"},
             {"long", 0, nullptr, "on loops, phrases and pads instead of one-shots, as sequences"},
             {"joint", 0, "LIST", "further categories of one joint model"},
             {"collection", 0, "NAME", "only sounds of this collection, or with this tag"},
             {"filter", 0, "SEARCH", "only sounds that this search finds"},
             {"taste", 0, nullptr, "sounds near kept dreams count more, near dropped ones less"},
             {"branch", 0, "RUN:EPOCH", "go on from an epoch of an earlier run"},
             {"all", 0, nullptr, "every category with enough sounds, one after the other"},
             {"min-samples", 0, "N", "with --all: sounds that a category needs, at least 8"},
             {"resume", 0, "RUN", "go on with a run that was interrupted"},
             {"list-runs", 0, nullptr, "list the training runs of the studio"},
             {"run", 0, "N", "make the model of this run the category's, or export of it"},
             {"export-csv", 0, "FILE", "write the curve of the run"},
             {"safetensors", 0, "FILE", "write the model as safetensors, too"},
             {"jsonl", 0, nullptr, "print one object a line and epoch"}},
            run};
}

} // namespace nde::cli
