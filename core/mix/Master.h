#pragma once

#include "core/mix/Oversampling.h"

#include <deque>
#include <span>
#include <vector>

namespace nde::mix {

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
    /// In place. @param stereo  interleaved [frames, 2].
    void process(std::span<float> stereo);
    [[nodiscard]] double gainReductionMaxDb() const; ///< of the limiter, >= 0

private:
    struct Frame
    {
        float left {};
        float right {};
    };
    [[nodiscard]] Frame clip(Frame input);
    [[nodiscard]] Frame limit(Frame input);
    [[nodiscard]] float interpolatedPeak(std::size_t centre) const;
    [[nodiscard]] float gainFor(float peak);
    [[nodiscard]] float softened(float value) const;

    static constexpr std::size_t kRing = 32; // power of two over 2 · kHalfTaps
    const OversamplingKernel& m_kernel;
    float m_gain {};
    float m_threshold {};
    float m_saturation {};
    float m_ceiling {};
    float m_release {};
    std::size_t m_lookAhead {};
    std::size_t m_count {}; ///< frames taken by the clip and, one stage later, by the limiter
    std::array<std::array<float, kRing>, 2> m_clipIn {};
    std::array<std::array<float, kRing>, 2> m_clipDifference {};
    std::array<std::array<float, kRing>, 2> m_limitIn {};
    float m_lastInterval {};
    std::vector<Frame> m_delay;
    std::size_t m_delayAt {};
    std::deque<std::pair<std::size_t, float>> m_minimum; ///< increasing gains: a sliding minimum
    std::vector<double> m_average;
    std::size_t m_averageAt {};
    double m_averageSum {};
    float m_released {1.0F};
    double m_smallest {1.0};
};

} // namespace nde::mix
