#include "core/db/StemColumns.h"

#include "core/base/DescriptorInfo.h"
#include "core/db/StemRepository.h"

#include <QtEndian>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace nde::db {

namespace {

using nlohmann::json;

// Not every sound has these.
constexpr std::array<std::pair<const char*, std::optional<double> Descriptors::*>, 3> kOptional {{
    {"pitch_hz", &Descriptors::pitchHz},
    {"cutoff_hz", &Descriptors::cutoffHz},
    {"noise_floor_db", &Descriptors::noiseFloorDb},
}};

std::string descriptorsToJson(const Descriptors& descriptors)
{
    json object = json::object();
    for (const DescriptorInfo& info : descriptorInfos()) {
        if (info.stored != nullptr) {
            object[info.stored] = descriptors.*info.member;
        }
    }
    for (const auto& [name, member] : kOptional) {
        if (descriptors.*member) {
            object[name] = *(descriptors.*member);
        }
    }
    object["onset_count"] = descriptors.onsetCount;
    object["dropouts"] = descriptors.dropouts;
    object["non_finite"] = descriptors.nonFinite;
    object["mfcc_deviation"] = descriptors.mfccDeviation;
    json& defects = object["defects"] = json::array();
    for (const Defect& defect : descriptors.defects) {
        defects.push_back({{"kind", std::string(defectId(defect.kind))},
                           {"value", defect.value},
                           {"loss", defect.loss}});
    }
    json& categories = object["categories"] = json::array();
    for (const CategoryRank& rank : descriptors.categories) {
        categories.push_back(
            {{"category", std::string(categoryId(rank.category))}, {"p", rank.probability}});
    }
    if (descriptors.neuro) {
        json& neuro = object["neuro"] = json::object();
        for (const auto& [id, member] : neuroMetricInfos()) {
            neuro[std::string(id)] = (*descriptors.neuro).*member;
        }
    }
    return object.dump();
}

NeuroMetrics metricsFrom(const json& object)
{
    NeuroMetrics metrics;
    for (const auto& [id, member] : neuroMetricInfos()) {
        const auto at = object.find(std::string(id));
        if (at != object.end() && at->is_number()) {
            metrics.*member = at->get<double>();
        }
    }
    return metrics;
}

/// Reads descriptors while they are parsed: a library of ten thousand sounds is read at once, and a
/// tree of each one's values would cost more than all the rest.
class DescriptorReader : public nlohmann::json_sax<json>
{
public:
    [[nodiscard]] Descriptors take() { return std::move(m_out); }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool number_integer(number_integer_t value) override
    {
        integer(static_cast<std::int64_t>(value));
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        integer(static_cast<std::int64_t>(value));
        return true;
    }
    bool number_float(number_float_t value, const string_t&) override
    {
        number(value);
        return true;
    }
    bool string(string_t& value) override
    {
        if (m_depth == 3 && m_top == "defects" && m_key == "kind") {
            m_kind = defectFromId(value);
        } else if (m_depth == 3 && m_top == "categories" && m_key == "category") {
            m_category = categoryFromId(value);
        }
        return true;
    }
    bool start_object(std::size_t) override
    {
        ++m_depth;
        if (m_depth == 2 && m_top == "neuro") {
            m_out.neuro.emplace();
        }
        m_kind.reset();
        m_category.reset();
        m_value = m_loss = 0.0;
        return true;
    }
    bool end_object() override
    {
        if (m_depth == 3 && m_top == "defects" && m_kind) {
            m_out.defects.push_back({*m_kind, m_value, m_loss});
        } else if (m_depth == 3 && m_top == "categories" && m_category) {
            m_out.categories.push_back({*m_category, m_value});
        }
        --m_depth;
        return true;
    }
    bool start_array(std::size_t) override
    {
        ++m_depth;
        return true;
    }
    bool end_array() override
    {
        --m_depth;
        return true;
    }
    bool key(string_t& name) override
    {
        (m_depth == 1 ? m_top : m_key).swap(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        return false;
    }

private:
    void integer(std::int64_t value)
    {
        if (m_depth == 1 && m_top == "onset_count") {
            m_out.onsetCount = static_cast<int>(value);
        } else if (m_depth == 1 && m_top == "dropouts") {
            m_out.dropouts = static_cast<int>(value);
        } else if (m_depth == 1 && m_top == "non_finite") {
            m_out.nonFinite = value;
        } else {
            number(static_cast<double>(value));
        }
    }
    void number(double value)
    {
        if (m_depth == 1) {
            setTop(value);
        } else if (m_depth == 2 && m_top == "mfcc_deviation") {
            m_out.mfccDeviation.push_back(static_cast<float>(value));
        } else if (m_depth == 2 && m_top == "neuro") {
            if (const auto found = neuroMembers().find(m_key); found != neuroMembers().end()) {
                (*m_out.neuro).*(found->second) = value;
            }
        } else if (m_depth == 3 && m_top == "defects") {
            (m_key == "loss" ? m_loss : m_key == "value" ? m_value : m_ignored) = value;
        } else if (m_depth == 3 && m_top == "categories") {
            (m_key == "p" ? m_value : m_ignored) = value;
        }
    }
    void setTop(double value)
    {
        static const auto members = [] {
            std::unordered_map<std::string_view, double Descriptors::*> all;
            for (const DescriptorInfo& info : descriptorInfos()) {
                if (info.stored != nullptr) {
                    all.emplace(info.stored, info.member);
                }
            }
            return all;
        }();
        if (const auto found = members.find(m_top); found != members.end()) {
            m_out.*(found->second) = value;
            return;
        }
        for (const auto& [name, member] : kOptional) {
            if (m_top == name) {
                m_out.*member = value;
            }
        }
    }
    static const std::unordered_map<std::string_view, double NeuroMetrics::*>& neuroMembers()
    {
        static const auto members = [] {
            std::unordered_map<std::string_view, double NeuroMetrics::*> all;
            for (const auto& [id, member] : neuroMetricInfos()) {
                all.emplace(id, member);
            }
            return all;
        }();
        return members;
    }

    Descriptors m_out;
    int m_depth {};
    std::string m_top; ///< the key of the outermost object …
    std::string m_key; ///< … and of one inside it
    std::optional<DefectKind> m_kind;
    std::optional<Category> m_category;
    double m_value {};
    double m_loss {};
    double m_ignored {};
};

// What is missing or of another type keeps its default: the text comes from a disk.
Descriptors descriptorsFromJson(const std::string& text)
{
    DescriptorReader reader;
    return json::sax_parse(text, &reader) ? reader.take() : Descriptors {};
}

QString fromId(std::string_view id)
{
    return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

QVariant idOrNull(StemId id)
{
    return id == 0 ? QVariant() : QVariant::fromValue<qint64>(id);
}

QVariant keyIndexOf(const Descriptors& descriptors)
{
    return descriptors.key
        ? QVariant(descriptors.key->pitchClass + (descriptors.key->isMinor ? 12 : 0))
        : QVariant();
}

QVariant bpmOf(const Descriptors& descriptors)
{
    return descriptors.bpm ? QVariant(*descriptors.bpm) : QVariant();
}

// Columns that analysis writes, in the order of `analysedValues`.
const QStringList& analysedColumns()
{
    static const QStringList columns {QStringLiteral("parent_id"),
                                      QStringLiteral("source"),
                                      QStringLiteral("is_missing"),
                                      QStringLiteral("processing_error"),
                                      QStringLiteral("duration"),
                                      QStringLiteral("loudness"),
                                      QStringLiteral("quality_score"),
                                      QStringLiteral("updated_at"),
                                      QStringLiteral("path"),
                                      QStringLiteral("frames"),
                                      QStringLiteral("sample_rate"),
                                      QStringLiteral("channels"),
                                      QStringLiteral("bit_depth"),
                                      QStringLiteral("file_size"),
                                      QStringLiteral("file_hash"),
                                      QStringLiteral("content_hash"),
                                      QStringLiteral("quality_reasons"),
                                      QStringLiteral("model"),
                                      QStringLiteral("seed"),
                                      QStringLiteral("recipe"),
                                      QStringLiteral("licence"),
                                      QStringLiteral("analyser_version"),
                                      QStringLiteral("descriptors"),
                                      QStringLiteral("ltas"),
                                      QStringLiteral("mfcc")};
    return columns;
}

QVariantList analysedValues(const Stem& stem, qint64 stampMs)
{
    return {idOrNull(stem.parentId),
            fromId(sourceId(stem.source)),
            stem.isMissing,
            qtText(stem.processingError),
            stem.durationS,
            stem.descriptors.lufs,
            stem.quality,
            stampMs,
            qtText(stem.path),
            QVariant::fromValue<qint64>(stem.frames),
            stem.sampleRate,
            stem.channels,
            stem.bitDepth,
            QVariant::fromValue<qint64>(stem.fileBytes),
            qtText(stem.fileHash),
            qtText(stem.contentHash),
            qtText(stem.qualityReasons),
            qtText(stem.model),
            static_cast<qint64>(stem.seed),
            qtText(stem.recipe),
            qtText(stem.licence),
            qtText(stem.analyserVersion),
            qtText(descriptorsToJson(stem.descriptors)),
            floatsToBytes(stem.descriptors.ltasDb),
            floatsToBytes(stem.descriptors.mfcc)};
}

// Columns that analysis writes unless the user has spoken, each with the flag that says so; in the
// order of `guardedValues`.
struct Guarded
{
    const char* column;
    const char* flag;
};
constexpr std::array<Guarded, 9> kGuarded {{{"category", "is_category_by_user"},
                                            {"category_confidence", "is_category_by_user"},
                                            {"sound_class", "is_sound_class_by_user"},
                                            {"bpm", "is_grid_by_user"},
                                            {"first_beat", "is_grid_by_user"},
                                            {"first_downbeat", "is_grid_by_user"},
                                            {"beats_per_bar", "is_grid_by_user"},
                                            {"bars", "is_grid_by_user"},
                                            {"key_index", "is_key_by_user"}}};

QStringList guardedColumns()
{
    QStringList columns;
    for (const Guarded& guarded : kGuarded) {
        columns.append(QString::fromLatin1(guarded.column));
    }
    return columns;
}

QVariantList guardedValues(const Stem& stem)
{
    const Descriptors& d = stem.descriptors;
    return {fromId(categoryId(stem.category)),
            stem.categoryConfidence,
            fromId(soundClassId(stem.soundClass)),
            bpmOf(d),
            d.firstBeatS,
            d.firstDownbeatS,
            d.beatsPerBar,
            d.bars,
            keyIndexOf(d)};
}

// Columns that only an insert writes or that belong to the user.
const QStringList& ownColumns()
{
    static const QStringList columns {QStringLiteral("name"),
                                      QStringLiteral("favorite"),
                                      QStringLiteral("rating"),
                                      QStringLiteral("created_at"),
                                      QStringLiteral("is_category_by_user"),
                                      QStringLiteral("is_sound_class_by_user"),
                                      QStringLiteral("is_grid_by_user"),
                                      QStringLiteral("is_key_by_user")};
    return columns;
}

std::optional<Key> keyFromIndex(int index)
{
    return index >= 0 && index < 24 ? std::optional<Key>(Key {index % 12, index >= 12})
                                    : std::nullopt;
}

} // namespace

std::optional<NeuroMetrics> neuroFromJson(const std::string& text)
{
    const json object = json::parse(text, nullptr, false);
    const auto at = object.is_object() ? object.find("neuro") : object.end();
    if (!object.is_object() || at == object.end() || !at->is_object()) {
        return std::nullopt;
    }
    return metricsFrom(*at);
}

QString lightColumns()
{
    return QStringLiteral(
        "id, parent_id, name, source, category, sound_class, favorite, is_missing, "
        "processing_error <> '', rating, category_confidence, bpm, key_index, "
        "duration, loudness, quality_score, created_at");
}

StemRow rowFrom(const QSqlQuery& row)
{
    int at = 0;
    StemRow stem;
    stem.id = row.value(at++).toLongLong();
    stem.parentId = row.value(at++).toLongLong();
    stem.name = stdText(row.value(at++));
    stem.source = sourceFromId(stdText(row.value(at++))).value_or(Source::Original);
    stem.category = categoryFromId(stdText(row.value(at++))).value_or(Category::Unclear);
    stem.soundClass = soundClassFromId(stdText(row.value(at++))).value_or(SoundClass::OneShot);
    stem.isFavorite = row.value(at++).toBool();
    stem.isMissing = row.value(at++).toBool();
    stem.needsAttention = row.value(at++).toBool();
    stem.rating = static_cast<std::int8_t>(row.value(at++).toInt());
    stem.categoryConfidence = static_cast<float>(row.value(at++).toDouble());
    stem.bpm = static_cast<float>(row.value(at++).toDouble());
    const QVariant key = row.value(at++);
    stem.keyIndex = key.isNull() ? std::int8_t {-1} : static_cast<std::int8_t>(key.toInt());
    stem.durationS = static_cast<float>(row.value(at++).toDouble());
    stem.lufs = static_cast<float>(row.value(at++).toDouble());
    stem.quality = static_cast<float>(row.value(at++).toDouble());
    stem.createdAtMs = row.value(at++).toLongLong();
    return stem;
}

QString allColumns()
{
    static const QString columns = QStringLiteral("id, ")
        + (ownColumns() + guardedColumns() + analysedColumns()).join(QStringLiteral(", "));
    return columns;
}

Stem stemFrom(const QSqlQuery& row)
{
    int at = 0;
    const auto next = [&] { return row.value(at++); };
    Stem stem;
    stem.id = next().toLongLong();
    stem.name = stdText(next());
    stem.isFavorite = next().toBool();
    stem.rating = next().toInt();
    stem.createdAtMs = next().toLongLong();
    stem.isCategoryByUser = next().toBool();
    stem.isSoundClassByUser = next().toBool();
    stem.isGridByUser = next().toBool();
    stem.isKeyByUser = next().toBool();
    stem.category = categoryFromId(stdText(next())).value_or(Category::Unclear);
    stem.categoryConfidence = next().toDouble();
    stem.soundClass = soundClassFromId(stdText(next())).value_or(SoundClass::OneShot);
    const QVariant bpm = next();
    const double firstBeatS = next().toDouble();
    const double firstDownbeatS = next().toDouble();
    const int beatsPerBar = next().toInt();
    const double bars = next().toDouble();
    const QVariant key = next();
    stem.parentId = next().toLongLong();
    stem.source = sourceFromId(stdText(next())).value_or(Source::Original);
    stem.isMissing = next().toBool();
    stem.processingError = stdText(next());
    stem.durationS = next().toDouble();
    const double lufs = next().toDouble();
    stem.quality = next().toDouble();
    stem.updatedAtMs = next().toLongLong();
    stem.path = stdText(next());
    stem.frames = next().toLongLong();
    stem.sampleRate = next().toInt();
    stem.channels = next().toInt();
    stem.bitDepth = next().toInt();
    stem.fileBytes = next().toLongLong();
    stem.fileHash = stdText(next());
    stem.contentHash = stdText(next());
    stem.qualityReasons = stdText(next());
    stem.model = stdText(next());
    stem.seed = static_cast<std::uint64_t>(next().toLongLong());
    stem.recipe = stdText(next());
    stem.licence = stdText(next());
    stem.analyserVersion = stdText(next());
    Descriptors& d = stem.descriptors = descriptorsFromJson(stdText(next()));
    d.ltasDb = floatsFromBytes(next().toByteArray());
    d.mfcc = floatsFromBytes(next().toByteArray());
    d.bpm = bpm.isNull() ? std::nullopt : std::optional<double>(bpm.toDouble());
    d.firstBeatS = firstBeatS;
    d.firstDownbeatS = firstDownbeatS;
    d.beatsPerBar = beatsPerBar;
    d.bars = bars;
    d.key = key.isNull() ? std::nullopt : keyFromIndex(key.toInt());
    d.lufs = lufs;
    if (stem.isGridByUser) {
        d.bpmConfidence = 1.0;
        d.gridConfidence = 1.0;
    }
    if (stem.isKeyByUser) {
        d.keyConfidence = 1.0;
    }
    return stem;
}

QString insertStatement()
{
    const QStringList columns = ownColumns() + guardedColumns() + analysedColumns();
    return QStringLiteral("INSERT INTO stems (%1) VALUES (%2)")
        .arg(columns.join(QStringLiteral(", ")), placeholders(columns.size()));
}

QVariantList insertValues(const Stem& stem, qint64 createdAtMs, qint64 stampMs)
{
    QVariantList values {qtText(stem.name), stem.isFavorite,       stem.rating,
                         createdAtMs,       stem.isCategoryByUser, stem.isSoundClassByUser,
                         stem.isGridByUser, stem.isKeyByUser};
    values.append(guardedValues(stem));
    values.append(analysedValues(stem, stampMs));
    return values;
}

QString analysisStatement()
{
    // The right-hand sides see the row as it was, so the order of these does not matter.
    QString guarded;
    for (const Guarded& column : kGuarded) {
        guarded += QStringLiteral("%1 = iif(%2, %1, ?), ")
                       .arg(QString::fromLatin1(column.column), QString::fromLatin1(column.flag));
    }
    return QStringLiteral("UPDATE stems SET %1 is_category_by_user = is_category_by_user OR ?, "
                          "%2 = ? WHERE id = ?")
        .arg(guarded, analysedColumns().join(QStringLiteral(" = ?, ")));
}

QVariantList analysisValues(const Stem& stem, qint64 stampMs)
{
    QVariantList values = guardedValues(stem);
    values.append(stem.isCategoryByUser);
    values.append(analysedValues(stem, stampMs));
    values.append(QVariant::fromValue<qint64>(stem.id));
    return values;
}

std::vector<std::string> normalisedTags(const std::vector<std::string>& tags)
{
    std::vector<std::string> result;
    for (const std::string& tag : tags) {
        std::string text = qtText(tag).simplified().toLower().replace(u' ', u'-').toStdString();
        if (!text.empty() && std::find(result.begin(), result.end(), text) == result.end()) {
            result.push_back(std::move(text));
        }
    }
    return result;
}

QByteArray floatsToBytes(const std::vector<float>& values)
{
    const auto count = static_cast<qsizetype>(values.size());
    QByteArray bytes(count * static_cast<qsizetype>(sizeof(float)), Qt::Uninitialized);
    qToLittleEndian<float>(values.data(), count, bytes.data());
    return bytes;
}

std::vector<float> floatsFromBytes(const QByteArray& bytes)
{
    const qsizetype count = bytes.size() / static_cast<qsizetype>(sizeof(float));
    std::vector<float> values(static_cast<std::size_t>(count));
    qFromLittleEndian<float>(bytes.constData(), count, values.data());
    return values;
}

} // namespace nde::db
