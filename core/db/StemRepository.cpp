#include "core/db/StemRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/StemColumns.h"

#include <QDateTime>

#include <algorithm>

namespace nde::db {

namespace {

// Both lists are by id, so tags find their row by walking.
template<typename Item, typename AddTag>
Result<> addTags(Connection& connection, const QString& where, const QVariantList& values,
                 std::vector<Item>& items, AddTag addTag)
{
    auto item = items.begin();
    return connection.each(
        QStringLiteral("SELECT stem_id, tag FROM tags %1 ORDER BY stem_id, position").arg(where),
        values, [&](const QSqlQuery& row) {
            const StemId id = row.value(0).toLongLong();
            while (item != items.end() && item->id < id) {
                ++item;
            }
            if (item != items.end() && item->id == id) {
                addTag(*item, stdText(row.value(1)));
            }
        });
}

/// @param condition  on `stems`, e.g. "category = ?".
Result<std::vector<Stem>> stemsWhere(Connection& connection, const QString& condition,
                                     const QVariantList& values)
{
    return connection.read([&]() -> Result<std::vector<Stem>> {
        std::vector<Stem> stems;
        auto done = connection.each(QStringLiteral("SELECT %1 FROM stems WHERE %2 ORDER BY id")
                                        .arg(allColumns(), condition),
                                    values,
                                    [&](const QSqlQuery& row) { stems.push_back(stemFrom(row)); });
        if (!done) {
            return propagate(done);
        }
        done = addTags(
            connection,
            QStringLiteral("WHERE stem_id IN (SELECT id FROM stems WHERE %1)").arg(condition),
            values, stems,
            [](Stem& stem, std::string tag) { stem.tags.push_back(std::move(tag)); });
        if (!done) {
            return propagate(done);
        }
        return stems;
    });
}

Result<std::vector<StemRow>> rowsWhere(Connection& connection, const QString& condition,
                                       const QVariantList& values)
{
    std::vector<StemRow> rows;
    auto done = connection.each(
        QStringLiteral("SELECT %1 FROM stems WHERE %2 ORDER BY id").arg(lightColumns(), condition),
        values, [&](const QSqlQuery& row) { rows.push_back(rowFrom(row)); });
    if (!done) {
        return propagate(done);
    }
    const QString where = values.isEmpty()
        ? QString()
        : QStringLiteral("WHERE stem_id IN (SELECT id FROM stems WHERE %1)").arg(condition);
    done = addTags(connection, where, values, rows, [](StemRow& row, const std::string& tag) {
        row.tags += row.tags.empty() ? tag : ' ' + tag;
    });
    if (!done) {
        return propagate(done);
    }
    return rows;
}

Result<std::optional<Stem>> newestWhere(Database& database, const QString& condition,
                                        const QString& value)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    auto stems = stemsWhere(
        **connection, QStringLiteral("id = (SELECT max(id) FROM stems WHERE %1)").arg(condition),
        {value});
    if (!stems) {
        return propagate(stems);
    }
    return stems->empty() ? std::nullopt : std::optional<Stem>(std::move(stems->front()));
}

/// The measures of the sounds that have them and are not silent.
Result<std::vector<NeuroMetrics>> metricsWhere(Database& database, const QString& condition,
                                               const QVariantList& values)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<NeuroMetrics> all;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT descriptors FROM stems WHERE %1").arg(condition),
                           values, [&all](const QSqlQuery& row) {
                               const auto metrics = neuroFromJson(stdText(row.value(0)));
                               if (metrics && *metrics != NeuroMetrics {}) {
                                   all.push_back(*metrics);
                               }
                           });
    if (!done) {
        return propagate(done);
    }
    return all;
}

Result<std::vector<CategoryCount>> countsOf(Database& database, const QString& column)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<CategoryCount> counts;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT %1, count(*) FROM stems GROUP BY %1 "
                                          "ORDER BY count(*) DESC, %1")
                               .arg(column),
                           {}, [&](const QSqlQuery& row) {
                               counts.push_back({stdText(row.value(0)), row.value(1).toLongLong()});
                           });
    if (!done) {
        return propagate(done);
    }
    return counts;
}

