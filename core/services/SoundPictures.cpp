#include "core/services/SoundPictures.h"

#include "core/jobs/JobQueue.h"
#include "core/services/PictureMaking.h"

#include <QDateTime>
#include <QFileInfo>
#include <QPromise>

#include <algorithm>
#include <atomic>
#include <list>
#include <map>
#include <mutex>

namespace nde::services {
namespace {

constexpr int kWorkers = 2;
constexpr std::size_t kKept = 16; ///< of each kind …
constexpr std::size_t kKeptBytes = 64U << 20U; ///< … in so much memory at most

std::size_t bytesOf(const SpectrogramPicture& picture)
{
    return picture.levels.size();
}

std::size_t bytesOf(const HeardSound& heard)
{
    return heard.picture.raster.size() * sizeof(std::uint64_t)
        + heard.picture.rateHz.size() * sizeof(float);
}

std::size_t bytesOf(const SoundComparison&)
{
    return sizeof(SoundComparison);
}

/// What was made last. @thread  any.
template<typename T>
class Shelf
{
public:
    using Value = std::shared_ptr<const T>;

    Value find(const QString& key)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::find_if(m_items.begin(), m_items.end(),
                                        [&key](const Item& item) { return item.key == key; });
        if (found == m_items.end()) {
            return {};
        }
        m_items.splice(m_items.begin(), m_items, found);
        return m_items.front().value;
    }

    void put(const QString& key, const Value& value)
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_front({key, value, bytesOf(*value)});
        m_bytes += m_items.front().bytes;
        while (m_items.size() > 1 && (m_items.size() > kKept || m_bytes > kKeptBytes)) {
            m_bytes -= m_items.back().bytes;
            m_items.pop_back();
        }
    }

private:
    struct Item
    {
        QString key;
        Value value;
        std::size_t bytes {};
    };
    std::mutex m_mutex;
    std::list<Item> m_items; ///< newest first
    std::size_t m_bytes {};
};

/// Runs what is asked for; who asks for what is being made already joins it. Work stops when nobody
/// wants it any more.
template<typename T>
class Desk
{
public:
    using Outcome = Result<std::shared_ptr<const T>>;
    using Work = std::function<Outcome(TaskContext&)>;

    Desk(jobs::JobQueue& queue, const std::atomic<bool>& isEnding)
        : m_queue(queue)
        , m_isEnding(isEnding)
    {
    }

    QFuture<Outcome> ask(const QString& key, Work work)
    {
        auto promise = std::make_shared<QPromise<Outcome>>();
        promise->start();
        auto future = promise->future();
        const std::lock_guard lock(m_mutex);
        if (const auto open = m_open.find(key); open != m_open.end()) {
            open->second->push_back(std::move(promise));
            return future;
        }
        auto order = std::make_shared<Order>();
        order->push_back(std::move(promise));
        m_open.insert({key, order});
        static_cast<void>(
            m_queue.run<bool>([this, key, order, work = std::move(work)](TaskContext& outer) {
                perform(key, order, work, outer);
                return Result<bool> {true};
            }));
        return future;
    }

private:
    /// Those who wait. @thread  under m_mutex.
    using Order = std::vector<std::shared_ptr<QPromise<Outcome>>>;

    void perform(const QString& key, const std::shared_ptr<Order>& order, const Work& work,
                 TaskContext& outer)
    {
        TaskContext task(
            {}, [&] { return m_isEnding || outer.cancelled() || closeIfUnwanted(key, order); });
        Outcome outcome = fail(ErrorCode::Cancelled, "nobody waits for it any more");
        try {
            if (!task.cancelled()) {
                outcome = work(task);
            }
        } catch (...) {
            outcome = tl::unexpected<Error>(jobs::currentExceptionToError());
        }
        Order waiting;
        {
            const std::lock_guard lock(m_mutex);
            close(key, order);
            waiting.swap(*order);
        }
        for (const auto& promise : waiting) {
            promise->addResult(outcome);
            promise->finish();
        }
    }

    /// Once nobody waits, whoever asks next begins anew.
    bool closeIfUnwanted(const QString& key, const std::shared_ptr<Order>& order)
    {
        const std::lock_guard lock(m_mutex);
        const bool isUnwanted = std::all_of(order->begin(), order->end(), [](const auto& promise) {
            return promise->isCanceled();
        });
        if (isUnwanted) {
            close(key, order);
        }
        return isUnwanted;
    }

