#pragma once

#include "core/dsp/Fft.h"

#include <array>
#include <span>
#include <vector>

namespace nde::mix {

/// The long-term spectrum of a mix in third-octaves, for the master's tilt.
class ToneMeter
{
public:
    explicit ToneMeter(int sampleRate);
    /// @param stereo  interleaved [frames, 2].
    void add(std::span<const float> stereo);

    static constexpr std::size_t kGroups = 5;
    /// dB by which each part of the spectrum (sub, bass, low middle, high middle, treble) is to be
    /// moved towards the curve of well-balanced records: −3 … 3, and only part of the way.
    [[nodiscard]] std::array<double, kGroups> correction() const;

private:
    void transform();

    int m_rate;
    dsp::RealFft m_fft;
    std::vector<float> m_window, m_pending, m_time;
    std::vector<std::complex<float>> m_bins;
    std::vector<double> m_power; ///< by bin
};

/// High-pass at 22 Hz and the broad filters that move the spectrum. Streaming, in place.
class ToneFilter
{
public:
    ToneFilter(const std::array<double, ToneMeter::kGroups>& gainsDb, double sampleRate);
    /// @param stereo  interleaved [frames, 2].
    void process(std::span<float> stereo);

private:
    struct Section
    {
        double b0 {1.0}, b1 {}, b2 {}, a1 {}, a2 {};
        std::array<double, 2> z1 {}, z2 {};
    };
    std::vector<Section> m_sections;
};

} // namespace nde::mix
