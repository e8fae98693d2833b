#include "core/dsp/OffsetRemover.h"

#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::dsp {
namespace {

constexpr double kHeldS = 10.0;
constexpr double kHopS = 0.05;
constexpr float kLeast = 0.002F; ///< analysis.md A.5: less is no defect

double meanOf(std::span<const float> values)
{
    double sum = 0.0;
    for (const float value : values) {
        sum += static_cast<double>(value);
    }
    return sum / static_cast<double>(values.size());
}

/// Mean under a Hann window: a tone above 20 Hz leaves next to nothing in it wherever it is cut.
double weightedMean(std::span<const float> values, const std::vector<float>& window)
{
    double sum = 0.0;
    double weights = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto weight = static_cast<double>(window[i]);
        sum += weight * static_cast<double>(values[i]);
        weights += weight;
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

} // namespace

OffsetRemover::OffsetRemover(int sampleRate)
    : m_hopFrames(std::max<std::size_t>(1, static_cast<std::size_t>(kHopS * sampleRate)))
    , m_heldFrames(static_cast<std::size_t>(kHeldS * sampleRate))
{
}

float OffsetRemover::offset() const
{
    const std::span<const float> held = m_held;
    if (held.empty()) {
        return 0.0F;
    }
    const std::size_t size = std::min(held.size(), 2 * m_hopFrames);
    const std::vector<float> window = hannWindow(static_cast<int>(size));
    double found = 0.0;
    if (size < 2 * m_hopFrames) {
        // Less than two waves of a bass: only what every weighting finds is constant.
        found = weightedMean(held, window);
        found = std::abs(meanOf(held) - found) < 0.25 * std::abs(found) ? found : 0.0;
    } else {
        std::vector<float> means;
        for (std::size_t at = 0; at + size <= held.size(); at += m_hopFrames) {
            means.push_back(static_cast<float>(weightedMean(held.subspan(at, size), window)));
        }
        found = static_cast<double>(medianOf(std::move(means)));
    }
    const auto offset = static_cast<float>(found);
    return std::abs(offset) > kLeast ? offset : 0.0F;
}

void OffsetRemover::release(std::vector<float>& out)
{
    m_offset = offset();
    m_isKnown = true;
    for (const float value : m_held) {
        out.push_back(value - m_offset);
    }
    m_held = {};
}

void OffsetRemover::push(std::span<const float> mono, std::vector<float>& out)
{
    if (!m_isKnown) {
        const std::size_t room = std::min(mono.size(), m_heldFrames - m_held.size());
        m_held.insert(m_held.end(), mono.begin(), mono.begin() + static_cast<std::ptrdiff_t>(room));
        mono = mono.subspan(room);
        if (m_held.size() < m_heldFrames) {
            return;
        }
        release(out);
    }
    for (const float value : mono) {
        out.push_back(value - m_offset);
    }
}

void OffsetRemover::finish(std::vector<float>& out)
{
    if (!m_isKnown) {
        release(out);
    }
}

} // namespace nde::dsp
