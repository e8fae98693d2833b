#include "app/cli/Commands.h"
#include "app/cli/ComposeOptions.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/PlanNotes.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

namespace nde::cli {
namespace {

/// What a plan says of itself; what is no word of ours is a sentence already.
QString noteText(const QString& note)
{
    const auto known = services::planNoteSentence(note.toStdString());
    return known.isEmpty() ? note : known.in(text);
}

void reportPlans(const Session& session, const QJsonArray& plans)
{
    for (const auto& value : plans) {
        const auto plan = value.toObject();
        session.print(plan.value(QStringLiteral("plan")).toString());
        session.note(
            text("Seed %1: score %2.")
                .arg(services::seedFromJson(plan.value(QStringLiteral("seed"))).value_or(0))
                .arg(plan.value(QStringLiteral("score")).toDouble(), 0, 'f', 3));
    }
}

void reportTrack(const Session& session, const QJsonObject& outcome)
{
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
        session.note(QStringLiteral("  ") + noteText(note.toString()));
    }
    for (const auto& file : outcome.value(QStringLiteral("files")).toArray()) {
        session.print(file.toObject().value(QStringLiteral("path")).toString());
    }
}

void report(const Session& session, const QJsonObject& outcome)
{
    const auto plans = outcome.value(QStringLiteral("plans")).toArray();
    if (session.isJson) {
        session.print(outcome);
    } else if (!plans.isEmpty()) {
        reportPlans(session, plans);
    } else {
        reportTrack(session, outcome);
    }
}

/// Composes and exports what else was asked for, into a folder beside the track.
Result<QJsonObject> composeAndExport(services::Studio& studio,
                                     const services::ComposeParams& params,
                                     std::optional<services::ExportParams> also, qint64 job,
                                     TaskContext& task)
{
    TaskContext composing = also ? task.sub(0.0, 0.7) : task;
    const auto outcome = services::composeTrack(studio, params, job, composing);
    if (!outcome) {
        return propagate(outcome);
    }
    QJsonObject object = toJson(*outcome);
    if (!also) {
        return object;
    }
    const QFileInfo plan(outcome->planPath);
    QString name = plan.completeBaseName();
    if (name.endsWith(QStringLiteral("_plan"))) {
        name.chop(5);
    }
    also->planFile = outcome->planPath;
    also->folder = plan.absolutePath() + u'/' + name;
    also->name = name;
    TaskContext exporting = task.sub(0.7, 1.0);
    const auto exported = services::exportFiles(studio, *also, job, exporting);
    if (!exported) {
        return propagate(exported);
    }
    object.insert(QStringLiteral("files"), toJson(*exported).value(QStringLiteral("files")));
    return object;
}

int run(Session& session)
{
    const auto params = readComposeOptions(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    if (!params) {
        return session.fail(params.error());
    }
    const auto also = readComposeExports(session);
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const QString title
        = params->prompt.isEmpty() ? QFileInfo(params->planFile).fileName() : params->prompt;
    if (session.dryRun("compose", toJson(*params), text("Would compose '%1'.").arg(title))) {
        return kOk;
    }
    const auto done = session.runJob(
        *studio, "compose", title, toJson(*params), [&](qint64 job, TaskContext& task) {
            return composeAndExport(**studio, *params, also, job, task);
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
        "\"PROMPT\" [-o FILE] [--seed N] [--candidates N] | --plan FILE [--reroll]",
        "Builds a track from the library after a description in English or German.",
        "dream compose \"aggressive industrial techno 140 bpm in A minor, 2 minutes\" --seed 3\n"
        "dream compose \"ruhiger Ambient in D-Moll\" -o still.flac\n"
        "dream compose --plan still_plan.json --reroll --lock lane:pad -o other.wav\n"
        "dream compose \"techno 132 bpm\" --stems --dawproject --midi",
        composeOptions(),
        run};
}

} // namespace nde::cli
