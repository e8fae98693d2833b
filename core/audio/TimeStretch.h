#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"

namespace nde::audio {

/// Offline stretch and transposition with Rubber Band R3 ("finer"), deterministic.
/// @param timeRatio   output length / input length, 0.25 … 4.
/// @param semitones   −24 … 24.
/// @return            exactly round(frames · timeRatio) frames.
/// @errors            BadInput, OutOfMemory, Cancelled.
[[nodiscard]] Result<AudioBuffer> timeStretch(const AudioBuffer& buffer, double timeRatio,
                                              double semitones, TaskContext& task);

} // namespace nde::audio
