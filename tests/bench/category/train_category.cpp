#include "core/base/Random.h"
#include "core/dsp/CategoryNames.h"
#include "tests/bench/category/Judging.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <thread>

/// Trains models/category.safetensors and measures it on packs that were held out.
namespace nde::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uint64_t kSeed = 20261126;
constexpr std::array<double, 8> kOddsToTry {10.0, 25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1600.0};
constexpr int kFolds = 8;

struct Options
{
    fs::path data;
    fs::path examples; ///< kept there, empty = made anew
    fs::path out;
    fs::path verdicts; ///< what each sound was taken for goes here, where it is named
    std::uint64_t seed {kSeed};
    Recipe recipe;
    ExampleCounts counts;
};

void setNumber(Recipe& recipe, const std::string& name, double value)
{
    const std::map<std::string, double*> reals {
        {"rate", &recipe.rate},       {"decay", &recipe.decay},      {"drop", &recipe.drop},
        {"noise", &recipe.noise},     {"smooth", &recipe.smooth},    {"mix", &recipe.mix},
        {"classes", &recipe.classes}, {"packs", &recipe.packs},      {"recorded", &recipe.recorded},
        {"extra", &recipe.extra},     {"features", &recipe.features}};
    const std::map<std::string, std::size_t*> counts {{"first", &recipe.first},
                                                      {"second", &recipe.second},
                                                      {"members", &recipe.members},
                                                      {"batch", &recipe.batch}};
    if (const auto real = reals.find(name); real != reals.end()) {
        *real->second = value;
    } else if (const auto count = counts.find(name); count != counts.end()) {
        *count->second = static_cast<std::size_t>(value);
    } else if (name == "steps") {
        recipe.steps = static_cast<int>(value);
    } else {
        std::fprintf(stderr, "the recipe has no '%s'\n", name.c_str());
    }
}

Options optionsOf(int argc, char** argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        if (name == "--data") {
            options.data = value;
        } else if (name == "--examples") {
            options.examples = value;
        } else if (name == "--out") {
            options.out = value;
        } else if (name == "--verdicts") {
            options.verdicts = value;
        } else if (name == "--seed") {
            options.seed = std::stoull(value);
        } else if (name == "--set") { // name=number
            const std::size_t equals = value.find('=');
            const std::string what = value.substr(0, equals);
            const double number = std::stod(value.substr(equals + 1));
            if (what == "copies") {
                options.counts.copies = static_cast<int>(number);
            } else if (what == "extra_copies") {
                options.counts.extraCopies = static_cast<int>(number);
            } else if (what == "synthetic") {
                options.counts.synthetic = static_cast<int>(number);
            } else {
                setNumber(options.recipe, what, number);
            }
        }
    }
    return options;
}

Result<ExampleSet> examplesOf(const Options& options)
{
    if (!options.examples.empty() && fs::exists(options.examples)) {
        return loadExamples(options.examples);
    }
    auto set = makeExamples(options.data, options.seed, options.counts);
    if (set && !options.examples.empty()) {
        if (auto saved = saveExamples(*set, options.examples); !saved) {
            return propagate(saved);
        }
    }
    return set;
}

Json figuresOf(const Score& score)
{
    return {{"macro_f1", score.macroF1}, {"accuracy", score.accuracy}};
}

