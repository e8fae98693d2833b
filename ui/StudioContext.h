#pragma once

#include <memory>

namespace nde::services {
class JobService;
class LibraryService;
class PeakService;
class SearchService;
class Settings;
class SoundPictures;
class Studio;
class SyncedSounds;
class WatchFolders;
} // namespace nde::services

namespace nde::ui {

class ModelShelf;
class Player;
class SelectionBus;
class TrainingShelf;

/// What this machine can compute with.
struct ComputeAbilities
{
    bool hasGpu {}; ///< one that the separation networks can use
    bool hasFastPrecision {}; ///< the fast mode changes anything on the processor
};

/// What a room needs of the studio that is open. Built by `app`, outlives every widget it is given
/// to.
struct StudioContext
{
    std::shared_ptr<services::Studio> studio;
    services::LibraryService* library {};
    services::JobService* jobs {};
    services::PeakService* peaks {};
    services::Settings* settings {};
    Player* player {};
    SelectionBus* selection {};
    ModelShelf* models {};
    ComputeAbilities compute {};
    services::SoundPictures* pictures {};
    TrainingShelf* training {};
    services::SearchService* search {}; ///< null = sounds are found by names and facets only
    services::WatchFolders* watch {}; ///< null = no folder is watched
    services::SyncedSounds* synced {}; ///< null = every loop is heard in its own tempo
};

} // namespace nde::ui
