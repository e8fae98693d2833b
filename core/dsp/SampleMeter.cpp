#include "core/dsp/Meters.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

namespace nde::dsp {
namespace {

constexpr double kFullScale = 0.999; ///< analysis.md A.5
constexpr int kClipRun = 3;
constexpr double kBlockS = 0.05;
constexpr double kPhaseBlockS = 0.01; ///< half of a short hit's energy passes in 20 ms
constexpr double kZeroRunS = 0.005;
constexpr double kLowHz = 150.0;
constexpr double kRecentDecay = 0.97; ///< per frame: the last millisecond or so
constexpr double kCutLevel = 0.05; ///< of the peak
constexpr double kLowestDb = -140.0;
constexpr double kMostDb = 60.0; ///< of balance and mono loss
constexpr double kAntiPhase = -0.5;
constexpr double kLowShare = 1e-5; ///< of the energy; less is no bass to be in or out of phase
/// Length of a run at full scale times the step that led into it. A clean sine that touches full
/// scale gives 0.004 for any frequency, one that was cut by 0.1 dB gives 0.046.
constexpr double kFlatRun = 0.006;
constexpr double kAtTheEdge = 2.0;
constexpr double kSameStep = 1e-4; ///< periods of one wave come to their tops by such equal steps

double decibel(double power)
{
    return power > 1e-14 ? 10.0 * std::log10(power) : kLowestDb;
}

double correlationOf(double ab, double aa, double bb)
{
    return aa > 1e-12 && bb > 1e-12 ? std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0) : 1.0;
}

/// In decibels, −60 … 60; 0 when both are silent.
double ratioDb(double above, double below)
{
    if (above <= 0.0 && below <= 0.0) {
        return 0.0;
    }
    const double db = 10.0 * std::log10(std::max(above, 1e-30) / std::max(below, 1e-30));
    return std::clamp(db, -kMostDb, kMostDb);
}

} // namespace

SampleMeter::SampleMeter(int sampleRate, int channels)
    : m_channelCount(channels)
    , m_channels(static_cast<std::size_t>(channels))
    , m_lowCoefficient(1.0 - std::exp(-2.0 * std::numbers::pi * kLowHz / sampleRate))
    , m_blockFrames(std::max<std::int64_t>(1, std::llround(kBlockS * sampleRate)))
    , m_phaseFrames(std::max<std::int64_t>(1, std::llround(kPhaseBlockS * sampleRate)))
    , m_zeroRunFrames(std::max<std::int64_t>(1, std::llround(kZeroRunS * sampleRate)))
    , m_edgeSamples(static_cast<std::size_t>(std::max(2, sampleRate / 1000))
                    * static_cast<std::size_t>(channels))
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
    keepEdges(interleaved);
    const auto width = static_cast<std::size_t>(m_channelCount);
    for (std::size_t at = 0; at + width <= interleaved.size(); at += width) {
        pushFrame(interleaved.subspan(at, width));
    }
}

void SampleMeter::keepEdges(std::span<const float> interleaved)
{
    const std::size_t wanted = m_edgeSamples - std::min(m_edgeSamples, m_first.size());
    const auto head = interleaved.first(std::min(wanted, interleaved.size()));
    m_first.insert(m_first.end(), head.begin(), head.end());
    const auto tail = interleaved.last(std::min(m_edgeSamples, interleaved.size()));
    m_last.insert(m_last.end(), tail.begin(), tail.end());
    if (m_last.size() > m_edgeSamples) {
        m_last.erase(m_last.begin(), m_last.end() - static_cast<std::ptrdiff_t>(m_edgeSamples));
    }
}

void SampleMeter::endRun(Channel& channel, double step)
{
    const std::int64_t run = std::exchange(channel.run, 0);
    if (run >= kClipRun) {
        const double steepest = std::max(channel.runStep, step);
        channel.clipped += static_cast<double>(run) * steepest >= kFlatRun ? run : 0;
    } else if (run > 0) {
        ++channel.shortRuns;
        channel.inShortRuns += run;
        if (channel.runTop > channel.top) {
            channel.top = channel.runTop;
            channel.atTop = 0;
            channel.topKinds = 0;
        }
        if (channel.runTop == channel.top) {
            ++channel.atTop;
            const auto known = channel.topSteps.begin() + channel.topKinds;
            if (known != channel.topSteps.end()
                && std::none_of(channel.topSteps.begin(), known, [&channel](double other) {
                       return std::abs(channel.runStep - other) <= kSameStep;
                   })) {
                *known = channel.runStep;
                ++channel.topKinds;
            }
        }
    }
}

void SampleMeter::clip(Channel& channel, double level)
{
    if (level >= kFullScale) {
        if (channel.run++ == 0) {
            channel.runStep = level - channel.last;
            channel.runTop = 0.0;
        }
        channel.runTop = std::max(channel.runTop, level);
    } else if (channel.run > 0) {
        endRun(channel, channel.last - level);
    }
    channel.last = level;
}

