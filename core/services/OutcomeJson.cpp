#include "core/services/DreamJson.h"
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

} // namespace

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
    if (outcome.gainDb < 0.0) {
        object.insert(QStringLiteral("gain_db"), outcome.gainDb);
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
        QJsonObject object = factsToJson(stem.facts);
        object.remove(QStringLiteral("nearest_id"));
        object.remove(QStringLiteral("nearest_distance"));
        object.insert(QStringLiteral("path"), stem.path);
        object.insert(QStringLiteral("nearest"),
                      QJsonObject {{QStringLiteral("id"), qint64 {stem.facts.nearestId}},
                                   {QStringLiteral("path"), stem.nearestPath},
                                   {QStringLiteral("distance"), stem.facts.nearestDistance}});
        if (stem.id != 0) {
            object.insert(QStringLiteral("id"), qint64 {stem.id});
        }
        if (stem.trayItem != 0) {
            object.insert(QStringLiteral("tray_item"), stem.trayItem);
        }
        results.append(object);
    }
    const auto& counts = outcome.counts;
    return {{QStringLiteral("mode"), toQt(nn::dreamModeId(outcome.mode))},
            {QStringLiteral("seed"), seedToJson(outcome.seed)},
            {QStringLiteral("model"), outcome.modelPath},
            {QStringLiteral("model_hash"), outcome.modelHash},
            {QStringLiteral("rejected"),
             countsToJson({{"silent", counts.rejectedSilent},
                           {"broken", counts.rejectedBroken},
                           {"copy", counts.rejectedCopies},
                           {"off category", counts.rejectedOther}})},
            {QStringLiteral("not_understood"), QJsonArray::fromStringList(outcome.unknownWords)},
            {QStringLiteral("results"), results}};
}

QJsonObject toJson(const RedreamOutcome& outcome)
{
    QJsonObject object {{QStringLiteral("id"), qint64 {outcome.id}},
                        {QStringLiteral("same"), outcome.isSame},
                        {QStringLiteral("difference_db"), outcome.differenceDb}};
    if (!outcome.path.isEmpty()) {
        object.insert(QStringLiteral("path"), outcome.path);
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

QJsonObject toJson(const ExportOutcome& outcome)
{
    QJsonArray files;
    for (const auto& file : outcome.files) {
        files.append(QJsonObject {{QStringLiteral("path"), file.path},
                                  {QStringLiteral("kind"), file.kind},
                                  {QStringLiteral("bytes"), file.bytes}});
    }
    QJsonObject object {{QStringLiteral("folder"), outcome.folder},
                        {QStringLiteral("files"), files},
                        {QStringLiteral("elapsed_s"), outcome.elapsedS}};
    if (outcome.lufs != 0.0) {
        object.insert(QStringLiteral("lufs"), outcome.lufs);
        object.insert(QStringLiteral("true_peak_dbtp"), outcome.truePeakDb);
        object.insert(QStringLiteral("target_lufs"), outcome.targetLufs);
    }
    if (outcome.stemGainDb < 0.0) {
        object.insert(QStringLiteral("stem_gain_db"), outcome.stemGainDb);
    }
    return object;
}

} // namespace nde::services
