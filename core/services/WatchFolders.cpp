#include "core/services/WatchFolders.h"

#include "core/db/ConfigurationRepository.h"
#include "core/db/StemRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"
#include "core/services/FolderWatch.h"
#include "core/services/JobService.h"
#include "core/services/UseCases.h"
#include "core/services/WatchFuture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>

namespace nde::services {

namespace {

constexpr const char* kName = "watch_folders";
constexpr int kPaceMs = 2000;
constexpr qint64 kRestPerLook = 9; ///< a look takes a tenth of the time at most
constexpr qint64 kAfterFaultMs = 60'000;
constexpr qsizetype kMostInAJob = 1000;

QString ledgerOf(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/watched.bin");
}

bool isWithin(const QString& path, const QString& folder)
{
    return path == folder || path.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
}

Result<QStringList> storedFolders(const Studio& studio)
{
    const auto text = db::ConfigurationRepository(studio.database()).value(kName);
    if (!text) {
        return propagate(text);
    }
    QStringList folders;
    for (const auto& value : QJsonDocument::fromJson(QByteArray::fromStdString(*text)).array()) {
        folders << value.toString();
    }
    folders.removeAll(QString());
    folders.sort();
    return folders;
}

Result<> storeFolders(const Studio& studio, const QStringList& folders)
{
    const QByteArray text = folders.isEmpty()
        ? QByteArray()
        : QJsonDocument(QJsonArray::fromStringList(folders)).toJson(QJsonDocument::Compact);
    return db::ConfigurationRepository(studio.database()).setValue(kName, text.toStdString());
}

/// What a look brings.
struct Found
{
    QStringList fresh; ///< that the library does not know
    std::vector<StemId> changed;
    bool isAny {}; ///< also of files that need nothing
    qint64 tookMs {};
};

Result<Found> lookAt(const Studio& studio, FolderWatch& watch)
{
    QElapsedTimer clock;
    clock.start();
    Found found;
    db::StemRepository stems(studio.database());
    for (const QString& file : watch.look()) {
        found.isAny = true;
        const auto known = stems.byPath(toStd(file));
        if (!known) {
            return propagate(known);
        }
        if (!known->has_value()) {
            found.fresh << file;
        } else if (!watch.isNew(file)) { // else it was imported before the folder was watched
            found.changed.push_back((*known)->id);
        }
    }
    found.tookMs = clock.elapsed();
    return found;
}

} // namespace

class WatchFolders::Private
{
public:
    Private(WatchFolders* object, std::shared_ptr<Studio> opened, JobService& service)
        : q(object)
        , studio(std::move(opened))
        , jobs(service)
    {
    }

    void read();
    void begin(); ///< with the folders as they are now
    void look();
    void onFound(const std::shared_ptr<FolderWatch>& looked, const Result<Found>& found);
    [[nodiscard]] bool takeUp(const Found& found);
    void store();

    WatchFolders* q;
    std::shared_ptr<Studio> studio;
    JobService& jobs;
    QStringList folders;
    std::shared_ptr<FolderWatch> watch; ///< the looking thread's; null = there is nothing to watch
    int paceMs {kPaceMs};
    QTimer timer;
    jobs::JobQueue looking {1, QStringLiteral("nde-watch"), jobs::JobQueue::Priority::Low};
};

WatchFolders::WatchFolders(std::shared_ptr<Studio> studio, JobService& jobs, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio), jobs))
{
    m_d->timer.setSingleShot(true);
    connect(&m_d->timer, &QTimer::timeout, this, [this] { m_d->look(); });
    m_d->read();
}

WatchFolders::~WatchFolders() = default;

const QStringList& WatchFolders::folders() const
{
    return m_d->folders;
}

void WatchFolders::setPaceMs(int ms)
{
    m_d->paceMs = ms;
    if (m_d->timer.isActive()) {
        m_d->timer.start(ms);
    }
}

