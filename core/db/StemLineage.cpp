// The family-tree half of StemRepository.
#include "core/db/DatabasePrivate.h"
#include "core/db/StemColumns.h"
#include "core/db/StemRepository.h"

namespace nde::db {

namespace {

/// @param from  the column that the walk stands on, `to` the one it goes to. UNION (not UNION ALL)
/// ends the walk where it meets itself, so a circle in damaged data does no harm.
Result<std::vector<LineageEdge>> walk(Database& database, StemId id, const QString& from,
                                      const QString& to)
{
    auto opened = database.d().connection();
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    return connection.read([&]() -> Result<std::vector<LineageEdge>> {
        const QVariant start = QVariant::fromValue<qint64>(id);
        const auto known
            = connection.value(QStringLiteral("SELECT count(*) FROM stems WHERE id = ?"), {start});
        if (!known) {
            return propagate(known);
        }
        if (known->toInt() == 0) {
            return fail(ErrorCode::NotFound,
                        "There is no sound " + std::to_string(id) + " in the library.");
        }
        std::vector<LineageEdge> edges;
        auto done = connection.each(
            QStringLiteral("WITH RECURSIVE kin (id) AS (VALUES (?) UNION "
                           "SELECT e.%2 FROM lineage_edges e JOIN kin ON e.%1 = kin.id) "
                           "SELECT e.parent, e.child, e.role, e.weight, e.recipe "
                           "FROM lineage_edges e JOIN kin ON e.%1 = kin.id "
                           "ORDER BY e.child, e.parent, e.role")
                .arg(from, to),
            {start}, [&](const QSqlQuery& row) {
                edges.push_back({row.value(0).toLongLong(), row.value(1).toLongLong(),
                                 stdText(row.value(2)), row.value(3).toDouble(),
                                 stdText(row.value(4))});
            });
        if (!done) {
            return propagate(done);
        }
        return edges;
    });
}

} // namespace

Result<std::vector<LineageEdge>> StemRepository::ancestors(StemId id)
{
    return walk(*m_database, id, QStringLiteral("child"), QStringLiteral("parent"));
}

Result<std::vector<LineageEdge>> StemRepository::descendants(StemId id)
{
    return walk(*m_database, id, QStringLiteral("parent"), QStringLiteral("child"));
}

Result<std::vector<float>> StemRepository::latent(StemId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto bytes = (*connection)
                           ->value(QStringLiteral("SELECT vector FROM latents WHERE stem_id = ? "
                                                  "ORDER BY created_at DESC, rowid DESC LIMIT 1"),
                                   {QVariant::fromValue<qint64>(id)});
    if (!bytes) {
        return propagate(bytes);
    }
    if (!bytes->isValid()) {
        return fail(ErrorCode::NotFound,
                    "No latent point is stored for sound " + std::to_string(id) + ".");
    }
    return floatsFromBytes(bytes->toByteArray());
}

} // namespace nde::db
