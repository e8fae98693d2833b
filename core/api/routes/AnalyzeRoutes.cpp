#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/api/routes/Found.h"
#include "core/api/routes/Uploads.h"
#include "core/music/Request.h"
#include "core/services/Files.h"
#include "core/services/UseCases.h"

#include <QFile>

namespace nde::api {
namespace {

void addChip(QJsonArray& chips, const char* kind, const QJsonValue& value)
{
    chips.append(QJsonObject {{u"kind"_s, QLatin1StringView(kind)}, {u"value"_s, value}});
}

/// What was understood of a prompt, one chip a thing.
QJsonArray chipsOf(const music::Request& request)
{
    QJsonArray chips;
    for (const auto& genre : request.genres) {
        addChip(chips, "genre", services::toQt(genre));
    }
    for (const auto& [mood, degree] : request.moods) {
        chips.append(QJsonObject {
            {u"kind"_s, u"mood"_s}, {u"value"_s, services::toQt(mood)}, {u"degree"_s, degree}});
    }
    for (const auto& instrument : request.instruments) {
        addChip(chips, "instrument", services::toQt(instrument));
    }
    for (const auto& excluded : request.excluded) {
        addChip(chips, "excluded", services::toQt(excluded));
    }
    for (const auto& section : request.sections) {
        addChip(chips, section.isExcluded ? "excluded_section" : "section",
                services::toQt(section.name));
    }
    if (request.bpm) {
        addChip(chips, "bpm", *request.bpm);
    }
    if (request.bpmRange) {
        addChip(chips, "bpm_range", QJsonArray {request.bpmRange->first, request.bpmRange->second});
    }
    if (request.key) {
        addChip(chips, "key", services::toQt(keyName(*request.key)));
    }
    if (request.durationS) {
        addChip(chips, "duration", *request.durationS);
    }
    if (request.bars) {
        addChip(chips, "bars", *request.bars);
    }
    if (request.lufs) {
        addChip(chips, "loudness", *request.lufs);
    }
    return chips;
}

HttpReply analyzeText(Call& call)
{
    const QString text = call.text("text");
    const auto request = music::parsePrompt(services::toStd(text));
    const auto object
        = services::parseJsonObject(QByteArray::fromStdString(music::requestToJson(request)));
    QJsonArray unknown;
    for (const auto& word : request.unknown) {
        unknown.append(services::toQt(word));
    }
    return jsonReply(QJsonObject {{u"text"_s, text},
                                  {u"chips"_s, chipsOf(request)},
                                  {u"not_understood"_s, unknown},
                                  {u"request"_s, object ? QJsonValue(*object) : QJsonValue()}});
}

HttpReply analyzeAudio(Call& call)
{
    ApiContext& api = call.api;
    const auto file = namedFile(call, api.uploadFolder());
    if (!file) {
        return api.errorOf(file.error());
    }
    const bool isUpload = file->path.startsWith(api.uploadFolder());
    services::AnalyzeParams params;
    if (file->stem != 0) {
        params.stems = {file->stem};
        params.force = call.flag("force");
    } else {
        params.files = {file->path};
    }
    JobReply reply {{{u"results"_s, QJsonArray()}},
                    u"The sound is being analysed."_s,
                    [](const QJsonObject& result, QJsonObject& fields) {
                        fields[u"results"_s] = result.value(u"results"_s);
                        fields[u"failed"_s] = result.value(u"failed"_s);
                        const bool isDone = !result.value(u"results"_s).toArray().isEmpty();
                        fields[u"success"_s] = isDone;
                        fields[u"message"_s]
                            = isDone ? u"Analysed."_s : u"The sound cannot be read."_s;
                    }};
    // What was only sent to be looked at is not kept; until then somebody must wait for it.
    HttpReply answer = answerJob(call, api.jobs.enqueue(params), std::move(reply),
                                 isUpload || call.flag("wait"));
    if (isUpload) {
        QFile::remove(file->path);
    }
    return answer;
}

HttpReply similarStems(Call& call)
{
    ApiContext& api = call.api;
    const auto file = namedFile(call, api.uploadFolder());
    if (!file) {
        return api.errorOf(file.error());
    }
    TaskContext task;
    services::LikeSound known;
    known.id = file->stem;
    const auto like = file->stem != 0 ? Result<services::LikeSound> {known}
                                      : services::likeFile(api.search, file->path, task);
    if (file->path.startsWith(api.uploadFolder())) {
        QFile::remove(file->path);
    }
    return like ? similarReply(api, *like, static_cast<int>(call.integer("top_k")))
                : api.errorOf(like.error());
}

} // namespace

std::vector<Route> analyzeRoutes()
{
    Route text {
        "POST",     "/api/v1/analyze/text",           "analyze_text",
        "analyze",  "What is understood of a prompt", "Was von einer Beschreibung verstanden wird",
        analyzeText};
    text.reply = "TextAnalysis";
    text.bodyKind = Route::Body::Json;
    text.body = {Field::text("text", "a prompt in English or German",
                             "eine Beschreibung, deutsch oder englisch", 10000)
                     .alias({u"prompt"_s})
                     .required()};
    Route audio {"POST",
                 "/api/v1/analyze/audio",
                 "analyze_audio",
                 "analyze",
                 "Measures a sound of the library, a file or an upload",
                 "Misst einen Klang der Bibliothek, eine Datei oder einen Upload",
                 analyzeAudio};
    audio.reply = "AnalyzeReply";
    audio.errors = {404, 409, 507};
    audio.bodyKind = Route::Body::JsonOrUpload;
    audio.query = {waitField(true)};
    audio.body = namedFileFields();
    audio.body.push_back(
        Field::flag("force", "measures anew what is known", "misst neu, was bekannt ist"));
    audio.body.push_back(waitField(true));
    Route alike {"POST",
                 "/api/v1/analyze/similar-stems",
                 "analyze_similar",
                 "analyze",
                 "Sounds of the library that measure like this one",
                 "Klänge der Bibliothek, die ähnlich messen",
                 similarStems};
    alike.reply = "FoundStem[]";
    alike.errors = {404, 409, 507};
    alike.bodyKind = Route::Body::JsonOrUpload;
    alike.body = namedFileFields();
    alike.body.push_back(topKField(10));
    return {text, audio, alike};
}

} // namespace nde::api
