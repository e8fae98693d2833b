#pragma once

#include "core/base/Result.h"
#include "core/services/Studio.h"

#include <QJsonArray>
#include <QString>

#include <optional>

namespace nde::services {

/// What `dream stats --by` counts the library by.
enum class CountGroup
{
    Source,
    Category,
    Key,
    Bpm, ///< in steps of 4, as the facet of the library
    Model
};
/// "source", "category", "key", "bpm", "model"
[[nodiscard]] QString countGroupId(CountGroup group);
[[nodiscard]] std::optional<CountGroup> countGroupFromId(const QString& id);

/// [{"<group>": …, "count"}]. Sources, categories and models by their number, the largest first;
/// keys along the keyboard and tempos rising. `null` is what has none: an atonal sound, one without
/// a tempo, an original. A tempo is "120-124" and ends before its second number.
/// @errors  those of StemRepository.
[[nodiscard]] Result<QJsonArray> countsBy(Studio& studio, CountGroup group);

} // namespace nde::services
