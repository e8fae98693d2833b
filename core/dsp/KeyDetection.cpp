#include "core/dsp/Analysis.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kWindowS = 0.37;
constexpr double kLowHz = 120.0; // kicks must not vote (analysis.md B.3)
constexpr double kHighHz = 5000.0;
constexpr int kSteps = 36; ///< three per semitone: a detuned recording stays apart
constexpr double kLeastCorrelation = 0.4;
/// B.3 says 0.05 for four profiles together; with one, true keys lie between.
constexpr double kLeastConfidence = 0.01;
/// Added to the correlation with each minor key: with relative keys nearly level, as in the loop
/// vi–IV–I–V, dance music is far more often in minor. Less than the lead of every known major song.
constexpr double kMinorBonus = 0.035;
constexpr double kHarmonicFall = 0.35;
using Profile = std::array<double, 12>;

// bgate (Faraldo et al., "A multi-profile method for key estimation in EDM", 2017), analysis.md
// B.3.
constexpr Profile kMajor {1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.30};
constexpr Profile kMinor {1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23};

struct Chroma
{
    std::array<double, kSteps> steps {};
    double tonal {}; ///< energy in clear peaks
    double total {}; ///< energy between kLowHz and kHighHz
};

struct Peak
{
    double hz;
    double amplitude;
    double power; ///< summed over the main lobe
};

/// Local maxima that stand at least 12 dB above the median around them.
std::vector<Peak> peaksOf(std::span<const float> power, double binHz)
{
    std::vector<Peak> peaks;
    const auto first = static_cast<std::size_t>(kLowHz / binHz) + 2;
    const auto last = std::min(power.size() - 3, static_cast<std::size_t>(kHighHz / binHz));
    constexpr std::size_t kAround = 24;
    for (std::size_t bin = first; bin < last; ++bin) {
        const float here = power[bin];
        if (here < 1e-12F || here <= power[bin - 1] || here < power[bin + 1]
            || here < power[bin - 2] || here < power[bin + 2]) {
            continue;
        }
        const std::size_t low = bin > kAround ? bin - kAround : 0;
        const std::size_t high = std::min(power.size(), bin + kAround + 1);
        const float floor = medianOf({power.begin() + static_cast<std::ptrdiff_t>(low),
                                      power.begin() + static_cast<std::ptrdiff_t>(high)});
        if (here < 16.0F * floor) {
            continue;
        }
        const double a = std::log(static_cast<double>(power[bin - 1]) + 1e-20);
        const double b = std::log(static_cast<double>(here) + 1e-20);
        const double c = std::log(static_cast<double>(power[bin + 1]) + 1e-20);
        const double shift = std::clamp(0.5 * (a - c) / (a - 2.0 * b + c), -0.5, 0.5);
        const double lobe = static_cast<double>(power[bin - 1]) + static_cast<double>(here)
            + static_cast<double>(power[bin + 1]);
        peaks.push_back({(static_cast<double>(bin) + shift) * binHz,
                         std::sqrt(static_cast<double>(here)), lobe});
    }
    return peaks;
}

/// Adds each peak to its own pitch class and, falling by kHarmonicFall, to those it may be a
/// harmonic of. B.3 falls by 0.6; measured on the songs of known key, that turns fifths into
/// tonics.
void addPeaks(const std::vector<Peak>& peaks, Chroma& chroma)
{
    double loudest = 0.0;
    for (const Peak& peak : peaks) {
        loudest = std::max(loudest, peak.amplitude);
    }
    std::array<double, kSteps> frame {};
    for (const Peak& peak : peaks) {
        // The power flattens the spectrum: a loud bass note is one vote among others.
        const double strength = std::pow(peak.amplitude / loudest, 0.7);
        if (strength < 0.1) {
            continue;
        }
        double weight = 1.0;
        for (int harmonic = 1; harmonic <= 8; ++harmonic, weight *= kHarmonicFall) {
            const double semitones = 12.0 * std::log2(peak.hz / harmonic / 440.0) + 69.0;
            const double position = std::fmod(semitones * 3.0 + 3600.0, 36.0);
            const auto step = static_cast<std::size_t>(std::lround(position)) % kSteps;
            frame[step] += weight * strength;
        }
    }
    for (std::size_t i = 0; i < frame.size(); ++i) {
        chroma.steps[i] += frame[i];
    }
}

