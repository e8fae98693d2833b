#include "app/cli/GenerateOptions.h"

#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"

#include <cmath>

namespace nde::cli {
namespace {

/// A sound by its number or as a file, in the order given.
void addAnchors(Session& session, services::GenerateJobParams& params)
{
    QStringList words = session.args.texts("anchor");
    for (const char* name : {"like", "a", "b"}) {
        words << session.args.texts(name);
    }
    for (const QString& word : words) {
        const auto id = Session::idOf(word);
        if (id && params.anchorFiles.isEmpty()) {
            params.anchors.push_back(*id);
        } else if (id) {
            session.args.complain(text("Name sounds of the library before files."));
        } else {
            params.anchorFiles << session.inputPath(word);
        }
    }
}

void addAxes(Session& session, services::GenerateJobParams& params)
{
    for (const QString& word : session.args.texts("axis")) {
        bool isNumber = false;
        const QString name = word.section(u'=', 0, 0).trimmed();
        const double amount = word.section(u'=', 1).toDouble(&isNumber);
        if (name.isEmpty() || !isNumber || !(std::abs(amount) <= 3.0)) {
            session.args.complain(
                text("'--axis' takes NAME=AMOUNT from -3 to 3, such as brightness=-1, not '%1'.")
                    .arg(word));
            return;
        }
        params.axisMoves[services::toStd(name)] = amount;
    }
}

/// One value of an option with two spellings.
QString either(Session& session, const char* name, const char* other)
{
    if (session.args.has(name) && session.args.has(other)) {
        session.args.complain(text("'--%1' and '--%2' are the same option; give one.")
                                  .arg(QString::fromLatin1(name), QString::fromLatin1(other)));
    }
    return session.args.has(name) ? session.args.text(name) : session.args.text(other);
}

void readSecond(Session& session, services::GenerateJobParams& params)
{
    const QString word = either(session, "with", "category-b");
    if (word.isEmpty()) {
        return;
    }
    params.second = categoryFromId(services::toStd(word));
    if (!params.second) {
        session.args.complain(text("There is no category '%1'.").arg(word));
    }
}

nn::DreamMode modeOf(Session& session, const services::GenerateJobParams& params)
{
    const auto& args = session.args;
    const bool hasAnchors = !params.anchors.empty() || !params.anchorFiles.isEmpty();
    const auto likely = args.has("like") ? nn::DreamMode::Variation
        : params.second                  ? nn::DreamMode::Hybrid
        : hasAnchors                     ? nn::DreamMode::Interpolated
                                         : nn::DreamMode::Random;
    const QString word = session.args.choice(
        "mode", services::toQt(nn::dreamModeId(likely)),
        {QStringLiteral("random"), QStringLiteral("interpolated"), QStringLiteral("hybrid"),
         QStringLiteral("variation"), QStringLiteral("style")});
    return nn::dreamModeFromId(services::toStd(word)).value_or(likely);
}

/// How long; what says so means long sounds, unless a model is named.
void readLength(Session& session, services::GenerateJobParams& params)
{
    auto& args = session.args;
    auto& p = params.params;
    if (args.has("seconds") && args.has("bars")) {
        args.complain(text("A sound is as long as --seconds or --bars says, not both."));
    }
    p.lengthS = args.has("seconds") ? args.number("seconds", 8.0, 1.0, 120.0) : 0.0;
    p.bars = args.has("bars") ? args.number("bars", 4.0, 0.5, 64.0) : 0.0;
    p.bpm = args.has("bpm") ? args.number("bpm", 120.0, 30.0, 300.0) : 0.0;
    params.isLong = args.has("long") || p.lengthS > 0.0 || p.bars > 0.0 || p.bpm > 0.0;
}

int sampleRate(Session& session)
{
    const QString word = either(session, "sample-rate", "rate");
    if (word.isEmpty() || word == u"44100" || word == u"48000") {
        return word == u"48000" ? 48000 : 44100;
    }
    session.args.complain(
        text("'--%1' must be one of %2, not '%3'.")
            .arg(QStringLiteral("sample-rate"), QStringLiteral("44100, 48000"), word));
    return 44100;
}

} // namespace

std::vector<Option> generateOptions()
{
    return {{"number", 'n', "N", "how many, 1 to 50"},
            {"mode", 0, "NAME", "random, interpolated, hybrid, variation or style"},
            {"anchor", 0, "ID|FILE", "a sound to dream from; as often as needed"},
            {"like", 0, "ID|FILE", "variations of this sound"},
            {"radius", 0, "F", "variations: 0 = the sound itself ... 1 = typical ... 2"},
            {"a", 0, "ID|FILE", "one end of a path"},
            {"b", 0, "ID|FILE", "its other end"},
            {"steps", 0, "N", "places of a path with its ends, 2 to 50"},
            {"factor", 0, "F", "one place between the ends, 0 to 1"},
            {"spherical", 0, nullptr, "paths go along a sphere"},
            {"with", 0, "CATEGORY", "hybrid: the other category"},
            {"category-b", 0, "CATEGORY", "the same as --with"},
            {"glide", 0, nullptr, "hybrid: peaks move instead of fading; for tonal sounds"},
            {"axis", 0, "NAME=F", "along a measured axis, such as brightness=-1"},
            {"text", 0, "WORDS", "how the sounds should differ, such as 'darker, longer tail'"},
            {"prompt", 0, "WORDS", "the same as --text"},
            {"creativity", 0, "F", "0 = near the originals ... 1 = far"},
            {"temperature", 0, "F", "spread of the draw, 0 to 3"},
            {"novelty-min", 0, "F",
             "none nearer to a training sound than this, 0 to 2; 1 = as far as they are apart"},
            {"no-taste", 0, nullptr, "as if nothing had been kept or dropped yet"},
            {"stereo", 0, nullptr, "two channels whose noise differs"},
            {"long", 0, nullptr, "with the model of the category's long sounds"},
            {"seconds", 0, "S", "long sounds: how long, 1 to 120"},
            {"bars", 0, "N", "long sounds: how many bars of four beats, instead of --seconds"},
            {"bpm", 0, "N", "long sounds: tempo of the beats, 30 to 300"},
            {"sample-rate", 0, "HZ", "44100 or 48000"},
            {"rate", 0, "HZ", "the same as --sample-rate"},
            {"model", 0, "FILE", "another model than the category's"},
            {"tray", 0, nullptr, "into the tray, where they wait for a decision"},
            {"redream", 0, "ID", "make a generated sound anew and compare"},
            {"output", 'o', "DIR", "where the files go"},
            {"no-import", 0, nullptr, "only files, nothing enters the library"},
            inAppOption()};
}

services::GenerateJobParams readGenerateOptions(Session& session)
{
    auto& args = session.args;
    services::GenerateJobParams params;
    params.category = categoryArgument(session);
    readSecond(session, params);
    addAnchors(session, params);
    addAxes(session, params);
    auto& p = params.params;
    p.mode = modeOf(session, params);
    const bool isPath = p.mode == nn::DreamMode::Interpolated || p.mode == nn::DreamMode::Style;
    p.count = args.integer("number", isPath && !args.has("steps") ? 1 : p.count, 1, 50);
    p.count = args.integer("steps", p.count, 2, 50);
    if (args.has("factor")) {
        p.factor = args.number("factor", 0.5, 0.0, 1.0);
    }
    p.radius = args.number("radius", p.radius, 0.0, 2.0);
    p.creativity = args.number("creativity", p.creativity, 0.0, 1.0);
    p.temperature = args.number("temperature", p.temperature, 0.0, 3.0);
    p.minNovelty = args.number("novelty-min", p.minNovelty, 0.0, 2.0);
    p.isSpherical = args.has("spherical");
    p.glides = args.has("glide");
    p.channels = args.has("stereo") ? 2 : 1;
    p.sampleRate = sampleRate(session);
    p.seed = args.seed(1);
    readLength(session, params);
    params.text = either(session, "text", "prompt");
    params.usesTaste = !args.has("no-taste");
    params.model = args.has("model") ? services::absolutePath(args.text("model")) : QString();
    params.outputFolder
        = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.addToLibrary = !args.has("no-import");
    params.toTray = args.has("tray");
    return params;
}

} // namespace nde::cli
