#include "core/mix/LaneMixer.h"
#include "core/mix/PlanStream.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr std::size_t kBlock = 4096;

/// The plan with nothing but one clip, at the lane's loudness, in the place where it stands.
std::optional<music::Plan> onlyClip(const music::Plan& plan, int clipId)
{
    for (const music::Lane& lane : plan.lanes) {
        for (const music::Clip& clip : lane.clips) {
            if (clip.id != clipId) {
                continue;
            }
            music::Plan alone;
            alone.bpm = plan.bpm;
            alone.bars = plan.bars;
            alone.beatsPerBar = plan.beatsPerBar;
            music::Lane kept = lane;
            kept.clips = {clip};
            kept.clips[0].isMuted = false;
            alone.lanes = {kept};
            return alone;
        }
    }
    return std::nullopt;
}

bool isComplete(const MixPlan& mix)
{
    return !mix.sounds.empty()
        && std::all_of(mix.sounds.begin(), mix.sounds.end(),
                       [](const NeededSound& needed) { return needed.sound != nullptr; });
}

} // namespace

std::vector<std::pair<float, float>> clipPeaks(SoundPool& pool, const music::Plan& plan, int clipId,
                                               int columns)
{
    const auto alone = onlyClip(plan, clipId);
    if (!alone || columns < 1 || !checkMixable(*alone, pool.sampleRate())) {
        return {};
    }
    const MixPlan mix = layOut(*alone, pool, true);
    if (!isComplete(mix)) {
        return {};
    }
    const PlacedClip& clip = mix.lanes[0].clips[0];
    const std::int64_t length = clip.end - clip.start;
    if (length < 1) {
        return {};
    }
    std::vector<std::pair<float, float>> peaks(static_cast<std::size_t>(columns));
    LaneMixer mixer(mix);
    for (std::int64_t from = clip.start; from < clip.end; from += std::int64_t {kBlock}) {
        const auto frames
            = static_cast<std::size_t>(std::min<std::int64_t>(kBlock, clip.end - from));
        mixer.begin(from, frames);
        if (!mixer.dry(0)) {
            continue;
        }
        for (std::size_t i = 0; i < frames; ++i) {
            const float value = 0.5F * (mixer.dryLeft()[i] + mixer.dryRight()[i]);
            const std::int64_t at = from - clip.start + static_cast<std::int64_t>(i);
            auto& column = peaks[static_cast<std::size_t>(at * columns / length)];
            column.first = std::min(column.first, value);
            column.second = std::max(column.second, value);
        }
    }
    return peaks;
}

Result<std::shared_ptr<const audio::AudioBuffer>>
preparedSound(SoundPool& pool, const music::Plan& plan, const music::Lane& lane,
              const music::Sound& sound, TaskContext& task)
{
    if (auto usable = checkMixable(plan, pool.sampleRate()); !usable) {
        return propagate(usable);
    }
    const auto window = pool.chooseWindow(sound, task);
    if (!window) {
        return propagate(window);
    }
    const SoundKey key = keyOf(plan, lane, sound, 0.0, *window, pool.sampleRate());
    const auto prepared = pool.prepare(key, task);
    if (!prepared) {
        return propagate(prepared);
    }
    const PreparedSound& made = **prepared;
    const auto gain = made.gain
        * static_cast<float>(std::pow(
            10.0, (lane.levelLu - (sound.isLoop ? 0.0 : crowdDb(lane))) / 20.0));
    auto audio = std::make_shared<audio::AudioBuffer>(2, static_cast<std::size_t>(made.frames),
                                                      pool.sampleRate());
    for (int c = 0; c < 2; ++c) {
        const auto source = made.audio.channel(c).subspan(static_cast<std::size_t>(made.lead));
        const auto target = audio->channel(c);
        for (std::size_t i = 0; i < target.size(); ++i) {
            target[i] = gain * source[i];
        }
    }
    return std::shared_ptr<const audio::AudioBuffer>(std::move(audio));
}

} // namespace nde::mix
