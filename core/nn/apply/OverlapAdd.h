#pragma once

#include "core/nn/apply/Grid.h"

#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::apply {

/// The weighted sums of the chunks in flight: one chunk long, whatever the track's length. After
/// chunk k everything before the start of chunk k + 1 is finished and leaves.
/// @thread  one at a time.
class OverlapAdd
{
public:
    /// @param rows  sources · channels
    OverlapAdd(std::size_t rows, std::vector<float> weights);

    /// @param chunk    planar [rows, chunkFrames], read from column `column` on
    /// @param columns  of a row of `chunk`
    void add(const float* chunk, std::int64_t columns, std::int64_t column, std::int64_t frames);
    /// The first `frames` frames, divided by their weights. planar [rows, frames]
    void take(std::int64_t frames, std::vector<float>& finished);
    void clear();

    /// What is still in flight in the first `frames` frames: sums and weights. [(rows + 1) ·
    /// frames]
    [[nodiscard]] std::vector<float> save(std::int64_t frames) const;
    /// @param kept  of `save`, same `frames`
    void restore(std::span<const float> kept, std::int64_t frames);

private:
    std::size_t m_rows;
    std::size_t m_width;
    std::vector<float> m_weights; ///< [width]
    std::vector<float> m_sums; ///< [rows + 1, width], the last row is the sum of weights
};

} // namespace nde::nn::apply
