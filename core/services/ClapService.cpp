#include "core/services/ClapService.h"

#include "core/db/ConfigurationRepository.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/JobRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/ClapFinder.h"
#include "core/services/Files.h"
#include "core/services/JobService.h"
#include "core/services/ModelDownload.h"
#include "core/services/ModelStore.h"
#include "core/services/WatchFuture.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace nde::services {

namespace {

constexpr const char* kFolderName = "clap_folder";
constexpr int kLookMs = 2000; ///< how often it is counted while a job listens
constexpr int kIdleMs = 5 * 60 * 1000; ///< the text tower is half a gigabyte

/// What a look at the database brings.
struct Counted
{
    qint64 heard {};
    qint64 sounds {};
};

} // namespace

Result<QString> clapFolderOf(const Studio& studio)
{
    const auto folder = db::ConfigurationRepository(studio.database()).value(kFolderName);
    return folder ? Result<QString> {toQt(*folder)} : Result<QString> {propagate(folder)};
}

Result<> rememberClapFolder(const Studio& studio, const QString& folder)
{
    return db::ConfigurationRepository(studio.database()).setValue(kFolderName, toStd(folder));
}

Result<> adoptClapFolder(const Studio& studio, const QString& folder)
{
    const auto known = clapFolderOf(studio);
    if (!known) {
        return propagate(known);
    }
    return known->isEmpty() ? rememberClapFolder(studio, folder) : Result<> {};
}

bool ClapState::operator==(const ClapState& other) const
{
    return kind == other.kind && folder == other.folder && error == other.error
        && heard == other.heard && sounds == other.sounds && job == other.job;
}

class ClapService::Private
{
public:
    Private(ClapService* service, std::shared_ptr<Studio> opened, JobService& queue)
        : q(service)
        , studio(std::move(opened))
        , jobs(queue)
    {
    }

    template<typename T, typename Handler>
    void watch(const QFuture<Result<T>>& future, Handler handler)
    {
        watchFuture(q, future, handler);
    }

    void openStored();
    void open(const QString& folder, bool isNew);
    void look();
    void onLook(const Result<Counted>& counted);
    void findJob();
    void adopt(const JobRecord& job);
    void set(ClapState next);
    void noteFault(const QFuture<Result<std::shared_ptr<const ClapScores>>>& future);
    void settle();

    ClapService* q;
    std::shared_ptr<Studio> studio;
    JobService& jobs;
    ClapState state;
    /// The asking thread's, once it is open.
    std::shared_ptr<ClapFinder> finder;
    int opening {}; ///< number of the folder that is being opened
    bool isLooking {};
    bool isLookWanted {};
    bool isSettling {};
    QTimer looking;
    QTimer idle;
    jobs::JobQueue asking {1, QStringLiteral("nde-clap"), jobs::JobQueue::Priority::Normal};
};

ClapService::ClapService(std::shared_ptr<Studio> studio, JobService& jobs, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio), jobs))
{
    m_d->looking.setInterval(kLookMs);
    m_d->idle.setInterval(kIdleMs);
    m_d->idle.setSingleShot(true);
    connect(&m_d->looking, &QTimer::timeout, this, [this] { m_d->look(); });
    connect(&m_d->idle, &QTimer::timeout, this, [this] {
        if (const auto finder = m_d->finder) {
            static_cast<void>(m_d->asking.run<int>([finder](TaskContext&) -> Result<int> {
                finder->unload();
                return 0;
            }));
        }
    });
    connect(&jobs, &JobService::jobAdded, this, [this] { m_d->findJob(); });
    connect(&jobs, &JobService::jobFinished, this, [this](const JobRecord& job) {
        m_d->findJob();
        if (job.kind == "embed" || job.id == m_d->state.job) {
            m_d->look();
        }
        m_d->adopt(job);
    });
    connect(&jobs, &JobService::libraryChanged, this, [this] { m_d->look(); });
    m_d->openStored();
}

ClapService::~ClapService() = default;

const ClapState& ClapService::state() const
{
    return m_d->state;
}

