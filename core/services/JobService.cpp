#include "core/services/JobService.h"

#include "core/db/JobRepository.h"
#include "core/db/StemRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"
#include "core/services/JobRun.h"
#include "core/services/Logging.h"
#include "core/services/OutputJournal.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

constexpr int kPollMs = 500;
constexpr qint64 kLibraryTellEveryMs = 1000;
constexpr std::size_t kIoThreads = 2;
constexpr std::size_t kDownloads = 1; ///< beside them, so that nobody waits for a slow line

/// What computes for long goes one at a time: the network uses all cores by itself.
const std::vector<std::string>& computeKinds()
{
    static const std::vector<std::string> kinds {
        "separate", "chop",    "keep_slices", "train",  "generate",
        "redream",  "compose", "starter_kit", "export", "embed"};
    return kinds;
}

const std::vector<std::string>& ioKinds()
{
    static const std::vector<std::string> kinds {"import", "analyze", "seed"};
    return kinds;
}

const std::vector<std::string>& downloadKinds()
{
    static const std::vector<std::string> kinds {"model"};
    return kinds;
}

bool isOf(const std::vector<std::string>& kinds, const std::string& kind)
{
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

QString fileTitle(const QStringList& paths)
{
    const QString first = QFileInfo(paths.value(0)).fileName();
    return paths.size() > 1 ? QStringLiteral("%1 +%2").arg(first).arg(paths.size() - 1) : first;
}

} // namespace

class JobService::Private
{
public:
    Private(JobService& service, std::shared_ptr<Studio> opened, bool runs)
        : q(service)
        , studio(std::move(opened))
        , repository(studio->database())
        , runsJobs(runs)
    {
    }

    Result<JobId> enqueue(const char* kind, const QString& title, const QJsonObject& params);
    void refresh();
    void recoverFromTheDead();
    void takeRow(const JobRecord& fresh);
    void schedule();
    void startNext(const std::vector<std::string>& kinds, jobs::JobQueue& queue,
                   std::size_t threads);
    void start(JobRecord record, jobs::JobQueue& queue);
    void onRunChanged(const JobRecord& record);
    void onRunFinished(const JobRecord& record);
    void tellLibrary(bool isFinal);
    [[nodiscard]] QString stemTitle(StemId id);
    [[nodiscard]] JobRecord* find(JobId id);
    [[nodiscard]] Result<JobRecord*> known(JobId id);

    JobService& q;
    std::shared_ptr<Studio> studio;
    db::JobRepository repository;
    bool runsJobs;
    bool isPaused {};
    bool hasStarted {};
    qint64 seenVersion {-2};
    std::vector<JobRecord> rows; ///< by position
    std::map<JobId, std::shared_ptr<JobRun>> running; ///< ours
    QTimer timer;
    QElapsedTimer sinceLibrary;
    // Last, so that they go first: what still runs uses everything above.
    jobs::JobQueue compute {1, QStringLiteral("nde-compute")};
    jobs::JobQueue io {static_cast<int>(kIoThreads + kDownloads), QStringLiteral("nde-io")};
};

