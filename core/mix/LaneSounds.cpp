#include "core/mix/LaneSounds.h"

#include "core/audio/Loudness.h"
#include "core/audio/Resample.h"
#include "core/audio/TimeStretch.h"
#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace nde::mix {

namespace {

using audio::AudioBuffer;

constexpr double kMaxOneShotS = 30.0; // as long as the arranger lets a sound ring
constexpr double kMaxGainDb = 30.0;
constexpr double kSilenceLufs = -69.0;
constexpr double kWrapS = 0.005;
constexpr double kDrumWrapS = 0.002;
constexpr std::size_t kBlock = 16384;

/// Reads [startS, startS + lengthS) of a file as stereo; lengthS 0 = to the end, at most `maxS`.
Result<AudioBuffer> readStereo(const std::string& path, double startS, double lengthS, double maxS,
                               TaskContext& task)
{
    auto reader = audio::openAudio(path);
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo info = (*reader)->info();
    const auto start = static_cast<std::int64_t>(std::llround(startS * info.sampleRate));
    if (start > 0) {
        if (auto sought = (*reader)->seek(std::min(start, info.frames)); !sought) {
            return propagate(sought);
        }
    }
    const double limitS = lengthS > 0.0 ? std::min(lengthS, maxS) : maxS;
    const auto limit = static_cast<std::size_t>(std::llround(limitS * info.sampleRate));
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> block(kBlock * channels);
    AudioBuffer stereo(2, 0, info.sampleRate);
    std::size_t filled = 0;
    while (filled < limit) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        const auto got = (*reader)->read(block.data(), std::min(kBlock, limit - filled));
        if (!got) {
            return propagate(got);
        }
        if (*got == 0) {
            break;
        }
        stereo.resize(filled + *got);
        for (std::size_t i = 0; i < *got; ++i) {
            stereo.channel(0)[filled + i] = block[i * channels];
            stereo.channel(1)[filled + i] = block[i * channels + (channels > 1 ? 1 : 0)];
        }
        filled += *got;
    }
    if (filled == 0) {
        return fail(ErrorCode::BadInput,
                    "'" + path + "' has no sound at " + std::to_string(startS) + " s");
    }
    return stereo;
}

Result<AudioBuffer> atRate(AudioBuffer buffer, int rate)
{
    return buffer.sampleRate() == rate ? Result<AudioBuffer>(std::move(buffer))
                                       : audio::resample(buffer, rate);
}

/// Gain to the reference loudness; measured block by block, so that cancelling is prompt.
Result<double> gainOf(const AudioBuffer& buffer, TaskContext& task)
{
    auto meter = audio::LoudnessMeter::create(buffer.channels(), buffer.sampleRate());
    if (!meter) {
        return propagate(meter);
    }
    const std::vector<float> samples = audio::interleave(buffer);
    const auto step = kBlock * static_cast<std::size_t>(buffer.channels());
    for (std::size_t at = 0; at < samples.size(); at += step) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        meter->add(
            std::span<const float>(samples).subspan(at, std::min(step, samples.size() - at)));
    }
    const audio::Loudness loudness = meter->finish();
    const double lufs = loudness.shortTermMaxLufs > kSilenceLufs && buffer.seconds() >= 3.0
        ? loudness.shortTermMaxLufs
        : loudness.momentaryMaxLufs;
    if (lufs <= kSilenceLufs) {
        return 0.0;
    }
    return std::pow(10.0, std::min(kMaxGainDb, kReferenceLufs - lufs) / 20.0);
}

