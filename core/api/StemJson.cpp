#include "core/api/StemJson.h"

#include "core/api/Json.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <map>
#include <set>

namespace nde::api {
namespace {

using services::toQt;

QJsonValue textOrNull(const std::string& text)
{
    return text.empty() ? QJsonValue() : QJsonValue(toQt(text));
}

QJsonValue numberOrNull(double value, bool isKnown)
{
    return isKnown ? QJsonValue(value) : QJsonValue();
}

/// Words that analysis gave rest on a measure; the others are the user's.
void addTags(const QJsonObject& analysis, QJsonObject& object)
{
    QJsonArray automatic;
    QJsonArray manual;
    for (const auto& value : analysis.value(u"tags"_s).toArray()) {
        const auto tag = value.toObject();
        (tag.contains(u"metric"_s) ? automatic : manual).append(tag.value(u"en"_s));
    }
    object[u"auto_tags"_s] = automatic;
    object[u"manual_tags"_s] = manual;
}

const char* complexityLevel(const Descriptors& d)
{
    const double mean = 0.5 * (d.harmonicComplexity + d.rhythmicComplexity);
    return mean < 1.0 / 3.0 ? "simple" : mean < 2.0 / 3.0 ? "moderate" : "complex";
}

/// Loudest 400 ms: what one hears as the force of a sound.
const char* energyLevel(const Descriptors& d)
{
    constexpr double kLowLufs = -26.0;
    constexpr double kHighLufs = -14.0;
    return d.momentaryLufs < kLowLufs ? "low" : d.momentaryLufs < kHighLufs ? "medium" : "high";
}

const char* recommendedUsage(SoundClass soundClass)
{
    switch (soundClass) {
    case SoundClass::OneShot:
        return "single hits and notes";
    case SoundClass::Loop:
        return "repeated bars";
    case SoundClass::Phrase:
        return "a phrase, once or now and then";
    case SoundClass::Track:
        break;
    }
    return "a whole track";
}

void addFile(const Stem& stem, const QString& parentPath, QJsonObject& object)
{
    const QString path = toQt(stem.path);
    const bool isOwn = stem.source == Source::Original;
    object[u"filename"_s] = QFileInfo(path).fileName();
    object[u"name"_s] = toQt(stem.name);
    object[u"original_path"_s] = isOwn || parentPath.isEmpty() ? path : parentPath;
    object[u"processed_path"_s] = isOwn ? QJsonValue() : QJsonValue(path);
    object[u"file_hash"_s] = textOrNull(stem.fileHash);
    object[u"duration"_s] = stem.durationS;
    object[u"sample_rate"_s] = stem.sampleRate;
    object[u"channels"_s] = stem.channels;
    object[u"bit_depth"_s] = stem.bitDepth > 0 ? QJsonValue(stem.bitDepth) : QJsonValue();
    object[u"file_size"_s] = qint64 {stem.fileBytes};
    object[u"missing"_s] = stem.isMissing;
}

void addMusic(const Stem& stem, bool isMeasured, QJsonObject& object)
{
    const Descriptors& d = stem.descriptors;
    const auto key = d.key ? QJsonValue(toQt(keyName(*d.key))) : QJsonValue();
    object[u"bpm"_s] = d.bpm ? QJsonValue(*d.bpm) : QJsonValue();
    object[u"key"_s] = key;
    object[u"musical_key"_s] = key;
    object[u"time_signature"_s]
        = d.bpm ? QJsonValue(QStringLiteral("%1/4").arg(d.beatsPerBar)) : QJsonValue();
    // Styles belong to tracks here; a single sound has none.
    object[u"genre"_s] = QJsonValue();
    object[u"mood"_s] = QJsonValue();
    object[u"instrument"_s] = toQt(categoryId(stem.category));
    object[u"energy_level"_s]
        = isMeasured ? QJsonValue(QLatin1StringView(energyLevel(d))) : QJsonValue();
    object[u"loudness"_s] = numberOrNull(d.lufs, isMeasured);
    object[u"harmonic_complexity"_s] = numberOrNull(d.harmonicComplexity, isMeasured);
    object[u"rhythmic_complexity"_s] = numberOrNull(d.rhythmicComplexity, isMeasured);
    object[u"complexity_level"_s]
        = isMeasured ? QJsonValue(QLatin1StringView(complexityLevel(d))) : QJsonValue();
    object[u"recommended_usage"_s] = QLatin1StringView(recommendedUsage(stem.soundClass));
}

/// The four groups that the seed keeps as blobs; here they say what was measured.
void addAnalysis(const Stem& stem, const QJsonObject& analysis, bool isMeasured,
                 QJsonObject& object)
{
    const auto descriptors = analysis.value(u"descriptors"_s).toObject();
    const auto some = [&](std::initializer_list<const char*> names) {
        QJsonObject part;
        for (const char* name : names) {
            part[QLatin1StringView(name)] = descriptors.value(QLatin1StringView(name));
        }
        return QJsonValue(part);
    };
    object[u"semantic_analysis"_s] = isMeasured
        ? QJsonValue(QJsonObject {{u"tags"_s, analysis.value(u"tags"_s)},
                                  {u"category_confidence"_s, stem.categoryConfidence},
                                  {u"categories"_s, analysis.value(u"categories"_s)},
                                  {u"by_user"_s, analysis.value(u"by_user"_s)}})
        : QJsonValue();
    object[u"pattern_analysis"_s] = isMeasured
        ? some({"bars", "onset_count", "bpm_confidence", "first_beat_s"})
        : QJsonValue();
    object[u"neural_features"_s] = analysis.value(u"neuromorphic"_s);
    object[u"perceptual_mapping"_s] = isMeasured
        ? some({"lufs_integrated", "true_peak_dbtp", "centroid_hz", "rolloff_hz", "flatness",
                "transient_ratio", "attack_s", "decay_s", "stereo_width"})
        : QJsonValue();
}

} // namespace

QJsonObject stemToJson(const Stem& stem, const QString& parentPath)
{
    const bool isMeasured = !stem.analyserVersion.empty();
    const QJsonObject analysis = services::analysisToJson(stem);
    const auto recipe = services::parseJsonObject(QByteArray::fromStdString(stem.recipe));
    QJsonObject object {{u"id"_s, qint64 {stem.id}}};
    addFile(stem, parentPath, object);
    addMusic(stem, isMeasured, object);
    addTags(analysis, object);
    addAnalysis(stem, analysis, isMeasured, object);
    object[u"category"_s] = toQt(categoryId(stem.category));
    object[u"source"_s] = toQt(sourceId(stem.source));
    object[u"quality_score"_s] = numberOrNull(stem.quality, isMeasured);
    object[u"processing_status"_s] = !stem.processingError.empty() ? u"failed"_s
        : isMeasured                                               ? u"completed"_s
                                                                   : u"pending"_s;
    object[u"processing_error"_s] = textOrNull(stem.processingError);
    object[u"created_at"_s] = timeJson(stem.createdAtMs);
    object[u"updated_at"_s] = timeJson(stem.updatedAtMs);
    object[u"processed_at"_s] = isMeasured ? timeJson(stem.updatedAtMs) : QJsonValue();
    object[u"class"_s] = toQt(soundClassId(stem.soundClass));
    object[u"rating"_s] = stem.rating;
    object[u"favorite"_s] = stem.isFavorite;
    object[u"parent_id"_s] = stem.parentId != 0 ? QJsonValue(qint64 {stem.parentId}) : QJsonValue();
    object[u"recipe"_s] = recipe ? QJsonValue(*recipe) : QJsonValue();
    object[u"model"_s] = textOrNull(stem.model);
    object[u"licence"_s] = toQt(stem.licence);
    object[u"lineage_url"_s] = QStringLiteral("/api/v1/stems/%1/lineage").arg(stem.id);
    return object;
}

Result<QJsonArray> stemsToJson(services::Studio& studio, const std::vector<Stem>& stems)
{
    std::set<StemId> parents;
    for (const Stem& stem : stems) {
        if (stem.parentId != 0) {
            parents.insert(stem.parentId);
        }
    }
    std::map<StemId, QString> paths;
    if (!parents.empty()) {
        const auto found = services::soundsByIds(studio, {parents.begin(), parents.end()});
        if (!found) {
            return propagate(found);
        }
        for (const Stem& parent : *found) {
            paths[parent.id] = toQt(parent.path);
        }
    }
    QJsonArray array;
    for (const Stem& stem : stems) {
        const auto path = paths.find(stem.parentId);
        array.append(stemToJson(stem, path == paths.end() ? QString() : path->second));
    }
    return array;
}

Result<QJsonObject> stemToJson(services::Studio& studio, const Stem& stem)
{
    const auto array = stemsToJson(studio, {stem});
    if (!array) {
        return propagate(array);
    }
    return array->at(0).toObject();
}

} // namespace nde::api
