#pragma once

#include "core/audio/AudioFile.h"
#include "core/services/UseCases.h"

namespace nde::services {

/// Where a composed track goes.
struct ComposeTargets
{
    QString audio;
    QString plan;
    QString metadata;
    bool isPlanThere {}; ///< the plan is rendered from where it lies
    audio::WriteOptions write;
};
/// Of a plan file whose own place is asked for, `plan` is that file.
/// @param isNewPlan  the plan file is not what is rendered but where a new plan comes from.
/// @errors  BadInput (no audio format), Exists.
[[nodiscard]] Result<ComposeTargets>
composeTargets(const Studio& studio, const ComposeParams& params, quint64 seed, bool isNewPlan);
/// Of one candidate of several. @errors  Exists.
[[nodiscard]] Result<QString> candidateTarget(const Studio& studio, const ComposeParams& params,
                                              quint64 seed);

} // namespace nde::services
