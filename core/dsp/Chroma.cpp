#include "core/dsp/Chroma.h"

#include "core/dsp/Overtones.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kWindowS = 0.37;
constexpr double kLowHz = 120.0; // kicks must not vote (analysis.md B.3)
constexpr double kHighHz = 5000.0;
constexpr double kBassLowHz = 38.0; ///< fundamentals that vote through their overtones only
constexpr double kBassHighHz = 260.0; ///< where the lowest note is looked for
constexpr int kHarmonics = 8;
/// B.3 falls by 0.6; measured on the songs of known key, that turns fifths into tonics.
constexpr double kHarmonicFall = 0.35;
constexpr double kTailS = 0.2; ///< a loop's beginning holds the tail of its end
constexpr double kBeginningS = 1.0;
constexpr float kClearPeak = 16.0F; ///< power over the median around: 12 dB
constexpr double kTwoPi = 6.283185307179586;

struct Peaks
{
    std::vector<std::vector<Peak>> frames;
    std::vector<double> energy; ///< of each frame's peaks
    double tonal {};
    double total {};
};

double lobeOf(std::span<const float> power, std::size_t bin)
{
    return static_cast<double>(power[bin - 1]) + static_cast<double>(power[bin])
        + static_cast<double>(power[bin + 1]);
}

/// Local maxima that stand clear of the median around them.
void addFrame(std::span<const float> power, double binHz, Peaks& peaks)
{
    std::vector<Peak>& found = peaks.frames.emplace_back();
    double& energy = peaks.energy.emplace_back();
    const auto first = static_cast<std::size_t>(kLowHz / binHz) + 2;
    const auto lowest = std::max<std::size_t>(3, static_cast<std::size_t>(kBassLowHz / binHz));
    const auto last = std::min(power.size() - 3, static_cast<std::size_t>(kHighHz / binHz));
    constexpr std::size_t kAround = 24;
    float loudest = 1e-12F;
    double band = 0.0;
    for (std::size_t bin = first; bin < last; ++bin) {
        band += static_cast<double>(power[bin]);
        loudest = std::max(loudest, power[bin]);
    }
    peaks.total += band;
    for (std::size_t bin = lowest; bin < last; ++bin) {
        const float here = power[bin];
        if (here < 1e-4F * loudest || here <= power[bin - 1] || here < power[bin + 1]
            || here < power[bin - 2] || here < power[bin + 2]) {
            continue;
        }
        const std::size_t low = bin > kAround ? bin - kAround : 0;
        const std::size_t high = std::min(power.size(), bin + kAround + 1);
        const float floor = medianOf({power.begin() + static_cast<std::ptrdiff_t>(low),
                                      power.begin() + static_cast<std::ptrdiff_t>(high)});
        if (here < kClearPeak * floor) {
            continue;
        }
        const double a = std::log(static_cast<double>(power[bin - 1]) + 1e-20);
        const double b = std::log(static_cast<double>(here) + 1e-20);
        const double c = std::log(static_cast<double>(power[bin + 1]) + 1e-20);
        const double shift = std::clamp(0.5 * (a - c) / (a - 2.0 * b + c), -0.5, 0.5);
        const double hz = (static_cast<double>(bin) + shift) * binHz;
        energy += bin >= first ? lobeOf(power, bin) : 0.0;
        const double strength = std::min(1.0, std::sqrt(static_cast<double>(here / loudest)));
        found.push_back({static_cast<float>(12.0 * std::log2(hz / 440.0) + 69.0),
                         static_cast<float>(strength),
                         bin >= first ? static_cast<float>(strength) : 0.0F});
    }
    giveOvertonesBack(found);
    peaks.tonal += energy;
}

/// Mean deviation from the semitones on the circle of cents.
double tuningOf(const Peaks& peaks)
{
    double x = 0.0;
    double y = 0.0;
    for (const auto& frame : peaks.frames) {
        for (const Peak& peak : frame) {
            const double turn = kTwoPi * static_cast<double>(peak.semitones);
            x += static_cast<double>(peak.strength) * std::cos(turn);
            y += static_cast<double>(peak.strength) * std::sin(turn);
        }
    }
    return x == 0.0 && y == 0.0 ? 0.0 : 100.0 * std::atan2(y, x) / kTwoPi;
}

/// Adds a peak to its own pitch class and, falling, to those it may be a harmonic of.
void addPeak(const Peak& peak, double tuning, std::array<float, kChromaSteps>& frame)
{
    double weight = static_cast<double>(peak.vote);
    for (int harmonic = 1; harmonic <= kHarmonics; ++harmonic, weight *= kHarmonicFall) {
        const double semitones
            = static_cast<double>(peak.semitones) - tuning - 12.0 * std::log2(harmonic);
        const double position = std::fmod(semitones * 3.0 + 3600.0, 36.0);
        const auto step = static_cast<std::size_t>(std::lround(position)) % kChromaSteps;
        frame[step] += static_cast<float>(weight);
    }
}

