#include "core/nn/vae/Renderer.h"

#include "core/base/Random.h"
#include "core/nn/vae/Pghi.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr int kRenderFrames = kFrames + 1; ///< the last one lies at the end and is silent
constexpr int kRounds = 8;
constexpr float kFloorGateDb = -79.57F; ///< at most this is the floor, that is, nothing
constexpr float kMomentum = 0.497F; ///< fast Griffin-Lim 0.99 / 1.99
constexpr float kReferenceMagnitude = kFftSize / 4.0F; ///< of a full-scale sine

/// The pooled noisiness map at one cell, bilinear between the centres of the pooled cells.
float etaAt(std::span<const float> pooled, int band, int frame)
{
    const auto locate = [](int index, int fine, int coarse) {
        const float scale = static_cast<float>(coarse) / static_cast<float>(fine);
        return std::clamp((static_cast<float>(index) + 0.5F) * scale - 0.5F, 0.0F,
                          static_cast<float>(coarse - 1));
    };
    const float y = locate(band, kBands, kEtaBands);
    const float x = locate(frame, kFrames, kEtaFrames);
    const auto y0 = static_cast<std::size_t>(y);
    const auto x0 = static_cast<std::size_t>(x);
    const std::size_t y1 = std::min<std::size_t>(y0 + 1, kEtaBands - 1);
    const std::size_t x1 = std::min<std::size_t>(x0 + 1, kEtaFrames - 1);
    const auto value = [&](std::size_t b, std::size_t f) {
        return std::clamp(pooled[b * kEtaFrames + f] / kEtaWeight, 0.0F, 1.0F);
    };
    const float top = std::lerp(value(y0, x0), value(y0, x1), x - static_cast<float>(x0));
    const float bottom = std::lerp(value(y1, x0), value(y1, x1), x - static_cast<float>(x0));
    return std::lerp(top, bottom, y - static_cast<float>(y0));
}

void normalisePhase(Complex& value)
{
    value /= std::sqrt(std::norm(value)) + 1e-9F;
}

/// First-order high-pass; what it leaves of DC is removed by `removeMean`.
void highPass(std::vector<float>& sound, double cutoffHz)
{
    const double pole = std::exp(-2.0 * std::numbers::pi * cutoffHz / kSampleRate);
    double before = 0;
    double state = 0;
    for (float& sample : sound) {
        state = pole * state + sample - before;
        before = sample;
        sample = static_cast<float>(state);
    }
}

/// Subtracts the mean under a window that is 0 at both ends, so that these stay 0.
void removeMean(std::vector<float>& sound)
{
    double mean = 0;
    for (const float sample : sound) {
        mean += sample;
    }
    const auto count = static_cast<double>(sound.size());
    mean /= count;
    for (std::size_t n = 0; n < sound.size(); ++n) {
        const double window
            = 1.0 - std::cos(2.0 * std::numbers::pi * static_cast<double>(n) / (count - 1.0));
        sound[n] -= static_cast<float>(mean * window * count / (count - 1.0));
    }
}

} // namespace

Renderer::Renderer()
    : m_bands(kBins)
    , m_stft(kFftSize, kHop)
{
}

Renderer::Picture Renderer::picture(std::span<const float> v) const
{
    const std::size_t cells = std::size_t {kRenderFrames} * kBins;
    Picture out {std::vector<float>(cells, 0.0F), std::vector<float>(cells, 0.0F)};
    const auto pooled = v.subspan(kEtaOffset, kEtaSize);
    std::vector<float> level(kBands);
    std::vector<float> eta(kBands);
    std::vector<float> levelBins(kBins);
    std::vector<float> etaBins(kBins);
    const float nepers = std::numbers::ln10_v<float> / 20.0F;
    for (std::size_t f = 0; f < kFrames; ++f) {
        for (std::size_t b = 0; b < kBands; ++b) {
            level[b] = std::clamp(v[b * kFrames + f], 0.0F, 1.1F) * 80.0F - 80.0F;
            // Below .12 the map's own bias would add noise to clean tones.
            const float raw = etaAt(pooled, static_cast<int>(b), static_cast<int>(f));
            eta[b] = std::clamp((raw - 0.12F) / 0.88F, 0.0F, 1.0F);
        }
        m_bands.unfold(level, levelBins);
        m_bands.unfold(eta, etaBins);
        for (std::size_t k = 0; k < kBins; ++k) {
            const bool isFloor = levelBins[k] <= kFloorGateDb;
            const float magnitude
                = isFloor ? 0.0F : std::exp(levelBins[k] * nepers) * kReferenceMagnitude;
            const float share = std::clamp(etaBins[k], 0.0F, 1.0F);
            out.tonal[f * kBins + k] = magnitude * std::sqrt(1.0F - share);
            out.noise[f * kBins + k] = magnitude * std::sqrt(share);
        }
    }
    return out;
}

