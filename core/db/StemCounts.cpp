#include "core/db/StemCounts.h"

#include "core/db/DatabasePrivate.h"

namespace nde::db {

namespace {

/// Two columns of a whole statement, row by row.
template<typename Count, typename Make>
Result<std::vector<Count>> counted(Database& database, const QString& statement,
                                   const QVariantList& values, Make make)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<Count> counts;
    auto done = (*connection)->each(statement, values, [&](const QSqlQuery& row) {
        counts.push_back({make(row.value(0)), row.value(1).toLongLong()});
    });
    if (!done) {
        return propagate(done);
    }
    return counts;
}

} // namespace

StemCounts::StemCounts(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<std::vector<CategoryCount>> StemCounts::byModel()
{
    return counted<CategoryCount>(*m_database,
                                  QStringLiteral("SELECT model, count(*) FROM stems GROUP BY model "
                                                 "ORDER BY count(*) DESC, model"),
                                  {}, [](const QVariant& id) { return stdText(id); });
}

Result<std::vector<KeyCount>> StemCounts::byKey()
{
    const auto keyOf = [](const QVariant& index) {
        return index.isNull() ? std::optional<Key> {}
                              : Key {index.toInt() % 12, index.toInt() >= 12};
    };
    return counted<KeyCount>(*m_database,
                             QStringLiteral("SELECT key_index, count(*) FROM stems "
                                            "GROUP BY key_index ORDER BY key_index NULLS LAST"),
                             {}, keyOf);
}

Result<std::vector<TempoCount>> StemCounts::byTempo(double step)
{
    const auto bpmOf = [](const QVariant& start) {
        return start.isNull() ? std::optional<double> {} : start.toDouble();
    };
    // A tempo of 0 stands for none in rows of older schemas.
    return counted<TempoCount>(
        *m_database,
        QStringLiteral("SELECT CAST(nullif(bpm, 0) / ? AS INTEGER) * ? AS start, count(*) "
                       "FROM stems GROUP BY start ORDER BY start NULLS LAST"),
        {step, step}, bpmOf);
}

} // namespace nde::db
