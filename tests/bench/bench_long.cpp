// Trains a model of long sounds on a folder and measures what comes back of sounds that it learned
// from and of every fifth, which it never saw; writes those, dreams, a variation and a morph as
// WAV. Usage: bench_long <category> <folder> <work folder> [preset=quick detail=1e-4 epochs=30] A
// tempo is read from the file's name ("…_124bpm"); what has one counts as a loop.
#include "core/audio/AudioFile.h"
#include "core/base/Category.h"
#include "core/dsp/PitchTrack.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/LongPrepare.h"
#include "core/nn/vae/SoundMetrics.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>
#include <regex>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace nde;
using namespace nde::nn;

namespace {

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](timeval t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peakMb()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

std::vector<TrainingSound> soundsOf(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<TrainingSound> out;
    const std::regex tempo("_([0-9]+)bpm");
    for (const fs::path& file : files) {
        auto audio = audio::readAudio(file, 60.0);
        if (!audio) {
            continue;
        }
        TrainingSound sound;
        sound.id = static_cast<std::int64_t>(out.size()) + 1;
        sound.name = file.stem().string();
        sound.contentHash = sound.name;
        sound.group = sound.name;
        sound.audio = std::move(*audio);
        std::smatch match;
        if (std::regex_search(sound.name, match, tempo)) {
            sound.bpm = std::stod(match[1]);
            sound.isLoop = true;
        }
        out.push_back(std::move(sound));
    }
    return out;
}

std::vector<float> monoOf(const audio::AudioBuffer& buffer)
{
    return audio::toMono(buffer);
}

double rms(const std::vector<float>& samples)
{
    double sum = 1e-12;
    for (const float sample : samples) {
        sum += static_cast<double>(sample) * sample;
    }
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

/// Depth in dB of what comes and goes once a step in the difference of two courses of levels.
double rippleDb(const std::vector<float>& made, const std::vector<float>& original, double stepS)
{
    constexpr std::size_t kWindow = 2048;
    constexpr std::size_t kHop = 512;
    double re = 0;
    double im = 0;
    double count = 0;
    for (std::size_t n = 0; n + kWindow < std::min(made.size(), original.size()); n += kHop) {
        double a = 1e-6;
        double b = 1e-6;
        for (std::size_t i = n; i < n + kWindow; ++i) {
            a += static_cast<double>(made[i]) * made[i];
            b += static_cast<double>(original[i]) * original[i];
        }
        const double difference = std::clamp(10.0 * std::log10(a / b), -20.0, 20.0);
        const double phase
            = 2.0 * std::numbers::pi * static_cast<double>(n) / vae::kSampleRate / stepS;
        re += difference * std::cos(phase);
        im += difference * std::sin(phase);
        count += 1.0;
    }
    return 4.0 * std::hypot(re, im) / std::max(count, 1.0);
}

/// Median distance in cents where both have a pitch; −1 = nowhere enough.
double centsApart(const std::vector<float>& made, const std::vector<float>& original)
{
    const auto a = dsp::trackPitch(made, vae::kSampleRate);
    const auto b = dsp::trackPitch(original, vae::kSampleRate);
    std::vector<double> cents;
    for (std::size_t i = 0; i < std::min(a.hz.size(), b.hz.size()); ++i) {
        if (a.hz[i] > 0.0F && b.hz[i] > 0.0F) {
            cents.push_back(std::abs(1200.0 * std::log2(a.hz[i] / b.hz[i])));
        }
    }
    if (cents.size() < 20) {
        return -1.0;
    }
    std::nth_element(cents.begin(), cents.begin() + cents.size() / 2, cents.end());
    return cents[cents.size() / 2];
}

struct Figures
{
    std::vector<double> plain; ///< mel distance in dB: the sound's own picture rendered
    std::vector<double> model; ///< through the model
    std::vector<double> mean; ///< the model's mean picture
    std::vector<double> ripple;
    std::vector<double> cents;
};

double median(std::vector<double> values)
{
    if (values.empty()) {
        return -1.0;
    }
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

void write(const fs::path& path, const audio::AudioBuffer& sound)
{
    audio::WriteOptions options;
    options.overwrite = true;
    if (!audio::writeAudio(path, sound, options)) {
        std::fprintf(stderr, "cannot write %s\n", path.c_str());
    }
}

/// One sound through the model, beside its own picture and the mean.
void measure(StemVae& model, const TrainingSound& sound, const fs::path& folder, Figures& out)
{
    const auto material = vae::longMaterial(sound.audio, {sound.bpm, sound.isLoop, 0.0});
    if (!material.problem.empty()) {
        return;
    }
    DreamAnchor anchor;
    anchor.id = sound.id;
    anchor.audio = sound.audio;
    anchor.bpm = sound.bpm;
    anchor.isLoop = sound.isLoop;
    GenerateParams params;
    params.mode = DreamMode::Variation;
    params.count = 1;
    params.radius = 0.0;
    TaskContext task;
    const auto own = model.generate(params, {anchor}, nullptr, {}, {}, task);
    if (!own) {
        std::fprintf(stderr, "%s: %s\n", sound.name.c_str(), own.error().message.c_str());
        return;
    }
    params.radius = 1.0; // nothing of what the model cannot say
    GeneratedSound made = own->sounds[0];
    const auto back = model.rebuild(params, {anchor}, nullptr, made);
    std::fill(made.latent.begin(), made.latent.end(), 0.0F);
    const auto mean = model.rebuild(params, {anchor}, nullptr, made);
    const auto distance = [&](const audio::AudioBuffer& buffer) {
        auto samples = monoOf(buffer);
        const auto gain = static_cast<float>(rms(material.samples) / rms(samples));
        for (float& sample : samples) {
            sample *= gain;
        }
        return vae::melDistance(material.samples, samples);
    };
    out.plain.push_back(distance(own->sounds[0].audio));
    out.model.push_back(back ? distance(*back) : 99.0);
    out.mean.push_back(mean ? distance(*mean) : 99.0);
    const auto samples = monoOf(*back);
    out.ripple.push_back(rippleDb(samples, material.samples,
                                  material.grid.hop * vae::kStepFrames / vae::kSampleRate));
    const double cents = centsApart(samples, material.samples);
    if (cents >= 0.0) {
        out.cents.push_back(cents);
    }
    std::printf("  %-44s %5.2f s %2d steps%s  own %5.2f  model %5.2f  mean %5.2f  ripple %4.2f  "
                "cents %5.0f\n",
                sound.name.substr(0, 44).c_str(),
                static_cast<double>(material.samples.size()) / vae::kSampleRate,
                material.grid.steps(), material.grid.isCircular ? " loop" : "     ",
                out.plain.back(), out.model.back(), out.mean.back(), out.ripple.back(), cents);
    write(folder / (sound.name + "_own.wav"), own->sounds[0].audio);
    write(folder / (sound.name + "_model.wav"), *back);
}

void summary(const char* name, const Figures& f)
{
    std::printf("%s: %zu sounds; median mel distance own %.2f, model %.2f, mean picture %.2f dB; "
                "ripple %.2f dB; cents %.0f (%zu with a pitch)\n",
                name, f.model.size(), median(f.plain), median(f.model), median(f.mean),
                median(f.ripple), median(f.cents), f.cents.size());
}

void dreamSome(StemVae& model, const std::vector<TrainingSound>& sounds, const fs::path& folder)
{
    TaskContext task;
    for (const double creativity : {0.2, 0.5, 1.0}) {
        GenerateParams params;
        params.count = 4;
        params.creativity = creativity;
        params.seed = 3;
        params.lengthS = 8.0;
        const double before = cpuSeconds();
        const auto made = model.generate(params, {}, nullptr, {}, {}, task);
        if (!made) {
            std::printf("creativity %.1f: %s\n", creativity, made.error().message.c_str());
            continue;
        }
        double seconds = 0;
        for (std::size_t i = 0; i < made->sounds.size(); ++i) {
            const auto& s = made->sounds[i];
            seconds += static_cast<double>(s.audio.frames()) / vae::kSampleRate;
            char name[64];
            std::snprintf(name, sizeof name, "dream_c%.1f_%zu.wav", creativity, i);
            write(folder / name, s.audio);
            std::printf("  dream c=%.1f %.2f s %.0f bpm%s fidelity %.2f novelty %.2f parents %zu\n",
                        creativity, static_cast<double>(s.audio.frames()) / vae::kSampleRate, s.bpm,
                        s.isLoop ? " loop" : "", s.fidelity, s.novelty, s.parents.size());
        }
        std::printf("creativity %.1f: %d copies rejected, %.0f ms CPU a second\n", creativity,
                    made->rejectedCopies,
                    1000.0 * (cpuSeconds() - before) / std::max(seconds, 1.0));
    }
    GenerateParams path;
    path.mode = DreamMode::Interpolated;
    path.count = 5;
    std::vector<DreamAnchor> ends;
    for (const std::size_t i : {std::size_t {1}, std::size_t {3}}) {
        DreamAnchor anchor;
        anchor.audio = sounds[i].audio;
        anchor.bpm = sounds[i].bpm;
        anchor.isLoop = sounds[i].isLoop;
        ends.push_back(std::move(anchor));
    }
    if (const auto morph = model.generate(path, ends, nullptr, {}, {}, task)) {
        for (std::size_t i = 0; i < morph->sounds.size(); ++i) {
            write(folder / ("morph_" + std::to_string(i) + ".wav"), morph->sounds[i].audio);
        }
    }
}

int run(const std::vector<std::string>& args)
{
    const auto category = categoryFromId(args[0]);
    const fs::path work = args[2];
    fs::create_directories(work);
    auto params = trainPreset(TrainPreset::Quick);
    params.isLong = true;
    for (std::size_t i = 3; i < args.size(); ++i) {
        const auto value = args[i].substr(args[i].find('=') + 1);
        params.detail = args[i].starts_with("detail=") ? std::stod(value) : params.detail;
        params.epochs = args[i].starts_with("epochs=") ? std::stoi(value) : params.epochs;
    }
    const auto sounds = soundsOf(args[1]);
    std::vector<TrainingSound> learned;
    std::vector<TrainingSound> held;
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        (i % 5 == 4 ? held : learned).push_back(sounds[i]);
    }
    const fs::path path = work / (args[0] + "_long_vae.pt");
    TaskContext task;
    double before = cpuSeconds();
    const auto report = trainStemVae(*category, learned, params, path, TrainHooks {}, task);
    if (!report) {
        std::fprintf(stderr, "%s\n", report.error().message.c_str());
        return 1;
    }
    std::printf("%s: %d sounds, %d epochs (best %d), %d active of %d, probes %.2f dB, %.1f s CPU, "
                "peak %ld MB\n",
                args[0].c_str(), report->used, report->epochs, report->bestEpoch,
                report->best.activeDimensions, params.latentDim,
                report->curve.back().spectralDistance, cpuSeconds() - before, peakMb());
    auto model = StemVae::load(path);
    Figures known;
    Figures unknown;
    for (std::size_t i = 0; i < learned.size() && i < 10; ++i) {
        measure(*model, learned[i], work, known);
    }
    for (std::size_t i = 0; i < held.size() && i < 10; ++i) {
        measure(*model, held[i], work, unknown);
    }
    summary("learned", known);
    summary("held out", unknown);
    dreamSome(*model, learned, work);
    std::printf("peak %ld MB\n", peakMb());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "usage: bench_long <category> <folder> <work> [detail= epochs=]\n");
        return 2;
    }
    configureInference(1);
    return run({argv + 1, argv + argc});
}
