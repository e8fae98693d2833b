#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/CollectionSounds.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/UseCaseJson.h"

#include <algorithm>
#include <array>

namespace nde::cli {
namespace {

QStringList presetNames()
{
    return {QStringLiteral("stems-for-daw"), QStringLiteral("stream"), QStringLiteral("club"),
            QStringLiteral("dj-stems"), QStringLiteral("pack")};
}

/// Which parts of a track; the master where nothing else was named, or something was said of it.
void readParts(Session& session, services::ExportParams& params)
{
    auto& args = session.args;
    const std::array<std::pair<const char*, bool*>, 8> parts {{
        {"master", &params.master},
        {"stems", &params.laneStems},
        {"rpp", &params.rpp},
        {"dawproject", &params.dawProject},
        {"midi", &params.midi},
        {"cues", &params.cues},
        {"influences", &params.influences},
        {"pack", &params.isPack},
    }};
    const bool isOfMaster
        = args.has("loudness") || args.has("ceiling") || (args.has("format") && !params.isPack);
    for (const auto& [name, isWanted] : parts) {
        *isWanted = *isWanted || args.has(name);
    }
    const bool isAny
        = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return *part.second; });
    if (params.sounds.empty() && (!isAny || isOfMaster)) {
        params.master = true;
    }
}

void readValues(Session& session, services::ExportParams& params)
{
    auto& args = session.args;
    if (args.has("format")) {
        params.format = args.choice("format", params.format, services::outputFormatIds());
    }
    if (args.has("stem-format")) {
        params.stemFormat
            = args.choice("stem-format", params.stemFormat, services::outputFormatIds());
    }
    if (args.has("loudness")) {
        params.lufs = args.number("loudness", -14.0, -40.0, -3.0);
    }
    if (args.has("ceiling")) {
        params.ceilingDbtp = args.number("ceiling", -1.0, -20.0, 0.0);
    }
    if (args.has("rate")) {
        params.sampleRate = args.integer("rate", 48000, 8000, 192000);
    }
    if (args.has("name") && args.has("template")) {
        args.complain(text("'--%1' and '--%2' are the same option; give one.")
                          .arg(QStringLiteral("name"), QStringLiteral("template")));
    }
    params.name = args.text("name", args.text("template"));
    params.folder = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.overwrite = session.isForced;
}

/// An id, or a file that is in the library.
std::optional<StemId> soundOf(Session& session, const services::Studio& studio, const QString& word)
{
    if (const auto id = Session::idOf(word)) {
        return *id;
    }
    const QString path = session.inputPath(word);
    const auto row = db::StemRepository(studio.database()).byPath(services::toStd(path));
    return row && row->has_value() ? std::optional((*row)->id) : std::nullopt;
}

/// What is exported: sounds, a collection, a track or a plan.
/// @errors  those of soundsOfCollection.
Result<> readSources(Session& session, services::Studio& studio, services::ExportParams& params)
{
    auto& args = session.args;
    for (const auto& word : args.positional()) {
        if (const auto id = soundOf(session, studio, word)) {
            params.sounds.push_back(*id);
        } else {
            args.complain(text("'%1' is no sound of the library.").arg(word));
        }
    }
    if (args.has("track")) {
        const auto id = Session::idOf(args.text("track"));
        params.track = id.value_or(0);
        if (!id) {
            args.complain(text("'%1' is no id of a track.").arg(args.text("track")));
        }
    }
    params.planFile = args.has("plan") ? services::absolutePath(args.text("plan")) : QString();
    const int sources = (args.positional().isEmpty() ? 0 : 1) + (args.has("track") ? 1 : 0)
        + (args.has("collection") ? 1 : 0) + (params.planFile.isEmpty() ? 0 : 1);
    if (sources != 1) {
        args.complain(text("Name sounds by id, or one of --collection, --track and --plan."));
    }
    if (sources == 1 && args.has("collection")) {
        auto sounds = services::soundsOfCollection(studio, args.text("collection"));
        if (!sounds) {
            return propagate(sounds);
        }
        params.sounds = std::move(*sounds);
    }
    return {};
}

