#include "core/nn/vae/SubSignal.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;
constexpr std::size_t kKnots = kSubKnots.size();

/// Gaussian low-pass that knows that there is nothing outside, so that onsets keep their level.
SubSignal smoothed(const SubSignal& z, double bandwidth)
{
    const double deviation = std::sqrt(std::numbers::ln2) / (kTwoPi * bandwidth) * kSubRate;
    const auto radius = static_cast<std::ptrdiff_t>(std::ceil(3.5 * deviation));
    std::vector<double> kernel;
    for (std::ptrdiff_t d = -radius; d <= radius; ++d) {
        const double x = static_cast<double>(d) / deviation;
        kernel.push_back(std::exp(-0.5 * x * x));
    }
    const auto length = static_cast<std::ptrdiff_t>(z.size());
    SubSignal out(z.size());
    for (std::ptrdiff_t n = 0; n < length; ++n) {
        std::complex<double> sum;
        double weight = 0;
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(-radius, -n);
        const std::ptrdiff_t to = std::min(radius, length - 1 - n);
        for (std::ptrdiff_t d = from; d <= to; ++d) {
            const double g = kernel[static_cast<std::size_t>(d + radius)];
            sum += g * z[static_cast<std::size_t>(n + d)];
            weight += g;
        }
        out[static_cast<std::size_t>(n)] = sum / weight;
    }
    return out;
}

/// Position of a time among the knots: the knot before it and the share of the one after.
struct Place
{
    std::size_t before {};
    double share {};
};

const std::vector<Place>& places()
{
    static const std::vector<Place> kPlaces = [] {
        std::vector<Place> out;
        std::size_t k = 0;
        for (std::size_t n = 0; n < kSubCount; ++n) {
            while (k + 2 < kKnots && subTime(n) >= kSubKnots[k + 1]) {
                ++k;
            }
            const double share = (subTime(n) - kSubKnots[k]) / (kSubKnots[k + 1] - kSubKnots[k]);
            out.push_back({k, std::clamp(share, 0.0, 1.0)});
        }
        return out;
    }();
    return kPlaces;
}

/// Solves the symmetric positive definite m · x = b in place.
SubKnotValues solve(std::array<SubKnotValues, kKnots> m, SubKnotValues b)
{
    for (std::size_t i = 0; i < kKnots; ++i) {
        for (std::size_t j = i + 1; j < kKnots; ++j) {
            const double factor = m[j][i] / m[i][i];
            for (std::size_t k = i; k < kKnots; ++k) {
                m[j][k] -= factor * m[i][k];
            }
            b[j] -= factor * b[i];
        }
    }
    for (std::size_t i = kKnots; i-- > 0;) {
        for (std::size_t k = i + 1; k < kKnots; ++k) {
            b[i] -= m[i][k] * b[k];
        }
        b[i] /= m[i][i];
    }
    return b;
}

/// Adds what a first and a second difference of the values from `first` on cost.
void punish(std::array<SubKnotValues, kKnots>& m, std::size_t first,
            std::span<const double> pattern, double cost)
{
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        for (std::size_t j = 0; j < pattern.size(); ++j) {
            m[first + i][first + j] += cost * pattern[i] * pattern[j];
        }
    }
}

void punishSteps(std::array<SubKnotValues, kKnots>& m, double slope, double bend)
{
    constexpr std::array<double, 2> kDifference {-1.0, 1.0};
    constexpr std::array<double, 3> kSecond {1.0, -2.0, 1.0};
    for (std::size_t k = 0; k + 1 < kKnots; ++k) {
        punish(m, k, kDifference, slope);
        if (k + 2 < kKnots) {
            punish(m, k, kSecond, bend);
        }
    }
}

/// What an octave at each knot turns the phase by, up to each sample. [kSubCount]
std::vector<SubKnotValues> turnsOf(const std::vector<double>& octaves)
{
    std::vector<SubKnotValues> out(kSubCount);
    SubKnotValues sum {};
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const Place& place = places()[n];
        const double turn = kTwoPi * std::numbers::ln2 * std::exp2(octaves[n]) / kSubRate;
        sum[place.before] += (1.0 - place.share) * turn;
        sum[place.before + 1] += place.share * turn;
        out[n] = sum;
    }
    return out;
}

/// The normal equations of a change of the knots.
struct PhaseFit
{
    std::array<SubKnotValues, kKnots> m {};
    SubKnotValues b {};

