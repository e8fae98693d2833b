#include "core/nn/clap/ClapFeatures.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace nde::nn::clap {

namespace {

constexpr std::size_t kFft = 1024;
constexpr std::size_t kBins = kFft / 2 + 1;
constexpr std::size_t kStep = 480;
constexpr double kRate = 48000.0;
constexpr double kFloor = 1e-10;

// Slaney's scale: linear up to 1 kHz, 27 steps to each factor of 6.4 above.
constexpr double kBreakHz = 1000.0;
constexpr double kBreakMel = 15.0;
const double kMelPerLog = 27.0 / std::log(6.4);

double toMel(double hz)
{
    return hz < kBreakHz ? 3.0 * hz / 200.0 : kBreakMel + kMelPerLog * std::log(hz / kBreakHz);
}

double toHz(double mel)
{
    return mel < kBreakMel ? 200.0 * mel / 3.0
                           : kBreakHz * std::exp((mel - kBreakMel) / kMelPerLog);
}

} // namespace

ClapFeatures::ClapFeatures(const FeatureConfig& config, std::size_t mels)
    : m_fft(kFft)
    , m_hann(kFft)
    , m_bands(mels)
{
    for (std::size_t i = 0; i < kFft; ++i) {
        m_hann[i] = 0.5
            - 0.5
                * std::cos(2.0 * std::numbers::pi * static_cast<double>(i)
                           / static_cast<double>(kFft));
    }
    const double low = toMel(config.lowestHz);
    const double step = (toMel(config.highestHz) - low) / static_cast<double>(mels + 1);
    const auto corner
        = [&](std::size_t index) { return toHz(low + step * static_cast<double>(index)); };
    for (std::size_t m = 0; m < mels; ++m) {
        const double left = corner(m);
        const double middle = corner(m + 1);
        const double right = corner(m + 2);
        Band& band = m_bands[m];
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            const double hz = static_cast<double>(bin) * kRate / static_cast<double>(kFft);
            const double weight
                = std::min((hz - left) / (middle - left), (right - hz) / (right - middle));
            if (weight > 0.0) {
                band.first = band.weights.empty() ? bin : band.first;
                band.weights.push_back(weight * 2.0 / (right - left));
            }
        }
    }
}

std::vector<float> ClapFeatures::filterbank() const
{
    std::vector<float> bank(m_bands.size() * kBins);
    for (std::size_t m = 0; m < m_bands.size(); ++m) {
        for (std::size_t i = 0; i < m_bands[m].weights.size(); ++i) {
            bank[m * kBins + m_bands[m].first + i] = static_cast<float>(m_bands[m].weights[i]);
        }
    }
    return bank;
}

/// @param work  [2 · kFft + kBins].
void ClapFeatures::spectrum(std::span<const float> window, std::size_t index, double* work,
                            float* out) const
{
    double* samples = work;
    // std::complex<double> is laid out as two doubles.
    auto* complexWork = reinterpret_cast<std::complex<double>*>(work + kFft);
    double* power = work + 2 * kFft;
    const auto start = static_cast<std::ptrdiff_t>(index * kStep) - std::ptrdiff_t {kFft / 2};
    const auto last = static_cast<std::ptrdiff_t>(window.size()) - 1;
    for (std::size_t i = 0; i < kFft; ++i) {
        std::ptrdiff_t at = std::abs(start + static_cast<std::ptrdiff_t>(i));
        at = at > last ? 2 * last - at : at; // mirrored without the edge itself
        samples[i] = m_hann[i] * static_cast<double>(window[static_cast<std::size_t>(at)]);
    }
    m_fft.power(samples, complexWork, power);
    for (std::size_t m = 0; m < m_bands.size(); ++m) {
        const Band& band = m_bands[m];
        double sum = 0.0;
        for (std::size_t i = 0; i < band.weights.size(); ++i) {
            sum += band.weights[i] * power[band.first + i];
        }
        out[m] = static_cast<float>(10.0 * std::log10(std::max(sum, kFloor)));
    }
}

void ClapFeatures::compute(kernels::Runtime& runtime, std::span<const float> window,
                           float* out) const
{
    constexpr std::size_t kDoubles = 2 * kFft + kBins;
    runtime.parallel(kSpectra, 2 * kDoubles, [&](std::size_t index, float* scratch) {
        spectrum(window, index, reinterpret_cast<double*>(scratch), out + index * m_bands.size());
    });
}

std::vector<float> repeatPadded(std::span<const float> sound)
{
    std::vector<float> window(kWindowFrames);
    const std::size_t times = kWindowFrames / std::max<std::size_t>(sound.size(), 1);
    for (std::size_t i = 0; i < times; ++i) {
        std::copy(sound.begin(), sound.end(),
                  window.begin() + static_cast<std::ptrdiff_t>(i * sound.size()));
    }
    return window;
}

Result<> WindowCutter::giveFull()
{
    for (;;) {
        // What is held begins with the last window given. The next one is a full hop on, unless the
        // sound ends before its end: then the last one is flush, and needs what lies between.
        const std::size_t skip = m_hasGiven ? kHopFrames : 0;
        if (m_held.size() <= kWindowFrames + skip) {
            return {};
        }
        const auto next = std::span<const float>(m_held).subspan(skip, kWindowFrames);
        if (auto done = m_window(next); !done) {
            return done;
        }
        m_held.erase(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(skip));
        m_hasGiven = true;
    }
}

Result<> WindowCutter::push(std::span<const float> samples)
{
    while (!samples.empty()) {
        const std::size_t room = kWindowFrames + kHopFrames + 1 - m_held.size();
        const auto part = samples.first(std::min(samples.size(), room));
        for (const float value : part) {
            m_held.push_back(std::isfinite(value) ? value : 0.0F);
        }
        samples = samples.subspan(part.size());
        if (auto done = giveFull(); !done) {
            return done;
        }
    }
    return {};
}

Result<> WindowCutter::finish()
{
    if (m_held.empty()) {
        return fail(ErrorCode::BadInput, "a sound without samples has no embedding");
    }
    return m_window(
        m_hasGiven ? std::vector<float>(m_held.end() - std::ptrdiff_t {kWindowFrames}, m_held.end())
                   : repeatPadded(m_held));
}

std::size_t WindowCutter::windowsOf(std::size_t samples)
{
    return samples <= kWindowFrames ? 1
                                    : 1 + (samples - kWindowFrames + kHopFrames - 1) / kHopFrames;
}

} // namespace nde::nn::clap
