#include "core/db/StemDelta.h"

#include "core/db/Stamped.h"

#include <QDataStream>
#include <QIODevice>
#include <QStringList>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace nde::db {

namespace {

/// A table whose rows belong to sounds and go with them.
struct Owned
{
    const char* table;
    std::array<const char*, 2> ids; ///< columns that hold a sound; the second may be null
};
constexpr std::array<Owned, 7> kOwned {{{"tags", {"stem_id", nullptr}},
                                        {"lineage_edges", {"parent", "child"}},
                                        {"latents", {"stem_id", nullptr}},
                                        {"embeddings", {"stem_id", nullptr}},
                                        {"track_stems", {"stem_id", nullptr}},
                                        {"collection_items", {"stem_id", nullptr}},
                                        {"peaks", {"stem_id", nullptr}}}};

/// A column that only names a sound, and is emptied when the sound goes.
struct Naming
{
    const char* table;
    const char* column;
};
constexpr std::array<Naming, 2> kNaming {{{"stems", "parent_id"}, {"generated_tracks", "stem_id"}}};

using Row = QVariantList; ///< in the order of the table's columns

struct Table
{
    QStringList columns;
    std::map<QByteArray, Row> rows; ///< by their own content
};

struct State
{
    QStringList stemColumns;
    std::map<StemId, Row> stems;
    std::array<Table, kOwned.size()> owned;
    std::array<std::map<qint64, StemId>, kNaming.size()> naming; ///< row → the sound it names
};

Result<QStringList> columnsOf(Connection& connection, const QString& table)
{
    QStringList names;
    auto done = connection.each(QStringLiteral("SELECT name FROM pragma_table_info(?)"), {table},
                                [&](const QSqlQuery& row) { names << row.value(0).toString(); });
    return done ? Result<QStringList> {std::move(names)} : propagate(done);
}

QByteArray contentOf(const Row& row)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << row;
    return bytes;
}

/// Calls `onRow(Row)` for each row whose `column` is one of the sounds.
template<typename OnRow>
Result<> rowsWith(Connection& connection, const char* table, const QStringList& columns,
                  const char* column, const std::vector<StemId>& ids, OnRow onRow)
{
    return inChunks(ids, [&](const QVariantList& chunk) -> Result<> {
        const QString sql = QStringLiteral("SELECT %1 FROM %2 WHERE %3 IN (%4)")
                                .arg(columns.join(u','), QLatin1String(table),
                                     QLatin1String(column), placeholders(chunk.size()));
        return connection.each(sql, chunk, [&](const QSqlQuery& query) {
            Row row;
            for (int i = 0; i < columns.size(); ++i) {
                // Of a type or other, a null would be bound as an empty text.
                row << (query.isNull(i) ? QVariant() : query.value(i));
            }
            onRow(std::move(row));
        });
    });
}

Result<> readOwned(Connection& connection, const std::vector<StemId>& ids, State& state)
{
    for (std::size_t i = 0; i < kOwned.size(); ++i) {
        Table& table = state.owned[i];
        const auto columns = columnsOf(connection, QLatin1String(kOwned[i].table));
        if (!columns) {
            return propagate(columns);
        }
        table.columns = *columns;
        for (const char* column : kOwned[i].ids) {
            if (column == nullptr) {
                continue;
            }
            auto done
                = rowsWith(connection, kOwned[i].table, table.columns, column, ids, [&](Row row) {
                      QByteArray content = contentOf(row);
                      table.rows.emplace(std::move(content), std::move(row));
                  });
            if (!done) {
                return done;
            }
        }
    }
    return {};
}

