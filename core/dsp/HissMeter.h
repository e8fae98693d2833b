#pragma once

#include "core/dsp/Fft.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nde::dsp {

/// Finds a steady white noise in what a sound leaves room for: in frames of 12 ms, runs of 3 to 12
/// neighbouring bands of 1.5 kHz whose quietest frames (a twentieth of them or more) stay at one
/// level and lie at one density. So it is heard in the tail of a short hit, above a sound that does
/// not reach that high, and below one that does not reach that low. A sound that dies away has
/// quietest frames as well, but theirs are spread as far as its decay goes in that time: only where
/// they are much closer together is it taken for noise. Noise that the sound covers everywhere at
/// all times cannot be told from it. Streaming, in constant memory.
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
    static constexpr std::size_t kBands = 14; ///< up to 21 kHz
    static constexpr std::size_t kLevels = 560; ///< quarter decibels from −140 up
    using Counts = std::array<std::int32_t, kLevels>;
    struct Band
    {
        std::size_t firstBin {};
        std::size_t lastBin {}; ///< one past
        double power {}; ///< mean of a bin, of the latest frame
        Counts counts {};
    };
    struct Run
    {
        std::size_t first {};
        std::size_t length {}; ///< bands
        Counts counts {};
    };

    void hear();
    [[nodiscard]] std::optional<Hiss> hissOf(const Run& run, std::int64_t quietest) const;
    /// The bands lie at one density in their quietest frames.
    [[nodiscard]] bool isEven(const Run& run, std::int64_t quietest) const;

    [[nodiscard]] double loudLevel(const Run& run) const;
    [[nodiscard]] bool isUnderSomething(double levelDb) const;

    int m_size;
    RealFft m_fft;
    std::vector<float> m_window; ///< white noise of power s gives s a bin
    std::vector<float> m_buffer; ///< [size] the latest samples
    int m_fill {};
    std::vector<float> m_time;
    std::vector<std::complex<float>> m_bins;
    std::vector<Band> m_bands;
    std::vector<Run> m_runs;
    std::int64_t m_frames {};
};

} // namespace nde::dsp
