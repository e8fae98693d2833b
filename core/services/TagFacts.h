#pragma once

#include "core/base/NeuroMetrics.h"

#include <optional>
#include <string>
#include <string_view>

namespace nde::services {

/// What a tag of the spiking ear rests on.
struct TagFact
{
    std::string_view metric; ///< id of the measure, e.g. "punch"; lives as long as the program
    double value {}; ///< of this sound
};
/// @param tag  as the library keeps it. @return  empty for tags that people or other measures gave.
[[nodiscard]] std::optional<TagFact> tagFact(const std::string& tag, const NeuroMetrics& metrics);

} // namespace nde::services
