#include "core/dsp/Analysis.h"
#include "core/dsp/HitModel.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kForeignWeight = 0.3; ///< of classes that are no drums, where drums are asked for

} // namespace

std::array<double, kHitClasses.size()> hitProbabilities(const HitFeatures& features)
{
    std::array<double, kHitClasses.size()> p {};
    double top = -1e300;
    for (std::size_t c = 0; c < p.size(); ++c) {
        const auto& weights = kHitModel.weights[c];
        double sum = static_cast<double>(weights.back());
        for (std::size_t i = 0; i < features.size(); ++i) {
            const float z
                = std::clamp((features[i] - kHitModel.mean[i]) * kHitModel.scale[i], -3.0F, 3.0F);
            sum += static_cast<double>(weights[2 * i] * z + weights[2 * i + 1] * z * z);
        }
        p[c] = sum;
        top = std::max(top, sum);
    }
    double total = 0.0;
    for (double& value : p) {
        value = std::exp(value - top);
        total += value;
    }
    for (double& value : p) {
        value /= total;
    }
    return p;
}

CategoryGuess classifyHit(std::span<const float> mono, int sampleRate,
                          std::span<const float> before, const std::array<double, 4>& least)
{
    const HitFeatures features = hitFeatures(mono, sampleRate, before, least);
    if (std::all_of(features.begin(), features.end(), [](float x) { return x == 0.0F; })) {
        return {Category::Other, 0.0};
    }
    constexpr std::array<Category, 4> kAnswers {Category::Kick, Category::Snare, Category::Hihat,
                                                Category::Other};
    const auto p = hitProbabilities(features);
    std::array<double, 4> sums {};
    for (std::size_t c = 0; c < p.size(); ++c) {
        switch (kHitClasses[c]) {
        case Category::Kick:
            sums[0] += p[c];
            break;
        case Category::Snare:
        case Category::Clap:
            sums[1] += p[c];
            break;
        case Category::Hihat:
        case Category::Cymbal:
            sums[2] += p[c];
            break;
        case Category::Tom:
        case Category::Perc:
            sums[3] += p[c];
            break;
        default:
            sums[3] += kForeignWeight * p[c];
            break;
        }
    }
    const auto best = std::max_element(sums.begin(), sums.end());
    const double total = sums[0] + sums[1] + sums[2] + sums[3];
    return {kAnswers[static_cast<std::size_t>(best - sums.begin())], *best / total};
}

} // namespace nde::dsp
