#include "core/services/CategoryJudge.h"
#include "core/services/LibraryServicePrivate.h"

#include <QDir>
#include <QFutureWatcher>
#include <QHash>
#include <QJsonArray>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

namespace nde::services {

namespace {

constexpr int kPollMs = 500;
/// Corrections come in rows; the others are judged anew once they pause.
constexpr int kRejudgeAfterMs = 1500;

Result<Look> look(const std::shared_ptr<db::Database>& database, qint64 lastVersion, qint64 sinceMs)
{
    Look found;
    // Before reading, so that what is written meanwhile is found by the next look.
    found.dataVersion = database->dataVersion();
    if (found.dataVersion == lastVersion && lastVersion >= 0) {
        return found;
    }
    auto changes = db::StemRepository(database).changesSince(sinceMs);
    if (!changes) {
        return propagate(changes);
    }
    found.changes = std::make_shared<db::StemChanges>(std::move(*changes));
    return found;
}

Result<LibraryService::Family> readFamily(const std::shared_ptr<db::Database>& database, StemId id)
{
    db::StemRepository stems(database);
    LibraryService::Family family;
    auto ancestors = stems.ancestors(id);
    if (!ancestors) {
        return propagate(ancestors);
    }
    auto descendants = stems.descendants(id);
    if (!descendants) {
        return propagate(descendants);
    }
    family.ancestors = std::move(*ancestors);
    family.descendants = std::move(*descendants);
    std::set<StemId> ids {id};
    for (const auto* edges : {&family.ancestors, &family.descendants}) {
        for (const LineageEdge& edge : *edges) {
            ids.insert({edge.parent, edge.child});
        }
    }
    auto named = stems.byIds({ids.begin(), ids.end()});
    if (!named) {
        return propagate(named);
    }
    family.stems = std::move(*named);
    return family;
}

constexpr std::array<double NeuroMetrics::*, 7> kRadar {
    &NeuroMetrics::punch,      &NeuroMetrics::pulseClarity,
    &NeuroMetrics::centroidHz, &NeuroMetrics::tonotopicEntropy,
    &NeuroMetrics::isiEntropy, &NeuroMetrics::roughness,
    &NeuroMetrics::surprise};

Result<LibraryService::Character> readCharacter(const std::shared_ptr<db::Database>& database,
                                                StemId id, const TaskContext& task)
{
    db::StemRepository stems(database);
    const auto self = stems.byId(id);
    if (!self) {
        return propagate(self);
    }
    if (!self->descriptors.neuro) {
        return fail(ErrorCode::NotFound, "'" + self->name + "' was not measured yet.");
    }
    auto others = stems.neuroOfCategory(self->category);
    if (!others) {
        return propagate(others);
    }
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "ranking was cancelled");
    }
    LibraryService::Character character;
    character.category = self->category;
    character.among = static_cast<int>(others->size());
    character.metrics = *self->descriptors.neuro;
    std::vector<double> values;
    for (std::size_t axis = 0; axis < kRadar.size(); ++axis) {
        const double own = character.metrics.*kRadar[axis];
        values.clear();
        double below = 0.0;
        for (const NeuroMetrics& other : *others) {
            const double value = other.*kRadar[axis];
            values.push_back(value);
            below += value < own ? 1.0 : value == own ? 0.5 : 0.0;
        }
        if (values.empty()) {
            continue;
        }
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        character.percentiles[axis] = below / static_cast<double>(values.size());
        character.medians[axis] = *middle;
    }
    return character;
}

bool isIdLess(const StemRow& row, StemId id)
{
    return row.id < id;
}

} // namespace

StemRow* LibraryService::Private::find(StemId id)
{
    const auto at = std::lower_bound(rows.begin(), rows.end(), id, isIdLess);
    return at != rows.end() && at->id == id ? &*at : nullptr;
}

void LibraryService::Private::poll(bool isForced)
{
    if (isLooking) {
        isLookWanted = isLookWanted || isForced;
        return;
    }
    isLooking = true;
    watch<Look>(library.run<Look>([database = studio->database(), since = isLoaded ? upToMs + 1 : 0,
                                   version = isForced ? -1 : dataVersion](TaskContext&) {
        return look(database, version, since);
    }),
                [this](const Result<Look>& result) { onLook(result); });
}

void LibraryService::Private::onLook(const Result<Look>& result)
{
    isLooking = false;
    if (!result) {
        if (lastError != result.error()) {
            lastError = result.error();
            Q_EMIT q->failed(result.error());
        }
    } else {
        lastError.reset();
        dataVersion = result->dataVersion;
        if (result->changes) {
            upToMs = result->changes->upToMs;
            if (isLoaded) {
                merge(result->changes->rows, result->changes->removed);
            } else {
                rows = std::move(result->changes->rows);
                isLoaded = true;
                Q_EMIT q->loaded();
            }
        }
    }
    if (isLookWanted) {
        isLookWanted = false;
        poll(true);
    }
}

