#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Result.h"

#include <memory>

namespace nde::audio {

/// Streaming resampler (soxr HQ, one thread, deterministic). Delay is compensated by soxr.
class Resampler
{
public:
    /// @errors  BadInput (rates out of 1 kHz–768 kHz), OutOfMemory.
    [[nodiscard]] static Result<Resampler> create(int channels, double fromRate, double toRate);
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;
    ~Resampler();
    /// Appends output to `out` (interleaved). Empty input with `isLast` flushes; nothing may follow
    /// that. Throws std::bad_alloc when memory runs out, like the growing of `out` itself.
    void process(std::span<const float> interleaved, bool isLast, std::vector<float>& out);

private:
    struct Impl;
    explicit Resampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Whole buffer to another rate; length = round(frames · to / from).
[[nodiscard]] Result<AudioBuffer> resample(const AudioBuffer& buffer, int toRate);

} // namespace nde::audio
