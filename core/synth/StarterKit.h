#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Category.h"
#include "core/base/Key.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nde::synth {

/// One sound of the kit, rendered.
struct KitSound
{
    std::string name; ///< unique, usable as a file name without extension, e.g. "Kick 07 deep"
    Category category {};
    SoundClass soundClass {};
    std::optional<double> bpm; ///< loops
    std::optional<Key> key; ///< tonal loops and chords
    std::optional<double> pitchHz; ///< tonal one-shots
    std::vector<std::string> tags; ///< English ids, true by construction: "dark", "metallic", …
    std::uint64_t seed {};
    audio::AudioBuffer
        audio; ///< 48 kHz, mono or stereo, peak <= −1 dBFS, no DC, starts and ends at 0
};

/// The demo track and the parts it is the exact sum of.
struct DemoTrack
{
    double bpm {128.0};
    Key key {9, true}; ///< A minor
    int bars {32};
    audio::AudioBuffer mix; ///< 48 kHz stereo; sample-wise sum of the four parts
    audio::AudioBuffer drums;
    audio::AudioBuffer bass;
    audio::AudioBuffer vocals;
    audio::AudioBuffer other;
};

/// Synthesises about 300 sounds (one-shots and loops of every category a composition needs), one
/// after the other. Same seed, same samples. Not used by anyone else's rights: CC0.
/// @param emit  takes each sound as it is ready; an error from it ends the run and is returned.
/// @errors      Cancelled; what `emit` returns.
[[nodiscard]] Result<> synthesiseKit(std::uint64_t seed,
                                     const std::function<Result<>(KitSound&&)>& emit,
                                     TaskContext& task);

/// 32 bars at 128 bpm in A minor with an arrangement (intro, groove, break, drop), vocals being
/// formant-synthesised syllables.
[[nodiscard]] Result<DemoTrack> synthesiseDemoTrack(std::uint64_t seed, TaskContext& task);

} // namespace nde::synth
