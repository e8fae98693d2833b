#pragma once

#include <cstddef>
#include <cstdint>

namespace nde::mix {

/// Stereo sound that is made while it is heard, at the output rate of the mixer that reads it.
/// @thread  the reader thread of one PlaybackMixer.
class PcmStream
{
public:
    virtual ~PcmStream() = default;
    [[nodiscard]] virtual std::int64_t frames() const = 0; ///< may change while it is read
    virtual void seek(std::int64_t frame) = 0;
    /// As seek, but out of the running sound (the end of a loop): echoes go on.
    virtual void jump(std::int64_t frame) { seek(frame); }
    /// Fills interleaved stereo; silence behind the end. Never fails, never blocks for long.
    virtual void read(float* stereo, std::size_t frames) = 0;
};

} // namespace nde::mix
