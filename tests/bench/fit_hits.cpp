// Fits the linear classifier of short sounds and prints its constants (core/dsp/HitModel.cpp):
//     fit_hits <folder oneshots> [> HitModel.cpp]
// Each class is a folder, each pack the part of a file name before "__". Only packs under CC0,
// public domain or CC BY are learned from; the others are the judge, beside leave-one-pack-out.
// The report goes to standard error, the constants to standard output.

#include "core/dsp/HitFeatures.h"
#include "tests/bench/SyntheticHits.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using nde::dsp::HitFeatures;
using nde::dsp::kHitFeatureCount;

constexpr std::array<const char*, 12> kClasses {"kick", "snare", "clap",  "hihat", "cymbal", "tom",
                                                "perc", "bass",  "synth", "pad",   "vocal",  "fx"};
constexpr std::size_t kClassCount = kClasses.size();
constexpr std::size_t kDrumClasses = 7; ///< kick … perc
constexpr std::uint64_t kSeed = 20261124;
constexpr std::size_t kInputs = 2 * kHitFeatureCount + 1;
const std::set<std::string> kLearnable {"berklee",       "discordgm",     "sonicpi",
                                        "oramics_CR78",  "oramics_LM2",   "oramics_MRK2",
                                        "oramics_TR505", "oramics_TR808", "synthetic"};

struct Example
{
    HitFeatures features;
    std::size_t label {};
    std::string pack;
    bool isCopy {}; ///< changed for learning, never judged
};

struct Model
{
    std::array<double, kHitFeatureCount> mean {};
    std::array<double, kHitFeatureCount> scale {};
    std::array<std::array<double, kInputs>, kClassCount> weights {};
};

bool load(const fs::path& path, std::vector<float>& mono, int& rate)
{
    SF_INFO info {};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr) {
        return false;
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> data(static_cast<std::size_t>(info.frames) * channels);
    sf_readf_float(file, data.data(), info.frames);
    sf_close(file);
    rate = info.samplerate;
    mono.assign(static_cast<std::size_t>(info.frames), 0.0F);
    for (std::size_t i = 0; i < data.size(); ++i) {
        mono[i / channels] += data[i] / static_cast<float>(channels);
    }
    return true;
}

struct Source
{
    std::vector<float> mono;
    int rate {};
    std::size_t label {};
    std::string pack;
};

std::vector<Source> loadAll(const fs::path& root)
{
    std::vector<Source> sources;
    for (std::size_t label = 0; label < kClassCount; ++label) {
        std::vector<fs::path> paths;
        for (const auto& entry : fs::directory_iterator(root / kClasses[label])) {
            paths.push_back(entry.path());
        }
        std::sort(paths.begin(), paths.end());
        for (const fs::path& path : paths) {
            Source source;
            if (!load(path, source.mono, source.rate)) {
                std::fprintf(stderr, "cannot read %s\n", path.c_str());
                continue;
            }
            const std::string name = path.filename().string();
            source.label = label;
            source.pack = name.substr(0, name.find("__"));
            sources.push_back(std::move(source));
        }
    }
    for (std::size_t label = 0; label < kDrumClasses; ++label) {
        for (std::uint64_t n = 0; n < 200; ++n) {
            nde::Random random(nde::streamSeed(kSeed, kClasses[label], n));
            const auto voice = nde::bench::drawVoice(kClasses[label], random);
            sources.push_back(
                {nde::bench::render(voice, random), nde::bench::kHitRate, label, "synthetic"});
        }
    }
    return sources;
}

/// A hit as chopDrums meets it: cut off by the next one, over the tail of another.
HitFeatures inContext(const Source& source, const std::vector<Source>& sources, nde::Random& random)
{
    const auto length = static_cast<std::size_t>(random.uniform(0.07, 0.3) * source.rate);
    std::vector<float> mono(
        source.mono.begin(),
        source.mono.begin() + static_cast<std::ptrdiff_t>(std::min(length, source.mono.size())));
    const Source* other = nullptr;
    while (other == nullptr || other->label >= kDrumClasses || kLearnable.count(other->pack) == 0) {
        other = &sources[random.below(sources.size())];
    }
    const auto skip = static_cast<std::size_t>(random.uniform(0.06, 0.2) * source.rate);
    const auto gain = static_cast<float>(std::pow(10.0, random.uniform(-20.0, 0.0) / 20.0));
    const auto tail
        = [&](std::size_t at) { return at < other->mono.size() ? gain * other->mono[at] : 0.0F; };
    for (std::size_t i = 0; i < mono.size(); ++i) {
        mono[i] += tail(skip + i);
    }
    std::vector<float> before;
    for (std::size_t i = skip - static_cast<std::size_t>(0.03 * source.rate); i < skip; ++i) {
        before.push_back(tail(i));
    }
    return nde::dsp::hitFeatures(mono, source.rate, before);
}

