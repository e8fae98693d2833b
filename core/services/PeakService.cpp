#include "core/services/PeakService.h"

#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"

#include <QCache>
#include <QDateTime>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <atomic>

namespace nde::services {
namespace {

constexpr int kBuilders = 2;
constexpr int kThumbnailColumns = 80;
constexpr qsizetype kMemoryColumns = 6'000'000; ///< 96 MB of peaks in memory
constexpr int kThumbnails = 20'000;

using Thumbnail = std::shared_ptr<const std::vector<audio::PeakColumn>>;

/// What is asked for: a row of the library, or a file.
struct Wanted
{
    StemId id {};
    QString path; ///< empty for a row until its path was looked up
    bool operator==(const Wanted&) const = default;
};

/// What a worker found.
struct Found
{
    PeakService::Peaks peaks;
    Thumbnail thumbnail;
};

qsizetype columnsOf(const audio::PeakPyramid& peaks)
{
    qsizetype sum = 0;
    for (int level = 0; level < peaks.levelCount(); ++level) {
        sum += static_cast<qsizetype>(peaks.level(level).size());
    }
    return std::max<qsizetype>(sum, 1);
}

/// Cache file of a sound's file: another size or time of change is another file.
QString cacheFile(const Studio& studio, const QString& path)
{
    const QFileInfo info(path);
    const QString key = QStringLiteral("%1|%2|%3")
                            .arg(info.absoluteFilePath())
                            .arg(info.size())
                            .arg(info.lastModified().toMSecsSinceEpoch());
    const QString hash = toQt(hashBytes(key.toUtf8()));
    return QStringLiteral("%1/peaks/%2/%3.peaks").arg(studio.cacheFolder(), hash.left(2), hash);
}

Result<Found> fetch(const Studio& studio, const QString& path, TaskContext& task)
{
    auto peaks = peaksOfFile(studio, path, task);
    if (!peaks) {
        return propagate(peaks);
    }
    auto shared = std::make_shared<const audio::PeakPyramid>(std::move(*peaks));
    auto thumbnail = std::make_shared<const std::vector<audio::PeakColumn>>(
        shared->columns(0, shared->frames(), kThumbnailColumns));
    return Found {std::move(shared), std::move(thumbnail)};
}

} // namespace

// A cache that cannot be written costs time, not the result.
Result<audio::PeakPyramid> peaksOfFile(const Studio& studio, const QString& path, TaskContext& task)
{
    const QString cached = cacheFile(studio, path);
    if (auto known = audio::PeakPyramid::load(toPath(cached))) {
        return known;
    }
    auto reader = audio::openAudio(toPath(path));
    if (!reader) {
        return propagate(reader);
    }
    auto peaks = audio::PeakPyramid::build(**reader, task);
    if (peaks && makeFolder(QFileInfo(cached).absolutePath())) {
        const auto saved = peaks->save(toPath(cached));
        static_cast<void>(saved);
    }
    return peaks;
}

class PeakService::Private
{
public:
    Private(PeakService& service, std::shared_ptr<Studio> opened)
        : q(service)
        , studio(std::move(opened))
    {
        pyramids.setMaxCost(kMemoryColumns);
        thumbnails.setMaxCost(kThumbnails);
    }

    void ask(const Wanted& wanted);
    void pump();
    void work(const Wanted& wanted);
    void onFound(const Wanted& wanted, const Result<Found>& found);

    PeakService& q;
    std::shared_ptr<Studio> studio;
    QCache<StemId, Peaks> pyramids;
    QCache<QString, Peaks> files;
    QCache<StemId, Thumbnail> thumbnails;
    std::vector<Wanted> waiting; ///< newest last: what is on the screen now is taken first
    std::vector<Wanted> building;
    std::atomic<bool> isEnding {false};
    jobs::JobQueue queue {kBuilders, QStringLiteral("nde-peaks")}; ///< last: it goes first
};

void PeakService::Private::ask(const Wanted& wanted)
{
    if (std::find(building.begin(), building.end(), wanted) != building.end()) {
        return;
    }
    std::erase(waiting, wanted);
    waiting.push_back(wanted);
    pump();
}

void PeakService::Private::pump()
{
    while (building.size() < kBuilders && !waiting.empty()) {
        const Wanted next = waiting.back();
        waiting.pop_back();
        building.push_back(next);
        work(next);
    }
}

void PeakService::Private::work(const Wanted& wanted)
{
    const auto body = [this, wanted](TaskContext& outer) -> Result<bool> {
        TaskContext task({}, [this, &outer] { return isEnding || outer.cancelled(); });
        Result<Found> found = fail(ErrorCode::Internal, "not read");
        try {
            QString path = wanted.path;
            if (wanted.id != 0) {
                const auto stem = db::StemRepository(studio->database()).byId(wanted.id);
                found = stem ? found : propagate(stem);
                path = stem ? toQt(stem->path) : QString();
            }
            if (!path.isEmpty()) {
                found = fetch(*studio, path, task);
            }
        } catch (...) {
            found = tl::unexpected<Error>(jobs::currentExceptionToError());
        }
        QMetaObject::invokeMethod(
            &q, [this, wanted, found] { onFound(wanted, found); }, Qt::QueuedConnection);
        return true;
    };
    static_cast<void>(queue.run<bool>(body));
}

void PeakService::Private::onFound(const Wanted& wanted, const Result<Found>& found)
{
    std::erase(building, wanted);
    pump();
    if (!found) {
        if (found.error().code != ErrorCode::Cancelled) {
            Q_EMIT q.failed(wanted.id, found.error());
        }
        return;
    }
    const auto cost = columnsOf(*found->peaks);
    if (wanted.id == 0) {
        files.insert(wanted.path, new Peaks(found->peaks));
        Q_EMIT q.fileReady(wanted.path);
        return;
    }
    pyramids.insert(wanted.id, new Peaks(found->peaks), std::min(cost, kMemoryColumns));
    thumbnails.insert(wanted.id, new Thumbnail(found->thumbnail));
    Q_EMIT q.ready(wanted.id);
    Q_EMIT q.thumbnailReady(wanted.id);
}

PeakService::PeakService(std::shared_ptr<Studio> studio, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(*this, std::move(studio)))
{
}

PeakService::~PeakService()
{
    m_d->isEnding = true;
    m_d->queue.cancelAll();
    m_d->queue.waitForDone();
}

PeakService::Peaks PeakService::request(StemId id)
{
    if (const Peaks* known = m_d->pyramids.object(id); known != nullptr) {
        return *known;
    }
    m_d->ask({id, {}});
    return {};
}

PeakService::Peaks PeakService::requestFile(const QString& path)
{
    if (const Peaks* known = m_d->files.object(path); known != nullptr) {
        return *known;
    }
    m_d->ask({0, path});
    return {};
}

std::shared_ptr<const std::vector<audio::PeakColumn>> PeakService::thumbnail(StemId id)
{
    if (const Thumbnail* known = m_d->thumbnails.object(id); known != nullptr) {
        return *known;
    }
    m_d->ask({id, {}});
    return {};
}

} // namespace nde::services
