#pragma once

#include "app/cli/Session.h"
#include "core/services/UseCases.h"

namespace nde::cli {

[[nodiscard]] std::vector<Option> composeOptions();

/// What the command line says; the first thing that is wrong is the session's problem.
/// @errors  those of loadPlan, where a plan is named.
[[nodiscard]] Result<services::ComposeParams> readComposeOptions(Session& session);

/// What is to be exported from the plan afterwards; empty = nothing. Its plan and folder are set
/// when the plan is there.
[[nodiscard]] std::optional<services::ExportParams> readComposeExports(Session& session);

} // namespace nde::cli
