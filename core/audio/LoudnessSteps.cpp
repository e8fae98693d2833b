#include "core/audio/LoudnessSteps.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace nde::audio {

namespace {

constexpr double kSilenceLufs = -70.0;
constexpr double kRelativeGateLu = -10.0;
constexpr std::size_t kGateSteps = 4; // windows of 400 ms

struct Coefficients
{
    double b0 {}, b1 {}, b2 {}, a1 {}, a2 {};
};

/// The shelf and the high-pass.
std::array<Coefficients, 2> weighting(double rate)
{
    std::array<Coefficients, 2> stages;
    Coefficients& shelf = stages[0];
    double k = std::tan(std::numbers::pi * 1681.974450955533 / rate);
    double q = 0.7071752369554196;
    const double high = std::pow(10.0, 3.999843853973347 / 20.0);
    const double band = std::pow(high, 0.4996667741545416);
    double a0 = 1.0 + k / q + k * k;
    shelf.b0 = (high + band * k / q + k * k) / a0;
    shelf.b1 = 2.0 * (k * k - high) / a0;
    shelf.b2 = (high - band * k / q + k * k) / a0;
    shelf.a1 = 2.0 * (k * k - 1.0) / a0;
    shelf.a2 = (1.0 - k / q + k * k) / a0;
    Coefficients& pass = stages[1];
    k = std::tan(std::numbers::pi * 38.13547087602444 / rate);
    q = 0.5003270373238773;
    a0 = 1.0 + k / q + k * k;
    pass.b0 = 1.0;
    pass.b1 = -2.0;
    pass.b2 = 1.0;
    pass.a1 = 2.0 * (k * k - 1.0) / a0;
    pass.a2 = (1.0 - k / q + k * k) / a0;
    return stages;
}

} // namespace

LoudnessSteps::LoudnessSteps(int sampleRate)
    : m_stepFrames((static_cast<std::size_t>(sampleRate) + 5) / 10)
{
    const auto stages = weighting(static_cast<double>(sampleRate));
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const Coefficients& from = stages[i];
        m_stages[i] = {from.b0, from.b1, from.b2, from.a1, from.a2, {}, {}};
    }
}

double kWeighting(double hz, int sampleRate)
{
    const auto z = std::polar(1.0, -2.0 * std::numbers::pi * hz / sampleRate);
    double power = 1.0;
    for (const Coefficients& stage : weighting(sampleRate)) {
        power *= std::norm((stage.b0 + stage.b1 * z + stage.b2 * z * z)
                           / (1.0 + stage.a1 * z + stage.a2 * z * z));
    }
    return power;
}

double LoudnessSteps::take(float left, float right)
{
    std::array<double, 2> x {static_cast<double>(left), static_cast<double>(right)};
    for (Stage& stage : m_stages) {
        for (std::size_t c = 0; c < 2; ++c) {
            const double y = stage.b0 * x[c] + stage.z1[c];
            stage.z1[c] = stage.b1 * x[c] - stage.a1 * y + stage.z2[c];
            stage.z2[c] = stage.b2 * x[c] - stage.a2 * y;
            x[c] = y;
        }
    }
    const double energy = x[0] * x[0] + x[1] * x[1];
    m_sum += energy;
    if (++m_pending == m_stepFrames) {
        m_steps.push_back(m_sum / static_cast<double>(m_stepFrames));
        m_pending = 0;
        m_sum = 0.0;
    }
    return energy;
}

void LoudnessSteps::add(std::span<const float> left, std::span<const float> right)
{
    for (std::size_t i = 0; i < left.size(); ++i) {
        take(left[i], right[i]);
    }
}

void LoudnessSteps::add(std::span<const float> stereo)
{
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        take(stereo[i], stereo[i + 1]);
    }
}

std::vector<double> LoudnessSteps::finish() const
{
    std::vector<double> steps = m_steps;
    if (m_pending > 0) {
        steps.push_back(m_sum / static_cast<double>(m_stepFrames));
    }
    return steps;
}

double lufsOf(double meanSquare)
{
    return meanSquare > 0.0 ? std::max(kSilenceLufs, -0.691 + 10.0 * std::log10(meanSquare))
                            : kSilenceLufs;
}

double integratedLufs(std::span<const double> steps)
{
    const auto gated = [&](double gateLufs) {
        double sum = 0.0;
        std::size_t count = 0;
        for (std::size_t i = 0; i + kGateSteps <= steps.size(); ++i) {
            const double mean
                = (steps[i] + steps[i + 1] + steps[i + 2] + steps[i + 3]) / double {kGateSteps};
            if (mean > 0.0 && -0.691 + 10.0 * std::log10(mean) >= gateLufs) {
                sum += mean;
                ++count;
            }
        }
        return count > 0 ? lufsOf(sum / static_cast<double>(count)) : kSilenceLufs;
    };
    const double absolute = gated(kSilenceLufs);
    return absolute <= kSilenceLufs ? kSilenceLufs : gated(absolute + kRelativeGateLu);
}

double highestLufs(std::span<const double> steps, std::size_t count)
{
    double highest = 0.0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        double sum = 0.0;
        for (std::size_t k = i; k < std::min(i + count, steps.size()); ++k) {
            sum += steps[k];
        }
        highest = std::max(highest, sum / static_cast<double>(count));
    }
    return lufsOf(highest);
}

} // namespace nde::audio
