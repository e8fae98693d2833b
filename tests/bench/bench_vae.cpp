// Trains models on packs and writes what they make as WAV for judge_dreams.py: reconstructions of
// sounds that were trained on and of packs that were held out, dreams, morphs, and the figures of
// the run. Usage:
//   bench_vae real   <oneshots folder> <work folder>               the aligned sounds themselves
//   bench_vae train  <category> <quick|good|deep> <oneshots> <work> [detail=1e-4 epochs=0 ...]
//     inner=<pack>: for choosing between recipes. The packs that are judged are not used at all;
//     of the others this one is held out.
//   bench_vae again  <category> <quick|good|deep> <oneshots> <work>   what a trained model makes
//   now bench_vae hybrid <category> <category> <quick|good|deep> <work> after both were trained
//   bench_vae speed  <category> <quick|good|deep> <work>
#include "core/audio/AudioFile.h"
#include "core/base/Category.h"
#include "core/base/Random.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/Prepare.h"
#include "core/nn/vae/Renderer.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace nde;
using namespace nde::nn;

namespace {

/// Whole packs that no model sees. Fixed, so that every run and every category has the same ones.
const std::set<std::string> kHeldPacks {"sonicpi",     "hydrogen",     "berklee",
                                        "oramics_LM2", "oramics_CR78", "oramics_TR505",
                                        "oramics_MRK2"};
constexpr std::array<const char*, 6> kCategories {"kick", "snare", "hihat", "clap", "bass", "tom"};
constexpr int kDreams = 48; ///< as in vae.md 8 …
constexpr std::uint64_t kSeeds = 5; ///< … of each of these: one set's figures vary by .05 to .13
constexpr int kPaths = 6;
constexpr int kSteps = 7;

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](timeval t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Sound
{
    TrainingSound training;
    std::vector<float> aligned; ///< [kLength]
    bool isHeld {};
};

double correlation(const std::vector<float>& a, const std::vector<float>& b)
{
    double ab = 0;
    double aa = 1e-12;
    double bb = 1e-12;
    for (std::size_t n = 0; n < a.size(); ++n) {
        ab += static_cast<double>(a[n]) * b[n];
        aa += static_cast<double>(a[n]) * a[n];
        bb += static_cast<double>(b[n]) * b[n];
    }
    return ab / std::sqrt(aa * bb);
}

/// Usable sounds of a category without near duplicates, in the order of their names.
std::vector<Sound> readSounds(const fs::path& folder)
{
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Sound> out;
    for (const fs::path& path : paths) {
        auto audio = audio::readAudio(path);
        if (!audio) {
            std::printf("%s: %s\n", path.c_str(), audio.error().message.c_str());
            continue;
        }
        Sound sound;
        sound.training.id = static_cast<std::int64_t>(out.size()) + 1;
        sound.training.contentHash = path.filename().string();
        sound.training.name = path.filename().string();
        sound.training.group = sound.training.name.substr(0, sound.training.name.find("__"));
        sound.training.audio = std::move(*audio);
        auto aligned = vae::align(sound.training.audio);
        const bool isNew = std::none_of(out.begin(), out.end(), [&](const Sound& other) {
            return correlation(other.aligned, aligned.samples) > 0.98;
        });
        if (!aligned.problem.empty() || !isNew) {
            continue;
        }
        sound.aligned = std::move(aligned.samples);
        sound.isHeld = kHeldPacks.contains(sound.training.group);
        out.push_back(std::move(sound));
    }
    return out;
}

/// At the training level and length, as the metrics compare sounds.
std::vector<float> comparable(const audio::AudioBuffer& buffer)
{
    std::vector<float> out(vae::kLength, 0.0F);
    const auto samples = buffer.channel(0);
    std::copy_n(samples.begin(), std::min(samples.size(), out.size()), out.begin());
    std::for_each(out.begin(), out.end(), [](float& sample) { sample *= 0.9F / vae::kPeak; });
    return out;
}

void write(const fs::path& folder, const std::string& name, const std::vector<float>& samples)
{
    fs::create_directories(folder);
    audio::AudioBuffer buffer(1, samples.size(), vae::kSampleRate);
    std::copy(samples.begin(), samples.end(), buffer.channel(0).begin());
    audio::WriteOptions options;
    options.overwrite = true;
    options.isDurable = false;
    if (const auto done = audio::writeAudio(folder / (name + ".wav"), buffer, options); !done) {
        std::printf("%s\n", done.error().message.c_str());
    }
}

std::string numbered(std::size_t index)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "%03zu", index);
    return text.data();
}

