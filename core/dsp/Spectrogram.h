#pragma once

#include "core/dsp/Fft.h"

#include <functional>
#include <span>

namespace nde::dsp {

/// Calls `frame` with the power spectrum of each windowed frame (Hann, periodic) of `mono`.
/// Frame k is centred on sample k·hop; beyond the ends there are zeros. Powers are normalised so
/// that a sine of amplitude a on a bin has a²/4.
/// @param size   even window length; spectra have size/2 + 1 bins.
/// @return       the number of frames: ceil(mono.size() / hop).
std::size_t
forEachSpectrum(std::span<const float> mono, int size, int hop,
                const std::function<void(std::size_t frame, std::span<const float> power)>& visit);

/// Power of two nearest to `seconds` of sound, at least 64.
[[nodiscard]] int windowFor(double seconds, int sampleRate);

/// Triangular bands on the mel scale (HTK: 2595·log10(1 + f/700)), each normalised to sum 1.
class MelBands
{
public:
    MelBands(int bands, double lowHz, double highHz, int fftSize, int sampleRate);
    [[nodiscard]] std::size_t count() const { return m_bands.size(); }
    /// @param out  [count] weighted mean power of each band.
    void apply(std::span<const float> power, std::span<float> out) const;

private:
    struct Band
    {
        std::size_t firstBin;
        std::vector<float> weights;
    };
    std::vector<Band> m_bands;
};

/// Median of a copy; 0 for nothing.
[[nodiscard]] float medianOf(std::vector<float> values);

} // namespace nde::dsp
