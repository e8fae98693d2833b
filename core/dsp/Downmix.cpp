#include "core/dsp/Downmix.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::dsp {
namespace {

constexpr double kBlockS = 0.05;
constexpr double kFadeS = 0.005;
constexpr double kAntiPhase = -0.5; ///< from here on the difference is taken
constexpr double kInPhase = 0.0; ///< and from here on the sum again: a slow beat does not flutter

} // namespace

Downmix::Downmix(int sampleRate, int channels)
    : m_channels(static_cast<std::size_t>(channels))
    , m_blockFrames(static_cast<std::size_t>(std::max(1.0, kBlockS * sampleRate)))
    , m_fadeFrames(static_cast<std::size_t>(std::max(1.0, kFadeS * sampleRate)))
{
}

void Downmix::push(std::span<const float> interleaved, std::vector<float>& out)
{
    if (m_channels != 2) {
        for (std::size_t at = 0; at + m_channels <= interleaved.size(); at += m_channels) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < m_channels; ++c) {
                sum += interleaved[at + c];
            }
            out.push_back(sum / static_cast<float>(m_channels));
        }
        return;
    }
    while (!interleaved.empty()) {
        const std::size_t room = std::min(interleaved.size(), 2 * m_blockFrames - m_block.size());
        m_block.insert(m_block.end(), interleaved.begin(),
                       interleaved.begin() + static_cast<std::ptrdiff_t>(room));
        interleaved = interleaved.subspan(room);
        if (m_block.size() == 2 * m_blockFrames) {
            mixBlock(out);
        }
    }
}

void Downmix::finish(std::vector<float>& out)
{
    mixBlock(out);
}

void Downmix::mixBlock(std::vector<float>& out)
{
    double cross = 0.0;
    double left = 0.0;
    double right = 0.0;
    for (std::size_t i = 0; i + 1 < m_block.size(); i += 2) {
        const auto a = static_cast<double>(m_block[i]);
        const auto b = static_cast<double>(m_block[i + 1]);
        cross += a * b;
        left += a * a;
        right += b * b;
    }
    // Silence says nothing of a phase, and a hit after it begins with its own.
    const double scale = std::sqrt(left * right);
    const bool isSilent = scale <= 0.0;
    const double limit = m_sign < 0.0F ? kInPhase : kAntiPhase;
    const float sign = isSilent ? m_sign : cross < limit * scale ? -1.0F : 1.0F;
    const float before = std::exchange(m_isAfterSilence, isSilent) ? sign : m_sign;
    for (std::size_t i = 0; i + 1 < m_block.size(); i += 2) {
        const float place
            = std::min(1.0F, static_cast<float>(i / 2) / static_cast<float>(m_fadeFrames));
        const float gain = before == sign ? sign : before + (sign - before) * place;
        out.push_back(0.5F * (m_block[i] + gain * m_block[i + 1]));
    }
    m_sign = sign;
    m_block.clear();
}

} // namespace nde::dsp
