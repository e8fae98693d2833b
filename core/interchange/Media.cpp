#include "core/audio/AudioFile.h"
#include "core/audio/PartFile.h"
#include "core/interchange/Exchange.h"
#include "core/interchange/TrackLook.h"
#include "core/interchange/WavChunks.h"
#include "core/mix/MixPlan.h"
#include "core/mix/PlanStream.h"
#include "core/mix/SoundPool.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <system_error>

namespace nde::interchange {
namespace {

/// Of a file name: what every file system and every program can read.
std::string plainName(const std::string& text)
{
    constexpr std::size_t kLongest = 40;
    std::string name;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || c == '-';
        if (isPlain) {
            name += c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
        if (name.size() == kLongest) {
            break;
        }
    }
    while (!name.empty() && name.back() == '_') {
        name.pop_back();
    }
    return name;
}

/// What a lane's clips need, with the transpositions that occur.
std::set<Media::Key> keysOf(const music::Lane& lane)
{
    std::set<Media::Key> keys;
    for (const auto& clip : lane.clips) {
        if (clip.sound < 0 || static_cast<std::size_t>(clip.sound) >= lane.sounds.size()) {
            continue;
        }
        for (const auto& event : clip.events) {
            keys.insert(mediaKeyOf(lane, clip, event));
        }
    }
    return keys;
}

/// The sound at the level that its lane's fader starts from, as wide as its lane.
audio::AudioBuffer levelled(const mix::PreparedSound& sound, const music::Lane& lane, bool isLoop)
{
    const double width = std::clamp(lane.width, 0.0, 2.0);
    const double crowd = isLoop ? 0.0 : mix::crowdDb(lane);
    const double gain = sound.gain * std::pow(10.0, -crowd / 20.0);
    const auto frames = static_cast<std::size_t>(sound.frames);
    audio::AudioBuffer buffer(2, frames, sound.audio.sampleRate());
    const auto lead = static_cast<std::ptrdiff_t>(sound.lead);
    const auto left = sound.audio.channel(0).subspan(static_cast<std::size_t>(lead), frames);
    const auto right = sound.audio.channel(1).subspan(static_cast<std::size_t>(lead), frames);
    const auto near = static_cast<float>(gain * (1.0 + width) / 2.0);
    const auto far = static_cast<float>(gain * (1.0 - width) / 2.0);
    for (std::size_t i = 0; i < frames; ++i) {
        buffer.channel(0)[i] = near * left[i] + far * right[i];
        buffer.channel(1)[i] = far * left[i] + near * right[i];
    }
    return buffer;
}

std::string fileName(const music::Plan& plan, const music::Lane& lane, const music::Sound& sound,
                     const Media::Key& key, int number)
{
    std::string name = (number < 10 ? "0" : "") + std::to_string(number);
    name += '_' + plainName(trackName(plan, lane));
    if (const std::string own = plainName(sound.name); !own.empty() && own != lane.role) {
        name += '_' + own;
    }
    if (key.cents != 0) {
        const int semitones = key.cents / 100;
        name += (key.cents > 0 ? "+" : "") + std::to_string(semitones);
        name += key.cents % 100 != 0 ? "c" + std::to_string(std::abs(key.cents % 100)) : "";
    }
    return "audio/" + name + ".wav";
}

struct Wanted
{
    const music::Lane* lane {};
    Media::Key key;
    std::string path;
};

std::vector<Wanted> wantedOf(const music::Plan& plan)
{
    std::vector<Wanted> wanted;
    for (const auto& lane : plan.lanes) {
        for (const auto& key : keysOf(lane)) {
            const auto& sound = lane.sounds[static_cast<std::size_t>(key.sound)];
            const int number = static_cast<int>(wanted.size()) + 1;
            wanted.push_back({&lane, key, fileName(plan, lane, sound, key, number)});
        }
    }
    return wanted;
}

/// So that a file that is dragged out of the project says what it is.
WavFacts factsOf(const music::Plan& plan, const music::Sound& sound, const Media::Key& key)
{
    WavFacts facts;
    facts.isOneShot = !sound.isLoop;
    facts.beatsPerBar = plan.beatsPerBar;
    if (sound.isLoop) {
        facts.bpm = plan.bpm;
        facts.beats = sound.loopBars * plan.beatsPerBar;
    }
    const double moved = sound.semitones + key.cents / 100.0;
    if (sound.pitchHz && *sound.pitchHz > 0.0) {
        const double note = 69.0 + 12.0 * std::log2(*sound.pitchHz / 440.0) + moved;
        facts.rootNote = static_cast<int>(std::clamp(std::lround(note), 0L, 127L));
    } else if (sound.key) {
        const int pitchClass = static_cast<int>(std::lround(sound.key->pitchClass + moved));
        facts.rootNote = 60 + ((pitchClass % 12) + 12) % 12;
    }
    return facts;
}

Result<Media::File> writeOne(mix::SoundPool& pool, const music::Plan& plan, const music::Lane& lane,
                             const Media::Key& key, const std::filesystem::path& folder,
                             std::string path, TaskContext& task)
{
    const music::Sound& sound = lane.sounds[static_cast<std::size_t>(key.sound)];
    const auto window = pool.chooseWindow(sound, task);
    if (!window) {
        return tl::unexpected<Error>(mix::laneError(lane.role, window.error()));
    }
    const double moved = key.cents / 100.0;
    const auto prepared
        = pool.prepare(mix::keyOf(plan, lane, sound, moved, *window, pool.sampleRate()), task);
    if (!prepared) {
        return tl::unexpected<Error>(mix::laneError(lane.role, prepared.error()));
    }
    const audio::AudioBuffer buffer = levelled(**prepared, lane, sound.isLoop);
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32; // short sounds may peak above full scale
    options.isDurable = false;
    options.overwrite = true;
    const std::filesystem::path file = folder / path;
    if (auto written = audio::writeAudio(file, buffer, options); !written) {
        return propagate(written);
    }
    if (auto told = writeWavFacts(file, factsOf(plan, sound, key), false); !told) {
        return propagate(told);
    }
    Media::File media;
    media.path = std::move(path);
    media.frames = static_cast<std::int64_t>(buffer.frames());
    media.sampleRate = buffer.sampleRate();
    media.channels = buffer.channels();
    if (!sound.isLoop) { // a sampler's transposition makes the beginning shorter or longer, too
        media.onsetFrames = std::llround(sound.onsetS * std::exp2(-(sound.semitones + moved) / 12.0)
                                         * buffer.sampleRate());
    }
    return media;
}

} // namespace

std::vector<std::string> mediaPathsOf(const music::Plan& plan)
{
    std::vector<std::string> paths;
    for (const auto& wanted : wantedOf(plan)) {
        paths.push_back(wanted.path);
    }
    return paths;
}

Result<Media> writeMedia(const music::Plan& plan, const std::filesystem::path& folder,
                         int sampleRate, const std::filesystem::path& stretchCache,
                         TaskContext& task)
{
    if (auto usable = mix::checkMixable(plan, sampleRate); !usable) {
        return propagate(usable);
    }
    std::error_code problem;
    std::filesystem::create_directories(folder / "audio", problem);
    if (problem) {
        return tl::unexpected<Error>(
            audio::fileError(problem.value(), folder / "audio", "created"));
    }
    const auto wanted = wantedOf(plan);
    const auto pool = mix::makeSoundPool(sampleRate, stretchCache);
    Media media;
    const auto count = static_cast<double>(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "the export was cancelled");
        }
        TaskContext part
            = task.sub(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        part.progress(0.0, "media");
        const auto& [lane, key, path] = wanted[i];
        auto file = writeOne(*pool, plan, *lane, key, folder, path, part);
        if (!file) {
            return propagate(file);
        }
        media.files.emplace(key, *std::move(file));
    }
    if (auto synced = audio::syncFileSystem(folder); !synced) {
        return propagate(synced);
    }
    return media;
}

} // namespace nde::interchange
