#pragma once

#include "app/cli/Session.h"
#include "core/services/UseCases.h"

#include <vector>

namespace nde::cli {

/// The options of `dream separate`, our names and those of the original's command.
[[nodiscard]] std::vector<Option> separateOptions();

/// Reads them; complains in the session about what is wrong. Input, stem and library are not set.
[[nodiscard]] services::SeparateParams readSeparateOptions(Session& session);

/// "0:30-0:45", "90-", "1:02:03.5-1:03:00": from and to in seconds, to = 0 for the end.
struct TimeRange
{
    double fromS {};
    double toS {};
};
[[nodiscard]] std::optional<TimeRange> parseTimeRange(const QString& text);

} // namespace nde::cli
