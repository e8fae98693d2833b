#pragma once

#include "app/cli/Session.h"
#include "core/services/UseCases.h"

#include <vector>

namespace nde::cli {

[[nodiscard]] std::vector<Option> trainOptions();
/// What wrong values say is kept in the session.
/// @param isAll  no category is named: the one of the result is none.
[[nodiscard]] services::TrainJobParams readTrainOptions(Session& session, bool isAll);

} // namespace nde::cli
