#pragma once

#include "core/base/TaskContext.h"
#include "core/services/Sentence.h"
#include "core/services/Studio.h"

#include <QString>

#include <functional>
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
    QString
        topic; ///< "device", "disk", "audio", "weights", "port", "database", "models", "library"
    Sentence text;
    Sentence cure; ///< empty when fine
};

/// Looks at the machine and the studio; `studio` may be null.
/// @param port       where the local API is wanted, 0 = anywhere.
/// @param onFinding  hears of each as it is found; may be empty.
/// @return           what was found before `task` was cancelled.
/// @thread           any worker; checks the whole database.
std::vector<Finding> examine(Studio* studio, int port, const TaskContext& task = {},
                             const std::function<void(const Finding&)>& onFinding = {});

/// Every pattern that a finding may have, for those who translate them.
[[nodiscard]] std::vector<const char*> findingPatterns();

} // namespace nde::services
