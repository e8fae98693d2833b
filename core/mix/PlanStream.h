#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/TaskContext.h"
#include "core/mix/PcmStream.h"
#include "core/music/Plan.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace nde::mix {

class SoundPool;

/// Where prepared sounds live: each is read, resampled, stretched and filtered once and shared by
/// every version of a plan.
/// @thread  any.
[[nodiscard]] std::shared_ptr<SoundPool> makeSoundPool(int sampleRate,
                                                       std::filesystem::path stretchCache);

/// A plan that is heard without being rendered (product.md E16): the mixer of `render` with its
/// buses, a fixed gain instead of the loudness loop and the same limiter. Sounds that are not ready
/// yet are silent; `prepare` makes them ready in the order in which they are needed from a place.
///
/// @thread  the PcmStream functions: the reader thread of PlaybackMixer; all others: any but the
///          audio thread. Neither side waits for the other longer than a pointer takes to swap.
class PlanStream : public PcmStream
{
public:
    explicit PlanStream(std::shared_ptr<SoundPool> pool);
    ~PlanStream() override;

    /// Another plan. What only moves faders, sends, mutes or solos is heard within 10 ms; filters
    /// as soon as `prepare` has made the sounds ready, with a 5 ms crossfade; other changes from
    /// the next bar on, with the same crossfade (`isAtOnce`: at once). Never stops the playback.
    void setPlan(std::shared_ptr<const music::Plan> plan, bool isAtOnce = false);
    [[nodiscard]] std::shared_ptr<const music::Plan> plan() const;

    /// Makes the sounds of the plan ready, those that are heard first after `fromBar` first: at
    /// once with drafts of the loops that have to be stretched, which the loops themselves then
    /// replace. Blocks; for a worker. Files that are gone are skipped and named.
    /// @param onReady  called on this thread as sounds become ready; may be empty.
    /// @errors  Cancelled, OutOfMemory.
    [[nodiscard]] Result<std::vector<StemId>> prepare(double fromBar, TaskContext& task,
                                                      const std::function<void()>& onReady = {});
    /// Whether everything that sounds in these bars is ready to be heard, if only as a draft.
    [[nodiscard]] bool isReady(double fromBar, double toBar) const;

    /// A sound that is tried in a clip without changing the plan (alternatives "in context"); the
    /// clip sounds as in the plan again when empty. Heard as soon as there is a draft of it; blocks
    /// until it is ready, for a worker.
    [[nodiscard]] Result<> setAuditioned(int clipId, std::optional<music::Sound> sound,
                                         TaskContext& task);

    struct LaneLevel
    {
        int laneId {}; ///< 0 = the master
        float peakLeft {}; ///< linear, since the last call
        float peakRight {};
    };
    [[nodiscard]] std::vector<LaneLevel> levels();

    // PcmStream
    [[nodiscard]] std::int64_t frames() const override;
    void seek(std::int64_t frame) override;
    void jump(std::int64_t frame) override;
    void read(float* stereo, std::size_t frames) override;
    /// As `read`, but before glue, gain and limiter: the sum that `render` writes as "premaster".
    void readPremaster(float* stereo, std::size_t frames);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Peaks of what a clip sounds like, for drawing: `columns` pairs of minimum and maximum over the
/// clip's length, from the prepared sound. Empty while it is not ready.
[[nodiscard]] std::vector<std::pair<float, float>>
clipPeaks(SoundPool& pool, const music::Plan& plan, int clipId, int columns);

/// A prepared sound as a DAW would need it: loops at the plan's tempo and key, `loopBars` long to
/// the sample; one-shots resampled, from their file's start. Through the lane's filters and at the
/// lane's loudness (`levelLu`): at a fader of 0 dB and a clip gain of 0 dB a track of them sounds
/// as in the mix before ducking, pan and sends.
/// @errors  NotFound, Unsupported, Corrupt, Io, OutOfMemory, Cancelled.
[[nodiscard]] Result<std::shared_ptr<const audio::AudioBuffer>>
preparedSound(SoundPool& pool, const music::Plan& plan, const music::Lane& lane,
              const music::Sound& sound, TaskContext& task);

} // namespace nde::mix
