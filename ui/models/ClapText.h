#pragma once

#include "core/services/ClapService.h"

#include <QString>

namespace nde::ui {

/// "all 800 sounds heard", "listening · 120 of 800 heard", …; empty where no folder was chosen.
[[nodiscard]] QString clapStateText(const services::ClapState& state);
/// Why a folder is no model that can be used: one sentence.
[[nodiscard]] QString clapErrorText(const Error& error);

} // namespace nde::ui
