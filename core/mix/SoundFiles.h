#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/TaskContext.h"
#include "core/mix/SoundPool.h"

namespace nde::mix {

/// Version of everything that turns a stem into a loop; part of the cache's file names.
inline constexpr const char* kStretchVersion = "r3-3";

/// A one-shot from its file's start, stereo, at `sampleRate`, ends faded; half a minute at most.
/// @errors  those of openAudio, BadInput (no sound in it), Cancelled.
[[nodiscard]] Result<audio::AudioBuffer> readOneShot(const SoundKey& key, int sampleRate,
                                                     TaskContext& task);

/// A loop from its file, stereo, at `sampleRate`, `key.loopFrames` long, its end leading into its
/// beginning.
/// @param isDraft  stretched at once and not so well.
[[nodiscard]] Result<audio::AudioBuffer> readLoop(const SoundKey& key, int sampleRate, bool isDraft,
                                                  TaskContext& task);

/// Transposed as a sampler does, by reading it faster or slower.
[[nodiscard]] Result<audio::AudioBuffer> transposed(const audio::AudioBuffer& source,
                                                    double semitones);

/// Ends and, for tonal sounds, starts at zero without a step.
void fadeEnds(audio::AudioBuffer& buffer, bool hasStart);

/// Gain to the reference loudness, linear; 0 for silence.
[[nodiscard]] float gainOf(const audio::AudioBuffer& buffer);

/// High-pass, low-pass, and one low end for both sides: the side is at -6 dB at 200 Hz and falls by
/// 24 dB an octave below.
/// @param isLoop  filtered as if it had been turning for ever.
void filterSound(audio::AudioBuffer& buffer, double highPassHz, double lowPassHz, bool isLoop);

/// Takes peaks above `most` down, both channels alike: at once, over a millisecond before each,
/// with 30 ms of release. What stays below is not changed.
void tamePeaks(audio::AudioBuffer& buffer, float most);

/// Gives a sound whose channels are equal a side: the sound above 250 Hz through an all-pass of a
/// few milliseconds, times `share`. Nothing of it is left in a mono sum. Others stay as they are.
/// @param isLoop  as for filterSound.
void spreadSound(audio::AudioBuffer& buffer, double share, bool isLoop);

} // namespace nde::mix
