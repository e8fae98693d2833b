#pragma once

#include "core/dsp/Fft.h"
#include "core/dsp/SpectralMedian.h"
#include "core/dsp/Spectrogram.h"

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace nde::dsp {

/// What the samples themselves say; runs over a sound of any length in constant memory.
class SampleMeter
{
public:
    struct Result
    {
        std::int64_t frames {};
        double peak {}; ///< largest |sample|
        double rms {}; ///< over all channels
        double dcOffset {}; ///< mean of the channel that is off most, signed
        double clippedShare {}; ///< share of samples in runs of 3 or more at full scale
        double silentShare {}; ///< share of 50 ms blocks below −60 dB of the loudest, or −80 dBFS
        double noiseFloorDb {-120.0}; ///< 5th minus 95th percentile of the block levels
        /// A tenth of the blocks is 20 dB below the 95th percentile, and these are even: a floor,
        /// not the music's own decay.
        bool hasPauses {};
        double tailDb {-120.0}; ///< level of the last 200 ms where it is steady, re the 95th
        double correlation {1.0}; ///< −1 … 1
        double lowCorrelation {1.0}; ///< below 150 Hz
        double width {}; ///< side/(mid+side) energy
        double firstSample {}; ///< of the channel where it is larger
        double lastSample {};
        std::int64_t
            dropouts {}; ///< 5 ms or more of exact zeros behind an abrupt end, inside the sound
        std::int64_t broken {}; ///< samples that were NaN or infinite, taken as 0
    };

    SampleMeter(int sampleRate, int channels);
    /// Replaces what is not finite by 0 in place, then measures.
    void push(std::span<float> interleaved);
    [[nodiscard]] Result finish();

private:
    struct Channel
    {
        double sum {};
        double squares {};
        int fullScaleRun {};
        std::int64_t clipped {};
        double low1 {}; ///< states of two one-pole low-passes
        double low2 {};
    };
    void pushFrame(std::span<const float> frame);
    void endBlock();

    static constexpr int kHistogramSize = 300; ///< half decibels from −140 dBFS up
    int m_channelCount;
    std::vector<Channel> m_channels;
    double m_lowCoefficient;
    std::int64_t m_blockFrames;
    std::int64_t m_zeroRunFrames;
    Result m_result;
    double m_cross {};
    double m_lowCross {};
    double m_lowLeft {};
    double m_lowRight {};
    double m_blockEnergy {};
    std::int64_t m_inBlock {};
    std::int64_t m_blocks {};
    std::array<std::int64_t, kHistogramSize> m_histogram {};
    std::deque<double> m_lastBlocks; ///< dB of the last four
    std::int64_t m_zeroRun {};
    double m_recent {}; ///< decaying peak
    bool m_wasCutOff {};
};

/// Long-term spectrum and what is derived from it, streaming, in constant memory.
class SpectrumMeter
{
public:
    static constexpr std::size_t kLtasBands = 30;
    static constexpr std::size_t kMfccCount = 13;
    struct Result
    {
        double centroidHz {}; ///< of the mean amplitude spectrum, bins above −60 dB of the largest
        double spreadHz {};
        double rolloffHz {}; ///< 85 % of the energy
        double flatness {}; ///< 100 Hz … 16 kHz, mean over sounding frames
        double flux {};
        double transientRatio {};
        double lowShare {}; ///< energy below 250 Hz
        double topHz {}; ///< upper edge of the highest third-octave within −65 dB of the loudest
        std::vector<float> ltasDb; ///< [30] third-octaves from 25 Hz, dB re total
        std::vector<float> mfcc; ///< [13]
    };

    explicit SpectrumMeter(int sampleRate);
    void push(std::span<const float> mono);
    [[nodiscard]] Result finish();

private:
    void analyseFrame();
    void separateFrame();
    void addLtas(Result& result, double total) const;

    static constexpr int kMelBands = 40;
    static constexpr int kMedian = 17; ///< frames and bins, analysis.md B.3
    int m_sampleRate;
    int m_size;
    RealFft m_fft;
    std::vector<float> m_window;
    std::vector<float> m_buffer; ///< [size] the latest samples
    int m_fill;
    std::vector<float> m_time;
    std::vector<std::complex<float>> m_bins;
    std::vector<float> m_power;
    std::vector<double> m_sum; ///< mean power spectrum, not yet divided
    MelBands m_mel;
    std::vector<float> m_levels;
    std::vector<float> m_lastLevels;
    std::vector<double> m_mfcc;
    double m_flux {};
    double m_flatness {};
    std::int64_t m_frames {};
    std::int64_t m_sounding {};
    RowMedian m_timeMedian;
    SlidingMedian m_binMedian;
    std::vector<std::vector<float>> m_rows; ///< [17] amplitudes, a ring
    std::size_t m_row {};
    std::vector<float> m_harmonic;
    std::vector<float> m_percussive;
    double m_percussiveEnergy {};
    double m_energy {};
};

/// Keeps every n-th sample behind a linear-phase low-pass; delay-free in total (the filter's
/// half-length is dropped at the start and flushed at the end).
class Decimator
{
public:
    /// @param factor  1 passes samples through.
    explicit Decimator(int factor);
    void push(std::span<const float> mono, std::vector<float>& out);
    void finish(std::vector<float>& out);

private:
    void feed(float value, std::vector<float>& out);

    int m_factor;
    std::vector<float> m_taps;
    std::vector<float> m_line; ///< twice the length: the newest window is always contiguous
    std::size_t m_position {};
    int m_countdown {};
};

} // namespace nde::dsp