/// What both ways of reading changes begin with, inside their transaction: the clock and what went.
Result<StemChanges> removalsSince(Connection& connection, qint64 updatedAtMs)
{
    StemChanges changes;
    const auto clock = connection.value(QStringLiteral("SELECT last_ms FROM change_clock"));
    if (!clock) {
        return propagate(clock);
    }
    changes.upToMs = clock->toLongLong();
    const auto done = connection.each(
        QStringLiteral("SELECT stem_id FROM removed_stems WHERE removed_at >= ? ORDER BY stem_id"),
        {updatedAtMs},
        [&](const QSqlQuery& row) { changes.removed.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return changes;
}

} // namespace

StemRepository::StemRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<Stem> StemRepository::byId(StemId id)
{
    auto found = byIds({id});
    if (!found) {
        return propagate(found);
    }
    if (found->empty()) {
        return fail(ErrorCode::NotFound,
                    "There is no sound " + std::to_string(id) + " in the library.");
    }
    return std::move(found->front());
}

Result<std::optional<Stem>> StemRepository::byContentHash(const std::string& hash)
{
    return newestWhere(*m_database, QStringLiteral("content_hash = ?"), qtText(hash));
}

Result<std::optional<Stem>> StemRepository::byPath(const std::string& absolutePath)
{
    return newestWhere(*m_database, QStringLiteral("path = ?"), qtText(absolutePath));
}

// A range of paths and not a pattern, so that the index serves it whatever the folder's name holds.
Result<bool> StemRepository::hasOriginalIn(const std::string& folder)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const QString from = qtText(folder) + u'/';
    const QString to = qtText(folder) + QChar(u'/' + 1);
    const auto found
        = (*connection)
              ->value(QStringLiteral("SELECT EXISTS (SELECT 1 FROM stems WHERE path >= ? AND path "
                                     "< ? AND source = 'original' AND instr(substr(path, ?), '/') "
                                     "= 0)"),
                      {from, to, static_cast<int>(from.toUcs4().size()) + 1});
    if (!found) {
        return propagate(found);
    }
    return found->toBool();
}

Result<std::vector<Stem>> StemRepository::byIds(const std::vector<StemId>& ids)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::vector<Stem> stems;
    auto done = inChunks(sorted, [&](const QVariantList& chunk) -> Result<> {
        auto part = stemsWhere(**connection,
                               QStringLiteral("id IN (%1)").arg(placeholders(chunk.size())), chunk);
        if (!part) {
            return propagate(part);
        }
        std::move(part->begin(), part->end(), std::back_inserter(stems));
        return {};
    });
    if (!done) {
        return propagate(done);
    }
    return stems;
}

Result<std::vector<Stem>> StemRepository::byCategory(Category category)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return stemsWhere(**connection, QStringLiteral("category = ?"),
                      {qtText(std::string(categoryId(category)))});
}

Result<std::vector<NeuroMetrics>> StemRepository::neuroOfCategory(Category category)
{
    return metricsWhere(*m_database, QStringLiteral("category = ?"),
                        {qtText(std::string(categoryId(category)))});
}

Result<std::vector<NeuroMetrics>>
StemRepository::acceptedOfCategory(Category category, double leastTechnical, double leastConfidence)
{
    return metricsWhere(
        *m_database,
        QStringLiteral("category = ? AND (is_category_by_user OR category_confidence >= ?) AND "
                       "processing_error = '' AND json_valid(descriptors) AND "
                       "json_extract(descriptors, '$.technical_quality') >= ?"),
        {qtText(std::string(categoryId(category))), leastConfidence, leastTechnical});
}

Result<std::optional<Stem>> StemRepository::analysedCopy(const std::string& contentHash,
                                                         const std::string& analyserVersion)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    auto stems
        = stemsWhere(**connection,
                     QStringLiteral("id = (SELECT max(id) FROM stems WHERE content_hash = ? AND "
                                    "analyser_version = ? AND processing_error = '')"),
                     {qtText(contentHash), qtText(analyserVersion)});
    if (!stems) {
        return propagate(stems);
    }
    return stems->empty() ? std::nullopt : std::optional<Stem>(std::move(stems->front()));
}

Result<std::vector<Stem>> StemRepository::all()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return stemsWhere(**connection, QStringLiteral("1"), {});
}

Result<std::vector<StemRow>> StemRepository::rows()
{
    auto changes = changesSince(0);
    if (!changes) {
        return propagate(changes);
    }
    return std::move(changes->rows);
}