// Rows with edits on their way are left alone: the outcome of the edit brings the true ones.
void LibraryService::Private::merge(const std::vector<StemRow>& incoming,
                                    const std::vector<StemId>& gone)
{
    std::vector<StemRow> changed;
    std::vector<StemRow> added;
    for (const StemRow& row : incoming) {
        if (pending.contains(row.id)) {
            continue;
        }
        if (StemRow* known = find(row.id); known == nullptr) {
            added.push_back(row);
        } else if (*known != row) {
            *known = row;
            changed.push_back(row);
        }
    }
    std::vector<StemId> removed;
    for (const StemId id : gone) {
        if (find(id) != nullptr) {
            removed.push_back(id);
        }
    }
    std::sort(removed.begin(), removed.end());
    std::erase_if(rows, [&removed](const StemRow& row) {
        return std::binary_search(removed.begin(), removed.end(), row.id);
    });
    if (!added.empty()) {
        const auto byId = [](const StemRow& a, const StemRow& b) { return a.id < b.id; };
        std::sort(added.begin(), added.end(), byId);
        const auto middle = rows.insert(rows.end(), added.begin(), added.end());
        std::inplace_merge(rows.begin(), middle, rows.end(), byId);
        changed.insert(changed.end(), added.begin(), added.end());
        std::sort(changed.begin(), changed.end(), byId);
    }
    if (!changed.empty() || !removed.empty()) {
        Q_EMIT q->rowsChanged(changed, removed);
    }
}

// What the user says of one sound is news for all that sound alike.
void LibraryService::Private::rejudge()
{
    if (isJudging || !pending.isEmpty()) {
        rejudgeTimer.start();
        return;
    }
    isJudging = true;
    watch<std::vector<StemId>>(
        details.run<std::vector<StemId>>([database = studio->database()](TaskContext& task) {
            return rejudgeCategories(database, task);
        }),
        [this](const Result<std::vector<StemId>>& changed) {
            isJudging = false;
            if (!changed && changed.error().code != ErrorCode::Cancelled) {
                Q_EMIT q->failed(changed.error());
            }
            poll(true);
        });
}

LibraryService::LibraryService(std::shared_ptr<Studio> studio, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio)))
{
    m_d->timer.setInterval(kPollMs);
    connect(&m_d->timer, &QTimer::timeout, this, [this] { m_d->poll(false); });
    m_d->rejudgeTimer.setInterval(kRejudgeAfterMs);
    m_d->rejudgeTimer.setSingleShot(true);
    connect(&m_d->rejudgeTimer, &QTimer::timeout, this, [this] { m_d->rejudge(); });
}

LibraryService::~LibraryService()
{
    m_d->timer.stop();
    m_d->rejudgeTimer.stop();
    m_d->library.waitForDone(); // an edit that was seen is an edit that is kept
}

void LibraryService::refresh()
{
    m_d->poll(true);
    m_d->timer.start();
}

const std::vector<StemRow>& LibraryService::rows() const
{
    return m_d->rows;
}

bool LibraryService::isLoaded() const
{
    return m_d->isLoaded;
}

QFuture<Result<Stem>> LibraryService::stem(StemId id)
{
    return m_d->details.run<Stem>([database = m_d->studio->database(), id](TaskContext&) {
        return db::StemRepository(database).byId(id);
    });
}

QFuture<Result<LibraryService::Family>> LibraryService::family(StemId id)
{
    return m_d->details.run<Family>([database = m_d->studio->database(), id](TaskContext&) {
        return readFamily(database, id);
    });
}

QFuture<Result<>> LibraryService::settled()
{
    return m_d->library.run<void>([](TaskContext&) { return Result<> {}; });
}

QFuture<Result<LibraryService::Character>> LibraryService::character(StemId id)
{
    return m_d->details.run<Character>([database = m_d->studio->database(), id](TaskContext& task) {
        return readCharacter(database, id, task);
    });
}

Result<QJsonObject> statistics(Studio& studio)
{
    db::StemRepository stems(studio.database());
    const auto totals = stems.totals();
    if (!totals) {
        return propagate(totals);
    }
    const auto sources = stems.countBySource();
    if (!sources) {
        return propagate(sources);
    }
    const auto categories = stems.countByCategory();
    if (!categories) {
        return propagate(categories);
    }
    const auto list = [](const std::vector<db::CategoryCount>& counts, const QString& name) {
        QJsonArray array;
        for (const db::CategoryCount& item : counts) {
            array.append(QJsonObject {{name, QString::fromStdString(item.id)},
                                      {QStringLiteral("count"), item.count}});
        }
        return array;
    };
    QJsonObject distribution;
    for (const db::CategoryCount& item : *categories) {
        distribution[QString::fromStdString(item.id)] = item.count;
    }
    const QStringList models
        = QDir(studio.modelsFolder()).entryList({QStringLiteral("*.pt")}, QDir::Files);
    return QJsonObject {
        {QStringLiteral("total_stems"), totals->stems},
        {QStringLiteral("by_source"), list(*sources, QStringLiteral("source"))},
        {QStringLiteral("by_category"), list(*categories, QStringLiteral("category"))},
        {QStringLiteral("processed_stems"), totals->analysed},
        {QStringLiteral("category_distribution"), distribution},
        {QStringLiteral("hours"), totals->durationS / 3600.0},
        {QStringLiteral("disk_bytes"), totals->fileBytes},
        {QStringLiteral("models"), models.size()}};
}

} // namespace nde::services
