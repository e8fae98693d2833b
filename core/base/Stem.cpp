#include "core/base/Stem.h"

namespace nde {

StemRow rowOf(const Stem& stem)
{
    StemRow row;
    row.id = stem.id;
    row.parentId = stem.parentId;
    row.name = stem.name;
    row.source = stem.source;
    row.category = stem.category;
    row.soundClass = stem.soundClass;
    row.isFavorite = stem.isFavorite;
    row.isMissing = stem.isMissing;
    row.needsAttention = !stem.processingError.empty();
    row.rating = static_cast<std::int8_t>(stem.rating);
    row.categoryConfidence = static_cast<float>(stem.categoryConfidence);
    row.bpm = static_cast<float>(stem.descriptors.bpm.value_or(0.0));
    if (const auto& key = stem.descriptors.key) {
        row.keyIndex = static_cast<std::int8_t>(key->pitchClass + (key->isMinor ? 12 : 0));
    }
    row.durationS = static_cast<float>(stem.durationS);
    row.lufs = static_cast<float>(stem.descriptors.lufs);
    row.quality = static_cast<float>(stem.quality);
    row.createdAtMs = stem.createdAtMs;
    for (const auto& tag : stem.tags) {
        row.tags += row.tags.empty() ? tag : ' ' + tag;
    }
    return row;
}

} // namespace nde
