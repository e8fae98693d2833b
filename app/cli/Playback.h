#pragma once

#include "app/cli/Session.h"
#include "core/base/Stem.h"

#include <vector>

namespace nde::cli {

/// Plays sounds one after the other at one loudness, names each on stderr as it begins, and returns
/// when the last has ended. Ctrl+C ends it. A file that cannot be read is told and passed over.
/// @return  kOk, kFailed (no device, a file that could not be read), kCancelled.
[[nodiscard]] int playSounds(const Session& session, const std::vector<Stem>& sounds);

} // namespace nde::cli
