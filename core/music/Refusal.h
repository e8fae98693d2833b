#pragma once

#include "core/music/Sections.h"

/// The wish that leaves nothing to compose with, in a sentence.
namespace nde::music {

/// @param wish  lets none of the candidates through.
[[nodiscard]] std::string whyNoSource(const SourceWish& wish,
                                      const std::vector<Candidate>& candidates);

/// @param candidates  prepared; none of them fits any lane.
[[nodiscard]] std::string whyNothingFits(const Request& request, const Frame& frame,
                                         const std::vector<Candidate>& candidates);

} // namespace nde::music
