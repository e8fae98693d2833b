#include "core/services/Collections.h"

#include "core/db/CollectionRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"
#include "core/services/SearchEngine.h"

#include <QFutureWatcher>

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace nde::services {

namespace {

using Rows = std::vector<CollectionRow>;

Result<Rows> readRows(const SearchEngine& engine)
{
    const auto all = db::CollectionRepository(engine.database()).all();
    if (!all) {
        return propagate(all);
    }
    Rows rows;
    for (const db::Collection& one : *all) {
        CollectionRow row {one.id, toQt(one.name), toQt(one.filter), one.count};
        if (one.isSmart()) {
            SearchRequest request;
            request.text = one.filter;
            request.limit = 0;
            const auto answer = engine.search(request);
            row.count = answer ? answer->matched : 0; // what it is like may be gone
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::vector<StemId>> soundsFound(const SearchEngine& engine, const std::string& filter)
{
    SearchRequest request;
    request.text = filter;
    request.limit = std::numeric_limits<int>::max();
    request.wantsReasons = false;
    const auto answer = engine.search(request);
    if (!answer) {
        return propagate(answer);
    }
    std::vector<StemId> ids;
    for (const SearchHit& hit : answer->hits) {
        ids.push_back(hit.id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<std::vector<StemId>> readSounds(const SearchEngine& engine, std::int64_t id)
{
    db::CollectionRepository repository(engine.database());
    const auto all = repository.all();
    if (!all) {
        return propagate(all);
    }
    const auto found = std::find_if(all->begin(), all->end(),
                                    [id](const db::Collection& one) { return one.id == id; });
    if (found == all->end()) {
        return fail(ErrorCode::NotFound, "there is no collection " + std::to_string(id));
    }
    return found->isSmart() ? soundsFound(engine, found->filter) : repository.itemsOf(id);
}

} // namespace

class Collections::Private
{
public:
    explicit Private(Collections* collections, std::shared_ptr<SearchEngine> shared)
        : q(collections)
        , engine(std::move(shared))
    {
    }

    using Edit = std::function<Result<>(db::CollectionRepository&)>;
    /// Edits, then reads. @param isOfMembers  what is in a collection changes.
    void run(Edit edit, bool isOfMembers);
    void onRead(const Result<Rows>& read, bool isOfMembers);

    Collections* q;
    std::shared_ptr<SearchEngine> engine;
    Rows rows;
    int waiting {}; ///< reads that were asked for
    bool isStale {}; ///< something changed that a running read may have passed already
    jobs::JobQueue queue {1, QStringLiteral("nde-sets")};
};

Collections::Collections(std::shared_ptr<SearchEngine> engine, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(engine)))
{
}

Collections::~Collections() = default;

const std::vector<CollectionRow>& Collections::rows() const
{
    return m_d->rows;
}

void Collections::Private::run(Edit edit, bool isOfMembers)
{
    ++waiting;
    auto* watcher = new QFutureWatcher<Result<Rows>>(q);
    QObject::connect(watcher, &QFutureWatcherBase::finished, q, [this, watcher, isOfMembers] {
        watcher->deleteLater();
        --waiting;
        if (watcher->future().resultCount() > 0) {
            onRead(watcher->result(), isOfMembers);
        }
        if (waiting == 0 && std::exchange(isStale, false)) {
            run({}, false);
        }
    });
    watcher->setFuture(
        queue.run<Rows>([engine = engine, edit = std::move(edit)](TaskContext&) -> Result<Rows> {
            if (edit) {
                db::CollectionRepository repository(engine->database());
                if (const auto edited = edit(repository); !edited) {
                    return propagate(edited);
                }
            }
            return readRows(*engine);
        }));
}

void Collections::Private::onRead(const Result<Rows>& read, bool isOfMembers)
{
    if (!read) {
        Q_EMIT q->failed(read.error());
        return;
    }
    if (rows != *read) {
        rows = *read;
        Q_EMIT q->changed();
    }
    if (isOfMembers) {
        Q_EMIT q->membersChanged();
    }
}

void Collections::refresh()
{
    if (m_d->waiting == 0) {
        m_d->run({}, false);
    } else {
        m_d->isStale = true; // the read that runs may be past it; many changes are one more read
    }
}

QFuture<Result<std::vector<StemId>>> Collections::sounds(std::int64_t id)
{
    return m_d->queue.run<std::vector<StemId>>(
        [engine = m_d->engine, id](TaskContext&) { return readSounds(*engine, id); });
}

void Collections::create(const QString& name, const QString& filter,
                         const std::vector<StemId>& stems)
{
    m_d->run(
        [engine = m_d->engine, name, filter,
         stems](db::CollectionRepository& repository) -> Result<> {
            // Together: a collection without the sounds that it was made of would be left behind.
            return engine->database()->together([&]() -> Result<> {
                const auto id = repository.create(toStd(name), toStd(filter.trimmed()));
                if (!id) {
                    return propagate(id);
                }
                return filter.trimmed().isEmpty() ? repository.add(*id, stems) : Result<> {};
            });
        },
        true);
}

void Collections::rename(std::int64_t id, const QString& name)
{
    m_d->run(
        [id, name](db::CollectionRepository& repository) {
            return repository.rename(id, toStd(name));
        },
        true);
}

void Collections::remove(std::int64_t id)
{
    m_d->run([id](db::CollectionRepository& repository) { return repository.remove(id); }, true);
}

void Collections::add(std::int64_t id, const std::vector<StemId>& stems)
{
    m_d->run(
        [id, stems](db::CollectionRepository& repository) { return repository.add(id, stems); },
        true);
}

void Collections::take(std::int64_t id, const std::vector<StemId>& stems)
{
    m_d->run(
        [id, stems](db::CollectionRepository& repository) { return repository.take(id, stems); },
        true);
}

} // namespace nde::services
