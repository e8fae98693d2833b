#include "core/db/SeedDatabase.h"

#include "core/db/Connection.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlRecord>

#include <cmath>

namespace nde::db {
namespace {

constexpr qsizetype kMostCharacters = 16384; // of a value; longer ones are features by the thousand
constexpr qsizetype kMostTags = 256;

/// Names of the columns of a table, in its order; empty = there is no such table. A view or a
/// virtual table of that name is none: reading one would run what the file says.
Result<QStringList> columnsOf(Connection& connection, const QString& table)
{
    QStringList names;
    auto read = connection.each(
        QStringLiteral("SELECT name FROM pragma_table_info(?) WHERE EXISTS (SELECT 1 FROM "
                       "sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE AND sql "
                       "LIKE 'CREATE TABLE%')"),
        {table, table}, [&names](const QSqlQuery& row) { names << row.value(0).toString(); });
    return read ? Result<QStringList> {names} : propagate(read);
}

QString quoted(QString name)
{
    return u'"' + name.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

/// A row by names of columns; what is not there is empty.
class Row
{
public:
    Row(const QSqlQuery& row, const QStringList& columns)
    {
        for (qsizetype i = 0; i < columns.size(); ++i) {
            m_values.insert(columns[i], row.value(static_cast<int>(i)));
        }
    }
    /// At most `kMostCharacters`.
    [[nodiscard]] QString text(const char* name) const
    {
        return value(name).toString().left(kMostCharacters).trimmed();
    }
    /// As `text`; empty where a part of it would say something else than the whole.
    [[nodiscard]] QString wholeText(const char* name) const
    {
        return value(name).toString().size() > kMostCharacters ? QString() : text(name);
    }
    [[nodiscard]] qint64 whole(const char* name) const { return value(name).toLongLong(); }
    [[nodiscard]] double number(const char* name) const
    {
        const double given = value(name).toDouble();
        return std::isfinite(given) ? given : 0.0;
    }
    [[nodiscard]] QVariant value(const char* name) const
    {
        return m_values.value(QString::fromLatin1(name));
    }
    [[nodiscard]] const QHash<QString, QVariant>& values() const { return m_values; }

private:
    QHash<QString, QVariant> m_values;
};

/// A list that was stored as JSON, or as words with commas.
QStringList listOf(const QString& stored)
{
    QStringList list;
    const auto parsed = QJsonDocument::fromJson(stored.toUtf8());
    if (parsed.isArray()) {
        for (const auto& item : parsed.array()) {
            list << (item.isObject() ? item.toObject().value(QStringLiteral("tag")).toString()
                                     : item.toString());
        }
    } else if (!parsed.isObject()) {
        list = stored.split(u',');
    }
    for (QString& word : list) {
        word = word.trimmed();
    }
    list.removeAll(QString());
    return list;
}

/// What a column says, for keeping: JSON as JSON, numbers as numbers, the rest as text.
QJsonValue factOf(const QVariant& value)
{
    if (value.isNull() || value.toString().isEmpty() || value.toString().size() > kMostCharacters) {
        return {};
    }
    if (value.typeId() != QMetaType::QString) {
        return QJsonValue::fromVariant(value);
    }
    const QString text = value.toString();
    const auto parsed = QJsonDocument::fromJson(text.toUtf8());
    return parsed.isObject() ? QJsonValue(parsed.object())
        : parsed.isArray()   ? QJsonValue(parsed.array())
                             : QJsonValue(text);
}

/// Columns that have a place of their own, that are measured anew, or that are too long to keep.
bool isKept(const QString& column)
{
    static const QStringList others {
        QStringLiteral("id"),         QStringLiteral("filename"),       QStringLiteral("source"),
        QStringLiteral("category"),   QStringLiteral("processed_path"), QStringLiteral("auto_tags"),
        QStringLiteral("file_hash"),  QStringLiteral("manual_tags"),    QStringLiteral("file_size"),
        QStringLiteral("channels"),   QStringLiteral("sample_rate"),    QStringLiteral("bit_depth"),
        QStringLiteral("updated_at"), QStringLiteral("audio_embedding")};
    return !others.contains(column);
}

SeedStem stemOf(const Row& row)
{
    SeedStem stem;
    stem.id = row.whole("id");
    stem.filename = row.text("filename");
    stem.originalPath = row.text("original_path");
    stem.processedPath = row.text("processed_path");
    stem.source = row.text("source").toLower();
    stem.category = row.text("category").toLower();
    if (stem.category.isEmpty()) {
        stem.category = row.text("instrument").toLower();
    }
    stem.bpm = row.number("bpm");
    stem.tags = (listOf(row.wholeText("manual_tags")) + listOf(row.wholeText("auto_tags")))
                    .mid(0, kMostTags);
    stem.processingError = row.text("processing_error");
    for (auto it = row.values().cbegin(); it != row.values().cend(); ++it) {
        const QJsonValue fact = isKept(it.key()) ? factOf(it.value()) : QJsonValue();
        if (!fact.isNull()) {
            stem.facts.insert(it.key(), fact);
        }
    }
    return stem;
}

/// "2025-03-01 12:30:00.123456", UTC.
qint64 timeOf(QString text)
{
    text.replace(u' ', u'T');
    auto time = QDateTime::fromString(text, Qt::ISODateWithMs);
    time.setTimeSpec(Qt::UTC);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

SeedTrack trackOf(const Row& row)
{
    SeedTrack track;
    track.id = row.whole("id");
    track.title = row.text("title");
    track.prompt = row.text("original_prompt");
    if (track.prompt.isEmpty()) {
        track.prompt = row.text("prompt");
    }
    track.outputPath = row.text("output_path");
    track.bpm = row.number("target_bpm") > 0.0 ? row.number("target_bpm") : row.number("bpm");
    track.key = row.text("target_key");
    if (track.key.isEmpty()) {
        track.key = row.text("key");
    }
    track.createdAtMs = timeOf(row.text("created_at"));
    return track;
}

template<typename OnRow>
Result<> readTable(Connection& connection, const QString& table, const QStringList& columns,
                   OnRow onRow)
{
    QStringList names;
    for (const QString& column : columns) {
        // One character more than is kept, so that what is longer is seen to be.
        names << QStringLiteral("CASE WHEN typeof(%1) IN ('text', 'blob') THEN substr(%1, 1, %2) "
                                "ELSE %1 END")
                     .arg(quoted(column), QString::number(kMostCharacters + 1));
    }
    const QString sql = QStringLiteral("SELECT %1 FROM %2 ORDER BY id")
                            .arg(names.join(QStringLiteral(", ")), quoted(table));
    return connection.each(sql, {}, [&](const QSqlQuery& row) { onRow(Row(row, columns)); });
}

/// Which sounds are in which tracks.
Result<> readUses(Connection& connection, std::vector<SeedTrack>& tracks)
{
    const QString table = QStringLiteral("track_stems");
    const auto columns = columnsOf(connection, table);
    if (!columns) {
        return propagate(columns);
    }
    if (!columns->contains(QStringLiteral("track_id"))
        || !columns->contains(QStringLiteral("stem_id"))
        || !columns->contains(QStringLiteral("id"))) {
        return {};
    }
    QHash<qint64, SeedTrack*> byId;
    for (auto& track : tracks) {
        byId.insert(track.id, &track);
    }
    return readTable(connection, table, *columns, [&byId](const Row& row) {
        if (SeedTrack* track = byId.value(row.whole("track_id")); track != nullptr) {
            track->uses.push_back({row.whole("stem_id"), row.text("layer_name")});
        }
    });
}

} // namespace

Result<SeedContents> readSeedDatabase(const QString& copy)
{
    const auto opened = Connection::open(copy, OpenMode::ReadWrite);
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    const auto columns = columnsOf(connection, QStringLiteral("stems"));
    if (!columns) {
        return propagate(columns);
    }
    if (!columns->contains(QStringLiteral("id"))
        || !columns->contains(QStringLiteral("filename"))) {
        return fail(ErrorCode::Unsupported,
                    "'" + copy.toStdString() + "' has no table of stems as the seed's has one");
    }
    SeedContents contents;
    auto read = readTable(connection, QStringLiteral("stems"), *columns,
                          [&](const Row& row) { contents.stems.push_back(stemOf(row)); });
    if (!read) {
        return propagate(read);
    }
    const auto ofTracks = columnsOf(connection, QStringLiteral("generated_tracks"));
    if (!ofTracks) {
        return propagate(ofTracks);
    }
    if (ofTracks->contains(QStringLiteral("id"))) {
        read = readTable(connection, QStringLiteral("generated_tracks"), *ofTracks,
                         [&](const Row& row) { contents.tracks.push_back(trackOf(row)); });
        if (!read) {
            return propagate(read);
        }
        if (read = readUses(connection, contents.tracks); !read) {
            return propagate(read);
        }
    }
    return contents;
}

} // namespace nde::db
