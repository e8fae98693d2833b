#pragma once

#include "core/db/EmbeddingRepository.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/CategoryJudge.h"
#include "core/services/CharacterBook.h"
#include "core/services/Measure.h"
#include "core/services/SeedFiles.h"
#include "core/services/SeedImport.h"

#include <QFileInfo>
#include <QHash>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace nde::services {

/// "Song" of ".../Song/drums.wav", ".../Song_drums.wav" and ".../Song - drums.wav".
class TrackNames
{
public:
    void add(const QString& path, StemId id)
    {
        m_byName.insert(QFileInfo(path).completeBaseName().toLower(), id);
    }
    [[nodiscard]] StemId parentOf(const QString& path) const;

private:
    QHash<QString, StemId> m_byName;
};

/// One run of `importSeed`. In a dry run nothing is measured: a file that can be opened counts as
/// taken.
/// @thread  one at a time.
class SeedImporter
{
public:
    SeedImporter(Studio& studio, QString folder, bool isDryRun, const CategoryJudge& judge,
                 db::EmbeddingRepository& embeddings)
        : m_database(studio.database())
        , m_folder(std::move(folder))
        , m_isDryRun(isDryRun)
        , m_stems(m_database)
        , m_book(m_stems)
        , m_judge(judge)
        , m_embeddings(embeddings)
    {
    }

    Result<> takeSound(const SeedSound& sound, TaskContext& task);
    Result<> takeTrack(const db::SeedTrack& track, TaskContext& task);
    SeedOutcome outcome;

private:
    Result<StemId> known(const QString& path);
    Result<Stem> measured(const SeedSound& sound, TaskContext& task);
    std::vector<LineageEdge> edgesOf(const SeedSound& sound) const;
    Result<> store(const SeedSound& sound, Stem stem, std::vector<LineageEdge>& edges,
                   SeedTaken& taken);
    std::vector<db::TrackStem> usesOf(const db::SeedTrack& track, std::vector<LineageEdge>& edges);
    Result<> storeTrack(const db::SeedTrack& track, const std::optional<Stem>& stem,
                        std::vector<LineageEdge>& edges, std::vector<db::TrackStem> uses,
                        SeedTaken& taken);
    Result<> passOver(const SeedTaken& taken, const Error& error, bool isOfStudio);
    void remember(const SeedSound& sound, const SeedTaken& taken);
    void skip(const QString& table, qint64 row, const QString& path, Sentence reason)
    {
        outcome.skipped.push_back({table, row, path, std::move(reason)});
    }

    std::shared_ptr<db::Database> m_database;
    QString m_folder;
    bool m_isDryRun;
    db::StemRepository m_stems;
    CharacterBook m_book;
    const CategoryJudge& m_judge;
    db::EmbeddingRepository& m_embeddings;
    std::optional<nn::CategoryOpinion> m_opinion; ///< of the sound being taken
    QHash<qint64, StemId> m_byRow; ///< rows of `stems`
    QHash<QString, StemId> m_byPath;
    QHash<QString, qint64> m_rowOfPath; ///< to find two rows of one file
    TrackNames m_names;
    std::optional<std::set<StemId>> m_composed; ///< sounds with a track record, once asked for
};

} // namespace nde::services
