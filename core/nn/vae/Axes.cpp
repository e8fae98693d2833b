#include "core/nn/vae/Axes.h"

#include "core/nn/vae/Bands.h"
#include "core/nn/vae/Ridge.h"
#include "core/nn/vae/SubOscillator.h"
#include "core/nn/vae/VectorMix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr double kLeastExplained = 0.2;
constexpr double kSameMeaning = 0.92; ///< correlation of two descriptors over the sounds
constexpr double kLeastGain = 0.2; ///< deviations that the decoder moves where one is asked
constexpr std::size_t kEarlyKnot = 4; ///< of the sub-oscillator's course: 16 ms …
constexpr std::size_t kLateKnot = 10; ///< … and 150 ms
constexpr int kProbes = 12;

struct BandScale
{
    std::array<double, kBands> hz {};
    std::array<double, kBands> bins {}; ///< width
};

const BandScale& bandScale()
{
    static const BandScale scale = [] {
        std::vector<float> ramp(kBins);
        std::iota(ramp.begin(), ramp.end(), 0.0F);
        std::array<float, kBands> centre {};
        Bands(kBins).fold(ramp, centre);
        BandScale out;
        for (std::size_t b = 0; b < kBands; ++b) {
            const double below = b > 0 ? centre[b - 1] : centre[b] - 1.0;
            const double above = b + 1 < kBands ? centre[b + 1] : centre[b] + 1.0;
            out.hz[b] = static_cast<double>(centre[b]) * kSampleRate / kFftSize;
            out.bins[b] = std::max(1.0, (above - below) / 2.0);
        }
        return out;
    }();
    return scale;
}

/// Octaves re `kSubReferenceHz` of the spectral peaks of some frames: powers count squared, so the
/// strongest decides.
double peakOctave(std::span<const float> powers, std::size_t fromFrame, std::size_t toFrame,
                  double belowHz)
{
    const BandScale& scale = bandScale();
    double sum = 0;
    double total = 1e-18;
    for (std::size_t b = 0; b < kBands && scale.hz[b] < belowHz; ++b) {
        for (std::size_t f = fromFrame; f < toFrame; ++f) {
            const double weight = std::pow(static_cast<double>(powers[b * kFrames + f]), 2.0);
            sum += weight * std::log2(std::max(scale.hz[b], 20.0) / kSubReferenceHz);
            total += weight;
        }
    }
    return sum / total;
}

/// log2 of the seconds until the energy still to come is 20 dB below all of it.
double decayOf(const std::array<double, kFrames>& energy)
{
    double rest = std::accumulate(energy.begin(), energy.end(), 0.0);
    const double least = rest * 0.01;
    std::size_t frame = 0;
    while (frame + 1 < kFrames && rest - energy[frame] > least) {
        rest -= energy[frame++];
    }
    const double part = energy[frame] > 0.0 ? (rest - least) / energy[frame] : 0.0;
    const double seconds
        = (static_cast<double>(frame) + std::clamp(part, 0.0, 1.0)) * kHop / kSampleRate;
    return std::log2(std::max(seconds, 0.003));
}

double etaOf(std::span<const float> v, const std::vector<double>& amplitude)
{
    double sum = 0;
    double total = 1e-12;
    for (std::size_t b = 0; b < kBands; ++b) {
        const std::size_t row = std::min<std::size_t>(b * kEtaBands / kBands, kEtaBands - 1);
        for (std::size_t f = 0; f < kFrames; ++f) {
            const std::size_t column
                = std::min<std::size_t>(f * kEtaFrames / kFrames, kEtaFrames - 1);
            const double eta = v[kEtaOffset + row * kEtaFrames + column] / kEtaWeight;
            sum += amplitude[b * kFrames + f] * std::clamp(eta, 0.0, 1.0);
            total += amplitude[b * kFrames + f];
        }
    }
    return sum / total;
}

/// What the decoder makes of a step: descriptor `axis` a step up less a step down, halved, mean
/// over some sounds.
double measuredStep(const LatentCloud& cloud, LatentCoder& coder, const DreamAxis& axis,
                    std::size_t descriptor)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    const auto count = static_cast<std::size_t>(std::min(cloud.sounds, kProbes));
    std::vector<float> places;
    for (std::size_t p = 0; p < count; ++p) {
        const std::size_t i = p * static_cast<std::size_t>(cloud.sounds) / count;
        for (const float sign : {1.0F, -1.0F}) {
            for (std::size_t d = 0; d < width; ++d) {
                places.push_back(cloud.mean[i * width + d] + sign * axis.direction[d]);
            }
        }
    }
    const auto images = coder.images(places);
    double sum = 0;
    for (std::size_t p = 0; p < 2 * count; ++p) {
        const auto v = std::span(images).subspan(p * kVectorSize, kVectorSize);
        sum += describeImage(v).values[descriptor] * (p % 2 == 0 ? 0.5 : -0.5);
    }
    return sum / static_cast<double>(count);
}

