#include "core/services/SearchEngine.h"

#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/Measure.h"
#include "core/services/SameSound.h"
#include "core/services/SearchColumns.h"
#include "core/services/SearchRanking.h"

#include <algorithm>
#include <mutex>

namespace nde::services {

namespace {

constexpr int kCompared = 32; ///< nearest sounds whose waves are compared with a file's

bool isBetter(const SearchHit& a, const SearchHit& b)
{
    return a.score != b.score ? a.score > b.score : a.id < b.id;
}

std::vector<SearchHit> unranked(const std::vector<StemRow>& rows,
                                const std::vector<std::uint32_t>& order, std::size_t limit)
{
    std::vector<SearchHit> hits;
    for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) {
        SearchHit hit;
        hit.id = rows[order[i]].id;
        hit.score = rows[order[i]].quality;
        hits.push_back(std::move(hit));
    }
    return hits;
}

LibraryFilter numbersOf(const search::SearchQuery& query)
{
    LibraryFilter filter;
    filter.lengthS = query.lengthS;
    filter.bpm = query.bpm;
    filter.keys = query.keys;
    return filter;
}

} // namespace

class SearchEngine::Private
{
public:
    std::shared_ptr<db::Database> database;
    SearchColumns columns;
    mutable std::mutex mutex;
    bool isLoaded {};
    qint64 upToMs {};

    [[nodiscard]] Result<std::optional<search::SoundFeatures>> reference(const LikeSound& like,
                                                                         StemId typed) const;
};

SearchEngine::SearchEngine(std::shared_ptr<db::Database> database)
    : m_d(std::make_unique<Private>())
{
    m_d->database = std::move(database);
}

SearchEngine::~SearchEngine() = default;

Result<bool> SearchEngine::refresh(TaskContext& task)
{
    const std::lock_guard lock(m_d->mutex);
    db::StemRepository stems(m_d->database);
    bool isChanged = !m_d->isLoaded;
    const auto changes = stems.stemsChangedSince(
        m_d->isLoaded ? m_d->upToMs + 1 : 0, [&](const std::vector<Stem>& part) -> Result<> {
            for (const Stem& stem : part) {
                m_d->columns.put(stem);
            }
            isChanged = true;
            return task.cancelled()
                ? Result<> {fail(ErrorCode::Cancelled, "reading the library was cancelled")}
                : Result<> {};
        });
    if (!changes) {
        return propagate(changes);
    }
    m_d->columns.remove(changes->removed);
    isChanged = isChanged || !changes->removed.empty();
    if (isChanged) {
        m_d->columns.settle();
    }
    m_d->isLoaded = true;
    m_d->upToMs = changes->upToMs;
    return isChanged;
}

std::size_t SearchEngine::size() const
{
    const std::lock_guard lock(m_d->mutex);
    return m_d->columns.rows().size();
}

const std::shared_ptr<db::Database>& SearchEngine::database() const
{
    return m_d->database;
}

std::optional<search::SoundFeatures> SearchEngine::featuresOf(StemId id) const
{
    const std::lock_guard lock(m_d->mutex);
    const auto index = m_d->columns.indexOf(id);
    if (!index || !m_d->columns.isMeasured(*index)) {
        return std::nullopt;
    }
    search::SoundFeatures features;
    features.axes = m_d->columns.axes(*index);
    const search::SimilarRow& similar = m_d->columns.similar(*index);
    std::copy_n(similar.begin(), search::kSimilarCount, features.similar.begin());
    return features;
}

Result<std::optional<search::SoundFeatures>> SearchEngine::Private::reference(const LikeSound& like,
                                                                              StemId typed) const
{
    if (like.features && typed == 0) {
        return like.features;
    }
    const StemId id = typed != 0 ? typed : like.id;
    if (id == 0) {
        return std::optional<search::SoundFeatures> {};
    }
    const auto index = columns.indexOf(id);
    if (!index) {
        return fail(ErrorCode::NotFound,
                    "There is no sound " + std::to_string(id) + " in the library.");
    }
    if (!columns.isMeasured(*index)) {
        return fail(ErrorCode::NotEnoughData,
                    "'" + columns.rows()[*index].name + "' was not measured yet, or is silent.");
    }
    search::SoundFeatures features;
    features.axes = columns.axes(*index);
    std::copy_n(columns.similar(*index).begin(), search::kSimilarCount, features.similar.begin());
    return std::optional(features);
}

