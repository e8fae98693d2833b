#include "core/mix/SoundPool.h"

#include "core/audio/AudioFile.h"
#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/mix/PlanStream.h"
#include "core/mix/SoundFiles.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <new>

namespace nde::mix {

namespace {

using audio::AudioBuffer;

constexpr std::size_t kBudgetBytes = std::size_t {768} << 20;
constexpr double kMaxLoopS = 3600.0;

// A hit of 50 ms is as loud as its lane asks with a peak that leaves no room for the rest: what is
// above this goes to the master's limiter otherwise, which then takes the whole mix down.
constexpr double kDrumPeakDb = 12.0;
constexpr double kTamedFromLu
    = -8.5; // quieter lanes (hats, cymbals) may spike: nobody is in their way
constexpr double kSpread = 0.35; // of pads and beds

/// How far two filters of a sound lie apart, in octaves; a sound that is spread is another one.
double filterDistance(const SoundKey& a, const SoundKey& b)
{
    const auto octaves = [](double one, double other) {
        return std::abs(std::log2(std::max(5.0, one) / std::max(5.0, other)));
    };
    const auto top = [](double hz) { return hz > 0.0 ? hz : 24'000.0; };
    return octaves(a.highPassHz, b.highPassHz) + octaves(top(a.lowPassHz), top(b.lowPassHz))
        + std::abs(a.spread - b.spread) / kSpread;
}

std::size_t bytesOf(const PreparedSound& sound)
{
    return sound.audio.frames() * static_cast<std::size_t>(sound.audio.channels()) * sizeof(float);
}

std::filesystem::path cachePath(const std::filesystem::path& folder, const SoundKey& key, int rate)
{
    if (folder.empty() || key.source == key.path) {
        return {};
    }
    std::array<char, 160> text {};
    std::snprintf(text.data(), text.size(), "|%.9f|%.9f|%.4f|%lld|%d|%d|%s", key.windowStartS,
                  key.windowS, key.semitones, static_cast<long long>(key.loopFrames),
                  key.isDrum ? 1 : 0, rate, kStretchVersion);
    const std::string all = key.source + text.data();
    std::array<char, 40> name {};
    std::snprintf(name.data(), name.size(), "%016llx%016llx.wav",
                  static_cast<unsigned long long>(streamSeed(1, all)),
                  static_cast<unsigned long long>(streamSeed(2, all)));
    return folder / name.data();
}

/// The loop with its end before and its beginning behind it.
AudioBuffer wrapped(const AudioBuffer& loop, std::int64_t lead)
{
    const auto frames = static_cast<std::int64_t>(loop.frames());
    AudioBuffer all(2, static_cast<std::size_t>(lead + frames + kLoopPad), loop.sampleRate());
    for (int c = 0; c < 2; ++c) {
        const auto source = loop.channel(c);
        const auto target = all.channel(c);
        std::copy_n(source.end() - lead, lead, target.begin());
        std::copy_n(source.begin(), frames, target.begin() + lead);
        for (std::int64_t i = 0; i < kLoopPad; ++i) {
            target[static_cast<std::size_t>(lead + frames + i)]
                = source[static_cast<std::size_t>(i % frames)];
        }
    }
    return all;
}

AudioBuffer bodyOf(const PreparedSound& sound)
{
    AudioBuffer body(2, static_cast<std::size_t>(sound.frames), sound.audio.sampleRate());
    for (int c = 0; c < 2; ++c) {
        std::copy_n(sound.audio.channel(c).begin() + sound.lead, sound.frames,
                    body.channel(c).begin());
    }
    return body;
}

PreparedSound filtered(const PreparedSound& raw, const SoundKey& key)
{
    PreparedSound sound = {bodyOf(raw), raw.lead, raw.frames, raw.gain};
    const bool isLoop = key.loopFrames > 0;
    filterSound(sound.audio, key.highPassHz, key.lowPassHz, isLoop);
    if (key.spread > 0.0) {
        spreadSound(sound.audio, key.spread, isLoop);
    }
    if (key.peakDb > 0.0 && sound.gain > 0.0F) {
        const double peak = std::pow(10.0, (kReferenceLufs + key.peakDb) / 20.0);
        tamePeaks(sound.audio, static_cast<float>(peak) / sound.gain);
    }
    if (isLoop) {
        sound.audio = wrapped(sound.audio, raw.lead);
    } else {
        fadeEnds(sound.audio, false);
    }
    sound.energy = SoundEnergy(sound.audio);
    return sound;
}

} // namespace

SoundPool::SoundPool(int sampleRate, std::filesystem::path stretchCache)
    : m_rate(sampleRate)
    , m_stretchCache(std::move(stretchCache))
{
}

PreparedPtr SoundPool::find(const SoundKey& key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_sounds.find(key);
    if (found == m_sounds.end()) {
        return nullptr;
    }
    found->second.lastUse = ++m_clock;
    return found->second.sound;
}

PreparedPtr SoundPool::findSimilar(const SoundKey& key) const
{
    const std::lock_guard lock(m_mutex);
    const SoundKey bare = unfiltered(key);
    PreparedPtr nearest;
    double least = 0.0;
    // Keys that differ in their filters only stand side by side, the bare one first.
    for (auto at = m_sounds.lower_bound(bare);
         at != m_sounds.end() && unfiltered(at->first) == bare; ++at) {
        const double distance = filterDistance(at->first, key);
        const bool isFiltered = at->first.highPassHz > 0.0 || at->first.lowPassHz > 0.0;
        if (isFiltered && (!nearest || distance < least)) {
            nearest = at->second.sound;
            least = distance;
        }
    }
    if (nearest) {
        return nearest;
    }
    const auto draft = m_drafts.find(key);
    return draft == m_drafts.end() ? nullptr : draft->second;
}

template<typename Make>
Result<PreparedPtr> SoundPool::guarded(const SoundKey& key, Make&& make)
{
    try {
        return make();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for '" + key.path + "'");
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(ErrorCode::Io, error.what());
    }
}

Result<bool> SoundPool::draft(const SoundKey& key, TaskContext& task)
{
    std::error_code ignored;
    if (find(key) || findSimilar(key)) {
        return true;
    }
    const auto cached = cachePath(m_stretchCache, unfiltered(key), m_rate);
    if (key.loopFrames == 0 || (!cached.empty() && std::filesystem::exists(cached, ignored))) {
        return false;
    }
    const ComputeScope computing;
    auto made = guarded(key, [&]() -> Result<PreparedPtr> {
        const auto loop = readLoop(key, m_rate, true, task);
        return loop ? Result<PreparedPtr>(
                   std::make_shared<const PreparedSound>(filtered(loopOf(*loop, key), key)))
                    : propagate(loop);
    });
    if (!made) {
        return propagate(made);
    }
    const std::lock_guard lock(m_mutex);
    if (!m_sounds.contains(key)) {
        m_drafts[key] = *std::move(made);
    }
    return true;
}

Result<PreparedPtr> SoundPool::prepare(const SoundKey& key, TaskContext& task)
{
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            if (const auto found = m_sounds.find(key); found != m_sounds.end()) {
                found->second.lastUse = ++m_clock;
                return found->second.sound;
            }
            if (m_busy.insert(key).second) {
                break;
            }
            m_done.wait_for(lock, std::chrono::milliseconds(50)); // another thread makes it
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "rendering was cancelled");
            }
        }
    }
    const ComputeScope computing;
    auto made = guarded(key, [&] { return make(key, task); });
    {
        const std::lock_guard lock(m_mutex);
        m_busy.erase(key);
        if (made) {
            store(key, *made);
        }
    }
    m_done.notify_all();
    return made;
}

