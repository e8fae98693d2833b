#include "core/mix/Buses.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr double kDetectorS = 0.01; // long enough not to follow the wave of a bass
constexpr double kReverbS = 1.6;
constexpr double kDelayBeats = 0.75; // a dotted eighth

// A kick lane is at -18 LUFS, its peaks 12 dB above at most and mostly 9: alone they lose half a
// decibel to a drum bus that has this ceiling, the sharpest two; more where the track is to be
// loud. Where a snare and a loop fall on them they add up, and those milliseconds would decide how
// loud the whole track may be.
constexpr double kDrumCeilingDb = -7.5;
constexpr double kDrumKneeDb = 4.5; // below the ceiling
constexpr double kCeilingPerLu = 0.5; // lower for each LU above the usual loudness
constexpr double kLoudestLufs = -6.0;
constexpr double kPressReleaseS = 0.008;

} // namespace

BusGlue::BusGlue(double sampleRate)
{
    const auto share
        = [&](double seconds) { return 1.0 - std::exp(-double {kStep} / (seconds * sampleRate)); };
    m_attack = share(kAttackS);
    m_release = share(kReleaseS);
    m_smoothing = share(kDetectorS);
}

void BusGlue::process(std::span<float> left, std::span<float> right)
{
    for (std::size_t from = 0; from < left.size(); from += kStep) {
        const std::size_t count = std::min(kStep, left.size() - from);
        float sum = 0.0F;
        for (std::size_t i = from; i < from + count; ++i) {
            sum += left[i] * left[i] + right[i] * right[i];
        }
        const double mean = static_cast<double>(sum) / (2.0 * static_cast<double>(count));
        m_energy += (mean - m_energy) * m_smoothing;
        const double level = 10.0 * std::log10(m_energy + 1e-12);
        const double wanted = std::clamp((level - kThresholdDb) * kSlope, 0.0, kMostDb);
        m_reductionDb += (wanted - m_reductionDb) * (wanted > m_reductionDb ? m_attack : m_release);
        if (m_reductionDb < 1e-4 && m_gain == 1.0F) {
            continue;
        }
        const auto next = static_cast<float>(
            m_reductionDb < 1e-4 ? 1.0 : std::pow(10.0, -m_reductionDb / 20.0));
        const float step = (next - m_gain) / static_cast<float>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const float gain = m_gain + step * static_cast<float>(i + 1);
            left[from + i] *= gain;
            right[from + i] *= gain;
        }
        m_gain = next;
    }
}

PeakPress::PeakPress(double sampleRate)
    : m_release(static_cast<float>(1.0 - std::exp(-1.0 / (kPressReleaseS * sampleRate))))
    , m_ceilingDb(kDrumCeilingDb)
    , m_wantedDb(kDrumCeilingDb)
{
}

void PeakPress::setLoudness(double lufs)
{
    const double above = std::clamp(lufs, kUsualLufs, kLoudestLufs) - kUsualLufs;
    m_wantedDb = kDrumCeilingDb - kCeilingPerLu * above;
    if (!m_hasBegun) {
        m_ceilingDb = m_wantedDb;
    }
}

/// Straight up to the knee, then towards the ceiling, with no corner between.
void PeakPress::process(std::span<float> left, std::span<float> right)
{
    m_hasBegun = true;
    for (std::size_t from = 0; from < left.size(); from += BusGlue::kStep) {
        const std::size_t count = std::min(BusGlue::kStep, left.size() - from);
        m_ceilingDb += std::clamp(m_wantedDb - m_ceilingDb, -kMostPerStepDb, kMostPerStepDb);
        const auto ceiling = static_cast<float>(std::pow(10.0, m_ceilingDb / 20.0));
        const auto knee = static_cast<float>(std::pow(10.0, (m_ceilingDb - kDrumKneeDb) / 20.0));
        const float range = ceiling - knee;
        for (std::size_t i = from; i < from + count; ++i) {
            const float peak = std::max(std::abs(left[i]), std::abs(right[i]));
            const float over = peak - knee;
            const float wanted
                = over > 0.0F ? (knee + range * std::tanh(over / range)) / peak : 1.0F;
            m_gain = std::min(wanted, m_gain + (1.0F - m_gain) * m_release);
            left[i] *= m_gain;
            right[i] *= m_gain;
        }
    }
}

void BusBlock::clear(std::size_t frames)
{
    for (auto& bus : buses) {
        bus[0].assign(frames, 0.0F);
        bus[1].assign(frames, 0.0F);
    }
    reverb.assign(frames, 0.0F);
    delay.assign(frames, 0.0F);
}

BusMixer::BusMixer(int sampleRate, double bpm, bool hasGlue)
    : m_hasGlue(hasGlue)
    , m_glue(kBuses, BusGlue(sampleRate))
    , m_drumPress(sampleRate)
    , m_reverb(sampleRate, kReverbS)
    , m_delay(sampleRate, kDelayBeats * 60.0 / bpm)
{
}

void BusMixer::process(BusBlock& block, std::span<float> left, std::span<float> right)
{
    const std::size_t frames = block.frames();
    for (auto* out : {&m_reverbOut, &m_delayOut}) {
        (*out)[0].assign(frames, 0.0F);
        (*out)[1].assign(frames, 0.0F);
    }
    m_delay.process(block.delay, m_delayOut[0], m_delayOut[1]);
    m_reverb.process(block.reverb, m_reverbOut[0], m_reverbOut[1]);
    for (std::size_t b = 0; b < kBuses; ++b) {
        if (m_hasGlue) {
            m_glue[b].process(block.buses[b][0], block.buses[b][1]);
        }
    }
    if (m_hasGlue) {
        auto& drums = block.buses[static_cast<std::size_t>(Bus::Drums)];
        m_drumPress.process(drums[0], drums[1]);
    }
    for (std::size_t c = 0; c < 2; ++c) {
        const auto out = c == 0 ? left : right;
        const auto& buses = block.buses;
        for (std::size_t i = 0; i < frames; ++i) {
            float sum = m_delayOut[c][i] + m_reverbOut[c][i];
            for (std::size_t b = 0; b < kBuses; ++b) {
                sum += buses[b][c][i];
            }
            out[i] = sum;
        }
    }
}

} // namespace nde::mix
