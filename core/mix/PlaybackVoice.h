#pragma once

#include "core/mix/PlaybackMixer.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace nde::mix {

inline constexpr std::size_t kMaxLanes = kMostPlaybackLanes;
inline constexpr std::size_t kBlockFrames = 256;
inline constexpr std::size_t kRingBlocks = 128; ///< about 0.7 s at 48 kHz; a power of two

/// One step of all lanes at once: lanes are sample-locked because they never exist apart.
struct PlaybackBlock
{
    std::int64_t position {}; ///< of the first frame, at the output rate
    std::size_t frames {};
    std::array<std::array<float, kBlockFrames * 2>, kMaxLanes> lanes; ///< interleaved stereo
};

/// A playback in progress: a lock-free ring between the reader thread (writes) and the audio thread
/// (reads).
struct PlaybackVoice
{
    std::array<PlaybackBlock, kRingBlocks> blocks;
    std::atomic<std::size_t> written {}; ///< blocks, ever growing
    std::atomic<std::size_t> read {};
    std::atomic<bool> isComplete {}; ///< the reader has nothing more to add
    std::atomic<bool> isWaiting {}; ///< the reader is at the end of a file that still grows
    std::uint64_t generation {};
    std::size_t laneCount {};

    // Audio thread only.
    std::size_t offset {}; ///< frames already taken of the front block
    float fade {}; ///< current gain of the start and stop ramps, 0 … 1
    float fadeStep {}; ///< per frame
    float rampStep {}; ///< of the start, also after waiting
    std::array<float, kMaxLanes> gains {};

    void reset(std::uint64_t newGeneration, std::size_t lanes)
    {
        written.store(0, std::memory_order_relaxed);
        read.store(0, std::memory_order_relaxed);
        isComplete.store(false, std::memory_order_relaxed);
        isWaiting.store(false, std::memory_order_relaxed);
        generation = newGeneration;
        laneCount = lanes;
        offset = 0;
        fade = 0.0F;
        fadeStep = 0.0F;
    }
    [[nodiscard]] bool isFull() const
    {
        return written.load(std::memory_order_relaxed) - read.load(std::memory_order_acquire)
            >= kRingBlocks;
    }
    [[nodiscard]] PlaybackBlock& back()
    {
        return blocks[written.load(std::memory_order_relaxed) % kRingBlocks];
    }
    void push() { written.fetch_add(1, std::memory_order_release); }
    [[nodiscard]] bool isEmpty() const
    {
        return read.load(std::memory_order_relaxed) == written.load(std::memory_order_acquire);
    }
    [[nodiscard]] std::size_t size() const
    {
        return written.load(std::memory_order_acquire) - read.load(std::memory_order_relaxed);
    }
    [[nodiscard]] const PlaybackBlock& front() const
    {
        return blocks[read.load(std::memory_order_relaxed) % kRingBlocks];
    }
    void pop() { read.fetch_add(1, std::memory_order_release); }
};

/// Single-producer single-consumer queue of voices that are free again (audio thread → reader).
class FreeVoices
{
public:
    static constexpr std::size_t kCapacity = 8;
    void put(PlaybackVoice* voice)
    {
        const auto at = m_written.load(std::memory_order_relaxed);
        m_slots[at % kCapacity] = voice;
        m_written.store(at + 1, std::memory_order_release);
    }
    [[nodiscard]] PlaybackVoice* take()
    {
        const auto at = m_read.load(std::memory_order_relaxed);
        if (at == m_written.load(std::memory_order_acquire)) {
            return nullptr;
        }
        m_read.store(at + 1, std::memory_order_relaxed);
        return m_slots[at % kCapacity];
    }

private:
    std::array<PlaybackVoice*, kCapacity> m_slots {};
    std::atomic<std::size_t> m_written {};
    std::atomic<std::size_t> m_read {};
};

/// Frames at the output rate.
struct LoopRange
{
    std::int64_t from {};
    std::int64_t to {};
    bool isEnabled {};
    [[nodiscard]] bool isUsable() const { return isEnabled && to > from; }
};

/// A play() on its way to the reader thread.
struct Command
{
    std::uint64_t generation {};
    std::int64_t from {};
    std::int64_t until {-1}; ///< exclusive; −1 = the end
};

/// Two threads say which generation has ended; a late word about an older one must not undo a newer
/// one.
inline void raiseTo(std::atomic<std::uint64_t>& value, std::uint64_t least)
{
    std::uint64_t seen = value.load(std::memory_order_relaxed);
    while (seen < least
           && !value.compare_exchange_weak(seen, least, std::memory_order_release,
                                           std::memory_order_relaxed)) { }
}

} // namespace nde::mix
