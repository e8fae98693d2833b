#include "core/mix/Master.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr double kLookAheadS = 0.005;
constexpr double kReleaseS = 0.08;
constexpr double kMaxClipDb = 2.0;
// The interpolation sees the true peak to about 0.05 dB; the meter that judges sees it otherwise.
constexpr double kMarginDb = 0.1;

float fromDb(double db)
{
    return static_cast<float>(std::pow(10.0, db / 20.0));
}

} // namespace

Master::Master(const Params& params)
    : m_kernel(oversamplingKernel())
    , m_gain(fromDb(params.gainDb))
    , m_threshold(fromDb(params.ceilingDb - 1.0))
    , m_saturation(fromDb(params.ceilingDb + 1.5))
    , m_ceiling(fromDb(params.ceilingDb - kMarginDb))
    , m_release(static_cast<float>(1.0 - std::exp(-1.0 / (kReleaseS * params.sampleRate))))
    , m_lookAhead(static_cast<std::size_t>(std::lround(kLookAheadS * params.sampleRate)))
    , m_delay(kHalfTaps + m_lookAhead)
    , m_average(m_lookAhead, 1.0)
    , m_averageSum(static_cast<double>(m_lookAhead))
{
}

float Master::softened(float value) const
{
    const float size = std::abs(value);
    const float range = m_saturation - m_threshold;
    const float bent = m_threshold + range * std::tanh((size - m_threshold) / range);
    static const float kFloor = fromDb(-kMaxClipDb);
    return std::copysign(std::max(bent, kFloor * size), value);
}

/// Takes frame n, returns frame n − 15.
Master::Frame Master::clip(Frame input)
{
    constexpr std::size_t kMask = kRing - 1;
    const std::size_t newest = m_count;
    Frame output;
    const std::array<float, 2> values {input.left, input.right};
    for (std::size_t c = 0; c < 2; ++c) {
        auto& in = m_clipIn[c];
        auto& difference = m_clipDifference[c];
        in[newest & kMask] = values[c];
        difference[newest & kMask] = 0.0F;
        const std::size_t centre = newest - kHalfTaps; // wraps below 0: the ring holds zeros there
        const float here = std::abs(in[centre & kMask]);
        const float next = std::abs(in[(centre + 1) & kMask]);
        // Between two samples that are both below half the threshold nothing rises above it.
        if (std::max(here, next) > 0.5F * m_threshold) {
            for (std::size_t p = 0; p < kPhases; ++p) {
                float value = 0.0F;
                for (std::size_t k = 0; k < 2 * kHalfTaps; ++k) {
                    value += m_kernel[p][k] * in[(centre + k + 1 - kHalfTaps) & kMask];
                }
                if (std::abs(value) > m_threshold) {
                    const float change = (softened(value) - value) / float {kPhases};
                    for (std::size_t k = 0; k < 2 * kHalfTaps; ++k) {
                        difference[(centre + k + 1 - kHalfTaps) & kMask] += change * m_kernel[p][k];
                    }
                }
            }
        }
        // The next centre reaches back to centre − 6: frame centre − 7 is complete.
        const std::size_t done = centre + 1 - kHalfTaps;
        (c == 0 ? output.left : output.right) = in[done & kMask] + difference[done & kMask];
    }
    return output;
}

float Master::interpolatedPeak(std::size_t centre) const
{
    constexpr std::size_t kMask = kRing - 1;
    float peak = 0.0F;
    for (const auto& in : m_limitIn) {
        const float near
            = std::max(std::abs(in[centre & kMask]), std::abs(in[(centre + 1) & kMask]));
        peak = std::max(peak, near);
        if (near < 0.5F * m_ceiling) {
            continue;
        }
        for (std::size_t p = 1; p < kPhases; ++p) {
            float value = 0.0F;
            for (std::size_t k = 0; k < 2 * kHalfTaps; ++k) {
                value += m_kernel[p][k] * in[(centre + k + 1 - kHalfTaps) & kMask];
            }
            peak = std::max(peak, std::abs(value));
        }
    }
    return peak;
}

/// Gain for the frame that is a look-ahead older than the one whose peak is given.
float Master::gainFor(float peak)
{
    const float wanted = peak > m_ceiling ? m_ceiling / peak : 1.0F;
    while (!m_minimum.empty() && m_minimum.back().second >= wanted) {
        m_minimum.pop_back();
    }
    m_minimum.emplace_back(m_count, wanted);
    if (m_minimum.front().first + m_lookAhead < m_count) {
        m_minimum.pop_front();
    }
    const float minimum = m_minimum.front().second;
    m_released = std::min(minimum, m_released + (1.0F - m_released) * m_release);
    m_averageSum += static_cast<double>(m_released) - m_average[m_averageAt];
    m_average[m_averageAt] = static_cast<double>(m_released);
    m_averageAt = m_averageAt + 1 == m_average.size() ? 0 : m_averageAt + 1;
    const double gain = m_averageSum / static_cast<double>(m_lookAhead);
    m_smallest = std::min(m_smallest, gain);
    return static_cast<float>(std::min(gain, 1.0));
}

Master::Frame Master::limit(Frame input)
{
    constexpr std::size_t kMask = kRing - 1;
    m_limitIn[0][m_count & kMask] = input.left;
    m_limitIn[1][m_count & kMask] = input.right;
    const float interval = interpolatedPeak(m_count - kHalfTaps);
    const float gain = gainFor(std::max(interval, m_lastInterval));
    m_lastInterval = interval;
    const Frame delayed = m_delay[m_delayAt];
    m_delay[m_delayAt] = input;
    m_delayAt = m_delayAt + 1 == m_delay.size() ? 0 : m_delayAt + 1;
    return {delayed.left * gain, delayed.right * gain};
}

void Master::process(std::span<float> stereo)
{
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        const Frame clipped = clip({stereo[i] * m_gain, stereo[i + 1] * m_gain});
        const Frame limited = limit(clipped);
        stereo[i] = limited.left;
        stereo[i + 1] = limited.right;
        ++m_count;
    }
}

double Master::gainReductionMaxDb() const
{
    return -20.0 * std::log10(std::max(m_smallest, 1e-9));
}

} // namespace nde::mix
