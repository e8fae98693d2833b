#pragma once

#include "core/dsp/Fft.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nde::dsp {

/// Finds a steady white noise in what a sound leaves room for above 3 kHz: in bands of 1.5 kHz and
/// frames of 12 ms the quietest fifth is level and three neighbouring bands lie at one density. So
/// it is heard in the tail of a short hit, and above a sound that does not reach that high. Noise
/// that the sound covers everywhere at all times cannot be told from it. Streaming, in constant
/// memory.
class HissMeter
{
public:
    struct Hiss
    {
        double levelDb {}; ///< RMS over all frequencies, dBFS
        /// Something rises above it where it is heard. If not, it may be the sound's own breath.
        bool isUnderSomething {};
    };

    explicit HissMeter(int sampleRate);
    void push(std::span<const float> mono);
    /// Empty = none is found.
    [[nodiscard]] std::optional<Hiss> hiss() const;

private:
    void hear();

    static constexpr std::size_t kBands = 12; ///< up to 21 kHz
    static constexpr std::size_t kLevels = 560; ///< quarter decibels from −140 up
    struct Band
    {
        std::size_t firstBin {};
        std::size_t lastBin {}; ///< one past
        std::array<std::int32_t, kLevels> counts {};
    };
    /// The quietest fifth of a band's frames; empty = it is not level.
    [[nodiscard]] std::optional<double> floorOf(const Band& band) const;
    [[nodiscard]] double percentileOf(const Band& band, double share) const;

    int m_size;
    RealFft m_fft;
    std::vector<float> m_window; ///< white noise of power s gives s a bin
    std::vector<float> m_buffer; ///< [size] the latest samples
    int m_fill {};
    std::vector<float> m_time;
    std::vector<std::complex<float>> m_bins;
    std::vector<Band> m_bands;
    std::int64_t m_frames {};
};

} // namespace nde::dsp
