#include "core/dsp/HitOnsets.h"

#include "core/dsp/HitOnsetModel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp {
namespace {

/// Octave-wide and wider: fine enough to see a hat over a kick, coarse enough to see when.
constexpr std::array<double, kHitBandCount + 1> kEdgesHz {30.0,   120.0,  300.0,   800.0,
                                                          2000.0, 5000.0, 10000.0, 18000.0};
/// Milliseconds over which a band's power is averaged: low ones swing slowly.
constexpr std::array<std::size_t, kHitBandCount> kSpanMs {12, 10, 8, 7, 6, 6, 6};
constexpr std::size_t kPastMs = 8; ///< whose loudest span a jump is measured against
constexpr float kMostRiseDb = 24.0F;
constexpr float kLeastSum = 2.5F; ///< dB over all bands, of a candidate
constexpr std::size_t kApartMs = 12; ///< of candidates
constexpr std::size_t kHitsApartMs = 40; ///< the bursts of a clap, the two strokes of a flam
constexpr float kFloor = 1e-5F; ///< −50 dB of the band's loudest
constexpr float kWholeFloor = 1e-7F; ///< −70 dB of the loudest band's
constexpr std::size_t kLookBackMs = 20;
constexpr double kDoubt = 0.8; ///< log odds below the least, of what may still be a hit …
constexpr double kFewDoubtful = 0.1; ///< … in a stem where such are this share of the hits at most
constexpr float kClearRiseDb = 9.0F;
constexpr float kBegun = 0.25F; ///< of the power that a jump leads to

struct Biquad
{
    float b0, b1, b2, a1, a2;
    float z1 {0.0F};
    float z2 {0.0F};

    float operator()(float x)
    {
        const float y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        return y;
    }
};

/// Second-order Butterworth (bilinear transform).
Biquad butterworth(double hz, double rate, bool isHighPass)
{
    const double w = 2.0 * std::numbers::pi * hz / rate;
    const double alpha = std::sin(w) / std::numbers::sqrt2;
    const double c = std::cos(w);
    const double a0 = 1.0 + alpha;
    const double b = isHighPass ? 0.5 * (1.0 + c) : 0.5 * (1.0 - c);
    const double b1 = isHighPass ? -2.0 * b : 2.0 * b;
    return {static_cast<float>(b / a0), static_cast<float>(b1 / a0), static_cast<float>(b / a0),
            static_cast<float>(-2.0 * c / a0), static_cast<float>((1.0 - alpha) / a0)};
}

/// Power of one band in steps of a millisecond.
std::vector<float> bandPower(std::span<const float> mono, int sampleRate, std::size_t band,
                             std::size_t steps)
{
    std::vector<float> power(steps);
    const double rate = sampleRate;
    if (kEdgesHz[band] > 0.4 * rate) {
        return power;
    }
    Biquad high = butterworth(kEdgesHz[band], rate, true);
    const bool isOpen = kEdgesHz[band + 1] > 0.4 * rate;
    Biquad low = butterworth(isOpen ? 0.4 * rate : kEdgesHz[band + 1], rate, false);
    std::vector<int> counts(steps);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        const float passed = high(mono[i]);
        const float y = isOpen ? passed : low(passed);
        const std::size_t step
            = std::min(steps - 1, i * 1000 / static_cast<std::size_t>(sampleRate));
        power[step] += y * y;
        ++counts[step];
    }
    for (std::size_t i = 0; i < steps; ++i) {
        power[i] /= static_cast<float>(std::max(1, counts[i]));
    }
    return power;
}

/// Mean of the next `span` steps, at each step.
std::vector<float> averaged(const std::vector<float>& power, std::size_t span)
{
    std::vector<float> mean(power.size());
    double sum = 0.0;
    for (std::size_t i = power.size(); i-- > 0;) {
        sum += static_cast<double>(power[i]);
        if (i + span < power.size()) {
            sum -= static_cast<double>(power[i + span]);
        }
        mean[i] = static_cast<float>(std::max(0.0, sum) / static_cast<double>(span));
    }
    return mean;
}

struct Band
{
    std::vector<float> power; ///< [ms]
    std::vector<float> next; ///< mean from here on
    std::vector<float> rise; ///< dB over the loudest span before
    float floor {};
    float strong {}; ///< power of the strong hits
};

float decibels(float power)
{
    return 10.0F * std::log10(std::max(power, 1e-20F));
}

