#pragma once

#include "core/base/Result.h"

#include <QString>

namespace nde::ui {

/// Why an edit, a roll or a prompt was refused, as a sentence in the language of the window, with
/// lanes, sections and numbers in it. Empty for what is no usual refusal of a composition: then the
/// error's code and message have to do.
[[nodiscard]] QString refusalText(const Error& error);

} // namespace nde::ui
