// Trains a model on a folder of one-shots and prints what vae.md 8 sets thresholds for.
// Usage: bench_vae <category> <folder> [epochs] [work folder]
#include "core/audio/AudioFile.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/Prepare.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/SoundMetrics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

namespace {

namespace fs = std::filesystem;
using namespace nde;
using namespace nde::nn;
using vae::kLength;

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0 : values[values.size() / 2];
}

using Points = std::vector<std::vector<float>>;

double distance(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0;
    for (std::size_t d = 0; d < a.size(); ++d) {
        sum += std::pow(static_cast<double>(a[d]) - b[d], 2);
    }
    return std::sqrt(sum);
}

/// Distance to the k-th nearest other point of the same set.
std::vector<double> radii(const Points& points, std::size_t k)
{
    std::vector<double> out;
    for (const auto& point : points) {
        std::vector<double> all;
        for (const auto& other : points) {
            all.push_back(distance(point, other));
        }
        std::sort(all.begin(), all.end());
        out.push_back(all[std::min(k, all.size() - 1)]);
    }
    return out;
}

double meanDistance(const Points& points)
{
    double sum = 0;
    for (const auto& a : points) {
        for (const auto& b : points) {
            sum += distance(a, b);
        }
    }
    return sum / static_cast<double>(points.size() * points.size());
}

void printSetMetrics(const Points& real, const Points& made)
{
    const auto realRadii = radii(real, 5);
    const auto madeRadii = radii(made, 5);
    const auto realNearest = radii(real, 1);
    const auto madeNearest = radii(made, 1);
    double precision = 0;
    double density = 0;
    std::vector<double> nearest(made.size(), 1e9);
    std::vector<bool> isRecalled(real.size(), false);
    std::vector<bool> isCovered(real.size(), false);
    for (std::size_t j = 0; j < made.size(); ++j) {
        int inside = 0;
        for (std::size_t i = 0; i < real.size(); ++i) {
            const double d = distance(real[i], made[j]);
            nearest[j] = std::min(nearest[j], d);
            inside += d < realRadii[i] ? 1 : 0;
            isCovered[i] = isCovered[i] || d < realRadii[i];
            isRecalled[i] = isRecalled[i] || d < madeRadii[j];
        }
        precision += inside > 0 ? 1 : 0;
        density += inside / 5.0;
    }
    const double typical = median(realNearest);
    const auto share = [](auto count, std::size_t of) {
        return static_cast<double>(count) / static_cast<double>(of);
    };
    const auto memorised = std::count_if(nearest.begin(), nearest.end(),
                                         [&](double d) { return d < 0.25 * typical; });
    const auto repeated = std::count_if(madeNearest.begin(), madeNearest.end(),
                                        [&](double d) { return d < 0.1 * typical; });
    std::printf(
        "  precision %.2f (>= .85)  recall %.2f (>= .70)  density %.2f  coverage %.2f (>= .5)\n",
        precision / static_cast<double>(made.size()),
        share(std::count(isRecalled.begin(), isRecalled.end(), true), real.size()),
        density / static_cast<double>(made.size()),
        share(std::count(isCovered.begin(), isCovered.end(), true), real.size()));
    std::printf(
        "  nn_ratio %.2f (.4-1.4)  memo %.3f (<= .05)  dupl %.3f (<= .02)  div %.2f (>= .60)\n",
        median(nearest) / typical, share(memorised, made.size()), share(repeated, made.size()),
        meanDistance(made) / meanDistance(real));
}

struct Sounds
{
    std::vector<TrainingSound> list;
    std::vector<std::vector<float>> aligned;
};

Sounds readFolder(const fs::path& folder)
{
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    Sounds out;
    for (const fs::path& path : paths) {
        auto audio = audio::readAudio(path);
        if (!audio) {
            continue;
        }
        TrainingSound sound;
        sound.id = static_cast<std::int64_t>(out.list.size()) + 1;
        sound.contentHash = path.filename().string();
        sound.group = sound.contentHash.substr(0, sound.contentHash.find("__"));
        sound.audio = std::move(*audio);
        out.aligned.push_back(vae::align(sound.audio).samples);
        out.list.push_back(std::move(sound));
    }
    return out;
}

std::vector<float> padded(const audio::AudioBuffer& buffer)
{
    std::vector<float> out(kLength, 0.0F);
    const auto samples = buffer.channel(0);
    std::copy_n(samples.begin(), std::min(samples.size(), out.size()), out.begin());
    for (float& sample : out) {
        sample *= 0.9F / vae::kPeak;
    }
    return out;
}

void write(const fs::path& path, std::vector<float> samples)
{
    audio::AudioBuffer buffer(1, samples.size(), vae::kSampleRate);
    std::copy(samples.begin(), samples.end(), buffer.channel(0).begin());
    audio::WriteOptions options;
    options.overwrite = true;
    if (const auto done = audio::writeAudio(path, buffer, options); !done) {
        std::printf("  %s\n", done.error().message.c_str());
    }
}

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0)
        / static_cast<double>(std::max<std::size_t>(values.size(), 1));
}

/// Ids of the sounds that validated, from the model's card.
std::set<std::int64_t> validationIds(const fs::path& card)
{
    std::ifstream stream(card);
    const auto json = nlohmann::json::parse(stream, nullptr, false);
    std::set<std::int64_t> out;
    for (const auto& sound : json["sounds"]) {
        if (sound["validation"].get<bool>()) {
            out.insert(sound["id"].get<std::int64_t>());
        }
    }
    return out;
}