JobRecord* JobService::Private::find(JobId id)
{
    const auto found
        = std::find_if(rows.begin(), rows.end(), [id](const auto& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

Result<JobRecord*> JobService::Private::known(JobId id)
{
    refresh();
    JobRecord* row = find(id);
    if (row == nullptr) {
        return fail(ErrorCode::NotFound, "there is no job " + std::to_string(id));
    }
    return row;
}

QString JobService::Private::stemTitle(StemId id)
{
    const auto stem = db::StemRepository(studio->database()).byId(id);
    return stem ? toQt(stem->name) : QStringLiteral("#%1").arg(id);
}

Result<JobId> JobService::Private::enqueue(const char* kind, const QString& title,
                                           const QJsonObject& params)
{
    JobRecord job;
    job.kind = kind;
    job.title = toStd(title);
    job.params = compactJson(params).toStdString();
    auto id = repository.add(job);
    if (id) {
        refresh();
        schedule();
    }
    return id;
}

void JobService::Private::takeRow(const JobRecord& fresh)
{
    JobRecord* row = find(fresh.id);
    if (row == nullptr) {
        rows.push_back(fresh);
        Q_EMIT q.jobAdded(fresh);
        return;
    }
    // Of what runs here we know more than the database.
    if (*row == fresh || running.contains(fresh.id)) {
        row->position = fresh.position;
        return;
    }
    const bool hasEnded = !isFinished(row->state) && isFinished(fresh.state);
    *row = fresh;
    Q_EMIT q.jobChanged(fresh);
    if (hasEnded) {
        Q_EMIT q.jobFinished(fresh);
        tellLibrary(true);
    }
}

void JobService::Private::refresh()
{
    const auto all = repository.all();
    if (!all) {
        qCWarning(lcServices).noquote()
            << "the list of jobs cannot be read:" << toQt(all.error().message);
        return;
    }
    const auto before = rows.size();
    std::erase_if(rows, [&](const JobRecord& row) {
        return std::none_of(all->begin(), all->end(),
                            [&row](const auto& fresh) { return fresh.id == row.id; });
    });
    if (rows.size() != before) {
        Q_EMIT q.jobsRemoved();
    }
    for (const auto& fresh : *all) {
        takeRow(fresh);
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.position < b.position; });
}

/// Takes up what a process left that does not live any more: at the start, and when a command in a
/// terminal is killed while the window is open.
void JobService::Private::recoverFromTheDead()
{
    const auto recovered = repository.recoverOrphans();
    if (!recovered) {
        qCWarning(lcServices).noquote()
            << "interrupted jobs cannot be taken up:" << toQt(recovered.error().message);
    } else if (!recovered->empty()) {
        qCInfo(lcServices).noquote() << recovered->size() << "interrupted jobs taken up again";
    }
    for (const auto& path : OutputJournal::recover(*studio)) {
        qCInfo(lcServices).noquote() << "removed what an interrupted job left:" << path;
    }
}

void JobService::Private::schedule()
{
    if (!runsJobs || !hasStarted || isPaused) {
        return;
    }
    startNext(computeKinds(), compute, 1);
    startNext(ioKinds(), io, kIoThreads);
    startNext(downloadKinds(), io, kDownloads);
}

void JobService::Private::startNext(const std::vector<std::string>& kinds, jobs::JobQueue& queue,
                                    std::size_t threads)
{
    const auto busy = [&] {
        return static_cast<std::size_t>(
            std::count_if(running.begin(), running.end(), [&](const auto& entry) {
                const JobRecord* row = find(entry.first);
                return row != nullptr && isOf(kinds, row->kind);
            }));
    };
    const auto waits = [&] {
        return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
            return row.state == JobState::Queued && isOf(kinds, row.kind);
        });
    };
    while (busy() < threads && waits()) {
        auto claimed = repository.claimNext(kinds, QCoreApplication::applicationPid());
        if (!claimed) {
            qCWarning(lcServices).noquote()
                << "no job can be claimed:" << toQt(claimed.error().message);
            return;
        }
        if (!claimed->has_value()) {
            return; // another process was faster
        }
        start(std::move(**claimed), queue);
    }
}

void JobService::Private::start(JobRecord record, jobs::JobQueue& queue)
{
    const JobId id = record.id;
    if (JobRecord* row = find(id); row != nullptr) {
        *row = record;
        Q_EMIT q.jobChanged(record);
    }
    // Workers end before this object does (the queues are its last members), so `this` stays good;
    // what is posted to `q` afterwards is dropped by Qt.
    const auto tell = [this](const JobRecord& changed) {
        QMetaObject::invokeMethod(
            &q, [this, changed] { onRunChanged(changed); }, Qt::QueuedConnection);
    };
    const auto run = std::make_shared<JobRun>(studio, record, tell);
    running.emplace(id, run);
    nn::TrainHooks hooks;
    hooks.onEpoch = [this, id](const nn::EpochPoint& point) {
        QMetaObject::invokeMethod(
            &q, [this, id, point] { Q_EMIT q.epochFinished(id, point); }, Qt::QueuedConnection);
    };
    const auto body = [this, run, record, hooks](TaskContext& outer) {
        auto outcome = run->execute(
            [&](TaskContext& task) { return executeJob(*studio, record, hooks, task); }, &outer);
        const JobRecord finished = run->record();
        QMetaObject::invokeMethod(
            &q, [this, finished] { onRunFinished(finished); }, Qt::QueuedConnection);
        return outcome;
    };
    // Progress and outcome come through the listener above; the future has nothing to add.
    static_cast<void>(queue.run<QJsonObject>(body));
}

void JobService::Private::onRunChanged(const JobRecord& record)
{
    JobRecord* row = find(record.id);
    if (row == nullptr || !running.contains(record.id)) {
        return;
    }
    const auto position = row->position;
    *row = record;
    row->position = position;
    Q_EMIT q.jobChanged(*row);
    if (record.kind == "import" || record.kind == "analyze") {
        tellLibrary(false);
    }
}

