#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::audio {

/// K-weighted energy of stereo in steps of a tenth of a second, and the loudness that follows from
/// it. For those who measure often and need neither true peak nor range: several times as fast as
/// LoudnessMeter, and equal to it to 0.01 LU.
///
/// @source  ITU-R BS.1770-4; the filters at any rate as libebur128 derives them.
class LoudnessSteps
{
public:
    explicit LoudnessSteps(int sampleRate);
    /// Of equal length.
    void add(std::span<const float> left, std::span<const float> right);
    /// @param stereo  interleaved [frames, 2].
    void add(std::span<const float> stereo);
    /// The steps so far, the last one padded with silence: sums over both channels of mean squares.
    [[nodiscard]] std::vector<double> finish() const;
    /// The whole steps alone: what the standard's gates look at.
    [[nodiscard]] const std::vector<double>& steps() const { return m_steps; }
    /// One frame. @return  the squares of both channels, K-weighted.
    double take(float left, float right);

private:
    struct Stage
    {
        double b0 {}, b1 {}, b2 {}, a1 {}, a2 {};
        std::array<double, 2> z1 {}, z2 {};
    };

    std::array<Stage, 2> m_stages;
    std::size_t m_stepFrames {};
    std::size_t m_pending {};
    double m_sum {};
    std::vector<double> m_steps;
};

/// What the standard's two filters do to the power of a frequency.
[[nodiscard]] double kWeighting(double hz, int sampleRate);
/// Loudness of a mean square; −70 for silence.
[[nodiscard]] double lufsOf(double meanSquare);
/// Integrated loudness with both gates over windows of four steps.
[[nodiscard]] double integratedLufs(std::span<const double> steps);
/// Highest loudness over `count` steps in a row (4 = momentary, 30 = short-term); missing steps
/// count as silence.
[[nodiscard]] double highestLufs(std::span<const double> steps, std::size_t count);

} // namespace nde::audio
