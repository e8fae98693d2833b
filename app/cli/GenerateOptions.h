#pragma once

#include "app/cli/Session.h"
#include "core/services/UseCases.h"

namespace nde::cli {

/// What `dream generate` takes, behind its own help.
[[nodiscard]] std::vector<Option> generateOptions();

/// Reads them; what is wrong is a problem of the session's arguments. The mode follows from what is
/// named where it is not said: `--like` makes variations, `--with` a hybrid, anchors a path.
[[nodiscard]] services::GenerateJobParams readGenerateOptions(Session& session);

} // namespace nde::cli