void ClapService::Private::set(ClapState next)
{
    if (next == state) {
        return;
    }
    const bool hasHeardMore = next.kind == ClapState::Kind::Ready
        && (state.kind != ClapState::Kind::Ready || next.heard != state.heard);
    state = std::move(next);
    Q_EMIT q->changed();
    if (hasHeardMore) {
        Q_EMIT q->heardMore();
    }
}

void ClapService::Private::openStored()
{
    const int number = opening;
    watch<QString>(
        asking.run<QString>([studio = studio](TaskContext&) { return clapFolderOf(*studio); }),
        [this, number](const Result<QString>& folder) {
            if (folder && !folder->isEmpty() && number == opening) {
                open(*folder, false);
            }
        });
}

void ClapService::choose(const QString& folder)
{
    m_d->open(folder.isEmpty() ? QString() : absolutePath(folder), true);
}

/// @param isNew  it was chosen just now: it is checked as a whole, and remembered. One that was
///               checked before is only identified; a fault shows when it is asked.
void ClapService::Private::open(const QString& folder, bool isNew)
{
    const int number = ++opening;
    finder.reset();
    ClapState next;
    next.folder = folder;
    next.job = state.job; // one that listens with another model goes on
    next.kind = folder.isEmpty() ? ClapState::Kind::None : ClapState::Kind::Checking;
    set(next);
    if (isNew) { // a studio that may not be written forgets it
        static_cast<void>(asking.run<int>([studio = studio, folder](TaskContext&) -> Result<int> {
            const auto stored = rememberClapFolder(*studio, folder);
            return stored ? Result<int> {0} : Result<int> {propagate(stored)};
        }));
    }
    if (folder.isEmpty()) {
        return;
    }
    using Finder = std::shared_ptr<ClapFinder>;
    const auto body = [studio = studio, folder, isNew](TaskContext& task) -> Result<Finder> {
        if (isNew) {
            if (const auto checked = checkClap(folder, task); !checked) {
                return propagate(checked);
            }
        }
        auto opened = ClapFinder::open(studio, folder);
        return opened ? Result<Finder> {std::move(*opened)} : Result<Finder> {propagate(opened)};
    };
    watch<Finder>(asking.run<Finder>(body), [this, number](const Result<Finder>& opened) {
        if (number != opening) {
            return; // another folder was chosen meanwhile
        }
        if (!opened) {
            ClapState broken = state;
            broken.kind = ClapState::Kind::Broken;
            broken.error = opened.error();
            set(broken);
            return;
        }
        finder = *opened;
        look();
    });
}

/// A model that cannot answer is broken from then on.
void ClapService::Private::noteFault(
    const QFuture<Result<std::shared_ptr<const ClapScores>>>& future)
{
    using Scores = std::shared_ptr<const ClapScores>;
    watch<Scores>(future, [this](const Result<Scores>& scores) {
        if (!scores && scores.error().code != ErrorCode::Cancelled) {
            ClapState next = state;
            next.kind = ClapState::Kind::Broken;
            next.error = scores.error();
            set(next);
        }
    });
}

/// One step of the graph after the other, so that a question waits for one of them at most.
void ClapService::Private::settle()
{
    if (!finder || isSettling) {
        return;
    }
    isSettling = true;
    watch<bool>(asking.run<bool>(
                    [finder = finder](TaskContext&) -> Result<bool> { return finder->settle(); }),
                [this](const Result<bool>& more) {
                    isSettling = false;
                    if (more && *more) {
                        settle();
                    }
                });
}

void ClapService::Private::findJob()
{
    ClapState next = state;
    next.job = 0;
    for (const JobRecord& job : jobs.jobs()) {
        if (job.kind == "embed" && !isFinished(job.state)) {
            next.job = job.id;
        }
    }
    next.job != 0 ? looking.start() : looking.stop();
    set(next);
}

