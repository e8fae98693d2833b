#include "app/cli/ComposeOptions.h"

#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/PlanFiles.h"
#include "core/services/PlanParts.h"

namespace nde::cli {
namespace {

using services::ComposeParams;
using services::toStd;

void readSources(Session& session, ComposeParams& params)
{
    const QString given
        = session.args.text("sources", QStringLiteral("original,separated,generated"));
    auto& wish = params.sources;
    wish.includeOriginal = wish.includeSeparated = wish.includeGenerated = false;
    for (const auto& source : given.split(u',', Qt::SkipEmptyParts)) {
        const QString name = source.trimmed();
        if (name == u"original") {
            wish.includeOriginal = true;
        } else if (name == u"separated") {
            wish.includeSeparated = true;
        } else if (name == u"generated") {
            wish.includeGenerated = true;
        } else {
            session.args.complain(
                text("'--sources' takes original, separated and generated, not '%1'.").arg(name));
        }
    }
}

QStringList words(const Session& session, const char* name)
{
    QStringList list;
    for (const auto& given : session.args.texts(name)) {
        for (const auto& word : given.split(u',', Qt::SkipEmptyParts)) {
            list << word.trimmed();
        }
    }
    return list;
}

/// "Am", "8A", "F# minor", "a-Moll"
std::optional<Key> keyOf(const QString& word)
{
    if (const auto key = keyFromName(toStd(word.trimmed()))) {
        return key;
    }
    return music::parsePrompt(toStd(word)).key;
}

/// "120" seconds, "2:00", "3 minutes"
std::optional<double> secondsOf(const QString& word)
{
    bool isNumber = false;
    const double seconds = word.trimmed().toDouble(&isNumber);
    return isNumber ? std::optional(seconds) : music::parsePrompt(toStd(word)).durationS;
}

void readMusic(Session& session, ComposeParams& params)
{
    auto& args = session.args;
    if (args.has("bpm")) {
        params.bpm = args.number("bpm", 120.0, 40.0, 240.0);
    }
    if (args.has("key")) {
        params.key = keyOf(args.text("key"));
        if (!params.key) {
            args.complain(
                text("'--key' takes a key such as Am, F# or 8A, not '%1'.").arg(args.text("key")));
        }
    }
    if (args.has("duration")) {
        params.durationS = secondsOf(args.text("duration"));
        if (!params.durationS) {
            args.complain(
                text("'--duration' takes seconds or minutes such as 90 or 2:30, not '%1'.")
                    .arg(args.text("duration")));
        }
    }
    if (args.has("loudness")) {
        params.lufs = args.number("loudness", -14.0, -40.0, -5.0);
    }
    params.genres = words(session, "genre");
    params.moods = words(session, "mood");
    params.form = args.has("template") ? args.text("template") : args.text("form");
    params.candidates = args.integer("candidates", 1, 1, 50);
}

services::PlanParts readParts(Session& session, const music::Plan& plan, const char* name)
{
    auto parts = services::partsOfPlan(plan, words(session, name));
    for (const auto& word : parts.unknown) {
        session.args.complain(
            text("'--%1' takes lane:, section: or clip: with a number or a name of the plan, "
                 "not '%2'.")
                .arg(QString::fromLatin1(name), word));
    }
    return parts;
}

Result<> readPlan(Session& session, ComposeParams& params)
{
    auto& args = session.args;
    params.reroll = args.has("reroll");
    if (!args.has("plan")) {
        if (params.reroll || args.has("scope") || args.has("lock")) {
            args.complain(text("'--reroll', '--scope' and '--lock' need a plan; name it with "
                               "'--plan'."));
        }
        return {};
    }
    params.planFile = services::absolutePath(args.text("plan"));
    const auto plan = services::loadPlan(params.planFile);
    if (!plan) {
        return propagate(plan);
    }
    const auto scope = readParts(session, *plan, "scope");
    params.scope = {scope.clips, scope.lanes, scope.sections};
    const auto locks = readParts(session, *plan, "lock");
    params.lockedLanes = locks.lanes;
    params.lockedSections = locks.sections;
    params.lockedClips = locks.clips;
    if (args.has("scope") && !params.reroll) {
        args.complain(text("'--scope' says what '--reroll' is about; give both."));
    }
    return {};
}

} // namespace

std::vector<Option> composeOptions()
{
    return {{"output", 'o', "FILE", "the track; .wav, .flac, .ogg or .mp3"},
            {"bpm", 0, "N", "tempo, 40 to 240"},
            {"key", 0, "KEY", "such as Am, F# or 8A"},
            {"duration", 0, "TIME", "seconds, or minutes such as 2:30"},
            {"genre", 0, "NAME", "style; the first rules"},
            {"mood", 0, "NAME", "such as dark; as often as needed"},
            {"form", 0, "NAME", "sections: club, club_long, festival, trance, dnb, song, ambient"},
            {"template", 0, "NAME", "the same as --form"},
            {"loudness", 0, "LUFS", "such as -14"},
            {"sources", 0, "LIST", "original,separated,generated"},
            {"candidates", 0, "N", "that many plans to choose from, nothing rendered"},
            {"plan", 0, "FILE", "renders this plan, or begins with it"},
            {"reroll", 0, nullptr, "chooses anew what is not locked, as a new plan"},
            {"scope", 0, "PART", "only lane:bass, section:drop or clip:7"},
            {"lock", 0, "PART", "keeps lane:bass, section:drop or clip:7 as it is"},
            {"plan-only", 0, nullptr, "write the plan, render nothing"},
            {"stems", 0, nullptr, "a file for each lane as well"},
            {"rpp", 0, nullptr, "a REAPER project as well"},
            {"dawproject", 0, nullptr, "a DAWproject as well"},
            {"midi", 0, nullptr, "a MIDI file as well"},
            inAppOption()};
}

Result<ComposeParams> readComposeOptions(Session& session)
{
    auto& args = session.args;
    ComposeParams params;
    params.prompt = args.positional().join(u' ').trimmed();
    if (params.prompt.isEmpty() && !args.has("plan")) {
        args.complain(text("Say in words what the track is to be."));
    }
    if (!params.prompt.isEmpty() && args.has("plan")) {
        args.complain(text("Give a prompt or a plan, not both."));
    }
    refuseInApp(session, {"stems", "rpp", "dawproject", "midi", "threads"});
    readSources(session, params);
    readMusic(session, params);
    params.output = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.planOnly = args.has("plan-only");
    params.overwrite = session.isForced;
    if (args.has("seed")) {
        params.seed = args.seed(1);
    }
    if (params.candidates > 1 && (args.has("plan") || readComposeExports(session))) {
        args.complain(text("'--candidates' only makes plans; choose one and render it."));
    }
    if (auto read = readPlan(session, params); !read) {
        return propagate(read);
    }
    return params;
}

std::optional<services::ExportParams> readComposeExports(Session& session)
{
    services::ExportParams params;
    params.laneStems = session.args.has("stems");
    params.rpp = session.args.has("rpp");
    params.dawProject = session.args.has("dawproject");
    params.midi = session.args.has("midi");
    params.overwrite = session.isForced;
    const bool isAny = params.laneStems || params.rpp || params.dawProject || params.midi;
    return isAny ? std::optional(params) : std::nullopt;
}

} // namespace nde::cli
