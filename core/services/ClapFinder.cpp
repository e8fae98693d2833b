#include "core/services/ClapFinder.h"

#include "core/db/EmbeddingRepository.h"
#include "core/services/Files.h"
#include "core/services/SearchRanking.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace nde::services {

namespace {

constexpr std::size_t kPutAtOnce = 1024;
constexpr qint64 kOverlapMs = 1000; ///< of one look at the database with the next
constexpr std::size_t kMostRemovedShare = 4;
constexpr std::size_t kSettleRows = 256; ///< at once: someone may be about to ask
/// Of a library that is too large to compare with all. More than any fusion of ranks looks at.
constexpr std::size_t kNearest = 4 * kClapHeard;
/// Every official model has the full vocabulary; small ones of tests know no texts.
constexpr nn::ClapGuard kGuard = nn::ClapGuard::Trained;

} // namespace

Result<ClapIdentity> checkClap(const QString& folder, TaskContext& task)
{
    auto identity = identifyClap(folder);
    if (!identity) {
        return identity;
    }
    double done = 0.2;
    for (const nn::ClapTower tower : {nn::ClapTower::Audio, nn::ClapTower::Text}) {
        task.progress(done, "checking");
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "checking the model was cancelled");
        }
        const auto model = nn::ClapModel::open(toPath(identity->folder), tower, {0, kGuard});
        if (!model) {
            return propagate(model);
        }
        done += 0.4;
    }
    return identity;
}

class ClapFinder::Private
{
public:
    explicit Private(std::shared_ptr<Studio> opened)
        : studio(std::move(opened))
        , embeddings(studio->database())
    {
    }

    [[nodiscard]] Result<> openWords();
    void openIndex(std::size_t dimensions);
    [[nodiscard]] Result<> syncIndex();
    using Cosines = std::vector<std::pair<StemId, float>>;
    [[nodiscard]] Result<Cosines> cosinesWith(const std::vector<float>& vector);
    /// @param kind  what the cosines with `vector` say.
    [[nodiscard]] Result<std::shared_ptr<const ClapScores>>
    scoresWith(const std::vector<float>& vector, Cosines ClapScores::*kind);
    [[nodiscard]] Result<std::vector<float>> vectorOf(StemId id);

    std::shared_ptr<Studio> studio;
    db::EmbeddingRepository embeddings;
    ClapIdentity identity;
    std::size_t graphFrom {};
    std::optional<ClapWords> words;
    std::optional<search::VectorIndex> index;
    bool hasNoIndex {}; ///< it may not be written, or is another program's
    std::vector<StemId> heard; ///< by id
};

ClapFinder::ClapFinder() = default;
ClapFinder::~ClapFinder() = default;

Result<std::unique_ptr<ClapFinder>> ClapFinder::open(std::shared_ptr<Studio> studio,
                                                     const QString& folder, std::size_t graphFrom)
{
    auto identity = identifyClap(folder);
    if (!identity) {
        return propagate(identity);
    }
    std::unique_ptr<ClapFinder> finder(new ClapFinder);
    finder->m_d = std::make_unique<Private>(std::move(studio));
    finder->m_d->identity = std::move(*identity);
    finder->m_d->graphFrom = graphFrom;
    return finder;
}

const ClapIdentity& ClapFinder::identity() const
{
    return m_d->identity;
}

Result<> ClapFinder::Private::openWords()
{
    if (!words) {
        auto opened = ClapWords::open(identity.folder, kGuard);
        if (!opened) {
            return propagate(opened);
        }
        words = std::move(*opened);
    }
    return {};
}

void ClapFinder::Private::openIndex(std::size_t dimensions)
{
    const QString file
        = studio->cacheFolder() + QStringLiteral("/clap-%1.vec").arg(toQt(identity.hash).left(16));
    auto opened = search::VectorIndex::open(toPath(file), identity.hash, dimensions, graphFrom);
    hasNoIndex = !opened; // slower, but right
    if (opened) {
        index = std::move(*opened);
    }
}

/// What the library has and the index lacks, and the other way round.
Result<> ClapFinder::Private::syncIndex()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    std::vector<search::VectorIndex::Item> items;
    Result<> put;
    const auto store = [&] {
        if (put && !items.empty()) {
            put = index->put(items);
            items.clear();
        }
    };
    const auto take = [&](StemId stem, std::span<const float> vector) {
        if (vector.size() == index->dimensions()) {
            items.push_back({stem, {vector.begin(), vector.end()}});
        }
        if (items.size() >= kPutAtOnce) {
            store();
        }
    };
    const auto read = embeddings.eachVectorSince(
        identity.hash, std::max<qint64>(0, index->upToMs() - kOverlapMs), take);
    store();
    if (!read || !put) {
        return read ? put : read;
    }
    std::vector<StemId> gone;
    for (const StemId id : index->ids()) {
        if (!std::binary_search(heard.begin(), heard.end(), id)) {
            gone.push_back(id);
        }
    }
    if (!gone.empty()) {
        if (auto removed = index->remove(gone); !removed) {
            return removed;
        }
    }
    std::vector<StemId> lacking; // a clock that went back hides them
    for (const StemId id : heard) {
        if (!index->contains(id)) {
            lacking.push_back(id);
        }
    }
    if (!lacking.empty()) {
        const auto again
            = embeddings.eachVector(identity.hash, [&](StemId stem, std::span<const float> vector) {
                  if (std::binary_search(lacking.begin(), lacking.end(), stem)) {
                      take(stem, vector);
                  }
              });
        store();
        if (!again || !put) {
            return again ? put : again;
        }
    }
    if (index->removedRows() * kMostRemovedShare > index->size()) {
        if (auto compacted = index->compact(); !compacted) {
            return compacted;
        }
    }
    return index->setUpToMs(now);
}

