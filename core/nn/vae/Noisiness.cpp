#include "core/nn/vae/Noisiness.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

/// Mean over (2·frameRadius+1) × (2·binRadius+1) cells with replicated borders; in [frames, bins].
std::vector<float> boxMean(const std::vector<float>& in, int frames, int bins, int frameRadius,
                           int binRadius)
{
    const auto width = static_cast<std::size_t>(bins);
    std::vector<float> rows(in.size(), 0.0F);
    for (int f = 0; f < frames; ++f) {
        float* to = rows.data() + static_cast<std::size_t>(f) * width;
        for (int d = -frameRadius; d <= frameRadius; ++d) {
            const int source = std::clamp(f + d, 0, frames - 1);
            const float* from = in.data() + static_cast<std::size_t>(source) * width;
            for (std::size_t k = 0; k < width; ++k) {
                to[k] += from[k];
            }
        }
    }
    const float norm = 1.0F / static_cast<float>((2 * frameRadius + 1) * (2 * binRadius + 1));
    std::vector<float> padded(width + 2 * static_cast<std::size_t>(binRadius));
    for (int f = 0; f < frames; ++f) {
        float* row = rows.data() + static_cast<std::size_t>(f) * width;
        std::fill_n(padded.begin(), binRadius, row[0]);
        std::copy(row, row + width, padded.begin() + binRadius);
        std::fill_n(padded.end() - binRadius, binRadius, row[width - 1]);
        std::fill_n(row, width, 0.0F);
        for (std::size_t d = 0; d <= 2 * static_cast<std::size_t>(binRadius); ++d) {
            for (std::size_t k = 0; k < width; ++k) {
                row[k] += padded[k + d];
            }
        }
        std::transform(row, row + width, row, [norm](float value) { return value * norm; });
    }
    return rows;
}

/// Smoothed absolute deviation from the local mean along one axis.
std::vector<float> roughness(const std::vector<float>& decibels, int frames, int bins,
                             bool alongFrames)
{
    auto deviation = boxMean(decibels, frames, bins, alongFrames ? 3 : 0, alongFrames ? 0 : 3);
    for (std::size_t i = 0; i < deviation.size(); ++i) {
        deviation[i] = std::min(std::abs(decibels[i] - deviation[i]), 10.0F);
    }
    return boxMean(deviation, frames, bins, 3, 6);
}

} // namespace

std::vector<float> noisinessOf(const Spectrogram& fine, int frames, const Bands& bands)
{
    std::vector<float> decibels(fine.size());
    for (std::size_t i = 0; i < fine.size(); ++i) {
        decibels[i] = 10.0F * std::log10(std::norm(fine[i] / 256.0F) + 1e-9F);
    }
    const auto alongTime = roughness(decibels, frames, kFineBins, true);
    const auto alongFrequency = roughness(decibels, frames, kFineBins, false);
    const auto width = static_cast<std::size_t>(frames);
    std::vector<float> eta(kBands * width);
    std::vector<float> row(kFineBins);
    std::vector<float> folded(kBands);
    for (std::size_t f = 0; f < width; ++f) {
        for (std::size_t k = 0; k < kFineBins; ++k) {
            const std::size_t i = f * kFineBins + k;
            // 2.2 dB is what tones and clicks leave, 3.3 dB what white noise has.
            const float noise = (std::min(alongTime[i], alongFrequency[i]) - 2.2F) / (3.3F - 2.2F);
            const float hz = static_cast<float>(k) * kSampleRate / kFineFft;
            row[k] = std::clamp(noise, 0.0F, 1.0F) * std::clamp((hz - 150.0F) / 300.0F, 0.0F, 1.0F);
        }
        bands.fold(row, folded);
        for (std::size_t b = 0; b < kBands; ++b) {
            eta[b * width + f] = folded[b];
        }
    }
    return eta;
}

void poolNoisiness(std::span<const float> eta, std::span<const float> features,
                   std::span<float> out)
{
    constexpr std::size_t kPoolBands = kBands / kEtaBands;
    constexpr std::size_t kPoolFrames = kFrames / kEtaFrames;
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        for (std::size_t f = 0; f < kEtaFrames; ++f) {
            float sum = 0;
            float weights = 0;
            for (std::size_t i = 0; i < kPoolBands; ++i) {
                for (std::size_t j = 0; j < kPoolFrames; ++j) {
                    const std::size_t cell = (b * kPoolBands + i) * kFrames + f * kPoolFrames + j;
                    const float weight = std::pow(10.0F, (features[cell] - 1.0F) * 4.0F) + 1e-5F;
                    sum += weight * eta[cell];
                    weights += weight;
                }
            }
            out[b * kEtaFrames + f] = sum / weights;
        }
    }
}

} // namespace nde::nn::vae
