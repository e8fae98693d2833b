#include "core/api/routes/ComposeParts.h"

#include "core/services/Files.h"

namespace nde::api {

std::vector<Field> sourceFields()
{
    return {Field::flag("include_generated", "with dreamed sounds", "mit geträumten Klängen")
                .otherwise(true),
            Field::flag("include_separated", "with separated sounds", "mit separierten Klängen")
                .otherwise(true),
            Field::flag("include_original", "with original sounds", "mit originalen Klängen")
                .otherwise(true)};
}

std::vector<Field> wishFields()
{
    return {Field::number("bpm", "tempo", "Tempo", 60.0, 200.0),
            Field::number("duration", "length in seconds", "Länge in Sekunden", 10.0, 300.0),
            Field::seed("seed of every choice", "Startwert jeder Wahl"),
            Field::text("key", "a key such as Am, F# or 8A", "eine Tonart wie Am, F# oder 8A", 32),
            Field::text("template",
                        "sections: club, club_long, festival, trance, dnb, song, ambient",
                        "Abschnitte: club, club_long, festival, trance, dnb, song, ambient", 40)
                .alias({u"form"_s}),
            Field::number("loudness", "LUFS, such as -14", "LUFS, etwa -14", -40.0, -5.0)};
}

Field trackFormatField()
{
    return Field::choice("format", "of the file", "der Datei",
                         {u"wav"_s, u"flac"_s, u"ogg"_s, u"mp3"_s});
}

std::optional<HttpReply> readSources(const Call& call, music::SourceWish& sources)
{
    sources.includeGenerated = call.flag("include_generated");
    sources.includeSeparated = call.flag("include_separated");
    sources.includeOriginal = call.flag("include_original");
    if (!sources.includeGenerated && !sources.includeSeparated && !sources.includeOriginal) {
        return errorReply(400, u"No source is enabled; a track needs at least one."_s);
    }
    return std::nullopt;
}

std::optional<HttpReply> readWishes(const Call& call, services::ComposeParams& params)
{
    const auto number = [&call](const char* name) {
        return call.has(name) ? std::optional(call.number(name)) : std::nullopt;
    };
    params.bpm = number("bpm");
    params.durationS = number("duration");
    params.lufs = number("loudness");
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
    return std::nullopt;
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

int composeStatus(ErrorCode code)
{
    return code == ErrorCode::NotEnoughData ? 404 : 0;
}

} // namespace nde::api
