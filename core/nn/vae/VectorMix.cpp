#include "core/nn/vae/VectorMix.h"

#include "core/nn/vae/Levels.h"
#include "core/nn/vae/SubOscillator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr float kEmpty = 0.02F; ///< scaled level up to which a cell counts as the floor
constexpr int kQuantiles = 256; ///< of a frame's power that are moved

float decibels(float scaled)
{
    return scaled * 80.0F - 80.0F;
}

float scaledOf(double power)
{
    return static_cast<float>(
        std::clamp((10.0 * std::log10(power + 1e-12) + 80.0) / 80.0, 0.0, 1.2));
}

/// Power below 400 Hz where the phase seed is taken.
double seedEnergy(std::span<const float> v)
{
    double sum = 1e-12;
    for (std::size_t b = 0; b < kSeedBins; ++b) {
        sum += std::pow(10.0, decibels(v[b * kFrames + kSeedFrame]) / 10.0);
    }
    return sum;
}

/// The angle of a pair (cos, sin) at `at`, from a towards b by their weights along the shorter arc.
void mixAngle(std::span<const float> a, std::span<const float> b, double weightB, double amount,
              std::span<float> out, std::size_t at)
{
    const double from = std::atan2(a[at + 1], a[at]);
    const double turn = std::remainder(std::atan2(b[at + 1], b[at]) - from, 2.0 * std::numbers::pi);
    const double length
        = std::lerp(std::hypot(a[at], a[at + 1]), std::hypot(b[at], b[at + 1]), amount);
    out[at] = static_cast<float>(length * std::cos(from + weightB * turn));
    out[at + 1] = static_cast<float>(length * std::sin(from + weightB * turn));
}

/// The glide between two: octaves straight. A sound without a tone of its own has no say in it.
void mixSub(std::span<const float> a, std::span<const float> b, double amount, std::span<float> out)
{
    constexpr double kLeastSay = 1e-3;
    const SubTrack from = readSub(a);
    const SubTrack to = readSub(b);
    const double sayA = (1.0 - amount) * std::max(from.tonal, kLeastSay);
    const double sayB = amount * std::max(to.tonal, kLeastSay);
    const double share = sayB / (sayA + sayB);
    SubTrack mixed;
    mixed.pitch = std::lerp(from.pitch, to.pitch, share);
    for (std::size_t k = 0; k < mixed.course.size(); ++k) {
        mixed.course[k] = std::lerp(from.course[k], to.course[k], share);
    }
    mixed.phase
        = from.phase + share * std::remainder(to.phase - from.phase, 2.0 * std::numbers::pi);
    mixed.tonal = std::lerp(from.tonal, to.tonal, amount);
    mixed.harmonic = std::lerp(from.harmonic, to.harmonic, share);
    writeSub(mixed, out);
}

using Frame = std::array<double, kBands>;

/// Where each quantile of a distribution lies, as a fractional band.
std::array<double, kQuantiles> quantiles(const Frame& share)
{
    std::array<double, kQuantiles> out {};
    std::size_t band = 0;
    double before = 0;
    for (std::size_t q = 0; q < kQuantiles; ++q) {
        const double wanted = (static_cast<double>(q) + 0.5) / kQuantiles;
        while (band + 1 < kBands && before + share[band] < wanted) {
            before += share[band];
            ++band;
        }
        out[q] = static_cast<double>(band)
            + std::clamp((wanted - before) / std::max(share[band], 1e-12), 0.0, 1.0) - 0.5;
    }
    return out;
}

/// The distribution between two, each quantile on its way from one place to the other.
Frame movedBetween(const Frame& a, const Frame& b, double amount)
{
    const auto from = quantiles(a);
    const auto to = quantiles(b);
    Frame out {};
    for (std::size_t q = 0; q < kQuantiles; ++q) {
        const double place
            = std::clamp(std::lerp(from[q], to[q], amount), 0.0, kBands - 1.0 - 1e-4);
        const auto low = static_cast<std::size_t>(place);
        const double above = place - static_cast<double>(low);
        out[low] += (1.0 - above) / kQuantiles;
        out[low + 1] += above / kQuantiles;
    }
    return out;
}

/// One frame as a distribution over bands; returns its power.
double shareOf(std::span<const float> powers, std::size_t frame, Frame& out)
{
    double sum = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        out[b] = static_cast<double>(powers[b * kFrames + frame]);
        sum += out[b];
    }
    double norm = 0;
    for (double& share : out) {
        share = share / (sum + 1e-12) + 1e-9;
        norm += share;
    }
    for (double& share : out) {
        share /= norm;
    }
    return sum;
}

void glideFeatures(std::span<const float> a, std::span<const float> b, double amount,
                   std::span<float> out)
{
    const auto powersA = powersOf(a);
    const auto powersB = powersOf(b);
    Frame shareA {};
    Frame shareB {};
    for (std::size_t f = 0; f < kFrames; ++f) {
        const double levelA = 10.0 * std::log10(shareOf(powersA, f, shareA) + 1e-9);
        const double levelB = 10.0 * std::log10(shareOf(powersB, f, shareB) + 1e-9);
        const double power = std::pow(10.0, std::lerp(levelA, levelB, amount) / 10.0);
        const Frame moved = movedBetween(shareA, shareB, amount);
        for (std::size_t i = 0; i < kBands; ++i) {
            const double smooth = (moved[i == 0 ? 0 : i - 1] + moved[i]
                                   + moved[std::min<std::size_t>(i + 1, kBands - 1)])
                / 3.0;
            out[i * kFrames + f] = scaledOf(smooth * power);
        }
    }
}