void report(const Session& session, const QJsonObject& outcome)
{
    if (session.isJson) {
        session.print(outcome);
        return;
    }
    qint64 bytes = 0;
    const auto files = outcome.value(QStringLiteral("files")).toArray();
    for (const auto& value : files) {
        const auto file = value.toObject();
        session.print(file.value(QStringLiteral("path")).toString());
        bytes += file.value(QStringLiteral("bytes")).toInteger();
    }
    session.note(text("%1 files, %2 MB.")
                     .arg(files.size())
                     .arg(static_cast<double>(bytes) / 1e6, 0, 'f', 1));
    if (outcome.contains(QStringLiteral("stem_gain_db"))) {
        session.note(
            text("All stems are %1 dB quieter than in the mix, so that none is cut; wav32f keeps "
                 "their level.")
                .arg(-outcome.value(QStringLiteral("stem_gain_db")).toDouble(), 0, 'f', 1));
    }
    if (outcome.contains(QStringLiteral("lufs"))) {
        session.note(
            text("%1 LUFS, %2 dBTP.")
                .arg(outcome.value(QStringLiteral("lufs")).toDouble(), 0, 'f', 1)
                .arg(outcome.value(QStringLiteral("true_peak_dbtp")).toDouble(), 0, 'f', 1));
    }
}

int run(Session& session)
{
    services::ExportParams params;
    auto& args = session.args;
    if (args.has("preset")) {
        const QString preset = args.choice("preset", presetNames().front(), presetNames());
        static_cast<void>(services::applyExportPreset(preset, params));
    }
    readValues(session, params);
    refuseInApp(session, {"threads"});
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    if (const auto read = readSources(session, **studio, params); !read) {
        return session.fail(read.error());
    }
    readParts(session, params);
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    const QString title = !params.planFile.isEmpty() ? params.planFile
        : params.track != 0                          ? QStringLiteral("#%1").arg(params.track)
        : args.has("collection")                     ? args.text("collection")
                                                     : args.positional().join(QStringLiteral(", "));
    if (session.isDryRun) {
        const auto bytes = services::exportSize(**studio, params);
        if (!bytes) {
            return session.fail(bytes.error(), About::Values);
        }
        const QString sentence = text("Would export %1, about %2 MB.")
                                     .arg(title)
                                     .arg(static_cast<double>(*bytes) / 1e6, 0, 'f', 1);
        return session.dryRun("export", toJson(params), sentence) ? kOk : kFailed;
    }
    const auto done = session.runJob(
        *studio, "export", title, toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::exportFiles(**studio, params, job, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    report(session, *done);
    return kOk;
}

} // namespace

Command exportCommand()
{
    return {"export",
            "ID...|--collection NAME|--track ID|--plan FILE [--preset NAME] [-o DIR]",
            "Writes sounds and tracks for other programs: masters, stems, projects, packs.",
            "dream export --track 412 --preset stems-for-daw -o ~/mix\n"
            "dream export --plan techno_3_plan.json --format flac --loudness -14\n"
            "dream export --track 412 --rpp --dawproject --midi\n"
            "dream export --collection \"Night kicks\" --format flac -o ~/kicks\n"
            "dream export 12 15 19 --pack -o ~/packs/night --name \"{category}_{n}_{bpm}\"",
            {{"collection", 0, "NAME", "the sounds of a collection, or what a saved search finds"},
             {"track", 0, "ID", "a composed track of the library"},
             {"plan", 0, "FILE", "a plan file"},
             {"preset", 0, "NAME", "stems-for-daw, stream, club, dj-stems or pack"},
             {"output", 'o', "DIR", "where the files go; else the studio's folder 'exports'"},
             {"name", 0, "TEMPLATE", "{track} {stem} {category} {source} {bpm} {key} {date} {n}"},
             {"template", 0, "TEMPLATE", "the same as --name"},
             {"format", 0, "FORMAT", "wav16, wav24, wav32f, flac, ogg or mp3"},
             {"stem-format", 0, "FORMAT", "the same for the stems of lanes"},
             {"rate", 0, "HZ", "sample rate; 48000 for tracks, their own for sounds"},
             {"loudness", 0, "LUFS", "of the master; else the plan's"},
             {"ceiling", 0, "DBTP", "true peak of the master"},
             {"master", 0, nullptr, "the finished track; where nothing else is named, too"},
             {"stems", 0, nullptr, "a file a lane; together they are the mix before the master"},
             {"rpp", 0, nullptr, "a REAPER project with its media"},
             {"dawproject", 0, nullptr, "a DAWproject for Bitwig, Studio One, Cubase"},
             {"midi", 0, nullptr, "a MIDI file: drum lanes and notes"},
             {"cues", 0, nullptr, "a list of sections and entries"},
             {"influences", 0, nullptr, "who is in this track, with licences"},
             {"pack", 0, nullptr, "a sample pack: folders by category, manifest, licences"},
             inAppOption()},
            run};
}

} // namespace nde::cli
