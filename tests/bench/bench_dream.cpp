// Trains two models on folders of one-shots and prints what dreaming with them is like: time,
// rejections, paths, hybrids, variations, axes, taste.
// Usage: bench_dream <folder of kicks> <folder of snares> <models/category.safetensors> [preset]
#include "core/audio/AudioFile.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Prepare.h"
#include "core/nn/vae/Principal.h"
#include "core/nn/vae/SoundMetrics.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace {

namespace fs = std::filesystem;
using namespace nde;
using namespace nde::nn;

double cpuS()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::vector<TrainingSound> read(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<TrainingSound> out;
    for (const auto& file : files) {
        auto audio = audio::readAudio(file, 20.0);
        if (!audio) {
            continue;
        }
        TrainingSound sound;
        sound.id = static_cast<std::int64_t>(out.size()) + 1;
        sound.contentHash = file.filename().string();
        sound.group = sound.contentHash.substr(0, sound.contentHash.find("__"));
        sound.audio = std::move(*audio);
        out.push_back(std::move(sound));
    }
    return out;
}

StemVae trained(Category category, const std::vector<TrainingSound>& sounds, TrainPreset preset,
                const CategoryModel& ear)
{
    TaskContext task;
    const fs::path path
        = fs::temp_directory_path() / ("bench_dream_" + std::string(categoryId(category)) + ".pt");
    const double start = cpuS();
    const auto report = trainStemVae(category, sounds, trainPreset(preset), path, {}, task);
    if (!report) {
        std::fprintf(stderr, "%s\n", report.error().message.c_str());
        std::exit(1);
    }
    std::printf("%s: %d sounds, %d epochs, %.0f CPU s\n", std::string(categoryId(category)).c_str(),
                report->used, report->epochs, cpuS() - start);
    auto model = StemVae::load(path);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        std::exit(1);
    }
    model->useEar(ear);
    return std::move(*model);
}

/// Everything below looks at sounds in the space of metrics.py: log-mel, principal axes of `real`.
class Space
{
public:
    explicit Space(const std::vector<TrainingSound>& real)
    {
        std::vector<float> embeddings;
        for (const auto& sound : real) {
            const auto one = vae::soundEmbedding(vae::align(sound.audio).samples);
            embeddings.insert(embeddings.end(), one.begin(), one.end());
        }
        m_space = vae::fitSoundSpace(embeddings);
        for (const auto& sound : real) {
            m_rows.push_back(place(sound.audio));
        }
    }
    [[nodiscard]] std::vector<float> place(const audio::AudioBuffer& audio) const
    {
        return m_space.place(vae::soundEmbedding(vae::align(audio).samples));
    }
    [[nodiscard]] static double distance(const std::vector<float>& a, const std::vector<float>& b)
    {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            sum += std::pow(static_cast<double>(a[i]) - b[i], 2.0);
        }
        return std::sqrt(sum);
    }
    /// Median distance between a real sound and its nearest other.
    [[nodiscard]] double typical() const
    {
        std::vector<double> nearest;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            double best = 1e9;
            for (std::size_t k = 0; k < m_rows.size(); ++k) {
                best = k == i ? best : std::min(best, distance(m_rows[i], m_rows[k]));
            }
            nearest.push_back(best);
        }
        std::nth_element(nearest.begin(), nearest.begin() + std::ssize(nearest) / 2, nearest.end());
        return nearest[nearest.size() / 2];
    }

private:
    vae::SoundSpace m_space;
    std::vector<std::vector<float>> m_rows;
};

struct PathFigures
{
    double straight {};
    double maxStep {};
    double middle {};
};

PathFigures figuresOf(const Space& space, const std::vector<audio::AudioBuffer>& path)
{
    std::vector<std::vector<float>> places;
    for (const auto& sound : path) {
        places.push_back(space.place(sound));
    }
    double length = 0;
    double most = 0;
    for (std::size_t i = 1; i < places.size(); ++i) {
        const double step = Space::distance(places[i - 1], places[i]);
        length += step;
        most = std::max(most, step);
    }
    auto middle = places.front();
    for (std::size_t d = 0; d < middle.size(); ++d) {
        middle[d] = 0.5F * (middle[d] + places.back()[d]);
    }
    const double chord = Space::distance(places.front(), places.back());
    return {chord / length, most * static_cast<double>(places.size() - 1) / length,
            Space::distance(places[places.size() / 2], middle) / chord};
}

