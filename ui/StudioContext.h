#pragma once

#include <memory>

namespace nde::services {
class JobService;
class LibraryService;
class PeakService;
class Settings;
class Studio;
} // namespace nde::services

namespace nde::ui {

class Player;
class SelectionBus;

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
};

} // namespace nde::ui