// With the mutex held.
void SoundPool::store(const SoundKey& key, const PreparedPtr& sound)
{
    m_sounds[key] = {sound, ++m_clock};
    m_drafts.erase(key);
    m_bytes += bytesOf(*sound);
    while (m_bytes > kBudgetBytes) {
        auto oldest = m_sounds.end();
        for (auto at = m_sounds.begin(); at != m_sounds.end(); ++at) {
            const bool isIdle = at->second.sound.use_count() == 1;
            if (isIdle
                && (oldest == m_sounds.end() || at->second.lastUse < oldest->second.lastUse)) {
                oldest = at;
            }
        }
        if (oldest == m_sounds.end()) {
            return; // everything is in use
        }
        m_bytes -= bytesOf(*oldest->second.sound);
        m_sounds.erase(oldest);
    }
}

Result<PreparedPtr> SoundPool::make(const SoundKey& key, TaskContext& task)
{
    const SoundKey bare = unfiltered(key);
    if (key != bare) {
        const auto raw = prepare(bare, task);
        if (!raw) {
            return raw;
        }
        return std::make_shared<const PreparedSound>(filtered(**raw, key));
    }
    if (key.loopFrames > 0) {
        auto loop = makeLoop(key, task);
        return loop ? Result<PreparedPtr>(std::make_shared<const PreparedSound>(*std::move(loop)))
                    : propagate(loop);
    }
    if (key.semitones == 0.0) {
        auto read = readOneShot(key, m_rate, task);
        if (!read) {
            return propagate(read);
        }
        const auto frames = static_cast<std::int64_t>(read->frames());
        const float gain = gainOf(*read);
        return std::make_shared<const PreparedSound>(
            PreparedSound {*std::move(read), 0, frames, gain});
    }
    SoundKey plain = bare;
    plain.semitones = 0.0;
    const auto raw = prepare(plain, task);
    if (!raw) {
        return raw;
    }
    auto moved = transposed((*raw)->audio, key.semitones);
    if (!moved) {
        return propagate(moved);
    }
    const auto frames = static_cast<std::int64_t>(moved->frames());
    // All notes of a sound have the gain of the sound: a scale is not levelled.
    return std::make_shared<const PreparedSound>(
        PreparedSound {*std::move(moved), 0, frames, (*raw)->gain});
}

