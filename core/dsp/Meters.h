#pragma once

#include "core/dsp/ActivePart.h"
#include "core/dsp/Fft.h"
#include "core/dsp/HissMeter.h"
#include "core/dsp/SpectralMedian.h"
#include "core/dsp/Spectrogram.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace nde::dsp {

/// What the samples themselves say; runs over a sound of any length in constant memory.
class SampleMeter
{
public:
    static constexpr std::size_t kHistogramSize = 300; ///< half decibels from −140 dBFS up
    struct Result
    {
        std::int64_t frames {};
        double peak {}; ///< largest |sample|
        double rms {}; ///< over all channels
        double deviation {}; ///< RMS over all channels without their means
        double dcOffset {}; ///< mean of the channel that is off most, signed
        /// Share of samples in flat runs of 3 or more at full scale; of shorter ones where there
        /// are many that reach exactly the same level, as only a limit makes them.
        double clippedShare {};
        std::array<std::int64_t, kHistogramSize> levels {}; ///< of 50 ms blocks
        double silentDb {-140.0}; ///< −60 dB of the loudest block, dBFS: below it is silence
        double loudDb {-140.0}; ///< 95th percentile of the block levels, dBFS
        double noiseFloorDb {-120.0}; ///< 5th minus 95th percentile of the block levels
        /// A tenth of the blocks is 20 dB below the 95th percentile, and these are even: a floor,
        /// not the music's own decay.
        bool hasPauses {};
        std::optional<double> tailDb; ///< level of the last 200 ms, re the 95th, where it is steady
                                      ///< within 1 dB and 20 dB down
        double correlation {1.0}; ///< −1 … 1, means removed
        double lowCorrelation {1.0}; ///< below 150 Hz; 1 where nothing sounds there
        double antiPhaseShare {}; ///< of the energy: blocks of 10 ms with a correlation below −0.5
        double width {}; ///< side/(mid+side) energy
        double balanceDb {}; ///< right − left, −60 … 60
        double monoLossDb {}; ///< mean power of the channels over that of their mean, 0 … 60
        std::int64_t activeStart {}; ///< first frame within 60 dB of the peak
        std::int64_t activeEnd {}; ///< one past the last such frame
        double centreFrame {}; ///< of the energy
        /// The larger of first and last sample, re the peak; both less the mean.
        double edgeStep {};
        double seamStep {}; ///< last to first sample beyond the steps around it, re the peak, 0 … 2
        std::int64_t
            dropouts {}; ///< 5 ms or more of exact zeros behind an abrupt end, inside the sound
        std::int64_t broken {}; ///< samples that were NaN or infinite, taken as 0

        [[nodiscard]] double shareBelow(double dbfs) const; ///< of the blocks, 0 … 1
    };

    SampleMeter(int sampleRate, int channels);
    /// Replaces what is not finite by 0 in place, then measures.
    void push(std::span<float> interleaved);
    [[nodiscard]] Result finish();

private:
    struct Channel
    {
        double sum {};
        double blockSum {};
        double squares {};
        std::int64_t run {}; ///< samples at full scale so far
        double runStep {}; ///< by which the run was entered; 2 = at the start of the sound
        double runTop {};
        double last {}; ///< |sample| before
        double highest {-1e300};
        double lowest {1e300};
        std::int64_t clipped {};
        std::int64_t shortRuns {}; ///< of one or two samples: clipped noise has these
        std::int64_t inShortRuns {};
        std::int64_t atTop {}; ///< short runs that reach exactly `top`
        double top {};
        std::array<double, 2> topSteps {}; ///< different steps that led to `top`
        std::ptrdiff_t topKinds {}; ///< of them
        double low1 {}; ///< states of two one-pole low-passes
        double low2 {};
        double lowSum {};
    };
    void pushFrame(std::span<const float> frame);
    void pushStereo(double left, double right);
    static void clip(Channel& channel, double level);
    static void endRun(Channel& channel, double step);
    void keepEdges(std::span<const float> interleaved);
    void endBlock();
    void endPhaseBlock();
    void finishStereo(double frames);
    void finishLevels();
    void finishEdges();

    int m_channelCount;
    std::vector<Channel> m_channels;
    double m_lowCoefficient;
    std::int64_t m_blockFrames;
    std::int64_t m_phaseFrames;
    std::int64_t m_zeroRunFrames;
    std::size_t m_edgeSamples; ///< of a millisecond
    Result m_result;
    ActivePart m_active;
    double m_cross {};
    double m_lowCross {};
    double m_lowLeft {};
    double m_lowRight {};
    double m_mono {}; ///< energy of the channels' mean
    double m_moment {}; ///< energy times frame
    double m_energy {};
    std::int64_t m_inPhaseBlock {};
    double m_phaseEnergy {};
    double m_blockLeft {};
    double m_blockRight {};
    double m_blockCross {};
    double m_antiPhase {};
    double m_blockEnergy {};
    std::int64_t m_inBlock {};
    std::int64_t m_blocks {};
    std::deque<double> m_lastBlocks; ///< dB of the last four
    std::vector<float> m_first; ///< interleaved, the first millisecond
    std::vector<float> m_last;
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
        double rolloffHz {}; ///< 85 % of the energy lie below
        double rolloff95Hz {};
        double flatness {}; ///< 100 Hz … 16 kHz, mean over sounding frames
        double flux {};
        double transientRatio {};
        double lowShare {}; ///< energy below 250 Hz
        double topHz {}; ///< upper edge of the highest third-octave within −65 dB of the loudest
        std::optional<double> cutoffHz; ///< see SpectrumCut.h
        std::vector<float> ltasDb; ///< [30] third-octaves from 25 Hz, dB re total
        std::vector<float> mfcc; ///< [13]
        std::vector<float> mfccDeviation; ///< [13]
        /// RMS level of a steady white noise under the sound, dBFS; empty = none is found.
        std::optional<double> hissDb;
        std::optional<HissMeter::Hiss> quietHiss; ///< what is heard in the gaps
    };

    explicit SpectrumMeter(int sampleRate);
    void push(std::span<const float> mono);
    [[nodiscard]] Result finish();

private:
    void analyseFrame();
    void separateFrame();
    void addLtas(Result& result, double total) const;
    struct Piece
    {
        std::size_t end; ///< one past its bins
        bool isPartial;
        double centre; ///< in bins
        double energy;
    };
    [[nodiscard]] Piece pieceAt(std::size_t bin) const;
    void addTone(Result& result) const;
    void listenForHiss();
    [[nodiscard]] std::optional<double> hiss() const;
    [[nodiscard]] double energyPoint(double share, double total) const;

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
    std::vector<double> m_whole; ///< the same of those frames that lie inside the sound
    std::vector<double> m_start; ///< of the frame around the first sample
    double m_loudest {}; ///< power of one frame
    HissMeter m_fineHiss;
    MelBands m_mel;
    std::vector<float> m_levels;
    std::vector<float> m_lastLevels;
    std::vector<float> m_cosines; ///< [mfcc][mel]
    std::vector<double> m_mfcc;
    std::vector<double> m_mfccSquares;
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
    static constexpr std::size_t kHissBands = 9; ///< third-octaves from 2.5 kHz
    static constexpr std::size_t kHissLevels = 480; ///< half decibels from −240 up
    std::array<std::array<std::int32_t, kHissLevels>, kHissBands> m_hiss {};
    std::vector<float> m_sorted;
    std::int64_t m_hissFrames {};
    bool m_isFlushing {};
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
