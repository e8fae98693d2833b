#include "app/cli/Commands.h"
#include "app/cli/InOrder.h"
#include "app/cli/SeparateOptions.h"
#include "app/cli/TemporaryStudio.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QDir>
#include <QFileInfo>

namespace nde::cli {
namespace {

services::SeparateParams paramsFor(Session& session, services::SeparateParams params,
                                   const QString& word)
{
    const auto id = params.addToLibrary ? Session::idOf(word) : std::nullopt;
    if (id) {
        params.stem = *id;
    } else {
        params.input = params.addToLibrary ? session.inputPath(word) : services::absolutePath(word);
    }
    return params;
}

Result<QJsonObject> separateOne(Session& session, const std::shared_ptr<services::Studio>& studio,
                                const services::SeparateParams& params)
{
    const QString title = params.stem != 0 ? QStringLiteral("#%1").arg(params.stem)
                                           : QFileInfo(params.input).fileName();
    return session.runJob(
        studio, "separate", title, toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::separateTrack(*studio, params, job, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
}

void printResult(const Session& session, const QJsonObject& result)
{
    for (const auto& stem : result.value(QStringLiteral("stems")).toArray()) {
        const auto object = stem.toObject();
        session.print(object.value(QStringLiteral("path")).toString());
        if (object.value(QStringLiteral("silent")).toBool()) {
            session.note(
                text("'%1' is silent.").arg(object.value(QStringLiteral("name")).toString()));
        }
    }
    if (result.contains(QStringLiteral("residual"))) {
        session.print(result.value(QStringLiteral("residual")).toString());
    }
    for (const auto& step : result.value(QStringLiteral("steps")).toArray()) {
        session.note(step.toString());
    }
    if (result.contains(QStringLiteral("gain_db"))) {
        session.note(text("All files are %1 dB quieter than the track, so that none is cut.")
                         .arg(-result.value(QStringLiteral("gain_db")).toDouble(), 0, 'f', 1));
    }
    const auto assumed = result.value(QStringLiteral("assumed"))
                             .toVariant()
                             .toStringList()
                             .join(QStringLiteral(", "));
    if (!assumed.isEmpty()) {
        session.note(text("The model file holds weights only; assumed: %1.").arg(assumed));
    }
    if (result.value(QStringLiteral("folded_to_stereo")).toBool()) {
        session.note(text("The %1 channels were folded to stereo.")
                         .arg(result.value(QStringLiteral("input_channels")).toInt()));
    }
}

int separateAll(Session& session, const std::shared_ptr<services::Studio>& studio,
                const services::SeparateParams& params)
{
    QJsonArray results;
    std::vector<BatchFailure> failures;
    std::optional<Error> end; ///< what ends all: the only one failed, or Ctrl+C
    const auto& inputs = session.args.positional();
    std::vector<services::SeparateParams> all;
    for (const auto& word : inputs) {
        all.push_back(paramsFor(session, params, word));
    }
    runInOrder(
        all.size(), session.args.integer("jobs", 1, 1, 16),
        [&](std::size_t i) { return separateOne(session, studio, all[i]); },
        [&](std::size_t i, const Result<QJsonObject>& result) {
            if (result) {
                results.append(*result);
                if (!session.isJson) {
                    printResult(session, *result);
                }
            } else if (inputs.size() == 1 || result.error().code == ErrorCode::Cancelled) {
                end = result.error();
            } else {
                failures.push_back({inputs[static_cast<qsizetype>(i)], result.error()});
            }
            return !end.has_value();
        });
    if (end) {
        return session.fail(*end);
    }
    if (session.isJson) {
        QJsonObject object {{QStringLiteral("results"), results}};
        if (!failures.empty()) {
            object.insert(QStringLiteral("failed"), batchToJson(failures));
        }
        session.print(object);
    }
    return reportBatch(session, failures, static_cast<std::size_t>(inputs.size()));
}

/// Only files: the work is done in a studio of its own.
int separateOutside(Session& session, services::SeparateParams params)
{
    if (params.outputFolder.isEmpty()) {
        params.outputFolder = QDir::currentPath() + QStringLiteral("/separated");
    }
    std::vector<QJsonObject> wanted;
    for (const auto& word : session.args.positional()) {
        wanted.push_back(toJson(paramsFor(session, params, word)));
    }
    const auto temporary = TemporaryStudio::make(params.outputFolder, wanted);
    if (!temporary) {
        return session.fail(temporary.error());
    }
    return separateAll(session, (*temporary)->studio(), params);
}

void noteWithoutEffect(const Session& session)
{
    for (const char* option : {"shifts", "overlap", "segment", "native-rate", "precision"}) {
        if (session.args.has(option)) {
            session.note(text("--%1 has no effect on the Draft separator.")
                             .arg(QString::fromLatin1(option)));
        }
    }
}

int run(Session& session)
{
    auto params = readSeparateOptions(session);
    params.addToLibrary = !session.args.has("no-import");
    static_cast<void>(session.args.integer("jobs", 1, 1, 16));
    refuseInApp(session, {"no-import", "jobs", "threads"});
    if (session.args.positional().isEmpty()) {
        session.args.complain(
            text("Name a track to separate, or '-' for a list on the standard input."));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    if (const auto model = services::separationModelFile(params); !model) {
        return session.fail(model.error());
    }
    if (const auto fits = services::checkSeparateParams(params); !fits) {
        return session.usage(services::toQt(fits.error().message));
    }
    if (params.model == u"draft") {
        noteWithoutEffect(session);
    }
    const QString sentence
        = text("Would separate %1.").arg(session.args.positional().join(QStringLiteral(", ")));
    if (session.dryRun("separate", toJson(params), sentence)) {
        return kOk;
    }
    if (!params.addToLibrary) {
        return separateOutside(session, std::move(params));
    }
    const auto studio = session.studio();
    return studio ? separateAll(session, *studio, params) : session.fail(studio.error());
}

} // namespace

Command separateCommand()
{
    return {"separate",
            "FILE|ID... [-m NAME|PATH] [-o DIR] [-j N] [--recipe LIST] [--format F] "
            "[--clip-mode MODE] [--chop] [--no-import]",
            "Splits a track into drums, bass, vocals, other and what is left over.",
            "dream separate song.flac\n"
            "dream separate song.flac -m balanced --recipe vocals,instrumental\n"
            "dream separate song.flac -m htdemucs.th -o stems --no-import --format flac\n"
            "dream separate *.flac -j 2 --format flac --clip-mode rescale\n"
            "dream separate demo_128_Am.wav --chop --json | jq .results[0].stems",
            separateOptions(),
            run};
}

} // namespace nde::cli
