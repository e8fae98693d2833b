#pragma once

#include "core/mix/Oversampling.h"

#include <span>
#include <vector>

namespace nde::mix {

/// How much a limiter worked.
struct Limiting
{
    double maxDb {};
    double meanDb {}; ///< over what was limited at all (by more than 0.1 dB)
};

/// The last stage of the mixer: gain → soft clip → look-ahead limiter with true-peak detection.
/// Streaming; what comes out is delayed by `latency()` frames.
///
/// The soft clip works at four times the rate, in difference form: below its threshold the signal
/// passes unchanged, above it only the difference is filtered back down. It takes 2 dB at most.
/// The limiter's gain is the minimum over the look-ahead, released exponentially and smoothed by a
/// moving average of the same length, so that it has reached its value when the peak arrives.
class Master
{
public:
    struct Params
    {
        double gainDb {};
        double ceilingDb {-1.0}; ///< true peak
        double sampleRate {48000.0};
    };
    explicit Master(const Params& params);

    [[nodiscard]] std::size_t latency() const { return 3 * kHalfTaps - 1 + m_lookAhead; }
    /// Another gain, reached over the next block.
    void setGain(double gainDb);
    /// In place. @param stereo  interleaved [frames, 2].
    void process(std::span<float> stereo);
    [[nodiscard]] Limiting limiting() const;
    /// As if nothing had been heard yet.
    void reset();

private:
    static constexpr std::size_t kPast = 32; ///< frames kept before a block; over 2 · kHalfTaps
    struct Side
    {
        std::vector<float> clipIn; ///< [kPast + frames]
        std::vector<float> clipChange; ///< the difference that the soft clip makes
        std::vector<float> limitIn;
        std::vector<float> delay; ///< ring of what waits for its gain
    };
    void clip(Side& side, std::size_t frames);
    void findPeaks(const Side& side, std::size_t frames);
    [[nodiscard]] float gainFor(float peak);
    [[nodiscard]] float softened(float value) const;

    const OversamplingKernel& m_kernel;
    float m_gain {};
    float m_targetGain {};
    float m_threshold {};
    float m_saturation {};
    float m_ceiling {};
    float m_release {};
    std::size_t m_lookAhead {};
    Side m_sides[2];
    std::vector<float> m_peaks; ///< of the interval behind each frame of the block
    float m_lastPeak {};
    std::size_t m_delayAt {};
    std::size_t m_count {}; ///< frames taken
    struct Minimum
    {
        std::size_t at {};
        float gain {};
    };
    std::vector<Minimum> m_minimum; ///< ring of rising gains: a sliding minimum
    std::size_t m_minimumHead {};
    std::size_t m_minimumSize {};
    std::vector<double> m_average;
    std::size_t m_averageAt {};
    double m_averageSum {};
    float m_released {1.0F};
    double m_smallest {1.0};
    double m_limitedDb {};
    std::size_t m_limitedCount {};
};

} // namespace nde::mix