Result<qint64> ClapFinder::refresh()
{
    auto heard = m_d->embeddings.idsOf(m_d->identity.hash);
    if (!heard) {
        return propagate(heard);
    }
    m_d->heard = std::move(*heard);
    if (!m_d->index && !m_d->hasNoIndex && !m_d->heard.empty()) {
        const auto size = m_d->embeddings.dimensionsOf(m_d->identity.hash);
        if (!size) {
            return propagate(size);
        }
        m_d->openIndex(*size);
    }
    if (m_d->index) {
        if (const auto synced = m_d->syncIndex(); !synced) {
            // A full disk must not end the search: the database has the same vectors.
            m_d->index.reset();
            m_d->hasNoIndex = true;
        }
    }
    return static_cast<qint64>(m_d->heard.size());
}

Result<std::shared_ptr<const ClapScores>> ClapFinder::scoresOf(const QString& english)
{
    using Scores = std::shared_ptr<const ClapScores>;
    if (m_d->heard.empty()) {
        return Scores {};
    }
    if (auto opened = m_d->openWords(); !opened) {
        return propagate(opened);
    }
    const auto vector = m_d->words->vectorOf(english);
    if (!vector) {
        return propagate(vector);
    }
    return m_d->scoresWith(*vector, &ClapScores::cosines);
}

/// By id; of every sound that was heard, or of the nearest.
Result<ClapFinder::Private::Cosines>
ClapFinder::Private::cosinesWith(const std::vector<float>& vector)
{
    Cosines found;
    if (index && index->dimensions() == vector.size() && index->isApproximate()) {
        auto nearest = index->search(vector, kNearest);
        if (!nearest) {
            return propagate(nearest);
        }
        found = std::move(*nearest);
        std::sort(found.begin(), found.end());
        return found;
    }
    found.reserve(heard.size());
    if (index && index->dimensions() == vector.size()) {
        const auto cosines = index->cosines(vector, heard);
        if (!cosines) {
            return propagate(cosines);
        }
        for (std::size_t i = 0; i < heard.size(); ++i) {
            found.emplace_back(heard[i], (*cosines)[i]);
        }
        return found;
    }
    const auto all = textScores(embeddings, identity.hash, vector);
    if (!all) {
        return propagate(all);
    }
    for (const StemScore& one : *all) {
        found.emplace_back(one.stem, one.score);
    }
    return found;
}

Result<std::shared_ptr<const ClapScores>>
ClapFinder::Private::scoresWith(const std::vector<float>& vector, Cosines ClapScores::*kind)
{
    auto cosines = cosinesWith(vector);
    if (!cosines) {
        return propagate(cosines);
    }
    auto scores = std::make_shared<ClapScores>();
    scores->model = identity.name;
    scores.get()->*kind = std::move(*cosines);
    return std::shared_ptr<const ClapScores> {std::move(scores)};
}

/// Empty where it was not heard.
Result<std::vector<float>> ClapFinder::Private::vectorOf(StemId id)
{
    if (!std::binary_search(heard.begin(), heard.end(), id)) {
        return std::vector<float> {};
    }
    if (index) {
        return index->vectorOf(id);
    }
    std::vector<float> found;
    const auto read
        = embeddings.eachVector(identity.hash, [&](StemId stem, std::span<const float> vector) {
              if (stem == id) {
                  found.assign(vector.begin(), vector.end());
              }
          });
    return read ? Result<std::vector<float>> {std::move(found)} : propagate(read);
}

Result<std::shared_ptr<const ClapScores>> ClapFinder::alikeTo(StemId id)
{
    using Scores = std::shared_ptr<const ClapScores>;
    const auto vector = m_d->vectorOf(id);
    if (!vector || vector->empty()) {
        return vector ? Result<Scores> {Scores {}} : propagate(vector);
    }
    return m_d->scoresWith(*vector, &ClapScores::alike);
}

Result<std::shared_ptr<const ClapScores>> ClapFinder::alikeTo(const QString& file,
                                                              const TaskContext& task)
{
    using Scores = std::shared_ptr<const ClapScores>;
    if (m_d->heard.empty()) {
        return Scores {};
    }
    auto model = nn::ClapModel::open(toPath(m_d->identity.folder), nn::ClapTower::Audio);
    const auto vector
        = model ? embedSound(*model, file, task) : Result<std::vector<float>> {propagate(model)};
    if (!vector) {
        return propagate(vector);
    }
    return m_d->scoresWith(*vector, &ClapScores::alike);
}

bool ClapFinder::settle()
{
    if (!m_d->index) {
        return false;
    }
    const auto more = m_d->index->settle(kSettleRows);
    return more && *more; // what fails here leaves the exact search
}

bool ClapFinder::isApproximate() const
{
    return m_d->index && m_d->index->isApproximate();
}

void ClapFinder::unload()
{
    m_d->words.reset();
}

} // namespace nde::services
