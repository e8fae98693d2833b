#include "core/mix/Mixdown.h"

#include "core/base/ComputeScope.h"
#include "core/mix/LaneMixer.h"
#include "core/mix/Workers.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

namespace nde::mix {

namespace {

constexpr float kAudible = 1e-3F;

/// Fills one chunk. Its result depends on the plan and its place only.
class ChunkMaker
{
public:
    ChunkMaker(const MixPlan& plan, std::int64_t frames, bool keepsLanes)
        : m_plan(plan)
        , m_total(frames)
        , m_keepsLanes(keepsLanes)
        , m_mixer(plan)
    {
    }

    void make(std::size_t index, MixChunk& chunk)
    {
        chunk.from = static_cast<std::int64_t>(index * kMixChunk);
        chunk.frames
            = static_cast<std::size_t>(std::min<std::int64_t>(kMixChunk, m_total - chunk.from));
        chunk.block.clear(chunk.frames);
        chunk.audibleFrames.clear();
        chunk.lanes.resize(m_keepsLanes ? m_plan.lanes.size() : 0);
        for (auto& lane : chunk.lanes) {
            lane[0].assign(chunk.frames, 0.0F);
            lane[1].assign(chunk.frames, 0.0F);
        }
        m_mixer.forget();
        for (std::size_t at = 0; at < chunk.frames; at += kMixBlock) {
            makeBlock(chunk, at, std::min(kMixBlock, chunk.frames - at));
        }
    }

private:
    void makeBlock(MixChunk& chunk, std::size_t at, std::size_t frames)
    {
        m_audible.clear();
        m_mixer.begin(chunk.from + static_cast<std::int64_t>(at), frames);
        for (std::size_t lane = 0; lane < m_plan.lanes.size(); ++lane) {
            const LaneGains& gains = m_plan.gains[lane];
            const bool isSilent = gains.leftLeft == 0.0F && gains.rightRight == 0.0F
                && gains.leftRight == 0.0F && gains.rightLeft == 0.0F;
            if (isSilent || !m_mixer.dry(lane)) {
                continue;
            }
            auto& bus = m_keepsLanes
                ? chunk.lanes[lane]
                : chunk.block.buses[static_cast<std::size_t>(m_plan.lanes[lane].bus)];
            const auto part = [&](std::vector<float>& samples) {
                return std::span<float>(samples).subspan(at, frames);
            };
            const LaneMixer::Peaks peaks = m_mixer.add(
                gains, gains,
                {part(bus[0]), part(bus[1]), part(chunk.block.reverb), part(chunk.block.delay)});
            if (std::max(peaks.left, peaks.right) > kAudible) {
                m_audible.insert(m_audible.end(), m_mixer.touched().begin(),
                                 m_mixer.touched().end());
            }
        }
        std::sort(m_audible.begin(), m_audible.end());
        m_audible.erase(std::unique(m_audible.begin(), m_audible.end()), m_audible.end());
        for (const StemId stem : m_audible) {
            chunk.audibleFrames[stem] += static_cast<std::int64_t>(frames);
        }
    }

    const MixPlan& m_plan;
    const std::int64_t m_total;
    const bool m_keepsLanes;
    LaneMixer m_mixer;
    std::vector<StemId> m_audible;
};

/// A ring of chunks between the threads that fill and the one that takes.
class ChunkRing
{
public:
    ChunkRing(const MixPlan& plan, std::int64_t frames, bool keepsLanes, int workers)
        : m_count((static_cast<std::size_t>(frames) + kMixChunk - 1) / kMixChunk)
        , m_slots(static_cast<std::size_t>(2 * workers + 1))
        , m_isReady(m_slots.size())
    {
        for (int i = 0; i < workers; ++i) {
            m_threads.emplace_back([this, &plan, frames, keepsLanes] {
                const ComputeScope computing;
                try {
                    ChunkMaker maker(plan, frames, keepsLanes);
                    fill(maker);
                } catch (const std::bad_alloc&) {
                    const std::lock_guard lock(m_mutex);
                    m_isOutOfMemory = true;
                    m_isStopped = true;
                }
                m_changed.notify_all();
            });
        }
    }
    ~ChunkRing()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopped = true;
        }
        m_changed.notify_all();
        for (auto& thread : m_threads) {
            thread.join();
        }
    }
    ChunkRing(const ChunkRing&) = delete;
    ChunkRing& operator=(const ChunkRing&) = delete;

    [[nodiscard]] std::size_t count() const { return m_count; }
    /// null when memory ran out.
    MixChunk* next(std::size_t index)
    {
        std::unique_lock lock(m_mutex);
        const std::size_t slot = index % m_slots.size();
        m_changed.wait(lock, [&] { return m_isReady[slot] || m_isOutOfMemory; });
        return m_isOutOfMemory ? nullptr : &m_slots[slot];
    }
    void giveBack(std::size_t index)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isReady[index % m_slots.size()] = false;
            m_taken = index + 1;
        }
        m_changed.notify_all();
    }

