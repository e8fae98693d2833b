#pragma once

#include "core/services/Sentence.h"

#include <string>

namespace nde::services {

/// What one of a plan's notes (music::Plan::notes) says to people. The only list of these
/// sentences: command line and window look their translations up by it (`Notes`, see
/// resources/translations). Empty for what is no id: a gap, which names what is missing, or a
/// sentence already.
[[nodiscard]] Sentence planNoteSentence(const std::string& note);

} // namespace nde::services
