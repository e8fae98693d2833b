#include "core/nn/vae/SoundMetrics.h"

#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Stft.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr int kMels = 40;
constexpr float kMelFloorDb = -80.0F;

/// Triangles on the mel scale, at least one bin wide, each of sum 1. [kMels, bins]
std::vector<float> melWeights(int fftSize)
{
    const auto toMel = [](double hz) { return 2595.0 * std::log10(1.0 + hz / 700.0); };
    const auto toHz = [](double mel) { return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0); };
    const double low = toMel(30.0);
    const double high = toMel(20000.0);
    const double binHz = static_cast<double>(kSampleRate) / fftSize;
    const int bins = fftSize / 2 + 1;
    std::vector<float> weights;
    const auto edge = [&](int i) { return toHz(low + (high - low) * i / (kMels + 1)); };
    for (int m = 0; m < kMels; ++m) {
        const double centre = edge(m + 1);
        const double from = std::min(edge(m), centre - binHz);
        const double to = std::max(edge(m + 2), centre + binHz);
        std::vector<double> row;
        double sum = 1e-12;
        for (int k = 0; k < bins; ++k) {
            const double hz = k * binHz;
            row.push_back(
                std::max(0.0, std::min((hz - from) / (centre - from), (to - hz) / (to - centre))));
            sum += row.back();
        }
        for (const double weight : row) {
            weights.push_back(static_cast<float>(weight / sum));
        }
    }
    return weights;
}

struct MelSetup
{
    Stft stft;
    std::vector<float> weights;
    explicit MelSetup(int fftSize)
        : stft(fftSize, fftSize / 4)
        , weights(melWeights(fftSize))
    {
    }
};

MelSetup& setupOf(int fftSize)
{
    static thread_local std::map<int, MelSetup> setups;
    return setups.try_emplace(fftSize, fftSize).first->second;
}

