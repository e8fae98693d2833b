#include "core/nn/vae/Renderer.h"

#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/nn/vae/FrameBins.h"
#include "core/nn/vae/Levels.h"
#include "core/nn/vae/Pghi.h"
#include "core/nn/vae/Prepare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr int kRenderFrames = kFrames + 1; ///< the last one lies at the end and is silent
constexpr int kRounds = 8;

/// Where the energy up to a share of the whole has passed.
std::size_t placeOfEnergy(std::span<const float> sound, double share)
{
    double total = 0;
    for (const float sample : sound) {
        total += static_cast<double>(sample) * sample;
    }
    double passed = 0;
    std::size_t n = 0;
    while (n < sound.size() && passed < share * total) {
        passed += static_cast<double>(sound[n]) * sound[n];
        ++n;
    }
    return n;
}

/// Subtracts the mean as one slow hump that is 0 at both ends and lies under the loud part, where
/// nobody hears it; under the tail it would be the loudest thing.
void removeMean(std::vector<float>& sound)
{
    double mean = 0;
    for (const float sample : sound) {
        mean += sample;
    }
    const std::size_t loud
        = std::clamp<std::size_t>(placeOfEnergy(sound, 0.99), 1024, sound.size());
    const auto count = static_cast<double>(loud);
    for (std::size_t n = 0; n < loud; ++n) {
        const double hump
            = 1.0 - std::cos(2.0 * std::numbers::pi * static_cast<double>(n) / (count - 1.0));
        sound[n] -= static_cast<float>(mean * hump / (count - 1.0));
    }
}

float peakOf(std::span<const float> samples)
{
    float peak = 0;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(sample));
    }
    return peak;
}

/// Of what lies below 400 Hz.
float peakOfLows(std::span<const float> samples)
{
    const auto share
        = static_cast<float>(1.0 - std::exp(-2.0 * std::numbers::pi * 400.0 / kSampleRate));
    float first = 0;
    float second = 0;
    float peak = 0;
    for (const float sample : samples) {
        first += share * (sample - first);
        second += share * (first - second);
        peak = std::max(peak, std::abs(second));
    }
    return peak;
}

/// Turns down what is over the ceiling, and 1.5 ms around it, smoothly.
void limit(std::vector<float>& sound, float ceiling)
{
    constexpr std::ptrdiff_t kReach = 66;
    std::array<float, 2 * kReach + 1> hump {};
    for (std::size_t i = 0; i < hump.size(); ++i) {
        const auto away = static_cast<float>(i) - static_cast<float>(kReach);
        hump[i] = 0.5F + 0.5F * std::cos(std::numbers::pi_v<float> * away / (kReach + 1));
    }
    const auto length = static_cast<std::ptrdiff_t>(sound.size());
    std::vector<float> gain(sound.size(), 1.0F);
    for (std::ptrdiff_t n = 0; n < length; ++n) {
        const float over = std::abs(sound[static_cast<std::size_t>(n)]) / ceiling;
        if (over <= 1.0F) {
            continue;
        }
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, n - kReach);
        const std::ptrdiff_t to = std::min(length, n + kReach + 1);
        for (std::ptrdiff_t i = from; i < to; ++i) {
            const float depth
                = (1.0F - 1.0F / over) * hump[static_cast<std::size_t>(i - n + kReach)];
            float& here = gain[static_cast<std::size_t>(i)];
            here = std::min(here, 1.0F - depth);
        }
    }
    for (std::size_t n = 0; n < sound.size(); ++n) {
        sound[n] *= gain[n];
    }
}

} // namespace

Renderer::Renderer()
    : m_refiner(kFftSize, kHop, kLength)
{
}

