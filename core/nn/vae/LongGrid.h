#pragma once

#include "core/nn/vae/Layout.h"

#include <cstddef>

/// Long sounds as sequences: a picture of any number of frames, cut into chunks of `kFrames` that
/// overlap by half. A step from one chunk to the next is half a second, or, of sounds with a tempo,
/// one beat: their frames lie as far apart as makes a beat `kStepFrames` of them. So the chunks of
/// all loops of all tempos hold the same places of the bar, and a sequence is played at any tempo.
/// @source  vae.md 6, "Long stems".
namespace nde::nn::vae {

inline constexpr int kStepFrames = kFrames / 2;
inline constexpr int kBarSteps = 4; ///< steps after which a jump is at the same place of a bar

/// How the frames of a picture lie in time.
struct LongGrid
{
    double hop {kHop}; ///< samples from one frame to the next
    int frames {}; ///< a multiple of `kStepFrames`, at least `kFrames`; circular ones wrap
    bool isCircular {}; ///< the end goes on at the start
    double rate {}; ///< steps a minute where a step is a beat; 0 = half seconds

    [[nodiscard]] int steps() const { return frames / kStepFrames - (isCircular ? 0 : 1); }
    [[nodiscard]] double length() const { return hop * frames; } ///< samples
    bool operator==(const LongGrid&) const = default;
};

/// A tempo as steps a minute: doubled or halved into 70 … 180, so that no chunk is far shorter or
/// longer than what the bands were made for.
[[nodiscard]] double stepRate(double bpm);

/// The grid of a sound. @param bpm  0 = none. @param isLoop  its end goes on at its start; it does
/// where that is a whole number of steps, within a twentieth of one.
[[nodiscard]] LongGrid gridOf(std::size_t length, double bpm, bool isLoop);
/// A grid of so many steps. @param hop  of one without a beat.
[[nodiscard]] LongGrid gridOfSteps(int steps, bool isCircular, double rate, double hop = kHop);

} // namespace nde::nn::vae