    /// Where the phase starts is free: what counts is what deviates from the mean.
    void add(const SubSignal& envelope, const std::vector<SubKnotValues>& turns)
    {
        double loudest = 1e-15;
        for (const auto& sample : envelope) {
            loudest = std::max(loudest, std::norm(sample));
        }
        constexpr double kQuiet = 1e-5; // of the energy: phases of noise below
        std::vector<double> phase(kSubCount, 0.0);
        std::vector<double> weight(kSubCount, 0.0);
        double total = 1e-15;
        double meanPhase = 0;
        SubKnotValues meanTurn {};
        for (std::size_t n = 0; n < kSubCount; ++n) {
            if (n > 0) {
                phase[n] = phase[n - 1] + std::arg(envelope[n] * std::conj(envelope[n - 1]));
            }
            const double share = std::norm(envelope[n]) / loudest;
            weight[n] = share > kQuiet ? share : 0.0;
            total += weight[n];
            meanPhase += weight[n] * phase[n];
            for (std::size_t k = 0; k < kKnots; ++k) {
                meanTurn[k] += weight[n] * turns[n][k];
            }
        }
        for (std::size_t n = 0; n < kSubCount; ++n) {
            if (weight[n] <= 0.0) {
                continue;
            }
            SubKnotValues row;
            for (std::size_t k = 0; k < kKnots; ++k) {
                row[k] = turns[n][k] - meanTurn[k] / total;
            }
            for (std::size_t i = 0; i < kKnots; ++i) {
                const double weighted = weight[n] * row[i];
                b[i] += weighted * (phase[n] - meanPhase / total);
                for (std::size_t j = 0; j < kKnots; ++j) {
                    m[i][j] += weighted * row[j];
                }
            }
        }
        energy += total;
    }
    double energy {};
};

} // namespace

double subTime(std::size_t n)
{
    return static_cast<double>(n) / kSubRate;
}

double hump(double t, double from, double to)
{
    return t > from && t < to ? std::pow(std::sin(std::numbers::pi * (t - from) / (to - from)), 2.0)
                              : 0.0;
}

int subHarmonics(double hz)
{
    return std::clamp(static_cast<int>(kSubTopHz / hz), 1, kSubMostHarmonics);
}

double subBandwidth(double octaves)
{
    return std::clamp(0.4 * std::exp2(octaves), 16.0, 60.0);
}

std::vector<double> courseAt(const SubKnotValues& knots)
{
    std::vector<double> out(kSubCount);
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const Place& place = places()[n];
        out[n] = std::lerp(knots[place.before], knots[place.before + 1], place.share);
    }
    return out;
}

SubKnotValues fitCourse(const std::vector<double>& octaves, const std::vector<double>& weights)
{
    constexpr double kSlope = 2e-5; ///< what a step between knots costs, of the whole weight
    constexpr double kBend = 1e-5;
    std::array<SubKnotValues, kKnots> m {};
    SubKnotValues b {};
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const Place& place = places()[n];
        const std::array<double, 2> share {1.0 - place.share, place.share};
        for (std::size_t i = 0; i < 2; ++i) {
            b[place.before + i] += weights[n] / total * share[i] * octaves[n];
            for (std::size_t j = 0; j < 2; ++j) {
                m[place.before + i][place.before + j] += weights[n] / total * share[i] * share[j];
            }
        }
    }
    punishSteps(m, kSlope, kBend);
    auto knots = solve(m, b);
    for (double& knot : knots) {
        knot = std::clamp(knot, std::log2(kSubLowestHz), std::log2(kSubHighestHz));
    }
    return knots;
}

SubKnotValues refineCourse(const SubSignal& low, const SubKnotValues& knots, double bandwidth)
{
    constexpr int kRounds = 3;
    constexpr double kSlope = 3e-4; ///< rad² an octave² of steps between knots, of the whole weight
    constexpr double kBend = 1e-3;
    constexpr double kFirm = 1e-6;
    constexpr double kMostStep = 0.3; ///< octaves a round
    SubKnotValues out = knots;
    for (int round = 0; round < kRounds; ++round) {
        const auto octaves = courseAt(out);
        const auto phase = phaseOf(octaves);
        const auto turns = turnsOf(octaves);
        PhaseFit fit;
        fit.add(envelopeOf(low, phase, 1, bandwidth), turns);
        std::array<SubKnotValues, kKnots> costs {};
        punishSteps(costs, kSlope * fit.energy, kBend * fit.energy);
        for (std::size_t i = 0; i < kKnots; ++i) {
            for (std::size_t j = 0; j < kKnots; ++j) {
                fit.m[i][j] += costs[i][j];
                fit.b[i] -= costs[i][j] * out[j];
            }
            fit.m[i][i] += kFirm * fit.energy;
        }
        const SubKnotValues step = solve(fit.m, fit.b);
        for (std::size_t k = 0; k < kKnots; ++k) {
            out[k] = std::clamp(out[k] + std::clamp(step[k], -kMostStep, kMostStep),
                                std::log2(kSubLowestHz), std::log2(kSubHighestHz));
        }
    }
    return out;
}

std::vector<double> phaseOf(const std::vector<double>& octaves)
{
    std::vector<double> out(kSubCount);
    double phase = 0;
    for (std::size_t n = 0; n < kSubCount; ++n) {
        phase += kTwoPi * std::exp2(octaves[n]) / kSubRate;
        out[n] = phase;
    }
    const double position = kSubPhaseTime * kSubRate;
    const auto before = static_cast<std::size_t>(position);
    const double origin
        = std::lerp(out[before], out[before + 1], position - static_cast<double>(before));
    std::for_each(out.begin(), out.end(), [origin](double& value) { value -= origin; });
    return out;
}

SubSignal envelopeOf(const SubSignal& low, const std::vector<double>& phase, int harmonic,
                     double bandwidth)
{
    SubSignal turned(kSubCount);
    for (std::size_t n = 0; n < kSubCount; ++n) {
        turned[n] = low[n] * std::polar(1.0, -harmonic * phase[n]);
    }
    return smoothed(turned, bandwidth);
}

} // namespace nde::nn::vae
