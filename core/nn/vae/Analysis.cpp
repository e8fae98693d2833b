#include "core/nn/vae/Analysis.h"

#include "core/base/ComputeScope.h"
#include "core/nn/vae/Levels.h"
#include "core/nn/vae/Noisiness.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace nde::nn::vae {

namespace {

/// Where in the pooled map lies what a variant of this speed has in each pooled band.
std::array<float, kEtaBands> sourceBands(double speed)
{
    constexpr int kPool = kBands / kEtaBands;
    const auto centres = bandCentres();
    std::array<float, kEtaBands> out {};
    for (std::size_t b = 0; b < out.size(); ++b) {
        const double middle
            = 0.5 * (centres[b * kPool + kPool / 2 - 1] + centres[b * kPool + kPool / 2]);
        const auto above = std::lower_bound(centres.begin() + 1, centres.end() - 1, middle / speed);
        const double step = *above - *(above - 1);
        const double band
            = static_cast<double>(above - centres.begin()) - (*above - middle / speed) / step;
        out[b] = static_cast<float>(std::clamp((band + 0.5) / kPool - 0.5, 0.0, kEtaBands - 1.0));
    }
    return out;
}

/// The pooled noisiness map of a sound that is played at another speed.
void moveEta(std::span<const float> from, double speed, std::span<float> to)
{
    if (speed == 1.0) {
        std::copy(from.begin(), from.end(), to.begin());
        return;
    }
    const auto bands = sourceBands(speed);
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        const auto low = std::min<std::size_t>(static_cast<std::size_t>(bands[b]), kEtaBands - 2);
        const float share = bands[b] - static_cast<float>(low);
        for (std::size_t f = 0; f < kEtaFrames; ++f) {
            const double frame = (static_cast<double>(f) + 0.5) * speed;
            const auto source
                = std::min<std::size_t>(static_cast<std::size_t>(frame), kEtaFrames - 1);
            to[b * kEtaFrames + f] = std::lerp(from[low * kEtaFrames + source],
                                               from[(low + 1) * kEtaFrames + source], share);
        }
    }
}

} // namespace

AttackFilter::AttackFilter()
    : m_fft(8192)
    , m_gain(4097)
{
    for (std::size_t k = 0; k < m_gain.size(); ++k) {
        const double ratio = static_cast<double>(k) * kSampleRate / 8192.0 / 1000.0;
        m_gain[k] = static_cast<float>(1.0 - 1.0 / (1.0 + std::pow(ratio, 6)));
    }
}

std::vector<float> AttackFilter::high(std::span<const float> sound)
{
    // Room before the start for the filter's pre-ringing; what lies beyond the block's end is too
    // far away to matter within kSpan.
    constexpr std::size_t kBefore = 1024;
    std::vector<float> block(8192, 0.0F);
    const std::size_t count = std::min(sound.size(), block.size() - 2 * kBefore);
    std::copy_n(sound.begin(), count, block.begin() + kBefore);
    std::vector<Complex> bins(m_gain.size());
    m_fft.forward(block, bins);
    for (std::size_t k = 0; k < bins.size(); ++k) {
        bins[k] *= m_gain[k];
    }
    m_fft.inverse(bins, block);
    return {block.begin() + kBefore, block.begin() + kBefore + kSpan};
}

std::vector<float> AttackFilter::envelopeDb(std::span<const float> high)
{
    std::vector<float> out(kAttackSteps);
    for (std::size_t step = 0; step < out.size(); ++step) {
        double sum = 0;
        for (const float sample : high.subspan(step * kAttackHop, kAttackHop)) {
            sum += static_cast<double>(sample) * sample;
        }
        out[step] = static_cast<float>(20.0 * std::log10(std::sqrt(sum / kAttackHop) + 1e-3));
    }
    return out;
}

Analyser::Analyser()
    : m_stft(kFftSize, kHop)
    , m_fineStft(kFineFft, kHop)
    , m_bands(kBins)
    , m_fineBands(kFineBins)
{
}

void Analyser::spectrum(std::span<const float> sound, std::span<float> out)
{
    m_stft.forward(sound, kFrames, m_spectrogram);
    constexpr float kReference = 1.0F / (kFftSize / 4.0F); // a full-scale sine under the window
    std::vector<float> power(kBins);
    std::vector<float> folded(kBands);
    for (std::size_t f = 0; f < kFrames; ++f) {
        for (std::size_t k = 0; k < kBins; ++k) {
            power[k] = std::norm(m_spectrogram[f * kBins + k] * kReference);
        }
        m_bands.fold(power, folded);
        for (std::size_t b = 0; b < kBands; ++b) {
            const float decibels = 10.0F * std::log10(folded[b] + 1e-12F);
            out[b * kFrames + f]
                = std::clamp((decibels - static_cast<float>(kFloorDb)) / 80.0F, 0.0F, 1.2F);
        }
    }
}

std::vector<float> Analyser::noisiness(std::span<const float> sound)
{
    m_fineStft.forward(sound, kFrames, m_fine);
    return noisinessOf(m_fine, kFrames, m_fineBands);
}

void Analyser::seedPhase(std::span<float> out) const
{
    const Complex* frame = m_spectrogram.data() + std::size_t {kSeedFrame} * kBins;
    std::size_t loudest = 0;
    for (std::size_t k = 1; k < kSeedBins; ++k) {
        if (std::norm(frame[k]) > std::norm(frame[loudest])) {
            loudest = k;
        }
    }
    // π·k turns the phase at the frame's start into the phase at its centre.
    const double phase = std::arg(frame[loudest]) + std::numbers::pi * static_cast<double>(loudest);
    out[0] = static_cast<float>(std::cos(phase));
    out[1] = static_cast<float>(std::sin(phase));
}

std::vector<float> Analyser::analyseVariant(std::span<const float> sound, double speed,
                                            std::span<const float> original)
{
    const ComputeScope computing;
    std::vector<float> v(kVectorSize);
    const std::span all(v);
    spectrum(sound, all.first(kFeatureSize));
    moveEta(original.subspan(kEtaOffset, kEtaSize), speed, all.subspan(kEtaOffset, kEtaSize));
    seedPhase(all.subspan(kSeedOffset, 2));
    v[kSeedOffset] *= kSeedWeight;
    v[kSeedOffset + 1] *= kSeedWeight;
    AttackFilter filter;
    const auto envelope = AttackFilter::envelopeDb(filter.high(sound));
    std::transform(envelope.begin(), envelope.end(), v.begin() + kAttackOffset,
                   [](float decibels) { return (decibels + 60.0F) / 60.0F; });
    writeLevels(all);
    writeSub(m_sub.analyse(sound), v);
    return v;
}

std::vector<float> Analyser::analyse(std::span<const float> sound)
{
    const std::vector<float> empty(kVectorSize, 0.0F);
    auto v = analyseVariant(sound, 1.0, empty);
    const auto eta = noisiness(sound);
    const std::span all(v);
    poolNoisiness(eta, all.first(kFeatureSize), all.subspan(kEtaOffset, kEtaSize));
    for (float& value : all.subspan(kEtaOffset, kEtaSize)) {
        value *= kEtaWeight;
    }
    return v;
}

} // namespace nde::nn::vae