int fail(const std::string& message)
{
    std::printf("%s\n", message.c_str());
    return 1;
}

int writeReal(const fs::path& oneshots, const fs::path& work)
{
    for (const char* category : kCategories) {
        const fs::path folder = work / "real" / category;
        fs::remove_all(folder);
        std::array<std::size_t, 2> counts {};
        for (const Sound& sound : readSounds(oneshots / category)) {
            auto& count = counts[sound.isHeld ? 1 : 0];
            write(folder / (sound.isHeld ? "test" : "train"), numbered(count), sound.aligned);
            ++count;
        }
        std::printf("%s: %zu to train on, %zu of held packs\n", category, counts[0], counts[1]);
    }
    return 0;
}

/// Originals, what comes back of them through the model, and what of their true features.
void writeReconstructions(StemVae& model, const std::vector<Sound>& sounds, const fs::path& folder)
{
    vae::Analyser analyser;
    vae::Renderer renderer;
    std::array<std::size_t, 2> counts {};
    for (const Sound& sound : sounds) {
        const fs::path half = folder / (sound.isHeld ? "test" : "train");
        const std::string name = numbered(counts[sound.isHeld ? 1 : 0]++);
        const auto latent = model.encode(sound.training.audio);
        const auto decoded = latent ? model.decode(*latent, 1, vae::kSampleRate, 1)
                                    : Result<audio::AudioBuffer>(propagate(latent));
        if (!decoded) {
            std::printf("%s: %s\n", sound.training.name.c_str(), decoded.error().message.c_str());
            continue;
        }
        write(half, name + "_original", sound.aligned);
        write(half, name + "_coded", comparable(*decoded));
        write(half, name + "_ceiling", renderer.render(analyser.analyse(sound.aligned), 1));
    }
}

bool writeDreams(StemVae& model, std::uint64_t seed, const fs::path& folder,
                 nlohmann::json& figures)
{
    GenerateParams params;
    params.count = kDreams;
    params.seed = seed;
    TaskContext task;
    const double start = cpuSeconds();
    const auto made = model.generate(params, {}, nullptr, {}, {}, task);
    if (!made) {
        std::printf("%s\n", made.error().message.c_str());
        return false;
    }
    for (std::size_t i = 0; i < made->sounds.size(); ++i) {
        write(folder / ("dreams_" + std::to_string(seed)), numbered(i),
              comparable(made->sounds[i].audio));
    }
    figures["dream_cpu_s"] = cpuSeconds() - start;
    figures["rejected"] = {{"silent", made->rejectedSilent},
                           {"broken", made->rejectedBroken},
                           {"copies", made->rejectedCopies},
                           {"other", made->rejectedOther}};
    return true;
}

/// Lines from sounds of one model to sounds of the same or of a second one, seven steps each, one
/// noise seed a line. @return  what went wrong; empty = nothing.
std::string writeLines(StemVae& model, StemVae* second, const fs::path& folder)
{
    const auto from = model.soundLatents();
    const auto to = second != nullptr ? second->soundLatents() : from;
    Random random(7);
    for (std::size_t path = 0; path < kPaths; ++path) {
        std::vector<DreamAnchor> anchors(2);
        anchors[0].latent = from[random.below(from.size())];
        anchors[1].latent = to[random.below(to.size())];
        GenerateParams params;
        params.mode = second != nullptr ? DreamMode::Hybrid : DreamMode::Interpolated;
        params.count = kSteps;
        TaskContext task;
        const auto made = model.generate(params, anchors, second, {}, {}, task);
        if (!made || made->sounds.size() != kSteps) {
            return made ? "a step is missing" : made.error().message;
        }
        for (std::size_t step = 0; step < kSteps; ++step) {
            write(folder, std::to_string(path) + "_" + std::to_string(step),
                  comparable(made->sounds[step].audio));
        }
    }
    return {};
}

