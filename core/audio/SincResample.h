#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace nde::audio {

/// Streaming resampler that gives what the separation networks were trained and measured with:
/// a sinc of 24 zero crossings, low-passed at 0.945 of the lower Nyquist frequency, cos² window,
/// every phase scaled to sum 1, the first and last frame repeated beyond the ends. For everything
/// else `Resampler` is faster.
///
/// Memory: one kernel a phase of the reduced ratio, at most 16 MB; for ratios beyond that (44101 to
/// 768000 Hz, say) kernels are computed where they are needed.
/// @thread  one at a time.
/// @source  julius 0.2.7, resample.py (`resample_frac`); kernels in float32 in its order of
///          operations, because its rounding of the time axis is audible at −100 dB.
class SincResampler
{
public:
    /// @errors  BadInput (channels not 1 … 64, rates not 1 … 768000 Hz).
    [[nodiscard]] static Result<SincResampler> create(int channels, int fromRate, int toRate);
    SincResampler(SincResampler&&) noexcept;
    SincResampler& operator=(SincResampler&&) noexcept;
    ~SincResampler();

    /// Frames that `frames` frames become: floor(frames · to / from), where below 2^24 the quotient
    /// is rounded to float32 first, as the original does.
    [[nodiscard]] std::int64_t outputFrames(std::int64_t frames) const;
    /// Appends what can be told already to `out`, interleaved.
    void push(std::span<const float> interleaved, std::vector<float>& out);
    /// Appends the rest: in all `totalFrames` frames, −1 = outputFrames(all that was pushed).
    /// Nothing may follow. No frames at all give none, whatever was asked for.
    void finish(std::vector<float>& out, std::int64_t totalFrames = -1);
    [[nodiscard]] std::int64_t produced() const; ///< frames so far

private:
    struct Impl;
    explicit SincResampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::audio
