#pragma once

#include "core/base/Result.h"
#include "ui/models/JobText.h"

namespace nde::ui {

/// What went wrong, for people. Chosen by the code; the technical message belongs into details.
[[nodiscard]] inline QString errorSentence(const Error& error)
{
    return errorSentence(errorCodeId(error.code));
}

/// What they can do about it.
[[nodiscard]] inline QString errorCure(const Error& error)
{
    return errorCure(errorCodeId(error.code));
}

} // namespace nde::ui