void JobService::Private::onRunFinished(const JobRecord& record)
{
    running.erase(record.id);
    if (JobRecord* row = find(record.id); row != nullptr) {
        const auto position = row->position;
        *row = record;
        row->position = position;
        const JobRecord shown = *row;
        Q_EMIT q.jobChanged(shown);
        if (isFinished(shown.state)) {
            Q_EMIT q.jobFinished(shown);
        }
    }
    tellLibrary(true);
    schedule();
}

void JobService::Private::tellLibrary(bool isFinal)
{
    if (isFinal || !sinceLibrary.isValid() || sinceLibrary.hasExpired(kLibraryTellEveryMs)) {
        sinceLibrary.restart();
        Q_EMIT q.libraryChanged();
    }
}

JobService::JobService(std::shared_ptr<Studio> studio, bool runJobs, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(*this, std::move(studio), runJobs))
{
    qRegisterMetaType<nde::JobRecord>();
    m_d->timer.setInterval(kPollMs);
    connect(&m_d->timer, &QTimer::timeout, this, [this] {
        const bool isElsewhere
            = std::any_of(m_d->rows.begin(), m_d->rows.end(), [this](const JobRecord& row) {
                  return row.state == JobState::Running && !m_d->running.contains(row.id);
              });
        if (m_d->runsJobs && isElsewhere) {
            m_d->recoverFromTheDead();
            m_d->seenVersion = -2; // what this connection writes does not count as a change
        }
        const qint64 version = m_d->studio->database()->dataVersion();
        if (version != m_d->seenVersion) {
            m_d->seenVersion = version;
            m_d->refresh();
        }
        m_d->schedule();
    });
    m_d->refresh();
}

JobService::~JobService()
{
    m_d->timer.stop();
    m_d->isPaused = true;
    for (const auto& [id, run] : m_d->running) {
        run->requestRequeue();
    }
    m_d->compute.waitForDone();
    m_d->io.waitForDone();
}

void JobService::start()
{
    if (m_d->runsJobs) {
        m_d->recoverFromTheDead();
    }
    m_d->hasStarted = true;
    m_d->refresh();
    m_d->timer.start();
    m_d->schedule();
}

Result<JobId> JobService::enqueue(const ImportParams& params)
{
    return m_d->enqueue("import", fileTitle(params.paths), toJson(params));
}

Result<JobId> JobService::enqueue(const SeparateParams& params)
{
    const QString title
        = params.input.isEmpty() ? m_d->stemTitle(params.stem) : QFileInfo(params.input).fileName();
    return m_d->enqueue("separate", title, toJson(params));
}

Result<JobId> JobService::enqueue(const ChopParamsJob& params)
{
    const QString title
        = params.stem != 0 ? m_d->stemTitle(params.stem) : QFileInfo(params.input).fileName();
    return m_d->enqueue("chop", title, toJson(params));
}

Result<JobId> JobService::enqueue(const KeepSlicesParams& params)
{
    const auto review = loadChopReview(params.reviewPath);
    if (!review) {
        return propagate(review);
    }
    return m_d->enqueue("keep_slices", review->name, toJson(params));
}

Result<JobId> JobService::enqueue(const AnalyzeParams& params)
{
    const auto count = params.stems.size() + static_cast<std::size_t>(params.files.size());
    QString title = count == 0 ? QStringLiteral("library") : QString::number(count);
    if (count == 1) {
        title = params.stems.empty() ? fileTitle(params.files) : m_d->stemTitle(params.stems[0]);
    }
    return m_d->enqueue("analyze", title, toJson(params));
}

Result<JobId> JobService::enqueue(const TrainJobParams& params)
{
    return m_d->enqueue("train", toQt(categoryId(params.category)), toJson(params));
}

Result<JobId> JobService::enqueue(const GenerateJobParams& params)
{
    const QString title
        = QStringLiteral("%1 × %2").arg(toQt(categoryId(params.category))).arg(params.params.count);
    return m_d->enqueue("generate", title, toJson(params));
}

Result<JobId> JobService::enqueueRedream(StemId stem)
{
    return m_d->enqueue("redream", m_d->stemTitle(stem), {{QStringLiteral("stem"), qint64 {stem}}});
}

Result<JobId> JobService::enqueue(const ComposeParams& params)
{
    const QString title
        = params.prompt.isEmpty() ? QFileInfo(params.planFile).fileName() : params.prompt;
    return m_d->enqueue("compose", title, toJson(params));
}

Result<JobId> JobService::enqueue(const StarterKitParams& params)
{
    return m_d->enqueue("starter_kit", QStringLiteral("starter kit"), toJson(params));
}

