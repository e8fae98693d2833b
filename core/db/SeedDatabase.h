#pragma once

#include "core/base/Result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace nde::db {

/// A row of `stems` in the database of the seed (`stems.db`), as it stands there.
struct SeedStem
{
    qint64 id {};
    QString filename;
    QString originalPath;
    QString processedPath;
    QString source; ///< "original", "separated", "generated"; empty = unknown
    QString category; ///< of the column `category`, else `instrument`
    double bpm {}; ///< 0 = none
    QStringList tags; ///< by hand first, then automatic ones
    QString processingError;
    /// Everything else that the row says and that has no place of its own here: key, genre, mood,
    /// analyses, when it was made; JSON columns as objects.
    QJsonObject facts;
};

struct SeedUse
{
    qint64 stemId {};
    QString lane;
};

/// A row of `generated_tracks` with its sounds.
struct SeedTrack
{
    qint64 id {};
    QString title;
    QString prompt;
    QString outputPath;
    double bpm {};
    QString key;
    qint64 createdAtMs {};
    std::vector<SeedUse> uses;
};

struct SeedContents
{
    std::vector<SeedStem> stems;
    std::vector<SeedTrack> tracks;
};

/// Reads the seed's database. Columns that a version of it lacks are taken as empty, those that
/// this does not know go into `facts`; embeddings are left out.
/// @param copy  a copy that nobody else uses: opening one in WAL mode writes beside it.
/// @errors      Corrupt (no SQLite file, or damaged), Unsupported (it has no table `stems` with a
///              file name: another program's), Io.
/// @thread      any.
[[nodiscard]] Result<SeedContents> readSeedDatabase(const QString& copy);

} // namespace nde::db