Renderer::Picture Renderer::picture(std::span<const float> v) const
{
    Picture out {LaneImage(kRenderFrames, kBins), LaneImage(kRenderFrames, kBins), {}, 0};
    out.logTonal.assign(std::size_t {kRenderFrames} * kBins, std::log(kSilentMagnitude));
    const auto pooled = v.subspan(kEtaOffset, kEtaSize);
    const auto levelled = levelledPicture(v);
    FrameBins bins;
    for (std::size_t f = 0; f < kFrames; ++f) {
        for (std::size_t b = 0; b < kBands; ++b) {
            bins.level[b] = std::clamp(levelled[b * kFrames + f], 0.0F, 1.1F) * 80.0F - 80.0F;
            bins.eta[b]
                = pooledAt(pooled, static_cast<int>(b), static_cast<int>(f), 0.0F, kEtaWeight)
                / kEtaWeight;
        }
        if (!bins.spread()) {
            continue;
        }
        out.frames = static_cast<int>(f) + 1;
        for (std::size_t k = 0; k < kBins; ++k) {
            out.tonal.set(f, k, bins.tonal()[k]);
            out.noise.set(f, k, bins.noise()[k]);
        }
        std::copy_n(bins.logTonal().begin(), kBins,
                    out.logTonal.begin() + static_cast<std::ptrdiff_t>(f * kBins));
    }
    // One more, so that the last frame's slope in time is seen.
    out.frames = std::min(out.frames + 1, kRenderFrames);
    const auto frames = static_cast<std::size_t>(out.frames);
    out.tonal.cut(frames);
    out.noise.cut(frames);
    out.logTonal.resize(frames * kBins);
    return out;
}

std::vector<float> Renderer::startPhases(const Picture& image, std::span<const float> v,
                                         std::uint64_t seed) const
{
    auto phase = integratePhase(image.logTonal, image.frames, kFftSize, kHop, seed);
    float turn = 0;
    if (image.frames > kSeedFrame) {
        const std::size_t row = std::size_t {kSeedFrame} * kBins;
        std::size_t loudest = row;
        for (std::size_t i = row; i < row + kSeedBins; ++i) {
            loudest = image.logTonal[i] > image.logTonal[loudest] ? i : loudest;
        }
        turn = std::atan2(v[kSeedOffset + 1], v[kSeedOffset]) - phase[loudest];
    }
    for (std::size_t row = 0; row < phase.size(); row += kBins) {
        // −π·k: from the frame's centre back to its start.
        for (std::size_t k = 0; k < kBins; ++k) {
            phase[row + k] += turn + (k % 2 == 0 ? 0.0F : std::numbers::pi_v<float>);
        }
    }
    phase.resize(image.tonal.groups() * kLanes * kBins, 0.0F);
    return phase;
}

void Renderer::addNoise(const Picture& image, std::uint64_t seed, std::vector<float>& sound)
{
    // Uniform draws: a thousand of them in every window are as good as normal ones.
    constexpr double kUnit = std::numbers::sqrt3;
    Random random(seed);
    std::vector<float> noise(kLength);
    for (float& sample : noise) {
        sample = static_cast<float>(random.uniform(-kUnit, kUnit));
    }
    m_refiner.addShaped(image.noise, noise, sound);
}

void Renderer::shapeAttack(std::span<const float> v, std::vector<float>& sound)
{
    constexpr float kLimitDb = 12.0F;
    constexpr std::size_t kSteady = (kAttackSteps - 8) * kAttackHop;
    const auto original = m_filter.high(sound);
    auto high = original;
    for (int round = 0; round < 2; ++round) {
        const auto envelope = AttackFilter::envelopeDb(high);
        std::vector<float> gain(kAttackSteps + 6, 0.0F);
        for (std::size_t i = 0; i < kAttackSteps; ++i) {
            const float wanted = std::clamp(v[kAttackOffset + i], 0.0F, 1.0F) * 60.0F - 60.0F;
            gain[i] = std::clamp(wanted - envelope[i], -kLimitDb, kLimitDb);
        }
        for (std::size_t n = 0; n < high.size(); ++n) {
            const float x = std::clamp((static_cast<float>(n) + 0.5F) / kAttackHop - 0.5F, 0.0F,
                                       static_cast<float>(gain.size() - 1));
            const auto i = static_cast<std::size_t>(x);
            const float decibels = std::lerp(gain[i], gain[std::min(i + 1, gain.size() - 1)],
                                             x - static_cast<float>(i));
            const float fade = n < kSteady ? 1.0F
                                           : 1.0F
                    - static_cast<float>(n - kSteady)
                        / static_cast<float>(high.size() - kSteady - 1);
            high[n] *= std::pow(10.0F, decibels * fade / 20.0F);
        }
    }
    for (std::size_t n = 0; n < high.size(); ++n) {
        sound[n] += high[n] - original[n];
    }
}

