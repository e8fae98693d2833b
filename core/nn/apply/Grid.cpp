#include "core/nn/apply/Grid.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace nde::nn::apply {

std::int64_t Grid::chunks() const
{
    return (length + stride - 1) / stride;
}

std::int64_t Grid::framesOf(std::int64_t chunk) const
{
    return std::min(chunkFrames, length - offsetOf(chunk));
}

Result<Grid> makeGrid(std::int64_t trackFrames, std::int64_t shiftStart, std::int64_t chunkFrames,
                      double overlap)
{
    // The double product, truncated, is what the original computes.
    const auto stride
        = static_cast<std::int64_t>((1.0 - overlap) * static_cast<double>(chunkFrames));
    if (chunkFrames < 1 || stride < 1) {
        return fail(ErrorCode::BadInput,
                    "segments of " + std::to_string(chunkFrames) + " frames cannot overlap by "
                        + std::to_string(overlap));
    }
    return Grid {shiftStart, trackFrames - shiftStart, chunkFrames, stride};
}

Result<std::vector<float>> chunkWeights(std::int64_t chunkFrames, double transitionPower)
{
    const std::int64_t half = chunkFrames / 2;
    const auto top = static_cast<float>(chunkFrames - half);
    const auto power = static_cast<float>(transitionPower);
    std::vector<float> weights(static_cast<std::size_t>(chunkFrames));
    for (std::int64_t i = 0; i < chunkFrames; ++i) {
        const std::int64_t height = i < half ? i + 1 : chunkFrames - i;
        const float share = static_cast<float>(height) / top;
        weights[static_cast<std::size_t>(i)] = power == 1.0F ? share : std::pow(share, power);
    }
    if (*std::min_element(weights.begin(), weights.end()) <= 0.0F) {
        return fail(ErrorCode::BadInput,
                    "the transition power " + std::to_string(transitionPower)
                        + " is too large for segments of " + std::to_string(chunkFrames)
                        + " frames");
    }
    return weights;
}

PaddedChunk padChunk(const Grid& grid, std::int64_t chunk, std::int64_t wanted)
{
    const std::int64_t frames = grid.framesOf(chunk);
    const std::int64_t target = std::max(frames, wanted);
    const std::int64_t left = (target - frames) / 2;
    return {grid.start + grid.offsetOf(chunk) - left, target, left};
}

Result<> readPadded(MixSource& mix, int channels, std::int64_t start, std::int64_t frames,
                    std::vector<float>& planar)
{
    const auto rows = static_cast<std::size_t>(channels);
    const auto width = static_cast<std::size_t>(frames);
    planar.assign(rows * width, 0.0F);
    const std::int64_t from = std::clamp(start, std::int64_t {0}, mix.frames());
    const std::int64_t to = std::clamp(start + frames, from, mix.frames());
    if (to == from) {
        return {};
    }
    const auto inner = static_cast<std::size_t>(to - from);
    if (inner == width) {
        return mix.read(from, frames, planar.data());
    }
    std::vector<float> inside(rows * inner);
    if (auto read = mix.read(from, to - from, inside.data()); !read) {
        return read;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(inside.data() + row * inner, inner,
                    planar.data() + row * width + static_cast<std::size_t>(from - start));
    }
    return {};
}

} // namespace nde::nn::apply
