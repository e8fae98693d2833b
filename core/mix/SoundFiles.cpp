#include "core/mix/SoundFiles.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/audio/TimeStretch.h"
#include "core/mix/DraftStretch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

using audio::AudioBuffer;

constexpr double kMaxOneShotS = 30.0; // as long as the arranger lets a sound ring
constexpr double kMaxLoopS = 3600.0;
constexpr double kRollS = 0.1; // before and behind a loop while it is stretched
// Loops that miss the grid by less are read a little faster or slower: under a cent.
constexpr double kVarispeed = 5e-4;
constexpr std::size_t kBlock = 16384;

/// Frames [from, from + count) of a file as stereo, less where it ends before.
Result<AudioBuffer> readStereo(audio::AudioReader& reader, std::int64_t from, std::int64_t count,
                               TaskContext& task)
{
    const audio::AudioInfo& info = reader.info();
    if (from > 0) {
        if (auto sought = reader.seek(std::min(from, info.frames)); !sought) {
            return propagate(sought);
        }
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(0, count));
    std::vector<float> block(kBlock * channels);
    AudioBuffer stereo(2, 0, info.sampleRate);
    std::size_t filled = 0;
    while (filled < limit) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        const auto got = reader.read(block.data(), std::min(kBlock, limit - filled));
        if (!got) {
            return propagate(got);
        }
        if (*got == 0) {
            break;
        }
        stereo.resize(filled + *got);
        const auto left = stereo.channel(0);
        const auto right = stereo.channel(1);
        for (std::size_t i = 0; i < *got; ++i) {
            left[filled + i] = block[i * channels];
            right[filled + i] = block[i * channels + (channels > 1 ? 1 : 0)];
        }
        filled += *got;
    }
    return stereo;
}

tl::unexpected<Error> noSound(const std::string& path, double startS)
{
    return fail(ErrorCode::BadInput,
                "'" + path + "' has no sound at " + std::to_string(startS) + " s");
}

/// Raised cosine from 0 to 1 over `length` frames.
double riseAt(std::int64_t i, std::int64_t length)
{
    return 0.5
        - 0.5
        * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(length));
}

/// Whether a loop jumps or bends where its end meets its beginning.
bool isRough(std::span<const float> samples, std::size_t reach)
{
    const std::size_t frames = samples.size();
    const auto at = [&](std::size_t i) { return samples[i % frames]; };
    const auto bend = [&](std::size_t i) { return std::abs(at(i + 2) - 2.0F * at(i + 1) + at(i)); };
    float largest = 1e-5F;
    for (std::size_t i = 0; i < reach; ++i) {
        largest = std::max({largest, bend(i), bend(frames - 3 - i)});
    }
    return std::max(bend(frames - 2), bend(frames - 1)) > 2.0F * largest;
}

/// A loop whose own end does not lead into its beginning: drums end in a short fade, their
/// beginning being an onset; everything else crosses over into its own beginning turned about its
/// first sample, which arrives there with the right slope.
void mendSeam(AudioBuffer& loop, bool isDrum)
{
    const std::size_t frames = loop.frames();
    const double seconds = isDrum ? kDrumJoinS : kJoinS;
    const auto wrap
        = std::min(frames / 4, static_cast<std::size_t>(std::lround(seconds * loop.sampleRate())));
    if (wrap < 4 || !(isRough(loop.channel(0), wrap) || isRough(loop.channel(1), wrap))) {
        return;
    }
    for (int c = 0; c < loop.channels(); ++c) {
        const std::span<float> samples = loop.channel(c);
        for (std::size_t i = 0; i < wrap; ++i) {
            const auto rise = static_cast<float>(
                riseAt(static_cast<std::int64_t>(i), static_cast<std::int64_t>(wrap)));
            float& sample = samples[frames - wrap + i];
            sample *= 1.0F - rise;
            if (!isDrum) {
                sample += rise * (2.0F * samples[0] - samples[wrap - i]);
            }
        }
    }
}

/// A window of a file with what lies around it: the file's own sound where there is enough, else
/// the loop goes round.
struct Rolled
{
    AudioBuffer audio;
    std::int64_t roll {};
    std::int64_t frames {}; ///< of the window
};