std::vector<float> Renderer::render(std::span<const float> v, std::uint64_t noiseSeed)
{
    const ComputeScope computing;
    const Picture image = picture(v);
    std::vector<float> sound(kLength);
    m_refiner.refine(image.tonal, startPhases(image, v, streamSeed(noiseSeed, "vae.phase")),
                     kRounds, sound);
    m_sub.pull(readSub(v), sound);
    addNoise(image, streamSeed(noiseSeed, "vae.noise"), sound);
    shapeAttack(v, sound);
    for (std::size_t n = 0; n < 24; ++n) {
        sound[n] *= static_cast<float>(n) / 23.0F;
    }
    for (std::size_t n = 0; n < 512; ++n) {
        sound[sound.size() - 1 - n] *= static_cast<float>(n) / 511.0F;
    }
    return sound;
}

std::vector<float> finish(std::span<const float> rendered)
{
    constexpr float kTailDb = -80.0F; ///< of the peak: as far down as the analysis looks
    constexpr std::size_t kShortest = 2205; ///< 50 ms
    std::vector<float> sound(rendered.begin(), rendered.end());
    const float peak = peakOf(sound);
    if (!std::isfinite(peak) || peak < 1e-6F) {
        return {};
    }
    const float audible = peak * std::pow(10.0F, kTailDb / 20.0F);
    const auto last = std::find_if(sound.rbegin(), sound.rend(),
                                   [audible](float sample) { return std::abs(sample) > audible; });
    const auto end = static_cast<std::size_t>(sound.rend() - last) + 441;
    sound.resize(std::clamp(end, kShortest, sound.size()));
    sound.front() = 0.0F;
    const std::size_t fade = std::min<std::size_t>(441, sound.size() / 4);
    for (std::size_t n = 0; n < fade; ++n) {
        const float phase
            = std::numbers::pi_v<float> * static_cast<float>(n) / static_cast<float>(fade);
        sound[sound.size() - 1 - n] *= 0.5F - 0.5F * std::cos(phase);
    }
    removeMean(sound);
    // The random phases of noise and partials may add up to a peak that the sound did not have: up
    // to 8 dB of that are limited, so that the level is the sound's and not the peak's. As much is
    // wanted by hits that were driven into clipping, of which many are. Not of a tone that the
    // model made too loud: nothing within full scale has lows above a square wave's fundamental.
    constexpr float kMostLimited = 2.5F;
    constexpr float kMostLow = 4.0F / std::numbers::pi_v<float>;
    const float level = kPeak / kTrainingPeak;
    const float loudest = peakOf(sound);
    const float most = std::min(kMostLimited * kPeak,
                                kMostLow * kPeak * loudest / std::max(peakOfLows(sound), 1e-6F));
    const float wanted = std::clamp(loudest * level, kPeak, std::max(kPeak, most));
    for (float& sample : sound) {
        sample *= wanted / loudest;
    }
    limit(sound, kPeak);
    // The limiter moved the mean and hardly the peak.
    removeMean(sound);
    const float gain = kPeak / peakOf(sound);
    for (float& sample : sound) {
        sample = std::clamp(sample * gain, -kPeak, kPeak);
    }
    return sound;
}

} // namespace nde::nn::vae
