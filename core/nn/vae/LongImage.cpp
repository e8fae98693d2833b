#include "core/nn/vae/LongImage.h"

#include "core/nn/vae/Levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kGroupBands = 8;
constexpr std::size_t kGroups = kBands / kGroupBands;
constexpr float kMostGain = 0.475F; ///< 38 dB: what a peak half way to the floor has lost
constexpr float kFloorGate = 0.0054F; ///< scaled level up to which a cell is the floor
const float kOctaves = static_cast<float>(-kFloorDb / 10.0 * std::log2(10.0)); ///< of power, 0 … 1

float powerOf(float level)
{
    return std::exp2((level - 1.0F) * kOctaves);
}

/// Brings each group of bands up to its wanted power.
void giveBack(const std::array<float, kGroups>& wanted, std::array<float, kBands>& level)
{
    std::array<float, kGroups> gain {};
    for (std::size_t g = 0; g < kGroups; ++g) {
        float have = 1e-12F;
        for (std::size_t i = 0; i < kGroupBands; ++i) {
            have += powerOf(level[g * kGroupBands + i]);
        }
        gain[g] = std::clamp(std::log2((wanted[g] + 1e-12F) / have) / kOctaves, 0.0F, kMostGain);
    }
    // Not smoothed over the groups: a tone would miss what its neighbours do not lack.
    for (std::size_t b = 0; b < kBands; ++b) {
        level[b] += level[b] > kFloorGate ? gain[b / kGroupBands] : 0.0F;
    }
}

} // namespace

LongImage::LongImage(const LongGrid& grid, ChunkFn chunks)
    : m_grid(grid)
    , m_chunks(std::move(chunks))
{
}

const LongImage::Layer* LongImage::layer(int step)
{
    const int steps = m_grid.steps();
    if (m_grid.isCircular) {
        step = (step % steps + steps) % steps;
    } else if (step < 0 || step >= steps) {
        return nullptr;
    }
    const auto known = std::find_if(m_layers.begin(), m_layers.end(),
                                    [step](const Layer& layer) { return layer.step == step; });
    if (known != m_layers.end()) {
        std::rotate(m_layers.begin(), known, known + 1); // the newest first
        return &m_layers.front();
    }
    std::rotate(m_layers.begin(), m_layers.end() - 1, m_layers.end());
    const auto v = m_chunks(step);
    const std::span all(v);
    const auto eta = all.subspan(kEtaOffset, kEtaSize);
    m_layers.front() = {step, levelledPicture(all), {eta.begin(), eta.end()}};
    return &m_layers.front();
}

void LongImage::copy(const Layer& from, int frame, Frame& to)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        to.level[b]
            = std::clamp(from.levels[b * kFrames + static_cast<std::size_t>(frame)], 0.0F, 1.1F);
        to.eta[b] = pooledAt(from.eta, static_cast<int>(b), frame, 0.0F, kEtaWeight) / kEtaWeight;
    }
}

void LongImage::mix(const Frame& a, const Frame& b, float weightB, Frame& out)
{
    std::array<float, kGroups> wanted {};
    for (std::size_t i = 0; i < kBands; ++i) {
        const float powerA = (1.0F - weightB) * powerOf(a.level[i]);
        const float powerB = weightB * powerOf(b.level[i]);
        wanted[i / kGroupBands] += powerA + powerB;
        out.level[i] = std::lerp(a.level[i], b.level[i], weightB);
        out.eta[i] = std::lerp(a.eta[i], b.eta[i], powerB / (powerA + powerB));
    }
    giveBack(wanted, out.level);
}

const LongImage::Frame& LongImage::merged(int frame)
{
    if (m_grid.isCircular) {
        frame = (frame % m_grid.frames + m_grid.frames) % m_grid.frames;
    }
    if (m_merged[1].index == frame) {
        std::swap(m_merged[0], m_merged[1]);
    }
    if (m_merged[0].index == frame) {
        return m_merged[0];
    }
    std::swap(m_merged[0], m_merged[1]);
    Frame& out = m_merged[0];
    out = {frame, {}, {}};
    if (frame < 0 || frame >= m_grid.frames) {
        return out;
    }
    const int step = frame / kStepFrames;
    const int place = frame % kStepFrames;
    Frame now;
    Frame before;
    const Layer* starting = layer(step);
    if (starting != nullptr) {
        copy(*starting, place, now);
    }
    const Layer* ending = layer(step - 1);
    if (ending != nullptr) {
        copy(*ending, place + kStepFrames, before);
    }
    if (starting == nullptr || ending == nullptr) {
        const Frame& only = starting != nullptr ? now : before;
        out.level = only.level;
        out.eta = only.eta;
        return out;
    }
    const double turn = 2.0 * std::numbers::pi * (place + 0.5) / kFrames;
    mix(before, now, static_cast<float>(0.5 - 0.5 * std::cos(turn)), out);
    return out;
}

void LongImage::read(double frame, FrameBins& out)
{
    const double below = std::floor(frame);
    const auto share = static_cast<float>(frame - below);
    const Frame low = merged(static_cast<int>(below));
    const Frame& high = share > 0.0F ? merged(static_cast<int>(below) + 1) : low;
    for (std::size_t b = 0; b < kBands; ++b) {
        const float level = std::lerp(low.level[b], high.level[b], share);
        out.level[b] = std::clamp(level, 0.0F, 1.1F) * 80.0F - 80.0F;
        out.eta[b] = std::lerp(low.eta[b], high.eta[b], share);
    }
}

double LongImage::power(int frame)
{
    const Frame& here = merged(frame);
    double sum = 0;
    for (const float level : here.level) {
        sum += powerOf(level);
    }
    return sum;
}

} // namespace nde::nn::vae
