#pragma once

#include "core/mix/LaneSource.h"
#include "core/mix/PlaybackMixer.h"
#include "core/mix/PlaybackVoice.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

/// The two threads behind PlaybackMixer: the reader's half is in PlaybackReader.cpp, the audio
/// thread's and the controls' in PlaybackMixer.cpp. Included by these two only.
namespace nde::mix {

inline constexpr std::size_t kVoices = 6;
inline constexpr double kStopRampS = 0.005;
/// Streams are read ahead less than files: what is done to them shall be heard soon.
inline constexpr std::size_t kStreamBlocks = 16; ///< 85 ms at 48 kHz

/// What came of filling a block.
enum class Filled
{
    Yes,
    End, ///< nothing more to play, or it failed
    Later ///< not written yet
};

struct PlaybackMixer::Impl
{
    explicit Impl(int rate)
        : outputRate(rate)
        , gainStep(static_cast<float>(1.0 / (kStopRampS * rate)))
    {
        for (auto& voice : voices) {
            voice = std::make_unique<PlaybackVoice>();
            readerFree.push_back(voice.get());
        }
        reader = std::thread([this] { readLoop(); });
    }

    ~Impl()
    {
        {
            const std::lock_guard lock(mutex);
            isQuitting = true;
        }
        wake.notify_all();
        reader.join();
    }

    // --- control thread -------------------------------------------------------------------------
    void updateLaneTargets()
    {
        const bool anySolo = std::any_of(laneFlags.begin(), laneFlags.end(),
                                         [](const PlaybackLane& lane) { return lane.isSolo; });
        for (std::size_t i = 0; i < kMaxLanes; ++i) {
            float target = 0.0F;
            if (i < laneFlags.size()) {
                const auto& lane = laneFlags[i];
                target = !lane.isMuted && (!anySolo || lane.isSolo) ? lane.gain : 0.0F;
            }
            laneTargets[i].store(target, std::memory_order_relaxed);
        }
    }

    void start(std::int64_t from, std::int64_t until = -1)
    {
        {
            const std::lock_guard lock(mutex);
            command = Command {++generation, std::max<std::int64_t>(0, from), until};
            hasCommand = true;
            cutoff.store(generation, std::memory_order_release);
            wanted.store(generation, std::memory_order_relaxed);
        }
        position.store(from, std::memory_order_relaxed);
        startedAtNs.store(0, std::memory_order_relaxed);
        isStopped.store(false, std::memory_order_relaxed);
        isDry.store(false, std::memory_order_relaxed);
        wake.notify_all();
    }

    void halt()
    {
        isStopped.store(true, std::memory_order_relaxed);
        isDry.store(false, std::memory_order_relaxed);
        const std::lock_guard lock(mutex);
        cutoff.store(++generation, std::memory_order_release);
        hasCommand = false;
    }

    [[nodiscard]] bool isPlaying() const
    {
        return !isStopped.load(std::memory_order_relaxed)
            && finished.load(std::memory_order_acquire) < wanted.load(std::memory_order_relaxed);
    }

    // --- reader thread --------------------------------------------------------------------------
    void readLoop();
    bool openLanes(std::vector<PlaybackLane> lanes);
    [[nodiscard]] Result<LaneSource> openLane(const PlaybackLane& lane) const;
    [[nodiscard]] bool isAheadEnough(const PlaybackVoice& voice) const;
    void followLength();
    void exchangeLanes(const std::vector<PlaybackLane>& lanes);
    PlaybackVoice* freeVoice();
    [[nodiscard]] bool isHeard(std::size_t lane) const;
    [[nodiscard]] bool holdsUp(std::size_t lane, std::int64_t furthest) const;
    [[nodiscard]] Filled mayFill(const PlaybackVoice& voice, std::size_t frames) const;
    Filled fillBlock(PlaybackVoice& voice);
    bool readLane(std::size_t lane, float* samples, std::size_t frames, PlaybackVoice& voice);
    bool wrapLoop(std::int64_t& from, std::size_t& frames);
    void fadeOut(float* samples, std::size_t frames) const;
    void reportError(Error error, std::uint64_t failedGeneration);
    PlaybackVoice* beginVoice(const Command& start);
    void tryAgainSoon(const Command& start);

    // --- audio thread ---------------------------------------------------------------------------
    void pull(std::span<float> stereo);
    void takePending();
    bool renderVoice(PlaybackVoice& voice, std::span<float> stereo, bool isCurrent);
    void mixFrames(PlaybackVoice& voice, const PlaybackBlock& block, std::span<float> out);

    const int outputRate;
    const float gainStep;
    std::array<std::unique_ptr<PlaybackVoice>, kVoices> voices;

    std::mutex mutex; // control and reader thread only; the audio thread never takes it
    std::condition_variable wake;
    std::thread reader;
    bool isQuitting {};
    bool hasCommand {};
    Command command;
    std::optional<std::vector<PlaybackLane>> newLanes;
    std::optional<std::vector<PlaybackLane>> otherFiles; // for the lanes that there are
    LoopRange loop;
    std::optional<Error> error;
    std::uint64_t generation {};

    std::vector<PlaybackLane> laneFlags; // control thread
    std::array<std::atomic<float>, kMaxLanes> laneTargets {};
    std::atomic<float> gain {1.0F};
    std::atomic<std::uint64_t> cutoff {}; // voices below it fade out
    std::atomic<std::uint64_t> wanted {};
    std::atomic<std::uint64_t> finished {};
    std::atomic<bool> isStopped {true};
    std::atomic<bool> isDry {}; // waits, and everything read ahead was heard
    std::atomic<std::int64_t> position {};
    std::atomic<std::int64_t> length {};
    std::atomic<std::int64_t> underruns {};
    std::atomic<std::int64_t> startedAtNs {};
    std::atomic<float> peakLeft {};
    std::atomic<float> peakRight {};
    std::atomic<PlaybackVoice*> pending {};
    FreeVoices freed; // audio thread → reader

    std::vector<PlaybackVoice*> readerFree; // reader thread
    std::vector<LaneSource> sources;
    std::array<bool, kMaxLanes> isBehind {}; // gave silence for want of data: must seek first
    std::int64_t readPosition {};
    std::int64_t readUntil {-1}; // of the voice that is being filled
    std::array<std::array<float, 2>, kMaxLanes> lastFrame {};
    std::array<std::array<float, 2>, kMaxLanes> joinOffset {};
    std::size_t joinLeft {};

    std::array<PlaybackVoice*, 3> sounding {}; // audio thread; [0] is the newest
    float currentGain {1.0F};
};

} // namespace nde::mix
