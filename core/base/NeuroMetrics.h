#pragma once

#include <span>
#include <string_view>

namespace nde {

/// The 19 measures of a sound, all finite, all 0 for silence.
/// @source  analysis.md A.3; definitions in fixtures/neuro/README.md 2.
struct NeuroMetrics
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
    bool operator==(const NeuroMetrics&) const = default;
};

struct NeuroMetricInfo
{
    std::string_view id; ///< stable, as in JSON: "rate_hz"
    double NeuroMetrics::*value;
};
/// All 19 in their order.
[[nodiscard]] std::span<const NeuroMetricInfo> neuroMetricInfos();

} // namespace nde