/// What is left for choosing between recipes, with another pack held out.
std::vector<Sound> withoutJudged(std::vector<Sound> sounds, const std::string& pack)
{
    std::erase_if(sounds, [](const Sound& sound) { return sound.isHeld; });
    for (Sound& sound : sounds) {
        sound.isHeld = sound.training.group == pack;
    }
    return sounds;
}

TrainParams presetOf(const std::string& name)
{
    return trainPreset(name == "quick"      ? TrainPreset::Quick
                           : name == "deep" ? TrainPreset::Deep
                                            : TrainPreset::Good);
}

/// Overrides of a preset, for trying things: "detail=1e-4".
bool apply(const std::string& word, TrainParams& params)
{
    const std::size_t at = word.find('=');
    if (at == std::string::npos) {
        return false;
    }
    const std::string name = word.substr(0, at);
    const double value = std::strtod(word.c_str() + at + 1, nullptr);
    if (name == "detail") {
        params.detail = value;
    } else if (name == "rate") {
        params.learningRate = value;
    } else if (name == "epochs") {
        params.epochs = static_cast<int>(value);
    } else if (name == "augmentations") {
        params.augmentations = static_cast<int>(value);
    } else if (name == "latent") {
        params.latentDim = static_cast<int>(value);
    } else if (name == "validation") {
        params.validationShare = value;
    } else if (name == "patience") {
        params.patience = static_cast<int>(value);
    } else if (name == "seed") {
        params.seed = static_cast<std::uint64_t>(value);
    } else {
        return false;
    }
    return true;
}

fs::path modelPath(const fs::path& work, const std::string& category, const std::string& preset)
{
    return work / (category + "_" + preset) / (category + "_vae.pt");
}

/// Everything that judge_dreams.py reads.
bool writeAll(const fs::path& path, const std::vector<Sound>& sounds, nlohmann::json& figures)
{
    auto model = StemVae::load(path);
    if (!model) {
        std::printf("%s\n", model.error().message.c_str());
        return false;
    }
    writeReconstructions(*model, sounds, path.parent_path());
    for (std::uint64_t seed = kSeeds; seed > 0; --seed) { // the figures are those of the first
        fs::remove_all(path.parent_path() / ("dreams_" + std::to_string(seed)));
        if (!writeDreams(*model, seed, path.parent_path(), figures)) {
            return false;
        }
    }
    if (const auto problem = writeLines(*model, nullptr, path.parent_path() / "paths");
        !problem.empty()) {
        std::printf("%s\n", problem.c_str());
        return false;
    }
    std::ofstream(path.parent_path() / "figures.json") << figures.dump(1) << '\n';
    std::printf("%s: %s\n", path.parent_path().filename().c_str(), figures.dump().c_str());
    return true;
}

int train(const std::string& category, const std::string& preset, const fs::path& oneshots,
          const fs::path& work, std::span<const std::string> overrides)
{
    TrainParams params = presetOf(preset);
    auto sounds = readSounds(oneshots / category);
    std::set<std::string> heldPacks = kHeldPacks;
    for (const std::string& word : overrides) {
        if (word.starts_with("inner=")) {
            heldPacks = {word.substr(6)};
            sounds = withoutJudged(std::move(sounds), word.substr(6));
        } else if (!apply(word, params)) {
            return fail("unknown: " + word);
        }
    }
    const fs::path path = modelPath(work, category, preset);
    fs::remove_all(path.parent_path());
    fs::create_directories(path.parent_path());
    std::vector<TrainingSound> training;
    for (const Sound& sound : sounds) {
        if (!sound.isHeld) {
            training.push_back(sound.training);
        }
    }
    nlohmann::json figures;
    const double start = cpuSeconds();
    double firstModel = 0;
    TrainHooks hooks;
    hooks.onEpoch = [&](const EpochPoint& point) {
        firstModel = point.epoch == 0 ? cpuSeconds() - start : firstModel;
    };
    TaskContext task;
    const auto report
        = trainStemVae(*categoryFromId(category), training, params, path, hooks, task);
    if (!report) {
        return fail(report.error().message);
    }
    figures["train_cpu_s"] = cpuSeconds() - start;
    figures["first_model_cpu_s"] = firstModel;
    figures["sounds"] = report->used;
    figures["epochs"] = report->epochs;
    figures["best_epoch"] = report->bestEpoch;
    figures["kl"] = report->best.kl;
    figures["active"] = report->best.activeDimensions;
    figures["validation"] = report->best.validation;
    figures["start_validation"] = report->curve.front().validation;
    figures["held_packs"] = heldPacks;
    for (const EpochPoint& point : report->curve) {
        figures["curve"].push_back({point.train, point.validation, point.reconstruction, point.kl});
    }
    return writeAll(path, sounds, figures) ? 0 : 1;
}

