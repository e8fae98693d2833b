#include "app/gui/ApiSwitch.h"

#include "core/api/ApiServer.h"
#include "core/services/JobService.h"
#include "core/services/Logging.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/Later.h"

#include <QtConcurrentRun>

namespace nde::app {

namespace {

using Holder = std::shared_ptr<std::unique_ptr<api::ApiServer>>;

constexpr int kRestMs = 50;

struct Served
{
    QString url;
    int port {};
};

Result<Served> serve(const Holder& holder, const std::shared_ptr<services::Studio>& studio,
                     services::JobService& jobs, const api::ApiOptions& options)
{
    holder->reset(); // the former one gives its port back first
    auto server = std::make_unique<api::ApiServer>(studio, jobs, options);
    const auto url = server->start();
    if (!url) {
        return propagate(url);
    }
    const Served served {*url, server->port()};
    *holder = std::move(server);
    return served;
}

} // namespace

ApiSwitch::ApiSwitch(services::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_server(std::make_shared<std::unique_ptr<api::ApiServer>>())
{
    m_pool.setMaxThreadCount(1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &ApiSwitch::apply);
    connect(&m_settings, &services::Settings::apiChanged, this, [this] { m_rest.start(); });
}

ApiSwitch::~ApiSwitch()
{
    close();
}

void ApiSwitch::open(std::shared_ptr<services::Studio> studio, services::JobService& jobs)
{
    close();
    m_studio = std::move(studio);
    m_jobs = &jobs;
    apply();
}

void ApiSwitch::close()
{
    ++m_turn;
    m_rest.stop();
    m_pool.start([holder = m_server] { holder->reset(); });
    m_pool.waitForDone();
    m_studio.reset();
    m_jobs = nullptr;
    m_shown.setStatus({});
}

void ApiSwitch::apply()
{
    if (!m_studio) {
        return;
    }
    if (m_settings.isApiOn()) {
        const bool isSame
            = m_shown.isOn() && m_port == m_settings.apiPort() && m_token == m_settings.apiToken();
        if (!isSame) { // off and on again within a moment changes nothing
            start();
        }
        return;
    }
    ++m_turn;
    m_pool.start([holder = m_server] { holder->reset(); });
    m_shown.setStatus({});
}

void ApiSwitch::start()
{
    const int turn = ++m_turn;
    api::ApiOptions options;
    options.port = m_port = m_settings.apiPort();
    options.token = m_token = m_settings.apiToken();
    ui::LocalApi::Status status;
    status.wantedPort = options.port;
    status.state = ui::LocalApi::State::Starting;
    m_shown.setStatus(status);
    ui::later(this,
              QtConcurrent::run(&m_pool,
                                [holder = m_server, studio = m_studio, jobs = m_jobs, options] {
                                    return serve(holder, studio, *jobs, options);
                                }),
              [this, turn, status](const Result<Served>& served) mutable {
                  if (turn != m_turn) {
                      return; // something else is wanted by now
                  }
                  if (served) {
                      status.state = ui::LocalApi::State::On;
                      status.url = served->url;
                      status.port = served->port;
                  } else {
                      status.state = ui::LocalApi::State::Failed;
                      status.problem = QString::fromStdString(served.error().message);
                      qCWarning(services::lcServices).noquote()
                          << "the local API could not start:" << status.problem;
                  }
                  m_shown.setStatus(status);
              });
}

} // namespace nde::app
