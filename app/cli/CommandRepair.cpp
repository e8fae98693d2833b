#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"
#include "core/services/StudioRepair.h"

#include <QDir>
#include <QFileInfo>

namespace nde::cli {
namespace {

using services::StudioFindings;

QStringList placesOf(const Session& session)
{
    QStringList places;
    for (const QString& place : session.args.texts("look")) {
        places << services::absolutePath(place);
    }
    return places;
}

/// @param isMended  whether what was found has been mended, too.
void printFindings(const Session& session, const StudioFindings& findings, bool isMended)
{
    for (const QString& path : findings.leftovers) {
        session.note(text("Removed what an interrupted job left: '%1'.").arg(path));
    }
    if (findings.requeued > 0) {
        session.note(text("%1 interrupted jobs are back in the queue.").arg(findings.requeued));
    }
    if (findings.isReindexed) {
        session.note(text("The indexes of the database were made anew."));
    }
    for (const auto& sound : findings.lost) {
        session.print(sound.foundAt.isEmpty()
                          ? QStringLiteral("missing\t#%1\t%2").arg(sound.id).arg(sound.path)
                          : QStringLiteral("moved\t#%1\t%2\t%3")
                                .arg(sound.id)
                                .arg(sound.path, sound.foundAt));
    }
    if (!findings.returned.empty()) {
        session.note(
            text("%1 files that were missing are there again.").arg(findings.returned.size()));
    }
    if (findings.lost.empty() && !findings.database) {
        session.print(text("The library is in order."));
    } else if (!isMended && !findings.lost.empty()) {
        session.note(text("'dream studio repair' takes over where moved files lie now."));
    }
}

int report(const Session& session, const StudioFindings& findings, bool isMended,
           const QJsonObject& more = {})
{
    if (findings.database) {
        return session.fail(*findings.database);
    }
    if (session.isJson) {
        QJsonObject object = toJson(findings);
        for (auto member = more.begin(); member != more.end(); ++member) {
            object.insert(member.key(), member.value());
        }
        session.print(object);
    } else {
        printFindings(session, findings, isMended);
    }
    return findings.isWell() ? kOk : kFailed;
}

/// The studio named; a folder is enough, since its database may not open.
QString folderOf(Session& session)
{
    const QString named = session.args.text("studio", qEnvironmentVariable("DREAM_STUDIO"));
    return named.isEmpty() ? services::Studio::findFrom(QDir::currentPath())
                           : services::absolutePath(named);
}

/// Puts the newest whole copy of the database in its place. @return  what was done, or why not.
Result<QJsonObject> restore(const Session& session, const QString& folder, const Error& broken)
{
    const QString backup = services::newestGoodBackup(folder);
    if (backup.isEmpty()) {
        return fail(ErrorCode::Corrupt, broken.message + " There is no copy of it that is whole.");
    }
    if (session.isDryRun) {
        return QJsonObject {{QStringLiteral("restored_from"), backup}};
    }
    const auto aside = services::restoreDatabase(folder, backup);
    if (!aside) {
        return propagate(aside);
    }
    session.note(text("The database was damaged; '%1' has taken its place, the damaged one is in "
                      "'%2'.")
                     .arg(backup, *aside));
    session.note(text("What came in after that copy is to be imported again."));
    return QJsonObject {{QStringLiteral("restored_from"), backup},
                        {QStringLiteral("broken"), *aside}};
}

} // namespace

int checkStudio(Session& session, services::Studio& studio)
{
    const QStringList removed
        = studio.isReadOnly() ? QStringList() : services::OutputJournal::recover(studio);
    TaskContext task = session.task(text("looking"));
    auto findings = services::examineStudio(studio, placesOf(session), task);
    session.endProgress();
    if (!findings) {
        return session.fail(findings.error());
    }
    findings->leftovers = removed;
    return report(session, *findings, false);
}

int repairStudio(Session& session)
{
    QJsonObject restored;
    auto studio = session.studio();
    const QString folder = folderOf(session);
    const bool isBroken = !studio && studio.error().code == ErrorCode::Corrupt && !folder.isEmpty();
    if (isBroken) {
        const auto done = restore(session, folder, studio.error());
        if (!done) {
            return session.fail(done.error());
        }
        restored = *done;
        if (session.isDryRun) {
            return session.dryRun(
                       "studio repair", restored,
                       text("Would put '%1' in the place of the damaged database.")
                           .arg(restored.value(QStringLiteral("restored_from")).toString()))
                ? kOk
                : kFailed;
        }
        studio = session.studio();
    }
    if (!studio) {
        return session.fail(studio.error());
    }
    TaskContext task = session.task(text("looking"));
    const QStringList places = placesOf(session);
    if (session.isDryRun) {
        const auto findings = services::examineStudio(**studio, places, task);
        session.endProgress();
        if (!findings) {
            return session.fail(findings.error());
        }
        return session.dryRun("studio repair", toJson(*findings),
                              text("Would mend the places of %1 sounds.")
                                  .arg(findings->lost.size() + findings->returned.size()))
            ? kOk
            : kFailed;
    }
    const auto findings = services::repairStudio(**studio, places, task);
    session.endProgress();
    return findings ? report(session, *findings, true, restored) : session.fail(findings.error());
}

} // namespace nde::cli