    void close(const QString& key, const std::shared_ptr<Order>& order)
    {
        const auto open = m_open.find(key);
        if (open != m_open.end() && open->second == order) {
            m_open.erase(open);
        }
    }

    jobs::JobQueue& m_queue;
    const std::atomic<bool>& m_isEnding;
    std::mutex m_mutex;
    std::map<QString, std::shared_ptr<Order>> m_open;
};

/// Another size or time of change is another file.
QString stampOf(const QString& path)
{
    const QFileInfo info(path);
    return QStringLiteral("%1|%2|%3")
        .arg(info.absoluteFilePath())
        .arg(info.size())
        .arg(info.lastModified().toMSecsSinceEpoch());
}

/// From the shelf, else made and put there.
template<typename T, typename Make>
Result<std::shared_ptr<const T>> fetch(Shelf<T>& shelf, const QString& key, const Make& make)
{
    if (auto known = shelf.find(key)) {
        return known;
    }
    auto made = make();
    if (!made) {
        return propagate(made);
    }
    auto value = std::make_shared<const T>(std::move(*made));
    shelf.put(key, value);
    return value;
}

} // namespace

class SoundPictures::Private
{
public:
    Result<std::shared_ptr<const HeardSound>> hear(const QString& path, TaskContext& task)
    {
        return fetch(heard, stampOf(path), [&] { return hearSound(path, task); });
    }

    std::shared_ptr<Studio> studio;
    std::atomic<bool> isEnding {false};
    Shelf<SpectrogramPicture> spectrograms;
    Shelf<HeardSound> heard;
    Shelf<SoundComparison> comparisons;
    jobs::JobQueue queue {kWorkers, QStringLiteral("nde-pictures")};
    Desk<SpectrogramPicture> spectrogramDesk {queue, isEnding};
    Desk<SpikePicture> spikeDesk {queue, isEnding};
    Desk<SoundComparison> comparisonDesk {queue, isEnding};
};

SoundPictures::SoundPictures(std::shared_ptr<Studio> studio)
    : m_d(std::make_unique<Private>())
{
    m_d->studio = std::move(studio);
}

SoundPictures::~SoundPictures()
{
    m_d->isEnding = true;
    m_d->queue.cancelAll();
    m_d->queue.waitForDone();
}

QFuture<Result<std::shared_ptr<const SpectrogramPicture>>>
SoundPictures::spectrogram(const QString& path, double startS, double endS, int columns, int rows)
{
    const SpectrogramRequest request {path, startS, endS, columns, rows};
    const QString part = QStringLiteral("|%1|%2|%3|%4")
                             .arg(startS, 0, 'g', 17)
                             .arg(endS, 0, 'g', 17)
                             .arg(columns)
                             .arg(rows);
    return m_d->spectrogramDesk.ask(path + part, [d = m_d.get(), request, part](TaskContext& task) {
        return fetch(d->spectrograms, stampOf(request.path) + part,
                     [&] { return makeSpectrogram(request, task); });
    });
}

QFuture<Result<std::shared_ptr<const SpikePicture>>> SoundPictures::spikes(const QString& path)
{
    using Outcome = Result<std::shared_ptr<const SpikePicture>>;
    return m_d->spikeDesk.ask(path, [d = m_d.get(), path](TaskContext& task) -> Outcome {
        auto heard = d->hear(path, task);
        if (!heard) {
            return propagate(heard);
        }
        return std::shared_ptr<const SpikePicture>(*heard, &(*heard)->picture);
    });
}

QFuture<Result<std::shared_ptr<const SoundComparison>>>
SoundPictures::compare(const QString& firstPath, const QString& secondPath)
{
    using Outcome = Result<std::shared_ptr<const SoundComparison>>;
    return m_d->comparisonDesk.ask(
        firstPath + u'|' + secondPath,
        [d = m_d.get(), firstPath, secondPath](TaskContext& task) -> Outcome {
            return fetch(d->comparisons, stampOf(firstPath) + u'|' + stampOf(secondPath),
                         [&]() -> Result<SoundComparison> {
                             const auto first = d->hear(firstPath, task);
                             if (!first) {
                                 return propagate(first);
                             }
                             const auto second = d->hear(secondPath, task);
                             if (!second) {
                                 return propagate(second);
                             }
                             return compareSounds(**first, **second);
                         });
        });
}

} // namespace nde::services
