#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

/// RMS levels of whole blocks.
/// @param active   [frames], no silence in front.
/// @param block    frames a block, at least 1.
/// @param isSlope  of the difference of neighbouring samples instead: the treble.
/// @return  empty when there is no whole block.
[[nodiscard]] std::vector<float> blockLevels(std::span<const float> active, std::size_t block,
                                             bool isSlope);
/// Blocks from the maximum until the level stays below `ratio` of it. @param levels  not empty.
[[nodiscard]] std::size_t blocksOfFall(std::span<const float> levels, float ratio);
/// Separate bursts: rises by 4 dB after a dip of 4 dB, none of them 14 dB below the loudest. A clap
/// has several.
/// @param levels  of blocks of 1 ms; only the first 80 count.
[[nodiscard]] int burstCount(std::span<const float> levels);

} // namespace nde::dsp
