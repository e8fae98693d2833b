#include "core/api/ApiContext.h"
#include "core/api/routes/DreamReply.h"
#include "core/services/DreamDesk.h"
#include "core/services/Files.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <map>

namespace nde::api {
namespace {

HttpReply models(Call& call)
{
    QJsonArray list;
    QJsonArray categories;
    for (const auto& model : services::dreamModels(*call.api.studio)) {
        const QString category = services::toQt(categoryId(model.category));
        QJsonArray joint;
        for (const Category other : model.joint) {
            joint.append(services::toQt(categoryId(other)));
        }
        const QFileInfo file(model.path);
        const bool isCurrent = file.absolutePath() == call.api.studio->modelsFolder();
        if (isCurrent) {
            categories.append(category);
        }
        list.append(
            QJsonObject {{u"category"_s, category},
                         {u"model_path"_s, model.path},
                         {u"model_size"_s, file.size()},
                         {u"joint"_s, joint},
                         {u"sounds"_s, model.sounds},
                         {u"latent_dim"_s, model.latentDim},
                         {u"run_id"_s, model.runId != 0 ? QJsonValue(model.runId) : QJsonValue()},
                         {u"starred"_s, model.isStarred},
                         {u"current"_s, isCurrent}});
    }
    return jsonReply(QJsonObject {
        {u"models"_s, list}, {u"available_models"_s, categories}, {u"total"_s, list.size()}});
}

HttpReply dreams(Call& call)
{
    const auto rows = call.api.rows.rows();
    if (!rows) {
        return call.api.errorOf(rows.error());
    }
    std::map<QString, qint64> counts;
    qint64 total = 0;
    std::int64_t newest = 0;
    for (const StemRow& row : **rows) {
        if (row.source == Source::Generated) {
            ++counts[services::toQt(categoryId(row.category))];
            ++total;
            newest = std::max(newest, row.createdAtMs);
        }
    }
    QJsonArray list;
    for (const auto& [category, count] : counts) {
        list.append(QJsonObject {{u"category"_s, category}, {u"count"_s, count}});
    }
    return jsonReply(QJsonObject {
        {u"total_generated"_s, total},
        {u"by_category"_s, list},
        {u"output_directory"_s, call.api.studio->generatedStemsFolder()},
        {u"latest"_s,
         newest == 0
             ? QJsonValue()
             : QJsonValue(
                 QDateTime::fromMSecsSinceEpoch(newest, Qt::UTC).toString(Qt::ISODateWithMs))}});
}

qint64 bytesBelow(const QString& folder)
{
    qint64 bytes = 0;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        bytes += walk.fileInfo().size();
    }
    return bytes;
}

/// Only what is made again by itself and what no running job holds open.
HttpReply clearCache(Call& call)
{
    const auto jobs = call.api.jobs.jobs();
    if (!jobs) {
        return call.api.errorOf(jobs.error());
    }
    const bool isBusy = std::any_of((*jobs)->begin(), (*jobs)->end(), [](const JobRecord& job) {
        return job.state == JobState::Running;
    });
    if (isBusy) {
        return errorReply(409, u"A job is running; the cache can be cleared when it is done."_s);
    }
    const QDir cache(call.api.studio->cacheFolder());
    qint64 freed = 0;
    for (const QString& name : {u"peaks"_s, u"stretch"_s}) {
        const qint64 bytes = bytesBelow(cache.filePath(name));
        if (QDir(cache.filePath(name)).removeRecursively()) {
            freed += bytes;
        }
    }
    for (const QString& name : cache.entryList({u"sky-*.json"_s}, QDir::Files)) {
        const qint64 bytes = QFileInfo(cache.filePath(name)).size();
        if (QFile::remove(cache.filePath(name))) {
            freed += bytes;
        }
    }
    return jsonReply(QJsonObject {
        {u"success"_s, true}, {u"message"_s, u"The cache is empty."_s}, {u"freed_bytes"_s, freed}});
}

} // namespace

void addDreams(const services::Studio& studio, const QString& category, const QString& mode,
               const QJsonObject& result, QJsonObject& fields)
{
    QJsonArray stems;
    int index = 0;
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    for (const auto& value : result.value(u"results"_s).toArray()) {
        const auto sound = value.toObject();
        const QString path = sound.value(u"path"_s).toString();
        const QFileInfo file(path);
        stems.append(QJsonObject {
            {u"filename"_s, file.fileName()},
            {u"filepath"_s, path},
            {u"category"_s, category},
            {u"source"_s, u"generated"_s},
            {u"generation_mode"_s, mode},
            {u"variation_index"_s, index++},
            {u"latent_vector"_s, sound.value(u"latent"_s)},
            {u"generation_timestamp"_s,
             file.exists() ? file.lastModified().toUTC().toString(Qt::ISODateWithMs) : now},
            {u"model_metadata"_s,
             QJsonObject {{u"model"_s, result.value(u"model"_s)},
                          {u"model_hash"_s, result.value(u"model_hash"_s)},
                          {u"seed"_s, sound.value(u"seed"_s)}}},
            {u"stem_id"_s, sound.value(u"id"_s)},
            {u"fidelity"_s, sound.value(u"fidelity"_s)},
            {u"novelty"_s, sound.value(u"novelty"_s)},
            {u"parents"_s, sound.value(u"parents"_s)}});
    }
    fields[u"num_generated"_s] = stems.size();
    fields[u"generated_stems"_s] = stems;
    fields[u"output_directory"_s] = u"%1/%2"_s.arg(studio.generatedStemsFolder(), category);
    fields[u"rejected"_s] = result.value(u"rejected"_s);
    fields[u"message"_s] = u"%1 sounds of '%2' were dreamed."_s.arg(stems.size()).arg(category);
}

std::vector<Route> dreamInfoRoutes()
{
    Route available {"GET",
                     "/api/v1/neuromorphic/models/available",
                     "models_available",
                     "neuromorphic",
                     "The trained models of the studio",
                     "Die trainierten Modelle des Studios",
                     models};
    available.reply = "ModelsReply";
    Route info {
        "GET",          "/api/v1/neuromorphic/generated/info", "generated_info",
        "neuromorphic", "How many sounds were dreamed",        "Wie viele Klänge geträumt wurden",
        dreams};
    info.reply = "GeneratedInfo";
    Route clear {"POST",
                 "/api/v1/neuromorphic/cache/clear",
                 "clear_cache",
                 "neuromorphic",
                 "Empties the cache; nothing is lost",
                 "Leert den Zwischenspeicher; nichts geht verloren",
                 clearCache};
    clear.reply = "CacheReply";
    clear.errors = {409};
    clear.otherPaths = {"/api/v1/cache/clear"};
    return {available, info, clear};
}

} // namespace nde::api