/// How loud each frame is, as an amplitude; weighs band means so that the tail does not drown them.
std::array<float, kFrames> frameWeights(std::span<const float> powers)
{
    std::array<float, kFrames> out {};
    for (std::size_t b = 0; b < kBands; ++b) {
        for (std::size_t f = 0; f < kFrames; ++f) {
            out[f] += powers[b * kFrames + f];
        }
    }
    for (float& weight : out) {
        weight = std::sqrt(weight);
    }
    return out;
}

float weightedMean(std::span<const float> row, std::span<const float> weights)
{
    double sum = 0;
    double total = 1e-12;
    for (std::size_t i = 0; i < row.size(); ++i) {
        sum += static_cast<double>(row[i]) * weights[i];
        total += weights[i];
    }
    return static_cast<float>(sum / total);
}

struct BandMeans
{
    std::array<float, kFrames> weights {};
    std::array<float, kBands> level {}; ///< scaled
    std::array<float, kFrames> course {}; ///< level of the whole frame, scaled
    float mean {}; ///< of `course`

    explicit BandMeans(std::span<const float> v)
    {
        const auto powers = powersOf(v);
        weights = frameWeights(powers);
        for (std::size_t b = 0; b < kBands; ++b) {
            level[b] = weightedMean(v.subspan(b * kFrames, kFrames), weights);
        }
        for (std::size_t f = 0; f < kFrames; ++f) {
            course[f] = scaledOf(static_cast<double>(weights[f]) * weights[f]);
        }
        mean = weightedMean(course, weights);
    }
};

/// Noisiness of the pooled map, each band's mean over time.
std::array<float, kEtaBands> etaMeans(std::span<const float> v, const BandMeans& means)
{
    std::array<float, kEtaFrames> weights {};
    for (std::size_t f = 0; f < kFrames; ++f) {
        weights[std::min<std::size_t>(f * kEtaFrames / kFrames, kEtaFrames - 1)]
            += means.weights[f];
    }
    std::array<float, kEtaBands> out {};
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        out[b] = weightedMean(v.subspan(kEtaOffset + b * kEtaFrames, kEtaFrames), weights);
    }
    return out;
}

} // namespace

std::vector<float> powersOf(std::span<const float> v)
{
    std::vector<float> out(kFeatureSize);
    std::transform(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(kFeatureSize), out.begin(),
                   [](float scaled) {
                       return scaled > kEmpty ? std::pow(10.0F, decibels(scaled) / 10.0F) : 0.0F;
                   });
    return out;
}

std::vector<float> mixVectors(std::span<const float> a, std::span<const float> b, double amount,
                              bool glides)
{
    if (amount <= 0.0 || amount >= 1.0) {
        const auto end = amount <= 0.0 ? a : b;
        return {end.begin(), end.end()};
    }
    std::vector<float> out(a.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<float>(
            std::lerp(static_cast<double>(a[i]), static_cast<double>(b[i]), amount));
    }
    const double energyA = (1.0 - amount) * seedEnergy(a);
    const double energyB = amount * seedEnergy(b);
    mixAngle(a, b, energyB / (energyA + energyB), amount, out, kSeedOffset);
    mixSub(a, b, amount, out);
    if (glides) {
        glideFeatures(a, b, amount, out);
        writeLevels(out);
    }
    return out;
}

std::vector<float> styleVector(std::span<const float> course, std::span<const float> timbre,
                               double amount)
{
    std::vector<float> out(course.begin(), course.end());
    if (amount <= 0.0) {
        return out;
    }
    const BandMeans own(course);
    const BandMeans other(timbre);
    for (std::size_t b = 0; b < kBands; ++b) {
        // Half the band's own course, half the whole sound's: a falling pitch crosses a band in no
        // time, and the other sound may live just there. A band in which the first sound has next
        // to nothing has no course of its own.
        const float trust = 0.5F * std::clamp((own.level[b] - 0.06F) / 0.2F, 0.0F, 1.0F);
        for (std::size_t f = 0; f < kFrames; ++f) {
            const std::size_t i = b * kFrames + f;
            const float narrow = course[i] - own.level[b];
            const float broad = own.course[f] - own.mean;
            const float styled = other.level[b] + std::lerp(broad, narrow, trust);
            out[i]
                = std::clamp(std::lerp(course[i], styled, static_cast<float>(amount)), 0.0F, 1.1F);
        }
    }
    const auto eta = etaMeans(timbre, other);
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        for (std::size_t f = 0; f < kEtaFrames; ++f) {
            float& value = out[kEtaOffset + b * kEtaFrames + f];
            value = std::lerp(value, eta[b], static_cast<float>(amount));
        }
    }
    const auto mixed = mixVectors(course, timbre, amount, false);
    std::copy(mixed.begin() + static_cast<std::ptrdiff_t>(kSeedOffset), mixed.end(),
              out.begin() + static_cast<std::ptrdiff_t>(kSeedOffset));
    writeLevels(out);
    return out;
}

} // namespace nde::nn::vae
