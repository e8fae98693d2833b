#pragma once

#include "core/mix/Effects.h"
#include "core/mix/MixPlan.h"

#include <array>
#include <span>
#include <vector>

namespace nde::mix {

/// What holds a bus together: 2:1 over a threshold, 15/120 ms, 3 dB at most, both sides alike.
class BusGlue
{
public:
    explicit BusGlue(double sampleRate);
    /// In place. Blocks of a multiple of `kStep` frames; only the last may be another.
    void process(std::span<float> left, std::span<float> right);
    static constexpr std::size_t kStep = 16;
    static constexpr double kThresholdDb = -16.0;
    static constexpr double kSlope = 0.5; // 2:1
    static constexpr double kMostDb = 3.0;
    static constexpr double kAttackS = 0.015;
    static constexpr double kReleaseS = 0.12;

private:
    double m_attack {};
    double m_release {};
    double m_smoothing {};
    double m_energy {};
    double m_reductionDb {};
    float m_gain {1.0F};
};

/// What takes the peaks of the drum bus, where hits fall together: a gain for both sides, at once
/// when it falls, back within 8 ms, so that a wave is turned down rather than bent. It has no
/// delay; the master's look-ahead limiter does the rest.
class PeakPress
{
public:
    explicit PeakPress(double sampleRate);
    /// How loud the track is to become, LUFS: above -14 the ceiling is lower. While it runs it
    /// moves there by 0.1 dB a step.
    void setLoudness(double lufs);
    void process(std::span<float> left, std::span<float> right); ///< in place
    static constexpr double kUsualLufs = -14.0;
    static constexpr double kMostPerStepDb = 0.1;

private:
    float m_release {};
    float m_gain {1.0F};
    double m_ceilingDb {};
    double m_wantedDb {};
    bool m_hasBegun {};
};

/// What the lanes of a stretch of time add up to: a sum for each bus and the two sends.
struct BusBlock
{
    std::array<std::array<std::vector<float>, 2>, kBuses> buses;
    std::vector<float> reverb;
    std::vector<float> delay;

    void clear(std::size_t frames);
    [[nodiscard]] std::size_t frames() const { return reverb.size(); }
};

/// The half of the mixer that remembers: buses, reverb and delay. Blocks follow each other.
class BusMixer
{
public:
    BusMixer(int sampleRate, double bpm, bool hasGlue);

    void setGlue(bool hasGlue) { m_hasGlue = hasGlue; }
    /// Of the track that is to be; for the drum bus. Goes with the glue.
    void setLoudness(double lufs) { m_drumPress.setLoudness(lufs); }
    /// @param left  the sum of everything, filled; as `right`.
    void process(BusBlock& block, std::span<float> left, std::span<float> right);
    [[nodiscard]] const std::array<std::vector<float>, 2>& reverb() const { return m_reverbOut; }
    [[nodiscard]] const std::array<std::vector<float>, 2>& delay() const { return m_delayOut; }

private:
    bool m_hasGlue;
    std::vector<BusGlue> m_glue;
    PeakPress m_drumPress;
    Reverb m_reverb;
    Delay m_delay;
    std::array<std::vector<float>, 2> m_reverbOut;
    std::array<std::vector<float>, 2> m_delayOut;
};

} // namespace nde::mix
