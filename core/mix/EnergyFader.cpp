#include "core/mix/EnergyFader.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

// Between a section of full energy and one without any. Clip and limiter take about two of it away
// again: they hold the loud sections down, the quiet ones pass.
constexpr double kSpanLu = 13.0;
constexpr double kLeastDb = -11.0;
constexpr double kRiseSeconds = 0.02;
constexpr double kFallSeconds = 0.5; // the reverb has fallen by 19 dB of its own by then

/// From one gain to another, `way` 0 … 1.
float between(float from, float to, double way)
{
    return from + (to - from) * static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * way));
}

} // namespace

std::vector<SectionSpan> sectionSpans(const music::Plan& plan, int sampleRate)
{
    std::vector<SectionSpan> spans;
    for (const music::Section& section : plan.sections) {
        const auto frame = [&](int bar) {
            return static_cast<std::int64_t>(
                std::llround(music::barStartS(plan, bar) * sampleRate));
        };
        spans.push_back({frame(section.startBar), frame(section.startBar + section.bars),
                         std::clamp(section.energy, 0.0, 1.0)});
    }
    return spans;
}

SectionMeter::SectionMeter(std::vector<SectionSpan> spans, int sampleRate)
    : m_spans(std::move(spans))
    , m_meter(sampleRate)
    , m_energy(m_spans.size())
{
}

void SectionMeter::add(std::span<const float> stereo)
{
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        const double energy = m_meter.take(stereo[i], stereo[i + 1]);
        while (m_section < m_spans.size() && m_at >= m_spans[m_section].to) {
            ++m_section;
        }
        if (m_section < m_spans.size() && m_at >= m_spans[m_section].from) {
            m_energy[m_section] += energy;
        }
        ++m_at;
    }
}

std::vector<double> SectionMeter::lufs() const
{
    std::vector<double> result;
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        const std::int64_t heard = std::min(m_at, m_spans[i].to) - m_spans[i].from;
        result.push_back(audio::lufsOf(heard > 0 ? m_energy[i] / static_cast<double>(heard) : 0.0));
    }
    return result;
}

std::vector<double> energyTrims(std::span<const SectionSpan> spans, std::span<const double> lufs)
{
    std::vector<double> trims(spans.size());
    std::size_t top = 0;
    for (std::size_t i = 1; i < spans.size(); ++i) {
        const bool isMore = spans[i].energy > spans[top].energy;
        const bool isLouder = spans[i].energy == spans[top].energy && lufs[i] > lufs[top];
        top = isMore || isLouder ? i : top;
    }
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const double wanted = lufs[top] - kSpanLu * (spans[top].energy - spans[i].energy);
        // In tenths: what is told of it is what was done.
        trims[i] = std::round(10.0 * std::clamp(wanted - lufs[i], kLeastDb, 0.0)) / 10.0 + 0.0;
    }
    return trims;
}

EnergyFader::EnergyFader(std::vector<SectionSpan> spans, std::span<const double> trimsDb,
                         int sampleRate)
    : m_spans(std::move(spans))
    , m_rise(std::max<std::int64_t>(1, std::llround(kRiseSeconds * sampleRate)))
    , m_fall(std::max<std::int64_t>(1, std::llround(kFallSeconds * sampleRate)))
{
    for (const double trim : trimsDb) {
        m_gains.push_back(static_cast<float>(std::pow(10.0, trim / 20.0)));
    }
}

float EnergyFader::gainAt(std::int64_t frame)
{
    if (m_gains.empty()) {
        return 1.0F;
    }
    while (m_section > 0 && frame < m_spans[m_section].from) {
        --m_section;
    }
    while (m_section + 1 < m_spans.size() && frame >= m_spans[m_section].to) {
        ++m_section;
    }
    const SectionSpan& span = m_spans[m_section];
    float gain = m_gains[m_section];
    const std::int64_t fall = std::min(m_fall, (span.to - span.from) / 2);
    if (m_section > 0 && m_gains[m_section - 1] > gain && frame - span.from < fall) {
        gain = between(m_gains[m_section - 1], gain,
                       static_cast<double>(std::max<std::int64_t>(0, frame - span.from))
                           / static_cast<double>(fall));
    }
    const std::int64_t left = span.to - frame;
    if (m_section + 1 < m_gains.size() && m_gains[m_section + 1] > gain && left <= m_rise) {
        gain = between(gain, m_gains[m_section + 1],
                       1.0 - static_cast<double>(left) / static_cast<double>(m_rise));
    }
    return gain;
}

void EnergyFader::process(std::span<float> stereo)
{
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        const float gain = gainAt(m_at);
        stereo[i] *= gain;
        stereo[i + 1] *= gain;
        ++m_at;
    }
}

} // namespace nde::mix