void print(const char* name, const std::vector<PathFigures>& all)
{
    PathFigures mean;
    for (const auto& one : all) {
        mean.straight += one.straight / static_cast<double>(all.size());
        mean.maxStep += one.maxStep / static_cast<double>(all.size());
        mean.middle += one.middle / static_cast<double>(all.size());
    }
    std::printf("  %-22s straight %.2f  max step %.2f  mid-offset %.2f\n", name, mean.straight,
                mean.maxStep, mean.middle);
}

audio::AudioBuffer crossFade(const audio::AudioBuffer& a, const audio::AudioBuffer& b, double t)
{
    const auto x = vae::align(a).samples;
    const auto y = vae::align(b).samples;
    audio::AudioBuffer out(1, x.size(), 44100);
    for (std::size_t n = 0; n < x.size(); ++n) {
        out.channel(0)[n] = static_cast<float>((1.0 - t) * x[n] + t * y[n]);
    }
    return out;
}

DreamAnchor anchorOf(const TrainingSound& sound)
{
    return {sound.id, sound.audio, {}, 1.0};
}

std::vector<audio::AudioBuffer> audioOf(const Result<GenerateReport>& made)
{
    std::vector<audio::AudioBuffer> out;
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().message.c_str());
        return out;
    }
    for (const auto& sound : made->sounds) {
        out.push_back(sound.audio);
    }
    return out;
}

void randomDreams(StemVae& model, const Space& space, const std::vector<TrainingSound>& sounds)
{
    TaskContext task;
    GenerateParams params;
    params.count = 48;
    const double start = cpuS();
    const auto made = model.generate(params, {}, nullptr, {}, {}, task);
    const double each = (cpuS() - start) / 48.0;
    std::vector<double> novelty;
    std::vector<double> fidelity;
    for (const auto& sound : made->sounds) {
        novelty.push_back(sound.novelty);
        fidelity.push_back(sound.fidelity);
    }
    std::sort(novelty.begin(), novelty.end());
    std::sort(fidelity.begin(), fidelity.end());
    std::printf("  48 asked, %zu made, %.0f ms CPU each; rejected %d silent, %d broken, %d copies, "
                "%d off; novelty %.2f, fidelity %.2f (medians)\n",
                made->sounds.size(), 1000.0 * each, made->rejectedSilent, made->rejectedBroken,
                made->rejectedCopies, made->rejectedOther, novelty[novelty.size() / 2],
                fidelity[fidelity.size() / 2]);
    const auto latents = model.soundLatents();
    double slowest = 0;
    for (std::size_t i = 0; i < 20; ++i) {
        const double before = cpuS();
        static_cast<void>(model.decode(latents[i % latents.size()], i, 44100, 1));
        slowest = std::max(slowest, cpuS() - before);
    }
    std::printf("  slowest of 20 decodes %.0f ms CPU\n", 1000.0 * slowest);
    params.mode = DreamMode::Variation;
    params.count = 6;
    std::printf("  variations, distance / nearest-neighbour distance:");
    for (const double radius : {0.0, 0.35, 0.5, 1.0, 2.0}) {
        params.radius = radius;
        double mean = 0;
        int count = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto& anchor = sounds[i * sounds.size() / 4];
            const auto own = space.place(anchor.audio);
            for (const auto& audio :
                 audioOf(model.generate(params, {anchorOf(anchor)}, nullptr, {}, {}, task))) {
                mean += Space::distance(space.place(audio), own);
                ++count;
            }
        }
        std::printf("  r %.2f: %.2f", radius, mean / count / space.typical());
    }
    std::printf("\n");
}

void paths(StemVae& model, const Space& space, const std::vector<TrainingSound>& sounds)
{
    TaskContext task;
    std::vector<PathFigures> straight;
    std::vector<PathFigures> round;
    std::vector<PathFigures> bare;
    std::vector<PathFigures> faded;
    for (std::size_t i = 0; i < 10; ++i) {
        const auto& a = sounds[(i * 37 + 5) % sounds.size()];
        const auto& b = sounds[(i * 53 + 19) % sounds.size()];
        GenerateParams params;
        params.mode = DreamMode::Interpolated;
        params.count = 7;
        const std::vector<DreamAnchor> anchors {anchorOf(a), anchorOf(b)};
        straight.push_back(
            figuresOf(space, audioOf(model.generate(params, anchors, nullptr, {}, {}, task))));
        params.isSpherical = true;
        round.push_back(
            figuresOf(space, audioOf(model.generate(params, anchors, nullptr, {}, {}, task))));
        params.isSpherical = false;
        const std::vector<DreamAnchor> places {{a.id, {}, model.encode(a.audio).value(), 1.0},
                                               {b.id, {}, model.encode(b.audio).value(), 1.0}};
        bare.push_back(
            figuresOf(space, audioOf(model.generate(params, places, nullptr, {}, {}, task))));
        std::vector<audio::AudioBuffer> fade;
        for (int k = 0; k < 7; ++k) {
            fade.push_back(crossFade(a.audio, b.audio, k / 6.0));
        }
        faded.push_back(figuresOf(space, fade));
    }
    print("path of sounds", straight);
    print("path, slerp", round);
    print("path of latents alone", bare);
    print("cross-fade", faded);
}

