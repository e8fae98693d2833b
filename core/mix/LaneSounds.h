#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/TaskContext.h"
#include "core/mix/Renderer.h"

#include <map>

namespace nde::mix {

/// Version of everything that turns a stem into a stretched loop; part of the cache's file names.
inline constexpr const char* kStretchVersion = "r3-1";

/// A lane's sounds in memory, stereo at the output rate.
class LaneSounds
{
public:
    /// Reads, resamples, and for loops stretches to the exact grid length (from the cache where one
    /// is given and has it).
    /// @errors  NotFound, Unsupported, Corrupt, Io, OutOfMemory, Cancelled; the message begins with
    ///          the lane's role.
    [[nodiscard]] static Result<LaneSounds> load(const music::Plan& plan, const music::Lane& lane,
                                                 const RenderOptions& options, TaskContext& task);

    /// The loop, two frames longer than `loopFrames` so that a turn may be a frame longer.
    [[nodiscard]] const audio::AudioBuffer& main() const { return m_main; }
    /// A one-shot at a transposition (by resampling, as a sampler does); made on first use.
    [[nodiscard]] Result<const audio::AudioBuffer*> oneShot(bool alternate, double semitones);
    /// Onset of a transposed one-shot, frames.
    [[nodiscard]] std::int64_t onsetFrames(bool alternate, double semitones) const;
    /// Gain that brings the sound to the reference loudness of a kick, linear, before the lane's
    /// level. 0 for silence.
    [[nodiscard]] double gain(bool alternate) const { return alternate ? m_gainAlternate : m_gain; }

private:
    audio::AudioBuffer m_main;
    audio::AudioBuffer m_alternate;
    double m_gain {1.0};
    double m_gainAlternate {1.0};
    double m_onsetS {};
    double m_alternateOnsetS {};
    std::map<std::pair<bool, double>, audio::AudioBuffer> m_transposed;
};

/// Loudness at which a kick goes into the mix; the master brings the sum to its target.
inline constexpr double kReferenceLufs = -18.0;

/// The error with the lane's role before its message.
[[nodiscard]] Error laneError(const music::Lane& lane, const Error& error);

} // namespace nde::mix
