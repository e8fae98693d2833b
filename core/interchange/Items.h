#pragma once

#include "core/interchange/Exchange.h"

#include <cstdint>
#include <vector>

namespace nde::interchange {

/// One stretch of a media file on the time line: what becomes an item or a clip of another program.
/// Loops that go on without a seam are one item; of one-shots every stroke is one.
struct Item
{
    Media::Key media;
    int clipId {};
    double beat {}; ///< from bar 0: where it begins; of loops not rounded to a frame
    double beats {}; ///< as long as it is heard
    double skippedBeats {}; ///< of loops: where in the loop it begins
    double loopBeats {}; ///< of loops: a turn; else 0
    std::int64_t start {}; ///< frames from bar 0 at the media's rate, ≥ 0
    std::int64_t frames {}; ///< as long as it is heard
    std::int64_t skipped {}; ///< frames of the file before what is heard first
    bool isLooped {}; ///< the file turns until `frames` are over
    double gain {1.0}; ///< linear: velocity, clip and media
    std::int64_t fadeIn {}; ///< frames
    std::int64_t fadeOut {};
    bool isMuted {};
    bool operator==(const Item&) const = default;
};

/// Items of a lane by start; gaps and sounds without a file give none. Places are computed from
/// bar 0 in double and rounded once.
[[nodiscard]] std::vector<Item> itemsOf(const music::Plan& plan, const music::Lane& lane,
                                        const Media& media);

/// Rate of the media; 48000 where there are none.
[[nodiscard]] int sampleRateOf(const Media& media);

} // namespace nde::interchange
