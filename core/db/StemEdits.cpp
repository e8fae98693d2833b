// The writing half of StemRepository, and StemOrigins, which writes the same rows.
#include "core/db/Stamped.h"
#include "core/db/StemColumns.h"
#include "core/db/StemOrigins.h"
#include "core/db/StemRepository.h"

#include <QDateTime>

#include <cmath>

namespace nde::db {

namespace {

constexpr auto kInsertEdge = "INSERT INTO lineage_edges (parent, child, role, weight, recipe) "
                             "VALUES (?, ?, ?, ?, ?) ON CONFLICT (parent, child, role) DO UPDATE "
                             "SET weight = excluded.weight, recipe = excluded.recipe";

const char* flagOf(UserValue value)
{
    switch (value) {
    case UserValue::Category:
        return "is_category_by_user";
    case UserValue::SoundClass:
        return "is_sound_class_by_user";
    case UserValue::Grid:
        return "is_grid_by_user";
    case UserValue::Key:
        break;
    }
    return "is_key_by_user";
}

tl::unexpected<Error> unknownStem(StemId id)
{
    return fail(ErrorCode::NotFound,
                "There is no sound " + std::to_string(id) + " in the library.");
}

/// Runs `UPDATE stems SET <change> WHERE id IN (…)`.
Result<> updateStems(Database& database, const std::vector<StemId>& ids, const QString& change,
                     const QVariantList& values)
{
    return stamped(database, [&](Connection& connection, qint64 stamp) -> Result<> {
        int changed = 0;
        auto done = inChunks(ids, [&](const QVariantList& chunk) -> Result<> {
            auto count = connection.run(
                QStringLiteral("UPDATE stems SET updated_at = ?, %1 WHERE id IN (%2)")
                    .arg(change, placeholders(chunk.size())),
                QVariantList {stamp} + values + chunk);
            if (!count) {
                return propagate(count);
            }
            changed += *count;
            return {};
        });
        if (done && changed == 0 && !ids.empty()) {
            return unknownStem(ids.front());
        }
        return done;
    });
}

Result<> writeTags(Connection& connection, StemId id, const std::vector<std::string>& tags)
{
    int position = 0;
    for (const std::string& tag : normalisedTags(tags)) {
        auto done = connection.run(
            QStringLiteral("INSERT INTO tags (stem_id, position, tag) VALUES (?, ?, ?)"),
            {QVariant::fromValue<qint64>(id), position++, qtText(tag)});
        if (!done) {
            return propagate(done);
        }
    }
    return {};
}

Result<> writeEdges(Connection& connection, const std::vector<LineageEdge>& edges, StemId self)
{
    if (edges.empty()) {
        return {};
    }
    auto statement = connection.prepare(QString::fromLatin1(kInsertEdge));
    if (!statement) {
        return propagate(statement);
    }
    for (const LineageEdge& edge : edges) {
        const qint64 parent = edge.parent == 0 ? self : edge.parent;
        const qint64 child = edge.child == 0 ? self : edge.child;
        auto done
            = statement->run({parent, child, qtText(edge.role), edge.weight, qtText(edge.recipe)});
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<> checkStem(const Stem& stem)
{
    if (stem.name.empty()) {
        return fail(ErrorCode::BadInput, "A sound without a name cannot be stored: " + stem.path);
    }
    if (stem.rating < 0 || stem.rating > 5) {
        return fail(ErrorCode::BadInput,
                    "A rating is 0 to 5, not " + std::to_string(stem.rating) + ".");
    }
    return {};
}

Result<StemId> insertOne(Connection& connection, Statement& statement, const Stem& stem,
                         qint64 stamp)
{
    if (auto valid = checkStem(stem); !valid) {
        return propagate(valid);
    }
    auto done = statement.run(insertValues(stem, QDateTime::currentMSecsSinceEpoch(), stamp));
    if (!done) {
        return propagate(done);
    }
    const StemId id = statement.row().lastInsertId().toLongLong();
    if (auto tagged = writeTags(connection, id, stem.tags); !tagged) {
        return propagate(tagged);
    }
    return id;
}

} // namespace

Result<qint64> takeStamp(Connection& connection)
{
    const auto stamp = connection.value(
        QStringLiteral("UPDATE change_clock SET last_ms = max(last_ms + 1, ?) RETURNING last_ms"),
        {QDateTime::currentMSecsSinceEpoch()});
    if (!stamp) {
        return propagate(stamp);
    }
    return stamp->toLongLong();
}

Result<StemId> StemRepository::insert(const Stem& stem, const std::vector<LineageEdge>& edges)
{
    return stamped(*m_database, [&](Connection& connection, qint64 stamp) -> Result<StemId> {
        auto statement = connection.prepare(insertStatement());
        if (!statement) {
            return propagate(statement);
        }
        auto id = insertOne(connection, *statement, stem, stamp);
        if (!id) {
            return id;
        }
        if (auto linked = writeEdges(connection, edges, *id); !linked) {
            return propagate(linked);
        }
        return id;
    });
}

Result<std::vector<StemId>> StemRepository::insertAll(const std::vector<Stem>& stems,
                                                      const std::string& parentRole)
{
    return stamped(
        *m_database, [&](Connection& connection, qint64 stamp) -> Result<std::vector<StemId>> {
            auto statement = connection.prepare(insertStatement());
            if (!statement) {
                return propagate(statement);
            }
            std::vector<StemId> ids;
            ids.reserve(stems.size());
            for (const Stem& stem : stems) {
                auto id = insertOne(connection, *statement, stem, stamp);
                if (!id) {
                    return propagate(id);
                }
                ids.push_back(*id);
                if (parentRole.empty() || stem.parentId == 0) {
                    continue;
                }
                const LineageEdge edge {stem.parentId, *id, parentRole, 1.0, stem.recipe};
                if (auto linked = writeEdges(connection, {edge}, *id); !linked) {
                    return propagate(linked);
                }
            }
            return ids;
        });
}

Result<> StemRepository::updateAnalysis(const Stem& stem)
{
    return stamped(*m_database, [&](Connection& connection, qint64 stamp) -> Result<> {
        const auto changed = connection.run(analysisStatement(), analysisValues(stem, stamp));
        if (!changed) {
            return propagate(changed);
        }
        return *changed == 0 ? Result<> {unknownStem(stem.id)} : Result<> {};
    });
}

Result<> StemRepository::setFavorite(const std::vector<StemId>& ids, bool favorite)
{
    return updateStems(*m_database, ids, QStringLiteral("favorite = ?"), {favorite});
}

Result<> StemRepository::setRating(const std::vector<StemId>& ids, int rating)
{
    if (rating < 0 || rating > 5) {
        return fail(ErrorCode::BadInput, "A rating is 0 to 5, not " + std::to_string(rating) + ".");
    }
    return updateStems(*m_database, ids, QStringLiteral("rating = ?"), {rating});
}

Result<> StemRepository::setCategory(const std::vector<StemId>& ids, Category category)
{
    return updateStems(
        *m_database, ids,
        QStringLiteral("category = ?, category_confidence = 1, is_category_by_user = 1"),
        {qtText(std::string(categoryId(category)))});
}

Result<> StemRepository::setSoundClass(const std::vector<StemId>& ids, SoundClass soundClass)
{
    return updateStems(*m_database, ids,
                       QStringLiteral("sound_class = ?, is_sound_class_by_user = 1"),
                       {qtText(std::string(soundClassId(soundClass)))});
}

Result<> StemRepository::setKey(const std::vector<StemId>& ids, std::optional<Key> key)
{
    const QVariant index = key ? QVariant(key->pitchClass + (key->isMinor ? 12 : 0)) : QVariant();
    return updateStems(*m_database, ids, QStringLiteral("key_index = ?, is_key_by_user = 1"),
                       {index});
}

Result<> StemRepository::setGrid(const std::vector<StemId>& ids, const BeatGrid& grid)
{
    constexpr double kSlowest = 20.0;
    constexpr double kFastest = 400.0;
    if (grid.bpm && !(*grid.bpm >= kSlowest && *grid.bpm <= kFastest)) {
        return fail(ErrorCode::BadInput,
                    "A tempo is 20 to 400 bpm, not " + std::to_string(*grid.bpm) + ".");
    }
    if (grid.beatsPerBar < 1 || grid.beatsPerBar > 16) {
        return fail(ErrorCode::BadInput,
                    "A bar has 1 to 16 beats, not " + std::to_string(grid.beatsPerBar) + ".");
    }
    if (!std::isfinite(grid.firstBeatS) || !std::isfinite(grid.firstDownbeatS)) {
        return fail(ErrorCode::BadInput, "The first beat of a grid needs a time.");
    }
    // A length in bars is only true at the tempo that it was found with.
    return updateStems(
        *m_database, ids,
        QStringLiteral("bars = iif(bpm > 0, round(bars * coalesce(?, 0) / bpm, 3), 0), "
                       "bpm = ?, first_beat = ?, first_downbeat = ?, "
                       "beats_per_bar = ?, is_grid_by_user = 1"),
        {grid.bpm ? QVariant(*grid.bpm) : QVariant(), grid.bpm ? QVariant(*grid.bpm) : QVariant(),
         grid.firstBeatS, grid.firstDownbeatS, grid.beatsPerBar});
}

Result<> StemRepository::forgetUserValues(const std::vector<StemId>& ids,
                                          const std::vector<UserValue>& values)
{
    if (values.empty()) {
        return {};
    }
    QString change;
    for (const UserValue value : values) {
        change += QLatin1String(flagOf(value)) + QStringLiteral(" = 0, ");
    }
    return updateStems(*m_database, ids, change + QStringLiteral("analyser_version = ''"), {});
}

Result<> StemRepository::setTags(StemId id, const std::vector<std::string>& tags)
{
    return stamped(*m_database, [&](Connection& connection, qint64 stamp) -> Result<> {
        const QVariant key = QVariant::fromValue<qint64>(id);
        const auto changed = connection.run(
            QStringLiteral("UPDATE stems SET updated_at = ? WHERE id = ?"), {stamp, key});
        if (!changed) {
            return propagate(changed);
        }
        if (*changed == 0) {
            return unknownStem(id);
        }
        auto cleared = connection.run(QStringLiteral("DELETE FROM tags WHERE stem_id = ?"), {key});
        if (!cleared) {
            return propagate(cleared);
        }
        return writeTags(connection, id, tags);
    });
}

Result<> StemRepository::rename(StemId id, const std::string& name)
{
    const QString text = qtText(name).trimmed();
    if (text.isEmpty()) {
        return fail(ErrorCode::BadInput,
                    "A sound needs a name; that of sound " + std::to_string(id)
                        + " stays as it is.");
    }
    return updateStems(*m_database, {id}, QStringLiteral("name = ?"), {text});
}

Result<> StemRepository::setMissing(StemId id, bool missing)
{
    return updateStems(*m_database, {id}, QStringLiteral("is_missing = ?"), {missing});
}

Result<> StemRepository::remove(const std::vector<StemId>& ids)
{
    return stamped(*m_database, [&](Connection& connection, qint64 stamp) -> Result<> {
        int removed = 0;
        auto done = inChunks(ids, [&](const QVariantList& chunk) -> Result<> {
            const QString list = placeholders(chunk.size());
            // Children lose their parent by the foreign key; this tells other processes of it.
            auto step = connection.run(
                QStringLiteral(
                    "UPDATE stems SET parent_id = NULL, updated_at = ? WHERE parent_id IN (%1)")
                    .arg(list),
                QVariantList {stamp} + chunk);
            if (!step) {
                return propagate(step);
            }
            step = connection.run(QStringLiteral("INSERT INTO removed_stems (stem_id, removed_at) "
                                                 "SELECT id, ? FROM stems WHERE id IN (%1)")
                                      .arg(list),
                                  QVariantList {stamp} + chunk);
            if (!step) {
                return propagate(step);
            }
            step = connection.run(QStringLiteral("DELETE FROM stems WHERE id IN (%1)").arg(list),
                                  chunk);
            if (!step) {
                return propagate(step);
            }
            removed += *step;
            return {};
        });
        if (done && removed == 0 && !ids.empty()) {
            return unknownStem(ids.front());
        }
        return done;
    });
}

Result<> StemRepository::addEdges(const std::vector<LineageEdge>& edges)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&] { return writeEdges(**connection, edges, 0); });
}

Result<> StemRepository::saveLatent(StemId id, const std::string& modelHash,
                                    const std::vector<float>& latent)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done
        = (*connection)
              ->run(
                  QStringLiteral("INSERT INTO latents (stem_id, model_hash, created_at, vector) "
                                 "VALUES (?, ?, ?, ?) ON CONFLICT (stem_id, model_hash) DO UPDATE "
                                 "SET created_at = excluded.created_at, vector = excluded.vector"),
                  {QVariant::fromValue<qint64>(id), qtText(modelHash),
                   QDateTime::currentMSecsSinceEpoch(), floatsToBytes(latent)});
    if (!done) {
        return done.error().code == ErrorCode::NotFound ? Result<> {unknownStem(id)}
                                                        : Result<> {propagate(done)};
    }
    return {};
}

StemOrigins::StemOrigins(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<> StemOrigins::relocate(StemId id, const std::string& path)
{
    return updateStems(*m_database, {id}, QStringLiteral("path = ?, is_missing = 0"),
                       {qtText(path)});
}

Result<> StemOrigins::setLicence(const std::vector<StemId>& ids, const std::string& licence)
{
    return updateStems(*m_database, ids, QStringLiteral("licence = ?"), {qtText(licence)});
}

} // namespace nde::db
