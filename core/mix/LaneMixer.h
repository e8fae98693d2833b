#pragma once

#include "core/mix/Biquad.h"
#include "core/mix/LaneSounds.h"

#include <span>
#include <vector>

namespace nde::mix {

/// One placement of samples on the output's time axis.
struct Clip
{
    std::int64_t start {}; ///< output frame of the first sample heard
    std::int64_t frames {};
    std::int64_t offset {}; ///< into `audio`
    const audio::AudioBuffer* audio {};
    float gain {1.0F};
    std::int64_t fadeIn {}; ///< frames
    std::int64_t fadeOut {};
    StemId stem {};
};

/// Turns a lane's events into clips, sorted by start. Positions are computed from bar 0 in double
/// and rounded once each.
/// @param bodyFrames  loops end here.
[[nodiscard]] Result<std::vector<Clip>> clipsOf(const music::Plan& plan, const music::Lane& lane,
                                                LaneSounds& sounds, int sampleRate,
                                                std::int64_t bodyFrames);

/// Where the mixer adds its output; all of one length.
struct MixBlock
{
    std::span<float> left, right, reverb, delay;
};

/// One lane of the mixer: clips → high-pass → duck → width and pan → sum and sends.
class LaneMixer
{
public:
    LaneMixer(const music::Lane& lane, std::vector<Clip> clips, int sampleRate);

    /// @param from  output frame of the block; blocks follow each other without a gap.
    /// @param duck  how far the lane is pushed down, 0 … 1 per frame.
    void process(std::int64_t from, std::span<const float> duck, MixBlock out);
    /// Stems that sounded in the last block.
    [[nodiscard]] const std::vector<StemId>& audible() const { return m_audible; }

private:
    void addClip(const Clip& clip, std::int64_t from, std::size_t frames);

    std::vector<Clip> m_clips;
    std::vector<std::size_t> m_active;
    std::size_t m_next {};
    std::vector<StemId> m_audible;
    std::vector<float> m_left;
    std::vector<float> m_right;
    HighPass m_filterLeft;
    HighPass m_filterRight;
    float m_duckNepers {};
    float m_width {};
    float m_panLeft {};
    float m_panRight {};
    float m_reverb {};
    float m_delay {};
    std::int64_t m_quietFrames;
    std::int64_t m_ringFrames; ///< after this much silence the filter has nothing left
};

/// Fills `duck` with the shape of composition.md C.7: 2 ms attack from each kick, hold to 20 ms,
/// then exponential with 0.35 beat.
class DuckCurve
{
public:
    /// @param kicks  output frames, ascending.
    DuckCurve(std::vector<std::int64_t> kicks, double bpm, int sampleRate);
    void process(std::int64_t from, std::span<float> duck);

private:
    std::vector<std::int64_t> m_kicks;
    std::size_t m_next {};
    std::int64_t m_last {-1};
    double m_attack {};
    double m_hold {};
    double m_decay {};
    float m_before {}; ///< value when the last kick began
    float m_value {};
};

} // namespace nde::mix
