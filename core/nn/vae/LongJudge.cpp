#include "core/nn/vae/LongJudge.h"

#include "core/nn/vae/LongWalk.h"
#include "core/nn/vae/Prepare.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace nde::nn::vae {

namespace {

constexpr double kCopyNovelty = 0.25; ///< vae.md 3: nearer than that is memorised
constexpr double kFarOut = 1.5; ///< times the outermost training chunk's own distance
constexpr std::size_t kMeasured = 256; ///< chunks that tell what is typical
constexpr float kSilentPeak = 1e-3F;

float median(std::vector<float> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

TypicalDistances typicalBetween(const SoundSpace& space, const std::vector<LongSequence>& sequences)
{
    std::vector<float> nearest;
    std::vector<float> crowd;
    const auto count = static_cast<std::size_t>(space.sounds());
    const auto width = static_cast<std::size_t>(space.dimensions);
    const std::size_t stride = std::max<std::size_t>(1, count / kMeasured);
    for (std::size_t i = 0; i < count; i += stride) {
        auto others = space.distances(std::span(space.points).subspan(i * width, width));
        const LongSequence& own
            = sequences[static_cast<std::size_t>(sequenceOf(sequences, static_cast<int>(i)))];
        others.erase(others.begin() + own.first, others.begin() + own.first + own.count);
        nearest.push_back(meanOfNearest(others, 1));
        crowd.push_back(meanOfNearest(others, 5));
    }
    TypicalDistances out;
    out.nearest = median(nearest);
    out.crowd = median(crowd);
    out.outermost = *std::max_element(crowd.begin(), crowd.end());
    return out;
}

} // namespace

LongJudge::LongJudge(SoundSpace space, std::vector<LongSequence> sequences)
    : m_space(std::move(space))
    , m_sequences(std::move(sequences))
    , m_typical(typicalBetween(m_space, m_sequences))
{
}

LongJudge::Opinion LongJudge::judge(std::span<const float> finished) const
{
    Opinion out;
    std::vector<float> nearest;
    std::vector<float> crowd;
    std::map<std::int64_t, int> votes;
    for (std::size_t start = 0; start < finished.size(); start += kLength) {
        std::vector<float> chunk(kLength, 0.0F);
        float peak = 0;
        for (std::size_t n = 0; n < std::min<std::size_t>(kLength, finished.size() - start); ++n) {
            chunk[n] = finished[start + n] * (kTrainingPeak / kPeak);
            if (!std::isfinite(chunk[n])) {
                out.verdict = Verdict::Broken;
                return out;
            }
            peak = std::max(peak, std::abs(chunk[n]));
        }
        if (peak < kSilentPeak) {
            continue;
        }
        const auto distances = m_space.distances(m_space.place(soundEmbedding(chunk)));
        const auto best = std::min_element(distances.begin(), distances.end());
        nearest.push_back(*best);
        crowd.push_back(meanOfNearest(distances, 5));
        const int whose = sequenceOf(m_sequences, static_cast<int>(best - distances.begin()));
        ++votes[m_sequences[static_cast<std::size_t>(whose)].id];
    }
    if (nearest.empty()) {
        out.verdict = Verdict::Silent;
        return out;
    }
    out.nearestDistance = median(nearest);
    out.novelty = out.nearestDistance / std::max(m_typical.nearest, 1e-6F);
    const double typical = median(crowd);
    out.fidelity = std::exp(-std::max(0.0, typical / std::max(m_typical.crowd, 1e-6F) - 1.0));
    out.nearestId = std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) {
                        return a.second < b.second;
                    })->first;
    if (out.novelty < kCopyNovelty) {
        out.verdict = Verdict::Copy;
    } else if (typical > kFarOut * m_typical.outermost) {
        out.verdict = Verdict::OffCategory;
    }
    return out;
}

} // namespace nde::nn::vae
