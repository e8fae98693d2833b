#include "ui/models/ModelShelf.h"

#include "core/services/JobService.h"
#include "core/services/Settings.h"
#include "ui/models/Later.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrentRun>

#include <algorithm>

namespace nde::ui {

QString downloadedModel(const JobRecord& job)
{
    return job.kind != "model" ? QString()
                               : QJsonDocument::fromJson(QByteArray::fromStdString(job.params))
                                     .object()
                                     .value(QLatin1String("model"))
                                     .toString();
}

ModelShelf::ModelShelf(services::ModelStore store, services::JobService& jobs,
                       const services::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_jobs(jobs)
    , m_settings(settings)
{
    connect(&jobs, &services::JobService::jobAdded, this, &ModelShelf::onJob);
    connect(&jobs, &services::JobService::jobChanged, this, &ModelShelf::onJob);
    connect(&jobs, &services::JobService::jobFinished, this, [this](const JobRecord& job) {
        onJob(job);
        if (!downloadedModel(job).isEmpty()) {
            m_verified.removeAll(downloadedModel(job));
            refresh();
        }
    });
    connect(&jobs, &services::JobService::jobsRemoved, this, [this] {
        m_downloads.clear();
        for (const JobRecord& job : m_jobs.jobs()) {
            onJob(job);
        }
        Q_EMIT changed();
    });
    for (const JobRecord& job : jobs.jobs()) {
        onJob(job);
    }
    refresh();
}

void ModelShelf::onJob(const JobRecord& job)
{
    const QString model = downloadedModel(job);
    if (!model.isEmpty() && job.id >= m_downloads.value(model)) {
        m_downloads.insert(model, job.id);
        Q_EMIT changed();
    }
}

void ModelShelf::refresh()
{
    if (m_isReading) {
        m_isStale = true;
        return;
    }
    m_isReading = true;
    m_isStale = false;
    later(this, QtConcurrent::run([store = m_store] { return store.list(); }),
          [this](const std::vector<services::ModelStatus>& models) {
              m_isReading = false;
              m_models = models;
              m_isKnown = true;
              Q_EMIT changed();
              if (m_isStale) {
                  refresh();
              }
          });
}

const services::ModelStatus* ModelShelf::status(const QString& model) const
{
    const auto found
        = std::find_if(m_models.begin(), m_models.end(),
                       [&](const services::ModelStatus& one) { return one.model.id == model; });
    return found == m_models.end() ? nullptr : &*found;
}

bool ModelShelf::isReady(const QString& profile) const
{
    const services::SeparationProfile* known = services::ModelCatalogue::profile(profile);
    if (known == nullptr) {
        return false;
    }
    if (known->model.isEmpty()) {
        return true;
    }
    const services::ModelStatus* found = status(known->model);
    return found != nullptr && found->state == services::ModelState::Ready;
}

qint64 ModelShelf::missingBytes(const services::ModelStatus& status)
{
    return std::max<qint64>(0, status.model.bytes() - status.bytesHere);
}

std::optional<JobRecord> ModelShelf::download(const QString& model) const
{
    return m_downloads.contains(model) ? m_jobs.job(m_downloads.value(model)) : std::nullopt;
}

Result<JobId> ModelShelf::startDownload(const QString& model)
{
    const std::optional<JobRecord> known = download(model);
    if (known && !isFinished(known->state)) {
        return known->id;
    }
    if (m_settings.isAirplane()) {
        return fail(ErrorCode::Io, "the network is switched off (airplane)");
    }
    services::DownloadParams params;
    params.model = model;
    params.mirror = m_settings.mirror();
    params.proxy = m_settings.proxy();
    params.folder = m_store.folder();
    return m_jobs.enqueue(params);
}

Result<> ModelShelf::pauseDownload(const QString& model)
{
    const std::optional<JobRecord> known = download(model);
    return known && !isFinished(known->state) ? m_jobs.cancel(known->id) : Result<> {};
}

template<typename Work, typename Then>
void ModelShelf::work(const QString& model, Work body, Then then)
{
    if (m_busy.contains(model)) {
        return;
    }
    m_busy.push_back(model);
    Q_EMIT changed();
    using Outcome = std::invoke_result_t<Work, TaskContext&>;
    later(this, QtConcurrent::run([body = std::move(body)]() mutable {
              TaskContext task;
              return body(task);
          }),
          [this, model, then = std::move(then)](const Outcome& outcome) {
              m_busy.removeAll(model);
              if (outcome) {
                  then(outcome);
              } else {
                  Q_EMIT failed(model, outcome.error());
              }
              refresh();
          });
}

void ModelShelf::importFiles(const QStringList& paths)
{
    for (const QString& path : paths) {
        work(
            path, // several files may come in at once
            [store = m_store, path](TaskContext& task) { return store.importFile(path, task); },
            [this](const Result<QStringList>& models) { Q_EMIT imported(*models); });
    }
}

void ModelShelf::verify(const QString& model)
{
    work(
        model, [store = m_store, model](TaskContext& task) { return store.verify(model, task); },
        [this, model](const Result<>& /*outcome*/) {
            m_verified.push_back(model);
            Q_EMIT verifiedWell(model);
        });
}

void ModelShelf::remove(const QString& model)
{
    m_verified.removeAll(model);
    work(
        model, [store = m_store, model](TaskContext& /*task*/) { return store.remove(model); },
        [](const Result<>& /*outcome*/) {});
}

bool ModelShelf::isBusy(const QString& model) const
{
    return m_busy.contains(model);
}

bool ModelShelf::isVerified(const QString& model) const
{
    return m_verified.contains(model);
}

} // namespace nde::ui
