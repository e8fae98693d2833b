#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/SeedImport.h"

#include <algorithm>

namespace nde::cli {
namespace {

void printLines(const Session& session, const services::SeedOutcome& outcome)
{
    for (const auto& one : outcome.taken) {
        session.print(QStringLiteral("%1\t%2\t%3")
                          .arg(one.id > 0 ? QString::number(one.id) : QStringLiteral("-"),
                               one.wasThere ? text("was there") : text("taken"), one.path));
    }
}

void noteRest(const Session& session, const services::SeedOutcome& outcome)
{
    for (const auto& one : outcome.skipped) {
        const QString what = one.table.isEmpty()
            ? one.path
            : QStringLiteral("%1 %2 '%3'").arg(one.table).arg(one.row).arg(one.path);
        session.note(text("Skipped: %1: %2.").arg(what, one.reason.in(text)));
    }
    for (const services::Sentence& one : outcome.notes) {
        session.note(one.in(text));
    }
    const auto there = std::count_if(outcome.taken.begin(), outcome.taken.end(),
                                     [](const auto& one) { return one.wasThere; });
    session.note(text("%1 taken over, %2 were there already, %3 skipped, %4 arrows of the family "
                      "tree.")
                     .arg(static_cast<qint64>(outcome.taken.size()) - there)
                     .arg(there)
                     .arg(outcome.skipped.size())
                     .arg(outcome.edges));
}

} // namespace

int migrateSeed(Session& session, const QString& folder)
{
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const services::SeedImportParams params {services::absolutePath(folder), session.isDryRun};
    TaskContext task = session.task(text("Taking the seed over"));
    const auto outcome = services::importSeed(**studio, params, task);
    session.endProgress();
    if (!outcome) {
        return session.fail(outcome.error());
    }
    if (session.isJson) {
        QJsonObject object = toJson(*outcome);
        object.insert(QStringLiteral("studio"), (*studio)->root());
        object.insert(QStringLiteral("seed"), params.folder);
        object.insert(QStringLiteral("dry_run"), params.isDryRun);
        session.print(object);
    } else {
        printLines(session, *outcome);
    }
    noteRest(session, *outcome);
    return outcome->skipped.empty() ? kOk : kFailed;
}

} // namespace nde::cli
