#pragma once

#include "core/base/Result.h"
#include "ui/StudioContext.h"

#include <QObject>
#include <QString>

#include <memory>

namespace nde::services {
class ClapService;
} // namespace nde::services

namespace nde::app {

/// An open studio with the services and the selection that the window's rooms share. Built whole or
/// not at all; destroyed in reverse order: jobs go back to the queue before the studio closes.
/// @thread  the GUI thread.
class StudioSession
{
public:
    /// @param folder  opened where it is a studio, made where it is not.
    /// @errors        those of services::Studio::create.
    [[nodiscard]] static Result<std::unique_ptr<StudioSession>>
    open(const QString& folder, services::Settings& settings, ui::Player& player);
    ~StudioSession();
    StudioSession(const StudioSession&) = delete;
    StudioSession& operator=(const StudioSession&) = delete;

    [[nodiscard]] const ui::StudioContext& context() const { return m_context; }

private:
    StudioSession() = default;
    std::unique_ptr<services::LibraryService> m_library;
    std::unique_ptr<services::JobService> m_jobs;
    std::unique_ptr<services::PeakService> m_peaks;
    std::unique_ptr<services::ClapService> m_clap;
    std::unique_ptr<services::SearchService> m_search;
    std::unique_ptr<services::SoundPictures> m_pictures;
    std::unique_ptr<services::WatchFolders> m_watch;
    std::unique_ptr<services::SyncedSounds> m_synced;
    std::unique_ptr<ui::ModelShelf> m_models;
    std::unique_ptr<ui::TrainingShelf> m_training;
    std::unique_ptr<ui::SelectionBus> m_selection;
    ui::StudioContext m_context;
};

} // namespace nde::app
