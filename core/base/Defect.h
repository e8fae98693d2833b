#pragma once

#include <optional>
#include <string_view>

namespace nde {

/// What can be wrong with a recording. The ids are stable: they stand in the database and in JSON.
enum class DefectKind
{
    Clipping, ///< share of samples in runs of 3 or more at full scale
    TruePeak, ///< dBTP
    Dc, ///< offset, signed
    NoiseFloor, ///< dB re the loud blocks
    Bandwidth, ///< Hz, upper edge of what is there
    Phase, ///< correlation, −1 … 1
    Silence, ///< share of silent blocks; 1 = nothing is heard
    EdgeClick, ///< step at the start, the end or the seam, re the peak
    Dropouts, ///< number of runs of exact zeros inside
    NonFinite ///< number of samples that were NaN or infinite
};
inline constexpr int kDefectKindCount = 10;

[[nodiscard]] std::string_view defectId(DefectKind kind); ///< "clipping", "true_peak", …
[[nodiscard]] std::optional<DefectKind> defectFromId(std::string_view id);

/// One reason why a sound is not perfect.
struct Defect
{
    DefectKind kind {};
    double value {}; ///< as measured, in the unit of its kind
    double loss {}; ///< share of the technical quality that it took, 0 … 1
    bool operator==(const Defect&) const = default;
};

} // namespace nde
