#include "core/mix/DraftStretch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

constexpr double kHopS = 0.02;
constexpr double kReachS = 0.01; // how far a piece may be moved to fit
constexpr std::int64_t kCoarse = 8; // frames between two places that are tried first

/// Sum over sides, and the same thinned out for the coarse search.
std::vector<float> thinned(const audio::AudioBuffer& source)
{
    const auto left = source.channel(0);
    const auto right = source.channel(1);
    std::vector<float> sums(left.size() / kCoarse + 1);
    for (std::size_t i = 0; i < left.size(); ++i) {
        sums[i / kCoarse] += left[i] + right[i];
    }
    return sums;
}

/// How well what lies at `a` goes on from what lies at `b`.
float likeness(std::span<const float> samples, std::int64_t a, std::int64_t b, std::int64_t length)
{
    float cross = 0.0F;
    float energy = 1e-9F;
    for (std::int64_t i = 0; i < length; ++i) {
        const float x = samples[static_cast<std::size_t>(a + i)];
        cross += x * samples[static_cast<std::size_t>(b + i)];
        energy += x * x;
    }
    return cross / std::sqrt(energy);
}

class Search
{
public:
    Search(const audio::AudioBuffer& source, std::int64_t hop)
        : m_source(source)
        , m_thin(thinned(source))
        , m_hop(hop)
        , m_frames(static_cast<std::int64_t>(source.frames()))
        , m_reach(std::llround(kReachS * source.sampleRate()))
    {
    }

    /// The place near `wanted` from which the sound goes on best as it does from `natural`.
    [[nodiscard]] std::int64_t best(std::int64_t wanted, std::int64_t natural) const
    {
        const std::int64_t last = std::max<std::int64_t>(0, m_frames - 2 * m_hop - kCoarse);
        const std::int64_t from = std::clamp<std::int64_t>(wanted - m_reach, 0, last);
        const std::int64_t to = std::clamp<std::int64_t>(wanted + m_reach, 0, last);
        const std::int64_t follow = std::clamp<std::int64_t>(natural, 0, last);
        std::int64_t coarse = from / kCoarse;
        float highest = -1e30F;
        for (std::int64_t at = from / kCoarse; at <= to / kCoarse; ++at) {
            const float like = likeness(m_thin, at, follow / kCoarse, m_hop / kCoarse);
            if (like > highest) {
                highest = like;
                coarse = at;
            }
        }
        std::int64_t fine = coarse * kCoarse;
        highest = -1e30F;
        const auto left = m_source.channel(0);
        for (std::int64_t at = std::max(from, (coarse - 1) * kCoarse);
             at <= std::min(to, (coarse + 1) * kCoarse); ++at) {
            const float like = likeness(left, at, follow, m_hop / 2);
            if (like > highest) {
                highest = like;
                fine = at;
            }
        }
        return fine;
    }

private:
    const audio::AudioBuffer& m_source;
    std::vector<float> m_thin;
    std::int64_t m_hop;
    std::int64_t m_frames;
    std::int64_t m_reach;
};

} // namespace

audio::AudioBuffer draftStretch(const audio::AudioBuffer& source, double timeRatio)
{
    const std::int64_t hop
        = std::llround(kHopS * source.sampleRate()) / (2 * kCoarse) * (2 * kCoarse);
    const auto frames = static_cast<std::int64_t>(source.frames());
    const auto length = std::llround(static_cast<double>(frames) * timeRatio);
    audio::AudioBuffer out(2, static_cast<std::size_t>(length), source.sampleRate());
    if (hop < kCoarse || frames < 4 * hop) {
        for (int c = 0; c < 2; ++c) {
            std::copy_n(source.channel(c).begin(), std::min(frames, std::int64_t {length}),
                        out.channel(c).begin());
        }
        return out;
    }
    std::vector<float> window(static_cast<std::size_t>(2 * hop));
    for (std::size_t i = 0; i < window.size(); ++i) {
        window[i]
            = static_cast<float>(0.5
                                 - 0.5
                                     * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5)
                                                / static_cast<double>(hop)));
    }
    const Search search(source, hop);
    std::int64_t place = 0;
    // The first piece begins a hop before the output does.
    for (std::int64_t at = -hop; at < length; at += hop) {
        const auto wanted = std::llround(static_cast<double>(at) / timeRatio);
        place = at <= 0 ? at : search.best(wanted, place + hop);
        for (int c = 0; c < 2; ++c) {
            const auto in = source.channel(c);
            const auto target = out.channel(c);
            for (std::int64_t i = std::max<std::int64_t>(0, -at);
                 i < std::min<std::int64_t>(2 * hop, length - at); ++i) {
                const std::int64_t from = place + i;
                if (from >= 0 && from < frames) {
                    target[static_cast<std::size_t>(at + i)]
                        += window[static_cast<std::size_t>(i)] * in[static_cast<std::size_t>(from)];
                }
            }
        }
    }
    return out;
}

} // namespace nde::mix
