#include "core/mix/Master.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr double kLookAheadS = 0.005;
constexpr double kReleaseS = 0.08;
constexpr double kMaxClipDb = 2.0;
// The interpolation of 12 taps underrates distorted treble: a kick of the kit by 0.45 dB against a
// band-limited reference. The margin keeps what other meters see below the ceiling.
constexpr double kMarginDb = 0.5;
constexpr double kLimitedGain = 0.98855; // −0.1 dB
constexpr std::size_t kCountEvery = 16; // frames between two looks at how much is limited
constexpr std::size_t kTaps = 2 * kHalfTaps;

float fromDb(double db)
{
    return static_cast<float>(std::pow(10.0, db / 20.0));
}

} // namespace

Master::Master(const Params& params)
    : m_kernel(oversamplingKernel())
    , m_gain(fromDb(params.gainDb))
    , m_targetGain(m_gain)
    , m_threshold(fromDb(params.ceilingDb - 1.0))
    , m_saturation(fromDb(params.ceilingDb + 1.5))
    , m_ceiling(fromDb(params.ceilingDb - kMarginDb))
    , m_release(static_cast<float>(1.0 - std::exp(-1.0 / (kReleaseS * params.sampleRate))))
    , m_lookAhead(static_cast<std::size_t>(std::lround(kLookAheadS * params.sampleRate)))
{
    reset();
}

void Master::reset()
{
    for (Side& side : m_sides) {
        side.clipIn.assign(kPast, 0.0F);
        side.clipChange.assign(kPast, 0.0F);
        side.limitIn.assign(kPast, 0.0F);
        side.delay.assign(kHalfTaps + m_lookAhead, 0.0F);
    }
    m_lastPeak = 0.0F;
    m_delayAt = 0;
    m_count = 0;
    m_minimum.assign(m_lookAhead + 2, {});
    m_minimumHead = 0;
    m_minimumSize = 0;
    m_average.assign(m_lookAhead, 1.0);
    m_averageAt = 0;
    m_averageSum = static_cast<double>(m_lookAhead);
    m_released = 1.0F;
    m_smallest = 1.0;
    m_limitedDb = 0.0;
    m_limitedCount = 0;
}

void Master::setGain(double gainDb)
{
    m_targetGain = fromDb(gainDb);
}

float Master::softened(float value) const
{
    const float size = std::abs(value);
    const float range = m_saturation - m_threshold;
    const float bent = m_threshold + range * std::tanh((size - m_threshold) / range);
    static const float kFloor = fromDb(-kMaxClipDb);
    return std::copysign(std::max(bent, kFloor * size), value);
}

/// Looks at the values between two frames once all taps about them are there, `kHalfTaps` frames
/// late, and bends what is above the threshold.
void Master::clip(Side& side, std::size_t frames)
{
    const float watched = 0.5F * m_threshold;
    for (std::size_t newest = kPast; newest < kPast + frames; ++newest) {
        const std::size_t centre = newest - kHalfTaps;
        const float* in = side.clipIn.data();
        // Between two samples that are both below half the threshold nothing rises above it.
        if (std::max(std::abs(in[centre]), std::abs(in[centre + 1])) <= watched) {
            continue;
        }
        const std::size_t first = centre + 1 - kHalfTaps;
        float values[kPhases];
        interpolate(in + first, values);
        for (std::size_t p = 0; p < kPhases; ++p) {
            if (std::abs(values[p]) <= m_threshold) {
                continue;
            }
            const float change = (softened(values[p]) - values[p]) / float {kPhases};
            float* out = side.clipChange.data() + first;
            for (std::size_t k = 0; k < kTaps; ++k) {
                out[k] += change * m_kernel[p][k];
            }
        }
    }
}

void Master::findPeaks(const Side& side, std::size_t frames)
{
    const float watched = 0.5F * m_ceiling;
    for (std::size_t i = 0; i < frames; ++i) {
        const float* in = side.limitIn.data() + (kPast + i - kHalfTaps);
        float peak = std::max(std::abs(in[0]), std::abs(in[1]));
        if (peak >= watched) {
            float values[kPhases];
            interpolate(in + 1 - kHalfTaps, values);
            for (std::size_t p = 1; p < kPhases; ++p) {
                peak = std::max(peak, std::abs(values[p]));
            }
        }
        m_peaks[i] = std::max(m_peaks[i], peak);
    }
}

