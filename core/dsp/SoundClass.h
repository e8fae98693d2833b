#pragma once

#include "core/base/Category.h"
#include "core/base/Stem.h"
#include "core/dsp/Chroma.h"

#include <span>
#include <string_view>
#include <vector>

namespace nde::dsp {

/// What class and tempo of a sound are judged by.
struct TimedSound
{
    std::span<const float> head; ///< mono, at the file's rate, the first 10 s
    int sampleRate {};
    std::span<const float> kept; ///< mono, at the analysis rate, the first 120 s
    int keptRate {};
    double durationS {};
    double activeS {}; ///< how long it is louder than −60 dB of its peak, within `head`
    std::span<const double> onsets; ///< seconds
    const Chromagram& chroma; ///< of `kept`
    std::string_view nameHint; ///< "" = judge by the sound alone
};

/// One-shot (one attack within 2.5 s; within 10 s if no bars fit its length or it dies away), loop
/// (whole bars within 1.5 % at a clear tempo, or to the frame), track (a minute or more), else
/// phrase. Sets tempo, grid, bars and rhythmic complexity in `out`. One-shots have no tempo.
/// @source  analysis.md B.3.
[[nodiscard]] SoundClass classifyAndTime(const TimedSound& sound, Descriptors& out);

} // namespace nde::dsp
