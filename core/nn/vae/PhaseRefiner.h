#pragma once

#include "core/nn/vae/LaneFft.h"
#include "core/nn/vae/Stft.h"

#include <span>
#include <vector>

namespace nde::nn::vae {

/// Magnitudes of a short-time spectrum in groups of four frames: cell (frame, bin) of the group
/// frame / 4 lies in its lane frame % 4. Frames after the last one that has any sound are left out.
class LaneImage
{
public:
    /// All cells 0.
    LaneImage(int frames, int bins);
    [[nodiscard]] std::size_t groups() const { return m_cells.size() / m_bins; }
    [[nodiscard]] const Lanes* group(std::size_t index) const
    {
        return m_cells.data() + index * m_bins;
    }
    void set(std::size_t frame, std::size_t bin, float value)
    {
        m_cells[frame / kLanes * m_bins + bin][frame % kLanes] = value;
    }
    /// Forgets the groups after `frames`.
    void cut(std::size_t frames);

private:
    std::size_t m_bins;
    std::vector<Lanes> m_cells;
};

/// Sound from magnitudes: fast Griffin-Lim rounds, and noise under magnitudes. Frames as in `Stft`.
/// @thread  one instance per thread; keeps its buffers.
/// @source  Perraudin, Balazs, Sondergaard, "A fast Griffin-Lim algorithm", 2013.
class PhaseRefiner
{
public:
    PhaseRefiner(int size, int hop, std::size_t length);

    /// @param phases  radians at the frames' starts, below 10^4, [groups · 4, bins].
    /// @param sound   overwritten.
    void refine(const LaneImage& image, std::span<const float> phases, int rounds,
                std::span<float> sound);
    /// Adds `noise` shaped by the image; white noise of deviation 1 gets the image's levels.
    void addShaped(const LaneImage& image, std::span<const float> noise, std::span<float> sound);

private:
    void start(const Lanes* wanted, std::span<const float> phases);
    void take(std::span<const float> sound, std::size_t group);
    void put(std::size_t group);
    void deliver(std::span<float> sound);

    std::size_t m_hop;
    LaneFft m_fft;
    std::vector<float> m_window;
    std::vector<float> m_norm; ///< 1 / summed squared windows, [length]
    std::vector<float> m_sum; ///< overlap-add, half a window early
    std::vector<LaneBin> m_bins; ///< of one group
    std::vector<LaneBin> m_before; ///< analyses of the round before, of all groups
};

} // namespace nde::nn::vae
