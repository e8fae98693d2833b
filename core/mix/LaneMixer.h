#pragma once

#include "core/mix/MixPlan.h"

#include <map>
#include <span>
#include <vector>

namespace nde::mix {

/// How far ducked lanes are pushed down, 0 … 1, as a function of time alone (composition.md C.7):
/// 2 ms from each kick on, held to 20 ms, then exponential with 0.35 beat. Told every `kStep`
/// frames of the track.
class DuckCurve
{
public:
    static constexpr std::int64_t kStep = 8;
    /// @param kicks  output frames, ascending; observed.
    DuckCurve(const std::vector<std::int64_t>& kicks, double bpm, int sampleRate);
    /// Values at the steps from the one at or before `from` to the one at or behind the end.
    void fill(std::int64_t from, std::size_t frames, std::vector<float>& values) const;
    /// At any frame.
    [[nodiscard]] double valueAt(std::int64_t frame) const;

private:
    [[nodiscard]] double at(std::int64_t frame, std::size_t next) const;

    const std::vector<std::int64_t>* m_kicks;
    double m_attack {};
    double m_hold {};
    double m_decay {};
};

/// Where a lane adds its output; all of one length.
struct LaneOutput
{
    std::span<float> left, right, reverb, delay;
};

/// The lanes of a plan, one block at a time, from anywhere. What a lane gives depends on the place
/// only, but for clips whose filter moves: those follow on, and otherwise run up to the place
/// first.
/// @thread  one at a time; several instances may share a plan.
class LaneMixer
{
public:
    explicit LaneMixer(const MixPlan& plan);

    /// Sets the place of the next block, whose length counts as `frames`.
    void begin(std::int64_t from, std::size_t frames);
    /// Forgets the moving filters, so that what follows does not depend on what came before.
    void forget() { m_sweeps.clear(); }
    /// The lane's clips alone, before its gains: fills `dryLeft` and `dryRight`.
    /// @return  false where nothing sounds: then both are silent and need not be looked at.
    bool dry(std::size_t lane);
    [[nodiscard]] std::span<const float> dryLeft() const { return m_left; }
    [[nodiscard]] std::span<const float> dryRight() const { return m_right; }
    /// Ducks, pans and adds what `dry` made; the gains go from `from` to `to` over the block.
    struct Peaks
    {
        float left {};
        float right {};
    };
    /// @return  the largest magnitudes of what was added.
    Peaks add(const LaneGains& from, const LaneGains& to, LaneOutput out);
    /// Stems whose placements the last `dry` touched.
    [[nodiscard]] const std::vector<StemId>& touched() const { return m_touched; }

private:
    struct Sweep
    {
        std::int64_t next {-1};
        double state[2][2] {};
    };
    bool addClip(const PlacedClip& clip, std::int64_t from, std::span<float> left,
                 std::span<float> right);
    bool addShaped(const PlacedClip& clip, std::size_t lane);
    void sweep(const PlacedClip& clip, Sweep& memory, std::int64_t from, std::span<float> left,
               std::span<float> right) const;
    void expandDuck(float from, float to);

    const MixPlan* m_plan;
    DuckCurve m_duck;
    std::int64_t m_from {};
    std::size_t m_frames {};
    std::vector<float> m_duckValues, m_duckGains, m_left, m_right, m_shapedLeft, m_shapedRight;
    std::vector<StemId> m_touched;
    std::map<std::pair<std::size_t, int>, Sweep> m_sweeps; ///< by lane and clip
};

} // namespace nde::mix