void hybrids(StemVae& kicks, StemVae& snares, const std::vector<TrainingSound>& kickSounds,
             const std::vector<TrainingSound>& snareSounds, const CategoryModel& ear)
{
    auto all = kickSounds;
    all.insert(all.end(), snareSounds.begin(), snareSounds.end());
    const Space space(all);
    TaskContext task;
    GenerateParams params;
    params.mode = DreamMode::Hybrid;
    params.count = 7;
    for (const bool glides : {false, true}) {
        params.glides = glides;
        std::vector<PathFigures> figures;
        std::vector<double> probability(7, 0.0);
        int rising = 0;
        for (std::size_t i = 0; i < 6; ++i) {
            const std::vector<DreamAnchor> anchors {
                anchorOf(kickSounds[(i * 41 + 3) % kickSounds.size()]),
                anchorOf(snareSounds[(i * 29 + 7) % snareSounds.size()])};
            const auto path = audioOf(kicks.generate(params, anchors, &snares, {}, {}, task));
            figures.push_back(figuresOf(space, path));
            double last = 0;
            for (std::size_t k = 0; k < path.size(); ++k) {
                const auto opinion = ear.classify(path[k].channel(0), 44100);
                const auto p = [&](Category c) {
                    return static_cast<double>(opinion->probabilities[static_cast<std::size_t>(c)]);
                };
                const double snare
                    = p(Category::Snare) / std::max(1e-6, p(Category::Snare) + p(Category::Kick));
                probability[k] += snare / 6.0;
                rising += k > 0 && snare >= last - 0.02 ? 1 : 0;
                last = snare;
            }
        }
        print(glides ? "hybrid, glide" : "hybrid", figures);
        std::printf("    P(snare)");
        for (const double p : probability) {
            std::printf(" %.2f", p);
        }
        std::printf("; not falling at %.2f of the steps\n", rising / 36.0);
    }
}

void axes(StemVae& model)
{
    const double start = cpuS();
    const auto found = model.axes();
    std::printf("  axes (%.1f CPU s):", cpuS() - start);
    for (const auto& axis : *found) {
        std::printf("  %s %.2f", axis.id.c_str(), axis.explained);
    }
    std::printf("\n");
}

/// How far sounds that lie beside each other on a plane are apart in sound, against any two.
double besides(const std::vector<std::vector<float>>& latents, const std::vector<float>& x,
               const std::vector<float>& y, const std::vector<std::vector<float>>& places)
{
    const auto along = [](const std::vector<float>& z, const std::vector<float>& direction) {
        return std::inner_product(z.begin(), z.end(), direction.begin(), 0.0)
            / std::inner_product(direction.begin(), direction.end(), direction.begin(), 0.0);
    };
    double beside = 0;
    double any = 0;
    for (std::size_t i = 0; i < latents.size(); ++i) {
        double best = 1e9;
        std::size_t nearest = 0;
        for (std::size_t k = 0; k < latents.size(); ++k) {
            const double distance = std::hypot(along(latents[i], x) - along(latents[k], x),
                                               along(latents[i], y) - along(latents[k], y));
            if (k != i && distance < best) {
                best = distance;
                nearest = k;
            }
            any += Space::distance(places[i], places[k]) / static_cast<double>(latents.size());
        }
        beside += Space::distance(places[i], places[nearest]);
    }
    return beside / any;
}

