#pragma once

#include "core/base/Result.h"
#include "ui/models/LocalApi.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace nde::api {
class ApiServer;
}
namespace nde::services {
class JobService;
class Settings;
class Studio;
} // namespace nde::services

namespace nde::app {

/// Runs the REST server in the window's process, over the window's studio and queue, as the
/// settings say. Starting and stopping wait for sockets and requests, so they are done one after
/// another on a thread of its own.
/// @thread  the GUI thread.
class ApiSwitch final : public QObject
{
    Q_OBJECT
public:
    /// @param settings  outlives this.
    explicit ApiSwitch(services::Settings& settings, QObject* parent = nullptr);
    ~ApiSwitch() override;

    [[nodiscard]] ui::LocalApi& shown() { return m_shown; }
    /// @param jobs  outlives this, or `close` is called before it ends.
    void open(std::shared_ptr<services::Studio> studio, services::JobService& jobs);
    void close(); ///< waits until no request is answered any more

private:
    void apply();
    void start();

    services::Settings& m_settings;
    ui::LocalApi m_shown;
    std::shared_ptr<services::Studio> m_studio;
    services::JobService* m_jobs {};
    std::shared_ptr<std::unique_ptr<api::ApiServer>> m_server; ///< of the pool's thread alone
    QThreadPool m_pool;
    QTimer m_rest; ///< several settings changed at once are one new server
    int m_turn {};
    int m_port {}; ///< that the running one was asked for
    QString m_token;
};

} // namespace nde::app