/// Gain for the frame that is a look-ahead older than the one whose peak is given.
float Master::gainFor(float peak)
{
    const float wanted = peak > m_ceiling ? m_ceiling / peak : 1.0F;
    const std::size_t size = m_minimum.size();
    const auto at = [&](std::size_t i) -> Minimum& {
        const std::size_t index = m_minimumHead + i;
        return m_minimum[index < size ? index : index - size];
    };
    while (m_minimumSize > 0 && at(m_minimumSize - 1).gain >= wanted) {
        --m_minimumSize;
    }
    at(m_minimumSize) = {m_count, wanted};
    ++m_minimumSize;
    if (at(0).at + m_lookAhead < m_count) {
        m_minimumHead = m_minimumHead + 1 == size ? 0 : m_minimumHead + 1;
        --m_minimumSize;
    }
    const float minimum = at(0).gain;
    m_released = std::min(minimum, m_released + (1.0F - m_released) * m_release);
    m_averageSum += static_cast<double>(m_released) - m_average[m_averageAt];
    m_average[m_averageAt] = static_cast<double>(m_released);
    m_averageAt = m_averageAt + 1 == m_average.size() ? 0 : m_averageAt + 1;
    const double gain = m_averageSum / static_cast<double>(m_lookAhead);
    m_smallest = std::min(m_smallest, gain);
    if (m_count % kCountEvery == 0 && gain < kLimitedGain) {
        m_limitedDb -= 20.0 * std::log10(gain);
        ++m_limitedCount;
    }
    ++m_count;
    return static_cast<float>(std::min(gain, 1.0));
}

void Master::process(std::span<float> stereo)
{
    const std::size_t frames = stereo.size() / 2;
    if (frames == 0) {
        return;
    }
    const float step = (m_targetGain - m_gain) / static_cast<float>(frames);
    m_peaks.assign(frames, 0.0F);
    for (std::size_t c = 0; c < 2; ++c) {
        Side& side = m_sides[c];
        side.clipIn.resize(kPast + frames);
        side.clipChange.resize(kPast);
        side.clipChange.resize(kPast + frames, 0.0F);
        side.limitIn.resize(kPast + frames);
        for (std::size_t i = 0; i < frames; ++i) {
            side.clipIn[kPast + i]
                = stereo[2 * i + c] * (m_gain + step * static_cast<float>(i + 1));
        }
        clip(side, frames);
        // The next block's first look reaches back to 15 frames before it: what lies before that
        // is complete.
        constexpr std::size_t kLate = 2 * kHalfTaps - 1;
        for (std::size_t i = 0; i < frames; ++i) {
            const std::size_t done = kPast + i - kLate;
            side.limitIn[kPast + i] = side.clipIn[done] + side.clipChange[done];
        }
        findPeaks(side, frames);
    }
    m_gain = m_targetGain;
    for (std::size_t i = 0; i < frames; ++i) {
        const float gain = gainFor(std::max(m_peaks[i], m_lastPeak));
        m_lastPeak = m_peaks[i];
        for (std::size_t c = 0; c < 2; ++c) {
            float& slot = m_sides[c].delay[m_delayAt];
            stereo[2 * i + c] = slot * gain;
            slot = m_sides[c].limitIn[kPast + i];
        }
        m_delayAt = m_delayAt + 1 == m_sides[0].delay.size() ? 0 : m_delayAt + 1;
    }
    for (Side& side : m_sides) {
        for (auto* samples : {&side.clipIn, &side.clipChange, &side.limitIn}) {
            std::copy(samples->end() - kPast, samples->end(), samples->begin());
        }
    }
}

Limiting Master::limiting() const
{
    return {-20.0 * std::log10(std::max(m_smallest, 1e-9)),
            m_limitedCount > 0 ? m_limitedDb / static_cast<double>(m_limitedCount) : 0.0};
}

} // namespace nde::mix