Result<JobId> JobService::enqueue(const SeedImportParams& params)
{
    return m_d->enqueue("seed", QFileInfo(params.folder).fileName(), toJson(params));
}

Result<JobId> JobService::enqueue(const ExportParams& params)
{
    const QString title = !params.planFile.isEmpty() ? QFileInfo(params.planFile).completeBaseName()
        : params.track != 0                          ? QStringLiteral("#%1").arg(params.track)
        : params.sounds.size() == 1                  ? m_d->stemTitle(params.sounds.front())
                                    : QStringLiteral("%1 sounds").arg(params.sounds.size());
    return m_d->enqueue("export", title, toJson(params));
}

Result<JobId> JobService::enqueue(const DownloadParams& params)
{
    m_d->refresh();
    const auto same = std::find_if(m_d->rows.begin(), m_d->rows.end(), [&](const auto& row) {
        return row.kind == "model" && row.title == toStd(params.model) && !isFinished(row.state);
    });
    if (same != m_d->rows.end()) {
        return same->id;
    }
    return m_d->enqueue("model", params.model, toJson(params));
}

Result<> JobService::cancel(JobId id)
{
    if (const auto run = m_d->running.find(id); run != m_d->running.end()) {
        run->second->requestCancel();
        return {};
    }
    const JobRecord* row = m_d->find(id);
    const bool isPaused = row != nullptr && row->state == JobState::Paused;
    auto asked = m_d->repository.requestCancel(id);
    if (asked && isPaused) {
        m_d->studio->removeJobFolder(id); // nobody goes on with it any more
    }
    m_d->refresh();
    return asked;
}

Result<> JobService::retry(JobId id)
{
    const auto row = m_d->known(id);
    if (!row) {
        return propagate(row);
    }
    auto requeued = requeueJob(m_d->repository, **row);
    if (requeued) {
        m_d->refresh();
        m_d->schedule();
    }
    return requeued;
}

Result<> JobService::pause(JobId id)
{
    const auto row = m_d->known(id);
    if (!row) {
        return propagate(row);
    }
    if ((*row)->state != JobState::Running || (*row)->kind != "train") {
        auto held = pauseWaitingJob(m_d->repository, **row);
        m_d->refresh();
        return held;
    }
    if (const auto run = m_d->running.find(id); run != m_d->running.end()) {
        run->second->requestPause();
        return {};
    }
    return m_d->repository.requestWish(id, db::JobWish::Pause);
}

Result<> JobService::resume(JobId id)
{
    const auto row = m_d->known(id);
    if (!row) {
        return propagate(row);
    }
    auto resumed = resumeJob(m_d->repository, **row);
    m_d->refresh();
    m_d->schedule();
    return resumed;
}

Result<> JobService::finishEarly(JobId id)
{
    const auto row = m_d->known(id);
    if (!row) {
        return propagate(row);
    }
    if ((*row)->kind != "train") {
        return fail(ErrorCode::BadInput,
                    "job " + std::to_string(id) + " (" + (*row)->kind
                        + ") is no training that could end early");
    }
    if (auto asked = m_d->repository.requestWish(id, db::JobWish::Finish); !asked) {
        return asked;
    }
    return (*row)->state == JobState::Paused ? resume(id) : Result<> {};
}

Result<> JobService::pauseQueue(bool paused)
{
    m_d->isPaused = paused;
    m_d->schedule();
    return {};
}

bool JobService::isQueuePaused() const
{
    return m_d->isPaused;
}

Result<> JobService::move(JobId id, int delta)
{
    const auto row = m_d->known(id);
    if (!row) {
        return propagate(row);
    }
    const auto index = *row - m_d->rows.data();
    const auto last = static_cast<std::ptrdiff_t>(m_d->rows.size()) - 1;
    const auto target = std::clamp<std::ptrdiff_t>(index + delta, 0, last);
    auto moved = m_d->repository.move(id, m_d->rows[static_cast<std::size_t>(target)].position);
    m_d->refresh();
    return moved;
}

Result<> JobService::clearFinished()
{
    auto cleared = m_d->repository.clearFinished();
    m_d->refresh();
    return cleared;
}

std::vector<JobRecord> JobService::jobs() const
{
    return m_d->rows;
}

std::optional<JobRecord> JobService::job(JobId id) const
{
    const JobRecord* row = m_d->find(id);
    return row == nullptr ? std::nullopt : std::optional(*row);
}

int JobService::runningCount() const
{
    return static_cast<int>(std::count_if(m_d->rows.begin(), m_d->rows.end(), [](const auto& row) {
        return row.state == JobState::Running;
    }));
}

} // namespace nde::services
