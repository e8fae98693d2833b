#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace nde::api {

/// A sound in the words of the table in product.md 4.2. @param parentPath  of what it was cut from;
/// empty = unknown.
[[nodiscard]] QJsonObject stemToJson(const Stem& stem, const QString& parentPath);
/// The same of several, in order; their parents are looked up together.
/// @errors  those of the database.
[[nodiscard]] Result<QJsonArray> stemsToJson(services::Studio& studio,
                                             const std::vector<Stem>& stems);
[[nodiscard]] Result<QJsonObject> stemToJson(services::Studio& studio, const Stem& stem);

} // namespace nde::api
