#include "core/mix/Oversampling.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::mix {

namespace {

constexpr double kKaiserBeta = 7.0; // stop band below −70 dB
constexpr std::size_t kTaps = 2 * kHalfTaps;
// What a meter reads by: treble that a limiter has bent is up to 0.45 dB above what the short
// kernel says.
constexpr std::size_t kFinePhases = 8;
constexpr std::size_t kFineHalfTaps = 32;
constexpr std::size_t kFineTaps = 2 * kFineHalfTaps;
constexpr float kShortReads = 0.9F; ///< of the truth, at least

/// The kernel with the four phases of one tap side by side, so that they are summed together.
struct Transposed
{
    alignas(16) float taps[kTaps][kPhases];
};

double besselI0(double x)
{
    double sum = 1.0;
    double term = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

/// kernel[p][k]: weight of sample c − halfTaps + 1 + k for the value at c + p/phases.
template<std::size_t phases, std::size_t halfTaps>
std::array<std::array<float, 2 * halfTaps>, phases> build()
{
    std::array<std::array<float, 2 * halfTaps>, phases> kernel {};
    for (std::size_t p = 0; p < phases; ++p) {
        double sum = 0.0;
        std::array<double, 2 * halfTaps> row {};
        for (std::size_t k = 0; k < row.size(); ++k) {
            const double distance = static_cast<double>(p) / phases
                - (static_cast<double>(k) - (double {halfTaps} - 1.0));
            const double x = std::numbers::pi * distance;
            const double sinc = std::abs(x) < 1e-9 ? 1.0 : std::sin(x) / x;
            const double edge = distance / halfTaps;
            const double window
                = besselI0(kKaiserBeta * std::sqrt(std::fmax(0.0, 1.0 - edge * edge)))
                / besselI0(kKaiserBeta);
            row[k] = sinc * window;
            sum += row[k];
        }
        for (std::size_t k = 0; k < row.size(); ++k) {
            kernel[p][k] = static_cast<float>(row[k] / sum);
        }
    }
    return kernel;
}

const Transposed& transposedKernel()
{
    static const Transposed kernel = [] {
        Transposed built {};
        for (std::size_t k = 0; k < kTaps; ++k) {
            for (std::size_t p = 0; p < kPhases; ++p) {
                built.taps[k][p] = oversamplingKernel()[p][k];
            }
        }
        return built;
    }();
    return kernel;
}

} // namespace

const OversamplingKernel& oversamplingKernel()
{
    static const OversamplingKernel kernel = build<kPhases, kHalfTaps>();
    return kernel;
}

void interpolate(const float* in, float (&values)[kPhases])
{
    static const Transposed& kernel = transposedKernel();
    float sums[kPhases] = {0.0F, 0.0F, 0.0F, 0.0F};
    for (std::size_t k = 0; k < kTaps; ++k) {
        for (std::size_t p = 0; p < kPhases; ++p) {
            sums[p] += kernel.taps[k][p] * in[k];
        }
    }
    std::copy_n(sums, kPhases, values);
}

/// Loudest value from the sample on that follows the first half of these, by the long kernel.
float PeakMeter::loudestBetween(const float* in)
{
    static const auto kernel = build<kFinePhases, kFineHalfTaps>();
    float loudest = 0.0F;
    for (const auto& row : kernel) {
        const float value = std::inner_product(row.begin(), row.end(), in, 0.0F);
        loudest = std::max(loudest, std::abs(value));
    }
    return loudest;
}

PeakMeter::PeakMeter()
{
    for (auto& side : m_sides) {
        side.assign(kFineTaps, 0.0F);
    }
}

void PeakMeter::add(std::span<const float> stereo)
{
    const std::size_t frames = stereo.size() / 2;
    for (std::size_t c = 0; c < 2; ++c) {
        auto& side = m_sides[c];
        side.resize(kFineTaps + frames);
        for (std::size_t i = 0; i < frames; ++i) {
            side[kFineTaps + i] = stereo[2 * i + c];
        }
        for (std::size_t newest = kFineTaps; newest < kFineTaps + frames; ++newest) {
            m_peak = std::max(m_peak, std::abs(side[newest]));
            const std::size_t centre = newest - kFineHalfTaps;
            // A peak between two samples is not twice as high as both.
            const float near = std::max(std::abs(side[centre]), std::abs(side[centre + 1]));
            if (near > 0.5F * m_peak) {
                float values[kPhases];
                interpolate(side.data() + (centre + 1 - kHalfTaps), values);
                float loudest = 0.0F;
                for (const float value : values) {
                    loudest = std::max(loudest, std::abs(value));
                }
                if (loudest > kShortReads * m_peak) {
                    loudest = loudestBetween(side.data() + (centre + 1 - kFineHalfTaps));
                }
                m_peak = std::max(m_peak, loudest);
            }
        }
        std::copy(side.end() - std::ptrdiff_t {kFineTaps}, side.end(), side.begin());
        side.resize(kFineTaps);
    }
}

double PeakMeter::peakDb() const
{
    return m_peak > 0.0F ? std::max(-120.0, 20.0 * std::log10(static_cast<double>(m_peak)))
                         : -120.0;
}

} // namespace nde::mix
