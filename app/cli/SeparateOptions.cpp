#include "app/cli/SeparateOptions.h"

#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"

#include <cmath>

namespace nde::cli {
namespace {

/// [hours:][minutes:]seconds
std::optional<double> parseTime(const QString& text)
{
    const auto parts = text.split(u':');
    if (parts.size() > 3) {
        return std::nullopt;
    }
    double seconds = 0.0;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        bool isNumber = false;
        const double value = parts[i].toDouble(&isNumber);
        const bool isBounded = i == 0 || value < 60.0;
        if (!isNumber || !std::isfinite(value) || value < 0.0 || !isBounded) {
            return std::nullopt;
        }
        seconds = seconds * 60.0 + value;
    }
    return seconds;
}

/// The format by name, or by the flags of the original's command.
QString readFormat(Arguments& args)
{
    QStringList named;
    if (args.has("format")) {
        named << args.choice("format", QStringLiteral("wav32f"), services::outputFormatIds());
    }
    for (const auto& [flag, format] :
         {std::pair {"float32", "wav32f"}, std::pair {"int24", "wav24"}, std::pair {"mp3", "mp3"},
          std::pair {"flac", "flac"}}) {
        if (args.has(flag)) {
            named << QString::fromLatin1(format);
        }
    }
    named.removeDuplicates();
    if (named.size() > 1) {
        args.complain(
            text("There is one format at a time, not %1.").arg(named.join(QStringLiteral(", "))));
    }
    return named.isEmpty() ? QStringLiteral("wav32f") : named.front();
}

QStringList readRecipe(Arguments& args)
{
    QStringList recipe = args.text("recipe").split(u',', Qt::SkipEmptyParts);
    if (args.has("two-stems")) {
        const QString stem = args.text("two-stems");
        recipe << stem << u"no-" + stem;
    }
    if (args.has("recipe") && recipe.isEmpty()) {
        args.complain(text("'--%1' needs a value.").arg(QStringLiteral("recipe")));
    }
    return recipe;
}

void readRange(Arguments& args, services::SeparateParams& params)
{
    if (!args.has("range")) {
        return;
    }
    const auto range = parseTimeRange(args.text("range"));
    if (!range) {
        args.complain(text("'--range' is FROM-TO in seconds or minutes, for example 0:30-0:45, "
                           "not '%1'.")
                          .arg(args.text("range")));
        return;
    }
    params.startS = range->fromS;
    params.lengthS = range->toS > 0.0 ? range->toS - range->fromS : 0.0;
}

QString readModel(Arguments& args)
{
    if (args.has("model") && args.has("name") && args.text("model") != args.text("name")) {
        args.complain(text("'--model' and '--name' are the same option; give one."));
    }
    return args.text("model", args.text("name", QStringLiteral("draft")));
}

} // namespace

std::optional<TimeRange> parseTimeRange(const QString& text)
{
    const auto dash = text.indexOf(u'-');
    if (dash <= 0) {
        return std::nullopt;
    }
    const QString end = text.mid(dash + 1);
    const auto from = parseTime(text.left(dash));
    const auto to = end.isEmpty() ? std::optional(0.0) : parseTime(end);
    if (!from || !to || (!end.isEmpty() && *to <= *from)) {
        return std::nullopt;
    }
    return TimeRange {*from, *to};
}

std::vector<Option> separateOptions()
{
    return {{"model", 'm', "NAME|PATH",
             "draft (built in), fast, balanced, best, 6s, a model's name, or a .th, .safetensors "
             "or .yaml file"},
            {"name", 'n', "NAME|PATH", "the same as --model"},
            {"output", 'o', "DIR", "files become DIR/<track>/<stem>.wav"},
            {"out", 0, "DIR", "the same as --output"},
            {"filename", 0, "TEMPLATE",
             "{track}/{stem} with {track} {artist} {title} {stem} {model} {profile} {date} {bpm} "
             "{key} {hash8}"},
            {"format", 0, "F", "wav16, wav24, wav32f, flac, ogg or mp3"},
            {"float32", 0, nullptr, "the same as --format wav32f"},
            {"int24", 0, nullptr, "the same as --format wav24"},
            {"mp3", 0, nullptr, "the same as --format mp3"},
            {"flac", 0, nullptr, "the same as --format flac"},
            {"clip-mode", 0, "MODE",
             "beyond full scale: none (the format decides), rescale (all files together), clamp"},
            {"recipe", 0, "LIST", "what is written: vocals,no-vocals,instrumental,drums+bass,..."},
            {"two-stems", 0, "STEM", "the stem and all the others together"},
            {"range", 0, "FROM-TO", "only this part of the track, for example 0:30-0:45"},
            {"chop", 0, nullptr, "cut the drum stem into single hits afterwards"},
            {"no-import", 0, nullptr, "only files, nothing enters a library"},
            {"keep-both", 0, nullptr, "where such files exist: name these after their profile"},
            {"shifts", 0, "N", "networks: 0 to 20 random shifts, averaged; N times as long"},
            {"overlap", 0, "F", "networks: 0 to 0.99 of a segment"},
            {"segment", 0, "S", "networks: shorter segments, in seconds"},
            {"native-rate", 0, nullptr, "networks: write at the model's rate"},
            {"precision", 0, "P", "networks: float32 (exact) or fast"},
            {"device", 'd', "NAME", "auto, cpu or cuda"},
            {"jobs", 'j', "N", "so many tracks at a time, 1 to 16; each takes its memory"},
            inAppOption()};
}

services::SeparateParams readSeparateOptions(Session& session)
{
    auto& args = session.args;
    services::SeparateParams params;
    params.model = readModel(args);
    params.format = readFormat(args);
    params.clipMode
        = args.choice("clip-mode", params.clipMode,
                      {QStringLiteral("none"), QStringLiteral("rescale"), QStringLiteral("clamp")});
    params.recipe = readRecipe(args);
    readRange(args, params);
    const QString folder = args.text("output", args.text("out"));
    params.outputFolder = folder.isEmpty() ? QString() : services::absolutePath(folder);
    params.nameTemplate = args.text("filename", params.nameTemplate);
    params.chop = args.has("chop");
    params.overwrite = session.isForced;
    params.keepBoth = args.has("keep-both");
    params.seed = args.seed(params.seed);
    params.nativeRate = args.has("native-rate");
    params.device
        = args.choice("device", params.device,
                      {QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")});
    params.precision = args.choice("precision", params.precision,
                                   {QStringLiteral("float32"), QStringLiteral("fast")});
    if (args.has("shifts")) {
        params.shifts = args.integer("shifts", 0, 0, 20);
    }
    if (args.has("overlap")) {
        params.overlap = args.number("overlap", 0.25, 0.0, 0.99);
    }
    if (args.has("segment")) {
        params.segmentS = args.number("segment", 7.8, 0.01, 3600.0);
    }
    return params;
}

} // namespace nde::cli
