#include "core/services/SearchEngine.h"

#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/SameSound.h"
#include "core/services/SearchColumns.h"
#include "core/services/SearchMembers.h"
#include "core/services/SearchRanking.h"

#include <algorithm>
#include <limits>
#include <mutex>

namespace nde::services {

namespace {

constexpr int kDeepest = 4; ///< saved searches within saved searches
constexpr int kCompared = 32; ///< nearest sounds whose waves are compared with a file's

/// The best first, `limit` at most.
void keepBest(std::vector<RankedRow>& rows, std::size_t limit)
{
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(limit, rows.size()));
    std::partial_sort(rows.begin(), end, rows.end(), isBetterRow);
    rows.erase(end, rows.end());
}

std::vector<RankedRow> byQuality(const std::vector<StemRow>& rows,
                                 const std::vector<std::uint32_t>& order)
{
    std::vector<RankedRow> ranked;
    ranked.reserve(order.size());
    for (const std::uint32_t row : order) {
        ranked.push_back({rows[row].quality, 0.0F, row});
    }
    return ranked;
}

/// What CLAP says of the rows of `order`; those that it has not heard are left out.
std::vector<RankedRow> heardByClap(const ClapScores& clap, const std::vector<StemRow>& rows,
                                   const std::vector<std::uint32_t>& order)
{
    std::vector<RankedRow> heard;
    heard.reserve(order.size());
    auto at = clap.cosines.begin(); // both are by id
    for (const std::uint32_t row : order) {
        while (at != clap.cosines.end() && at->first < rows[row].id) {
            ++at;
        }
        if (at != clap.cosines.end() && at->first == rows[row].id) {
            heard.push_back({at->second, 0.0F, row});
        }
    }
    return heard;
}

/// @param isAlike  a sound is compared, not words.
void addClapReason(const ClapScores& clap, bool isAlike, SearchHit& hit)
{
    const auto& cosines = isAlike ? clap.alike : clap.cosines;
    const auto at = std::lower_bound(cosines.begin(), cosines.end(), hit.id,
                                     [](const auto& one, StemId id) { return one.first < id; });
    if (at != cosines.end() && at->first == hit.id) {
        SearchReason reason;
        reason.kind = SearchReason::Kind::Clap;
        reason.text = clap.model;
        reason.fit = at->second;
        hit.reasons.push_back(std::move(reason));
    }
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
    std::uint64_t revision {};

    [[nodiscard]] Result<SearchAnswer> search(const SearchRequest& request, int depth) const;
    [[nodiscard]] Result<std::vector<StemId>> idsFound(const std::string& text, int depth) const;
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
        ++m_d->revision;
    }
    m_d->isLoaded = true;
    m_d->upToMs = changes->upToMs;
    return isChanged;
}

std::uint64_t SearchEngine::revision() const
{
    const std::lock_guard lock(m_d->mutex);
    return m_d->revision;
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
    return m_d->search(request, 0);
}

/// What a saved search finds; saved searches that name each other in turn end here.
Result<std::vector<StemId>> SearchEngine::Private::idsFound(const std::string& text,
                                                            int depth) const
{
    if (depth >= kDeepest) {
        return std::vector<StemId> {};
    }
    SearchRequest request;
    request.text = text;
    request.limit = std::numeric_limits<int>::max();
    request.wantsReasons = false;
    const auto answer = search(request, depth + 1);
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

Result<SearchAnswer> SearchEngine::Private::search(const SearchRequest& request, int depth) const
{
    const SearchParts parts = splitSearch(request.text);
    const auto like = reference(request.like, parts.like);
    if (!like) {
        return propagate(like);
    }
    SearchAnswer answer;
    answer.query = search::readQuery(
        parts.meaning, [this](std::string_view word) { return columns.names().hasWord(word); });
    answer.filter = bothOf(bothOf(parts.filter, request.facets), numbersOf(answer.query));
    answer.notUnderstood = answer.filter.notUnderstood;
    answer.notUnderstood.insert(answer.notUnderstood.end(), answer.query.nameWords.begin(),
                                answer.query.nameWords.end());
    if (answer.filter.needsLibrary()) {
        const auto found
            = findMembers(answer.filter, columns, database,
                          [this, depth](const std::string& text) { return idsFound(text, depth); });
        if (!found) {
            return propagate(found);
        }
    }
    FilterResult left = filterRows(columns.rows(), answer.filter);
    answer.counts = left.counts;
    const SearchRanking ranking(columns, answer.query, *like, request);
    answer.isRanked = ranking.isRanking();
    const auto limit = static_cast<std::size_t>(std::max(0, request.limit));
    std::vector<RankedRow> ranked
        = answer.isRanked ? ranking.rank(left.order) : byQuality(columns.rows(), left.order);
    if (ranking.hasClap()) { // it has judged how alike they are
        answer.clapModel = request.clap->model;
    } else if (answer.isRanked && request.clap && !*like) {
        auto heard = heardByClap(*request.clap, columns.rows(), left.order);
        if (!heard.empty()) {
            answer.clapModel = request.clap->model;
            ranked = fusedRanks(std::move(ranked), std::move(heard));
        }
    }
    if (answer.isRanked) {
        const auto own = columns.indexOf(parts.like != 0 ? parts.like : request.like.id);
        std::erase_if(ranked, [&own](const RankedRow& one) { return own && one.row == *own; });
    }
    answer.matched = static_cast<int>(ranked.size());
    keepBest(ranked, limit);
    for (const RankedRow& one : ranked) {
        SearchHit hit;
        hit.id = columns.rows()[one.row].id;
        hit.score = one.score;
        hit.similarity = one.similarity;
        if (request.wantsReasons) {
            hit.reasons = ranking.reasonsFor(one.row);
            if (!answer.clapModel.empty()) {
                addClapReason(*request.clap, ranking.hasClap(), hit);
            }
        }
        answer.hits.push_back(std::move(hit));
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
    like.file = toStd(path);
    return like;
}

} // namespace nde::services
