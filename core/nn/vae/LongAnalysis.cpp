#include "core/nn/vae/LongAnalysis.h"

#include "core/nn/vae/Levels.h"
#include "core/nn/vae/Noisiness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr float kReference = 1.0F / (kFftSize / 4.0F); ///< a full-scale sine under the window
constexpr int kBlockFrames = 1024; ///< whose noisiness is measured at once: 20 MB

std::size_t wrapped(std::ptrdiff_t n, std::ptrdiff_t length)
{
    const std::ptrdiff_t rest = n % length;
    return static_cast<std::size_t>(rest < 0 ? rest + length : rest);
}

} // namespace

LongAnalyser::LongAnalyser()
    : m_fft(kFftSize)
    , m_fineFft(kFineFft)
    , m_bands(kBins)
    , m_fineBands(kFineBins)
    , m_window(dsp::hannWindow(kFftSize))
    , m_fineWindow(dsp::hannWindow(kFineFft))
    , m_block(kFftSize)
{
}

void LongAnalyser::spectrum(std::span<const float> sound, const LongGrid& grid, double frame,
                            int size, std::span<std::complex<float>> out)
{
    const auto& window = size == kFftSize ? m_window : m_fineWindow;
    const std::span block(m_block.data(), static_cast<std::size_t>(size));
    const auto length = static_cast<std::ptrdiff_t>(sound.size());
    const auto start = static_cast<std::ptrdiff_t>(std::lround(frame * grid.hop)) - size / 2;
    for (std::size_t n = 0; n < block.size(); ++n) {
        const std::ptrdiff_t at = start + static_cast<std::ptrdiff_t>(n);
        const bool isInside = at >= 0 && at < length;
        const float sample = isInside ? sound[static_cast<std::size_t>(at)]
            : grid.isCircular         ? sound[wrapped(at, length)]
                                      : 0.0F;
        block[n] = sample * window[n];
    }
    (size == kFftSize ? m_fft : m_fineFft).forward(block, out);
}

void LongAnalyser::levels(std::span<const float> sound, LongPicture& picture)
{
    std::vector<std::complex<float>> bins(kBins);
    std::vector<float> power(kBins);
    const auto frames = static_cast<std::size_t>(picture.grid.frames);
    picture.levels.resize(frames * kBands);
    for (std::size_t f = 0; f < frames; ++f) {
        spectrum(sound, picture.grid, static_cast<double>(f), kFftSize, bins);
        std::transform(bins.begin(), bins.end(), power.begin(),
                       [](std::complex<float> bin) { return std::norm(bin * kReference); });
        const std::span row(picture.levels.data() + f * kBands, kBands);
        m_bands.fold(power, row);
        for (float& value : row) {
            const float decibels = 10.0F * std::log10(value + 1e-12F);
            value = std::clamp((decibels - static_cast<float>(kFloorDb)) / 80.0F, 0.0F, 1.2F);
        }
    }
}

void LongAnalyser::noisiness(std::span<const float> sound, LongPicture& picture)
{
    const LongGrid& grid = picture.grid;
    picture.eta.resize(static_cast<std::size_t>(grid.frames) * kBands);
    for (int first = 0; first < grid.frames; first += kBlockFrames) {
        const int count = std::min(kBlockFrames, grid.frames - first);
        // Frames before the start and after the end are silent, or wrap: as they sound.
        const int all = count + 2 * kNoisinessReach;
        Spectrogram fine(static_cast<std::size_t>(all) * kFineBins);
        for (int f = 0; f < all; ++f) {
            spectrum(sound, grid, first - kNoisinessReach + f, kFineFft,
                     std::span(fine).subspan(static_cast<std::size_t>(f) * kFineBins, kFineBins));
        }
        const auto eta = noisinessOf(fine, all, m_fineBands);
        for (int f = 0; f < count; ++f) {
            for (std::size_t b = 0; b < kBands; ++b) {
                picture.eta[static_cast<std::size_t>(first + f) * kBands + b]
                    = eta[b * static_cast<std::size_t>(all)
                          + static_cast<std::size_t>(f + kNoisinessReach)];
            }
        }
    }
}

LongPicture LongAnalyser::analyse(std::span<const float> sound, const LongGrid& grid)
{
    LongPicture out;
    out.grid = grid;
    levels(sound, out);
    noisiness(sound, out);
    return out;
}

void writeChunk(const LongPicture& picture, int step, int shift, std::span<float> out)
{
    std::fill(out.begin(), out.end(), 0.0F);
    std::vector<float> eta(kFeatureSize, 0.0F);
    const int first = step * kStepFrames + shift;
    for (int f = 0; f < kFrames; ++f) {
        const int frame = picture.grid.isCircular ? (first + f) % picture.grid.frames : first + f;
        if (frame >= picture.grid.frames) {
            break; // after the end there is nothing
        }
        for (std::size_t b = 0; b < kBands; ++b) {
            const std::size_t from = static_cast<std::size_t>(frame) * kBands + b;
            out[b * kFrames + static_cast<std::size_t>(f)] = picture.levels[from];
            eta[b * kFrames + static_cast<std::size_t>(f)] = picture.eta[from];
        }
    }
    const auto pooled = out.subspan(kEtaOffset, kEtaSize);
    poolNoisiness(eta, out.first(kFeatureSize), pooled);
    for (float& value : pooled) {
        value *= kEtaWeight;
    }
    writeLevels(out);
}

std::vector<float> chunkSamples(std::span<const float> sound, const LongGrid& grid, int step)
{
    std::vector<float> out(kLength, 0.0F);
    const auto length = static_cast<std::ptrdiff_t>(sound.size());
    const auto start = static_cast<std::ptrdiff_t>(std::lround(step * kStepFrames * grid.hop));
    for (std::size_t n = 0; n < out.size(); ++n) {
        const std::ptrdiff_t at = start + static_cast<std::ptrdiff_t>(n);
        if (at >= length && !grid.isCircular) {
            break;
        }
        out[n] = sound[wrapped(at, length)];
    }
    return out;
}

} // namespace nde::nn::vae
