#pragma once

#include "core/base/Stem.h"

namespace nde::services {

/// Whether a lane of a composed track may play a sound: it is there, could be read, and is neither
/// a whole track nor what is left of one. The one rule of the composer and of whoever offers
/// sounds. A stem of a whole song is material, however long it is: what makes the difference is the
/// category, for the class only says how long a sound lasts.
[[nodiscard]] inline bool isTrackMaterial(const Stem& stem)
{
    return !stem.isMissing && stem.processingError.empty() && stem.source != Source::Track
        && stem.category != Category::Mix && stem.category != Category::Residual;
}
[[nodiscard]] inline bool isTrackMaterial(const StemRow& row)
{
    return !row.isMissing && !row.needsAttention && row.source != Source::Track
        && row.category != Category::Mix && row.category != Category::Residual;
}

} // namespace nde::services
