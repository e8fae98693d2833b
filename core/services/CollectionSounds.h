#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QString>

#include <optional>
#include <vector>

namespace nde::db {
struct Collection;
}

namespace nde::services {

/// The collection of that name, without regard to case and spaces at its ends; empty = none.
/// @errors  those of CollectionRepository.
[[nodiscard]] Result<std::optional<db::Collection>> collectionNamed(Studio& studio,
                                                                    const QString& name);
/// What is in it now: of one that was put together by hand in the order in which they came, of a
/// saved search by id.
/// @errors  NotFound (no such collection), NotEnoughData (nothing is in it), those of SearchEngine.
[[nodiscard]] Result<std::vector<StemId>> soundsOfCollection(Studio& studio, const QString& name);

} // namespace nde::services
