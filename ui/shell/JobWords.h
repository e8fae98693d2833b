#pragma once

#include "core/base/Job.h"

#include <QString>

namespace nde::ui {

[[nodiscard]] QString jobText(const JobRecord& job); ///< "Separating Nacht.flac"
[[nodiscard]] QString jobRest(const JobRecord& job); ///< "62 % · 41 s"
/// What a toast says when it is over: done or failed; empty for a cancelled one.
[[nodiscard]] QString jobOutcomeText(const JobRecord& job);
[[nodiscard]] QString roomOfJob(const JobRecord& job); ///< rail id, e.g. "separate"

} // namespace nde::ui
