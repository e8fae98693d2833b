#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <algorithm>

namespace nde::cli {
namespace {

struct Preset
{
    const char* name;
    int epochs;
    int augmentations;
    int patience;
};

constexpr Preset kPresets[] {{"quick", 30, 2, 10}, {"good", 100, 4, 20}, {"deep", 300, 8, 40}};

services::TrainJobParams readOptions(Session& session)
{
    auto& args = session.args;
    services::TrainJobParams params;
    params.category = categoryArgument(session);
    auto& p = params.params;
    QStringList names;
    for (const auto& preset : kPresets) {
        names << QString::fromLatin1(preset.name);
    }
    const QString name = args.choice("preset", QStringLiteral("good"), names);
    const Preset& preset = kPresets[std::max<qsizetype>(0, names.indexOf(name))];
    p.epochs = args.integer("epochs", preset.epochs, 0, 1000);
    p.augmentations = args.integer("augment", preset.augmentations, 0, 8);
    p.patience = args.integer("patience", preset.patience, 1, 1000);
    p.batchSize = args.integer("batch-size", p.batchSize, 1, 128);
    p.latentDim = args.integer("latent-dim", p.latentDim, 32, 512);
    p.learningRate = args.number("lr", p.learningRate, 1e-6, 1.0);
    p.detail = args.number("detail", p.detail, 2e-5, 5e-4);
    p.validationShare = args.number("val", p.validationShare, 0.0, 0.5);
    p.seed = args.seed(1);
    params.minQuality = args.number("min-quality", params.minQuality, 0.0, 1.0);
    return params;
}

QJsonObject epochToJson(const nn::EpochPoint& point)
{
    return {{QStringLiteral("event"), QStringLiteral("epoch")},
            {QStringLiteral("epoch"), point.epoch},
            {QStringLiteral("train"), point.train},
            {QStringLiteral("validation"), point.validation},
            {QStringLiteral("reconstruction"), point.reconstruction},
            {QStringLiteral("kl"), point.kl},
            {QStringLiteral("active_dimensions"), point.activeDimensions},
            {QStringLiteral("learning_rate"), point.learningRate},
            {QStringLiteral("examples_per_s"), point.examplesPerS}};
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

int run(Session& session)
{
    const auto params = readOptions(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const QString category = services::toQt(categoryId(params.category));
    const QString sentence
        = text("Would train '%1' for up to %2 epochs.").arg(category).arg(params.params.epochs);
    if (session.dryRun("train", toJson(params), sentence)) {
        return kOk;
    }
    const bool isEventful = session.args.has("jsonl");
    const auto onEpoch = [&](const nn::EpochPoint& point) {
        if (isEventful) {
            session.print(epochToJson(point));
        }
    };
    const auto done = session.runJob(
        *studio, "train", category, toJson(params),
        [&](qint64, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::trainCategory(**studio, params, onEpoch, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    report(session, *done);
    return kOk;
}

} // namespace

Command trainCommand()
{
    return {"train",
            "CATEGORY [--preset quick|good|deep] [--epochs N] [--seed N]",
            "Trains a small network on the sounds of a category in the library.",
            "dream train kick --preset quick --seed 1\ndream train snare --epochs 200 --jsonl",
            {{"preset", 0, "NAME", "quick, good or deep"},
             {"epochs", 0, "N", "0 to 1000; 0 = the analytic start only"},
             {"batch-size", 0, "N", "1 to 128"},
             {"latent-dim", 0, "N", "32 to 512"},
             {"lr", 0, "F", "learning rate"},
             {"detail", 0, "F", "2e-5 to 5e-4, smaller = finer"},
             {"augment", 0, "N", "variants of each sound, 0 to 8"},
             {"val", 0, "F", "share kept for validation, 0 to 0.5"},
             {"patience", 0, "N", "epochs without improvement before it stops"},
             {"min-quality", 0, "F", "leave out worse sounds, 0 to 1"},
             {"jsonl", 0, nullptr, "print one object a line and epoch"}},
            run};
}

} // namespace nde::cli
