#include "core/services/StudioRepair.h"

#include "core/db/Database.h"
#include "core/db/DatabaseRepair.h"
#include "core/db/JobRepository.h"
#include "core/db/StemOrigins.h"
#include "core/db/StemRepository.h"
#include "core/services/AudioFiles.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QMultiHash>
#include <QSet>

#include <algorithm>
#include <utility>
#include <vector>

namespace nde::services {
namespace {

/// Files that may be lost ones: by their size, those of known sounds left out.
QMultiHash<qint64, QString> candidates(const Studio& studio, const QStringList& places,
                                       const std::vector<Stem>& sounds,
                                       const std::vector<LostSound>& lost)
{
    QSet<QString> known;
    for (const Stem& sound : sounds) {
        known.insert(toQt(sound.path));
    }
    QStringList files = audioFilesIn(studio.root(), true);
    for (const QString& place : places) {
        files << audioFilesIn(place, true);
    }
    QSet<QString> folders;
    for (const auto& sound : lost) {
        folders.insert(QFileInfo(sound.path).absolutePath());
    }
    for (const QString& folder : folders) {
        files << audioFilesIn(folder, false);
    }
    files.removeDuplicates();
    QMultiHash<qint64, QString> bySize;
    for (const QString& file : files) {
        if (!known.contains(file)) {
            bySize.insert(QFileInfo(file).size(), file);
        }
    }
    return bySize;
}

/// Looks for the bytes of what is lost.
Result<> findMoved(const Studio& studio, const QStringList& places, const std::vector<Stem>& sounds,
                   std::vector<LostSound>& lost, TaskContext& task)
{
    if (lost.empty()) {
        return {};
    }
    auto bySize = candidates(studio, places, sounds, lost);
    for (std::size_t i = 0; i < lost.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "looking for moved files was cancelled");
        }
        task.progress(static_cast<double>(i) / static_cast<double>(lost.size()), "looking");
        const auto sound = std::find_if(sounds.begin(), sounds.end(),
                                        [&](const Stem& stem) { return stem.id == lost[i].id; });
        for (const QString& file : bySize.values(sound->fileBytes)) {
            const auto hash = hashFile(file);
            if (hash && !sound->fileHash.empty() && *hash == sound->fileHash) {
                lost[i].foundAt = file;
                bySize.remove(sound->fileBytes, file); // of two copies each finds one
                break;
            }
        }
    }
    return {};
}

Result<> mendRows(Studio& studio, const StudioFindings& findings)
{
    return studio.database()->together([&]() -> Result<> {
        db::StemRepository stems(studio.database());
        db::StemOrigins origins(studio.database());
        for (const StemId id : findings.returned) {
            if (auto done = stems.setMissing(id, false); !done) {
                return done;
            }
        }
        for (const auto& sound : findings.lost) {
            const auto done = sound.foundAt.isEmpty()
                ? stems.setMissing(sound.id, true)
                : origins.relocate(sound.id, toStd(sound.foundAt));
            if (!done) {
                return done;
            }
        }
        return {};
    });
}

QString databaseOf(const QString& folder)
{
    return folder + QStringLiteral("/.dream/dream.db");
}

/// With its journals, and with the copies that migrating it made.
void removeDatabase(const QString& file)
{
    const QFileInfo info(file);
    QDir folder(info.absolutePath());
    for (const QString& name : folder.entryList({info.fileName() + u'*'}, QDir::Files)) {
        folder.remove(name);
    }
}

/// Whether a copy of this file opens, comes to the present schema and is whole.
bool isGood(const QString& backup, const QString& copy)
{
    removeDatabase(copy);
    if (!QFile::copy(backup, copy)) {
        return false;
    }
    const auto opened = db::Database::open(copy);
    return opened && (*opened)->check().has_value();
}

QString trialCopy(const QString& folder)
{
    return QStringLiteral("%1/.dream/restore-%2.db")
        .arg(folder)
        .arg(QCoreApplication::applicationPid());
}

} // namespace

bool StudioFindings::isWell() const
{
    return !database && std::all_of(lost.begin(), lost.end(), [](const LostSound& sound) {
        return !sound.foundAt.isEmpty();
    });
}

Result<StudioFindings> examineStudio(Studio& studio, const QStringList& places, TaskContext& task)
{
    StudioFindings findings;
    if (const auto checked = studio.database()->check(); !checked) {
        findings.database = checked.error();
    }
    const auto sounds = db::StemRepository(studio.database()).all();
    if (!sounds) {
        return propagate(sounds);
    }
    for (const Stem& sound : *sounds) {
        const bool isThere = QFileInfo(toQt(sound.path)).isFile();
        if (!isThere) {
            findings.lost.push_back({sound.id, toQt(sound.path), {}});
        } else if (sound.isMissing) {
            findings.returned.push_back(sound.id);
        }
    }
    if (auto found = findMoved(studio, places, *sounds, findings.lost, task); !found) {
        return propagate(found);
    }
    return findings;
}

