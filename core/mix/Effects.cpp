#include "core/mix/Effects.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

// Primes between 25 and 80 ms at 48 kHz: no two lines share a period.
constexpr std::array<int, 16> kLengths {1193, 1327, 1471, 1601, 1747, 1879, 2017, 2153,
                                        2311, 2473, 2633, 2797, 2999, 3217, 3469, 3767};
constexpr double kReferenceRate = 48000.0;
constexpr float kDamping = 0.35F; // one-pole in the loop: highs decay about three times as fast
constexpr float kInputGain = 0.25F; // 1/sqrt(16)
constexpr float kDelayFeedback = 0.4F;
constexpr float kDelayDamping = 0.4F;

/// In-place fast Walsh–Hadamard transform, orthonormal.
void hadamard(std::array<float, 16>& v)
{
    for (std::size_t half = 1; half < 16; half *= 2) {
        for (std::size_t i = 0; i < 16; i += 2 * half) {
            for (std::size_t k = i; k < i + half; ++k) {
                const float a = v[k];
                const float b = v[k + half];
                v[k] = a + b;
                v[k + half] = a - b;
            }
        }
    }
    for (float& x : v) {
        x *= 0.25F;
    }
}

} // namespace

Reverb::Reverb(double sampleRate, double decayS)
    : m_damping(kDamping)
{
    for (std::size_t i = 0; i < kLines; ++i) {
        const double frames = kLengths[i] * sampleRate / kReferenceRate;
        m_lines[i].resize(static_cast<std::size_t>(std::lround(frames)));
        m_gain[i] = static_cast<float>(std::pow(10.0, -3.0 * frames / sampleRate / decayS));
    }
}

void Reverb::process(std::span<const float> send, std::span<float> left, std::span<float> right)
{
    std::array<float, kLines> v {};
    for (std::size_t n = 0; n < send.size(); ++n) {
        float wetLeft = 0.0F;
        float wetRight = 0.0F;
        for (std::size_t i = 0; i < kLines; ++i) {
            const float out = m_lines[i][m_at[i]];
            m_low[i] += (1.0F - m_damping) * (out - m_low[i]);
            v[i] = m_low[i] * m_gain[i];
            (i % 2 == 0 ? wetLeft : wetRight) += (i % 4 < 2 ? out : -out);
        }
        hadamard(v);
        const float in = send[n] * kInputGain;
        for (std::size_t i = 0; i < kLines; ++i) {
            m_lines[i][m_at[i]] = v[i] + in;
            m_at[i] = m_at[i] + 1 == m_lines[i].size() ? 0 : m_at[i] + 1;
        }
        left[n] += wetLeft;
        right[n] += wetRight;
    }
}

Delay::Delay(double sampleRate, double timeS)
    : m_left(static_cast<std::size_t>(std::max(1L, std::lround(sampleRate * timeS))))
    , m_right(m_left.size())
{
}

void Delay::process(std::span<const float> send, std::span<float> left, std::span<float> right)
{
    for (std::size_t n = 0; n < send.size(); ++n) {
        const float outLeft = m_left[m_at];
        const float outRight = m_right[m_at];
        left[n] += outLeft;
        right[n] += outRight;
        m_low += (1.0F - kDelayDamping) * (outRight - m_low);
        m_left[m_at] = send[n] + kDelayFeedback * m_low;
        m_right[m_at] = kDelayFeedback * outLeft;
        m_at = m_at + 1 == m_left.size() ? 0 : m_at + 1;
    }
}

} // namespace nde::mix
