#include "app/cli/Commands.h"
#include "app/cli/GenerateOptions.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

namespace nde::cli {
namespace {

void report(const Session& session, const QJsonObject& outcome)
{
    for (const auto& word : outcome.value(QStringLiteral("not_understood")).toArray()) {
        session.note(text("'%1' was not understood.").arg(word.toString()));
    }
    if (session.isJson) {
        session.print(outcome);
        return;
    }
    for (const auto& value : outcome.value(QStringLiteral("results")).toArray()) {
        const auto sound = value.toObject();
        const auto item = sound.value(QStringLiteral("tray_item"));
        session.print(QStringLiteral("%1\t%2\t%3\t%4")
                          .arg(item.isUndefined() ? sound.value(QStringLiteral("id")).toInteger()
                                                  : item.toInteger())
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

int redreamOne(Session& session)
{
    const auto id = Session::idOf(session.args.text("redream"));
    if (!id || !session.args.positional().isEmpty()) {
        return session.usage(text("Name one sound by its id, for example '12'."));
    }
    return redreamStem(session, *id);
}

int run(Session& session)
{
    if (session.args.has("redream")) {
        return redreamOne(session);
    }
    const auto params = readGenerateOptions(session);
    refuseInApp(session, {"threads"});
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

int redreamStem(Session& session, qint64 stem)
{
    const QJsonObject params {{QStringLiteral("stem"), stem}};
    if (session.dryRun("redream", params, text("Would dream sound %1 anew.").arg(stem))) {
        return kOk;
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const auto done = session.runJob(
        *studio, "redream", QStringLiteral("#%1").arg(stem), params,
        [&](qint64, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::redream(**studio, stem, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    const bool isSame = done->value(QStringLiteral("same")).toBool();
    if (session.isJson) {
        session.print(*done);
    } else if (isSame) {
        session.print(text("Sound %1 comes out the same.").arg(stem));
    } else {
        session.print(text("Sound %1 comes out different, by %2 dB at most: '%3'.")
                          .arg(stem)
                          .arg(done->value(QStringLiteral("difference_db")).toDouble(), 0, 'f', 1)
                          .arg(done->value(QStringLiteral("path")).toString()));
    }
    return isSame ? kOk : kFailed;
}

Command generateCommand()
{
    return {"generate",
            "CATEGORY [-n 10] [--mode NAME] [--like ID] [--a ID --b ID] [--with CATEGORY] "
            "[--text WORDS] [--seed N] [-o DIR]",
            "Dreams new sounds with a trained model; the same seed gives the same files.",
            "dream generate kick -n 10 --seed 5\n"
            "dream generate kick --like 12 --radius 0.5 -n 4\n"
            "dream generate kick --a 12 --b 17 --steps 7\n"
            "dream generate kick -n 20 --novelty-min 0.6\n"
            "dream generate kick --with snare --factor 0.7\n"
            "dream generate drums --bars 4 --bpm 128\n"
            "dream generate pad --long --like 12 --radius 0.5 --seconds 20\n"
            "dream generate kick --text \"darker, longer tail\" --stereo --tray\n"
            "dream generate --redream 31",
            generateOptions(),
            run};
}

} // namespace nde::cli