void print(const ExampleSet& set, const Verdicts& verdicts, const Report& report,
           const CorrectionReport& corrections)
{
    std::array<std::size_t, kLabels.size()> all {};
    std::iota(all.begin(), all.end(), 0);
    const auto show = [](const char* title, const Score& score, std::span<const std::size_t> of) {
        std::printf("%s: macro-F1 %.3f, accuracy %.3f (rows: truth)\n%s\n", title, score.macroF1,
                    score.accuracy, tableOf(score, of).c_str());
    };
    show("Six drum classes, audio alone", report.drums, kDrumLabels);
    show("Twelve classes, audio alone", report.all, all);
    show("Twelve classes, with names", report.named, all);
    std::printf("Right among the surer half: %.3f, with names %.3f\n", report.confidentHalf,
                report.confidentHalfNamed);
    std::printf("Not unclear: %.3f of the sounds, of which right: %.3f\n", report.coverage,
                report.coveredAccuracy);
    std::printf("Sharpness %.2f, calibration error %.3f\n", report.sharpness,
                report.calibrationError);
    for (const double odds : kOddsToTry) {
        const Report named = judge(set, verdicts, odds);
        std::printf("Names counting %3.0f times: macro-F1 %.3f, accuracy %.3f\n", odds,
                    named.named.macroF1, named.named.accuracy);
    }
    const NestedReport nested = judgeNested(set, verdicts, kOddsToTry);
    std::printf("With names, odds and sharpness of the other folds: macro-F1 %.3f, accuracy %.3f, "
                "calibration error %.3f; odds",
                nested.named.macroF1, nested.named.accuracy, nested.calibrationError);
    for (const double odds : nested.odds) {
        std::printf(" %.0f", odds);
    }
    std::printf("\n");
    std::printf("%d corrections: the rest of their packs %.3f -> %.3f, other packs %.3f -> %.3f\n",
                corrections.corrected, corrections.packBefore, corrections.packAfter,
                corrections.othersBefore, corrections.othersAfter);
    std::printf("\n%s", packTable(set, verdicts).c_str());
}

/// All members on all packs.
nn::category::Network trainAll(const ExampleSet& set, const Options& options)
{
    nn::category::Network network;
    network.members.resize(options.recipe.members);
    std::atomic<std::size_t> next {0};
    const auto work = [&] {
        for (std::size_t k = next++; k < network.members.size(); k = next++) {
            network.members[k] = trainMember(
                set, [](const Example&) { return true; }, options.recipe,
                streamSeed(options.seed, "shipped", k));
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
        threads.emplace_back(work);
    }
    work();
    for (std::thread& thread : threads) {
        thread.join();
    }
    return network;
}

Json recipeOf(const Recipe& r)
{
    return {{"features", "core/dsp/CategoryFeatures: 187 descriptors, 120 of a cosine transform"},
            {"features_of_a_member", r.features},
            {"network",
             std::to_string(r.members) + " perceptrons of " + std::to_string(r.first) + " and "
                 + std::to_string(r.second) + " hidden units, probabilities averaged"},
            {"optimiser", "AdamW, warm-up and cosine"},
            {"steps", r.steps},
            {"batch", r.batch},
            {"rate", r.rate},
            {"decay", r.decay},
            {"dropout", r.drop},
            {"input_noise", r.noise},
            {"label_smoothing", r.smooth},
            {"mixed_share", r.mix},
            {"class_balance", r.classes},
            {"pack_balance", r.packs},
            {"share_recorded", r.recorded},
            {"share_extra", r.extra},
            {"share_synthetic", 1.0 - r.recorded - r.extra}};
}

Json cardOf(const Options& options, const std::vector<std::string>& licences, const Report& report,
            const NestedReport& nested, const CorrectionReport& corrections, std::size_t examples)
{
    const ExampleCounts& counts = options.counts;
    Json card;
    card["model"] = "category.safetensors";
    card["licence"] = "GPL-3.0-or-later";
    card["trained_by"] = "bin/bench/train_category --data ../shared/data --out models";
    card["seed"] = options.seed;
    card["examples"] = {{"all", examples},
                        {"disguised_copies_of_a_one_shot", counts.copies},
                        {"disguised_copies_of_a_piece", counts.extraCopies},
                        {"synthetic_of_a_class", counts.synthetic}};
    card["data"] = licences;
    card["synthesis_only"] = {"lead", "chord", "texture", "noise"};
    card["mostly_synthesis"] = {"guitar", "strings", "keys"};
    card["recipe"] = recipeOf(options.recipe);
    card["figures"]
        = {{"how", "shared/data/oneshots, 8 folds of whole packs (kit, machine or folder)"},
           {"drums_6_audio", figuresOf(report.drums)},
           {"labels_12_audio", figuresOf(report.all)},
           {"labels_12_with_names", figuresOf(report.named)},
           {"labels_12_with_names_odds_of_other_folds", figuresOf(nested.named)},
           {"surer_half_accuracy", report.confidentHalf},
           {"surer_half_accuracy_with_names", report.confidentHalfNamed},
           {"not_unclear_share", report.coverage},
           {"not_unclear_accuracy", report.coveredAccuracy},
           {"calibration_error", report.calibrationError},
           {"calibration_error_sharpness_of_other_folds", nested.calibrationError},
           {"corrections",
            {{"count", corrections.corrected},
             {"same_pack_before", corrections.packBefore},
             {"same_pack_after", corrections.packAfter},
             {"other_packs_before", corrections.othersBefore},
             {"other_packs_after", corrections.othersAfter}}}};
    card["confusion_12"] = report.all.confusion;
    card["confusion_6"] = report.drums.confusion;
    card["labels_12"] = kLabels;
    card["mapping"] = "hihat = hihat + open-hihat, synth = lead + synth + chord + keys + guitar, "
                      "pad = pad + strings + texture, fx = fx + noise; drums (full loops) is left "
                      "out, no one-shot is one";
    card["name_prior"] = {{"odds", dsp::kNameOdds}, {"never_over", dsp::kCertain}};
    return card;
}

Result<> writeFile(const fs::path& path, std::span<const char> bytes)
{
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
        return fail(ErrorCode::Io, path.string() + " cannot be written");
    }
    return {};
}

