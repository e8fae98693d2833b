#include "core/services/LibraryReads.h"

#include "core/db/EmbeddingRepository.h"
#include "core/db/JobRepository.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"

#include <algorithm>

namespace nde::services {

Result<Stem> soundById(Studio& studio, StemId id)
{
    return db::StemRepository(studio.database()).byId(id);
}

Result<std::vector<Stem>> soundsByIds(Studio& studio, const std::vector<StemId>& ids)
{
    auto found = db::StemRepository(studio.database()).byIds(ids);
    if (!found) {
        return found;
    }
    std::vector<Stem> ordered;
    ordered.reserve(found->size());
    for (const StemId id : ids) {
        const auto at = std::find_if(found->begin(), found->end(),
                                     [id](const Stem& stem) { return stem.id == id; });
        if (at != found->end()) {
            ordered.push_back(*at);
        }
    }
    return ordered;
}

Result<std::vector<Stem>> soundsOfCategory(Studio& studio, Category category)
{
    return db::StemRepository(studio.database()).byCategory(category);
}

Result<LibraryChanges> libraryChanges(Studio& studio, qint64 sinceMs)
{
    auto changes = db::StemRepository(studio.database()).changesSince(sinceMs);
    if (!changes) {
        return propagate(changes);
    }
    return LibraryChanges {std::move(changes->rows), std::move(changes->removed), changes->upToMs};
}

Result<bool> isLibraryFolder(Studio& studio, const QString& folder)
{
    return db::StemRepository(studio.database()).hasOriginalIn(toStd(folder));
}

Result<std::vector<float>> soundEmbedding(Studio& studio, StemId id)
{
    return db::EmbeddingRepository(studio.database()).newestOf(id);
}

Result<std::vector<ComposedTrack>> composedTracks(Studio& studio)
{
    const auto records = db::RunRepository(studio.database()).tracks();
    if (!records) {
        return propagate(records);
    }
    std::vector<ComposedTrack> tracks;
    for (auto record = records->rbegin(); record != records->rend(); ++record) {
        if (record->stemId != 0) {
            tracks.push_back({record->stemId, toQt(record->prompt), toQt(record->planPath),
                              toQt(record->planHash), toQt(record->outputPath), record->seed,
                              record->bpm, toQt(record->key), record->createdAtMs});
        }
    }
    return tracks;
}

Result<std::vector<std::pair<StemId, QString>>> soundsOfTrack(Studio& studio, StemId track)
{
    db::RunRepository runs(studio.database());
    const auto records = runs.tracks();
    if (!records) {
        return propagate(records);
    }
    std::vector<std::pair<StemId, QString>> sounds;
    for (const auto& record : *records) {
        if (record.stemId != track) {
            continue;
        }
        const auto used = runs.trackStems(record.id);
        if (!used) {
            return propagate(used);
        }
        for (const auto& sound : *used) {
            sounds.emplace_back(sound.stemId, toQt(sound.lane));
        }
    }
    return sounds;
}

Result<JobRecord> jobById(Studio& studio, JobId id)
{
    return db::JobRepository(studio.database()).byId(id);
}

Result<std::vector<JobRecord>> allJobs(Studio& studio)
{
    return db::JobRepository(studio.database()).all();
}

Result<qint64> runOfJob(Studio& studio, JobId job)
{
    const auto runs = db::RunRepository(studio.database()).runs();
    if (!runs) {
        return propagate(runs);
    }
    qint64 newest = 0;
    for (const auto& run : *runs) {
        newest = run.jobId == job ? std::max(newest, run.id) : newest;
    }
    return newest;
}

} // namespace nde::services
