#include "core/mix/PlanStream.h"

#include "core/mix/LiveReader.h"
#include "core/mix/Mixdown.h"
#include "core/mix/Workers.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>

namespace nde::mix {

namespace {

using PlanPtr = std::shared_ptr<const music::Plan>;

constexpr int kPreparingThreads = 2; // the reader and the window want their share

struct Audition
{
    int clip {};
    music::Sound sound;
};

/// The plan with another sound in one clip. Where loop and hits meet, the new sound plays as its
/// kind does: a loop fills the clip, a hit falls on each bar.
music::Plan withAudition(const music::Plan& plan, const Audition& audition)
{
    music::Plan tried = plan;
    for (music::Lane& lane : tried.lanes) {
        for (music::Clip& clip : lane.clips) {
            if (clip.id != audition.clip) {
                continue;
            }
            const bool wasThere
                = clip.sound >= 0 && static_cast<std::size_t>(clip.sound) < lane.sounds.size();
            const bool wasLoop
                = wasThere && lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop;
            if (!wasThere || wasLoop != audition.sound.isLoop || clip.events.empty()) {
                clip.events.clear();
                for (int bar = 0; bar < (audition.sound.isLoop ? 1 : clip.bars); ++bar) {
                    music::Event event;
                    event.bar = bar;
                    event.lengthBeats
                        = audition.sound.isLoop ? double {1.0} * clip.bars * plan.beatsPerBar : 0.0;
                    clip.events.push_back(event);
                }
            }
            clip.isMuted = false;
            clip.sound = static_cast<int>(lane.sounds.size());
            lane.sounds.push_back(audition.sound);
            return tried;
        }
    }
    return tried;
}

/// What is heard of no plan, or of one that cannot be mixed.
music::Plan silentPlan()
{
    music::Plan plan;
    plan.bpm = 120.0;
    plan.bars = 1;
    return plan;
}

bool isUsed(const music::Lane& lane, std::size_t sound)
{
    return std::any_of(lane.clips.begin(), lane.clips.end(), [sound](const music::Clip& clip) {
        return !clip.isMuted && clip.sound == static_cast<int>(sound);
    });
}

/// First frame at or behind `from` where each sound of a plan is heard; what is only heard before
/// it comes after everything else.
std::vector<std::int64_t> firstUses(const MixPlan& mix, std::int64_t from)
{
    std::vector<std::int64_t> uses(mix.sounds.size(), 2 * mix.total);
    for (const MixLane& lane : mix.lanes) {
        for (const PlacedClip& clip : lane.clips) {
            for (const Placement& placement : clip.placements) {
                const bool isBehind
                    = placement.start + placement.frames > from || placement.start >= from;
                const std::int64_t at
                    = isBehind ? std::max(placement.start, from) : mix.total + placement.start;
                uses[placement.sound] = std::min(uses[placement.sound], at);
            }
        }
    }
    return uses;
}

} // namespace

struct PlanStream::Impl
{
    explicit Impl(std::shared_ptr<SoundPool> sounds)
        : pool(std::move(sounds))
        , reader(pool->sampleRate())
    {
    }

    [[nodiscard]] PlanPtr tried() const
    {
        const std::lock_guard lock(mutex);
        return effective;
    }

    // With the mutex held.
    void publish(bool isAtOnce)
    {
        const bool isMixable = effective && checkMixable(*effective, pool->sampleRate());
        auto version = std::make_shared<LiveVersion>(
            layOut(isMixable ? *effective : silentPlan(), *pool, true));
        const bool isSame = published && isSameLayout(version->mix, published->mix);
        version->layout = isSame ? published->layout : ++layouts;
        version->isRetuned = published && isSameButFilters(version->mix, published->mix);
        version->plan = planNumber;
        version->isAtOnce = isAtOnce;
        published = version;
        length.store(version->mix.body + version->mix.barFrames, std::memory_order_relaxed);
        reader.offer(std::move(version));
    }
    // With the mutex held.
    void take(PlanPtr plan, std::optional<Audition> audition, bool isAtOnce)
    {
        given = std::move(plan);
        auditioned = std::move(audition);
        effective = given && auditioned
            ? std::make_shared<const music::Plan>(withAudition(*given, *auditioned))
            : given;
        ++planNumber;
        publish(isAtOnce);
    }
    /// Sounds became ready.
    void rebind()
    {
        const std::lock_guard lock(mutex);
        if (effective) {
            publish(false);
        }
    }
    Result<> prepareOne(const SoundKey& key, bool isDraft, TaskContext& task) const;
    Result<> prepareSounds(const music::Plan& plan, std::int64_t from, TaskContext& task,
                           const std::function<void()>& onReady, std::vector<StemId>& missing);

