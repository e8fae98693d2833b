#include "core/services/ChopSlices.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace nde::services {
namespace {

/// Frames of mono audio that are looked at together: 64 MB, over five minutes at 48 kHz.
constexpr std::size_t kWindowFrames = std::size_t {1} << 24;
constexpr std::size_t kBlockFrames = 16384;
constexpr double kContextS = 1.0; ///< that a cut depends on, on both sides
constexpr int kLongestLoopBars = 4;
constexpr double kInherited = 0.99; ///< a class that the sound hands down; 1 is a person's word

using Cutter = std::function<std::vector<dsp::Slice>(std::span<const float> mono,
                                                     std::int64_t start, const TaskContext& task)>;

/// Reads on, folded to mono, until `mono` holds so many frames. @return  whether the file ended.
Result<bool> fillMono(audio::AudioReader& reader, std::size_t frames, std::vector<float>& mono,
                      TaskContext& task)
{
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    std::vector<float> block(kBlockFrames * channels);
    while (mono.size() < frames) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "chop cancelled");
        }
        const auto count = reader.read(block.data(), std::min(kBlockFrames, frames - mono.size()));
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            return true;
        }
        for (std::size_t frame = 0; frame < *count; ++frame) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < channels; ++c) {
                sum += block[frame * channels + c];
            }
            mono.push_back(std::isfinite(sum) ? sum / static_cast<float>(channels) : 0.0F);
        }
    }
    return false;
}

/// Sorts, names and groups the slices of one window. A class that the sound has hands itself down
/// to its notes, loops and phrases.
void finishWindow(std::vector<dsp::Slice>& slices, std::size_t from, const Stem& row,
                  dsp::SliceGrouper& grouper)
{
    const auto begin = slices.begin() + static_cast<std::ptrdiff_t>(from);
    std::stable_sort(begin, slices.end(),
                     [](const auto& a, const auto& b) { return a.startFrame < b.startFrame; });
    std::for_each(begin, slices.end(), [&row](auto& slice) {
        if (slice.guess.category == Category::Unclear) {
            slice.guess = {row.category, std::min(kInherited, row.categoryConfidence)};
        }
    });
    grouper.add(slices, from);
}

/// Windows overlap; a slice belongs to the window in whose middle it starts, so that each is found
/// once and with its whole tail.
Result<std::vector<dsp::Slice>> cutInWindows(audio::AudioReader& reader, const Stem& row,
                                             double longestS, const std::vector<Cutter>& cutters,
                                             TaskContext& task)
{
    const auto rate = static_cast<double>(reader.info().sampleRate);
    const auto overlap = std::min(kWindowFrames / 2,
                                  static_cast<std::size_t>(2.0 * (longestS + kContextS) * rate));
    std::vector<dsp::Slice> slices;
    std::vector<float> mono;
    dsp::SliceGrouper grouper;
    std::int64_t start = 0;
    for (bool isLast = false; !isLast;) {
        const auto ended = fillMono(reader, kWindowFrames, mono, task);
        if (!ended) {
            return propagate(ended);
        }
        isLast = *ended;
        const auto half = static_cast<std::int64_t>(overlap / 2);
        const auto size = static_cast<std::int64_t>(mono.size());
        const std::int64_t from = start == 0 ? 0 : start + half;
        const std::int64_t to = start + (isLast ? size : size - half);
        const std::size_t known = slices.size();
        for (const Cutter& cut : cutters) {
            auto found = cut(mono, start, task);
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "chop cancelled");
            }
            for (auto& slice : found) {
                slice.startFrame += start;
                slice.endFrame += start;
                if (slice.startFrame >= from && slice.startFrame < to) {
                    slices.push_back(std::move(slice));
                }
            }
        }
        finishWindow(slices, known, row, grouper);
        if (!isLast) {
            start += size - static_cast<std::int64_t>(overlap);
            mono.erase(mono.begin(), mono.end() - static_cast<std::ptrdiff_t>(overlap));
        }
        const auto expected = static_cast<double>(std::max<std::int64_t>(reader.info().frames, 1));
        task.progress(static_cast<double>(start + size) / expected, "finding slices");
    }
    return slices;
}

