#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QJsonDocument>

#include <limits>
#include <map>

namespace nde::services {
namespace {

QString id(Category category)
{
    return toQt(categoryId(category));
}

QJsonArray failedToJson(const std::vector<FailedItem>& failed)
{
    QJsonArray array;
    for (const auto& item : failed) {
        array.append(QJsonObject {
            {QStringLiteral("path"), item.path},
            {QStringLiteral("reason"), toQt(item.error.message)},
            {QStringLiteral("code"), QString::fromLatin1(errorCodeId(item.error.code))}});
    }
    return array;
}

QJsonArray countsToJson(const std::map<std::string, int>& counts)
{
    QJsonArray array;
    for (const auto& [reason, count] : counts) {
        if (count > 0) {
            array.append(QJsonObject {{QStringLiteral("reason"), toQt(reason)},
                                      {QStringLiteral("count"), count}});
        }
    }
    return array;
}

QJsonArray defectsToJson(const std::string& reasons)
{
    QJsonArray array;
    for (const auto& part : toQt(reasons).split(u';', Qt::SkipEmptyParts)) {
        const QString text = part.trimmed();
        const auto blank = text.lastIndexOf(u' ');
        bool isNumber = false;
        const double amount = text.mid(blank + 1).toDouble(&isNumber);
        array.append(isNumber && blank > 0
                         ? QJsonObject {{QStringLiteral("name"), text.left(blank)},
                                        {QStringLiteral("amount"), amount}}
                         : QJsonObject {{QStringLiteral("name"), text}});
    }
    return array;
}

QJsonObject descriptorsToJson(const Descriptors& d)
{
    QJsonObject object {
        {QStringLiteral("bpm"), d.bpm ? QJsonValue(*d.bpm) : QJsonValue()},
        {QStringLiteral("bpm_confidence"), d.bpmConfidence},
        {QStringLiteral("first_beat_s"), d.firstBeatS},
        {QStringLiteral("key"), d.key ? QJsonValue(toQt(keyName(*d.key))) : QJsonValue()},
        {QStringLiteral("camelot"), d.key ? QJsonValue(toQt(camelotName(*d.key))) : QJsonValue()},
        {QStringLiteral("key_confidence"), d.keyConfidence},
        {QStringLiteral("pitch_hz"), d.pitchHz ? QJsonValue(*d.pitchHz) : QJsonValue()},
        {QStringLiteral("lufs_integrated"), d.lufs},
        {QStringLiteral("true_peak_dbtp"), d.truePeakDb},
        {QStringLiteral("peak_dbfs"), d.peakDb},
        {QStringLiteral("crest_db"), d.crestDb},
        {QStringLiteral("centroid_hz"), d.centroidHz},
        {QStringLiteral("rolloff_hz"), d.rolloffHz},
        {QStringLiteral("flatness"), d.flatness},
        {QStringLiteral("flux"), d.flux},
        {QStringLiteral("transient_ratio"), d.transientRatio},
        {QStringLiteral("attack_s"), d.attackS},
        {QStringLiteral("decay_s"), d.decayS},
        {QStringLiteral("onset_s"), d.onsetS},
        {QStringLiteral("onset_count"), d.onsetCount},
        {QStringLiteral("stereo_correlation"), d.stereoCorrelation},
        {QStringLiteral("stereo_width"), d.stereoWidth},
        {QStringLiteral("silent_share"), d.silentShare},
        {QStringLiteral("clipped_share"), d.clippedShare},
        {QStringLiteral("dc_offset"), d.dcOffset}};
    return object;
}

} // namespace

QJsonValue seedToJson(quint64 seed)
{
    constexpr quint64 kExact = quint64 {1} << 53;
    return seed <= kExact ? QJsonValue(static_cast<qint64>(seed))
                          : QJsonValue(QString::number(seed));
}

std::optional<quint64> seedFromJson(const QJsonValue& value)
{
    bool isNumber = false;
    if (value.isString()) {
        const quint64 seed = value.toString().toULongLong(&isNumber);
        return isNumber ? std::optional(seed) : std::nullopt;
    }
    const qint64 number = value.toInteger(-1);
    return number >= 0 ? std::optional(static_cast<quint64>(number)) : std::nullopt;
}

QByteArray prettyJson(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QJsonObject errorToJson(const Error& error)
{
    return {{QStringLiteral("error"),
             QJsonObject {{QStringLiteral("code"), QString::fromLatin1(errorCodeId(error.code))},
                          {QStringLiteral("message"), toQt(error.message)}}}};
}

QJsonObject jobToJson(const JobRecord& job)
{
    QJsonObject object {
        {QStringLiteral("id"), qint64 {job.id}},
        {QStringLiteral("kind"), toQt(job.kind)},
        {QStringLiteral("title"), toQt(job.title)},
        {QStringLiteral("state"), QString::fromLatin1(jobStateId(job.state))},
        {QStringLiteral("progress"), job.progress},
        {QStringLiteral("stage"), toQt(job.stage)},
        {QStringLiteral("eta_s"), job.etaS < 0.0 ? QJsonValue() : QJsonValue(job.etaS)},
        {QStringLiteral("attempts"), job.attempts},
        {QStringLiteral("pid"), qint64 {job.ownerPid}},
        {QStringLiteral("created_ms"), qint64 {job.createdAtMs}},
        {QStringLiteral("finished_ms"), qint64 {job.finishedAtMs}}};
    if (!job.errorCode.empty()) {
        object.insert(QStringLiteral("error"),
                      QJsonObject {{QStringLiteral("code"), toQt(job.errorCode)},
                                   {QStringLiteral("message"), toQt(job.errorMessage)}});
    }
    return object;
}

QJsonObject toJson(const ImportOutcome& outcome)
{
    QJsonArray imported;
    for (const auto& item : outcome.imported) {
        QJsonObject object {{QStringLiteral("id"), qint64 {item.id}},
                            {QStringLiteral("path"), item.path},
                            {QStringLiteral("category"), id(item.category)}};
        if (item.duplicateOf != 0) {
            object.insert(QStringLiteral("duplicate_of"), qint64 {item.duplicateOf});
        }
        imported.append(object);
    }
    return {{QStringLiteral("imported"), imported},
            {QStringLiteral("failed"), failedToJson(outcome.failed)}};
}

QJsonObject toJson(const SeparateOutcome& outcome)
{
    QJsonArray stems;
    for (const auto& stem : outcome.stems) {
        QJsonObject object {{QStringLiteral("name"), stem.name},
                            {QStringLiteral("path"), stem.path},
                            {QStringLiteral("silent"), stem.isSilent}};
        if (stem.id != 0) {
            object.insert(QStringLiteral("id"), qint64 {stem.id});
        }
        stems.append(object);
    }
    const double seconds
        = outcome.sampleRate > 0 ? static_cast<double>(outcome.frames) / outcome.sampleRate : 0.0;
    QJsonObject object {{QStringLiteral("input"), outcome.input},
                        {QStringLiteral("model"), outcome.model},
                        {QStringLiteral("profile"), outcome.profile},
                        {QStringLiteral("device"), outcome.device},
                        {QStringLiteral("sample_rate"), outcome.sampleRate},
                        {QStringLiteral("frames"), outcome.frames},
                        {QStringLiteral("seconds"), seconds},
                        {QStringLiteral("elapsed_s"), outcome.elapsedS},
                        {QStringLiteral("peak_rss_bytes"), outcome.peakRssBytes},
                        {QStringLiteral("input_channels"), outcome.inputChannels},
                        {QStringLiteral("folded_to_stereo"), outcome.inputChannels > 2},
                        {QStringLiteral("speed"), outcome.speed},
                        {QStringLiteral("steps"), QJsonArray::fromStringList(outcome.steps)},
                        {QStringLiteral("stems"), stems}};
    if (!outcome.residualPath.isEmpty()) {
        object.insert(QStringLiteral("residual"), outcome.residualPath);
    }
    if (!outcome.assumed.isEmpty()) {
        object.insert(QStringLiteral("assumed"), QJsonArray::fromStringList(outcome.assumed));
    }
    if (outcome.inputId != 0) {
        object.insert(QStringLiteral("input_id"), qint64 {outcome.inputId});
    }
    if (!outcome.slices.empty()) {
        QJsonArray slices;
        for (const auto slice : outcome.slices) {
            slices.append(qint64 {slice});
        }
        object.insert(QStringLiteral("slices"), slices);
    }
    return object;
}

QJsonObject toJson(const ChopOutcome& outcome)
{
    QJsonArray slices;
    for (const auto& slice : outcome.slices) {
        QJsonObject object {{QStringLiteral("path"), slice.path},
                            {QStringLiteral("start_s"), slice.startS},
                            {QStringLiteral("end_s"), slice.endS},
                            {QStringLiteral("class"), id(slice.category)},
                            {QStringLiteral("confidence"), slice.confidence},
                            {QStringLiteral("group"), slice.group}};
        if (slice.id != 0) {
            object.insert(QStringLiteral("id"), qint64 {slice.id});
        }
        slices.append(object);
    }
    return {{QStringLiteral("input"), outcome.input}, {QStringLiteral("slices"), slices}};
}

QJsonObject analysisToJson(const Stem& stem)
{
    QJsonArray tags;
    for (const auto& tag : stem.tags) {
        tags.append(QJsonObject {{QStringLiteral("en"), toQt(tag)}});
    }
    QJsonObject object {
        {QStringLiteral("input"), toQt(stem.path)},
        {QStringLiteral("duration_s"), stem.durationS},
        {QStringLiteral("sample_rate"), stem.sampleRate},
        {QStringLiteral("channels"), stem.channels},
        {QStringLiteral("silent"), stem.descriptors.silentShare >= 1.0},
        {QStringLiteral("kind"), toQt(soundClassId(stem.soundClass))},
        {QStringLiteral("category"), id(stem.category)},
        {QStringLiteral("category_confidence"), stem.categoryConfidence},
        // The spiking front end is not part of this version: no number is better than a made-up
        // one.
        {QStringLiteral("neuromorphic"), QJsonValue()},
        {QStringLiteral("descriptors"), descriptorsToJson(stem.descriptors)},
        {QStringLiteral("quality"),
         QJsonObject {{QStringLiteral("score"), stem.quality},
                      {QStringLiteral("technical"), stem.quality},
                      {QStringLiteral("character"), QJsonValue()},
                      {QStringLiteral("defects"), defectsToJson(stem.qualityReasons)}}},
        {QStringLiteral("tags"), tags}};
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
            {QStringLiteral("failed"), failedToJson(outcome.failed)}};
}

QJsonObject toJson(const TrainOutcome& outcome)
{
    const auto& report = outcome.report;
    std::map<std::string, int> dropped;
    for (const auto& sound : report.dropped) {
        ++dropped[sound.reason];
    }
    return {{QStringLiteral("run"), outcome.runId},
            {QStringLiteral("category"), id(report.category)},
            {QStringLiteral("model"), outcome.modelPath},
            {QStringLiteral("model_hash"), toQt(report.modelHash)},
            {QStringLiteral("card"), outcome.cardPath},
            {QStringLiteral("epochs"), report.epochs},
            {QStringLiteral("best_epoch"), report.bestEpoch},
            {QStringLiteral("dataset"),
             QJsonObject {{QStringLiteral("used"), report.used},
                          {QStringLiteral("dropped"), countsToJson(dropped)}}},
            {QStringLiteral("final"),
             QJsonObject {{QStringLiteral("train"), report.best.train},
                          {QStringLiteral("validation"), report.best.validation},
                          {QStringLiteral("reconstruction"), report.best.reconstruction},
                          {QStringLiteral("kl"), report.best.kl},
                          {QStringLiteral("active_dimensions"), report.best.activeDimensions}}},
            {QStringLiteral("seed"), seedToJson(report.seed)},
            {QStringLiteral("elapsed_s"), report.elapsedS}};
}

QJsonObject toJson(const GenerateOutcome& outcome)
{
    QJsonArray results;
    for (const auto& stem : outcome.stems) {
        QJsonArray parents;
        for (const auto& parent : stem.facts.parents) {
            parents.append(QJsonObject {{QStringLiteral("id"), qint64 {parent.id}},
                                        {QStringLiteral("weight"), parent.weight}});
        }
        QJsonArray latent;
        for (const float value : stem.facts.latent) {
            latent.append(static_cast<double>(value));
        }
        QJsonObject object {
            {QStringLiteral("path"), stem.path},
            {QStringLiteral("seed"), seedToJson(stem.facts.seed)},
            {QStringLiteral("fidelity"), stem.facts.fidelity},
            {QStringLiteral("novelty"), stem.facts.novelty},
            {QStringLiteral("nearest"),
             QJsonObject {{QStringLiteral("id"), qint64 {stem.facts.nearestId}},
                          {QStringLiteral("path"), stem.nearestPath},
                          {QStringLiteral("distance"), stem.facts.nearestDistance}}},
            {QStringLiteral("parents"), parents},
            {QStringLiteral("latent"), latent}};
        if (stem.id != 0) {
            object.insert(QStringLiteral("id"), qint64 {stem.id});
        }
        results.append(object);
    }
    const auto& counts = outcome.counts;
    return {{QStringLiteral("mode"), QStringLiteral("random")},
            {QStringLiteral("seed"), seedToJson(outcome.seed)},
            {QStringLiteral("model"), outcome.modelPath},
            {QStringLiteral("model_hash"), outcome.modelHash},
            {QStringLiteral("rejected"),
             countsToJson({{"silent", counts.rejectedSilent},
                           {"broken", counts.rejectedBroken},
                           {"copy", counts.rejectedCopies},
                           {"off category", counts.rejectedOther}})},
            {QStringLiteral("results"), results}};
}

QJsonObject toJson(const ComposeOutcome& outcome)
{
    QJsonArray stems;
    std::map<std::string, int> sources {{"original", 0}, {"separated", 0}, {"generated", 0}};
    for (const auto& stem : outcome.stems) {
        QJsonObject why;
        for (const auto& [term, value] : stem.why) {
            why.insert(toQt(term), value);
        }
        stems.append(QJsonObject {{QStringLiteral("id"), qint64 {stem.id}},
                                  {QStringLiteral("path"), stem.path},
                                  {QStringLiteral("lane"), stem.lane},
                                  {QStringLiteral("source"), toQt(sourceId(stem.source))},
                                  {QStringLiteral("why"), why}});
        // Slices were cut out of separated stems: the arranger's switch treats both as one.
        const bool isSlice = stem.source == Source::Slice;
        ++sources[isSlice ? "separated" : std::string(sourceId(stem.source))];
    }
    QJsonObject counts;
    for (const auto& [source, count] : sources) {
        counts.insert(toQt(source), count);
    }
    const auto request = parseJsonObject(outcome.requestJson.toUtf8());
    QJsonObject object {{QStringLiteral("prompt"), outcome.prompt},
                        {QStringLiteral("request"), request.value_or(QJsonObject {})},
                        {QStringLiteral("seed"), seedToJson(outcome.seed)},
                        {QStringLiteral("plan"), outcome.planPath},
                        {QStringLiteral("plan_hash"), outcome.planHash},
                        {QStringLiteral("output"),
                         outcome.output.isEmpty() ? QJsonValue() : QJsonValue(outcome.output)},
                        {QStringLiteral("bpm"), outcome.bpm},
                        {QStringLiteral("key"), outcome.key},
                        {QStringLiteral("bars"), outcome.bars},
                        {QStringLiteral("duration_s"), outcome.durationS},
                        {QStringLiteral("lufs"), outcome.lufs},
                        {QStringLiteral("true_peak_dbtp"), outcome.truePeakDb},
                        {QStringLiteral("sources"), counts},
                        {QStringLiteral("stems"), stems},
                        {QStringLiteral("notes"), QJsonArray::fromStringList(outcome.notes)},
                        {QStringLiteral("elapsed_s"), outcome.elapsedS}};
    if (outcome.trackId != 0) {
        object.insert(QStringLiteral("id"), qint64 {outcome.trackId});
    }
    return object;
}

QJsonObject toJson(const StarterKitOutcome& outcome)
{
    return {{QStringLiteral("sounds"), outcome.sounds},
            {QStringLiteral("demo_track"), outcome.demoTrack},
            {QStringLiteral("demo_stems"), QJsonArray::fromStringList(outcome.demoStems)},
            {QStringLiteral("rows"), static_cast<qint64>(outcome.ids.size())}};
}

} // namespace nde::services
