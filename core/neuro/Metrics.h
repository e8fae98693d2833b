#pragma once

#include "core/neuro/Ear.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nde::neuro {

/// The 19 measures of a sound, all finite, all 0 for silence.
/// @source  analysis.md A.3; definitions in fixtures/neuro/README.md 2.
struct Metrics
{
    double rateHz {}; ///< spikes a channel and second, 0 … 250
    double sparsity {}; ///< 0 carpet … 1 isolated events
    double isiCv {}; ///< 0 regular … 2
    double lvr {}; ///< 0 mechanical … 3; R = 2 ms
    double isiEntropy {}; ///< 0 … 1, texture
    double fano {}; ///< 0 static … 10
    double synchrony {}; ///< 0 … 1
    double syncExcess {}; ///< 0 … 1, coherence of transients
    double punch {}; ///< 0 … 1
    double pulseHz {}; ///< 0 = none, 0.5 … 10
    double pulseClarity {}; ///< 0 … 1; decide only from 0.5 on, below 0.3 `pulseHz` is 0
    double centroidHz {}; ///< 40 … 14000
    double spreadErb {}; ///< 0 … 11
    double tonotopicEntropy {}; ///< 0 … 1, how much of the spectrum is used
    double habituation {}; ///< −1 swelling … 1 plucked
    double surprise {}; ///< 0 predictable … 1 eventful
    double roughness {}; ///< 0 … 1; means nothing below 0.3 s
    double modPeakHz {}; ///< 0 = none, 1.5 … 32
    double dimension {}; ///< 1 … 48 zones that move on their own
    bool operator==(const Metrics&) const = default;
};

struct MetricInfo
{
    std::string_view id; ///< stable, as in JSON: "rate_hz"
    double Metrics::*value;
};
/// All 19 in their order.
[[nodiscard]] std::span<const MetricInfo> metricInfos();

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
