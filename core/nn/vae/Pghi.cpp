#include "core/nn/vae/Pghi.h"

#include "core/base/Random.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr float kTolerance = 1e-5F; ///< of the loudest cell, below which phases are random

struct Gradients
{
    std::vector<float> alongTime; ///< radians per frame
    std::vector<float> alongFrequency; ///< radians per bin
};

Gradients phaseGradients(std::span<const float> s, int frames, int bins, int size, int hop)
{
    const double gamma = 0.25645 * size * size;
    const auto timeFactor = static_cast<float>(hop * size / (2.0 * gamma));
    const auto frequencyFactor = static_cast<float>(-gamma / (2.0 * hop * size));
    const auto width = static_cast<std::size_t>(bins);
    Gradients out {std::vector<float>(s.size()), std::vector<float>(s.size())};
    for (int n = 0; n < frames; ++n) {
        const std::size_t row = static_cast<std::size_t>(n) * width;
        const std::size_t before = static_cast<std::size_t>(std::max(n - 1, 0)) * width;
        const std::size_t after = static_cast<std::size_t>(std::min(n + 1, frames - 1)) * width;
        const float edge = n == 0 || n == frames - 1 ? 2.0F : 1.0F; // one-sided difference
        for (std::size_t k = 0; k < width; ++k) {
            const float slope = k == 0 || k + 1 == width ? 0.0F : s[row + k + 1] - s[row + k - 1];
            const double carrier = 2.0 * std::numbers::pi * hop * static_cast<double>(k) / size;
            out.alongTime[row + k] = timeFactor * slope + static_cast<float>(carrier);
            out.alongFrequency[row + k] = frequencyFactor * edge * (s[after + k] - s[before + k]);
        }
    }
    return out;
}

} // namespace

std::vector<float> integratePhase(std::span<const float> logMagnitude, int frames, int size,
                                  int hop, std::uint64_t seed)
{
    const auto bins = static_cast<std::uint32_t>(size / 2 + 1);
    const auto total = static_cast<std::uint32_t>(logMagnitude.size());
    const auto slopes = phaseGradients(logMagnitude, frames, size / 2 + 1, size, hop);
    const auto& time = slopes.alongTime;
    const auto& frequency = slopes.alongFrequency;

    std::vector<float> phase(total, 0.0F);
    std::vector<char> isDone(total, 0);
    std::vector<std::uint32_t> order;
    const float threshold
        = *std::max_element(logMagnitude.begin(), logMagnitude.end()) + std::log(kTolerance);
    Random random(seed);
    for (std::uint32_t i = 0; i < total; ++i) {
        if (logMagnitude[i] < threshold) {
            isDone[i] = 1;
            phase[i] = static_cast<float>(random.uniform(-std::numbers::pi, std::numbers::pi));
        } else {
            order.push_back(i);
        }
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return logMagnitude[a] != logMagnitude[b] ? logMagnitude[a] > logMagnitude[b] : a < b;
    });

    std::priority_queue<std::pair<float, std::uint32_t>> heap;
    const auto settle = [&](std::uint32_t cell, float value) {
        if (isDone[cell] == 0) {
            isDone[cell] = 1;
            phase[cell] = value;
            heap.emplace(logMagnitude[cell], cell);
        }
    };
    for (const std::uint32_t start : order) {
        settle(start, 0.0F);
        while (!heap.empty()) {
            const std::uint32_t i = heap.top().second;
            heap.pop();
            const std::uint32_t bin = i % bins;
            if (i + bins < total) {
                settle(i + bins, phase[i] + 0.5F * (time[i] + time[i + bins]));
            }
            if (i >= bins) {
                settle(i - bins, phase[i] - 0.5F * (time[i] + time[i - bins]));
            }
            if (bin + 1 < bins) {
                settle(i + 1, phase[i] + 0.5F * (frequency[i] + frequency[i + 1]));
            }
            if (bin > 0) {
                settle(i - 1, phase[i] - 0.5F * (frequency[i] + frequency[i - 1]));
            }
        }
    }
    return phase;
}

} // namespace nde::nn::vae