void findRises(Band& band, std::size_t span)
{
    band.rise.resize(band.power.size());
    for (std::size_t t = 0; t < band.power.size(); ++t) {
        float past = 0.0F;
        for (std::size_t back = span; back <= span + kPastMs && back <= t; ++back) {
            past = std::max(past, band.next[t - back]);
        }
        const float ratio = (band.next[t] + band.floor) / (past + band.floor);
        band.rise[t] = std::clamp(decibels(ratio), 0.0F, kMostRiseDb);
    }
}

std::vector<Band> bandsOf(std::span<const float> mono, int sampleRate)
{
    const std::size_t steps = mono.size() * 1000 / static_cast<std::size_t>(sampleRate) + 1;
    std::vector<Band> bands(kHitBandCount);
    float loudest = 0.0F;
    for (std::size_t b = 0; b < bands.size(); ++b) {
        bands[b].power = bandPower(mono, sampleRate, b, steps);
        bands[b].next = averaged(bands[b].power, kSpanMs[b]);
        bands[b].floor = *std::max_element(bands[b].next.begin(), bands[b].next.end());
        loudest = std::max(loudest, bands[b].floor);
    }
    for (std::size_t b = 0; b < bands.size(); ++b) {
        bands[b].floor = std::max(kFloor * bands[b].floor, kWholeFloor * loudest) + 1e-14F;
        findRises(bands[b], kSpanMs[b]);
    }
    return bands;
}

/// Where the jump that is steepest at `peak` begins, in milliseconds: the first step that reaches a
/// quarter of what follows, in any band that takes part.
std::size_t beginOf(const std::vector<Band>& bands, std::size_t peak)
{
    float most = 0.0F;
    for (const Band& band : bands) {
        most = std::max(most, band.rise[peak]);
    }
    std::size_t begin = peak + kSpanMs.front();
    for (std::size_t b = 0; b < bands.size(); ++b) {
        if (b == 0 && bands[b].rise[peak] < most) {
            continue; // the lowest swings too slowly to tell when
        }
        if (bands[b].rise[peak] < 0.5F * most) {
            continue;
        }
        std::size_t at = std::min(peak + kSpanMs[b], bands[b].power.size() - 1);
        if (bands[b].rise[peak] < kClearRiseDb) {
            at = peak; // single steps of noise tell no more
        }
        const float wanted = kBegun * bands[b].next[peak];
        const std::size_t from = peak > kLookBackMs ? peak - kLookBackMs : 0;
        while (at > from && bands[b].rise[peak] >= kClearRiseDb
               && (bands[b].power[at] < wanted || bands[b].power[at - 1] >= wanted)) {
            --at;
        }
        begin = std::min(begin, at);
    }
    return begin;
}

float mostIn(const std::vector<float>& values, std::size_t from, std::size_t to)
{
    float most = 0.0F;
    for (std::size_t i = from; i < std::min(to, values.size()); ++i) {
        most = std::max(most, values[i]);
    }
    return most;
}

float meanIn(const std::vector<float>& values, std::size_t from, std::size_t to)
{
    float sum = 0.0F;
    const std::size_t end = std::min(to, values.size());
    for (std::size_t i = from; i < end; ++i) {
        sum += values[i];
    }
    return end > from ? sum / static_cast<float>(end - from) : 0.0F;
}

