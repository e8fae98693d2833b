#pragma once

#include "core/services/ModelCatalogue.h"

#include <functional>

class QWidget;

namespace nde::services {
class Settings;
}

namespace nde::ui {

/// Whether the user has agreed to the terms of a model before.
[[nodiscard]] bool isLicenceAccepted(const services::Settings& settings,
                                     const services::CatalogueModel& model);

/// Shows the terms of a model before its first download or use; `then` runs once the user agrees,
/// at once where that was before. Nothing is fetched by asking, and no dialog blocks.
/// @param isDownload  what the agreeing button says.
void askForLicence(QWidget* parent, services::Settings& settings,
                   const services::CatalogueModel& model, bool isDownload,
                   const std::function<void()>& then);

} // namespace nde::ui