std::vector<ImageDescriptors> describeAll(const LatentCloud& cloud, LatentCoder& coder)
{
    constexpr std::size_t kBatch = 32;
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    std::vector<ImageDescriptors> out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud.sounds); i += kBatch) {
        const std::size_t count = std::min(kBatch, static_cast<std::size_t>(cloud.sounds) - i);
        const auto images = coder.images(std::span(cloud.mean).subspan(i * width, count * width));
        for (std::size_t k = 0; k < count; ++k) {
            out.push_back(describeImage(std::span(images).subspan(k * kVectorSize, kVectorSize)));
        }
    }
    return out;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

} // namespace

ImageDescriptors describeImage(std::span<const float> v)
{
    const BandScale& scale = bandScale();
    const auto powers = powersOf(v);
    std::array<double, kFrames> energy {};
    std::vector<double> amplitude(kFeatureSize);
    double octaves = 0;
    double amplitudes = 1e-12;
    double low = 1e-9;
    double total = 1e-9;
    for (std::size_t b = 0; b < kBands; ++b) {
        for (std::size_t f = 0; f < kFrames; ++f) {
            const double e = powers[b * kFrames + f] * scale.bins[b];
            const double a = std::sqrt(e);
            amplitude[b * kFrames + f] = a;
            energy[f] += e;
            octaves += a * std::log2(scale.hz[b] + 20.0);
            amplitudes += a;
            total += e;
            low += scale.hz[b] < 200.0 ? e : 0.0;
        }
    }
    constexpr std::ptrdiff_t kClickSteps = 12;
    const auto attack = v.begin() + static_cast<std::ptrdiff_t>(kAttackOffset);
    const double click = std::accumulate(attack, attack + kClickSteps, 0.0) / kClickSteps * 60.0;
    // Where the lows are a tone its track says it exactly.
    const SubTrack sub = readSub(v);
    const double tonal = std::clamp(sub.tonal, 0.0, 1.0);
    const double pitch = std::lerp(peakOctave(powers, 4, kFrames, kSampleRate), sub.pitch, tonal);
    const double fall
        = std::lerp(peakOctave(powers, 1, 5, 1360.0) - peakOctave(powers, 10, 26, 1360.0),
                    sub.course[kEarlyKnot] - sub.course[kLateKnot], tonal);
    const auto levelDb = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
        const double sum = std::accumulate(energy.begin() + from, energy.begin() + to, 1e-9);
        return 10.0 * std::log10(sum / static_cast<double>(to - from));
    };
    constexpr std::ptrdiff_t kFrames100Ms = 17;
    return {{octaves / amplitudes, decayOf(energy), etaOf(v, amplitude), click, pitch,
             10.0 * std::log10(low / total), fall,
             levelDb(kFrames100Ms, 3 * kFrames100Ms) - levelDb(0, kFrames100Ms)}};
}

DreamAxis fitAxis(const LatentCloud& cloud, const std::vector<double>& values)
{
    auto fit = std::move(fitRidge(cloud, {standardised(values).values}).front());
    return fit.slope.empty() ? DreamAxis {}
                             : DreamAxis {{}, directionOf(fit.slope), std::max(0.0, fit.explained)};
}

std::vector<DreamAxis> fitAxes(const LatentCloud& whole, LatentCoder& coder)
{
    const LatentCloud cloud = regressionPlaces(whole);
    const auto described = describeAll(cloud, coder);
    std::vector<std::vector<double>> targets;
    std::array<double, ImageDescriptors::kCount> deviations {};
    for (std::size_t k = 0; k < ImageDescriptors::kCount; ++k) {
        std::vector<double> values;
        for (const auto& one : described) {
            values.push_back(one.values[k]);
        }
        auto scaled = standardised(std::move(values));
        targets.push_back(std::move(scaled.values));
        deviations[k] = scaled.deviation;
    }
    const auto fits = fitRidge(cloud, targets);
    std::vector<std::size_t> order(fits.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return fits[a].explained > fits[b].explained;
    });
    std::vector<DreamAxis> out;
    std::vector<std::size_t> taken;
    for (const std::size_t k : order) {
        const bool isSaid = std::any_of(taken.begin(), taken.end(), [&](std::size_t other) {
            return std::abs(correlation(targets[k], targets[other])) > kSameMeaning;
        });
        if (fits[k].explained < kLeastExplained || isSaid) {
            continue;
        }
        DreamAxis axis {ImageDescriptors::kIds[k], directionOf(fits[k].slope), fits[k].explained};
        const double gain = measuredStep(cloud, coder, axis, k) / deviations[k];
        if (gain < kLeastGain) {
            continue;
        }
        for (float& value : axis.direction) {
            value /= static_cast<float>(std::clamp(gain, 0.5, 2.0));
        }
        taken.push_back(k);
        out.push_back(std::move(axis));
    }
    return out;
}

} // namespace nde::nn::vae
