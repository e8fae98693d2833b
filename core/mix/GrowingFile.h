#pragma once

#include <atomic>
#include <cstdint>

namespace nde::mix {

/// A raw file of interleaved float32 that someone is still writing: what it will be, and how far it
/// may be read by now. Whoever follows the writer raises `framesDone`; the reader thread never goes
/// past it.
struct GrowingFile
{
    GrowingFile(int rate, int channelCount, std::int64_t frameCount)
        : sampleRate(rate)
        , channels(channelCount)
        , frames(frameCount)
    {
    }

    const int sampleRate;
    const int channels;
    const std::int64_t frames; ///< of the whole, once it is written
    std::atomic<std::int64_t> framesDone {0};
    std::atomic<bool> isAbandoned {false}; ///< nothing more will come: it ends where it stands
};

} // namespace nde::mix
