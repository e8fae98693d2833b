#pragma once

#include "core/base/NeuroMetrics.h"
#include "core/neuro/Ear.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace nde::neuro {

using Metrics = NeuroMetrics;

/// What the ear says of one sound.
struct Hearing
{
    bool isSilent {true};
    double startS {}; ///< of the active part
    double activeS {}; ///< length that was measured
    Metrics metrics;
    /// [ticks] from `startS` on, delay equalised; bit c = channel c. 250 µs a tick.
    std::vector<std::uint64_t> raster;
    std::array<double, kChannels> spikeShare {}; ///< of all spikes, sums to 1 unless silent
    std::vector<double> onsetS; ///< by time, from `startS` on
};

/// Longest active part that is measured: what comes after it is left out, so that memory does not
/// grow with a track's length.
inline constexpr double kMostSeconds = 300.0;

/// Conditions (DC blocker, sample-exact edges at −60 dB, level), listens and measures.
///
/// @param mono  32 kHz, [frames]; any level.
/// @thread      any; flushes denormals on the calling thread.
/// @source      analysis.md A.2, A.3.
[[nodiscard]] Hearing listen(std::span<const float> mono);

/// The measures of a response; `ticks` = active samples / 8. For tests and for what `listen` does.
[[nodiscard]] Metrics measure(const std::vector<std::uint64_t>& raster,
                              const std::vector<float>& drive, std::size_t ticks);
/// Delays each channel so that a click excites all at once. @param spikes  as the ear gives them.
[[nodiscard]] std::vector<std::uint64_t> equaliseDelays(std::span<const std::uint64_t> spikes,
                                                        std::size_t ticks);
/// Onsets of the population, strongest first: bins of 10 ms with their strength.
struct Onset
{
    std::size_t bin {};
    double strength {};
};
[[nodiscard]] std::vector<Onset> findOnsets(std::span<const std::uint64_t> raster);

/// Statistics of one channel's intervals, as the metrics 3 to 5 pool them. For tests.
struct IntervalStatistics
{
    double cv {};
    double lvr {};
    double entropy {};
};
[[nodiscard]] IntervalStatistics intervalStatistics(std::span<const double> intervalsS);

/// @param costPerSecond  of shifting a spike; inserting or deleting costs 1.
/// @source  Victor, Purpura 1996.
[[nodiscard]] double victorPurpura(std::span<const double> a, std::span<const double> b,
                                   double costPerSecond);
/// The paper's normalisation: one spike against none gives 1/√2.
/// @source  van Rossum 2001, closed form.
[[nodiscard]] double vanRossum(std::span<const double> a, std::span<const double> b, double tauS);
/// Times of a channel's spikes in seconds.
[[nodiscard]] std::vector<double> spikeTimes(std::span<const std::uint64_t> raster, int channel);

} // namespace nde::neuro
