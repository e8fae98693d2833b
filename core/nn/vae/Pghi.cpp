#include "core/nn/vae/Pghi.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr float kTolerance = 1e-5F; ///< of the loudest cell, below which phases are random
constexpr float kNothing = 1e-9F; ///< of the loudest cell
constexpr float kLevelsPerNeper = 80.0F;

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
                                  int hop, std::uint64_t seed, std::span<const float> known)
{
    const auto bins = static_cast<std::uint32_t>(size / 2 + 1);
    const auto total = static_cast<std::uint32_t>(logMagnitude.size());
    const auto slopes = phaseGradients(logMagnitude, frames, size / 2 + 1, size, hop);
    const auto& time = slopes.alongTime;
    const auto& frequency = slopes.alongFrequency;

    std::vector<float> phase(total, 0.0F);
    const float loudest = *std::max_element(logMagnitude.begin(), logMagnitude.end());
    const float threshold = loudest + std::log(kTolerance);
    const float nothing = loudest + std::log(kNothing);
    const auto levels = static_cast<std::uint32_t>((loudest - threshold) * kLevelsPerNeper) + 1U;
    const auto levelOf = [&](std::uint32_t cell) {
        return std::min(
            levels - 1,
            static_cast<std::uint32_t>((logMagnitude[cell] - threshold) * kLevelsPerNeper));
    };
    std::vector<char> isDone(total, 0);
    std::vector<std::uint32_t> begins(levels + 1, 0); // of each level in `order`
    Random random(seed);
    for (std::uint32_t i = 0; i < total; ++i) {
        if (logMagnitude[i] < threshold) {
            isDone[i] = 1;
            if (logMagnitude[i] > nothing) {
                phase[i] = static_cast<float>(random.uniform(-std::numbers::pi, std::numbers::pi));
            }
        } else {
            ++begins[levelOf(i) + 1];
        }
    }
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<std::uint32_t> order(begins.back());
    std::vector<std::uint32_t> filled(begins.begin(), begins.end() - 1);
    for (std::uint32_t i = 0; i < total; ++i) {
        if (isDone[i] == 0) {
            order[filled[levelOf(i)]++] = i;
        }
    }

    // Cells that wait to hand their phase on: one stack a level, linked through `below`.
    constexpr std::uint32_t kNone = ~std::uint32_t {0};
    std::vector<std::uint32_t> top(levels, kNone);
    std::vector<std::uint32_t> below(total);
    std::uint32_t highest = 0;
    const auto settle = [&](std::uint32_t cell, float value) {
        if (isDone[cell] == 0) {
            isDone[cell] = 1;
            phase[cell] = value;
            const std::uint32_t level = levelOf(cell);
            below[cell] = top[level];
            top[level] = cell;
            highest = std::max(highest, level);
        }
    };
    for (std::uint32_t i = 0; i < known.size(); ++i) {
        if (isDone[i] == 0) {
            settle(i, known[i]);
        } else {
            phase[i] = known[i];
        }
    }
    const auto spread = [&] {
        while (true) {
            while (highest > 0 && top[highest] == kNone) {
                --highest;
            }
            const std::uint32_t i = top[highest];
            if (i == kNone) {
                break;
            }
            top[highest] = below[i];
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
    };
    spread();
    for (std::uint32_t next = static_cast<std::uint32_t>(order.size()); next-- > 0;) {
        settle(order[next], 0.0F);
        spread();
    }
    return phase;
}

} // namespace nde::nn::vae