/// Makes the end of a loop lead into its beginning. Drums end in a short fade: their beginning is
/// an onset. Everything else crosses over, equal power, into its own mirrored beginning, which
/// ends on the very first sample.
void closeLoop(AudioBuffer& loop, std::size_t frames, bool isDrum)
{
    const double seconds = isDrum ? kDrumWrapS : kWrapS;
    const auto wrap
        = std::min(frames / 4, static_cast<std::size_t>(std::lround(seconds * loop.sampleRate())));
    for (int c = 0; c < loop.channels(); ++c) {
        const std::span<float> samples = loop.channel(c);
        for (std::size_t i = 0; i < wrap; ++i) {
            const double angle
                = static_cast<double>(i + 1) / static_cast<double>(wrap) * std::numbers::pi / 2.0;
            float& sample = samples[frames - wrap + i];
            sample *= static_cast<float>(std::cos(angle));
            if (!isDrum) {
                sample += static_cast<float>(std::sin(angle)) * samples[wrap - 1 - i];
            }
        }
        for (std::size_t i = frames; i < loop.frames(); ++i) {
            samples[i] = isDrum ? 0.0F : samples[i - frames];
        }
    }
}

std::filesystem::path cachePath(const music::Lane& lane, const RenderOptions& options,
                                std::size_t frames)
{
    if (options.stretchCache.empty() || lane.stemHash.empty()) {
        return {};
    }
    std::array<char, 160> key {};
    std::snprintf(key.data(), key.size(), "|%.9f|%.9f|%.3f|%zu|%d|%s", lane.windowStartS,
                  lane.windowS, lane.semitones, frames, options.sampleRate, kStretchVersion);
    std::array<char, 40> name {};
    const std::string text = lane.stemHash + key.data();
    std::snprintf(name.data(), name.size(), "%016llx%016llx.wav",
                  static_cast<unsigned long long>(streamSeed(1, text)),
                  static_cast<unsigned long long>(streamSeed(2, text)));
    return options.stretchCache / name.data();
}

Result<AudioBuffer> stretched(const AudioBuffer& source, std::size_t frames, double semitones,
                              TaskContext& task)
{
    const double ratio = static_cast<double>(frames) / static_cast<double>(source.frames());
    if (ratio < 0.25 || ratio > 4.0) {
        return fail(ErrorCode::BadInput,
                    "it would have to be stretched to " + std::to_string(ratio)
                        + " times its length");
    }
    if (source.frames() == frames && semitones == 0.0) {
        return source;
    }
    auto result = audio::timeStretch(source, ratio, semitones, task);
    if (result) {
        result->resize(frames);
    }
    return result;
}

Result<AudioBuffer> loadLoop(const music::Lane& lane, const RenderOptions& options,
                             std::size_t frames, TaskContext& task)
{
    const std::filesystem::path cached = cachePath(lane, options, frames);
    std::error_code ignored;
    if (!cached.empty() && std::filesystem::exists(cached, ignored)
        && std::filesystem::exists(lane.stemPath, ignored)) {
        auto loop = audio::readAudio(cached, 3600.0);
        // A damaged entry is no failure: the loop is simply made again, and replaces it.
        if (loop && loop->frames() == frames && loop->channels() == 2) {
            return loop;
        }
    }
    auto source = readStereo(lane.stemPath, lane.windowStartS, lane.windowS, 3600.0, task);
    if (!source) {
        return source;
    }
    auto resampled = atRate(*std::move(source), options.sampleRate);
    if (!resampled) {
        return resampled;
    }
    auto loop = stretched(*resampled, frames, lane.semitones, task);
    if (loop && !cached.empty()) {
        audio::WriteOptions write;
        write.sampleFormat = audio::SampleFormat::Float32;
        write.overwrite = true;
        // The cache only saves time; a full disk shows where it matters, at the output.
        static_cast<void>(audio::writeAudio(cached, *loop, write));
    }
    return loop;
}

