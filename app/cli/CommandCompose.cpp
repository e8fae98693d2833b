#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

void readSources(Session& session, services::ComposeParams& params)
{
    const QString given
        = session.args.text("sources", QStringLiteral("original,separated,generated"));
    params.includeOriginal = params.includeSeparated = params.includeGenerated = false;
    for (const auto& source : given.split(u',', Qt::SkipEmptyParts)) {
        const QString name = source.trimmed();
        if (name == u"original") {
            params.includeOriginal = true;
        } else if (name == u"separated") {
            params.includeSeparated = true;
        } else if (name == u"generated") {
            params.includeGenerated = true;
        } else {
            session.args.complain(
                text("'--sources' takes original, separated and generated, not '%1'.").arg(name));
        }
    }
}

services::ComposeParams readOptions(Session& session)
{
    auto& args = session.args;
    services::ComposeParams params;
    params.prompt = args.positional().join(u' ');
    if (params.prompt.trimmed().isEmpty()) {
        args.complain(text("Say in words what the track is to be."));
    }
    readSources(session, params);
    params.output = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.planOnly = args.has("plan-only");
    params.overwrite = session.isForced;
    if (args.has("seed")) {
        params.seed = args.seed(1);
    }
    return params;
}

void report(const Session& session, const QJsonObject& outcome)
{
    if (session.isJson) {
        session.print(outcome);
        return;
    }
    const auto output = outcome.value(QStringLiteral("output"));
    session.print(output.isNull() ? outcome.value(QStringLiteral("plan")).toString()
                                  : output.toString());
    session.note(text("%1 bpm, %2, %3 bars, %4 s.")
                     .arg(outcome.value(QStringLiteral("bpm")).toDouble(), 0, 'f', 1)
                     .arg(outcome.value(QStringLiteral("key")).toString())
                     .arg(outcome.value(QStringLiteral("bars")).toInt())
                     .arg(outcome.value(QStringLiteral("duration_s")).toDouble(), 0, 'f', 1));
    for (const auto& value : outcome.value(QStringLiteral("stems")).toArray()) {
        const auto stem = value.toObject();
        session.note(QStringLiteral("  %1  %2  %3")
                         .arg(stem.value(QStringLiteral("lane")).toString(), -8)
                         .arg(stem.value(QStringLiteral("source")).toString(), -9)
                         .arg(stem.value(QStringLiteral("path")).toString()));
    }
    for (const auto& note : outcome.value(QStringLiteral("notes")).toArray()) {
        session.note(QStringLiteral("  ") + note.toString());
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
    if (session.dryRun("compose", toJson(params), text("Would compose '%1'.").arg(params.prompt))) {
        return kOk;
    }
    const auto done = session.runJob(
        *studio, "compose", params.prompt, toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::composeTrack(**studio, params, job, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    report(session, *done);
    return kOk;
}

} // namespace

Command composeCommand()
{
    return {
        "compose",
        "\"PROMPT\" [-o FILE] [--seed N] [--sources LIST] [--plan-only]",
        "Builds a track from the library after a description in English or German.",
        "dream compose \"aggressive industrial techno 140 bpm in A minor, 2 minutes\" --seed 3\n"
        "dream compose \"ruhiger Ambient in D-Moll\" -o still.flac",
        {{"output", 'o', "FILE", "the track; .wav, .flac, .ogg or .mp3"},
         {"sources", 0, "LIST", "original,separated,generated"},
         {"plan-only", 0, nullptr, "write the plan, render nothing"}},
        run};
}

} // namespace nde::cli