OnsetFeatures featuresAt(const std::vector<Band>& bands, const std::vector<float>& sum,
                         std::size_t peak)
{
    OnsetFeatures f {};
    std::size_t next = 0;
    float whole = 0.0F;
    float later = 0.0F;
    for (std::size_t b = 0; b < bands.size(); ++b) {
        const Band& band = bands[b];
        f[next++] = band.rise[peak] / 10.0F;
        // Power that is new, of that of the strong hits of this band.
        const float now = band.next[peak];
        const float past = now * std::pow(10.0F, -0.1F * band.rise[peak]);
        const float fresh = std::max(0.0F, now - past);
        f[next++] = std::max(-4.0F, 0.1F * decibels(fresh / (band.strong + band.floor)));
        // What is left after 60 ms: notes go on, hits decay.
        const std::size_t after = std::min(peak + 60, band.next.size() - 1);
        f[next++] = 0.1F
            * std::clamp(decibels((band.next[after] + band.floor) / (now + band.floor)), -20.0F,
                         10.0F);
        whole += now;
        later += band.next[after];
    }
    for (const Band& band : bands) {
        // What is usual around here: a stem that something has leaked into never rests.
        const float usual = meanIn(band.rise, peak > 250 ? peak - 250 : 0, peak + 250);
        f[next++] = std::min(8.0F, band.rise[peak] / (usual + 1.0F));
        const float nowDb = decibels(band.next[peak] + band.floor);
        const float around = mostIn(band.next, peak > 400 ? peak - 400 : 0, peak + 400);
        f[next++] = 0.1F * std::max(-40.0F, nowDb - decibels(around + band.floor));
    }
    f[next++]
        = std::min(8.0F, sum[peak] / (meanIn(sum, peak > 250 ? peak - 250 : 0, peak + 250) + 2.0F));
    f[next++] = 0.02F * mostIn(sum, peak + 10, peak + 45);
    f[next++] = 0.1F * std::clamp(decibels((later + 1e-12F) / (whole + 1e-12F)), -20.0F, 10.0F);
    f[next++] = 0.02F * sum[peak];
    // What jumped right before: the later bursts of a clap, the splash behind an edge.
    f[next++] = 0.02F * mostIn(sum, peak > 45 ? peak - 45 : 0, peak > 10 ? peak - 10 : 0);
    return f;
}

double scoreOf(const OnsetFeatures& features)
{
    const HitOnsetModel& model = kHitOnsetModel;
    double score = static_cast<double>(model.bias);
    for (std::size_t i = 0; i < features.size(); ++i) {
        const float z = std::clamp((features[i] - model.mean[i]) * model.scale[i], -3.0F, 3.0F);
        score += static_cast<double>(model.weights[i] * z + model.squares[i] * z * z);
    }
    return score;
}

} // namespace

std::vector<HitCandidate> hitCandidates(std::span<const float> mono, int sampleRate)
{
    std::vector<HitCandidate> found;
    if (mono.empty() || sampleRate < 1000) {
        return found;
    }
    std::vector<Band> bands = bandsOf(mono, sampleRate);
    std::vector<float> sum(bands.front().rise.size());
    for (const Band& band : bands) {
        for (std::size_t t = 0; t < sum.size(); ++t) {
            sum[t] += band.rise[t];
        }
    }
    std::vector<std::size_t> peaks;
    for (std::size_t t = 0; t < sum.size(); ++t) {
        if (sum[t] < kLeastSum) {
            continue;
        }
        const std::size_t from = t > kApartMs ? t - kApartMs : 0;
        if (mostIn(sum, from, t) < sum[t] && mostIn(sum, t + 1, t + kApartMs + 1) <= sum[t]) {
            peaks.push_back(t);
        }
    }
    for (Band& band : bands) {
        std::vector<float> powers;
        for (const std::size_t peak : peaks) {
            powers.push_back(band.next[peak]);
        }
        if (!powers.empty()) {
            const auto strong
                = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() * 9 / 10);
            std::nth_element(powers.begin(), strong, powers.end());
            band.strong = *strong;
        }
    }
    for (const std::size_t peak : peaks) {
        HitCandidate candidate;
        candidate.frame = beginOf(bands, peak) * static_cast<std::size_t>(sampleRate) / 1000;
        candidate.features = featuresAt(bands, sum, peak);
        candidate.score = scoreOf(candidate.features);
        if (candidate.frame < mono.size()) {
            found.push_back(candidate);
        }
    }
    return found;
}

std::vector<std::size_t> hitOnsets(std::span<const float> mono, int sampleRate, double leastScore)
{
    const std::vector<HitCandidate> candidates = hitCandidates(mono, sampleRate);
    const auto apart = kHitsApartMs * static_cast<std::size_t>(sampleRate) / 1000;
    const auto from = [&](double least) {
        std::vector<std::size_t> frames;
        for (const HitCandidate& candidate : candidates) {
            if (candidate.score >= least
                && (frames.empty() || candidate.frame >= frames.back() + apart)) {
                frames.push_back(candidate.frame);
            }
        }
        return frames;
    };
    std::vector<std::size_t> clear = from(leastScore);
    std::vector<std::size_t> all = from(leastScore - kDoubt);
    const auto most = std::max(1.0, kFewDoubtful * static_cast<double>(clear.size()));
    const bool isClean
        = static_cast<double>(all.size()) <= static_cast<double>(clear.size()) + most;
    return isClean ? all : clear;
}

} // namespace nde::dsp