/// A line a sound: fold, label, pack, probabilities of the classes, name; to look into misses.
Result<> writeVerdicts(const fs::path& path, const ExampleSet& set, const Verdicts& verdicts)
{
    std::string text;
    for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
        const Example& example = *verdicts.sounds[i];
        text += std::to_string(verdicts.folds[i]) + '\t'
            + kLabels[static_cast<std::size_t>(example.label)] + '\t' + set.packs[example.pack];
        for (const float p : verdicts.probabilities[i]) {
            text += '\t' + std::to_string(p);
        }
        text += '\t' + set.names[example.sound] + '\n';
    }
    return writeFile(path, text);
}

Result<> run(const Options& options)
{
    const auto licences = licencesOf(options.data);
    if (!licences) {
        return propagate(licences);
    }
    const auto set = examplesOf(options);
    if (!set) {
        return propagate(set);
    }
    std::fprintf(stderr, "%zu examples\n", set->examples.size());
    const Verdicts verdicts = crossValidate(*set, options.recipe, kFolds, options.seed);
    const Report report = judge(*set, verdicts, dsp::kNameOdds);
    const CorrectionReport corrections = judgeCorrections(verdicts);
    print(*set, verdicts, report, corrections);
    std::fflush(stdout);
    if (!options.verdicts.empty()) {
        if (auto written = writeVerdicts(options.verdicts, *set, verdicts); !written) {
            return written;
        }
    }
    if (options.out.empty()) {
        return {};
    }
    nn::category::Network network = trainAll(*set, options);
    network.sharpness = static_cast<float>(report.sharpness);
    const auto bytes = nn::category::writeNetwork(network);
    auto written = writeFile(options.out / "category.safetensors",
                             {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!written) {
        return written;
    }
    const std::string card
        = cardOf(options, *licences, report, judgeNested(*set, verdicts, kOddsToTry), corrections,
                 set->examples.size())
              .dump(1)
        + '\n';
    return writeFile(options.out / "category.card.json", card);
}

} // namespace
} // namespace nde::bench

int main(int argc, char** argv)
{
    const auto options = nde::bench::optionsOf(argc, argv);
    if (options.data.empty()) {
        std::fprintf(stderr,
                     "usage: train_category --data shared/data [--out models] [--examples file] "
                     "[--seed number] [--set name=number]…\n");
        return 2;
    }
    if (auto done = nde::bench::run(options); !done) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
        return 1;
    }
    return 0;
}