Result<> readNaming(Connection& connection, const std::vector<StemId>& ids, State& state)
{
    for (std::size_t i = 0; i < kNaming.size(); ++i) {
        const QStringList columns {QStringLiteral("id"), QLatin1String(kNaming[i].column)};
        auto done = rowsWith(connection, kNaming[i].table, columns, kNaming[i].column, ids,
                             [&](const Row& row) {
                                 state.naming[i].emplace(row[0].toLongLong(), row[1].toLongLong());
                             });
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<State> stateOf(Connection& connection, const std::vector<StemId>& ids)
{
    State state;
    const auto columns = columnsOf(connection, QStringLiteral("stems"));
    if (!columns) {
        return propagate(columns);
    }
    state.stemColumns = *columns;
    const auto idColumn = state.stemColumns.indexOf(QStringLiteral("id"));
    auto done = rowsWith(connection, "stems", state.stemColumns, "id", ids, [&](Row row) {
        const StemId id = row[idColumn].toLongLong();
        state.stems.emplace(id, std::move(row));
    });
    if (done) {
        done = readOwned(connection, ids, state);
    }
    if (done) {
        done = readNaming(connection, ids, state);
    }
    return done ? Result<State> {std::move(state)} : propagate(done);
}

/// Values of a row before and after that mean something only together.
struct Change
{
    StemId id {};
    QStringList columns;
    Row before;
    Row after;
};

/// All tags of a sound, in their order: one value.
struct TagChange
{
    StemId id {};
    QStringList before;
    QStringList after;
};

/// The columns that are one value with this one: what a person said, and that a person said it.
QStringList togetherWith(const QString& column)
{
    static const QList<QStringList> kGroups {
        {QStringLiteral("category"), QStringLiteral("category_confidence"),
         QStringLiteral("is_category_by_user")},
        {QStringLiteral("sound_class"), QStringLiteral("is_sound_class_by_user")},
        {QStringLiteral("key_index"), QStringLiteral("is_key_by_user")},
        {QStringLiteral("bpm"), QStringLiteral("first_beat"), QStringLiteral("first_downbeat"),
         QStringLiteral("beats_per_bar"), QStringLiteral("bars"),
         QStringLiteral("is_grid_by_user")}};
    for (const QStringList& group : kGroups) {
        if (group.contains(column)) {
            return group;
        }
    }
    return {column};
}

constexpr std::size_t kTags = 0; ///< of kOwned

/// The tags of each sound in their order.
std::map<StemId, QStringList> tagsOf(const Table& table)
{
    const auto id = table.columns.indexOf(QStringLiteral("stem_id"));
    const auto position = table.columns.indexOf(QStringLiteral("position"));
    const auto tag = table.columns.indexOf(QStringLiteral("tag"));
    std::map<StemId, std::map<int, QString>> placed;
    for (const auto& [content, row] : table.rows) {
        placed[row[id].toLongLong()][row[position].toInt()] = row[tag].toString();
    }
    std::map<StemId, QStringList> tags;
    for (const auto& [stem, own] : placed) {
        for (const auto& [at, text] : own) {
            tags[stem] << text;
        }
    }
    return tags;
}

/// A row of `kOwned[table]` that came or went.
struct OwnedRow
{
    std::size_t table {};
    Row row;
};

/// A row of `kNaming[table]` that named a sound before.
struct Named
{
    std::size_t table {};
    qint64 row {};
    StemId stem {};
};

} // namespace

class StemDelta::Private
{
public:
    std::vector<StemId> ids;
    QStringList stemColumns;
    std::array<QStringList, kOwned.size()> ownedColumns;
    std::vector<Change> changes;
    std::vector<TagChange> retagged;
    StemId lastId {}; ///< of any sound when it was recorded
    std::vector<std::pair<StemId, Row>> removed;
    std::vector<OwnedRow> lost;
    std::vector<OwnedRow> gained;
    std::vector<Named> unnamed;

    void compare(State& before, const State& after);
    void compareRow(StemId id, const Row& before, const Row& after);
    void compareTags(const State& before, const State& after);
    Result<> bringBack(Connection& connection) const;
    Result<> nameAgain(Connection& connection) const;
    Result<> changeBack(Connection& connection) const;
    Result<> tagBack(Connection& connection) const;
    Result<> ownAgain(Connection& connection) const;
    Result<> tell(Connection& connection, qint64 stamp) const;
};

void StemDelta::Private::compareRow(StemId id, const Row& before, const Row& after)
{
    QStringList seen {QStringLiteral("updated_at")};
    for (qsizetype i = 0; i < stemColumns.size(); ++i) {
        if (seen.contains(stemColumns[i]) || before[i] == after[i]) {
            continue;
        }
        Change change {id, togetherWith(stemColumns[i]), {}, {}};
        for (const QString& column : change.columns) {
            const auto at = stemColumns.indexOf(column);
            change.before << before[at];
            change.after << after[at];
        }
        seen << change.columns;
        changes.push_back(std::move(change));
    }
}

void StemDelta::Private::compareTags(const State& before, const State& after)
{
    auto was = tagsOf(before.owned[kTags]);
    auto now = tagsOf(after.owned[kTags]);
    for (const auto& [id, row] : after.stems) {
        if (was[id] != now[id]) {
            retagged.push_back({id, was[id], now[id]});
        }
    }
}

void StemDelta::Private::compare(State& before, const State& after)
{
    stemColumns = before.stemColumns;
    for (auto& [id, row] : before.stems) {
        const auto now = after.stems.find(id);
        if (now == after.stems.end()) {
            removed.emplace_back(id, std::move(row));
            continue;
        }
        compareRow(id, row, now->second);
    }
    compareTags(before, after);
    for (std::size_t i = 0; i < kOwned.size(); ++i) {
        ownedColumns[i] = before.owned[i].columns;
        const auto idAt = ownedColumns[i].indexOf(QStringLiteral("stem_id"));
        // Those of a sound that is still there are one value, compared as such.
        const auto isRetagged = [&](const Row& row) {
            return i == kTags && after.stems.contains(row[idAt].toLongLong());
        };
        for (auto& [content, row] : before.owned[i].rows) {
            if (!after.owned[i].rows.contains(content) && !isRetagged(row)) {
                lost.push_back({i, std::move(row)});
            }
        }
        for (const auto& [content, row] : after.owned[i].rows) {
            if (!before.owned[i].rows.contains(content) && !isRetagged(row)) {
                gained.push_back({i, row});
            }
        }
    }
    for (std::size_t i = 0; i < kNaming.size(); ++i) {
        for (const auto& [row, stem] : before.naming[i]) {
            if (!after.naming[i].contains(row)) {
                unnamed.push_back({i, row, stem});
            }
        }
    }
}

// Without their parents at first, which may come later in the list.
Result<> StemDelta::Private::bringBack(Connection& connection) const
{
    const auto parentColumn = stemColumns.indexOf(QStringLiteral("parent_id"));
    const auto pathColumn = stemColumns.indexOf(QStringLiteral("path"));
    const QString insert = QStringLiteral("INSERT INTO stems (%1) VALUES (%2)")
                               .arg(stemColumns.join(u','), placeholders(stemColumns.size()));
    for (const auto& [id, row] : removed) {
        const auto there = connection.value(
            QStringLiteral("SELECT count(*) FROM stems WHERE id = ? OR (path = ? AND id > ?)"),
            {qint64 {id}, row[pathColumn], qint64 {lastId}});
        if (!there) {
            return propagate(there);
        }
        if (there->toInt() != 0) {
            return fail(ErrorCode::Exists,
                        "'" + row[pathColumn].toString().toStdString()
                            + "' is in the library again; what was said of it before cannot come "
                              "back.");
        }
        Row orphan = row;
        orphan[parentColumn] = QVariant();
        auto done = connection.run(insert, orphan);
        if (done) {
            done = connection.run(QStringLiteral("DELETE FROM removed_stems WHERE stem_id = ?"),
                                  {qint64 {id}});
        }
        if (!done) {
            return propagate(done);
        }
    }
    for (const auto& [id, row] : removed) {
        if (row[parentColumn].isNull()) {
            continue;
        }
        const auto done = connection.run(
            QStringLiteral("UPDATE stems SET parent_id = ? WHERE id = ? AND EXISTS "
                           "(SELECT 1 FROM stems WHERE id = ?)"),
            {row[parentColumn], qint64 {id}, row[parentColumn]});
        if (!done) {
            return propagate(done);
        }
    }
    return {};
}

Result<> StemDelta::Private::nameAgain(Connection& connection) const
{
    for (const Named& one : unnamed) {
        const auto done = connection.run(
            QStringLiteral("UPDATE %1 SET %2 = ? WHERE id = ? AND %2 IS NULL AND EXISTS "
                           "(SELECT 1 FROM stems WHERE id = ?)")
                .arg(QLatin1String(kNaming[one.table].table),
                     QLatin1String(kNaming[one.table].column)),
            {qint64 {one.stem}, one.row, qint64 {one.stem}});
        if (!done) {
            return propagate(done);
        }
    }
    return {};
}

Result<> StemDelta::Private::changeBack(Connection& connection) const
{
    for (const Change& change : changes) {
        QStringList set;
        QStringList same;
        for (const QString& column : change.columns) {
            set << column + QStringLiteral(" = ?");
            same << column + QStringLiteral(" IS ?");
        }
        const auto done
            = connection.run(QStringLiteral("UPDATE stems SET %1 WHERE id = ? AND %2")
                                 .arg(set.join(u','), same.join(QStringLiteral(" AND "))),
                             change.before + Row {qint64 {change.id}} + change.after);
        if (!done) {
            return propagate(done);
        }
    }
    return {};
}

Result<> StemDelta::Private::tagBack(Connection& connection) const
{
    for (const TagChange& change : retagged) {
        QStringList now;
        auto read = connection.each(
            QStringLiteral("SELECT tag FROM tags WHERE stem_id = ? ORDER BY position"),
            {qint64 {change.id}}, [&](const QSqlQuery& row) { now << row.value(0).toString(); });
        if (!read) {
            return read;
        }
        if (now != change.after) {
            continue; // somebody has changed them since, or the sound is gone
        }
        auto done = connection.run(QStringLiteral("DELETE FROM tags WHERE stem_id = ?"),
                                   {qint64 {change.id}});
        for (int i = 0; done && i < change.before.size(); ++i) {
            done = connection.run(
                QStringLiteral("INSERT INTO tags (stem_id, position, tag) SELECT id, ?, ? FROM "
                               "stems WHERE id = ?"),
                {i, change.before[i], qint64 {change.id}});
        }
        if (!done) {
            return propagate(done);
        }
    }
    return {};
}

Result<> StemDelta::Private::ownAgain(Connection& connection) const
{
    for (const OwnedRow& one : gained) {
        QStringList same;
        for (const QString& column : ownedColumns[one.table]) {
            same << column + QStringLiteral(" IS ?");
        }
        const auto done = connection.run(
            QStringLiteral("DELETE FROM %1 WHERE %2")
                .arg(QLatin1String(kOwned[one.table].table), same.join(QStringLiteral(" AND "))),
            one.row);
        if (!done) {
            return propagate(done);
        }
    }
    for (const OwnedRow& one : lost) {
        const QStringList& columns = ownedColumns[one.table];
        const auto done = connection.run(QStringLiteral("INSERT OR IGNORE INTO %1 (%2) VALUES (%3)")
                                             .arg(QLatin1String(kOwned[one.table].table),
                                                  columns.join(u','), placeholders(columns.size())),
                                         one.row);
        // NotFound: its collection, its track or its other end is gone.
        if (!done && done.error().code != ErrorCode::NotFound) {
            return propagate(done);
        }
    }
    return {};
}

// Other processes, and other parts of this one, hear of it by the stamps.
Result<> StemDelta::Private::tell(Connection& connection, qint64 stamp) const
{
    std::vector<StemId> touched = ids;
    for (const Named& one : unnamed) {
        if (QLatin1String(kNaming[one.table].table) == QLatin1String("stems")) {
            touched.push_back(one.row);
        }
    }
    return inChunks(touched, [&](const QVariantList& chunk) -> Result<> {
        const auto done
            = connection.run(QStringLiteral("UPDATE stems SET updated_at = ? WHERE id IN (%1)")
                                 .arg(placeholders(chunk.size())),
                             QVariantList {stamp} + chunk);
        return done ? Result<> {} : propagate(done);
    });
}

Result<StemDelta> StemDelta::record(Database& database, const std::vector<StemId>& ids,
                                    const std::function<Result<>()>& edit)
{
    auto delta = std::make_shared<Private>();
    delta->ids = ids;
    auto done = database.together([&]() -> Result<> {
        const auto connection = database.d().connection();
        if (!connection) {
            return propagate(connection);
        }
        const auto last
            = (*connection)->value(QStringLiteral("SELECT coalesce(max(id), 0) FROM stems"));
        if (!last) {
            return propagate(last);
        }
        delta->lastId = last->toLongLong();
        auto before = stateOf(**connection, ids);
        if (!before) {
            return propagate(before);
        }
        if (auto edited = edit(); !edited) {
            return edited;
        }
        const auto after = stateOf(**connection, ids);
        if (!after) {
            return propagate(after);
        }
        delta->compare(*before, *after);
        return {};
    });
    if (!done) {
        return propagate(done);
    }
    StemDelta recorded;
    recorded.m_d = std::move(delta);
    return recorded;
}

std::size_t StemDelta::removedCount() const
{
    return m_d == nullptr ? 0 : m_d->removed.size();
}

bool StemDelta::isEmpty() const
{
    return m_d == nullptr
        || (m_d->changes.empty() && m_d->removed.empty() && m_d->lost.empty() && m_d->gained.empty()
            && m_d->unnamed.empty() && m_d->retagged.empty());
}

Result<> StemDelta::undo(Database& database) const
{
    if (isEmpty()) {
        return {};
    }
    return stamped(database, [this](Connection& connection, qint64 stamp) -> Result<> {
        auto done = m_d->bringBack(connection);
        if (done) {
            done = m_d->changeBack(connection);
        }
        if (done) {
            done = m_d->tagBack(connection);
        }
        if (done) {
            done = m_d->nameAgain(connection);
        }
        if (done) {
            done = m_d->ownAgain(connection);
        }
        return done ? m_d->tell(connection, stamp) : done;
    });
}

} // namespace nde::db
