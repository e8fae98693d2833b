#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/Logging.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

int run(Session& session)
{
    services::StarterKitParams params;
    params.seed = session.args.seed(7);
    params.withDemoTrack = !session.args.has("no-track");
    const QString out = session.args.text("out", session.args.text("studio"));
    if (out.isEmpty()) {
        session.args.complain(text("'--out' names the folder of the new studio."));
    }
    if (!session.args.positional().isEmpty()) {
        session.args.complain(
            text("'%1' is one argument too many.").arg(session.args.positional().front()));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const QString folder = services::absolutePath(out);
    if (session.dryRun("demo", toJson(params),
                       text("Would make a studio with about 300 sounds in '%1'.").arg(folder))) {
        return kOk;
    }
    const auto studio = services::Studio::create(folder);
    if (!studio) {
        return session.fail(studio.error());
    }
    services::setLogFile((*studio)->logFile());
    const auto done = session.runJob(
        *studio, "starter_kit", QStringLiteral("starter kit"), toJson(params),
        [&](qint64, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::makeStarterKit(**studio, params, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error());
    }
    if (session.isJson) {
        QJsonObject object = *done;
        object.insert(QStringLiteral("studio"), folder);
        object.insert(QStringLiteral("seed"), services::seedToJson(params.seed));
        session.print(object);
    } else {
        session.print(folder);
        session.note(text("%1 sounds and the demo track are ready.")
                         .arg(done->value(QStringLiteral("sounds")).toInt()));
    }
    return kOk;
}

} // namespace

Command demoCommand()
{
    return {"demo",
            "--out DIR [--seed 7]",
            "Makes a studio with the starter kit and a demo track with its true parts.",
            "dream demo --out ~/Nacht --seed 7",
            {{"out", 'o', "DIR", "folder of the studio"},
             {"no-track", 0, nullptr, "only the sounds, no demo track"}},
            run};
}

} // namespace nde::cli
