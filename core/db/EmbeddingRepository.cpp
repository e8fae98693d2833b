#include "core/db/EmbeddingRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/StemColumns.h"

#include <QDateTime>

namespace nde::db {

EmbeddingRepository::EmbeddingRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<> EmbeddingRepository::save(StemId stem, const std::string& modelHash,
                                   const std::vector<float>& vector)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done
        = (*connection)
              ->run(QStringLiteral("INSERT INTO embeddings (stem_id, model_hash, created_at, "
                                   "vector) VALUES (?, ?, ?, ?) ON CONFLICT (stem_id, model_hash) "
                                   "DO UPDATE SET created_at = excluded.created_at, vector = "
                                   "excluded.vector"),
                    {QVariant::fromValue<qint64>(stem), qtText(modelHash),
                     QDateTime::currentMSecsSinceEpoch(), floatsToBytes(vector)});
    return done ? Result<> {} : Result<> {propagate(done)};
}

Result<std::vector<StoredEmbedding>> EmbeddingRepository::read(const QString& condition,
                                                               const QVariantList& bound)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StoredEmbedding> rows;
    auto done
        = (*connection)
              ->each(
                  QStringLiteral("SELECT s.id, s.name, s.path, s.source, s.sound_class, "
                                 "s.category, s.category_confidence, "
                                 "s.is_category_by_user, e.vector FROM embeddings e "
                                 "JOIN stems s ON s.id = e.stem_id WHERE ")
                      + condition,
                  bound, [&](const QSqlQuery& row) {
                      StoredEmbedding stored;
                      stored.stem = row.value(0).toLongLong();
                      stored.name = stdText(row.value(1));
                      stored.path = stdText(row.value(2));
                      stored.source
                          = sourceFromId(stdText(row.value(3))).value_or(Source::Original);
                      stored.soundClass
                          = soundClassFromId(stdText(row.value(4))).value_or(SoundClass::OneShot);
                      stored.category
                          = categoryFromId(stdText(row.value(5))).value_or(Category::Unclear);
                      stored.categoryConfidence = row.value(6).toDouble();
                      stored.isCategoryByUser = row.value(7).toBool();
                      stored.vector = floatsFromBytes(row.value(8).toByteArray());
                      rows.push_back(std::move(stored));
                  });
    if (!done) {
        return propagate(done);
    }
    return rows;
}

Result<std::vector<StoredEmbedding>> EmbeddingRepository::corrected(const std::string& modelHash)
{
    return read(QStringLiteral("e.model_hash = ? AND s.is_category_by_user = 1 ORDER BY s.id"),
                {qtText(modelHash)});
}

Result<std::vector<StoredEmbedding>> EmbeddingRepository::judged(const std::string& modelHash,
                                                                 StemId after, int most)
{
    return read(QStringLiteral("e.model_hash = ? AND s.is_category_by_user = 0 AND s.id > ? AND "
                               "s.source IN ('original', 'slice') ORDER BY s.id LIMIT ?"),
                {qtText(modelHash), QVariant::fromValue<qint64>(after), most});
}

Result<std::vector<StemId>> EmbeddingRepository::correctedWithout(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> ids;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT s.id FROM stems s LEFT JOIN embeddings e ON "
                                          "e.stem_id = s.id AND e.model_hash = ? WHERE "
                                          "s.is_category_by_user = 1 AND e.stem_id IS NULL ORDER "
                                          "BY s.id"),
                           {qtText(modelHash)},
                           [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return ids;
}

Result<std::vector<SoundToEmbed>> EmbeddingRepository::waiting(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<SoundToEmbed> sounds;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT s.id, s.path, s.content_hash, s.duration FROM "
                                          "stems s LEFT JOIN embeddings e ON e.stem_id = s.id AND "
                                          "e.model_hash = ? AND e.content_hash = s.content_hash "
                                          "WHERE e.stem_id IS NULL AND s.is_missing = 0 ORDER BY "
                                          "s.id"),
                           {qtText(modelHash)}, [&](const QSqlQuery& row) {
                               sounds.push_back({row.value(0).toLongLong(), stdText(row.value(1)),
                                                 stdText(row.value(2)), row.value(3).toDouble()});
                           });
    if (!done) {
        return propagate(done);
    }
    return sounds;
}

Result<qint64> EmbeddingRepository::waitingCount(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto count = (*connection)
                           ->value(QStringLiteral("SELECT count(*) FROM stems s LEFT JOIN "
                                                  "embeddings e ON e.stem_id = s.id AND "
                                                  "e.model_hash = ? AND e.content_hash = "
                                                  "s.content_hash WHERE e.stem_id IS NULL AND "
                                                  "s.is_missing = 0"),
                                   {qtText(modelHash)});
    if (!count) {
        return propagate(count);
    }
    return count->toLongLong();
}

