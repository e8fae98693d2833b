#include "core/dsp/Meters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp {
namespace {

constexpr float kFullScale = 0.999F; ///< analysis.md A.5
constexpr int kClipRun = 3;
constexpr double kBlockS = 0.05;
constexpr double kZeroRunS = 0.005;
constexpr double kLowHz = 150.0;
constexpr double kRecentDecay = 0.97; ///< per frame: the last millisecond or so
constexpr double kCutLevel = 0.05; ///< of the peak
constexpr double kLowestDb = -140.0;

double decibel(double power)
{
    return power > 1e-14 ? 10.0 * std::log10(power) : kLowestDb;
}

double correlationOf(double ab, double aa, double bb)
{
    return aa > 1e-12 && bb > 1e-12 ? std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0) : 1.0;
}

} // namespace

SampleMeter::SampleMeter(int sampleRate, int channels)
    : m_channelCount(channels)
    , m_channels(static_cast<std::size_t>(channels))
    , m_lowCoefficient(1.0 - std::exp(-2.0 * std::numbers::pi * kLowHz / sampleRate))
    , m_blockFrames(std::max<std::int64_t>(1, std::llround(kBlockS * sampleRate)))
    , m_zeroRunFrames(std::max<std::int64_t>(1, std::llround(kZeroRunS * sampleRate)))
{
}

void SampleMeter::push(std::span<float> interleaved)
{
    for (float& value : interleaved) {
        if (!std::isfinite(value)) {
            value = 0.0F;
            ++m_result.broken;
        }
    }
    const auto width = static_cast<std::size_t>(m_channelCount);
    for (std::size_t at = 0; at + width <= interleaved.size(); at += width) {
        pushFrame(interleaved.subspan(at, width));
    }
}

void SampleMeter::pushFrame(std::span<const float> frame)
{
    double energy = 0.0;
    double edge = 0.0;
    for (std::size_t c = 0; c < frame.size(); ++c) {
        Channel& channel = m_channels[c];
        const double x = static_cast<double>(frame[c]);
        channel.sum += x;
        channel.squares += x * x;
        energy += x * x;
        edge = std::abs(x) > std::abs(edge) ? x : edge;
        if (std::abs(frame[c]) >= kFullScale) {
            ++channel.fullScaleRun;
            channel.clipped += channel.fullScaleRun == kClipRun ? kClipRun
                : channel.fullScaleRun > kClipRun               ? 1
                                                                : 0;
        } else {
            channel.fullScaleRun = 0;
        }
        channel.low1 += m_lowCoefficient * (x - channel.low1);
        channel.low2 += m_lowCoefficient * (channel.low1 - channel.low2);
    }
    if (frame.size() == 2) {
        m_cross += static_cast<double>(frame[0]) * static_cast<double>(frame[1]);
        m_lowCross += m_channels[0].low2 * m_channels[1].low2;
        m_lowLeft += m_channels[0].low2 * m_channels[0].low2;
        m_lowRight += m_channels[1].low2 * m_channels[1].low2;
    }
    if (m_result.frames == 0) {
        m_result.firstSample = edge;
    }
    m_result.lastSample = edge;
    m_result.peak = std::max(m_result.peak, std::abs(edge));
    if (edge != 0.0) {
        m_result.dropouts += m_wasCutOff && m_zeroRun >= m_zeroRunFrames ? 1 : 0;
        m_zeroRun = 0;
        m_recent = std::max(std::abs(edge), kRecentDecay * m_recent);
    } else {
        if (m_zeroRun == 0) { // digital silence behind a decay is no dropout, behind a cut it is
            m_wasCutOff = m_recent > kCutLevel * m_result.peak;
        }
        ++m_zeroRun;
        m_recent = 0.0;
    }
    ++m_result.frames;
    m_blockEnergy += energy;
    if (++m_inBlock == m_blockFrames) {
        endBlock();
    }
}

void SampleMeter::endBlock()
{
    const double power
        = m_blockEnergy / (static_cast<double>(m_inBlock) * static_cast<double>(m_channelCount));
    const double level = decibel(power);
    const auto slot
        = std::clamp<std::ptrdiff_t>(std::lround((level - kLowestDb) * 2.0), 0, kHistogramSize - 1);
    ++m_histogram[static_cast<std::size_t>(slot)];
    ++m_blocks;
    m_lastBlocks.push_back(level);
    if (m_lastBlocks.size() > 4) {
        m_lastBlocks.pop_front();
    }
    m_blockEnergy = 0.0;
    m_inBlock = 0;
}

SampleMeter::Result SampleMeter::finish()
{
    if (m_inBlock > 0 && (m_blocks == 0 || m_inBlock * 2 > m_blockFrames)) {
        endBlock();
    }
    Result& r = m_result;
    if (r.frames == 0) {
        return r;
    }
    const auto frames = static_cast<double>(r.frames);
    double squares = 0.0;
    std::int64_t clipped = 0;
    for (const Channel& channel : m_channels) {
        squares += channel.squares;
        clipped += channel.clipped;
        const double mean = channel.sum / frames;
        r.dcOffset = std::abs(mean) > std::abs(r.dcOffset) ? mean : r.dcOffset;
    }
    r.rms = std::sqrt(squares / (frames * m_channelCount));
    r.clippedShare = static_cast<double>(clipped) / (frames * m_channelCount);
    if (m_channelCount == 2) {
        const double left = m_channels[0].squares;
        const double right = m_channels[1].squares;
        r.correlation = correlationOf(m_cross, left, right);
        r.lowCorrelation = correlationOf(m_lowCross, m_lowLeft, m_lowRight);
        const double both = left + right; // mid + side energies are half of it together
        r.width = both > 1e-12 ? std::clamp(0.5 - m_cross / both, 0.0, 1.0) : 0.0;
    }

    const auto percentile = [this](double share) {
        std::int64_t seen = 0;
        const auto wanted
            = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(m_blocks)));
        for (std::size_t i = 0; i < m_histogram.size(); ++i) {
            seen += m_histogram[i];
            if (seen >= std::max<std::int64_t>(1, wanted)) {
                return kLowestDb + 0.5 * static_cast<double>(i);
            }
        }
        return 0.0;
    };
    const auto below = [this](double level) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < m_histogram.size(); ++i) {
            count += kLowestDb + 0.5 * static_cast<double>(i) < level ? m_histogram[i] : 0;
        }
        return static_cast<double>(count)
            / static_cast<double>(std::max<std::int64_t>(1, m_blocks));
    };
    const double loud = percentile(0.95);
    r.silentShare = below(std::max(percentile(1.0) - 60.0, -80.0));
    r.noiseFloorDb = std::max(percentile(0.05), -120.0) - loud;
    r.hasPauses = below(loud - 20.0) >= 0.1 && percentile(0.15) - percentile(0.05) <= 3.0;
    if (m_lastBlocks.size() == 4) {
        const auto [low, high] = std::minmax_element(m_lastBlocks.begin(), m_lastBlocks.end());
        r.tailDb = *high - *low <= 3.0 ? std::max(*high, -120.0) - loud : -120.0;
    }
    return r;
}

} // namespace nde::dsp