Result<StudioFindings> repairStudio(Studio& studio, const QStringList& places, TaskContext& task)
{
    if (studio.isReadOnly()) {
        return fail(ErrorCode::ReadOnly,
                    toStd(QStringLiteral("the studio '%1' is read-only").arg(studio.root())));
    }
    const QStringList leftovers = OutputJournal::recover(studio);
    const auto orphans = db::JobRepository(studio.database()).recoverOrphans();
    if (!orphans) {
        return propagate(orphans);
    }
    bool isReindexed = false;
    if (const auto checked = studio.database()->check(); !checked) {
        if (auto done = db::rebuildIndexes(*studio.database()); !done) {
            return propagate(done);
        }
        if (const auto again = studio.database()->check(); !again) {
            return propagate(again);
        }
        isReindexed = true;
    }
    auto findings = examineStudio(studio, places, task);
    if (!findings) {
        return findings;
    }
    findings->leftovers = leftovers;
    findings->requeued = static_cast<int>(orphans->size());
    findings->isReindexed = isReindexed;
    if (auto mended = mendRows(studio, *findings); !mended) {
        return propagate(mended);
    }
    return findings;
}

QJsonObject toJson(const StudioFindings& findings)
{
    QJsonArray missing;
    QJsonArray moved;
    for (const auto& sound : findings.lost) {
        QJsonObject object {{QStringLiteral("id"), qint64 {sound.id}},
                            {QStringLiteral("path"), sound.path}};
        if (sound.foundAt.isEmpty()) {
            missing.append(object);
        } else {
            object.insert(QStringLiteral("found_at"), sound.foundAt);
            moved.append(object);
        }
    }
    QJsonArray returned;
    for (const StemId id : findings.returned) {
        returned.append(qint64 {id});
    }
    QJsonObject object {{QStringLiteral("ok"), findings.isWell()},
                        {QStringLiteral("missing"), missing},
                        {QStringLiteral("moved"), moved},
                        {QStringLiteral("returned"), returned},
                        {QStringLiteral("removed"), QJsonArray::fromStringList(findings.leftovers)},
                        {QStringLiteral("requeued"), findings.requeued},
                        {QStringLiteral("reindexed"), findings.isReindexed}};
    if (findings.database) {
        object.insert(QStringLiteral("database"), toQt(findings.database->message));
    }
    return object;
}

QString newestGoodBackup(const QString& folder)
{
    const QDir dream(folder + QStringLiteral("/.dream"));
    const QString copy = trialCopy(folder);
    QString good;
    for (const auto& entry :
         dream.entryInfoList({QStringLiteral("backup-*.db"), QStringLiteral("dream.db.v*.bak")},
                             QDir::Files, QDir::Time)) {
        if (isGood(entry.absoluteFilePath(), copy)) {
            good = entry.absoluteFilePath();
            break;
        }
    }
    removeDatabase(copy);
    return good;
}

Result<QString> restoreDatabase(const QString& folder, const QString& backup)
{
    const QString copy = trialCopy(folder);
    removeDatabase(copy);
    if (!QFile::copy(backup, copy)) {
        return fail(ErrorCode::Io,
                    toStd(QStringLiteral("'%1' cannot be copied to '%2'").arg(backup, copy)));
    }
    {
        // Brought to the present schema before anything is moved.
        const auto opened = db::Database::open(copy);
        if (!opened) {
            removeDatabase(copy);
            return propagate(opened);
        }
    }
    const QString aside
        = QStringLiteral("%1/.dream/broken-%2")
              .arg(folder,
                   QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss")));
    if (auto made = makeFolder(aside); !made) {
        return propagate(made);
    }
    const QString database = databaseOf(folder);
    std::vector<std::pair<QString, QString>> moved; ///< from, to
    // The damaged database is better than none: an empty one would begin in its place.
    const auto moveBack = [&] {
        for (const auto& [from, to] : moved) {
            QFile::rename(to, from);
        }
        removeDatabase(copy);
    };
    for (const char* ending : {"", "-wal", "-shm"}) {
        const QString file = database + QLatin1StringView(ending);
        if (!QFileInfo::exists(file)) {
            continue;
        }
        const QString to = aside + QStringLiteral("/dream.db") + QLatin1StringView(ending);
        if (QFile::rename(file, to)) {
            moved.emplace_back(file, to);
        } else {
            moveBack();
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("'%1' cannot be moved to '%2'").arg(file, aside)));
        }
    }
    if (!QFile::rename(copy, database)) {
        moveBack();
        return fail(ErrorCode::Io,
                    toStd(QStringLiteral("'%1' cannot be moved to '%2'").arg(copy, database)));
    }
    removeDatabase(copy);
    return aside;
}

} // namespace nde::services