Result<qint64> EmbeddingRepository::countOf(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    qint64 count = 0;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT count(*) FROM embeddings e JOIN stems s ON s.id "
                                          "= e.stem_id AND s.content_hash = e.content_hash WHERE "
                                          "e.model_hash = ?"),
                           {qtText(modelHash)},
                           [&](const QSqlQuery& row) { count = row.value(0).toLongLong(); });
    if (!done) {
        return propagate(done);
    }
    return count;
}

Result<std::optional<std::vector<float>>>
EmbeddingRepository::ofContent(const std::string& modelHash, const std::string& contentHash)
{
    if (contentHash.empty()) {
        return std::nullopt;
    }
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::optional<std::vector<float>> vector;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT vector FROM embeddings WHERE model_hash = ? AND "
                                          "content_hash = ? LIMIT 1"),
                           {qtText(modelHash), qtText(contentHash)}, [&](const QSqlQuery& row) {
                               vector = floatsFromBytes(row.value(0).toByteArray());
                           });
    if (!done) {
        return propagate(done);
    }
    return vector;
}

Result<> EmbeddingRepository::saveAll(const std::string& modelHash,
                                      const std::vector<NewEmbedding>& embeddings)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<> {
        for (const NewEmbedding& one : embeddings) {
            const auto done
                = (*connection)
                      ->run(QStringLiteral(
                                "INSERT INTO embeddings (stem_id, model_hash, created_at, vector, "
                                "content_hash) SELECT id, ?, ?, ?, ? FROM stems WHERE id = ? "
                                "ON CONFLICT (stem_id, model_hash) DO UPDATE SET created_at = "
                                "excluded.created_at, vector = excluded.vector, content_hash = "
                                "excluded.content_hash"),
                            {qtText(modelHash), QDateTime::currentMSecsSinceEpoch(),
                             floatsToBytes(one.vector), qtText(one.contentHash),
                             QVariant::fromValue<qint64>(one.stem)});
            if (!done) {
                return propagate(done);
            }
        }
        return {};
    });
}

Result<> EmbeddingRepository::eachVector(const std::string& modelHash, const VectorFn& onVector)
{
    return eachVectorSince(modelHash, 0, onVector);
}

Result<std::vector<StemId>> EmbeddingRepository::idsOf(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<StemId> ids;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT e.stem_id FROM embeddings e JOIN stems s ON s.id "
                                          "= e.stem_id AND s.content_hash = e.content_hash WHERE "
                                          "e.model_hash = ? ORDER BY e.stem_id"),
                           {qtText(modelHash)},
                           [&](const QSqlQuery& row) { ids.push_back(row.value(0).toLongLong()); });
    if (!done) {
        return propagate(done);
    }
    return ids;
}

Result<std::size_t> EmbeddingRepository::dimensionsOf(const std::string& modelHash)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto bytes = (*connection)
                           ->value(QStringLiteral("SELECT length(vector) FROM embeddings WHERE "
                                                  "model_hash = ? LIMIT 1"),
                                   {qtText(modelHash)});
    if (!bytes) {
        return propagate(bytes);
    }
    return static_cast<std::size_t>(bytes->toLongLong()) / sizeof(float);
}

Result<> EmbeddingRepository::eachVectorSince(const std::string& modelHash, std::int64_t sinceMs,
                                              const VectorFn& onVector)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)
        ->each(QStringLiteral("SELECT e.stem_id, e.vector FROM embeddings e JOIN stems s ON s.id "
                              "= e.stem_id AND s.content_hash = e.content_hash WHERE "
                              "e.model_hash = ? AND e.created_at >= ? ORDER BY e.stem_id"),
               {qtText(modelHash), QVariant::fromValue<qint64>(sinceMs)},
               [&](const QSqlQuery& row) {
                   const std::vector<float> vector = floatsFromBytes(row.value(1).toByteArray());
                   onVector(row.value(0).toLongLong(), vector);
               });
}

Result<std::vector<float>> EmbeddingRepository::newestOf(StemId stem)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto bytes
        = (*connection)
              ->value(QStringLiteral("SELECT vector FROM embeddings WHERE stem_id = ? ORDER BY "
                                     "created_at DESC, model_hash LIMIT 1"),
                      {QVariant::fromValue<qint64>(stem)});
    if (!bytes) {
        return propagate(bytes);
    }
    return floatsFromBytes(bytes->toByteArray());
}

} // namespace nde::db