void plane(StemVae& model, const Space& space, const std::vector<TrainingSound>& sounds)
{
    const auto found = model.plane();
    const auto latents = model.soundLatents();
    std::vector<std::vector<float>> places;
    for (const std::int64_t id : model.soundIds()) {
        places.push_back(space.place(sounds[static_cast<std::size_t>(id - 1)].audio));
    }
    std::vector<float> one(static_cast<std::size_t>(model.latentDim()), 0.0F);
    std::vector<float> other = one;
    one[0] = 1.0F;
    other[1] = 1.0F;
    std::printf(
        "  neighbours on the plane are %.2f as far apart as any two sounds (%.2f on the first "
        "two latents)\n",
        besides(latents, found->first, found->second, places),
        besides(latents, one, other, places));
}

/// What a user with a simple taste keeps: a figure of the sound over its median of untaught dreams.
double bright(const audio::AudioBuffer& audio)
{
    double rise = 0;
    double level = 1e-12;
    const auto x = audio.channel(0);
    for (std::size_t n = 1; n < x.size(); ++n) {
        rise += std::pow(static_cast<double>(x[n]) - x[n - 1], 2.0);
        level += std::pow(static_cast<double>(x[n]), 2.0);
    }
    return rise / level;
}
double lasting(const audio::AudioBuffer& audio)
{
    const auto x = audio.channel(0);
    double weighted = 0;
    double level = 1e-12;
    for (std::size_t n = 0; n < x.size(); ++n) {
        const double e = static_cast<double>(x[n]) * x[n];
        weighted += e * static_cast<double>(n);
        level += e;
    }
    return weighted / level;
}

void taste(StemVae& model)
{
    TaskContext task;
    GenerateParams params;
    params.count = 20;
    struct User
    {
        const char* name;
        double (*figure)(const audio::AudioBuffer&);
        double sign;
    };
    for (const User& user : {User {"bright", bright, 1.0}, User {"dark", bright, -1.0},
                             User {"long", lasting, 1.0}, User {"short", lasting, -1.0}}) {
        params.seed = 900;
        const auto first = model.generate(params, {}, nullptr, {}, {}, task);
        std::vector<double> figures;
        for (const auto& sound : first->sounds) {
            figures.push_back(user.sign * user.figure(sound.audio));
        }
        auto sorted = figures;
        std::sort(sorted.begin(), sorted.end());
        const double limit = sorted[sorted.size() * 7 / 10]; // keeps three of ten
        std::vector<Taste> decisions;
        for (std::size_t i = 0; i < figures.size(); ++i) {
            decisions.push_back({first->sounds[i].latent, figures[i] > limit});
        }
        const auto rate = [&](const std::vector<Taste>& taught) {
            double kept = 0;
            double all = 0;
            for (std::uint64_t seed = 901; seed < 904; ++seed) {
                params.seed = seed;
                for (const auto& audio :
                     audioOf(model.generate(params, {}, nullptr, taught, {}, task))) {
                    kept += user.sign * user.figure(audio) > limit ? 1.0 : 0.0;
                    all += 1.0;
                }
            }
            return kept / all;
        };
        std::printf("  taste '%s': keeps %.2f untaught, %.2f after 20 decisions\n", user.name,
                    rate({}), rate(decisions));
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "bench_dream <kicks> <snares> <category.safetensors> [good]\n");
        return 2;
    }
    configureInference(1);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::ifstream stream(argv[3], std::ios::binary);
    const std::vector<char> bytes {std::istreambuf_iterator<char>(stream), {}};
    const auto ear = CategoryModel::read(std::as_bytes(std::span(bytes)));
    if (!ear) {
        std::fprintf(stderr, "%s\n", ear.error().message.c_str());
        return 1;
    }
    const auto preset
        = argc > 4 && std::string(argv[4]) == "good" ? TrainPreset::Good : TrainPreset::Quick;
    const auto kickSounds = read(argv[1]);
    const auto snareSounds = read(argv[2]);
    StemVae kicks = trained(Category::Kick, kickSounds, preset, *ear);
    StemVae snares = trained(Category::Snare, snareSounds, preset, *ear);
    std::printf("kick\n");
    randomDreams(kicks, Space(kickSounds), kickSounds);
    axes(kicks);
    plane(kicks, Space(kickSounds), kickSounds);
    paths(kicks, Space(kickSounds), kickSounds);
    taste(kicks);
    std::printf("snare\n");
    randomDreams(snares, Space(snareSounds), snareSounds);
    axes(snares);
    plane(snares, Space(snareSounds), snareSounds);
    paths(snares, Space(snareSounds), snareSounds);
    taste(snares);
    std::printf("kick and snare\n");
    hybrids(kicks, snares, kickSounds, snareSounds, *ear);
    return 0;
}
