#include "core/services/SearchService.h"

#include "core/jobs/JobQueue.h"
#include "core/search/EnglishQuery.h"
#include "core/services/ClapService.h"
#include "core/services/Collections.h"
#include "core/services/Files.h"
#include "core/services/SearchEngine.h"
#include "core/services/WatchFuture.h"

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
        , collections(engine)
    {
    }

    template<typename T, typename Handler>
    void watch(const QFuture<Result<T>>& future, Handler handler)
    {
        watchFuture(q, future, handler);
    }

    void look();
    void onLook(const Result<bool>& result);
    /// The counter that says whether a request is still the newest of its kind.
    [[nodiscard]] std::atomic<std::uint64_t>* newestFor(const SearchRequest& request)
    {
        return request.clap && !request.isAside ? newestMain.get() : newest.get();
    }
    void run(std::uint64_t generation, const SearchRequest& request);
    void onAnswer(std::uint64_t generation, const SearchRequest& request,
                  const Result<std::shared_ptr<SearchAnswer>>& result);
    void askClap(std::uint64_t generation, const SearchRequest& request,
                 const SearchAnswer& answer);

    SearchService* q;
    std::shared_ptr<Studio> studio;
    std::shared_ptr<SearchEngine> engine; ///< the searching thread's, after the constructor
    // Shared with CLAP's thread, which may outlive us.
    using Newest = std::shared_ptr<std::atomic<std::uint64_t>>;
    Newest newest = std::make_shared<std::atomic<std::uint64_t>>();
    /// Without what was asked aside: neighbours are asked for while CLAP thinks.
    Newest newestMain = std::make_shared<std::atomic<std::uint64_t>>();
    /// Revision of the library that was last told of; the searching thread's.
    std::shared_ptr<std::uint64_t> told = std::make_shared<std::uint64_t>();
    ClapService* clap {};
    Collections collections;
    bool isReady {};
    bool isLooking {};
    bool isLookWanted {};
    std::optional<Error> lastError; ///< of looking; said once and not twice a second
    QTimer timer;
    // Searching goes before everything else that computes: someone is typing.
    jobs::JobQueue searching {1, QStringLiteral("nde-search"), jobs::JobQueue::Priority::Normal};
    jobs::JobQueue measuring {1, QStringLiteral("nde-compare")};
    jobs::JobQueue mapping {1, QStringLiteral("nde-map")};
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
    *m_d->newest = ~std::uint64_t {0};
    *m_d->newestMain = ~std::uint64_t {0};
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
        searching.run<bool>([engine = engine, told = told](TaskContext& task) -> Result<bool> {
            if (const auto read = engine->refresh(task); !read) {
                return propagate(read);
            }
            // Not what `refresh` says: a search or the map may have read the change before us.
            const std::uint64_t now = engine->revision();
            return std::exchange(*told, now) != now;
        }),
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
            collections.refresh();
            Q_EMIT q->ready();
        } else if (*result) {
            collections.refresh();
            Q_EMIT q->libraryChanged();
        }
    }
    if (std::exchange(isLookWanted, false)) {
        look();
    }
}

ClapService* SearchService::clap() const
{
    return m_d->clap;
}

Collections& SearchService::collections()
{
    return m_d->collections;
}

void SearchService::setClap(ClapService* clap)
{
    m_d->clap = clap;
}

std::uint64_t SearchService::search(const SearchRequest& request)
{
    const std::uint64_t generation = ++*m_d->newest;
    if (!request.isAside) {
        *m_d->newestMain = generation;
    }
    m_d->run(generation, request);
    return generation;
}

void SearchService::Private::run(std::uint64_t generation, const SearchRequest& request)
{
    // Shared, because a future hands out copies.
    using Answer = std::shared_ptr<SearchAnswer>;
    watch<Answer>(searching.run<Answer>([engine = engine, current = newestFor(request), generation,
                                         request](TaskContext& task) -> Result<Answer> {
        if (current->load() != generation) {
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
                  [this, generation, request](const Result<Answer>& result) {
                      onAnswer(generation, request, result);
                  });
}

/// A model of words takes its time: it is asked when the first answer is there, and only about the
/// newest question.
void SearchService::Private::askClap(std::uint64_t generation, const SearchRequest& request,
                                     const SearchAnswer& answer)
{
    if (clap == nullptr || request.clap || !answer.isRanked || !clap->canAnswer()) {
        return;
    }
    using Scores = std::shared_ptr<const ClapScores>;
    const SearchParts parts = splitSearch(request.text);
    const StemId like = parts.like != 0 ? parts.like : request.like.id;
    const Newest current = request.isAside ? newest : newestMain;
    const auto isWanted = [current, generation] { return current->load() == generation; };
    const auto onScores = [this, generation, request, isWanted](const Result<Scores>& scores) {
        if (scores && *scores && isWanted()) {
            SearchRequest again = request;
            again.clap = *scores;
            run(generation, again);
        }
    };
    if (like != 0 || request.like.isAsked()) {
        if (!request.like.isEven()) {
            return;
        }
        // Words beside a sound move away from it ("darker"), which a model of words cannot say.
        watch<Scores>(clap->alikeTo(like, toQt(request.like.file), isWanted), onScores);
        return;
    }
    const std::string english = search::englishOf(answer.query, parts.meaning);
    if (!english.empty()) {
        watch<Scores>(clap->scoresOf(toQt(english), isWanted), onScores);
    }
}

void SearchService::Private::onAnswer(std::uint64_t generation, const SearchRequest& request,
                                      const Result<std::shared_ptr<SearchAnswer>>& result)
{
    if (generation != newestFor(request)->load()) {
        return;
    }
    if (result) {
        askClap(generation, request, **result);
        Q_EMIT q->answered(**result);
    } else {
        Q_EMIT q->failed(generation, result.error());
    }
}

void SearchService::cancel()
{
    *m_d->newestMain = ++*m_d->newest;
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

QFuture<Result<std::shared_ptr<const SoundMap>>> SearchService::map(MapWish wish)
{
    using Map = std::shared_ptr<const SoundMap>;
    return m_d->mapping.run<Map>(
        [engine = m_d->engine, studio = m_d->studio, wish](TaskContext& task) -> Result<Map> {
            auto map = soundMap(*studio, *engine, wish, task);
            return map ? Result<Map> {std::make_shared<const SoundMap>(std::move(*map))}
                       : Result<Map> {propagate(map)};
        });
}

} // namespace nde::services
