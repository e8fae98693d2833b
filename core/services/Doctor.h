#pragma once

#include "core/services/Studio.h"

#include <QString>

#include <vector>

namespace nde::services {

struct Finding
{
    enum class Level
    {
        Ok,
        Warning,
        Problem
    };
    Level level {};
    QString topic; ///< "device", "disk", "database", "models", "weights", "audio",
                   ///< "library"
    QString text; ///< one sentence
    QString cure; ///< one sentence, empty when fine
};

/// Looks at the machine and the studio; `studio` may be null.
[[nodiscard]] std::vector<Finding> examine(Studio* studio);

} // namespace nde::services
