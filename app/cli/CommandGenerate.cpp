#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

services::GenerateJobParams readOptions(Session& session)
{
    auto& args = session.args;
    services::GenerateJobParams params;
    params.category = categoryArgument(session);
    auto& p = params.params;
    p.count = args.integer("number", p.count, 1, 50);
    p.creativity = args.number("creativity", p.creativity, 0.0, 1.0);
    p.temperature = args.number("temperature", p.temperature, 0.0, 3.0);
    p.seed = args.seed(1);
    p.sampleRate = args.choice("sample-rate", QStringLiteral("44100"),
                               {QStringLiteral("44100"), QStringLiteral("48000")})
                       .toInt();
    static_cast<void>(args.choice("mode", QStringLiteral("random"), {QStringLiteral("random")}));
    params.outputFolder
        = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.addToLibrary = !args.has("no-import");
    return params;
}

void report(const Session& session, const QJsonObject& outcome)
{
    if (session.isJson) {
        session.print(outcome);
        return;
    }
    for (const auto& value : outcome.value(QStringLiteral("results")).toArray()) {
        const auto sound = value.toObject();
        session.print(QStringLiteral("%1\t%2\t%3\t%4")
                          .arg(sound.value(QStringLiteral("id")).toInteger())
                          .arg(sound.value(QStringLiteral("fidelity")).toDouble(), 0, 'f', 2)
                          .arg(sound.value(QStringLiteral("novelty")).toDouble(), 0, 'f', 2)
                          .arg(sound.value(QStringLiteral("path")).toString()));
    }
    for (const auto& value : outcome.value(QStringLiteral("rejected")).toArray()) {
        const auto reason = value.toObject();
        session.note(text("Rejected: %1 (%2).")
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
        = text("Would dream %1 sounds of '%2'.").arg(params.params.count).arg(category);
    if (session.dryRun("generate", toJson(params), sentence)) {
        return kOk;
    }
    const auto done = session.runJob(
        *studio, "generate", QStringLiteral("%1 × %2").arg(category).arg(params.params.count),
        toJson(params), [&](qint64, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::generateStems(**studio, params, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    report(session, *done);
    return kOk;
}

} // namespace

Command generateCommand()
{
    return {
        "generate",
        "CATEGORY [-n 10] [--creativity 0.5] [--seed N] [-o DIR]",
        "Dreams new sounds with a trained model; the same seed gives the same files.",
        "dream generate kick -n 10 --seed 5\ndream generate kick -n 3 -o kicks --no-import --json",
        {{"number", 'n', "N", "how many, 1 to 50"},
         {"mode", 0, "NAME", "random"},
         {"creativity", 0, "F", "0 = near the originals ... 1 = far"},
         {"temperature", 0, "F", "spread of the draw, 0 to 3"},
         {"sample-rate", 0, "HZ", "44100 or 48000"},
         {"output", 'o', "DIR", "where the files go"},
         {"no-import", 0, nullptr, "only files, nothing enters the library"}},
        run};
}

} // namespace nde::cli
