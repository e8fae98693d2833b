#include "core/base/Defect.h"

#include <algorithm>
#include <array>

namespace nde {
namespace {

constexpr std::array<std::string_view, kDefectKindCount> kIds {
    "clipping", "true_peak", "dc",         "noise_floor", "bandwidth",
    "phase",    "silence",   "edge_click", "dropouts",    "non_finite"};

} // namespace

std::string_view defectId(DefectKind kind)
{
    return kIds[static_cast<std::size_t>(kind)];
}

std::optional<DefectKind> defectFromId(std::string_view id)
{
    const auto* const at = std::find(kIds.begin(), kIds.end(), id);
    return at == kIds.end() ? std::nullopt
                            : std::optional(static_cast<DefectKind>(at - kIds.begin()));
}

} // namespace nde