void SampleMeter::pushStereo(double left, double right)
{
    const Channel& a = m_channels[0];
    const Channel& b = m_channels[1];
    m_cross += left * right;
    m_blockCross += left * right;
    m_blockLeft += left * left;
    m_blockRight += right * right;
    m_lowCross += a.low2 * b.low2;
    m_lowLeft += a.low2 * a.low2;
    m_lowRight += b.low2 * b.low2;
}

void SampleMeter::pushFrame(std::span<const float> frame)
{
    double energy = 0.0;
    double edge = 0.0;
    double sum = 0.0;
    for (std::size_t c = 0; c < frame.size(); ++c) {
        Channel& channel = m_channels[c];
        const double x = static_cast<double>(frame[c]);
        const double level = std::abs(x);
        channel.sum += x;
        channel.blockSum += x;
        channel.squares += x * x;
        channel.highest = std::max(channel.highest, x);
        channel.lowest = std::min(channel.lowest, x);
        sum += x;
        energy += x * x;
        edge = std::max(edge, level);
        clip(channel, level);
        channel.low1 += m_lowCoefficient * (x - channel.low1);
        channel.low2 += m_lowCoefficient * (channel.low1 - channel.low2);
        channel.lowSum += channel.low2;
    }
    if (frame.size() == 2) {
        pushStereo(static_cast<double>(frame[0]), static_cast<double>(frame[1]));
    }
    m_mono += sum * sum;
    m_energy += energy;
    m_moment += energy * static_cast<double>(m_result.frames);
    m_active.push(edge);
    m_result.peak = std::max(m_result.peak, edge);
    if (edge != 0.0) {
        m_result.dropouts += m_wasCutOff && m_zeroRun >= m_zeroRunFrames ? 1 : 0;
        m_zeroRun = 0;
        m_recent = std::max(edge, kRecentDecay * m_recent);
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
    m_phaseEnergy += energy;
    if (++m_inPhaseBlock == m_phaseFrames) {
        endPhaseBlock();
    }
}

void SampleMeter::endBlock()
{
    const auto inBlock = static_cast<double>(m_inBlock);
    double constant = 0.0; // is not heard
    for (Channel& channel : m_channels) {
        constant += channel.blockSum * channel.blockSum / inBlock;
        channel.blockSum = 0.0;
    }
    const double power
        = std::max(0.0, m_blockEnergy - constant) / (inBlock * static_cast<double>(m_channelCount));
    const double level = decibel(power);
    const auto slot = std::clamp<std::ptrdiff_t>(std::lround((level - kLowestDb) * 2.0), 0,
                                                 static_cast<std::ptrdiff_t>(kHistogramSize) - 1);
    ++m_result.levels[static_cast<std::size_t>(slot)];
    ++m_blocks;
    m_lastBlocks.push_back(level);
    if (m_lastBlocks.size() > 4) {
        m_lastBlocks.pop_front();
    }
    m_blockEnergy = 0.0;
    m_inBlock = 0;
}

void SampleMeter::endPhaseBlock()
{
    if (m_channelCount == 2
        && correlationOf(m_blockCross, m_blockLeft, m_blockRight) < kAntiPhase) {
        m_antiPhase += m_phaseEnergy;
    }
    m_blockLeft = 0.0;
    m_blockRight = 0.0;
    m_blockCross = 0.0;
    m_phaseEnergy = 0.0;
    m_inPhaseBlock = 0;
}

SampleMeter::Result SampleMeter::finish()
{
    endPhaseBlock();
    if (m_inBlock > 0 && (m_blocks == 0 || m_inBlock * 2 > m_blockFrames)) {
        endBlock();
    }
    Result& r = m_result;
    if (r.frames == 0) {
        return r;
    }
    const auto frames = static_cast<double>(r.frames);
    double squares = 0.0;
    double constant = 0.0;
    std::int64_t clipped = 0;
    for (Channel& channel : m_channels) {
        endRun(channel, kAtTheEdge);
        squares += channel.squares;
        clipped += channel.clipped;
        // The tops of a clean sine lie at many levels, those of a limit at one. Copies of one hit
        // have one as well, but they come to it by the same step.
        if (channel.topKinds == std::ssize(channel.topSteps)
            && 5 * channel.atTop >= 4 * channel.shortRuns) {
            clipped += channel.inShortRuns;
        }
        const double mean = channel.sum / frames;
        constant += mean * mean * frames;
        r.dcOffset = std::abs(mean) > std::abs(r.dcOffset) ? mean : r.dcOffset;
    }
    r.rms = std::sqrt(squares / (frames * m_channelCount));
    r.deviation = std::sqrt(std::max(0.0, squares - constant) / (frames * m_channelCount));
    r.clippedShare = static_cast<double>(clipped) / (frames * m_channelCount);
    r.centreFrame = m_energy > 0.0 ? m_moment / m_energy : 0.0;
    std::tie(r.activeStart, r.activeEnd) = m_active.range();
    if (m_channelCount > 1) {
        r.monoLossDb = std::max(0.0, ratioDb(squares * m_channelCount, m_mono));
    }
    if (m_channelCount == 2) {
        finishStereo(frames);
    }
    finishLevels();
    finishEdges();
    return r;
}

void SampleMeter::finishStereo(double frames)
{
    Result& r = m_result;
    const double left = m_channels[0].squares;
    const double right = m_channels[1].squares;
    const auto centred
        = [frames](double product, double a, double b) { return product - a * b / frames; };
    const double a = m_channels[0].sum;
    const double b = m_channels[1].sum;
    r.correlation
        = correlationOf(centred(m_cross, a, b), centred(left, a, a), centred(right, b, b));
    const double lowA = m_channels[0].lowSum;
    const double lowB = m_channels[1].lowSum;
    const double lowLeft = centred(m_lowLeft, lowA, lowA);
    const double lowRight = centred(m_lowRight, lowB, lowB);
    const double both = left + right; // mid + side energies are half of it together
    if (lowLeft + lowRight > kLowShare * both) {
        r.lowCorrelation = correlationOf(centred(m_lowCross, lowA, lowB), lowLeft, lowRight);
    }
    r.width = both > 1e-12 ? std::clamp(0.5 - m_cross / both, 0.0, 1.0) : 0.0;
    r.balanceDb = ratioDb(right, left);
    r.antiPhaseShare = both > 0.0 ? std::clamp(m_antiPhase / both, 0.0, 1.0) : 0.0;
}

double SampleMeter::Result::shareBelow(double dbfs) const
{
    std::int64_t all = 0;
    std::int64_t below = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        all += levels[i];
        below += kLowestDb + 0.5 * static_cast<double>(i) < dbfs ? levels[i] : 0;
    }
    return static_cast<double>(below) / static_cast<double>(std::max<std::int64_t>(1, all));
}

