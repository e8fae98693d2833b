#include "app/cli/TrainOptions.h"

#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"

namespace nde::cli {
namespace {

using services::TrainDataKind;
using services::TrainJobParams;

std::optional<nn::TrainPreset> presetFrom(const QString& name)
{
    if (name == u"quick") {
        return nn::TrainPreset::Quick;
    }
    return name == u"deep" ? nn::TrainPreset::Deep : nn::TrainPreset::Good;
}

/// The noise that the picture of a sound may have, times the weight of the prior: the evidence
/// bound `error / (2 · noise) + beta · KL` is, up to a factor, the one of noise · beta with a
/// weight of 1.
double detailOf(Arguments& args, double preset)
{
    constexpr double kFinest = 2e-5;
    constexpr double kCoarsest = 5e-4;
    const double detail = args.number("detail", preset, kFinest, kCoarsest);
    const double beta = args.number("beta", 1.0, 0.01, 100.0);
    if (detail * beta < kFinest || detail * beta > kCoarsest) {
        args.complain(text("'--beta' times the detail %1 must be %2 to %3; that is a beta of %4 to "
                           "%5.")
                          .arg(detail)
                          .arg(kFinest)
                          .arg(kCoarsest)
                          .arg(kFinest / detail)
                          .arg(kCoarsest / detail));
        return detail;
    }
    return detail * beta;
}

void readNumbers(Session& session, nn::TrainParams& p)
{
    auto& args = session.args;
    const QStringList names {QStringLiteral("quick"), QStringLiteral("good"),
                             QStringLiteral("deep")};
    const QString name = args.choice("preset", QStringLiteral("good"), names);
    p = nn::trainPreset(presetFrom(name).value_or(nn::TrainPreset::Good));
    p.epochs = args.integer("epochs", p.epochs, 0, 1000);
    p.augmentations = args.integer("augment", p.augmentations, 0, 8);
    p.patience = args.integer("patience", p.patience, 1, 1000);
    p.batchSize = args.integer("batch-size", p.batchSize, 1, 128);
    p.latentDim = args.integer("latent-dim", p.latentDim, 32, 512);
    p.learningRate = args.number("lr", p.learningRate, 1e-6, 1e-1);
    p.detail = detailOf(args, p.detail);
    p.validationShare = args.number("val", p.validationShare, 0.0, 0.5);
    p.seed = args.seed(1);
    p.isLong = args.has("long");
    const QString device
        = args.choice("device", QStringLiteral("auto"),
                      {QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")});
    if (device == u"cuda") {
        args.complain(
            text("Training runs on the processor, not on 'cuda': its network is so small that a "
                 "graphics card would only wait for it."));
    }
}

/// "kick,snare". What is no category is complained about.
std::vector<Category> categoriesFrom(Session& session, const QString& words)
{
    std::vector<Category> out;
    for (const QString& word : words.split(u',', Qt::SkipEmptyParts)) {
        const auto category = categoryFromId(services::toStd(word.trimmed().toLower()));
        if (category) {
            out.push_back(*category);
        } else {
            session.args.complain(text("There is no category '%1'.").arg(word));
        }
    }
    return out;
}

/// "RUN:EPOCH"
void readBranch(Session& session, TrainJobParams& params)
{
    const QString branch = session.args.text("branch");
    if (branch.isEmpty()) {
        return;
    }
    bool isRun = false;
    bool isEpoch = false;
    params.branchOf = branch.section(u':', 0, 0).toLongLong(&isRun);
    params.branchEpoch = branch.section(u':', 1).toInt(&isEpoch);
    if (!isRun || !isEpoch || params.branchOf < 1 || params.branchEpoch < 0) {
        session.args.complain(
            text("--branch takes a run and an epoch, such as 3:20, not '%1'.").arg(branch));
    }
}

} // namespace

TrainJobParams readTrainOptions(Session& session, bool isAll)
{
    auto& args = session.args;
    TrainJobParams params;
    if (isAll && !args.positional().isEmpty()) {
        args.complain(text("'%1' is one argument too many.").arg(args.positional().front()));
    }
    if (isAll && (args.has("export-csv") || args.has("safetensors"))) {
        args.complain(text("--export-csv and --safetensors are of one run; name one category."));
    }
    params.category = isAll ? params.category : categoryArgument(session);
    readNumbers(session, params.params);
    params.minQuality = args.number("min-quality", params.minQuality, 0.0, 1.0);
    params.joint = categoriesFrom(session, args.text("joint"));
    std::erase(params.joint, params.category);
    params.usesTaste = args.has("taste");
    if (args.has("collection") && args.has("filter")) {
        args.complain(text("The sounds come from --collection or from --filter, not from both."));
    }
    if (args.has("collection")) {
        params.data = TrainDataKind::Collection;
        params.dataText = args.text("collection");
    } else if (args.has("filter")) {
        params.data = TrainDataKind::Filter;
        params.dataText = args.text("filter");
    }
    readBranch(session, params);
    return params;
}

std::vector<Option> trainOptions()
{
    return {{"preset", 0, "NAME", "quick, good or deep"},
            {"epochs", 0, "N", "0 to 1000; 0 = the analytic start only"},
            {"batch-size", 0, "N", "1 to 128"},
            {"latent-dim", 0, "N", "32 to 512"},
            {"lr", 0, "F", "learning rate"},
            {"detail", 0, "F", "2e-5 to 5e-4, smaller = finer"},
            {"beta", 0, "F", "weight of the latent's prior; the detail times F, 1 = as it is"},
            {"augment", 0, "N", "variants of each sound, 0 to 8"},
            {"device", 'd', "NAME", "auto or cpu: training always runs on the processor"},
            {"val", 0, "F", "share kept for validation, 0 to 0.5"},
            {"patience", 0, "N", "epochs without improvement before it stops"},
            {"min-quality", 0, "F", "leave out worse sounds, 0 to 1"},
            {"long", 0, nullptr, "on loops, phrases and pads instead of one-shots, as sequences"},
            {"joint", 0, "LIST", "further categories of one joint model"},
            {"collection", 0, "NAME", "only sounds of this collection, or with this tag"},
            {"filter", 0, "SEARCH", "only sounds that this search finds"},
            {"taste", 0, nullptr, "sounds near kept dreams count more, near dropped ones less"},
            {"branch", 0, "RUN:EPOCH", "go on from an epoch of an earlier run"},
            {"all", 0, nullptr, "every category with enough sounds, one after the other"},
            {"min-samples", 0, "N", "without a category: sounds that a category needs, at least 8"},
            {"resume", 0, "RUN", "go on with a run that was interrupted"},
            {"list-runs", 0, nullptr, "list the training runs of the studio"},
            {"run", 0, "N", "make the model of this run the category's, or export of it"},
            {"export-csv", 0, "FILE", "write the curve of the run"},
            {"safetensors", 0, "FILE", "write the model as safetensors, too"},
            {"jsonl", 0, nullptr, "print one object a line and epoch"},
            inAppOption()};
}

} // namespace nde::cli