Result<PreparedSound> SoundPool::makeLoop(const SoundKey& key, TaskContext& task)
{
    const std::filesystem::path cached = cachePath(m_stretchCache, key, m_rate);
    std::error_code ignored;
    std::optional<AudioBuffer> loop;
    if (!cached.empty() && std::filesystem::exists(cached, ignored)
        && std::filesystem::exists(key.path, ignored)) {
        auto read = audio::readAudio(cached, kMaxLoopS);
        // A damaged entry is no failure: the loop is simply made again, and replaces it.
        if (read && static_cast<std::int64_t>(read->frames()) == key.loopFrames
            && read->channels() == 2) {
            loop = *std::move(read);
        }
    }
    if (!loop) {
        auto made = readLoop(key, m_rate, false, task);
        if (!made) {
            return propagate(made);
        }
        loop = *std::move(made);
        if (!cached.empty()) {
            audio::WriteOptions write;
            write.sampleFormat = audio::SampleFormat::Float32;
            write.overwrite = true;
            write.isDurable = false;
            // The cache only saves time; a full disk shows where it matters, at the output.
            static_cast<void>(audio::writeAudio(cached, *loop, write));
        }
        const std::lock_guard lock(m_mutex);
        ++m_stretched;
    }
    return loopOf(*loop, key);
}

PreparedSound SoundPool::loopOf(const AudioBuffer& loop, const SoundKey& key) const
{
    const double joinS = key.isDrum ? kDrumJoinS : kJoinS;
    const auto lead = std::min<std::int64_t>(key.loopFrames, std::llround(joinS * m_rate));
    return PreparedSound {wrapped(loop, lead), lead, key.loopFrames, gainOf(loop)};
}

int SoundPool::stretched() const
{
    const std::lock_guard lock(m_mutex);
    return m_stretched;
}

SoundKey unfiltered(SoundKey key)
{
    key.highPassHz = 0.0;
    key.lowPassHz = 0.0;
    key.peakDb = 0.0;
    key.spread = 0.0;
    return key;
}

SoundKey keyOf(const music::Plan& plan, const music::Lane& lane, const music::Sound& sound,
               double eventSemitones, double windowStartS, int sampleRate)
{
    SoundKey key;
    key.source = sound.hash.empty() ? sound.path : sound.hash;
    key.path = sound.path;
    key.isDrum = isDrumCategory(sound.category);
    key.semitones = std::round((sound.semitones + eventSemitones) * 1e4) / 1e4;
    if (sound.isLoop) {
        const double seconds = music::barStartS(plan, sound.loopBars);
        key.loopFrames = std::max<std::int64_t>(16, std::llround(seconds * sampleRate));
        key.windowStartS = windowStartS;
        key.windowS = sound.windowS;
    }
    // Every sound is filtered at least against DC, so that the keys of bare sounds differ.
    key.highPassHz = std::max(lane.highPassHz, 5.0);
    key.lowPassHz = lane.lowPassHz;
    key.peakDb = key.isDrum && !sound.isLoop && lane.levelLu > kTamedFromLu ? kDrumPeakDb : 0.0;
    key.spread = lane.width > 1.0 ? kSpread * std::min(1.0, (lane.width - 1.0) / 0.3) : 0.0;
    return key;
}

bool isDrumCategory(Category category)
{
    return category <= Category::Drums; // the enumeration begins with the drums
}

Error laneError(const std::string& role, const Error& error)
{
    return {error.code, "lane '" + role + "': " + error.message};
}

std::shared_ptr<SoundPool> makeSoundPool(int sampleRate, std::filesystem::path stretchCache)
{
    return std::make_shared<SoundPool>(sampleRate, std::move(stretchCache));
}

} // namespace nde::mix
