#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/Sentence.h"

#include <QString>

#include <functional>
#include <optional>
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
    Sentence said; ///< what was measured, or what is wrong with it
    std::optional<Error> error; ///< why it could not be measured; `said` is empty then
    double elapsedS {};
};

/// Goes through the whole circle on a studio of its own, which is removed afterwards, and compares
/// with what is known beforehand: rows of the library, the sum of the stems, bytes of the same
/// seed, length and loudness of a track. What a later check needs and an earlier one did not
/// deliver makes it fail with that sentence. About a minute.
/// @param onCheck  hears of each check when it is over; may be empty.
/// @errors  BadInput (an unknown fault), Cancelled, those of making a studio.
/// @thread  any worker.
[[nodiscard]] Result<std::vector<SelfCheck>>
selfTest(const SelfTestParams& params, TaskContext& task,
         const std::function<void(const SelfCheck&)>& onCheck = {});

/// Names of the checks in their order.
[[nodiscard]] QStringList selfCheckNames();
/// Every pattern that a check may say, for those who translate them.
[[nodiscard]] std::vector<const char*> selfCheckPatterns();

} // namespace nde::services
