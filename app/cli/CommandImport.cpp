#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

namespace nde::cli {
namespace {

void readOptions(Session& session, services::ImportParams& params)
{
    auto& args = session.args;
    if (args.positional().isEmpty()) {
        args.complain(text("Name files or folders, or '-' for a list on the standard input."));
    }
    if (const QString given = args.text("category"); !given.isEmpty()) {
        params.category = categoryFromId(services::toStd(given));
        if (!params.category) {
            args.complain(text("There is no category '%1'.").arg(given));
        }
    }
    const QString source = args.choice("source", QStringLiteral("original"),
                                       {QStringLiteral("original"), QStringLiteral("separated"),
                                        QStringLiteral("slice"), QStringLiteral("generated"),
                                        QStringLiteral("track")});
    params.source = sourceFromId(services::toStd(source)).value_or(Source::Original);
    params.analyse = !args.has("no-analyze");
}

int report(const Session& session, const QJsonObject& outcome, std::size_t inputs)
{
    const auto imported = outcome.value(QStringLiteral("imported")).toArray();
    const auto failed = outcome.value(QStringLiteral("failed")).toArray();
    if (session.isJson) {
        session.print(outcome);
    }
    int duplicates = 0;
    for (const auto& value : imported) {
        const auto item = value.toObject();
        duplicates += item.contains(QStringLiteral("duplicate_of")) ? 1 : 0;
        if (!session.isJson) {
            session.print(QStringLiteral("%1\t%2\t%3")
                              .arg(item.value(QStringLiteral("id")).toInteger())
                              .arg(item.value(QStringLiteral("category")).toString(),
                                   item.value(QStringLiteral("path")).toString()));
        }
    }
    for (const auto& value : failed) {
        session.note(value.toObject().value(QStringLiteral("reason")).toString());
    }
    session.note(text("%1 imported, %2 were there already, %3 failed.")
                     .arg(imported.size() - duplicates)
                     .arg(duplicates)
                     .arg(failed.size()));
    if (failed.isEmpty()) {
        return kOk;
    }
    return inputs == 1 && imported.isEmpty() && failed.size() == 1 ? kUnreadable : kFailed;
}

int run(Session& session)
{
    services::ImportParams params;
    readOptions(session, params);
    refuseInApp(session, {"threads"});
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    for (const auto& word : session.args.positional()) {
        params.paths << session.inputPath(word);
    }
    const auto inputs = static_cast<std::size_t>(params.paths.size());
    if (session.dryRun("import", toJson(params),
                       text("Would import %1.").arg(params.paths.join(QStringLiteral(", "))))) {
        return kOk;
    }
    const auto done = session.runJob(
        *studio, "import", QFileInfo(params.paths.front()).fileName(), toJson(params),
        [&](qint64, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::importFiles(**studio, params, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    return done ? report(session, *done, inputs) : session.fail(done.error());
}

} // namespace

Command importCommand()
{
    return {"import",
            "PATH... [--category C] [--source original]",
            "Adds files and folders to the library where they lie, and analyses them.",
            "dream import ~/Samples\nfind . -name '*.wav' | dream import - --category kick",
            {{"category", 0, "C", "category of all of them (else it is recognised)"},
             {"source", 0, "S", "original, separated, slice, generated or track"},
             {"no-analyze", 0, nullptr, "add now, analyse later"},
             inAppOption()},
            run};
}

} // namespace nde::cli
