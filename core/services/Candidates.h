#pragma once

#include "core/music/Plan.h"
#include "core/services/Studio.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace nde::services {

using CandidateList = std::vector<music::Candidate>;

/// The library as the arranger wants it: every sound that is material for a track, with what is
/// known of its use so far. Read once, then only what has changed. Files are not looked for: what
/// was missing when last looked at is left out, and who takes a sound looks whether it is there.
///
/// @thread  one at a time.
class CandidateBook
{
public:
    explicit CandidateBook(Studio& studio);

    /// By content hash, then by id. The same object while nothing has changed.
    /// @param prompt  of the track to be: earlier tracks of this prompt do not count as uses, so
    ///                that the same prompt and seed make the same track again.
    /// @errors  those of StemRepository, Cancelled.
    [[nodiscard]] Result<std::shared_ptr<const CandidateList>> candidates(const std::string& prompt,
                                                                          const TaskContext& task);
    /// A single sound, also one that the list leaves out because it is no material.
    /// @errors  NotFound.
    [[nodiscard]] Result<music::Candidate> candidate(StemId id);

private:
    [[nodiscard]] Result<bool> refresh(const TaskContext& task);
    [[nodiscard]] Result<bool> refreshUses(const std::string& prompt);
    void take(Stem&& stem);
    [[nodiscard]] StemId rootOf(StemId id) const;

    Studio& m_studio;
    qint64 m_upToMs {-1}; ///< −1 = nothing read yet
    std::unordered_map<StemId, music::Candidate> m_sounds;
    std::unordered_map<StemId, StemId> m_parents; ///< of all rows
    std::vector<qint64> m_lastTracks;
    std::unordered_map<StemId, int> m_uses;
    std::shared_ptr<const CandidateList> m_list;
};

/// Sounds of a plan whose files are gone, by id. Looks at each file.
[[nodiscard]] std::vector<StemId> missingSounds(const music::Plan& plan);

} // namespace nde::services