void printReconstruction(StemVae& model, const Sounds& sounds, const std::set<std::int64_t>& held,
                         const fs::path& work)
{
    std::vector<double> trained;
    std::vector<double> unseen;
    std::vector<double> ceiling;
    vae::Analyser analyser;
    vae::Renderer renderer;
    for (std::size_t i = 0; i < sounds.list.size(); ++i) {
        const bool isHeld = held.contains(sounds.list[i].id);
        if (sounds.aligned[i].empty() || (!isHeld && i % 4 != 0)) {
            continue;
        }
        const auto z = model.encode(sounds.list[i].audio);
        const auto decoded = model.decode(*z, 1, vae::kSampleRate);
        const auto direct = renderer.render(analyser.analyse(sounds.aligned[i]), 1);
        (isHeld ? unseen : trained)
            .push_back(vae::melDistance(sounds.aligned[i], padded(*decoded)));
        ceiling.push_back(vae::melDistance(sounds.aligned[i], direct));
        if (trained.size() <= 4 && !isHeld) {
            const std::string number = std::to_string(trained.size());
            write(work / ("original" + number + ".wav"), sounds.aligned[i]);
            write(work / ("ceiling" + number + ".wav"), direct);
            write(work / ("coded" + number + ".wav"), padded(*decoded));
        }
    }
    std::printf("  mel-LSD train %.2f dB (<= 5.5), held out %.2f dB (<= 6.5), true features %.2f "
                "dB (<= 3.5)\n",
                mean(trained), mean(unseen), mean(ceiling));
}

void printGenerated(StemVae& model, const Sounds& sounds, const fs::path& work, double creativity)
{
    TaskContext task;
    GenerateParams params;
    params.count = 48;
    params.creativity = creativity;
    const double start = now();
    const auto made = model.generate(params, task);
    if (!made) {
        std::printf("  %s\n", made.error().message.c_str());
        return;
    }
    std::printf("creativity %.2f: %zu sounds in %.2f s; rejected: %d silent, %d broken, %d copies, "
                "%d other\n",
                creativity, made->sounds.size(), now() - start, made->rejectedSilent,
                made->rejectedBroken, made->rejectedCopies, made->rejectedOther);
    Points real;
    Points generated;
    for (const auto& aligned : sounds.aligned) {
        if (!aligned.empty()) {
            real.push_back(vae::soundEmbedding(aligned));
        }
    }
    int bad = 0;
    double fidelity = 0;
    double novelty = 0;
    for (std::size_t i = 0; i < made->sounds.size(); ++i) {
        const auto samples = padded(made->sounds[i].audio);
        const auto sanity = vae::inspect(samples);
        bad += sanity.isBroken() || sanity.isSilent ? 1 : 0;
        fidelity += made->sounds[i].fidelity / static_cast<double>(made->sounds.size());
        novelty += made->sounds[i].novelty / static_cast<double>(made->sounds.size());
        generated.push_back(vae::soundEmbedding(samples));
        if (i < 6) {
            write(work
                      / ("made" + std::to_string(i) + "_" + std::to_string(creativity).substr(0, 3)
                         + ".wav"),
                  samples);
        }
    }
    std::printf("  insane %d (0)  fidelity %.2f  novelty %.2f\n", bad, fidelity, novelty);
    printSetMetrics(real, generated);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::printf("usage: bench_vae <category> <folder> [epochs] [work folder]\n");
        return 1;
    }
    const auto category = categoryFromId(argv[1]);
    const fs::path work = argc > 4 ? argv[4] : fs::temp_directory_path() / "bench_vae";
    fs::create_directories(work);
    configureInference(1);
    const Sounds sounds = readFolder(argv[2]);
    TrainParams params;
    params.epochs = argc > 3 ? std::atoi(argv[3]) : 100;
    params.patience = argc > 5 ? std::atoi(argv[5]) : params.patience;
    TaskContext task;
    const fs::path path = work / (std::string(argv[1]) + "_vae.pt");
    double firstEpoch = 0;
    const double start = now();
    const auto report = StemVae::train(
        category.value_or(Category::Other), sounds.list, params, path,
        [&](const EpochPoint& p) {
            firstEpoch = p.epoch == 0 ? now() - start : firstEpoch;
            if (p.epoch % 5 == 0) {
                std::printf(
                    "  epoch %3d train %.1f validation %.1f rec %.1f KL %.1f AU %d %.0f ex/s\n",
                    p.epoch, p.train, p.validation, p.reconstruction, p.kl, p.activeDimensions,
                    p.examplesPerS);
            }
        },
        task);
    if (!report) {
        std::printf("%s\n", report.error().message.c_str());
        return 1;
    }
    std::printf("%s: %d sounds used, %zu dropped, %d epochs (best %d), %.1f s (first model after "
                "%.1f s), %.1f MB\n",
                argv[1], report->used, report->dropped.size(), report->epochs, report->bestEpoch,
                report->elapsedS, firstEpoch, static_cast<double>(fs::file_size(path)) / 1e6);
    std::printf("  best: train %.1f validation %.1f KL %.1f (15-250) AU %d (>= 20)\n",
                report->best.train, report->best.validation, report->best.kl,
                report->best.activeDimensions);
    auto model = StemVae::load(path);
    if (!model) {
        std::printf("%s\n", model.error().message.c_str());
        return 1;
    }
    printReconstruction(*model, sounds,
                        validationIds(work / (std::string(argv[1]) + "_metadata.json")), work);
    for (const double creativity : {0.0, 0.5, 1.0}) {
        printGenerated(*model, sounds, work, creativity);
    }
    return 0;
}