    const std::shared_ptr<SoundPool> pool;
    LiveReader reader;
    mutable std::mutex mutex; // of everything below; never held while sounds are made
    PlanPtr given;
    std::optional<Audition> auditioned;
    PlanPtr effective; ///< with what is auditioned
    std::shared_ptr<const LiveVersion> published;
    std::uint64_t planNumber {};
    std::uint64_t layouts {};
    std::atomic<std::int64_t> length {};
};

PlanStream::PlanStream(std::shared_ptr<SoundPool> pool)
    : m_impl(std::make_unique<Impl>(std::move(pool)))
{
}

PlanStream::~PlanStream() = default;

void PlanStream::setPlan(std::shared_ptr<const music::Plan> plan, bool isAtOnce)
{
    const std::lock_guard lock(m_impl->mutex);
    auto audition = m_impl->auditioned;
    m_impl->take(std::move(plan), std::move(audition), isAtOnce);
}

std::shared_ptr<const music::Plan> PlanStream::plan() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->given;
}

/// A draft where one helps; else, and the second time round, the sound itself.
Result<> PlanStream::Impl::prepareOne(const SoundKey& key, bool isDraft, TaskContext& task) const
{
    if (isDraft && key.loopFrames > 0) {
        const auto drafted = pool->draft(key, task);
        if (!drafted || *drafted) {
            return drafted ? Result<> {} : Result<> {propagate(drafted)};
        }
    }
    const auto sound = pool->prepare(key, task);
    return sound ? Result<> {} : Result<> {propagate(sound)};
}

/// Makes the sounds of a plan, in the order of their first use from a frame on.
Result<> PlanStream::Impl::prepareSounds(const music::Plan& plan, std::int64_t from,
                                         TaskContext& task, const std::function<void()>& onReady,
                                         std::vector<StemId>& missing)
{
    const MixPlan mix = layOut(plan, *pool, false);
    const std::vector<std::int64_t> uses = firstUses(mix, from);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < mix.sounds.size(); ++i) {
        if (!mix.sounds[i].sound) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return uses[a] < uses[b]; });
    std::atomic<std::size_t> made {};
    std::size_t told = 0;
    std::mutex missingMutex;
    const auto tell = [&] {
        if (const std::size_t now = made.load(); now != told) {
            told = now;
            rebind();
            if (onReady) {
                onReady();
            }
        }
    };
    const auto step = [&](bool isDraft, std::size_t i, TaskContext& inner) -> Result<> {
        const NeededSound& needed = mix.sounds[order[i]];
        const auto done = prepareOne(needed.key, isDraft, inner);
        if (done) {
            ++made;
            return {};
        }
        const ErrorCode code = done.error().code;
        if (code == ErrorCode::Cancelled || code == ErrorCode::OutOfMemory) {
            return done;
        }
        const std::lock_guard lock(missingMutex);
        missing.push_back(needed.stem);
        return {};
    };
    // First everything as fast as it can be heard, then as it shall be.
    Result<> done;
    for (const bool isDraft : {true, false}) {
        const TaskContext part = isDraft ? task.sub(0.0, 0.1) : task.sub(0.1, 1.0);
        const TaskContext watching(
            [&](double fraction, std::string_view stage) {
                part.progress(fraction, stage);
                tell();
            },
            [&part] { return part.cancelled(); });
        done = inParallel(
            order.size(), std::min(kPreparingThreads, threadsFor(0)), watching, "preparing",
            [&](std::size_t i, TaskContext& inner) { return step(isDraft, i, inner); });
        tell();
        if (!done) {
            break;
        }
    }
    return done;
}

