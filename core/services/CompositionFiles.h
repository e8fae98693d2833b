#pragma once

#include "core/services/ComposeDesk.h"

#include <QJsonObject>

/// Where compositions lie, and what can be told of one without opening it.
namespace nde::services {

inline constexpr qsizetype kTitleLength = 80;

[[nodiscard]] QString compositionsFolder(const Studio& studio);
[[nodiscard]] QString deskPath(const QString& folder); ///< of a composition's folder
/// Numbers of the versions in a composition's folder, rising.
[[nodiscard]] std::vector<qint64> planNumbers(const QString& folder);
[[nodiscard]] QJsonObject jsonAt(const QString& path); ///< empty where there is none to read
/// What lists show of a composition, as it stands in `desk.json`.
[[nodiscard]] QJsonObject compositionSummary(const music::Plan& plan, const QString& title);

/// The newest first. Where `desk.json` is missing or broken the newest plan is asked.
[[nodiscard]] std::vector<CompositionInfo> listCompositions(const Studio& studio);

} // namespace nde::services
