#include "core/dsp/OffsetRemover.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHeldS = 10.0;
constexpr double kBlockS = 0.05;
constexpr float kLeast = 0.002F; ///< analysis.md A.5: less is no defect

} // namespace

OffsetRemover::OffsetRemover(int sampleRate)
    : m_blockFrames(std::max<std::size_t>(1, static_cast<std::size_t>(kBlockS * sampleRate)))
    , m_heldFrames(static_cast<std::size_t>(kHeldS * sampleRate))
{
}

float OffsetRemover::offset() const
{
    std::vector<double> means;
    for (std::size_t at = 0; at < m_held.size(); at += m_blockFrames) {
        const std::size_t count = std::min(m_blockFrames, m_held.size() - at);
        if (2 * count < m_blockFrames && !means.empty()) {
            break;
        }
        double sum = 0.0;
        for (std::size_t i = at; i < at + count; ++i) {
            sum += static_cast<double>(m_held[i]);
        }
        means.push_back(sum / static_cast<double>(count));
    }
    if (means.empty()) {
        return 0.0F;
    }
    const auto middle = means.begin() + static_cast<std::ptrdiff_t>(means.size() / 2);
    std::nth_element(means.begin(), middle, means.end());
    const auto found = static_cast<float>(*middle);
    return std::abs(found) > kLeast ? found : 0.0F;
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
