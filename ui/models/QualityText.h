#pragma once

#include "core/base/Defect.h"
#include "core/base/Stem.h"

#include <QString>

namespace nde::ui {

/// What is wrong with a recording, in words.
[[nodiscard]] QString defectName(DefectKind kind); ///< "Clipping"
[[nodiscard]] QString defectValue(const Defect& defect); ///< "1.3 % of the samples"
[[nodiscard]] QString
defectMeaning(DefectKind kind); ///< one sentence: how, and what to do about it
[[nodiscard]] QString lossText(double loss); ///< "−26 %"

/// Whether technical quality and character are known; older analyses told only their product.
[[nodiscard]] bool hasQualityParts(const Stem& stem);
/// "clipping 0.03; dc 0.01", as older analyses stored it, in the reader's language.
[[nodiscard]] QString reasonsText(const std::string& reasons);

} // namespace nde::ui