Result<> WatchFolders::add(const QString& folder)
{
    const QString path = absolutePath(folder);
    const QString own = absolutePath(m_d->studio->root());
    if (!QFileInfo(path).isDir()) {
        return fail(ErrorCode::NotFound, toStd(QStringLiteral("'%1' is no folder").arg(path)));
    }
    if (isWithin(path, own) || isWithin(own, path)) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the studio lies in '%1' or is it: it looks after its own "
                                         "sounds already")
                              .arg(path)));
    }
    const bool isKnown
        = std::any_of(m_d->folders.begin(), m_d->folders.end(),
                      [&path](const QString& known) { return isWithin(path, known); });
    if (isKnown) {
        return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' is watched already").arg(path)));
    }
    // Those that lie in it are watched with it.
    m_d->folders.removeIf([&path](const QString& known) { return isWithin(known, path); });
    m_d->folders << path;
    m_d->folders.sort();
    m_d->store();
    return {};
}

void WatchFolders::remove(const QString& folder)
{
    if (m_d->folders.removeAll(folder) > 0) {
        m_d->store();
    }
}

void WatchFolders::Private::read()
{
    watchFuture(q, looking.run<QStringList>([studio = studio](TaskContext&) {
        return storedFolders(*studio);
    }),
                [this](const Result<QStringList>& stored) {
                    if (!stored) {
                        Q_EMIT q->failed(stored.error());
                        return;
                    }
                    folders = *stored + folders; // one may have been added meanwhile
                    folders.removeDuplicates();
                    folders.sort();
                    begin();
                });
}

void WatchFolders::Private::store()
{
    watchFuture(q, looking.run<int>([studio = studio, list = folders](TaskContext&) -> Result<int> {
        const auto stored = storeFolders(*studio, list);
        return stored ? Result<int> {0} : Result<int> {propagate(stored)};
    }),
                [this](const Result<int>& stored) {
                    if (!stored) {
                        Q_EMIT q->failed(stored.error());
                    }
                });
    begin();
}

void WatchFolders::Private::begin()
{
    watch = folders.isEmpty() ? nullptr : std::make_shared<FolderWatch>(folders, true);
    timer.stop();
    Q_EMIT q->changed();
    if (watch) {
        static_cast<void>(
            looking.run<int>([studio = studio, watch = watch](TaskContext&) -> Result<int> {
                watch->restore(readFile(ledgerOf(*studio)).value_or(QByteArray {}));
                return 0;
            }));
        look();
    }
}

void WatchFolders::Private::look()
{
    if (watch) {
        watchFuture(q, looking.run<Found>([studio = studio, watch = watch](TaskContext&) {
            return lookAt(*studio, *watch);
        }),
                    [this, looked = watch](const Result<Found>& found) { onFound(looked, found); });
    }
}

void WatchFolders::Private::onFound(const std::shared_ptr<FolderWatch>& looked,
                                    const Result<Found>& found)
{
    if (looked != watch) {
        return; // other folders are watched by now
    }
    if (!found) {
        Q_EMIT q->failed(found.error());
    } else if (found->isAny && takeUp(*found)) {
        // Written after the jobs are in the queue: what is taken up twice does no harm.
        static_cast<void>(looking.run<int>([studio = studio, looked](TaskContext&) -> Result<int> {
            const auto kept = writeFile(ledgerOf(*studio), looked->told(), true);
            return kept ? Result<int> {0} : Result<int> {propagate(kept)};
        }));
    }
    const qint64 rest = found ? kRestPerLook * found->tookMs : kAfterFaultMs;
    timer.start(static_cast<int>(std::max<qint64>(paceMs, rest)));
}

/// @return  whether everything is in the queue.
bool WatchFolders::Private::takeUp(const Found& found)
{
    for (qsizetype at = 0; at < found.fresh.size(); at += kMostInAJob) {
        ImportParams params;
        params.paths = found.fresh.mid(at, kMostInAJob);
        if (const auto job = jobs.enqueue(params); !job) {
            Q_EMIT q->failed(job.error());
            return false;
        }
    }
    if (!found.changed.empty()) {
        AnalyzeParams params;
        params.stems = found.changed;
        if (const auto job = jobs.enqueue(params); !job) {
            Q_EMIT q->failed(job.error());
            return false;
        }
    }
    if (!found.fresh.isEmpty()) {
        Q_EMIT q->found(static_cast<int>(found.fresh.size()));
    }
    return true;
}

} // namespace nde::services
