#include "core/services/SearchService.h"

#include "core/jobs/JobQueue.h"
#include "core/services/SearchEngine.h"

#include <QFutureWatcher>
#include <QTimer>

#include <atomic>
#include <optional>
#include <utility>

namespace nde::services {

namespace {

constexpr int kPollMs = 500;

} // namespace

class SearchService::Private
{
public:
    Private(SearchService* service, std::shared_ptr<Studio> openStudio)
        : q(service)
        , studio(std::move(openStudio))
        , engine(std::make_shared<SearchEngine>(studio->database()))
    {
    }

    template<typename T, typename Handler>
    void watch(const QFuture<Result<T>>& future, Handler handler)
    {
        auto* watcher = new QFutureWatcher<Result<T>>(q);
        QObject::connect(watcher, &QFutureWatcherBase::finished, q, [watcher, handler] {
            watcher->deleteLater();
            if (watcher->future().resultCount() > 0) {
                handler(watcher->result());
            }
        });
        watcher->setFuture(future);
    }

    void look();
    void onLook(const Result<bool>& result);
    void onAnswer(std::uint64_t generation, const Result<std::shared_ptr<SearchAnswer>>& result);

    SearchService* q;
    std::shared_ptr<Studio> studio;
    std::shared_ptr<SearchEngine> engine; ///< the searching thread's, after the constructor
    std::atomic<std::uint64_t> newest {};
    bool isReady {};
    bool isLooking {};
    bool isLookWanted {};
    std::optional<Error> lastError; ///< of looking; said once and not twice a second
    QTimer timer;
    // Searching goes before everything else that computes: someone is typing.
    jobs::JobQueue searching {1, QStringLiteral("nde-search"), jobs::JobQueue::Priority::Normal};
    jobs::JobQueue measuring {1, QStringLiteral("nde-compare")};
};

SearchService::SearchService(std::shared_ptr<Studio> studio, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio)))
{
    qRegisterMetaType<SearchAnswer>();
    m_d->timer.setInterval(kPollMs);
    connect(&m_d->timer, &QTimer::timeout, this, [this] { m_d->look(); });
    m_d->timer.start();
    m_d->look();
}

SearchService::~SearchService()
{
    m_d->newest = ~std::uint64_t {0};
}

void SearchService::refresh()
{
    m_d->look();
}

bool SearchService::isReady() const
{
    return m_d->isReady;
}

void SearchService::Private::look()
{
    if (isLooking) {
        isLookWanted = true;
        return;
    }
    isLooking = true;
    watch<bool>(
        searching.run<bool>([engine = engine](TaskContext& task) { return engine->refresh(task); }),
        [this](const Result<bool>& result) { onLook(result); });
}

void SearchService::Private::onLook(const Result<bool>& result)
{
    isLooking = false;
    if (!result) {
        if (lastError != result.error()) {
            lastError = result.error();
            Q_EMIT q->failed(0, result.error());
        }
    } else {
        lastError.reset();
        if (!isReady) {
            isReady = true;
            Q_EMIT q->ready();
        } else if (*result) {
            Q_EMIT q->libraryChanged();
        }
    }
    if (std::exchange(isLookWanted, false)) {
        look();
    }
}

std::uint64_t SearchService::search(const SearchRequest& request)
{
    const std::uint64_t generation = ++m_d->newest;
    // Shared, because a future hands out copies.
    using Answer = std::shared_ptr<SearchAnswer>;
    m_d->watch<Answer>(
        m_d->searching.run<Answer>([engine = m_d->engine, newest = &m_d->newest, generation,
                                    request](TaskContext& task) -> Result<Answer> {
            if (newest->load() != generation) {
                return fail(ErrorCode::Cancelled, "a newer search was asked for");
            }
            // The first search may come before the library was read, or after reading failed.
            if (const auto read = engine->refresh(task); !read) {
                return propagate(read);
            }
            auto answer = engine->search(request);
            if (!answer) {
                return propagate(answer);
            }
            answer->generation = generation;
            return std::make_shared<SearchAnswer>(std::move(*answer));
        }),
        [d = m_d.get(), generation](const Result<Answer>& result) {
            d->onAnswer(generation, result);
        });
    return generation;
}

void SearchService::Private::onAnswer(std::uint64_t generation,
                                      const Result<std::shared_ptr<SearchAnswer>>& result)
{
    if (generation != newest.load()) {
        return;
    }
    if (result) {
        Q_EMIT q->answered(**result);
    } else {
        Q_EMIT q->failed(generation, result.error());
    }
}

void SearchService::cancel()
{
    ++m_d->newest;
}

QFuture<Result<LikeSound>> SearchService::measure(const QString& file)
{
    return m_d->measuring.run<LikeSound>(
        [engine = m_d->engine, file](TaskContext& task) { return likeFile(*engine, file, task); });
}

QFuture<Result<std::vector<DuplicateGroup>>> SearchService::nearDuplicates(float threshold)
{
    return m_d->measuring.run<std::vector<DuplicateGroup>>(
        [engine = m_d->engine, threshold](TaskContext& task) {
            return nearDuplicatesOf(engine->snapshot(), engine->database(), threshold, task);
        });
}

} // namespace nde::services
