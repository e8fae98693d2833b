#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QString>

#include <vector>

namespace nde::services {

struct SelfTestParams
{
    QString folder; ///< where the studio of the test is made; empty = the temporary folder
    /// Name of a check whose results are damaged before they are looked at: what proves that the
    /// check can fail. Empty = none.
    QString fault;
    quint64 seed {1};
};

struct SelfCheck
{
    QString name; ///< "database", "separation", "training", "generation", "composition"
    bool isPassed {};
    QString text; ///< one sentence with what was measured, or what is wrong
    double elapsedS {};
};

/// Goes through the whole circle on a studio of its own, which is removed afterwards, and compares
/// with what is known beforehand: rows of the library, the sum of the stems, bytes of the same
/// seed, length and loudness of a track. What a later check needs and an earlier one did not
/// deliver makes it fail with that sentence. About a minute.
/// @errors  BadInput (an unknown fault), Cancelled, those of making a studio.
/// @thread  any worker.
[[nodiscard]] Result<std::vector<SelfCheck>> selfTest(const SelfTestParams& params,
                                                      TaskContext& task);

/// Names of the checks in their order.
[[nodiscard]] QStringList selfCheckNames();

} // namespace nde::services
