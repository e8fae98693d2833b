#include "core/dsp/DraftMasks.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kKickLowHz = 30.0;
constexpr double kKickHighHz = 130.0;
constexpr double kClickLowHz = 1000.0;
constexpr double kClickHighHz = 6000.0;
constexpr float kTiny = 1e-12F;

/// 1 below `full`, 0 above `zero`, raised cosine on a logarithmic axis between.
float fallAt(double hz, double full, double zero)
{
    if (hz <= full) {
        return 1.0F;
    }
    if (hz >= zero) {
        return 0.0F;
    }
    const double x = std::log(hz / full) / std::log(zero / full);
    return static_cast<float>(0.5 + 0.5 * std::cos(x * 3.14159265358979));
}

/// Smooth decision: 0.5 at `half`, towards 1 above.
float decision(float value, double half)
{
    const float x = value / static_cast<float>(half);
    const float x4 = x * x * x * x;
    return x4 / (1.0F + x4);
}

std::size_t binAt(double hz, int sampleRate, int fftSize)
{
    const auto bin = static_cast<std::size_t>(std::lround(hz * fftSize / sampleRate));
    return std::clamp<std::size_t>(bin, 1, static_cast<std::size_t>(fftSize / 2));
}

} // namespace

DraftMasks::DraftMasks(int sampleRate, int fftSize, const DraftParams& params)
    : m_params(params)
{
    const auto bins = static_cast<std::size_t>(fftSize / 2 + 1);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double hz = static_cast<double>(bin) * sampleRate / fftSize;
        m_bass.push_back(fallAt(hz, params.bassFullHz, params.bassZeroHz));
        m_kick.push_back(fallAt(hz, params.kickFullHz, params.kickZeroHz));
        const float rise = 1.0F - fallAt(hz, params.vocalLowHz * 0.7, params.vocalLowHz * 1.4);
        m_vocal.push_back(rise * fallAt(hz, params.vocalHighHz, params.vocalHighHz * 1.6));
        m_cymbal.push_back(
            1.0F - fallAt(hz, params.movingToDrumsFromHz * 0.7, params.movingToDrumsFromHz * 1.4));
    }
}

void DraftMasks::compute(const DraftFrame& frame,
                         std::array<std::vector<float>, kMaskCount>& masks) const
{
    const auto gainP = static_cast<float>(m_params.percussiveGain);
    const auto gainH = static_cast<float>(m_params.harmonicGain);
    const auto gainU = static_cast<float>(m_params.movingGain);
    const auto vocalH = static_cast<float>(m_params.vocalHarmonic);
    const auto vocalU = static_cast<float>(m_params.vocalMoving);
    const auto centreWidth = static_cast<float>(m_params.centreWidth);
    for (std::size_t bin = 0; bin < frame.power.size(); ++bin) {
        const float x2 = frame.power[bin];
        const float h2 = std::min(x2, frame.harmonic[bin] * frame.harmonic[bin]);
        const float p2 = std::min(x2, frame.percussive[bin] * frame.percussive[bin]);
        const float u2 = std::max(0.0F, x2 - h2 - p2);
        float steady = gainH * h2;
        float sharp = gainP * p2;
        float moving = gainU * u2;
        const float norm = 1.0F / (steady + sharp + moving + kTiny);
        steady *= norm;
        sharp *= norm;
        moving *= norm;

        const float cymbal = m_cymbal[bin] * moving;
        const float excess = std::max(0.0F, x2 - h2) / (x2 + kTiny);
        float drums = sharp + cymbal;
        drums += m_kick[bin] * (frame.kick * excess - drums);
        const float tonal = std::max(0.0F, 1.0F - drums);
        const float movingShare = (moving - cymbal) / (steady + moving - cymbal + kTiny);
        const float bass = m_bass[bin] * tonal;
        const float centred = centreWidth / (centreWidth + frame.sideRatio[bin]);
        const float take = vocalH + (vocalU - vocalH) * movingShare;
        const float vocals = m_vocal[bin] * centred * take * (tonal - bass);
        masks[0][bin] = drums;
        masks[1][bin] = bass;
        masks[2][bin] = vocals;
        masks[3][bin] = std::max(0.0F, tonal - bass - vocals);
    }
}

KickTracker::KickTracker(int sampleRate, int fftSize, int hop, const DraftParams& params)
    : m_params(params)
    , m_lowBegin(binAt(kKickLowHz, sampleRate, fftSize))
    , m_lowEnd(binAt(kKickHighHz, sampleRate, fftSize) + 1)
    , m_clickBegin(binAt(kClickLowHz, sampleRate, fftSize))
    , m_clickEnd(binAt(kClickHighHz, sampleRate, fftSize))
    , m_frameS(static_cast<float>(hop) / static_cast<float>(sampleRate))
{
    for (auto& row : m_clickHistory) {
        row.assign(m_clickEnd - m_clickBegin, 0.0F);
    }
}

void KickTracker::push(std::span<const float> amplitude)
{
    float low = 0.0F;
    for (std::size_t bin = m_lowBegin; bin < m_lowEnd; ++bin) {
        low += amplitude[bin] * amplitude[bin];
    }
    // Two frames back: the window overlaps its neighbours by three quarters, so that an onset needs
    // two hops to become new energy.
    const auto slot = static_cast<std::size_t>(m_frames % 3);
    const auto twoBack = static_cast<std::size_t>((m_frames + 1) % 3);
    float fresh = 0.0F;
    float total = 0.0F;
    auto& now = m_clickHistory[slot];
    for (std::size_t i = 0; i < now.size(); ++i) {
        const float value = amplitude[m_clickBegin + i];
        fresh += std::max(0.0F, value - m_clickHistory[twoBack][i]);
        total += value;
        now[i] = value;
    }
    const float rise = std::max(0.0F, low - m_lowHistory[twoBack]) / (low + kTiny);
    const float click = fresh / (total + kTiny);
    m_lowHistory[slot] = low;
    m_onset[static_cast<std::size_t>(m_frames % kHistory)]
        = decision(rise, m_params.kickRise) * decision(click, m_params.kickClick);
    ++m_frames;
}

float KickTracker::onsetAt(long long frame) const
{
    if (frame < 0 || frame >= m_frames || frame + kHistory <= m_frames) {
        return 0.0F;
    }
    return m_onset[static_cast<std::size_t>(frame % kHistory)];
}

float KickTracker::kickAt(int lag) const
{
    const long long frame = m_frames - 1 - lag;
    constexpr int kAhead = 1;
    float kick = 0.0F;
    for (int back = -kAhead; back < kHistory / 2; ++back) {
        const float age = static_cast<float>(back) * m_frameS;
        const float late = std::max(0.0F, age - static_cast<float>(m_params.kickHoldS));
        const float weight = std::exp(-late / static_cast<float>(m_params.kickDecayS));
        if (weight < 0.01F) {
            break;
        }
        kick = std::max(kick, weight * onsetAt(frame - back));
    }
    return kick;
}

} // namespace nde::dsp
