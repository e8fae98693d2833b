#pragma once

#include "core/base/Result.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace nde::dsp {

struct DraftParams;

/// Built-in separation without any weights: median HPSS, mid/side and band/onset masks on one STFT.
/// Streaming and linear phase: push blocks in, pull blocks out; memory does not grow with the
/// length. drums + bass + vocals + other + residual = input to within float rounding (the residual
/// is computed in the time domain).
///
/// @thread  one at a time. Sets no global state.
/// @source  Fitzgerald, "Harmonic/percussive separation using median filtering", DAFx 2010;
/// product.md A3.
class DraftSeparator
{
public:
    enum Stem
    {
        Drums,
        Bass,
        Vocals,
        Other,
        Residual
    };
    static constexpr int kStemCount = 5;

    /// @param sampleRate  8 kHz … 192 kHz; masks are defined in Hz.
    /// @param channels    1 or 2 (the caller folds more down).
    [[nodiscard]] static Result<DraftSeparator> create(int sampleRate, int channels);
    /// For tuning: the same with own parameters (DraftMasks.h).
    [[nodiscard]] static Result<DraftSeparator> create(int sampleRate, int channels,
                                                       const DraftParams& params);
    DraftSeparator(DraftSeparator&&) noexcept;
    DraftSeparator& operator=(DraftSeparator&&) noexcept;
    ~DraftSeparator();

    /// Appends what is ready to `out[stem]` (interleaved, same rate and channels).
    /// In total exactly as many frames come out as went in, once `finish` was called.
    void push(std::span<const float> interleaved, std::array<std::vector<float>, kStemCount>& out);
    void finish(std::array<std::vector<float>, kStemCount>& out);

private:
    struct Impl;
    explicit DraftSeparator(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::dsp
