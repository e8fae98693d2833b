#pragma once

#include "app/gui/ApiSwitch.h"
#include "app/gui/StudioSession.h"
#include "core/base/Job.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <memory>

namespace nde::ui {
class LibraryRoom;
class MainWindow;
class ModelsRoom;
class SeparateRoom;
class TrainRoom;
class WelcomePage;
} // namespace nde::ui

namespace nde::app {

/// The composition root of the window: opens a studio, gives the rooms what they need, and carries
/// out what the frame asks for (open, drop, switch the studio). Knows every concrete class, so that
/// no other place has to.
/// @thread  the GUI thread.
class Desktop : public QObject
{
    Q_OBJECT
public:
    explicit Desktop(services::Settings& settings, QObject* parent = nullptr);
    ~Desktop() override;

    /// Opens (or makes) a studio and shows the window. On failure the window stays with the studio
    /// that was open, or offers to choose another folder.
    void start(const QString& folder);
    void openPaths(const QStringList& paths); ///< tracks given on the command line
    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    /// What the rooms were given; only after `start` opened a studio.
    [[nodiscard]] const ui::StudioContext& context() const { return m_session->context(); }
    [[nodiscard]] ui::LocalApi& api() { return m_api->shown(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void switchTo(const QString& folder);
    void offerSeed(); ///< of the folder that was opened
    void takeSeedOver();
    void buildRooms();
    void addDreamRoom();
    void addComposeRoom();
    void connectTrainRoom(ui::TrainRoom* room);
    void nameRooms();
    void connectWindow();
    void connectSession();
    void chooseStudio();
    void chooseTracks();
    void chooseFolder();
    void addToLibrary(const QStringList& paths);
    void makeStarterKit();
    void exportCurrent(); ///< the track where one is composed, else the chosen sounds
    void showFittingPage();
    void onJobFinished(const JobRecord& job);
    void report(const Error& error);
    [[nodiscard]] QString deviceLine() const;
    [[nodiscard]] bool hasGpu() const;

    services::Settings& m_settings;
    std::unique_ptr<ui::Player> m_player;
    std::unique_ptr<StudioSession> m_session;
    std::unique_ptr<ApiSwitch> m_api;
    std::unique_ptr<ui::MainWindow> m_window;
    QPointer<ui::LibraryRoom> m_library;
    QPointer<ui::SeparateRoom> m_separate;
    QPointer<ui::ModelsRoom> m_models;
    QPointer<ui::WelcomePage> m_welcome;
    JobId m_starterJob {};
    bool m_isWelcomeOver {};
};

} // namespace nde::app
