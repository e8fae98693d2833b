#pragma once

#include "core/base/Stem.h"

#include <string>
#include <vector>

namespace nde::ui {

/// Whether taking a sound apart makes sense: a track, or as long as one.
[[nodiscard]] bool canSeparate(const StemRow& row);
/// Whether a sound holds several hits, notes or loops to cut out.
[[nodiscard]] bool canChop(const StemRow& row);
/// Whether a model can dream more like it: a single sound, not a whole track.
[[nodiscard]] bool canDreamFrom(const StemRow& row);

/// A row by its id in rows that are sorted by id; null when it is not there.
[[nodiscard]] const StemRow* rowById(const std::vector<StemRow>& rows, StemId id);

/// Tags as people type them: separated by spaces or commas, lower case, each once.
[[nodiscard]] std::vector<std::string> tagsFromText(const std::string& text);

} // namespace nde::ui