private:
    void fill(ChunkMaker& maker)
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] {
                return m_isStopped || m_next >= m_count || m_next < m_taken + m_slots.size();
            });
            if (m_isStopped || m_next >= m_count) {
                return;
            }
            const std::size_t index = m_next++;
            const std::size_t slot = index % m_slots.size();
            lock.unlock();
            maker.make(index, m_slots[slot]);
            lock.lock();
            m_isReady[slot] = true;
            m_changed.notify_all();
        }
    }

    const std::size_t m_count;
    std::vector<MixChunk> m_slots;
    std::vector<bool> m_isReady;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_next {};
    std::size_t m_taken {};
    bool m_isStopped {};
    bool m_isOutOfMemory {};
    std::vector<std::thread> m_threads;
};

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "rendering was cancelled");
}

} // namespace

Result<> mixChunks(const MixPlan& plan, std::int64_t frames, int threads, bool keepsLanes,
                   const TaskContext& task, const std::function<Result<>(MixChunk&)>& take)
{
    const ComputeScope computing;
    const auto count = (static_cast<std::size_t>(frames) + kMixChunk - 1) / kMixChunk;
    const auto handOver = [&](std::size_t index, MixChunk& chunk) -> Result<> {
        if (task.cancelled()) {
            return cancelledError();
        }
        task.progress(static_cast<double>(index) / static_cast<double>(count), "mixing");
        return take(chunk);
    };
    if (threads <= 1) {
        ChunkMaker maker(plan, frames, keepsLanes);
        MixChunk chunk;
        for (std::size_t index = 0; index < count; ++index) {
            maker.make(index, chunk);
            if (auto taken = handOver(index, chunk); !taken) {
                return taken;
            }
        }
        return {};
    }
    ChunkRing ring(plan, frames, keepsLanes, threads - 1);
    for (std::size_t index = 0; index < ring.count(); ++index) {
        MixChunk* chunk = ring.next(index);
        if (chunk == nullptr) {
            return fail(ErrorCode::OutOfMemory, "there is not enough memory to mix this plan");
        }
        if (auto taken = handOver(index, *chunk); !taken) {
            return taken;
        }
        ring.giveBack(index);
    }
    return {};
}

namespace {

bool isUsed(const music::Lane& lane, std::size_t sound)
{
    return std::any_of(lane.clips.begin(), lane.clips.end(), [sound](const music::Clip& clip) {
        return !clip.isMuted && clip.sound == static_cast<int>(sound);
    });
}

Result<> chooseUsedWindows(music::Plan& plan, SoundPool& pool, int threads, const TaskContext& task,
                           bool skipsMissing)
{
    std::vector<std::pair<music::Lane*, music::Sound*>> open;
    for (music::Lane& lane : plan.lanes) {
        for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
            music::Sound& sound = lane.sounds[i];
            if (sound.isLoop && sound.windowStartS < 0.0 && isUsed(lane, i)) {
                open.emplace_back(&lane, &sound);
            }
        }
    }
    return inParallel(open.size(), threads, task, "preparing",
                      [&](std::size_t i, TaskContext& inner) -> Result<> {
                          const auto start = pool.chooseWindow(*open[i].second, inner);
                          if (start) {
                              open[i].second->windowStartS = *start;
                          } else if (skipsMissing && start.error().code == ErrorCode::NotFound) {
                              open[i].second->windowStartS = 0.0;
                          } else {
                              return tl::unexpected<Error>(
                                  laneError(open[i].first->role, start.error()));
                          }
                          return {};
                      });
}

} // namespace

Result<MixPlan> prepareAll(music::Plan& plan, SoundPool& pool, int threads, const TaskContext& task,
                           std::vector<StemId>* missing)
{
    auto windows = chooseUsedWindows(plan, pool, threads, task.sub(0.0, 0.1), missing != nullptr);
    if (!windows) {
        return propagate(windows);
    }
    MixPlan open = layOut(plan, pool, false);
    // Held here, so that the pool keeps what the plan needs.
    std::vector<PreparedPtr> held(open.sounds.size());
    std::vector<bool> isGone(open.sounds.size());
    std::mutex mutex;
    auto made = inParallel(
        open.sounds.size(), threads, task.sub(0.1, 1.0), "preparing",
        [&](std::size_t i, TaskContext& inner) -> Result<> {
            const NeededSound& needed = open.sounds[i];
            auto sound = pool.prepare(needed.key, inner);
            if (sound) {
                held[i] = *std::move(sound);
                return {};
            }
            if (missing != nullptr && sound.error().code == ErrorCode::NotFound) {
                const std::lock_guard lock(mutex);
                isGone[i] = true;
                return {};
            }
            return tl::unexpected<Error>(laneError(open.lanes[needed.lane].role, sound.error()));
        });
    if (!made) {
        return propagate(made);
    }
    for (std::size_t i = 0; i < isGone.size(); ++i) {
        if (isGone[i]) {
            missing->push_back(open.sounds[i].stem);
        }
    }
    if (missing != nullptr) {
        std::sort(missing->begin(), missing->end());
        missing->erase(std::unique(missing->begin(), missing->end()), missing->end());
    }
    return layOut(plan, pool, false);
}

} // namespace nde::mix