Spectrogram Renderer::startPhases(const Picture& image, std::span<const float> v,
                                  std::uint64_t seed) const
{
    std::vector<float> logMagnitude(image.tonal.size());
    std::transform(image.tonal.begin(), image.tonal.end(), logMagnitude.begin(),
                   [](float magnitude) { return std::log(magnitude + 1e-6F); });
    const auto phase = integratePhase(logMagnitude, kRenderFrames, kFftSize, kHop, seed);
    const std::size_t row = std::size_t {kSeedFrame} * kBins;
    std::size_t loudest = row;
    for (std::size_t i = row; i < row + kSeedBins; ++i) {
        loudest = image.tonal[i] > image.tonal[loudest] ? i : loudest;
    }
    const float turn = std::atan2(v[kSeedOffset + 1], v[kSeedOffset]) - phase[loudest];
    Spectrogram unit(phase.size());
    for (std::size_t i = 0; i < phase.size(); ++i) {
        // −π·k: from the frame's centre back to its start.
        const float flip = (i % kBins) % 2 == 0 ? 1.0F : -1.0F;
        unit[i] = std::polar(1.0F, phase[i] + turn) * flip;
    }
    return unit;
}

void Renderer::refine(const Picture& image, Spectrogram& unit, std::vector<float>& sound)
{
    Spectrogram weighted(unit.size());
    Spectrogram analysed;
    Spectrogram before(unit.size());
    const auto synthesise = [&] {
        for (std::size_t i = 0; i < unit.size(); ++i) {
            weighted[i] = unit[i] * image.tonal[i];
        }
        m_stft.inverse(weighted, kRenderFrames, sound);
    };
    for (int round = 0; round < kRounds; ++round) {
        synthesise();
        m_stft.forward(sound, kRenderFrames, analysed);
        for (std::size_t i = 0; i < unit.size(); ++i) {
            unit[i] = analysed[i] - kMomentum * before[i];
            normalisePhase(unit[i]);
        }
        std::swap(before, analysed);
    }
    synthesise();
}

void Renderer::addNoise(const Picture& image, std::uint64_t seed, std::vector<float>& sound)
{
    Random random(seed);
    std::vector<float> noise(kLength);
    for (float& sample : noise) {
        sample = static_cast<float>(random.normal());
    }
    Spectrogram spectrogram;
    m_stft.forward(noise, kRenderFrames, spectrogram);
    const float norm = 1.0F / std::sqrt(0.375F * kFftSize); // energy of the Hann window
    for (std::size_t i = 0; i < spectrogram.size(); ++i) {
        spectrogram[i] *= image.noise[i] * norm;
    }
    m_stft.inverse(spectrogram, kRenderFrames, noise);
    std::transform(sound.begin(), sound.end(), noise.begin(), sound.begin(), std::plus<>());
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
    const Picture image = picture(v);
    Spectrogram unit = startPhases(image, v, streamSeed(noiseSeed, "vae.phase"));
    std::vector<float> sound(kLength);
    refine(image, unit, sound);
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
    constexpr float kTailDb = -60.0F;
    constexpr std::size_t kShortest = 2205; ///< 50 ms
    std::vector<float> sound(rendered.begin(), rendered.end());
    highPass(sound, 8.0);
    const auto peakOf = [](std::span<const float> samples) {
        float peak = 0;
        for (const float sample : samples) {
            peak = std::max(peak, std::abs(sample));
        }
        return peak;
    };
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
    const float gain = kPeak / peakOf(sound);
    for (float& sample : sound) {
        sample = std::min(std::max(sample * gain, -kPeak), kPeak);
    }
    return sound;
}

} // namespace nde::nn::vae
