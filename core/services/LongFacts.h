#pragma once

#include "core/base/Stem.h"

#include <cstddef>

namespace nde::services {

/// What a model of long sounds asks of a row of the library.
struct LongFacts
{
    double bpm {}; ///< 0 = no tempo that could be relied on
    bool isLoop {};
    double startS {}; ///< of the first "one" where there is a tempo
    bool operator==(const LongFacts&) const = default;
};
[[nodiscard]] LongFacts longFactsOf(const Stem& stem);

/// Seconds of each long sound that are read for a training on so many.
[[nodiscard]] double longTrainingSeconds(std::size_t sounds);
/// Seconds of a long anchor that are read: as much as a model makes.
inline constexpr double kLongAnchorS = 121.0;

} // namespace nde::services