Result<std::pair<std::vector<StemRow>, std::vector<StemId>>>
StemRepository::rowsChangedSince(qint64 updatedAtMs)
{
    auto changes = changesSince(updatedAtMs);
    if (!changes) {
        return propagate(changes);
    }
    return std::pair {std::move(changes->rows), std::move(changes->removed)};
}

Result<StemChanges> StemRepository::changesSince(qint64 updatedAtMs)
{
    auto opened = m_database->d().connection();
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    return connection.read([&]() -> Result<StemChanges> {
        auto begun = removalsSince(connection, updatedAtMs);
        if (!begun) {
            return begun;
        }
        StemChanges changes = std::move(*begun);
        // Written as a list of ids, because for a plain condition SQLite, which expects half of all
        // rows to meet it, walks through the whole table.
        auto rows = updatedAtMs > 0
            ? rowsWhere(connection,
                        QStringLiteral("id IN (SELECT id FROM stems WHERE updated_at >= ?)"),
                        {updatedAtMs})
            : rowsWhere(connection, QStringLiteral("1"), {});
        if (!rows) {
            return propagate(rows);
        }
        changes.rows = std::move(*rows);
        return changes;
    });
}

Result<StemChanges>
StemRepository::stemsChangedSince(qint64 updatedAtMs,
                                  const std::function<Result<>(const std::vector<Stem>&)>& onStems)
{
    auto opened = m_database->d().connection();
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    return connection.read([&]() -> Result<StemChanges> {
        auto begun = removalsSince(connection, updatedAtMs);
        if (!begun) {
            return begun;
        }
        StemChanges changes = std::move(*begun);
        std::vector<StemId> ids;
        auto done = connection.each(
            QStringLiteral("SELECT id FROM stems WHERE updated_at >= ? ORDER BY id"), {updatedAtMs},
            [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
        if (done) {
            done = inChunks(ids, [&](const QVariantList& chunk) -> Result<> {
                const auto part = stemsWhere(
                    connection, QStringLiteral("id IN (%1)").arg(placeholders(chunk.size())),
                    chunk);
                return part ? onStems(*part) : Result<> {propagate(part)};
            });
        }
        if (!done) {
            return propagate(done);
        }
        return changes;
    });
}

Result<std::vector<StemRow>> StemRepository::rowsByIds(const std::vector<StemId>& ids)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    return (*connection)->read([&]() -> Result<std::vector<StemRow>> {
        std::vector<StemRow> rows;
        auto done = inChunks(sorted, [&](const QVariantList& chunk) -> Result<> {
            auto part = rowsWhere(
                **connection, QStringLiteral("id IN (%1)").arg(placeholders(chunk.size())), chunk);
            if (!part) {
                return propagate(part);
            }
            std::move(part->begin(), part->end(), std::back_inserter(rows));
            return {};
        });
        if (!done) {
            return propagate(done);
        }
        return rows;
    });
}

Result<std::vector<StemId>> StemRepository::withoutAnalysis(const std::string& analyserVersion)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> ids;
    auto done
        = (*connection)
              ->each(QStringLiteral("SELECT id FROM stems WHERE analyser_version <> ? ORDER BY id"),
                     {qtText(analyserVersion)},
                     [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return ids;
}

Result<qint64> StemRepository::count()
{
    auto sums = totals();
    if (!sums) {
        return propagate(sums);
    }
    return sums->stems;
}

Result<std::vector<CategoryCount>> StemRepository::countBySource()
{
    return countsOf(*m_database, QStringLiteral("source"));
}

Result<std::vector<CategoryCount>> StemRepository::countByCategory()
{
    return countsOf(*m_database, QStringLiteral("category"));
}

Result<LibraryTotals> StemRepository::totals()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    LibraryTotals sums;
    auto done
        = (*connection)
              ->each(QStringLiteral("SELECT count(*), count(nullif(analyser_version, '')), "
                                    "total(duration), coalesce(sum(file_size), 0) FROM stems"),
                     {}, [&](const QSqlQuery& row) {
                         sums = {row.value(0).toLongLong(), row.value(1).toLongLong(),
                                 row.value(2).toDouble(), row.value(3).toLongLong()};
                     });
    if (!done) {
        return propagate(done);
    }
    return sums;
}

} // namespace nde::db