/// Share of the frames, of those that sound, in which a pitch class is the lowest clear note.
std::array<double, 12> bassOf(const Peaks& peaks, double tuning)
{
    std::array<double, 12> bass {};
    const auto top = static_cast<float>(12.0 * std::log2(kBassHighHz / 440.0) + 69.0);
    const double loudest
        = peaks.energy.empty() ? 0.0 : *std::max_element(peaks.energy.begin(), peaks.energy.end());
    double sounding = 0.0;
    for (std::size_t i = 0; i < peaks.frames.size(); ++i) {
        const auto& frame = peaks.frames[i];
        const auto lowest = std::find_if(frame.begin(), frame.end(), [top](const Peak& peak) {
            return peak.strength > 0.35F && peak.semitones < top;
        });
        if (lowest != frame.end()) {
            const double pitch = static_cast<double>(lowest->semitones) - tuning;
            bass[static_cast<std::size_t>(std::lround(pitch + 120.0)) % 12] += 1.0;
        }
        sounding += lowest != frame.end() || peaks.energy[i] >= 0.01 * loudest ? 1.0 : 0.0;
    }
    for (double& value : bass) {
        value = sounding > 0.0 ? value / sounding : 0.0;
    }
    return bass;
}

/// Sum of the frames from kTailS to kTailS + kBeginningS of what sounds.
std::array<double, kChromaSteps> beginningOf(const Chromagram& chroma,
                                             const std::vector<double>& weights)
{
    std::array<double, kChromaSteps> sum {};
    if (weights.empty()) {
        return sum;
    }
    const double least = 0.1 * *std::max_element(weights.begin(), weights.end());
    std::vector<std::size_t> sounding;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > least) {
            sounding.push_back(i);
        }
    }
    auto first = static_cast<std::size_t>(std::lround(kTailS / chroma.frameS));
    first = sounding.size() > first + 2 ? first : 0;
    const auto count = static_cast<std::size_t>(std::lround(kBeginningS / chroma.frameS));
    for (std::size_t at = first; at < std::min(sounding.size(), first + count); ++at) {
        const std::size_t i = sounding[at];
        for (std::size_t step = 0; step < kChromaSteps; ++step) {
            sum[step] += weights[i] * static_cast<double>(chroma.frames[i][step]);
        }
    }
    return sum;
}

} // namespace

Chromagram chromagramOf(std::span<const float> mono, int sampleRate)
{
    Chromagram chroma;
    if (sampleRate <= 0) {
        return chroma;
    }
    const int size = windowFor(kWindowS, sampleRate);
    const double binHz = static_cast<double>(sampleRate) / size;
    chroma.frameS = 0.25 * size / sampleRate;
    Peaks peaks;
    forEachSpectrum(mono, size, size / 4, [&](std::size_t, std::span<const float> power) {
        addFrame(power, binHz, peaks);
    });
    chroma.tonalShare = peaks.total > 1e-10 ? peaks.tonal / peaks.total : 0.0;
    if (const auto overtones = inharmonicOvertones(peaks.frames); !overtones.empty()) {
        for (auto& frame : peaks.frames) {
            giveBack(overtones, frame);
        }
    }
    chroma.tuningCents = tuningOf(peaks);
    chroma.bass = bassOf(peaks, chroma.tuningCents / 100.0);
    const double loudest
        = peaks.energy.empty() ? 0.0 : *std::max_element(peaks.energy.begin(), peaks.energy.end());
    std::vector<double> weights(peaks.frames.size(), 0.0);
    for (std::size_t i = 0; i < peaks.frames.size(); ++i) {
        auto& frame = chroma.frames.emplace_back();
        frame.fill(0.0F);
        if (peaks.energy[i] < 1e-6 * loudest) {
            continue;
        }
        for (const Peak& peak : peaks.frames[i]) {
            addPeak(peak, chroma.tuningCents / 100.0, frame);
        }
        float sum = 0.0F;
        for (const float value : frame) {
            sum += value;
        }
        for (std::size_t step = 0; sum > 0.0F && step < frame.size(); ++step) {
            chroma.mean[step] += static_cast<double>(frame[step]);
            frame[step] /= sum;
        }
        weights[i] = static_cast<double>(sum);
    }
    chroma.beginning = beginningOf(chroma, weights);
    return chroma;
}

double harmonicChange(const Chromagram& chroma, double seconds, double reachS)
{
    const auto sumOf = [&](double fromS, double toS) {
        std::array<double, 12> sum {};
        const auto count = static_cast<double>(chroma.frames.size());
        const auto first
            = static_cast<std::size_t>(std::clamp(fromS / chroma.frameS + 0.5, 0.0, count));
        const auto last
            = static_cast<std::size_t>(std::clamp(toS / chroma.frameS + 0.5, 0.0, count));
        for (std::size_t i = first; i < last; ++i) {
            for (std::size_t step = 0; step < kChromaSteps; ++step) {
                sum[(step + 1) / 3 % 12] += static_cast<double>(chroma.frames[i][step]);
            }
        }
        return sum;
    };
    if (chroma.frames.empty()) {
        return 0.0;
    }
    const auto before = sumOf(seconds - reachS, seconds);
    const auto after = sumOf(seconds, seconds + reachS);
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (std::size_t i = 0; i < 12; ++i) {
        xy += before[i] * after[i];
        xx += before[i] * before[i];
        yy += after[i] * after[i];
    }
    return xx > 0.0 && yy > 0.0 ? std::max(0.0, 1.0 - xy / std::sqrt(xx * yy)) : 0.0;
}

} // namespace nde::dsp
