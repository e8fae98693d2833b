#include "core/services/Files.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/OutputJournal.h"
#include "core/services/SeparationParts.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>

namespace nde::services {
namespace {

/// The network, or none for the Draft separator, and what the parts will be called.
struct Separator
{
    std::optional<NetworkChoice> network;
    QStringList sources;
    QString name; ///< "draft", a catalogue id or the file's path
    [[nodiscard]] QString shortName() const
    {
        return name.contains(u'/') ? QFileInfo(name).completeBaseName() : name;
    }
};

QStringList sourcesOf(const nn::SeparationPlan& plan)
{
    QStringList sources;
    for (const auto& source : plan.info.sources) {
        sources << toQt(source);
    }
    return sources;
}

Result<Separator> chooseSeparator(const SeparateParams& params)
{
    Separator separator;
    if (params.model == u"draft") {
        separator.sources = draftSources();
        separator.name = params.model;
        return separator;
    }
    auto network = chooseNetwork(params);
    if (!network) {
        return propagate(network);
    }
    separator.sources = sourcesOf(network->plan);
    separator.name = network->name;
    separator.network = std::move(*network);
    return separator;
}

Result<> checkParams(const SeparateParams& params, const Separator& separator)
{
    if (auto checked = checkTemplate(params.nameTemplate); !checked) {
        return checked;
    }
    const auto recipe = stemRecipe(params.recipe, separator.sources);
    if (!recipe) {
        return propagate(recipe);
    }
    const bool hasDrums = std::any_of(recipe->outputs.begin(), recipe->outputs.end(),
                                      [](const auto& output) { return output.name == u"drums"; });
    if (params.clipMode != u"none" && params.clipMode != u"rescale"
        && params.clipMode != u"clamp") {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the clip mode is none, rescale or clamp, not '%1'")
                              .arg(params.clipMode)));
    }
    if (params.chop && !hasDrums) {
        return fail(ErrorCode::BadInput, "only a drum stem is chopped, and there is none here");
    }
    return {};
}

Result<> chopDrumStem(Studio& studio, bool isReviewed, SeparateOutcome& outcome, TaskContext& task)
{
    const auto drums = std::find_if(outcome.stems.begin(), outcome.stems.end(),
                                    [](const auto& stem) { return stem.name == u"drums"; });
    if (drums == outcome.stems.end() || drums->isSilent) {
        return {};
    }
    ChopParamsJob params;
    params.stem = drums->id;
    params.kind = ChopKind::Hits;
    params.review = isReviewed && drums->id != 0;
    if (drums->id == 0) {
        params.input = drums->path;
        params.outputFolder = QFileInfo(drums->path).absolutePath() + QStringLiteral("/slices");
    }
    const auto chopped = chopStem(studio, params, task);
    if (!chopped) {
        return propagate(chopped);
    }
    for (const auto& slice : chopped->slices) {
        if (slice.id != 0) {
            outcome.slices.push_back(slice.id);
        }
    }
    return {};
}

/// How the time is shared: networks compute for long, the Draft separator does not.
struct Shares
{
    double read {};
    double separated {};
    double published {};
};

Shares sharesOf(const SeparateParams& params, bool isNetwork)
{
    Shares shares;
    shares.read = params.addToLibrary ? (isNetwork ? 0.02 : 0.1) : 0.005;
    shares.separated = isNetwork ? 0.95 : 0.75;
    shares.published = params.chop ? (isNetwork ? 0.98 : 0.9) : 1.0;
    return shares;
}

} // namespace

Result<> checkSeparateParams(const SeparateParams& params)
{
    if (const auto format = outputFormat(params.format); !format) {
        return propagate(format);
    }
    if (auto checked = checkTemplate(params.nameTemplate); !checked) {
        return checked;
    }
    Separator separator;
    separator.sources = draftSources();
    if (params.model != u"draft") {
        const auto options = networkOptions(params);
        if (!options) {
            return propagate(options);
        }
        if (params.recipe.isEmpty() && !params.segmentS && !params.chop
            && params.clipMode == u"none") {
            return {}; // the rest fits every model, and reading one takes a while
        }
        const auto file = separationModelFile(params);
        const auto plan = file ? nn::planSeparation(toPath(*file))
                               : Result<nn::SeparationPlan> {propagate(file)};
        if (!plan) {
            return {}; // the separation itself says what is wrong with the model
        }
        if (auto fits = nn::checkSeparation(*plan, *options); !fits) {
            return fits;
        }
        separator.sources = sourcesOf(*plan);
    }
    return checkParams(params, separator);
}

Result<SeparateOutcome> separateTrack(Studio& studio, const SeparateParams& params, JobId job,
                                      TaskContext& task)
{
    QElapsedTimer clock;
    clock.start();
    OutputJournal::recover(studio);
    const auto format = outputFormat(params.format);
    const auto separator = format ? chooseSeparator(params) : Result<Separator> {propagate(format)};
    if (!separator) {
        return propagate(separator);
    }
    if (auto checked = checkParams(params, *separator); !checked) {
        return propagate(checked);
    }
    const bool isNetwork = separator->network.has_value();
    const Shares shares = sharesOf(params, isNetwork);
    TaskContext reading = task.sub(0.0, shares.read);
    const auto input = separationInput(studio, params, reading);
    if (!input) {
        return propagate(input);
    }
    const auto targets = separationTargets(studio, params, *input, separator->sources,
                                           separator->shortName(), *format);
    if (!targets) {
        return propagate(targets);
    }
    const auto scratch = studio.jobFolder(job);
    if (!scratch) {
        return propagate(scratch);
    }
    TaskContext splitting = task.sub(shares.read, shares.separated);
    const auto parts = isNetwork
        ? separateByNetwork(*input, *separator->network, *scratch, splitting)
        : separateByDraft(*input, *scratch, splitting);
    if (!parts) {
        return propagate(parts);
    }
    SeparateOutcome outcome;
    outcome.input = input->path;
    outcome.inputId = input->id;
    outcome.inputChannels = input->info.channels;
    outcome.model = separator->name;
    outcome.profile = ModelCatalogue::profile(params.model) != nullptr ? params.model : QString();
    outcome.device = parts->device;
    outcome.steps = parts->steps;
    outcome.assumed = parts->assumed;
    TaskContext publishing = task.sub(shares.separated, shares.published);
    if (auto done = publishStems(studio, params, *input, *targets, *parts, outcome, publishing);
        !done) {
        return propagate(done);
    }
    if (params.chop) {
        TaskContext chopping = task.sub(shares.published, 1.0);
        if (auto done = chopDrumStem(studio, params.chopReview, outcome, chopping); !done) {
            return propagate(done);
        }
    }
    outcome.elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
    const double seconds = static_cast<double>(outcome.frames) / outcome.sampleRate;
    outcome.speed = outcome.elapsedS > 0.0 ? seconds / outcome.elapsedS : 0.0;
    outcome.peakRssBytes = peakRssBytes();
    return outcome;
}

} // namespace nde::services
