#pragma once

#include "core/base/Key.h"

#include <optional>

namespace nde::services {

/// How a loop comes to another tempo.
enum class SyncMode
{
    Stretch, ///< its pitch stays
    Repitch ///< as a record that turns faster
};

/// The tempo and key in which loops are to be heard.
struct SyncWish
{
    double bpm {120.0}; ///< 40 … 240
    SyncMode mode {SyncMode::Stretch};
    std::optional<Key> key; ///< empty = every loop keeps its own; only where it is stretched
    bool operator==(const SyncWish&) const = default;
};

} // namespace nde::services