AudioBuffer rolledRound(const AudioBuffer& window, const AudioBuffer& before,
                        const AudioBuffer& behind, std::int64_t roll)
{
    const auto frames = static_cast<std::int64_t>(window.frames());
    AudioBuffer all(2, static_cast<std::size_t>(frames + 2 * roll), window.sampleRate());
    for (int c = 0; c < 2; ++c) {
        const auto source = window.channel(c);
        const auto target = all.channel(c);
        for (std::int64_t i = 0; i < frames + 2 * roll; ++i) {
            const std::int64_t at = i - roll;
            const auto inWindow = static_cast<std::size_t>((at % frames + frames) % frames);
            float value = source[inWindow];
            if (at < 0 && !before.isEmpty()) {
                value = before.channel(c)[static_cast<std::size_t>(i)];
            } else if (at >= frames && !behind.isEmpty()) {
                value = behind.channel(c)[static_cast<std::size_t>(at - frames)];
            }
            target[static_cast<std::size_t>(i)] = value;
        }
    }
    return all;
}

Result<Rolled> readWindow(const SoundKey& key, TaskContext& task)
{
    auto reader = audio::openAudio(key.path);
    if (!reader) {
        return propagate(reader);
    }
    const double rate = (*reader)->info().sampleRate;
    const auto start = static_cast<std::int64_t>(std::llround(key.windowStartS * rate));
    const double lengthS = key.windowS > 0.0 ? std::min(key.windowS, kMaxLoopS) : kMaxLoopS;
    const auto length = static_cast<std::int64_t>(std::llround(lengthS * rate));
    auto window = readStereo(**reader, start, length, task);
    if (!window) {
        return propagate(window);
    }
    if (window->isEmpty()) {
        return noSound(key.path, key.windowStartS);
    }
    Rolled rolled;
    rolled.roll = std::llround(kRollS * rate);
    rolled.frames = static_cast<std::int64_t>(window->frames());
    AudioBuffer before;
    AudioBuffer behind;
    if (start >= rolled.roll) {
        auto read = readStereo(**reader, start - rolled.roll, rolled.roll, task);
        if (!read) {
            return propagate(read);
        }
        before = *std::move(read);
    }
    if (key.windowS > 0.0) {
        auto read = readStereo(**reader, start + rolled.frames, rolled.roll, task);
        if (!read) {
            return propagate(read);
        }
        if (static_cast<std::int64_t>(read->frames()) == rolled.roll) {
            behind = *std::move(read);
        }
    }
    if (before.isEmpty()) {
        mendSeam(*window, key.isDrum);
    }
    rolled.audio = rolledRound(*window, before, behind, rolled.roll);
    return rolled;
}

/// To another length and rate in one step.
Result<AudioBuffer> respeeded(const AudioBuffer& source, double factor, int sampleRate)
{
    auto resampler = audio::Resampler::create(2, source.sampleRate(), source.sampleRate() * factor);
    if (!resampler) {
        return propagate(resampler);
    }
    std::vector<float> out;
    resampler->process(audio::interleave(source), true, out);
    return audio::deinterleave(out, 2, sampleRate);
}

/// Brings the window to `loopFrames` frames; what lies around it follows.
Result<AudioBuffer> toGrid(const Rolled& rolled, const SoundKey& key, int sampleRate, bool isDraft,
                           TaskContext& task)
{
    const double outPerIn
        = static_cast<double>(key.loopFrames) / static_cast<double>(rolled.frames);
    const double rates = static_cast<double>(sampleRate) / rolled.audio.sampleRate();
    const double ratio = outPerIn / rates;
    if (!(ratio >= 0.25 && ratio <= 4.0)) {
        return fail(ErrorCode::BadInput,
                    "'" + key.path + "' would have to be stretched to " + std::to_string(ratio)
                        + " times its length");
    }
    if (key.semitones == 0.0 && std::abs(ratio - 1.0) < kVarispeed) {
        return outPerIn == 1.0 ? Result<AudioBuffer>(rolled.audio)
                               : respeeded(rolled.audio, outPerIn, sampleRate);
    }
    const auto atRate = rolled.audio.sampleRate() == sampleRate
        ? Result<AudioBuffer>(rolled.audio)
        : audio::resample(rolled.audio, sampleRate);
    if (!atRate) {
        return atRate;
    }
    if (!isDraft) {
        return audio::timeStretch(*atRate, ratio, key.semitones, task);
    }
    const double pitch = std::exp2(key.semitones / 12.0);
    const AudioBuffer longer = draftStretch(*atRate, ratio * pitch);
    return key.semitones == 0.0 ? Result<AudioBuffer>(longer)
                                : respeeded(longer, 1.0 / pitch, sampleRate);
}