/// Ends and, for tonal sounds, starts at zero without a step.
void fadeEnds(AudioBuffer& buffer, bool isTonal)
{
    const auto frames = buffer.frames();
    const auto out = std::min(frames / 2, static_cast<std::size_t>(buffer.sampleRate() / 200));
    const auto in = isTonal
        ? std::min(frames / 2, static_cast<std::size_t>(buffer.sampleRate() / 1000))
        : std::size_t {0};
    const auto raised = [](std::size_t i, std::size_t length) {
        return static_cast<float>(0.5
                                  - 0.5
                                      * std::cos(std::numbers::pi * static_cast<double>(i)
                                                 / static_cast<double>(length)));
    };
    for (int c = 0; c < buffer.channels(); ++c) {
        const std::span<float> samples = buffer.channel(c);
        for (std::size_t i = 0; i < out; ++i) {
            samples[frames - 1 - i] *= raised(i, out);
        }
        for (std::size_t i = 0; i < in; ++i) {
            samples[i] *= raised(i, in);
        }
    }
}

bool isDrumCategory(Category category)
{
    return category <= Category::Drums; // the enumeration begins with the drums
}

} // namespace

Error laneError(const music::Lane& lane, const Error& error)
{
    return {error.code, "lane '" + lane.role + "': " + error.message};
}

Result<LaneSounds> LaneSounds::load(const music::Plan& plan, const music::Lane& lane,
                                    const RenderOptions& options, TaskContext& task)
{
    LaneSounds sounds;
    const bool isDrum = isDrumCategory(lane.category);
    const auto read = [&](const std::string& path) -> Result<AudioBuffer> {
        auto source = readStereo(path, 0.0, 0.0, kMaxOneShotS, task);
        if (!source) {
            return source;
        }
        auto buffer = atRate(*std::move(source), options.sampleRate);
        if (buffer) {
            fadeEnds(*buffer, !isDrum);
        }
        return buffer;
    };
    const double loopS = lane.loopBars * plan.beatsPerBar * 60.0 / plan.bpm;
    const auto loopFrames = static_cast<std::size_t>(std::llround(loopS * options.sampleRate));
    auto main = lane.isLoop ? loadLoop(lane, options, loopFrames, task) : read(lane.stemPath);
    if (!main) {
        return tl::unexpected<Error>(laneError(lane, main.error()));
    }
    sounds.m_main = *std::move(main);
    if (lane.isLoop) {
        sounds.m_main.resize(loopFrames + 2);
        closeLoop(sounds.m_main, loopFrames, isDrum);
    }
    const auto gain = gainOf(sounds.m_main, task);
    if (!gain) {
        return tl::unexpected<Error>(laneError(lane, gain.error()));
    }
    sounds.m_gain = *gain;
    sounds.m_onsetS = lane.onsetS;
    sounds.m_alternateOnsetS = lane.alternateOnsetS;
    if (!lane.isLoop && !lane.alternatePath.empty()) {
        auto alternate = read(lane.alternatePath);
        if (!alternate) {
            return tl::unexpected<Error>(laneError(lane, alternate.error()));
        }
        sounds.m_alternate = *std::move(alternate);
        const auto other = gainOf(sounds.m_alternate, task);
        if (!other) {
            return tl::unexpected<Error>(laneError(lane, other.error()));
        }
        sounds.m_gainAlternate = *other;
    }
    return sounds;
}

Result<const AudioBuffer*> LaneSounds::oneShot(bool alternate, double semitones)
{
    const AudioBuffer& source = alternate ? m_alternate : m_main;
    if (semitones == 0.0) {
        return &source;
    }
    const auto key = std::pair(alternate, semitones);
    if (const auto at = m_transposed.find(key); at != m_transposed.end()) {
        return &at->second;
    }
    const double ratio = std::exp2(-semitones / 12.0);
    auto resampler = audio::Resampler::create(2, source.sampleRate(), source.sampleRate() * ratio);
    if (!resampler) {
        return propagate(resampler);
    }
    std::vector<float> out;
    resampler->process(audio::interleave(source), true, out);
    return &m_transposed.emplace(key, audio::deinterleave(out, 2, source.sampleRate()))
                .first->second;
}

std::int64_t LaneSounds::onsetFrames(bool alternate, double semitones) const
{
    const double onsetS = alternate ? m_alternateOnsetS : m_onsetS;
    return std::llround(onsetS * std::exp2(-semitones / 12.0) * m_main.sampleRate());
}

} // namespace nde::mix