/// The sounds of a model that is there already, made by this build.
int again(const std::string& category, const std::string& preset, const fs::path& oneshots,
          const fs::path& work)
{
    const fs::path path = modelPath(work, category, preset);
    nlohmann::json figures;
    std::ifstream(path.parent_path() / "figures.json") >> figures;
    return writeAll(path, readSounds(oneshots / category), figures) ? 0 : 1;
}

int hybrid(const std::string& first, const std::string& second, const std::string& preset,
           const fs::path& work)
{
    auto a = StemVae::load(modelPath(work, first, preset));
    auto b = StemVae::load(modelPath(work, second, preset));
    if (!a || !b) {
        return fail(a ? b.error().message : a.error().message);
    }
    const fs::path folder = work / ("hybrid_" + first + "_" + second + "_" + preset);
    fs::remove_all(folder);
    const auto problem = writeLines(*a, &*b, folder);
    return problem.empty() ? 0 : fail(problem);
}

/// CPU time of decoding and rendering, beside a thousand plain transforms of 2048 samples.
int speed(const std::string& category, const std::string& preset, const fs::path& work)
{
    auto model = StemVae::load(modelPath(work, category, preset));
    if (!model) {
        return fail(model.error().message);
    }
    const auto latents = model->soundLatents();
    dsp::RealFft fft(2048);
    std::vector<float> block(2048, 0.5F);
    std::vector<std::complex<float>> bins(1025);
    double plain = 0;
    double sum = 0;
    double worst = 0;
    for (std::size_t i = 0; i < latents.size(); ++i) {
        double start = cpuSeconds();
        for (int k = 0; k < 1000; ++k) {
            fft.forward(block, bins);
        }
        plain += cpuSeconds() - start;
        start = cpuSeconds();
        const auto sound = model->decode(latents[i], 1, vae::kSampleRate, 1);
        const double spent = cpuSeconds() - start;
        if (!sound) {
            return fail(sound.error().message);
        }
        sum += spent;
        worst = std::max(worst, spent);
    }
    const auto count = static_cast<double>(latents.size());
    std::printf("%s: decode and render %.1f ms of CPU (worst %.1f); 1000 transforms of 2048: %.1f "
                "ms; ratio %.2f\n",
                category.c_str(), 1e3 * sum / count, 1e3 * worst, 1e3 * plain / count, sum / plain);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    configureInference(1);
    const std::vector<std::string> words(argv + 1, argv + argc);
    const std::string what = words.empty() ? "" : words[0];
    if (what == "real" && words.size() == 3) {
        return writeReal(words[1], words[2]);
    }
    if (what == "train" && words.size() >= 5 && categoryFromId(words[1])) {
        return train(words[1], words[2], words[3], words[4], std::span(words).subspan(5));
    }
    if (what == "again" && words.size() == 5) {
        return again(words[1], words[2], words[3], words[4]);
    }
    if (what == "hybrid" && words.size() == 5) {
        return hybrid(words[1], words[2], words[3], words[4]);
    }
    if (what == "speed" && words.size() == 4) {
        return speed(words[1], words[2], words[3]);
    }
    return fail(
        "usage: bench_vae real|train|again|hybrid|speed ..., see the head of bench_vae.cpp");
}
