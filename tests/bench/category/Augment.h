#pragma once

#include "core/base/Random.h"
#include "tests/bench/category/Corpus.h"

namespace nde::bench {

/// A copy as it might come from elsewhere: another speed, another equaliser, driven, in a room,
/// with noise, band-limited, cut short, damped, over quiet other sounds.
/// @param others  what may lie below it; synthetic, so that nothing of a held-out pack comes in.
[[nodiscard]] Result<Sound> disguised(const Sound& sound, const std::vector<Sound>& others,
                                      Random& random);

} // namespace nde::bench
