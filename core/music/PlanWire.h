#pragma once

#include "core/music/Plan.h"

namespace nde::music {

/// A plan for readers whose numbers are doubles (JavaScript, Qt): seeds that a double would round
/// are their digits as a string. `planFromJson` reads both spellings, and the plan is the same.
[[nodiscard]] std::string planToWireJson(const Plan& plan);

} // namespace nde::music