/// The loop alone. Its last milliseconds cross over into what came before its beginning, with equal
/// power however alike the two are.
AudioBuffer closed(const AudioBuffer& all, std::int64_t begin, const SoundKey& key)
{
    const std::int64_t frames = key.loopFrames;
    AudioBuffer loop(2, static_cast<std::size_t>(frames), all.sampleRate());
    const double seconds = key.isDrum ? kDrumJoinS : kJoinS;
    const auto join
        = std::min<std::int64_t>({std::llround(seconds * all.sampleRate()), begin, frames / 4});
    const auto available = static_cast<std::int64_t>(all.frames());
    double cross = 0.0;
    double ends = 1e-20;
    double leads = 1e-20;
    for (int c = 0; c < 2; ++c) {
        const auto source = all.channel(c);
        const auto target = loop.channel(c);
        const std::int64_t there = std::min(frames, available - begin);
        std::copy_n(source.begin() + begin, there, target.begin());
        for (std::int64_t i = 0; i < join; ++i) {
            const auto end
                = static_cast<double>(target[static_cast<std::size_t>(frames - join + i)]);
            const auto lead
                = static_cast<double>(source[static_cast<std::size_t>(begin - join + i)]);
            cross += end * lead;
            ends += end * end;
            leads += lead * lead;
        }
    }
    const double alike = std::clamp(cross / std::sqrt(ends * leads), -0.5, 1.0);
    for (int c = 0; c < 2; ++c) {
        const auto source = all.channel(c);
        const auto target = loop.channel(c);
        for (std::int64_t i = 0; i < join; ++i) {
            const double rise = riseAt(i, join);
            const double fall = 1.0 - rise;
            const double norm
                = 1.0 / std::sqrt(rise * rise + fall * fall + 2.0 * alike * rise * fall);
            float& sample = target[static_cast<std::size_t>(frames - join + i)];
            sample = static_cast<float>(norm * fall) * sample
                + static_cast<float>(norm * rise)
                    * source[static_cast<std::size_t>(begin - join + i)];
        }
    }
    return loop;
}

} // namespace

Result<AudioBuffer> readOneShot(const SoundKey& key, int sampleRate, TaskContext& task)
{
    auto reader = audio::openAudio(key.path);
    if (!reader) {
        return propagate(reader);
    }
    const double rate = (*reader)->info().sampleRate;
    auto source = readStereo(**reader, 0, std::llround(kMaxOneShotS * rate), task);
    if (!source) {
        return source;
    }
    if (source->isEmpty()) {
        return noSound(key.path, 0.0);
    }
    auto buffer = source->sampleRate() == sampleRate ? Result<AudioBuffer>(*std::move(source))
                                                     : audio::resample(*source, sampleRate);
    if (buffer) {
        fadeEnds(*buffer, !key.isDrum);
    }
    return buffer;
}

Result<AudioBuffer> readLoop(const SoundKey& key, int sampleRate, bool isDraft, TaskContext& task)
{
    const auto rolled = readWindow(key, task);
    if (!rolled) {
        return propagate(rolled);
    }
    const auto all = toGrid(*rolled, key, sampleRate, isDraft, task);
    if (!all) {
        return propagate(all);
    }
    const double outPerIn
        = static_cast<double>(key.loopFrames) / static_cast<double>(rolled->frames);
    return closed(*all, std::llround(static_cast<double>(rolled->roll) * outPerIn), key);
}

Result<AudioBuffer> transposed(const AudioBuffer& source, double semitones)
{
    auto result = respeeded(source, std::exp2(-semitones / 12.0), source.sampleRate());
    if (result) {
        fadeEnds(*result, false);
    }
    return result;
}

} // namespace nde::mix
