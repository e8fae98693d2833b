#pragma once

#include "core/music/Score.h"

namespace nde::music {

/// A lane that the track should have.
struct LaneWish
{
    const Role* role {};
    bool isRequired {}; ///< by the genre or by the prompt: its absence is noted
};

/// Lanes of a request: required, asked for, asked for by a mood, then optional ones up to
/// round(4 + 7·density); in the order of `roleOrder`.
[[nodiscard]] std::vector<LaneWish> wantedLanes(const Frame& frame, const Request& request);

/// A sound chosen for a lane.
struct Pick
{
    const Role* role {};
    Offer offer;
    PairTerms terms;
    double total {}; ///< 0 … 1
};

struct Ensemble
{
    std::vector<Pick> picks; ///< in the order of `roleOrder`
    std::vector<const Role*> missing; ///< required lanes that no candidate fits
};

/// Chooses one sound a lane: beam search of width 64 over the 24 best per lane with the pair terms,
/// seeded Gumbel noise of 4 % for diversity; then every wanted source kind that is missing is
/// brought in by the swap that costs least, or by a lane of its own.
/// @param isKindWanted  indexed by SourceKind.
/// @errors  Cancelled.
[[nodiscard]] Result<Ensemble> chooseEnsemble(const Scorer& scorer, const Frame& frame,
                                              const std::vector<LaneWish>& lanes,
                                              const std::vector<Candidate>& candidates,
                                              const std::array<bool, kSourceKinds>& isKindWanted,
                                              std::uint64_t seed, TaskContext& task);

} // namespace nde::music
