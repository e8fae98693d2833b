#pragma once

#include "core/music/Ensemble.h"

namespace nde::music {

/// The wish narrowed by what the prompt says of its sources.
[[nodiscard]] SourceWish narrowed(SourceWish wish, const Request& request);

/// Whether a wish lets a candidate be taken.
[[nodiscard]] bool isAllowed(const SourceWish& wish, const Candidate& candidate);

/// Sorted by content, each content once, what the wish forbids removed.
void prepare(std::vector<Candidate>& candidates, const SourceWish& wish);

/// The sound of an offer as a lane of the role uses it; `why` holds the terms of the offer.
[[nodiscard]] Sound soundOf(const Role& role, const Offer& offer, const Candidate& candidate);
/// The same with the terms that depend on the other lanes.
[[nodiscard]] Sound soundOf(const Pick& pick, const Candidate& candidate);

/// A lane with the mixer as the role sets it. @param side  ±1: where the next panned lane goes.
[[nodiscard]] Lane laneFor(const Role& role, const Frame& frame, bool hasKick, double side);

/// A genre that asks for a drum loop where none fits gets its drums one by one.
void splitDrums(const Scorer& scorer, std::size_t candidates, std::vector<LaneWish>& lanes);

} // namespace nde::music
