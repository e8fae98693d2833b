#pragma once

#include "core/nn/vae/Layout.h"

#include <array>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// Centres of the bands, in bins of the main transform; rising.
[[nodiscard]] std::array<double, kBands> bandCentres();

/// The warped frequency axis: 64 bands of one bin, then geometric ones, as triangular weights on
/// power, and back by linear interpolation of decibels.
class Bands
{
public:
    /// @param bins  of the spectra that are folded, at the same sample rate.
    explicit Bands(int bins);

    /// out [bands] = weighted means of in [bins].
    void fold(std::span<const float> in, std::span<float> out) const;
    /// out [kBins] = linear interpolation of in [bands] at every bin of the main transform.
    void unfold(std::span<const float> in, std::span<float> out) const;

private:
    struct Band
    {
        int first {};
        std::vector<float> weights;
    };
    struct Point
    {
        int below {};
        int above {};
        float fraction {};
    };
    std::vector<Band> m_bands;
    std::vector<Point> m_points;
};

} // namespace nde::nn::vae
