#include "core/base/DescriptorInfo.h"
#include "core/neuro/Character.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <utility>

namespace nde::services {
namespace {

QJsonValue numberOrNull(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonArray numbers(const std::vector<float>& values)
{
    QJsonArray array;
    for (const float value : values) {
        array.append(static_cast<double>(value));
    }
    return array;
}

QJsonArray defectsToJson(const std::vector<Defect>& defects)
{
    QJsonArray array;
    for (const Defect& defect : defects) {
        array.append(QJsonObject {{QStringLiteral("name"), toQt(defectId(defect.kind))},
                                  {QStringLiteral("amount"), defect.value},
                                  {QStringLiteral("loss"), defect.loss}});
    }
    return array;
}

/// The likeliest first; none where the category was given with the sound.
QJsonArray categoriesToJson(const Descriptors& d)
{
    QJsonArray array;
    for (const CategoryRank& rank : d.categories) {
        array.append(QJsonObject {{QStringLiteral("category"), toQt(categoryId(rank.category))},
                                  {QStringLiteral("probability"), rank.probability}});
    }
    return array;
}

QJsonObject descriptorsToJson(const Descriptors& d)
{
    QJsonObject object;
    for (const DescriptorInfo& info : descriptorInfos()) {
        if (info.printed != nullptr) {
            object.insert(QLatin1String(info.printed), d.*info.member);
        }
    }
    object.insert(QStringLiteral("bpm"), numberOrNull(d.bpm));
    object.insert(QStringLiteral("beats_per_bar"), d.beatsPerBar);
    object.insert(QStringLiteral("key"), d.key ? QJsonValue(toQt(keyName(*d.key))) : QJsonValue());
    object.insert(QStringLiteral("camelot"),
                  d.key ? QJsonValue(toQt(camelotName(*d.key))) : QJsonValue());
    object.insert(QStringLiteral("pitch_hz"), numberOrNull(d.pitchHz));
    object.insert(QStringLiteral("noise_floor_db"), numberOrNull(d.noiseFloorDb));
    object.insert(QStringLiteral("cutoff_hz"), numberOrNull(d.cutoffHz));
    object.insert(QStringLiteral("plr_db"), d.truePeakDb - d.lufs);
    object.insert(QStringLiteral("onset_count"), d.onsetCount);
    object.insert(QStringLiteral("dropouts"), d.dropouts);
    object.insert(QStringLiteral("non_finite"), qint64 {d.nonFinite});
    object.insert(QStringLiteral("ltas_db"), numbers(d.ltasDb));
    object.insert(QStringLiteral("mfcc"), numbers(d.mfcc));
    object.insert(QStringLiteral("mfcc_deviation"), numbers(d.mfccDeviation));
    return object;
}

QJsonValue neuroToJson(const Descriptors& d)
{
    if (!d.neuro) {
        return {};
    }
    QJsonObject object;
    for (const auto& [id, member] : neuroMetricInfos()) {
        object.insert(toQt(id), (*d.neuro).*member);
    }
    return object;
}

/// Each tag; those that rest on a measure with their German word, the measure and its value.
QJsonArray tagsToJson(const Stem& stem)
{
    QJsonArray tags;
    for (const auto& name : stem.tags) {
        QJsonObject object {{QStringLiteral("en"), toQt(name)}};
        const auto tag = neuro::tagById(name);
        if (!tag.en.empty() && stem.descriptors.neuro) {
            object.insert(QStringLiteral("de"), toQt(tag.de));
            object.insert(QStringLiteral("metric"), toQt(tag.metric));
            for (const auto& [id, member] : neuroMetricInfos()) {
                if (id == tag.metric) {
                    object.insert(QStringLiteral("value"), (*stem.descriptors.neuro).*member);
                }
            }
        }
        tags.append(object);
    }
    return tags;
}

/// Which values the user said; analysis leaves them alone.
QJsonArray byUserToJson(const Stem& stem)
{
    QJsonArray names;
    for (const auto& [name, isByUser] :
         {std::pair {"category", stem.isCategoryByUser},
          std::pair {"kind", stem.isSoundClassByUser}, std::pair {"grid", stem.isGridByUser},
          std::pair {"key", stem.isKeyByUser}}) {
        if (isByUser) {
            names.append(QLatin1String(name));
        }
    }
    return names;
}

} // namespace

QJsonObject analysisToJson(const Stem& stem)
{
    const Descriptors& d = stem.descriptors;
    QJsonObject object {{QStringLiteral("input"), toQt(stem.path)},
                        {QStringLiteral("duration_s"), stem.durationS},
                        {QStringLiteral("sample_rate"), stem.sampleRate},
                        {QStringLiteral("channels"), stem.channels},
                        {QStringLiteral("silent"), d.silentShare >= 1.0},
                        {QStringLiteral("kind"), toQt(soundClassId(stem.soundClass))},
                        {QStringLiteral("category"), toQt(categoryId(stem.category))},
                        {QStringLiteral("category_confidence"), stem.categoryConfidence},
                        {QStringLiteral("categories"), categoriesToJson(d)},
                        {QStringLiteral("by_user"), byUserToJson(stem)},
                        {QStringLiteral("neuromorphic"), neuroToJson(d)},
                        {QStringLiteral("descriptors"), descriptorsToJson(d)},
                        {QStringLiteral("quality"),
                         QJsonObject {{QStringLiteral("score"), 100.0 * stem.quality},
                                      {QStringLiteral("technical"), d.technicalQuality},
                                      {QStringLiteral("character"), d.characterQuality},
                                      {QStringLiteral("defects"), defectsToJson(d.defects)}}},
                        {QStringLiteral("tags"), tagsToJson(stem)}};
    if (stem.id != 0) {
        object.insert(QStringLiteral("id"), qint64 {stem.id});
    }
    return object;
}

QJsonObject toJson(const AnalyzeOutcome& outcome)
{
    QJsonArray results;
    for (const auto& stem : outcome.stems) {
        results.append(analysisToJson(stem));
    }
    return {{QStringLiteral("results"), results},
            {QStringLiteral("unchanged"), outcome.unchanged},
            {QStringLiteral("copied"), outcome.copied},
            {QStringLiteral("quarantined"), outcome.quarantined},
            {QStringLiteral("failed"), failedToJson(outcome.failed)}};
}

} // namespace nde::services
