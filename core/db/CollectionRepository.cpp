#include "core/db/CollectionRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/StemColumns.h"

#include <QDateTime>

#include <algorithm>

namespace nde::db {

namespace {

QVariant number(std::int64_t value)
{
    return QVariant::fromValue<qint64>(value);
}

QString trimmedName(const std::string& name)
{
    return qtText(name).simplified();
}

auto noName()
{
    return fail(ErrorCode::BadInput, "a collection needs a name");
}

auto notThere(CollectionId id)
{
    return fail(ErrorCode::NotFound, "there is no collection " + std::to_string(id));
}

/// Whether another collection is called so, without regard to case.
Result<bool> isTaken(Connection& connection, const QString& name, CollectionId except)
{
    bool isThere = false;
    auto done = connection.each(
        QStringLiteral("SELECT name FROM collections WHERE id <> ?"), {number(except)},
        [&](const QSqlQuery& row) {
            isThere = isThere || row.value(0).toString().compare(name, Qt::CaseInsensitive) == 0;
        });
    return done ? Result<bool> {isThere} : Result<bool> {propagate(done)};
}

auto taken(const QString& name)
{
    return fail(ErrorCode::Exists, "there is a collection '" + name.toStdString() + "' already");
}

} // namespace

CollectionRepository::CollectionRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<std::vector<Collection>> CollectionRepository::all()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<Collection> rows;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT c.id, c.name, c.filter, (SELECT count(*) FROM "
                                          "collection_items i WHERE i.collection_id = c.id) FROM "
                                          "collections c"),
                           {}, [&](const QSqlQuery& row) {
                               rows.push_back({row.value(0).toLongLong(), stdText(row.value(1)),
                                               stdText(row.value(2)), row.value(3).toLongLong()});
                           });
    if (!done) {
        return propagate(done);
    }
    std::sort(rows.begin(), rows.end(), [](const Collection& a, const Collection& b) {
        const int order = QString::fromStdString(a.name).compare(QString::fromStdString(b.name),
                                                                 Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return rows;
}

Result<CollectionId> CollectionRepository::create(const std::string& name,
                                                  const std::string& filter)
{
    const QString wanted = trimmedName(name);
    if (wanted.isEmpty()) {
        return noName();
    }
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    CollectionId id = 0;
    const auto done = (*connection)->write([&]() -> Result<> {
        const auto isThere = isTaken(**connection, wanted, 0);
        if (!isThere || *isThere) {
            return isThere ? Result<> {taken(wanted)} : Result<> {propagate(isThere)};
        }
        const auto made = (*connection)
                              ->run(QStringLiteral("INSERT INTO collections (name, filter, "
                                                   "created_at) VALUES (?, ?, ?)"),
                                    {wanted, qtText(filter), QDateTime::currentMSecsSinceEpoch()});
        if (!made) {
            return propagate(made);
        }
        const auto key = (*connection)->value(QStringLiteral("SELECT last_insert_rowid()"));
        if (!key) {
            return propagate(key);
        }
        id = key->toLongLong();
        return {};
    });
    return done ? Result<CollectionId> {id} : Result<CollectionId> {propagate(done)};
}

Result<> CollectionRepository::rename(CollectionId id, const std::string& name)
{
    const QString wanted = trimmedName(name);
    if (wanted.isEmpty()) {
        return noName();
    }
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        const auto isThere = isTaken(**connection, wanted, id);
        if (!isThere || *isThere) {
            return isThere ? Result<> {taken(wanted)} : Result<> {propagate(isThere)};
        }
        const auto changed = (*connection)
                                 ->run(QStringLiteral("UPDATE collections SET name = ? WHERE id = "
                                                      "?"),
                                       {wanted, number(id)});
        return !changed     ? Result<> {propagate(changed)}
            : *changed == 0 ? Result<> {notThere(id)}
                            : Result<> {};
    });
}

Result<> CollectionRepository::remove(CollectionId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        const auto gone
            = (*connection)
                  ->run(QStringLiteral("DELETE FROM collections WHERE id = ?"), {number(id)});
        return !gone     ? Result<> {propagate(gone)}
            : *gone == 0 ? Result<> {notThere(id)}
                         : Result<> {};
    });
}

Result<> CollectionRepository::add(CollectionId id, const std::vector<StemId>& stems)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        const auto filter = (*connection)
                                ->value(QStringLiteral("SELECT filter FROM collections WHERE id = "
                                                       "?"),
                                        {number(id)});
        if (!filter) {
            return propagate(filter);
        }
        if (!filter->isValid()) {
            return notThere(id);
        }
        if (!filter->toString().isEmpty()) {
            return fail(
                ErrorCode::BadInput,
                "a smart collection holds what its search finds; nothing is put in by hand");
        }
        const auto last = (*connection)
                              ->value(QStringLiteral("SELECT coalesce(max(position), 0) FROM "
                                                     "collection_items WHERE collection_id = ?"),
                                      {number(id)});
        if (!last) {
            return propagate(last);
        }
        std::int64_t position = last->toLongLong();
        for (const StemId stem : stems) {
            const auto put
                = (*connection)
                      ->run(QStringLiteral("INSERT OR IGNORE INTO collection_items (collection_id, "
                                           "stem_id, position) SELECT ?, id, ? FROM stems WHERE id "
                                           "= ?"),
                            {number(id), number(position + 1), number(stem)});
            if (!put) {
                return propagate(put);
            }
            position += *put;
        }
        return {};
    });
}

Result<> CollectionRepository::take(CollectionId id, const std::vector<StemId>& stems)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        for (const StemId stem : stems) {
            const auto gone
                = (*connection)
                      ->run(QStringLiteral("DELETE FROM collection_items WHERE collection_id = ? "
                                           "AND stem_id = ?"),
                            {number(id), number(stem)});
            if (!gone) {
                return propagate(gone);
            }
        }
        return {};
    });
}

Result<std::vector<StemId>> CollectionRepository::itemsOf(CollectionId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> ids;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT stem_id FROM collection_items WHERE "
                                          "collection_id = ? ORDER BY position"),
                           {number(id)},
                           [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return ids;
}

Result<std::vector<StemId>> CollectionRepository::everyItem()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> ids;
    auto done
        = (*connection)
              ->each(QStringLiteral("SELECT DISTINCT stem_id FROM collection_items ORDER BY "
                                    "stem_id"),
                     {}, [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return ids;
}

} // namespace nde::db
