#pragma once

#include "core/base/Job.h"
#include "core/services/ModelStore.h"

#include <QString>

#include <optional>

namespace nde::ui {

class ModelShelf;

// What the catalogue says, in the language; what it does not know it shows as it stands.
[[nodiscard]] QString modelTitle(const services::CatalogueModel& model);
[[nodiscard]] QString modelPurpose(const services::CatalogueModel& model);
[[nodiscard]] QString licenceName(const services::CatalogueModel& model);
/// The terms as rich text with the link to them.
[[nodiscard]] QString licenceText(const services::CatalogueModel& model);
[[nodiscard]] QString sourceHost(const services::CatalogueModel& model);
[[nodiscard]] QString hashShort(const services::CatalogueModel& model); ///< of the first file
/// "84,1 MB"; "unknown size" for 0. The decimal prefixes of the download pages.
[[nodiscard]] QString sizeText(qint64 bytes);
/// "ready", "not installed", "43 %", "43 % here", "damaged", …
[[nodiscard]] QString modelStateText(const services::ModelStatus& status, const ModelShelf& shelf);

} // namespace nde::ui