// What a download has completed is used where there is no other.
void ClapService::Private::adopt(const JobRecord& job)
{
    const auto params = parseJsonObject(QByteArray::fromStdString(job.params));
    const auto download = job.kind == "model" && job.state == JobState::Done && params
        ? downloadParamsFromJson(*params)
        : Result<DownloadParams> {fail(ErrorCode::NotFound, "no download")};
    const CatalogueModel* model
        = download ? ModelCatalogue::builtIn().byId(download->model) : nullptr;
    if (model == nullptr || model->kind != ModelKind::TextSearch
        || state.kind != ClapState::Kind::None) {
        return;
    }
    const QString folder
        = download->folder.isEmpty() ? ModelStore::defaultFolder() : download->folder;
    open(folder + u'/' + model->folder, true);
}

void ClapService::Private::look()
{
    if (!finder) {
        return;
    }
    if (isLooking) {
        isLookWanted = true;
        return;
    }
    isLooking = true;
    const auto body = [finder = finder, studio = studio](TaskContext&) -> Result<Counted> {
        const auto heard = finder->refresh();
        const auto waiting = heard
            ? db::EmbeddingRepository(studio->database()).waitingCount(finder->identity().hash)
            : Result<qint64> {propagate(heard)};
        if (!waiting) {
            return propagate(waiting);
        }
        return Counted {*heard, *heard + *waiting};
    };
    watch<Counted>(asking.run<Counted>(body),
                   [this](const Result<Counted>& counted) { onLook(counted); });
}

void ClapService::Private::onLook(const Result<Counted>& counted)
{
    isLooking = false;
    if (finder) {
        ClapState next = state;
        if (counted) {
            next.kind = ClapState::Kind::Ready;
            next.error.reset();
            next.heard = counted->heard;
            next.sounds = counted->sounds;
        } else if (counted.error().code != ErrorCode::Cancelled) {
            next.kind = ClapState::Kind::Broken;
            next.error = counted.error();
        }
        set(next);
        findJob();
        settle();
    }
    if (std::exchange(isLookWanted, false)) {
        look();
    }
}

QFuture<Result<JobId>> ClapService::listen()
{
    const ClapState state = m_d->state;
    // From another connection than the queue's own: that is how the queue learns of it.
    return m_d->asking.run<JobId>([studio = m_d->studio, state](TaskContext&) -> Result<JobId> {
        if (state.kind != ClapState::Kind::Ready) {
            return fail(ErrorCode::ModelMissing, "no CLAP model is ready");
        }
        if (state.job != 0) {
            return state.job;
        }
        JobRecord job;
        job.kind = "embed";
        job.title = toStd(QFileInfo(state.folder).fileName());
        job.params = compactJson(toJson(EmbedLibraryParams {state.folder})).toStdString();
        return db::JobRepository(studio->database()).add(job);
    });
}

Result<> ClapService::stopListening()
{
    return m_d->state.job == 0 ? Result<> {} : m_d->jobs.cancel(m_d->state.job);
}

bool ClapService::canAnswer() const
{
    return m_d->finder && m_d->state.kind == ClapState::Kind::Ready && m_d->state.heard > 0;
}

QFuture<Result<std::shared_ptr<const ClapScores>>>
ClapService::scoresOf(const QString& english, std::function<bool()> isWanted)
{
    using Scores = std::shared_ptr<const ClapScores>;
    m_d->idle.start();
    auto future
        = m_d->asking.run<Scores>([finder = m_d->finder, english,
                                   isWanted = std::move(isWanted)](TaskContext&) -> Result<Scores> {
              if (!finder || !isWanted()) {
                  return fail(ErrorCode::Cancelled, "nobody waits for CLAP's answer");
              }
              return finder->scoresOf(english);
          });
    m_d->noteFault(future);
    return future;
}

QFuture<Result<std::shared_ptr<const ClapScores>>>
ClapService::alikeTo(StemId id, const QString& file, std::function<bool()> isWanted)
{
    using Scores = std::shared_ptr<const ClapScores>;
    return m_d->asking.run<Scores>([finder = m_d->finder, id, file, isWanted = std::move(isWanted)](
                                       TaskContext& task) -> Result<Scores> {
        if (!finder || !isWanted()) {
            return fail(ErrorCode::Cancelled, "nobody waits for CLAP's answer");
        }
        // A file that the model cannot listen to is no fault of the model.
        return id != 0 ? finder->alikeTo(id) : finder->alikeTo(file, task);
    });
}

} // namespace nde::services
