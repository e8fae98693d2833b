#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/UseCases.h"

#include <QFileInfo>

namespace nde::api {
namespace {

using services::ComposeParams;

/// A track of another format needs a name; the studio finds one for WAV files by itself.
QString outputFor(ApiContext& api, const ComposeParams& params, const QString& format)
{
    if (format.isEmpty() || format == u"wav") {
        return {};
    }
    const QString name
        = u"%1_%2"_s.arg(services::slugOf(params.prompt)).arg(params.seed.value_or(1));
    return services::freshPath(api.studio->generatedTracksFolder(), name, format);
}

QJsonObject pick(const QJsonObject& from, std::initializer_list<const char*> names)
{
    QJsonObject part;
    for (const char* name : names) {
        part[QLatin1StringView(name)] = from.value(QLatin1StringView(name));
    }
    return part;
}

void addTrack(const QJsonObject& result, QJsonObject& fields)
{
    const auto stems = result.value(u"stems"_s).toArray();
    fields[u"message"_s] = u"The track is done."_s;
    fields[u"track_info"_s] = QJsonObject {{u"output_path"_s, result.value(u"output"_s)},
                                           {u"duration"_s, result.value(u"duration_s"_s)},
                                           {u"bpm"_s, result.value(u"bpm"_s)},
                                           {u"key"_s, result.value(u"key"_s)},
                                           {u"stems_used"_s, stems.size()},
                                           {u"stem_sources"_s, result.value(u"sources"_s)}};
    fields[u"arrangement_details"_s]
        = pick(result, {"bars", "sections", "lanes", "stems", "plan", "request", "notes", "seed"});
    fields[u"render_details"_s]
        = pick(result, {"lufs", "target_lufs", "true_peak_dbtp", "elapsed_s"});
    fields[u"track_id"_s] = result.value(u"id"_s);
    fields[u"arrangement_hash"_s] = result.value(u"plan_hash"_s);
}

HttpReply generateTrack(Call& call)
{
    ComposeParams params;
    params.prompt = call.text("prompt").trimmed();
    params.sources.includeGenerated = call.flag("include_generated");
    params.sources.includeSeparated = call.flag("include_separated");
    params.sources.includeOriginal = call.flag("include_original");
    if (!params.sources.includeGenerated && !params.sources.includeSeparated
        && !params.sources.includeOriginal) {
        return errorReply(400, u"No source is enabled; a track needs at least one."_s);
    }
    if (call.has("bpm")) {
        params.bpm = call.number("bpm");
    }
    if (call.has("duration")) {
        params.durationS = call.number("duration");
    }
    if (call.has("loudness")) {
        params.lufs = call.number("loudness");
    }
    if (call.has("seed")) {
        params.seed = call.seed(1);
    }
    params.form = call.text("template");
    if (call.has("key")) {
        params.key = keyFromName(services::toStd(call.text("key").trimmed()));
        if (!params.key) {
            return invalidReply(
                {problem(u"body"_s, u"key"_s, u"Input should be a key such as Am, F# or 8A"_s,
                         u"value_error"_s)});
        }
    }
    params.output = outputFor(call.api, params, call.text("format"));
    JobReply reply {{{u"prompt"_s, params.prompt}},
                    u"The track is being composed."_s,
                    addTrack,
                    [](ErrorCode code) { return code == ErrorCode::NotEnoughData ? 404 : 0; }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

} // namespace

std::vector<Route> composeRoutes()
{
    Route post {"POST",
                "/api/v1/stems/generate-track",
                "generate_track",
                "stems",
                "Composes a track from the library after a description",
                "Komponiert aus der Bibliothek einen Track nach einer Beschreibung",
                generateTrack};
    post.reply = "TrackReply";
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(true)};
    post.body = {
        Field::text("prompt", "what the track is to be, in English or German",
                    "was für ein Track es werden soll, deutsch oder englisch", 10000)
            .required(),
        Field::number("bpm", "tempo", "Tempo", 60.0, 200.0),
        Field::number("duration", "length in seconds", "Länge in Sekunden", 10.0, 300.0),
        Field::flag("include_generated", "with dreamed sounds", "mit geträumten Klängen")
            .otherwise(true),
        Field::flag("include_separated", "with separated sounds", "mit separierten Klängen")
            .otherwise(true),
        Field::flag("include_original", "with original sounds", "mit originalen Klängen")
            .otherwise(true),
        Field::seed("seed of every choice", "Startwert jeder Wahl"),
        Field::text("key", "a key such as Am, F# or 8A", "eine Tonart wie Am, F# oder 8A", 32),
        Field::text("template", "sections: club, club_long, festival, trance, dnb, song, ambient",
                    "Abschnitte: club, club_long, festival, trance, dnb, song, ambient", 40)
            .alias({u"form"_s}),
        Field::choice("format", "of the file", "der Datei",
                      {u"wav"_s, u"flac"_s, u"ogg"_s, u"mp3"_s}),
        Field::number("loudness", "LUFS, such as -14", "LUFS, etwa -14", -40.0, -5.0),
        waitField(true)};
    return {post};
}

} // namespace nde::api
