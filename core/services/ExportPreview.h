#pragma once

#include "core/base/Result.h"
#include "core/services/UseCases.h"

#include <QStringList>

namespace nde::services {

/// What an export of sounds would write, before anything is done.
struct ExportPreview
{
    QStringList names; ///< of the sounds, in their order, below the folder
    qint64 bytes {}; ///< roughly
    QString taken; ///< the first file that is there already; empty = none
};
/// @param params  with sounds. @errors  NotFound, BadInput (format or template).
[[nodiscard]] Result<ExportPreview> previewExport(Studio& studio, const ExportParams& params);

} // namespace nde::services
