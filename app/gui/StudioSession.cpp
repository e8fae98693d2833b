#include "app/gui/StudioSession.h"

#include "core/nn/api/SeparationModel.h"
#include "core/services/ClapService.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Logging.h"
#include "core/services/ModelStore.h"
#include "core/services/PeakService.h"
#include "core/services/SearchService.h"
#include "core/services/Settings.h"
#include "core/services/SoundPictures.h"
#include "core/services/Studio.h"
#include "core/services/SyncedSounds.h"
#include "core/services/WatchFolders.h"
#include "ui/SelectionBus.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/TrainingShelf.h"
#include "ui/playback/Player.h"

namespace nde::app {

Result<std::unique_ptr<StudioSession>>
StudioSession::open(const QString& folder, services::Settings& settings, ui::Player& player)
{
    auto studio = services::Studio::create(folder);
    if (!studio) {
        return propagate(studio);
    }
    services::setLogFile((*studio)->logFile());
    std::unique_ptr<StudioSession> session(new StudioSession);
    session->m_library = std::make_unique<services::LibraryService>(*studio);
    session->m_jobs = std::make_unique<services::JobService>(*studio, true);
    session->m_peaks = std::make_unique<services::PeakService>(*studio);
    session->m_clap = std::make_unique<services::ClapService>(*studio, *session->m_jobs);
    session->m_search = std::make_unique<services::SearchService>(*studio);
    session->m_search->setClap(session->m_clap.get());
    session->m_pictures = std::make_unique<services::SoundPictures>(*studio);
    session->m_watch = std::make_unique<services::WatchFolders>(*studio, *session->m_jobs);
    session->m_synced = std::make_unique<services::SyncedSounds>(*studio);
    session->m_selection = std::make_unique<ui::SelectionBus>();
    session->m_models = std::make_unique<ui::ModelShelf>(
        services::ModelStore(services::ModelStore::defaultFolder()), *session->m_jobs, settings);
    session->m_training
        = std::make_unique<ui::TrainingShelf>(ui::trainingSource(*studio, *session->m_jobs));
    session->m_training->follow(*session->m_jobs);
    const ui::ComputeAbilities compute {
        nn::SeparationModel::hasFastPrecision(nn::ComputeDevice::Cuda),
        nn::SeparationModel::hasFastPrecision(nn::ComputeDevice::Cpu)};
    session->m_context = {*studio,
                          session->m_library.get(),
                          session->m_jobs.get(),
                          session->m_peaks.get(),
                          &settings,
                          &player,
                          session->m_selection.get(),
                          session->m_models.get(),
                          compute,
                          session->m_pictures.get(),
                          session->m_training.get(),
                          session->m_search.get(),
                          session->m_watch.get(),
                          session->m_synced.get()};
    QObject::connect(session->m_jobs.get(), &services::JobService::libraryChanged,
                     session->m_library.get(), &services::LibraryService::refresh);
    session->m_library->refresh();
    session->m_jobs->start();
    return session;
}

StudioSession::~StudioSession()
{
    m_selection.reset();
    m_training.reset();
    m_models.reset();
    m_pictures.reset();
    m_synced.reset();
    m_watch.reset();
    m_search.reset();
    m_clap.reset();
    m_peaks.reset();
    m_jobs.reset();
    m_library.reset();
}

} // namespace nde::app
