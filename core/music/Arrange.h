#pragma once

#include "core/music/Plan.h"

namespace nde::music {

/// What stands before anything is chosen, where a plan is arranged again.
struct Given
{
    std::vector<Section> sections; ///< from bar 0 on; empty = as the request says
    std::vector<int> chords; ///< empty = drawn
    std::optional<Key> key; ///< empty = as the request says, else the library's
    int nextId {1};
};

/// `arrange` with parts of the plan given.
/// @errors  as arrange.
[[nodiscard]] Result<Plan> arrangeWith(const Request& request, std::vector<Candidate> candidates,
                                       const SourceWish& sources, std::uint64_t seed,
                                       const Given& given, TaskContext& task);

} // namespace nde::music
