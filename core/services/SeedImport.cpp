#include "core/services/SeedImport.h"

#include "core/services/JsonFields.h"
#include "core/services/SeedImporter.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>

namespace nde::services {
namespace {

constexpr const char* kOtherDesign
    = "'models/%1' is a network of another design; train the category anew, its sounds are here";

constexpr auto kParams = [](auto& fields, auto& params) {
    fields.text("folder", params.folder);
    fields.flag("dry_run", params.isDryRun);
};

/// The rows, read from a copy: opening the seed's own file would write beside it.
Result<db::SeedContents> readRows(const QString& database)
{
    if (database.isEmpty()) {
        return db::SeedContents {};
    }
    const QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("stems.db"));
    if (!folder.isValid() || !QFile::copy(database, copy)) {
        return fail(ErrorCode::Io, toStd(QStringLiteral("'%1' cannot be copied").arg(database)));
    }
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    const QString wal = QStringLiteral("-wal"); // what is not written back yet
    if (QFileInfo::exists(database + wal)) {
        QFile::copy(database + wal, copy + wal);
        QFile::setPermissions(copy + wal, QFile::ReadOwner | QFile::WriteOwner);
    }
    auto read = db::readSeedDatabase(copy);
    if (!read) {
        std::string message = read.error().message;
        if (const auto at = message.find(toStd(copy)); at != std::string::npos) {
            message.replace(at, toStd(copy).size(), toStd(database));
        }
        return fail(read.error().code, message);
    }
    return read;
}

Result<> checkFolder(const QString& folder, const QString& database)
{
    if (!QFileInfo(folder).isDir()) {
        return fail(ErrorCode::NotFound, toStd(QStringLiteral("'%1' is no folder").arg(folder)));
    }
    if (database.isEmpty() && !hasSeedFolders(folder)) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("'%1' is no studio of the seed: it has neither 'stems.db' "
                                         "nor one of the seed's folders")
                              .arg(folder)));
    }
    return {};
}

} // namespace

Result<SeedOutcome> importSeed(Studio& studio, const SeedImportParams& params, TaskContext& task)
{
    const QString folder = absolutePath(params.folder);
    const QString database = seedDatabaseIn(folder);
    if (auto there = checkFolder(folder, database); !there) {
        return propagate(there);
    }
    const auto rows = readRows(database);
    if (!rows) {
        return propagate(rows);
    }
    db::EmbeddingRepository embeddings(studio.database());
    const auto judge = CategoryJudge::create(embeddings);
    if (!judge) {
        return propagate(judge);
    }
    SeedImporter importer(studio, folder, params.isDryRun, *judge, embeddings);
    importer.outcome.database = database;
    auto sounds = seedSounds(folder, rows->stems);
    QSet<QString> ofTracks;
    for (const auto& track : rows->tracks) {
        ofTracks.insert(seedFile(folder, track.outputPath));
    }
    std::erase_if(sounds, [&ofTracks](const SeedSound& sound) {
        return sound.table.isEmpty() && ofTracks.contains(sound.path);
    });
    const auto count = static_cast<double>(sounds.size() + rows->tracks.size());
    double done = 0.0;
    const auto step = [&](const auto& take) -> Result<> {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "the import was cancelled; what was taken stays");
        }
        TaskContext part = task.sub(done / count, (done + 1.0) / count);
        part.progress(0.0, "importing");
        done += 1.0;
        return take(part);
    };
    for (const auto& sound : sounds) {
        auto taken = step([&](TaskContext& part) { return importer.takeSound(sound, part); });
        if (!taken) {
            return propagate(taken);
        }
    }
    for (const auto& track : rows->tracks) {
        auto taken = step([&](TaskContext& part) { return importer.takeTrack(track, part); });
        if (!taken) {
            return propagate(taken);
        }
    }
    for (const QString& model : seedModels(folder)) {
        importer.outcome.notes.push_back({kOtherDesign, {model}});
    }
    task.progress(1.0, "importing");
    return std::move(importer.outcome);
}

bool isSeedStudio(const QString& folder)
{
    return !QFileInfo::exists(folder + QStringLiteral("/.dream"))
        && (!seedDatabaseIn(folder).isEmpty() || hasSeedFolders(folder));
}

QJsonObject toJson(const SeedImportParams& params)
{
    return written(kParams, params);
}

Result<SeedImportParams> seedImportParamsFromJson(const QJsonObject& object)
{
    return readBack<SeedImportParams>(kParams, object);
}

QJsonObject toJson(const SeedOutcome& outcome)
{
    QJsonArray taken;
    for (const auto& one : outcome.taken) {
        QJsonObject item {{QStringLiteral("path"), one.path},
                          {QStringLiteral("was_there"), one.wasThere}};
        if (!one.table.isEmpty()) {
            item.insert(QStringLiteral("table"), one.table);
            item.insert(QStringLiteral("row"), one.row);
        }
        if (one.id > 0) {
            item.insert(QStringLiteral("id"), qint64 {one.id});
        }
        taken.append(item);
    }
    QJsonArray skipped;
    for (const auto& one : outcome.skipped) {
        QJsonObject item {{QStringLiteral("path"), one.path},
                          {QStringLiteral("reason"), one.reason.english()}};
        if (!one.table.isEmpty()) {
            item.insert(QStringLiteral("table"), one.table);
            item.insert(QStringLiteral("row"), one.row);
        }
        skipped.append(item);
    }
    QJsonArray notes;
    for (const Sentence& one : outcome.notes) {
        notes.append(one.english());
    }
    return {{QStringLiteral("database"), outcome.database},
            {QStringLiteral("taken"), taken},
            {QStringLiteral("skipped"), skipped},
            {QStringLiteral("notes"), notes},
            {QStringLiteral("edges"), outcome.edges}};
}

} // namespace nde::services
