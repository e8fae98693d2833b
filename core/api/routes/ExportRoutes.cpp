#include "core/api/ApiContext.h"
#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/LibraryReads.h"
#include "core/services/NameTemplate.h"
#include "core/services/UseCases.h"

#include <algorithm>
#include <array>

namespace nde::api {
namespace {

using services::ExportParams;

/// Which parts of a track; the master where nothing else was named.
void readParts(const Call& call, ExportParams& params)
{
    const std::array<std::pair<const char*, bool*>, 8> parts {{
        {"master", &params.master},
        {"stems", &params.laneStems},
        {"midi", &params.midi},
        {"rpp", &params.rpp},
        {"dawproject", &params.dawProject},
        {"cues", &params.cues},
        {"influences", &params.influences},
        {"pack", &params.isPack},
    }};
    for (const auto& [name, isWanted] : parts) {
        *isWanted = call.has(name) ? call.flag(name) : *isWanted;
    }
    const bool isAny
        = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return *part.second; });
    if (params.sounds.empty() && !isAny) {
        params.master = true;
    }
}

void readValues(const Call& call, ExportParams& params)
{
    if (call.has("format")) {
        params.format = call.text("format");
    }
    if (call.has("stem_format")) {
        params.stemFormat = call.text("stem_format");
    }
    if (call.has("loudness")) {
        params.lufs = call.number("loudness");
    }
    if (call.has("ceiling")) {
        params.ceilingDbtp = call.number("ceiling");
    }
    params.sampleRate = static_cast<int>(call.integer("sample_rate"));
    params.overwrite = call.flag("overwrite");
    if (call.has("name")) {
        params.name = call.text("name");
    }
}

/// What is exported. @return  a refusal, or nothing.
std::optional<HttpReply> readSource(Call& call, ExportParams& params)
{
    ApiContext& api = call.api;
    const bool hasSounds = call.has("stem_ids") && !call.ids("stem_ids").empty();
    const int count = (hasSounds ? 1 : 0) + (call.has("track_id") ? 1 : 0)
        + (call.has("arrangement_id") ? 1 : 0);
    if (count != 1) {
        return errorReply(400, u"Name one of them: 'stem_ids', 'track_id' or 'arrangement_id'."_s);
    }
    params.track = call.integer("track_id");
    if (call.has("arrangement_id")) {
        const auto opened = api.arrangements.open(call.text("arrangement_id"));
        if (!opened) {
            return api.errorOf(opened.error());
        }
        params.planFile = opened->planFile;
        params.name = opened->id;
    }
    params.sounds = hasSounds ? call.ids("stem_ids") : std::vector<StemId> {};
    std::vector<StemId> asked = params.sounds;
    if (params.track != 0) {
        asked.push_back(params.track);
    }
    const auto known = services::soundsByIds(*api.studio, asked);
    if (!known) {
        return api.errorOf(known.error());
    }
    for (const StemId id : asked) {
        if (std::none_of(known->begin(), known->end(),
                         [id](const Stem& s) { return s.id == id; })) {
            return errorReply(404, u"There is no sound %1."_s.arg(id));
        }
    }
    return std::nullopt;
}

HttpReply exportAll(Call& call)
{
    ExportParams params;
    if (auto refused = readSource(call, params)) {
        return *refused;
    }
    if (call.has("preset")) {
        static_cast<void>(services::applyExportPreset(call.text("preset"), params));
    }
    readValues(call, params);
    readParts(call, params);
    if (const auto fits = services::checkTemplate(params.name); !params.name.isEmpty() && !fits) {
        return call.api.errorOf(fits.error());
    }
    // Files leave the studio's own folder only by a person's hand.
    params.folder = call.api.studio->root() + u"/exports"_s;
    if (const QString below = call.text("folder").trimmed(); !below.isEmpty()) {
        params.folder += u'/' + services::safeFileName(below);
    }
    JobReply reply {
        {}, u"The export is running."_s, [](const QJsonObject& result, QJsonObject& fields) {
            const auto files = result.value(u"files"_s).toArray();
            for (auto it = result.begin(); it != result.end(); ++it) {
                fields[it.key()] = it.value();
            }
            fields[u"message"_s] = u"%1 files were written."_s.arg(files.size());
        }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

std::vector<Field> partFields()
{
    return {Field::flag("master", "the finished track", "der fertige Track"),
            Field::flag("stems", "a file a lane", "eine Datei je Spur"),
            Field::flag("midi", "a MIDI file", "eine MIDI-Datei"),
            Field::flag("rpp", "a REAPER project", "ein REAPER-Projekt"),
            Field::flag("dawproject", "a DAWproject", "ein DAWproject"),
            Field::flag("cues", "a list of sections and entries", "eine Liste der Abschnitte"),
            Field::flag("influences", "who is in this track", "wer in diesem Track steckt"),
            Field::flag("pack", "a sample pack: folders, manifest, licences",
                        "ein Sample-Pack: Ordner, Manifest, Lizenzen")};
}

std::vector<Field> valueFields()
{
    return {Field::choice("format", "of the master, or of sounds", "des Masters oder der Klänge",
                          services::outputFormatIds()),
            Field::choice("stem_format", "of the lanes' files", "der Spurdateien",
                          services::outputFormatIds()),
            Field::integer("sample_rate", "48000 for tracks, their own for sounds",
                           "48000 für Tracks, die eigene bei Klängen", 8000.0, 192000.0)
                .alias({u"rate"_s}),
            Field::number("loudness", "LUFS of the master; else the plan's",
                          "LUFS des Masters; sonst die des Plans", -40.0, -3.0),
            Field::number("ceiling", "true peak of the master in dBTP",
                          "wahrer Spitzenpegel des Masters in dBTP", -20.0, 0.0),
            Field::text("name", "{track} {stem} {category} {source} {bpm} {key} {date} {n}",
                        "{track} {stem} {category} {source} {bpm} {key} {date} {n}", 200),
            Field::text("folder", "a folder below the studio's 'exports'",
                        "ein Ordner unter „exports“ im Studio", 120),
            Field::flag("overwrite", "replaces what is there", "ersetzt, was da ist"),
            waitField(false)};
}

} // namespace

std::vector<Route> exportRoutes()
{
    Route post {"POST",
                "/api/v1/export",
                "export",
                "export",
                "Writes sounds, a track or an arrangement for other programs",
                "Schreibt Klänge, einen Track oder ein Arrangement für andere Programme",
                exportAll};
    post.reply = "ExportReply";
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(false)};
    post.body = {
        Field::ids("stem_ids", "sounds of the library", "Klänge der Bibliothek").alias({u"ids"_s}),
        Field::integer("track_id", "a composed track", "ein komponierter Track", 1.0, 9e15)
            .alias({u"track"_s}),
        Field::text("arrangement_id", "an arrangement", "ein Arrangement", 200)
            .alias({u"arrangement"_s}),
        Field::choice("preset", "a set of the following", "ein Satz des Folgenden",
                      {u"stems-for-daw"_s, u"stream"_s, u"club"_s, u"dj-stems"_s, u"pack"_s})};
    for (const auto& part : {partFields(), valueFields()}) {
        post.body.insert(post.body.end(), part.begin(), part.end());
    }
    return {post};
}

} // namespace nde::api