void SampleMeter::finishLevels()
{
    Result& r = m_result;
    const auto percentile = [this](double share) {
        std::int64_t seen = 0;
        const auto wanted
            = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(m_blocks)));
        for (std::size_t i = 0; i < m_result.levels.size(); ++i) {
            seen += m_result.levels[i];
            if (seen >= std::max<std::int64_t>(1, wanted)) {
                return kLowestDb + 0.5 * static_cast<double>(i);
            }
        }
        return 0.0;
    };
    r.loudDb = percentile(0.95);
    r.silentDb = percentile(1.0) - 60.0;
    r.noiseFloorDb = std::max(percentile(0.05), -120.0) - r.loudDb;
    r.hasPauses
        = r.shareBelow(r.loudDb - 20.0) >= 0.1 && percentile(0.15) - percentile(0.05) <= 3.0;
    if (m_lastBlocks.size() == 4) {
        const auto [low, high] = std::minmax_element(m_lastBlocks.begin(), m_lastBlocks.end());
        const double tail = std::max(*high, -120.0) - r.loudDb;
        if (*high - *low <= 1.0 && tail <= -20.0) {
            r.tailDb = tail;
        }
    }
}

void SampleMeter::finishEdges()
{
    Result& r = m_result;
    double peak = 0.0; // an offset makes no edge smaller
    for (const Channel& channel : m_channels) {
        const double mean = channel.sum / static_cast<double>(r.frames);
        peak = std::max({peak, channel.highest - mean, mean - channel.lowest});
    }
    if (peak <= 0.0) {
        return;
    }
    const auto width = static_cast<std::size_t>(m_channelCount);
    const auto stepsIn = [width](const std::vector<float>& samples, std::size_t c) {
        double largest = 0.0;
        for (std::size_t at = c + width; at < samples.size(); at += width) {
            largest = std::max(largest,
                               std::abs(static_cast<double>(samples[at] - samples[at - width])));
        }
        return largest;
    };
    for (std::size_t c = 0; c < width; ++c) {
        const double mean = m_channels[c].sum / static_cast<double>(r.frames);
        const double first = static_cast<double>(m_first[c]) - mean;
        const double last = static_cast<double>(m_last[m_last.size() - width + c]) - mean;
        r.edgeStep = std::max({r.edgeStep, std::abs(first) / peak, std::abs(last) / peak});
        const double around = std::max(stepsIn(m_first, c), stepsIn(m_last, c));
        r.seamStep = std::max(r.seamStep, (std::abs(first - last) - around) / peak);
    }
}

} // namespace nde::dsp