std::vector<Example> examplesOf(const std::vector<Source>& sources)
{
    std::vector<Example> examples;
    for (std::size_t n = 0; n < sources.size(); ++n) {
        const Source& source = sources[n];
        examples.push_back(
            {nde::dsp::hitFeatures(source.mono, source.rate), source.label, source.pack, false});
        if (kLearnable.count(source.pack) == 0) {
            continue;
        }
        for (const double speed : {0.85, 1.18}) { // played 15 % slower and 18 % faster
            const auto rate = static_cast<int>(source.rate * speed);
            if (source.pack != "synthetic") {
                examples.push_back(
                    {nde::dsp::hitFeatures(source.mono, rate), source.label, source.pack, true});
            }
        }
        nde::Random random(nde::streamSeed(kSeed, "context", n));
        for (int copy = 0; source.label < kDrumClasses && copy < 2; ++copy) {
            examples.push_back(
                {inContext(source, sources, random), source.label, source.pack, true});
        }
    }
    return examples;
}

std::array<double, kInputs> inputsOf(const Model& model, const HitFeatures& features)
{
    std::array<double, kInputs> inputs {};
    for (std::size_t i = 0; i < kHitFeatureCount; ++i) {
        const double z = std::clamp(
            (static_cast<double>(features[i]) - model.mean[i]) * model.scale[i], -3.0, 3.0);
        inputs[2 * i] = z;
        inputs[2 * i + 1] = z * z;
    }
    inputs[kInputs - 1] = 1.0;
    return inputs;
}

std::array<double, kClassCount> probabilities(const Model& model,
                                              const std::array<double, kInputs>& inputs)
{
    std::array<double, kClassCount> p {};
    double top = -1e300;
    for (std::size_t c = 0; c < kClassCount; ++c) {
        for (std::size_t i = 0; i < kInputs; ++i) {
            p[c] += model.weights[c][i] * inputs[i];
        }
        top = std::max(top, p[c]);
    }
    double sum = 0.0;
    for (double& value : p) {
        value = std::exp(value - top);
        sum += value;
    }
    for (double& value : p) {
        value /= sum;
    }
    return p;
}

void setScaling(Model& model, const std::vector<const Example*>& examples)
{
    for (std::size_t i = 0; i < kHitFeatureCount; ++i) {
        double sum = 0.0;
        double squares = 0.0;
        for (const Example* example : examples) {
            const double x = static_cast<double>(example->features[i]);
            sum += x;
            squares += x * x;
        }
        const auto count = static_cast<double>(examples.size());
        model.mean[i] = sum / count;
        const double variance = squares / count - model.mean[i] * model.mean[i];
        model.scale[i] = 1.0 / std::sqrt(std::max(1e-6, variance));
    }
}

/// Softmax regression by Adam on the whole set; a class counts by the square root of its size, and
/// so does a pack within its class.
Model fit(const std::vector<const Example*>& examples)
{
    Model model;
    setScaling(model, examples);
    std::map<std::pair<std::size_t, std::string>, double> packSize;
    for (const Example* example : examples) {
        packSize[{example->label, example->pack}] += 1.0;
    }
    std::vector<std::array<double, kInputs>> inputs;
    std::vector<double> weight;
    double total = 0.0;
    std::array<double, kClassCount> classTotal {};
    for (const Example* example : examples) {
        inputs.push_back(inputsOf(model, example->features));
        weight.push_back(1.0 / std::sqrt(packSize[{example->label, example->pack}]));
        classTotal[example->label] += weight.back();
    }
    for (std::size_t n = 0; n < examples.size(); ++n) {
        weight[n] /= std::sqrt(classTotal[examples[n]->label]);
        total += weight[n];
    }
    constexpr double kDecay = 1e-2;
    constexpr double kRate = 0.02;
    std::array<std::array<double, kInputs>, kClassCount> m {};
    std::array<std::array<double, kInputs>, kClassCount> v {};
    for (int step = 1; step <= 700; ++step) {
        std::array<std::array<double, kInputs>, kClassCount> gradient {};
        for (std::size_t n = 0; n < examples.size(); ++n) {
            const auto p = probabilities(model, inputs[n]);
            for (std::size_t c = 0; c < kClassCount; ++c) {
                const double error
                    = (p[c] - (c == examples[n]->label ? 1.0 : 0.0)) * weight[n] / total;
                for (std::size_t i = 0; i < kInputs; ++i) {
                    gradient[c][i] += error * inputs[n][i];
                }
            }
        }
        const double bias1 = 1.0 - std::pow(0.9, step);
        const double bias2 = 1.0 - std::pow(0.999, step);
        for (std::size_t c = 0; c < kClassCount; ++c) {
            for (std::size_t i = 0; i < kInputs; ++i) {
                const double decay = i + 1 == kInputs ? 0.0 : kDecay * model.weights[c][i];
                const double g = gradient[c][i] + decay;
                m[c][i] = 0.9 * m[c][i] + 0.1 * g;
                v[c][i] = 0.999 * v[c][i] + 0.001 * g * g;
                model.weights[c][i]
                    -= kRate * (m[c][i] / bias1) / (std::sqrt(v[c][i] / bias2) + 1e-8);
            }
        }
    }
    return model;
}

