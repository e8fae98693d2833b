#include "core/db/TasteRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/SqlError.h"
#include "core/db/StemColumns.h"

#include <QDateTime>

namespace nde::db {

TasteRepository::TasteRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<> TasteRepository::add(const std::vector<TasteDecision>& decisions)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        for (const TasteDecision& decision : decisions) {
            const auto done
                = (*connection)
                      ->run(QStringLiteral("INSERT INTO tastes (category, model_hash, vector, "
                                           "is_kept, nearest_id, created_at) VALUES (?, ?, ?, ?, "
                                           "?, ?)"),
                            {qtText(std::string(categoryId(decision.category))),
                             qtText(decision.modelHash), floatsToBytes(decision.latent),
                             decision.isKept ? 1 : 0, QVariant::fromValue<qint64>(decision.nearest),
                             QDateTime::currentMSecsSinceEpoch()});
            if (!done) {
                return propagate(done);
            }
        }
        return {};
    });
}

Result<> TasteRepository::takeBack(const TasteDecision& decision)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        const auto done
            = (*connection)
                  ->run(QStringLiteral("DELETE FROM tastes WHERE id = (SELECT id FROM tastes WHERE "
                                       "category = ? AND model_hash = ? AND vector = ? AND "
                                       "is_kept = ? AND nearest_id = ? ORDER BY id DESC LIMIT 1)"),
                        {qtText(std::string(categoryId(decision.category))),
                         qtText(decision.modelHash), floatsToBytes(decision.latent),
                         decision.isKept ? 1 : 0, QVariant::fromValue<qint64>(decision.nearest)});
        return done ? Result<> {} : Result<> {propagate(done)};
    });
}

Result<std::vector<TasteDecision>> TasteRepository::ofCategory(Category category, int most)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<TasteDecision> rows;
    auto done
        = (*connection)
              ->each(QStringLiteral("SELECT model_hash, vector, is_kept, nearest_id FROM "
                                    "tastes WHERE category = ? ORDER BY id DESC LIMIT ?"),
                     {qtText(std::string(categoryId(category))), most}, [&](const QSqlQuery& row) {
                         rows.push_back({category, stdText(row.value(0)),
                                         floatsFromBytes(row.value(1).toByteArray()),
                                         row.value(2).toBool(), row.value(3).toLongLong()});
                     });
    if (!done) {
        return propagate(done);
    }
    return rows;
}

Result<> TasteRepository::forget(Category category)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done = (*connection)
                          ->run(QStringLiteral("DELETE FROM tastes WHERE category = ?"),
                                {qtText(std::string(categoryId(category)))});
    return done ? Result<> {} : Result<> {propagate(done)};
}

Result<std::vector<std::pair<StemId, std::vector<float>>>>
TasteRepository::latentsOf(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<std::pair<StemId, std::vector<float>>> rows;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT stem_id, vector FROM latents WHERE model_hash = "
                                          "? ORDER BY stem_id"),
                           {qtText(modelHash)}, [&](const QSqlQuery& row) {
                               rows.emplace_back(row.value(0).toLongLong(),
                                                 floatsFromBytes(row.value(1).toByteArray()));
                           });
    if (!done) {
        return propagate(done);
    }
    return rows;
}

} // namespace nde::db