Result<SearchAnswer> SearchEngine::search(const SearchRequest& request) const
{
    const std::lock_guard lock(m_d->mutex);
    const SearchColumns& columns = m_d->columns;
    const SearchParts parts = splitSearch(request.text);
    const auto reference = m_d->reference(request.like, parts.like);
    if (!reference) {
        return propagate(reference);
    }
    SearchAnswer answer;
    answer.query = search::readQuery(
        parts.meaning, [&columns](std::string_view word) { return columns.names().hasWord(word); });
    answer.filter = bothOf(bothOf(parts.filter, request.facets), numbersOf(answer.query));
    answer.notUnderstood = answer.filter.notUnderstood;
    answer.notUnderstood.insert(answer.notUnderstood.end(), answer.query.nameWords.begin(),
                                answer.query.nameWords.end());
    FilterResult left = applyFilter(columns.rows(), answer.filter, SortColumn::Quality, true);
    answer.counts = left.counts;
    const SearchRanking ranking(columns, answer.query, *reference, request);
    answer.isRanked = ranking.isRanking();
    const auto limit = static_cast<std::size_t>(std::max(0, request.limit));
    if (!answer.isRanked) {
        answer.matched = static_cast<int>(left.order.size());
        answer.hits = unranked(columns.rows(), left.order, limit);
    } else {
        answer.hits = ranking.rank(left.order);
        std::erase_if(answer.hits,
                      [own = parts.like != 0 ? parts.like : request.like.id](const SearchHit& hit) {
                          return hit.id == own;
                      });
        answer.matched = static_cast<int>(answer.hits.size());
        const auto end = answer.hits.begin()
            + static_cast<std::ptrdiff_t>(std::min(limit, answer.hits.size()));
        std::partial_sort(answer.hits.begin(), end, answer.hits.end(), isBetter);
        answer.hits.erase(end, answer.hits.end());
    }
    if (request.wantsReasons) {
        for (SearchHit& hit : answer.hits) {
            hit.reasons = ranking.reasonsFor(*columns.indexOf(hit.id));
        }
    }
    return answer;
}

SimilarSnapshot SearchEngine::snapshot() const
{
    const std::lock_guard lock(m_d->mutex);
    SimilarSnapshot snapshot;
    const SearchColumns& columns = m_d->columns;
    for (std::size_t i = 0; i < columns.rows().size(); ++i) {
        if (columns.isMeasured(i)) {
            snapshot.ids.push_back(columns.rows()[i].id);
            snapshot.rows.push_back(columns.similar(i));
        }
    }
    return snapshot;
}

Result<std::vector<DuplicateGroup>> nearDuplicatesOf(const SimilarSnapshot& snapshot,
                                                     const std::shared_ptr<db::Database>& database,
                                                     float threshold, TaskContext& task)
{
    const auto groups = search::nearDuplicates(snapshot.rows, threshold, task);
    if (!groups) {
        return propagate(groups);
    }
    db::StemRepository stems(database);
    const search::Similarity similarity;
    std::vector<DuplicateGroup> found;
    for (const auto& indices : *groups) {
        DuplicateGroup group;
        group.similarity = 1.0F;
        for (std::size_t i = 0; i < indices.size(); ++i) {
            group.ids.push_back(snapshot.ids[indices[i]]);
            float nearest = 0.0F;
            for (std::size_t k = 0; k < indices.size(); ++k) {
                nearest = k == i ? nearest
                                 : std::max(nearest,
                                            similarity.between(snapshot.rows[indices[i]],
                                                               snapshot.rows[indices[k]]));
            }
            group.similarity = std::min(group.similarity, nearest);
        }
        const auto sounds = stems.byIds(group.ids);
        if (!sounds) {
            return propagate(sounds);
        }
        group.areSameSamples = !sounds->empty()
            && std::all_of(sounds->begin(), sounds->end(), [&](const Stem& stem) {
                   return !stem.contentHash.empty()
                       && stem.contentHash == sounds->front().contentHash;
               });
        found.push_back(std::move(group));
    }
    return found;
}

Result<LikeSound> likeFile(const SearchEngine& engine, const QString& path, TaskContext& task)
{
    MeasureRequest request;
    request.path = path;
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    LikeSound like;
    like.features = search::featuresOf(stemOf(request, *measured).descriptors);
    if (!like.features) {
        return fail(ErrorCode::NotEnoughData, path.toStdString() + " is silent.");
    }
    SearchRequest nearest;
    nearest.like = like;
    nearest.limit = kCompared;
    nearest.wantsReasons = false;
    const auto found = engine.search(nearest);
    if (!found) {
        return propagate(found);
    }
    std::vector<StemId> ids;
    for (const SearchHit& hit : found->hits) {
        ids.push_back(hit.id);
    }
    const auto stems = db::StemRepository(engine.database()).byIds(ids);
    if (!stems) {
        return propagate(stems);
    }
    auto same = sameSounds(path, *stems, task);
    if (!same) {
        return propagate(same);
    }
    like.same = std::move(*same);
    return like;
}

} // namespace nde::services
