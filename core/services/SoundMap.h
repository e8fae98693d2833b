#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/search/MapLayout.h"

#include <QString>

#include <vector>

namespace nde::services {

class SearchEngine;
class Studio;

/// What is wanted of the map of a library.
enum class MapWish
{
    Stored, ///< only what lies in the file: at once
    Complete, ///< sounds without a place get one, the others stay
    Anew ///< everything is laid out with another seed
};

/// The map of a library as it stands.
struct SoundMap
{
    std::uint64_t seed {};
    std::vector<search::MapPlace> places; ///< of sounds that are there, by id
    int waiting {}; ///< sounds that have no place yet
    int unmeasured {}; ///< sounds that can have none before they are analysed
    bool wasLaidOut {}; ///< everything was, just now
};

/// Reads the map of the studio, brings it up to date as wished, and stores it there. A file that is
/// missing or damaged means a map that is laid out anew.
/// @errors  Cancelled, those of SearchEngine::refresh. A studio that may not be written is none.
/// @thread  any; about 2 s for 20 000 sounds that were never laid out.
[[nodiscard]] Result<SoundMap> soundMap(const Studio& studio, SearchEngine& engine, MapWish wish,
                                        TaskContext& task);

/// `.dream/sound-map.bin`: magic, version, seed, scale, count, (id, x, y) …, SHA-256; little
/// endian.
[[nodiscard]] QString soundMapFile(const Studio& studio);
/// @errors  NotFound, Io, Corrupt.
[[nodiscard]] Result<search::MapLayout> loadMapLayout(const QString& file);
/// @errors  those of writeFile.
[[nodiscard]] Result<> saveMapLayout(const QString& file, const search::MapLayout& layout);

} // namespace nde::services
