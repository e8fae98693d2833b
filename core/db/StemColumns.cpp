#include "core/db/StemColumns.h"

#include "core/db/StemRepository.h"

#include <QtEndian>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace nde::db {

namespace {

using nlohmann::json;

// Those descriptors that nothing filters by; the others have columns.
constexpr std::array<std::pair<const char*, double Descriptors::*>, 19> kDoubles {{
    {"bpm_confidence", &Descriptors::bpmConfidence},
    {"first_beat_s", &Descriptors::firstBeatS},
    {"key_confidence", &Descriptors::keyConfidence},
    {"true_peak_db", &Descriptors::truePeakDb},
    {"peak_db", &Descriptors::peakDb},
    {"crest_db", &Descriptors::crestDb},
    {"centroid_hz", &Descriptors::centroidHz},
    {"rolloff_hz", &Descriptors::rolloffHz},
    {"flatness", &Descriptors::flatness},
    {"flux", &Descriptors::flux},
    {"transient_ratio", &Descriptors::transientRatio},
    {"attack_s", &Descriptors::attackS},
    {"decay_s", &Descriptors::decayS},
    {"onset_s", &Descriptors::onsetS},
    {"stereo_correlation", &Descriptors::stereoCorrelation},
    {"stereo_width", &Descriptors::stereoWidth},
    {"silent_share", &Descriptors::silentShare},
    {"clipped_share", &Descriptors::clippedShare},
    {"dc_offset", &Descriptors::dcOffset},
}};

std::string descriptorsToJson(const Descriptors& descriptors)
{
    json object = json::object();
    for (const auto& [name, member] : kDoubles) {
        object[name] = descriptors.*member;
    }
    object["onset_count"] = descriptors.onsetCount;
    if (descriptors.pitchHz) {
        object["pitch_hz"] = *descriptors.pitchHz;
    }
    return object.dump();
}

// What is missing or of another type keeps its default: the text comes from a disk.
Descriptors descriptorsFromJson(const std::string& text)
{
    Descriptors descriptors;
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return descriptors;
    }
    for (const auto& [name, member] : kDoubles) {
        const auto at = object.find(name);
        if (at != object.end() && at->is_number()) {
            descriptors.*member = at->get<double>();
        }
    }
    if (const auto at = object.find("onset_count"); at != object.end() && at->is_number_integer()) {
        descriptors.onsetCount = at->get<int>();
    }
    if (const auto at = object.find("pitch_hz"); at != object.end() && at->is_number()) {
        descriptors.pitchHz = at->get<double>();
    }
    return descriptors;
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
                                      QStringLiteral("sound_class"),
                                      QStringLiteral("is_missing"),
                                      QStringLiteral("processing_error"),
                                      QStringLiteral("bpm"),
                                      QStringLiteral("key_index"),
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
            fromId(soundClassId(stem.soundClass)),
            stem.isMissing,
            qtText(stem.processingError),
            bpmOf(stem.descriptors),
            keyIndexOf(stem.descriptors),
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

// Columns that only an insert writes or that belong to the user.
const QStringList& ownColumns()
{
    static const QStringList columns {QStringLiteral("name"),
                                      QStringLiteral("category"),
                                      QStringLiteral("favorite"),
                                      QStringLiteral("rating"),
                                      QStringLiteral("created_at"),
                                      QStringLiteral("category_confidence"),
                                      QStringLiteral("is_category_by_user")};
    return columns;
}

std::optional<Key> keyFromIndex(int index)
{
    return index >= 0 && index < 24 ? std::optional<Key>(Key {index % 12, index >= 12})
                                    : std::nullopt;
}

} // namespace

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
    static const QString columns = QStringLiteral("id, %1, %2")
                                       .arg(ownColumns().join(QStringLiteral(", ")),
                                            analysedColumns().join(QStringLiteral(", ")));
    return columns;
}

Stem stemFrom(const QSqlQuery& row)
{
    int at = 0;
    const auto next = [&] { return row.value(at++); };
    Stem stem;
    stem.id = next().toLongLong();
    stem.name = stdText(next());
    stem.category = categoryFromId(stdText(next())).value_or(Category::Unclear);
    stem.isFavorite = next().toBool();
    stem.rating = next().toInt();
    stem.createdAtMs = next().toLongLong();
    stem.categoryConfidence = next().toDouble();
    stem.isCategoryByUser = next().toBool();
    stem.parentId = next().toLongLong();
    stem.source = sourceFromId(stdText(next())).value_or(Source::Original);
    stem.soundClass = soundClassFromId(stdText(next())).value_or(SoundClass::OneShot);
    stem.isMissing = next().toBool();
    stem.processingError = stdText(next());
    const QVariant bpm = next();
    const QVariant key = next();
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
    stem.descriptors = descriptorsFromJson(stdText(next()));
    stem.descriptors.ltasDb = floatsFromBytes(next().toByteArray());
    stem.descriptors.mfcc = floatsFromBytes(next().toByteArray());
    stem.descriptors.bpm = bpm.isNull() ? std::nullopt : std::optional<double>(bpm.toDouble());
    stem.descriptors.key = key.isNull() ? std::nullopt : keyFromIndex(key.toInt());
    stem.descriptors.lufs = lufs;
    return stem;
}

QString insertStatement()
{
    const qsizetype count = ownColumns().size() + analysedColumns().size();
    return QStringLiteral("INSERT INTO stems (%1, %2) VALUES (%3)")
        .arg(ownColumns().join(QStringLiteral(", ")), analysedColumns().join(QStringLiteral(", ")),
             placeholders(count));
}

QVariantList insertValues(const Stem& stem, qint64 createdAtMs, qint64 stampMs)
{
    QVariantList values {
        qtText(stem.name), fromId(categoryId(stem.category)), stem.isFavorite,      stem.rating,
        createdAtMs,       stem.categoryConfidence,           stem.isCategoryByUser};
    values.append(analysedValues(stem, stampMs));
    return values;
}

QString analysisStatement()
{
    // The right-hand sides see the row as it was, so the order of these does not matter.
    return QStringLiteral("UPDATE stems SET "
                          "category = iif(is_category_by_user, category, ?), "
                          "category_confidence = iif(is_category_by_user, category_confidence, ?), "
                          "is_category_by_user = is_category_by_user OR ?, "
                          "%1 = ? WHERE id = ?")
        .arg(analysedColumns().join(QStringLiteral(" = ?, ")));
}

QVariantList analysisValues(const Stem& stem, qint64 stampMs)
{
    QVariantList values {fromId(categoryId(stem.category)), stem.categoryConfidence,
                         stem.isCategoryByUser};
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
