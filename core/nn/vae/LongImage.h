#pragma once

#include "core/nn/vae/FrameBins.h"
#include "core/nn/vae/LongGrid.h"

#include <array>
#include <functional>
#include <vector>

namespace nde::nn::vae {

/// The vector of `Layout.h` of a step's chunk. Called in about the order of time, more than once a
/// step where a sound is longer than a few of them.
using ChunkFn = std::function<std::vector<float>(int step)>;

/// Chunks of a long sound put together: their pictures under Hann windows that add up to 1. Levels
/// are mixed in decibels, which keeps peaks sharp; the power that two different chunks lose by that
/// (between two sets of partials there would be a valley in the middle of every step) is given back
/// to each of twenty groups of bands. Noisiness is mixed by power.
///
/// Holds four chunks at a time, whatever the length.
/// @thread  one at a time.
class LongImage
{
public:
    LongImage(const LongGrid& grid, ChunkFn chunks);

    [[nodiscard]] const LongGrid& grid() const { return m_grid; }
    /// The frame at a place between the grid's frames; wraps where the grid does, else silence
    /// outside of it.
    void read(double frame, FrameBins& out);
    /// Power of a frame of the grid, 1 = a full-scale sine.
    [[nodiscard]] double power(int frame);

private:
    struct Frame
    {
        int index {-1};
        std::array<float, kBands> level {}; ///< scaled
        std::array<float, kBands> eta {};
    };
    struct Layer
    {
        int step {-1};
        std::vector<float> levels; ///< [kBands, kFrames]
        std::vector<float> eta; ///< pooled, weighted, [kEtaSize]
    };
    [[nodiscard]] const Layer* layer(int step);
    [[nodiscard]] const Frame& merged(int frame);
    static void copy(const Layer& from, int frame, Frame& to);
    static void mix(const Frame& a, const Frame& b, float weightB, Frame& out);

    LongGrid m_grid;
    ChunkFn m_chunks;
    std::array<Layer, 4> m_layers;
    std::array<Frame, 2> m_merged;
};

} // namespace nde::nn::vae
