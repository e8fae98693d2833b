#include "core/services/Candidates.h"

#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/TrackMaterial.h"

#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kLastTracks = 10; ///< composition.md C.4, novelty
constexpr int kDeepestFamily = 64;

music::Candidate candidateOf(Stem&& stem)
{
    music::Candidate candidate;
    candidate.id = stem.id;
    candidate.path = std::move(stem.path);
    candidate.contentHash = std::move(stem.contentHash);
    candidate.name = std::move(stem.name);
    candidate.source = stem.source;
    candidate.category = stem.category;
    candidate.soundClass = stem.soundClass;
    candidate.durationS = stem.durationS;
    candidate.quality = stem.quality;
    candidate.descriptors = std::move(stem.descriptors);
    candidate.tags = std::move(stem.tags);
    candidate.rating = stem.rating;
    candidate.isFavorite = stem.isFavorite;
    candidate.licence = std::move(stem.licence);
    candidate.root = stem.id;
    return candidate;
}

std::vector<StemId> idsOf(const std::vector<StemRow>& rows)
{
    std::vector<StemId> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) {
        ids.push_back(row.id);
    }
    return ids;
}

} // namespace

CandidateBook::CandidateBook(Studio& studio)
    : m_studio(studio)
{
}

void CandidateBook::take(Stem&& stem)
{
    const StemId id = stem.id;
    m_parents[id] = stem.parentId;
    if (isTrackMaterial(stem)) {
        m_sounds.insert_or_assign(id, candidateOf(std::move(stem)));
    } else {
        m_sounds.erase(id);
    }
}

StemId CandidateBook::rootOf(StemId id) const
{
    for (int depth = 0; depth < kDeepestFamily; ++depth) {
        const auto found = m_parents.find(id);
        // A parent that left the library is still the one that its children have in common.
        if (found == m_parents.end() || found->second == 0) {
            break;
        }
        id = found->second;
    }
    return id;
}

/// @return  whether anything changed.
Result<bool> CandidateBook::refresh(const TaskContext& task)
{
    db::StemRepository stems(m_studio.database());
    const bool isFirst = m_upToMs < 0;
    // The first time only the clock is asked for: all rows come in full below.
    const auto changes
        = stems.changesSince(isFirst ? std::numeric_limits<qint64>::max() : m_upToMs + 1);
    if (!changes) {
        return propagate(changes);
    }
    if (!isFirst && changes->rows.empty() && changes->removed.empty()) {
        return false;
    }
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "reading the library was cancelled");
    }
    auto found = isFirst ? stems.all() : stems.byIds(idsOf(changes->rows));
    if (!found) {
        return propagate(found);
    }
    for (const StemId id : changes->removed) {
        m_sounds.erase(id);
        m_parents.erase(id);
    }
    for (auto& stem : *found) {
        take(std::move(stem));
    }
    m_upToMs = changes->upToMs;
    return true;
}

/// How often each sound stands in the last tracks of other prompts. @return  whether that changed.
Result<bool> CandidateBook::refreshUses(const std::string& prompt)
{
    db::RunRepository runs(m_studio.database());
    auto tracks = runs.tracks();
    if (!tracks) {
        return propagate(tracks);
    }
    std::erase_if(*tracks, [&prompt](const auto& track) { return track.prompt == prompt; });
    std::sort(tracks->begin(), tracks->end(),
              [](const auto& a, const auto& b) { return a.id > b.id; });
    tracks->resize(std::min(tracks->size(), kLastTracks));
    std::vector<qint64> last;
    for (const auto& track : *tracks) {
        last.push_back(track.id);
    }
    if (last == m_lastTracks) {
        return false;
    }
    std::unordered_map<StemId, int> uses;
    for (const qint64 track : last) {
        const auto used = runs.trackStems(track);
        if (!used) {
            return propagate(used);
        }
        std::set<StemId> once; // in several lanes of a track: used in one track
        for (const auto& stem : *used) {
            once.insert(stem.stemId);
        }
        for (const StemId id : once) {
            ++uses[id];
        }
    }
    m_lastTracks = std::move(last);
    m_uses = std::move(uses);
    return true;
}

Result<std::shared_ptr<const CandidateList>> CandidateBook::candidates(const std::string& prompt,
                                                                       const TaskContext& task)
{
    const auto isNew = refresh(task);
    if (!isNew) {
        return propagate(isNew);
    }
    const auto hasNewUses = refreshUses(prompt);
    if (!hasNewUses) {
        return propagate(hasNewUses);
    }
    if (m_list && !*isNew && !*hasNewUses) {
        return m_list;
    }
    auto list = std::make_shared<CandidateList>();
    list->reserve(m_sounds.size());
    for (const auto& [id, sound] : m_sounds) {
        list->push_back(sound);
        const auto uses = m_uses.find(id);
        list->back().recentUses = uses == m_uses.end() ? 0 : uses->second;
        list->back().root = rootOf(id);
    }
    std::sort(list->begin(), list->end(), [](const auto& a, const auto& b) {
        return std::tie(a.contentHash, a.id) < std::tie(b.contentHash, b.id);
    });
    m_list = std::move(list);
    return m_list;
}

Result<music::Candidate> CandidateBook::candidate(StemId id)
{
    auto stem = db::StemRepository(m_studio.database()).byId(id);
    if (!stem) {
        return propagate(stem);
    }
    m_parents[id] = stem->parentId;
    auto candidate = candidateOf(std::move(*stem));
    candidate.root = rootOf(id);
    return candidate;
}

std::vector<StemId> missingSounds(const music::Plan& plan)
{
    std::set<StemId> missing;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            if (!QFileInfo::exists(toQt(sound.path))) {
                missing.insert(sound.stem);
            }
        }
    }
    return {missing.begin(), missing.end()};
}

} // namespace nde::services
