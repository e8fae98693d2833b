#include "core/dsp/ChopParts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kBlockS = 0.01;
constexpr double kLoudShare = 0.95; ///< rank of the level that rests are measured against
constexpr double kRestDb = -40.0;
constexpr double kFadeInS = 0.02; ///< before what is loud: breath, the rise of a pad
constexpr std::array<double, 9> kPrintEdgesS {0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.2, 1.6, 2.4};

std::vector<double> blockPowers(std::span<const float> mono, std::size_t block)
{
    std::vector<double> powers;
    for (std::size_t at = 0; at < mono.size(); at += block) {
        const auto part = mono.subspan(at, std::min(block, mono.size() - at));
        double sum = 0.0;
        for (const float value : part) {
            sum += static_cast<double>(value) * static_cast<double>(value);
        }
        powers.push_back(sum / static_cast<double>(part.size()));
    }
    return powers;
}

struct Stretch
{
    std::size_t from; ///< blocks
    std::size_t to;
};

/// What is not rest: blocks above the level, with gaps shorter than a rest.
std::vector<Stretch> sounding(const std::vector<double>& powers, double least, std::size_t rest)
{
    std::vector<Stretch> found;
    for (std::size_t i = 0; i < powers.size(); ++i) {
        if (powers[i] < least) {
            continue;
        }
        if (!found.empty() && i - found.back().to < rest) {
            found.back().to = i + 1;
        } else {
            found.push_back({i, i + 1});
        }
    }
    return found;
}

/// Cuts what is too long where it is quietest, in its later half.
void split(const std::vector<double>& powers, Stretch stretch, std::size_t longest,
           std::vector<Stretch>& out)
{
    while (stretch.to - stretch.from > longest) {
        const auto begin = powers.begin() + static_cast<std::ptrdiff_t>(stretch.from);
        const auto quietest = std::min_element(begin + static_cast<std::ptrdiff_t>(longest / 2),
                                               begin + static_cast<std::ptrdiff_t>(longest));
        const auto cut = static_cast<std::size_t>(quietest - powers.begin());
        out.push_back({stretch.from, cut});
        stretch.from = cut;
    }
    out.push_back(stretch);
}

} // namespace

std::vector<Slice> chopPhrases(std::span<const float> mono, int sampleRate,
                               const PhraseParams& params, const TaskContext& task)
{
    std::vector<Slice> slices;
    if (mono.empty() || sampleRate <= 0) {
        return slices;
    }
    const auto block
        = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(kBlockS * sampleRate)));
    const std::vector<double> powers = blockPowers(mono, block);
    std::vector<double> ranked = powers;
    const auto rank
        = static_cast<std::ptrdiff_t>(kLoudShare * static_cast<double>(ranked.size() - 1));
    std::nth_element(ranked.begin(), ranked.begin() + rank, ranked.end());
    const double least
        = std::max(1e-12, ranked[static_cast<std::size_t>(rank)] * std::pow(10.0, kRestDb / 10.0));
    const auto inBlocks = [](double seconds) {
        return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(seconds / kBlockS)));
    };
    std::vector<Stretch> stretches;
    for (const Stretch& stretch : sounding(powers, least, inBlocks(params.restSeconds))) {
        split(powers, stretch, std::max<std::size_t>(2, inBlocks(params.maxSeconds)), stretches);
    }
    const auto lead = static_cast<std::size_t>(kFadeInS * sampleRate);
    const float quiet = quietPower(mono, sampleRate);
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        if (task.cancelled()) {
            return {};
        }
        const bool isCut = i > 0 && stretches[i - 1].to == stretches[i].from;
        const std::size_t begin = stretches[i].from * block;
        const std::size_t start
            = startBefore(mono, sampleRate, isCut || begin < lead ? begin : begin - lead);
        // The tail may ring into the rest, up to the next phrase.
        const std::size_t next
            = i + 1 < stretches.size() ? stretches[i + 1].from * block : mono.size();
        const std::size_t ring
            = stretches[i].to * block + static_cast<std::size_t>(params.restSeconds * sampleRate);
        const bool isCutBehind
            = i + 1 < stretches.size() && stretches[i + 1].from == stretches[i].to;
        const std::size_t limit
            = isCutBehind ? next : std::min(next > lead ? next - lead : next, ring);
        const auto sound = mono.subspan(start, std::max(limit, start + 1) - start);
        const std::size_t kept = tailEnd(sound, sampleRate, quiet);
        if (static_cast<double>(kept) < params.minSeconds * sampleRate) {
            continue;
        }
        Slice slice;
        slice.startFrame = static_cast<std::int64_t>(start);
        slice.endFrame = static_cast<std::int64_t>(start + kept);
        slice.soundClass = SoundClass::Phrase;
        slice.peak = static_cast<double>(peakOf(sound.first(kept)));
        slice.print = slicePrint(sound.first(kept), sampleRate, kPrintEdgesS);
        slice.clarity = isolationDb(mono, sampleRate, slice);
        slices.push_back(std::move(slice));
    }
    return slices;
}

} // namespace nde::dsp
