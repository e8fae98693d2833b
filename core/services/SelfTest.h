#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/Sentence.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace nde::services {

class Studio;

/// What a check found.
struct Seen
{
    bool isPassed {};
    Sentence said; ///< what was measured, or what is wrong with it
};

/// A check of a layer above this one, which comes after those of the circle.
struct ExtraCheck
{
    QString name;
    /// Looks at the studio that the circle has filled. `isFaulty`: it damages its own results
    /// before it looks at them. @errors  where it could not look. @thread  that of selfTest().
    std::function<Result<Seen>(const std::shared_ptr<Studio>& studio, bool isFaulty,
                               TaskContext& task)>
        run;
};

struct SelfTestParams
{
    QString folder; ///< where the studio of the test is made; empty = the temporary folder
    /// Name of a check whose results are damaged before they are looked at: what proves that the
    /// check can fail. Empty = none.
    QString fault;
    quint64 seed {1};
    std::vector<ExtraCheck> more;
};

struct SelfCheck
{
    QString
        name; ///< "database", "separation", "training", "generation", "composition", then the more
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
[[nodiscard]] QStringList selfCheckNames(const SelfTestParams& params);
/// Every pattern that a check of the circle may say, for those who translate them.
[[nodiscard]] std::vector<const char*> selfCheckPatterns();

/// Changes a few samples in the middle of a file, all their bytes. (One byte alone may be the last
/// of a sample's mantissa, and that is no fault.)
void plantFault(const QString& path);

} // namespace nde::services
