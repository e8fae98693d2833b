#include "core/dsp/PitchTrack.h"

#include "core/dsp/Fft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace nde::dsp {
namespace {

constexpr double kLowHz = 40.0;
constexpr double kHighHz = 1500.0;
constexpr double kHopS = 0.01;
constexpr double kLongestRate = 24000.0; ///< enough for the highest pitch, cheap for the lowest
constexpr double kDip = 0.15; ///< the first below is the period (YIN step 4) …
constexpr double kGiveUp = 0.3; ///< … else the lowest below this
constexpr double kSilent = 1e-5; ///< of the loudest frame's power: −50 dB

/// Every n-th sample of what a windowed sinc leaves below the new half rate.
std::vector<float> decimated(std::span<const float> x, std::size_t factor)
{
    if (factor <= 1) {
        return {x.begin(), x.end()};
    }
    const auto reach = static_cast<std::ptrdiff_t>(8 * factor);
    std::vector<float> taps;
    float sum = 0.0F;
    for (std::ptrdiff_t i = -reach; i <= reach; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(factor);
        const double phase = std::numbers::pi * 0.9 * t;
        const double sinc = i == 0 ? 1.0 : std::sin(phase) / phase;
        const double window = 0.5
            + 0.5
                * std::cos(std::numbers::pi * static_cast<double>(i)
                           / static_cast<double>(reach + 1));
        taps.push_back(static_cast<float>(sinc * window));
        sum += taps.back();
    }
    std::vector<float> out(x.size() / factor);
    const auto size = static_cast<std::ptrdiff_t>(x.size());
    for (std::size_t k = 0; k < out.size(); ++k) {
        const auto centre = static_cast<std::ptrdiff_t>(k * factor);
        float value = 0.0F;
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(-reach, -centre);
        const std::ptrdiff_t to = std::min(reach, size - 1 - centre);
        for (std::ptrdiff_t i = from; i <= to; ++i) {
            value += taps[static_cast<std::size_t>(i + reach)]
                * x[static_cast<std::size_t>(centre + i)];
        }
        out[k] = value / sum;
    }
    return out;
}

class Yin
{
public:
    explicit Yin(double rate)
        : m_rate(rate)
        , m_longest(static_cast<std::size_t>(rate / kLowHz))
        , m_shortest(static_cast<std::size_t>(rate / kHighHz))
        , m_fft(1 << static_cast<int>(
                    std::ceil(std::log2(2.0 * static_cast<double>(m_longest) + 4.0))))
        , m_time(static_cast<std::size_t>(m_fft.size()))
        , m_all(m_time.size() / 2 + 1)
        , m_head(m_all.size())
        , m_difference(m_longest + 2)
    {
    }

    /// Samples that `pitchOf` looks at.
    [[nodiscard]] std::size_t size() const { return 2 * m_longest + 2; }

    /// @param x  [size()]
    [[nodiscard]] float pitchOf(std::span<const float> x)
    {
        findDifferences(x);
        double total = 0.0;
        std::size_t best = 0;
        double lowest = kGiveUp;
        for (std::size_t lag = 1; lag <= m_longest; ++lag) {
            total += m_difference[lag];
            if (lag < m_shortest || total <= 0.0) {
                continue;
            }
            const double dip = m_difference[lag] * static_cast<double>(lag) / total;
            const bool isFalling = m_difference[lag + 1] < m_difference[lag];
            if (dip < lowest) {
                lowest = dip;
                best = lag;
            }
            if (best != 0 && lowest < kDip && !isFalling) {
                break; // the bottom of the first dip that is deep enough
            }
        }
        if (best <= 1 || best > m_longest) {
            return 0.0F;
        }
        const double a = m_difference[best - 1];
        const double b = m_difference[best];
        const double c = m_difference[best + 1];
        const double curve = a - 2.0 * b + c;
        const double shift = curve > 0.0 ? std::clamp(0.5 * (a - c) / curve, -0.5, 0.5) : 0.0;
        return static_cast<float>(m_rate / (static_cast<double>(best) + shift));
    }

private:
    /// |a − b|² = |a|² + |b|² − 2ab, the last for all lags by correlation.
    void findDifferences(std::span<const float> x)
    {
        std::fill(m_time.begin(), m_time.end(), 0.0F);
        std::copy(x.begin(), x.end(), m_time.begin());
        m_fft.forward(m_time, m_all);
        std::fill(m_time.begin() + static_cast<std::ptrdiff_t>(m_longest), m_time.end(), 0.0F);
        m_fft.forward(m_time, m_head);
        for (std::size_t bin = 0; bin < m_all.size(); ++bin) {
            m_all[bin] *= std::conj(m_head[bin]);
        }
        m_fft.inverse(m_all, m_time);
        double still = 0.0;
        for (std::size_t i = 0; i < m_longest; ++i) {
            still += static_cast<double>(x[i]) * static_cast<double>(x[i]);
        }
        double moved = still;
        for (std::size_t lag = 1; lag < m_difference.size(); ++lag) {
            const auto out = static_cast<double>(x[lag - 1]);
            const auto in = static_cast<double>(x[lag + m_longest - 1]);
            moved += in * in - out * out;
            m_difference[lag]
                = std::max(0.0, still + moved - 2.0 * static_cast<double>(m_time[lag]));
        }
    }

    double m_rate;
    std::size_t m_longest;
    std::size_t m_shortest;
    RealFft m_fft;
    std::vector<float> m_time;
    std::vector<std::complex<float>> m_all;
    std::vector<std::complex<float>> m_head;
    std::vector<double> m_difference;
};

} // namespace

PitchTrack trackPitch(std::span<const float> mono, int sampleRate)
{
    PitchTrack track {kHopS, {}};
    if (mono.empty() || sampleRate < 4000) {
        return track;
    }
    const auto factor
        = std::max<std::size_t>(1, static_cast<std::size_t>(sampleRate / kLongestRate));
    const double rate = static_cast<double>(sampleRate) / static_cast<double>(factor);
    const std::vector<float> x = decimated(mono, factor);
    Yin yin(rate);
    const std::size_t size = yin.size();
    const auto frames = static_cast<std::size_t>(static_cast<double>(x.size()) / (kHopS * rate));
    std::vector<float> window(size);
    std::vector<double> powers(frames);
    track.hz.resize(frames);
    for (std::size_t k = 0; k < frames; ++k) {
        const auto begin = std::lround(static_cast<double>(k) * kHopS * rate)
            - static_cast<std::ptrdiff_t>(size / 2);
        for (std::size_t i = 0; i < size; ++i) {
            const auto at = begin + static_cast<std::ptrdiff_t>(i);
            const bool isInside = at >= 0 && at < static_cast<std::ptrdiff_t>(x.size());
            window[i] = isInside ? x[static_cast<std::size_t>(at)] : 0.0F;
            powers[k] += static_cast<double>(window[i]) * static_cast<double>(window[i]);
        }
        track.hz[k] = powers[k] > 0.0 ? yin.pitchOf(window) : 0.0F;
    }
    const double loudest = frames > 0 ? *std::max_element(powers.begin(), powers.end()) : 0.0;
    for (std::size_t k = 0; k < frames; ++k) {
        if (powers[k] < kSilent * loudest) {
            track.hz[k] = 0.0F;
        }
    }
    return track;
}

} // namespace nde::dsp
