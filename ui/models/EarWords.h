#pragma once

#include "core/base/NeuroMetrics.h"

#include <QString>

#include <string_view>

namespace nde::ui {

/// Words for the measures of the spiking ear, in the language.
/// @param id  of `neuroMetricInfos`; an unknown one gives the id itself and no sentence.
[[nodiscard]] QString earName(std::string_view id); ///< "Roughness"
[[nodiscard]] QString earValue(std::string_view id, double value); ///< "43.7 Hz"; "–" for none
[[nodiscard]] QString earMeaning(std::string_view id); ///< one sentence: how, and what it tells
[[nodiscard]] double earMeasure(const NeuroMetrics& metrics, std::string_view id); ///< 0 unknown

/// The seven spokes of the radar, in the order of `LibraryService::Character`.
inline constexpr int kRadarSpokes = 7;
inline constexpr int kRoughnessSpoke = 5;
/// Roughness means nothing in sounds that are shorter. @source  analysis.md A.7.
inline constexpr double kShortestRoughS = 0.3;
[[nodiscard]] std::string_view radarMetric(int spoke); ///< "punch", "pulse_clarity", …
/// Where a value stands in the range that it can have, 0 … 1; brightness as the ear spaces it.
[[nodiscard]] double radarShare(int spoke, double value);

} // namespace nde::ui