Chroma chromaOf(std::span<const float> mono, int sampleRate)
{
    Chroma chroma;
    const int size = windowFor(kWindowS, sampleRate);
    const double binHz = static_cast<double>(sampleRate) / size;
    const auto low = static_cast<std::size_t>(kLowHz / binHz);
    const auto high = static_cast<std::size_t>(kHighHz / binHz);
    forEachSpectrum(mono, size, size / 2, [&](std::size_t, std::span<const float> power) {
        double band = 0.0;
        for (std::size_t bin = low; bin < std::min(high, power.size()); ++bin) {
            band += static_cast<double>(power[bin]);
        }
        if (band < 1e-10) {
            return;
        }
        const std::vector<Peak> peaks = peaksOf(power, binHz);
        chroma.total += band;
        for (const Peak& peak : peaks) {
            chroma.tonal += peak.power;
        }
        if (!peaks.empty()) {
            addPeaks(peaks, chroma);
        }
    });
    return chroma;
}

/// Folds to semitones around the tuning that holds most.
Profile foldToSemitones(const Chroma& chroma)
{
    int best = 0;
    double bestSum = -1.0;
    for (int offset = -1; offset <= 1; ++offset) {
        double sum = 0.0;
        for (int pitch = 0; pitch < 12; ++pitch) {
            const double value
                = chroma.steps[static_cast<std::size_t>((pitch * 3 + offset + kSteps) % kSteps)];
            sum += value * value;
        }
        if (sum > bestSum) {
            bestSum = sum;
            best = offset;
        }
    }
    Profile folded {};
    for (int pitch = 0; pitch < 12; ++pitch) {
        for (int side = -1; side <= 1; ++side) {
            const auto step = static_cast<std::size_t>((pitch * 3 + best + side + kSteps) % kSteps);
            folded[static_cast<std::size_t>(pitch)] += (side == 0 ? 1.0 : 0.5) * chroma.steps[step];
        }
    }
    return folded;
}

double correlation(const Profile& x, const Profile& profile, int tonic)
{
    double meanX = 0.0;
    double meanY = 0.0;
    for (std::size_t i = 0; i < 12; ++i) {
        meanX += x[i] / 12.0;
        meanY += profile[i] / 12.0;
    }
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (int i = 0; i < 12; ++i) {
        const double a = x[static_cast<std::size_t>((i + tonic) % 12)] - meanX;
        const double b = profile[static_cast<std::size_t>(i)] - meanY;
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    return xx > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

} // namespace

KeyEstimate estimateKey(std::span<const float> mono, int sampleRate)
{
    KeyEstimate estimate;
    if (sampleRate <= 0 || mono.size() < static_cast<std::size_t>(sampleRate) / 4) {
        return estimate;
    }
    const Chroma chroma = chromaOf(mono, sampleRate);
    if (chroma.total <= 0.0 || chroma.tonal < 0.2 * chroma.total) {
        return estimate;
    }
    const Profile folded = foldToSemitones(chroma);
    std::array<double, 24> values {};
    std::size_t best = 0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const bool isMinor = index >= 12;
        values[index] = correlation(folded, isMinor ? kMinor : kMajor, static_cast<int>(index % 12))
            + (isMinor ? kMinorBonus : 0.0);
        best = values[index] > values[best] ? index : best;
    }
    const Key key {static_cast<int>(best % 12), best >= 12};
    // The relative key shares all notes: that it is near makes the mode doubtful, not the tonality.
    const std::size_t relative = key.isMinor ? (best + 3) % 12 : 12 + (best + 9) % 12;
    double second = -1.0;
    double foreign = -1.0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        if (index != best) {
            second = std::max(second, values[index]);
            foreign = index != relative ? std::max(foreign, values[index]) : foreign;
        }
    }
    if (values[best] < kLeastCorrelation
        || values[best] - foreign < kLeastConfidence * values[best]) {
        return estimate;
    }
    const double confidence = std::clamp((values[best] - second) / values[best], 0.001, 1.0);
    estimate.key = key;
    estimate.confidence = confidence;
    return estimate;
}

} // namespace nde::dsp