Result<std::vector<StemId>> PlanStream::prepare(double fromBar, TaskContext& task,
                                                const std::function<void()>& onReady)
{
    const PlanPtr plan = m_impl->tried();
    std::vector<StemId> missing;
    if (!plan || !checkMixable(*plan, m_impl->pool->sampleRate())) {
        return missing;
    }
    for (const music::Lane& lane : plan->lanes) {
        for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
            if (!isUsed(lane, i)) {
                continue;
            }
            const auto window = m_impl->pool->chooseWindow(lane.sounds[i], task);
            if (!window && window.error().code == ErrorCode::Cancelled) {
                return propagate(window);
            }
            if (!window) {
                missing.push_back(lane.sounds[i].stem);
            }
        }
    }
    const auto from = std::llround(music::barStartS(*plan, fromBar) * m_impl->pool->sampleRate());
    if (auto done = m_impl->prepareSounds(*plan, from, task, onReady, missing); !done) {
        return propagate(done);
    }
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    return missing;
}

bool PlanStream::isReady(double fromBar, double toBar) const
{
    std::shared_ptr<const LiveVersion> version;
    {
        const std::lock_guard lock(m_impl->mutex);
        version = m_impl->published;
    }
    if (!version) {
        return false;
    }
    const MixPlan& mix = version->mix;
    const auto from = std::llround(fromBar * mix.barSeconds * mix.sampleRate);
    const auto to = std::llround(toBar * mix.barSeconds * mix.sampleRate);
    for (const MixLane& lane : mix.lanes) {
        for (const PlacedClip& clip : lane.clips) {
            for (const Placement& placement : clip.placements) {
                if (!mix.sounds[placement.sound].sound && placement.start < to
                    && placement.start + std::max<std::int64_t>(1, placement.frames) > from) {
                    return false;
                }
            }
        }
    }
    return true;
}

Result<> PlanStream::setAuditioned(int clipId, std::optional<music::Sound> sound, TaskContext& task)
{
    const PlanPtr plan = this->plan();
    if (!plan) {
        return fail(ErrorCode::NotFound, "there is no plan to hear a sound in");
    }
    if (!sound) {
        const std::lock_guard lock(m_impl->mutex);
        if (m_impl->auditioned && m_impl->auditioned->clip == clipId) {
            m_impl->take(m_impl->given, std::nullopt, true);
        }
        return {};
    }
    const Audition audition {clipId, *std::move(sound)};
    if (const auto window = m_impl->pool->chooseWindow(audition.sound, task); !window) {
        return propagate(window);
    }
    const music::Plan tried = withAudition(*plan, audition);
    if (auto usable = checkMixable(tried, m_impl->pool->sampleRate()); !usable) {
        return usable;
    }
    std::vector<SoundKey> keys;
    for (const NeededSound& needed : layOut(tried, *m_impl->pool, false).sounds) {
        if (needed.key.path == audition.sound.path && !needed.sound) {
            keys.push_back(needed.key);
        }
    }
    for (const SoundKey& key : keys) {
        if (const auto made = m_impl->pool->draft(key, task); !made) {
            return propagate(made);
        }
    }
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->take(m_impl->given, audition, true);
    }
    for (const SoundKey& key : keys) {
        if (const auto made = m_impl->pool->prepare(key, task); !made) {
            return propagate(made);
        }
    }
    m_impl->rebind();
    return {};
}

std::vector<PlanStream::LaneLevel> PlanStream::levels()
{
    std::vector<LaneLevel> levels;
    for (const LiveReader::Peak& peak : m_impl->reader.takeLevels()) {
        levels.push_back({peak.laneId, peak.left, peak.right});
    }
    return levels;
}

std::int64_t PlanStream::frames() const
{
    return m_impl->length.load(std::memory_order_relaxed);
}

void PlanStream::seek(std::int64_t frame)
{
    m_impl->reader.seek(frame, false);
}

void PlanStream::jump(std::int64_t frame)
{
    m_impl->reader.seek(frame, true);
}

void PlanStream::read(float* stereo, std::size_t frames)
{
    m_impl->reader.read(stereo, frames, false);
}

void PlanStream::readPremaster(float* stereo, std::size_t frames)
{
    m_impl->reader.read(stereo, frames, true);
}

} // namespace nde::mix