double barSeconds(const BeatGrid& grid)
{
    return 60.0 / grid.bpm.value_or(120.0) * std::max(1, grid.beatsPerBar);
}

Cutter loopCutter(const BeatGrid& grid, int rate)
{
    const double bar = barSeconds(grid) * rate;
    const double first = grid.firstDownbeatS * rate;
    return [=](std::span<const float> mono, std::int64_t start, const TaskContext& task) {
        return dsp::chopLoops(mono, rate, {first - static_cast<double>(start), bar}, task);
    };
}

bool saysNothing(Category category)
{
    return category == Category::Unclear || category == Category::Other || category == Category::Mix
        || category == Category::Residual;
}

std::vector<Cutter> cuttersFor(const ChopSource& source, int rate, double sensitivity,
                               const dsp::SliceClassifier& classify, const dsp::HitRefiner& refine)
{
    std::vector<Cutter> cutters;
    if (source.plan.hits) {
        dsp::ChopParams params;
        params.sensitivity = sensitivity;
        params.refine = refine;
        cutters.emplace_back([=](auto mono, std::int64_t, const TaskContext& task) {
            return dsp::chopDrums(mono, rate, params, task);
        });
    }
    if (source.plan.notes) {
        dsp::NoteParams params;
        params.sensitivity = sensitivity;
        const bool asks = classify && saysNothing(source.row.category);
        cutters.emplace_back([=](auto mono, std::int64_t, const TaskContext& task) {
            auto notes = dsp::chopNotes(mono, rate, params, task);
            for (auto& note : notes) {
                if (asks && !task.cancelled()) {
                    const auto from = static_cast<std::size_t>(note.startFrame);
                    const auto to = static_cast<std::size_t>(note.endFrame);
                    note.guess = classify(mono.subspan(from, to - from), mono.first(from), rate);
                    note.guess.confidence = std::clamp(note.guess.confidence, 0.0, kInherited);
                }
            }
            return notes;
        });
    }
    if (source.plan.loops) {
        cutters.push_back(loopCutter(source.grid, rate));
    }
    if (source.plan.phrases) {
        cutters.emplace_back([=](auto mono, std::int64_t, const TaskContext& task) {
            return dsp::chopPhrases(mono, rate, {}, task);
        });
    }
    return cutters;
}

double longestSlice(const ChopSource& source)
{
    double longest = dsp::ChopParams {}.maxSeconds;
    if (source.plan.notes) {
        longest = std::max(longest, dsp::NoteParams {}.maxSeconds);
    }
    if (source.plan.loops) {
        longest = std::max(longest, kLongestLoopBars * barSeconds(source.grid));
    }
    if (source.plan.phrases) {
        longest = std::max(longest, dsp::PhraseParams {}.maxSeconds);
    }
    return longest;
}

ChoppedSlice shown(const dsp::Slice& slice, double rate)
{
    ChoppedSlice out;
    out.startS = static_cast<double>(slice.startFrame) / rate;
    out.endS = static_cast<double>(slice.endFrame) / rate;
    out.category = slice.guess.category;
    out.confidence = slice.guess.confidence;
    out.soundClass = slice.soundClass;
    out.group = slice.group;
    out.isFirstOfGroup = slice.isFirstOfGroup;
    out.peak = std::clamp(slice.peak, 0.0, 1.0);
    out.pitchHz = slice.pitchHz;
    out.bars = slice.bars;
    out.isDoubtful = slice.guess.confidence < kLeastConfidence;
    return out;
}

} // namespace

Result<std::vector<ChoppedSlice>> findSlices(const ChopSource& source, audio::AudioReader& reader,
                                             double sensitivity,
                                             const dsp::SliceClassifier& classify,
                                             const dsp::HitRefiner& refine, TaskContext& task)
{
    const int rate = reader.info().sampleRate;
    const auto cutters = cuttersFor(source, rate, sensitivity, classify, refine);
    const auto slices = cutInWindows(reader, source.row, longestSlice(source), cutters, task);
    if (!slices) {
        return propagate(slices);
    }
    std::vector<ChoppedSlice> out;
    out.reserve(slices->size());
    for (const auto& slice : *slices) {
        out.push_back(shown(slice, rate));
    }
    return out;
}

} // namespace nde::services
