#pragma once

#include "core/nn/api/Separation.h"

#include <cstdint>
#include <vector>

namespace nde::nn::apply {

/// Where the chunks of one pass lie. A pass sees the track from `start` on (at most 0: a shift puts
/// silence in front) to its end; all positions but `start` count from there.
/// @source  demucs.md 3.13 to 3.15.
struct Grid
{
    std::int64_t start {};
    std::int64_t length {};
    std::int64_t chunkFrames {};
    std::int64_t stride {};

    [[nodiscard]] std::int64_t chunks() const;
    [[nodiscard]] std::int64_t offsetOf(std::int64_t chunk) const { return chunk * stride; }
    [[nodiscard]] std::int64_t framesOf(std::int64_t chunk) const; ///< the last ones are shorter
    bool operator==(const Grid&) const = default;
};

/// @param chunkFrames  of a segment. @errors  BadInput (overlap leaves no stride).
[[nodiscard]] Result<Grid> makeGrid(std::int64_t trackFrames, std::int64_t shiftStart,
                                    std::int64_t chunkFrames, double overlap);

/// Triangle 1 … n/2, n − n/2 … 1 over its maximum, to the power `transitionPower`, in float32 like
/// the original. @errors  BadInput (the power makes a weight vanish).
[[nodiscard]] Result<std::vector<float>> chunkWeights(std::int64_t chunkFrames,
                                                      double transitionPower);

/// A chunk that is lengthened to what the network wants takes its neighbours on both sides, and
/// silence only outside the track.
struct PaddedChunk
{
    std::int64_t trackStart {}; ///< may be negative
    std::int64_t frames {}; ///< with padding
    std::int64_t trimLeft {}; ///< of the output
};
[[nodiscard]] PaddedChunk padChunk(const Grid& grid, std::int64_t chunk, std::int64_t wanted);

/// Reads frames of the track, silence outside it. planar [channels, frames]
[[nodiscard]] Result<> readPadded(MixSource& mix, int channels, std::int64_t start,
                                  std::int64_t frames, std::vector<float>& planar);

} // namespace nde::nn::apply