using Confusion = std::array<std::array<int, kClassCount>, kClassCount>;

void judge(const Model& model, const std::vector<const Example*>& examples, Confusion& confusion)
{
    for (const Example* example : examples) {
        const auto p = probabilities(model, inputsOf(model, example->features));
        const auto best = std::max_element(p.begin(), p.end()) - p.begin();
        ++confusion[example->label][static_cast<std::size_t>(best)];
    }
}

/// Accuracy and macro-F1 over the first `classes` classes, other answers counting as wrong.
void printConfusion(const char* title, const Confusion& confusion)
{
    std::fprintf(stderr, "\n%s (rows: truth)\n%8s", title, "");
    for (const char* name : kClasses) {
        std::fprintf(stderr, "%7s", name);
    }
    int right = 0;
    int all = 0;
    double f1 = 0.0;
    int present = 0;
    for (std::size_t t = 0; t < kClassCount; ++t) {
        std::fprintf(stderr, "\n%8s", kClasses[t]);
        int row = 0;
        int column = 0;
        for (std::size_t c = 0; c < kClassCount; ++c) {
            std::fprintf(stderr, "%7d", confusion[t][c]);
            row += confusion[t][c];
            column += confusion[c][t];
        }
        all += row;
        right += confusion[t][t];
        if (row > 0) {
            ++present;
            f1 += 2.0 * confusion[t][t] / std::max(1, row + column);
            std::fprintf(stderr, "   recall %.2f", static_cast<double>(confusion[t][t]) / row);
        }
    }
    std::fprintf(stderr, "\naccuracy %.3f, macro-F1 %.3f of %d\n",
                 static_cast<double>(right) / std::max(1, all), f1 / std::max(1, present), all);
    // The four classes of classifyHit: kick, snare and clap, hihat and cymbal, the rest.
    const std::array<std::size_t, kClassCount> coarse {0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3};
    int table[4][4] {};
    for (std::size_t t = 0; t < kClassCount; ++t) {
        for (std::size_t c = 0; c < kClassCount; ++c) {
            table[coarse[t]][coarse[c]] += t < 7 ? confusion[t][c] : 0;
        }
    }
    std::fprintf(stderr, "drums only, as kick/snare+clap/hihat+cymbal/other:\n");
    for (const auto& row : table) {
        std::fprintf(stderr, "   %5d %5d %5d %5d\n", row[0], row[1], row[2], row[3]);
    }
}

void printModel(const Model& model)
{
    std::printf("#include \"core/dsp/HitModel.h\"\n\n// Written by tests/bench/fit_hits.cpp: "
                "change that and run it again.\n"
                "namespace nde::dsp {\n\nconst HitModel kHitModel {\n    {");
    for (const double value : model.mean) {
        std::printf("%#.4gF, ", value);
    }
    std::printf("},\n    {");
    for (const double value : model.scale) {
        std::printf("%#.4gF, ", value);
    }
    std::printf("},\n    {{\n");
    for (std::size_t c = 0; c < kClassCount; ++c) {
        std::printf("        {{ // %s\n", kClasses[c]);
        for (const double value : model.weights[c]) {
            std::printf("%#.3gF, ", value);
        }
        std::printf("}},\n");
    }
    std::printf("    }},\n};\n\n} // namespace nde::dsp\n");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: fit_hits <folder oneshots>\n");
        return 2;
    }
    const std::vector<Example> examples = examplesOf(loadAll(argv[1]));
    Confusion leftOut {};
    Confusion foreign {};
    for (const std::string& pack : kLearnable) {
        std::vector<const Example*> learn;
        std::vector<const Example*> test;
        for (const Example& example : examples) {
            if (example.pack == pack && !example.isCopy) {
                test.push_back(&example);
            } else if (example.pack != pack && kLearnable.count(example.pack) > 0) {
                learn.push_back(&example);
            }
        }
        judge(fit(learn), test, leftOut);
    }
    printConfusion("leave one pack out", leftOut);
    std::vector<const Example*> learn;
    std::vector<const Example*> test;
    for (const Example& example : examples) {
        if (kLearnable.count(example.pack) > 0) {
            learn.push_back(&example);
        } else if (!example.isCopy) {
            test.push_back(&example);
        }
    }
    const Model model = fit(learn);
    judge(model, test, foreign);
    printConfusion("packs never learned from", foreign);
    printModel(model);
    return 0;
}
