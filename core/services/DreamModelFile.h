#pragma once

#include "core/base/Result.h"
#include "core/services/Studio.h"

#include <QString>

namespace nde::services {

/// The model of these bytes: where a recipe says, or where a run of training left it.
/// @errors  ModelMissing, those of RunRepository.
[[nodiscard]] Result<QString> dreamModelWithHash(Studio& studio, const QString& path,
                                                 const QString& hash);

} // namespace nde::services