float median(std::vector<float> values)
{
    if (values.empty()) {
        return 0.0F;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::vector<float> logMel(std::span<const float> sound, int fftSize)
{
    MelSetup& setup = setupOf(fftSize);
    const auto bins = static_cast<std::size_t>(fftSize / 2 + 1);
    const int frames = static_cast<int>(sound.size()) / (fftSize / 4) + 1;
    Spectrogram spectrogram;
    setup.stft.forward(sound, frames, spectrogram);
    std::vector<float> out;
    std::vector<float> power(bins);
    for (std::size_t f = 0; f < static_cast<std::size_t>(frames); ++f) {
        for (std::size_t k = 0; k < bins; ++k) {
            power[k] = std::norm(spectrogram[f * bins + k] * (4.0F / static_cast<float>(fftSize)));
        }
        for (std::size_t m = 0; m < kMels; ++m) {
            const float sum = std::inner_product(power.begin(), power.end(),
                                                 setup.weights.data() + m * bins, 1e-12F);
            out.push_back(std::max(10.0F * std::log10(sum), kMelFloorDb));
        }
    }
    return out;
}

double melDistance(std::span<const float> a, std::span<const float> b)
{
    double total = 0;
    for (const int size : {512, 1024, 4096}) {
        const auto left = logMel(a, size);
        const auto right = logMel(b, size);
        double sum = 0;
        std::size_t cells = 0;
        for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
            if (left[i] > kMelFloorDb + 0.1F || right[i] > kMelFloorDb + 0.1F) {
                sum += std::pow(static_cast<double>(left[i]) - right[i], 2);
                ++cells;
            }
        }
        total += std::sqrt(sum / static_cast<double>(std::max<std::size_t>(cells, 1)));
    }
    return total / 3.0;
}

std::vector<float> soundEmbedding(std::span<const float> sound)
{
    constexpr std::array<std::size_t, 11> kEdges {0, 2, 4, 7, 11, 17, 26, 40, 62, 100, 173};
    const auto mel = logMel(sound, 1024);
    const std::size_t frames = mel.size() / kMels;
    std::vector<float> out(kEmbeddingSize, kMelFloorDb);
    for (std::size_t s = 0; s + 1 < kEdges.size(); ++s) {
        const std::size_t end = std::min(kEdges[s + 1], frames);
        for (std::size_t m = 0; m < kMels && kEdges[s] < end; ++m) {
            float sum = 0;
            for (std::size_t f = kEdges[s]; f < end; ++f) {
                sum += mel[f * kMels + m];
            }
            out[s * kMels + m] = sum / static_cast<float>(end - kEdges[s]);
        }
    }
    return out;
}

double siSdr(std::span<const float> reference, std::span<const float> estimate)
{
    double cross = 0;
    double energy = 0;
    for (std::size_t n = 0; n < reference.size(); ++n) {
        cross += static_cast<double>(reference[n]) * estimate[n];
        energy += static_cast<double>(reference[n]) * reference[n];
    }
    const double gain = cross / std::max(energy, 1e-9);
    double signal = 0;
    double error = 0;
    for (std::size_t n = 0; n < reference.size(); ++n) {
        const double wanted = gain * reference[n];
        signal += wanted * wanted;
        error += (estimate[n] - wanted) * (estimate[n] - wanted);
    }
    return 10.0 * std::log10(std::max(signal, 1e-9) / std::max(error, 1e-9));
}

Sanity inspect(std::span<const float> sound)
{
    Sanity out;
    double mean = 0;
    float peak = 0;
    for (const float sample : sound) {
        out.isNotFinite = out.isNotFinite || !std::isfinite(sample);
        mean += sample;
        peak = std::max(peak, std::abs(sample));
    }
    if (sound.empty() || out.isNotFinite) {
        out.isSilent = sound.empty();
        return out;
    }
    out.startsLoud = std::abs(sound[0]) > 0.01F;
    out.hasDc = std::abs(mean / static_cast<double>(sound.size())) > 0.005;
    out.clips = peak >= 1.0F;
    out.isSilent = peak < 0.03F;
    for (std::size_t n = sound.size() - std::min<std::size_t>(44, sound.size()); n < sound.size();
         ++n) {
        out.endsLoud = out.endsLoud || std::abs(sound[n]) > 0.00316F;
    }
    constexpr std::size_t kAfter = 882;
    constexpr std::size_t kBlock = 441;
    double worst = 0;
    float largest = 0;
    for (std::size_t start = kAfter; start + kBlock < sound.size(); start += kBlock) {
        double sum = 0;
        float step = 0;
        for (std::size_t n = start; n < start + kBlock; ++n) {
            const float jump = std::abs(sound[n + 1] - sound[n]);
            sum += jump;
            step = std::max(step, jump);
        }
        worst = std::max(worst, step / (sum / kBlock + 1e-4));
        largest = std::max(largest, step);
    }
    out.clicks = worst > 25.0 && largest > 0.05F;
    return out;
}

int SoundSpace::sounds() const
{
    return dimensions > 0 ? static_cast<int>(points.size()) / dimensions : 0;
}

std::vector<float> SoundSpace::place(std::span<const float> embedding) const
{
    const auto width = static_cast<std::size_t>(dimensions);
    std::vector<double> sum(width, 0.0);
    for (std::size_t i = 0; i < embedding.size(); ++i) {
        const double centred = static_cast<double>(embedding[i]) - mean[i];
        for (std::size_t d = 0; d < width; ++d) {
            sum[d] += centred * basis[i * width + d];
        }
    }
    std::vector<float> out(width);
    std::transform(sum.begin(), sum.end(), out.begin(),
                   [this](double value) { return static_cast<float>(value / scale); });
    return out;
}

std::vector<float> SoundSpace::distances(std::span<const float> point) const
{
    const auto width = static_cast<std::size_t>(dimensions);
    std::vector<float> out(static_cast<std::size_t>(sounds()));
    for (std::size_t i = 0; i < out.size(); ++i) {
        double sum = 0;
        for (std::size_t d = 0; d < width; ++d) {
            const double difference = static_cast<double>(points[i * width + d]) - point[d];
            sum += difference * difference;
        }
        out[i] = static_cast<float>(std::sqrt(sum));
    }
    return out;
}

float meanOfNearest(std::vector<float> distances, std::size_t count)
{
    count = std::min(count, distances.size());
    if (count == 0) {
        return 0.0F;
    }
    std::partial_sort(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(count),
                      distances.end());
    const float sum = std::accumulate(distances.begin(),
                                      distances.begin() + static_cast<std::ptrdiff_t>(count), 0.0F);
    return sum / static_cast<float>(count);
}

TypicalDistances typicalDistances(const SoundSpace& space)
{
    std::vector<float> nearest;
    std::vector<float> crowd;
    const auto width = static_cast<std::size_t>(space.dimensions);
    for (std::size_t i = 0; i < static_cast<std::size_t>(space.sounds()); ++i) {
        auto others = space.distances(std::span(space.points).subspan(i * width, width));
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        nearest.push_back(meanOfNearest(others, 1));
        crowd.push_back(meanOfNearest(others, 5));
    }
    TypicalDistances out;
    out.nearest = median(nearest);
    out.crowd = median(crowd);
    out.outermost = crowd.empty() ? 0.0F : *std::max_element(crowd.begin(), crowd.end());
    return out;
}

} // namespace nde::nn::vae
