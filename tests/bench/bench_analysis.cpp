// Without arguments: processor time of everything that analysis does with a file (decode, hashes,
// loudness, classic measures, spiking ear, quality), for a three-minute stereo stem and a one-shot,
// against one plain pass of windowed FFTs over the same file in the same run. Measure with
// `taskset -c 0`.
//
//     bench_analysis [--no-names] <file> ...
// prints one line a file with what analyse() found, and at the end the processor time per file and
// per second of sound. With --no-names the file name is no prior.

#include "core/audio/AudioFile.h"
#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Quality.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"

#include <QTemporaryDir>

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <string>
#include <vector>

namespace {

void print(const std::string& path, const nde::dsp::AnalysisResult& result)
{
    const auto& d = result.descriptors;
    std::string tags;
    for (const auto& tag : result.tags) {
        tags += " " + tag;
    }
    const auto quality = nde::dsp::judgeQuality(d, result.category, result.soundClass);
    std::printf("%s\t%s\t%s %.2f\tbpm %.2f (%.2f)\tkey %s (%.2f)\tpitch %s\tq %.2f [%s]\t"
                "centroid %.0f tr %.2f attack %.3f decay %.3f crest %.1f flat %.2f onsets %d "
                "beat %.3f |%s\n",
                path.substr(path.find_last_of('/') + 1).c_str(),
                std::string(nde::soundClassId(result.soundClass)).c_str(),
                std::string(nde::categoryId(result.category)).c_str(), result.categoryConfidence,
                d.bpm.value_or(0.0), d.bpmConfidence, d.key ? nde::keyName(*d.key).c_str() : "-",
                d.keyConfidence, d.pitchHz ? nde::noteName(*d.pitchHz).c_str() : "-",
                quality.technical, nde::dsp::reasonsOf(quality.defects).c_str(), d.centroidHz,
                d.transientRatio, d.attackS, d.decayS, d.crestDb, d.flatness, d.onsetCount,
                d.firstBeatS, tags.c_str());
}

/// Of this process: other programs do not count.
double secondsOf(const auto& work)
{
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// Chords, kicks and hats, a little different on both sides.
nde::audio::AudioBuffer music(double seconds, int rate)
{
    const auto frames = static_cast<std::size_t>(seconds * rate);
    nde::audio::AudioBuffer buffer(2, frames, rate);
    nde::Random random(5);
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rate;
        const double beat = std::fmod(t, 0.5);
        const double kick = std::sin(2.0 * std::numbers::pi * 50.0 * beat) * std::exp(-beat / 0.08);
        const double half = std::fmod(t + 0.25, 0.5);
        double chord = 0.0;
        for (int n = 1; n <= 6; ++n) {
            chord += std::sin(2.0 * std::numbers::pi * n * (t < seconds / 2.0 ? 220.0 : 196.0) * t)
                / n;
        }
        for (int c = 0; c < 2; ++c) {
            const double hat = random.uniform(-1.0, 1.0) * std::exp(-half / 0.02);
            buffer.channel(c)[i]
                = static_cast<float>(0.4 * kick + 0.05 * hat + (c == 0 ? 0.06 : 0.05) * chord);
        }
    }
    return buffer;
}

/// Reads the file and transforms it, 2048 samples every 1024.
double plainPass(const QString& path)
{
    return secondsOf([&path] {
        auto reader = nde::audio::openAudio(nde::services::toPath(path));
        const auto channels = static_cast<std::size_t>((*reader)->info().channels);
        std::vector<float> block(1024 * channels);
        std::vector<float> time(2048);
        std::vector<std::complex<float>> bins(1025);
        nde::dsp::RealFft fft(2048);
        const auto window = nde::dsp::hannWindow(2048);
        volatile float sink = 0.0F;
        while ((*reader)->read(block.data(), 1024).value_or(0) > 0) {
            for (std::size_t i = 0; i < time.size(); ++i) {
                time[i] = block[i % 1024 * channels] * window[i];
            }
            fft.forward(time, bins);
            sink = sink + std::norm(bins[100]);
        }
    });
}

int benchTotal()
{
    const QTemporaryDir folder;
    const struct
    {
        const char* name;
        double seconds;
        int runs;
    } cases[] = {{"stem of 3 minutes, stereo", 180.0, 1}, {"one-shot of 0.5 s, stereo", 0.5, 20}};
    for (const auto& item : cases) {
        const QString path = folder.filePath(QStringLiteral("sound.wav"));
        nde::audio::WriteOptions options;
        options.sampleFormat = nde::audio::SampleFormat::Pcm24;
        options.overwrite = true;
        if (!nde::audio::writeAudio(nde::services::toPath(path), music(item.seconds, 44100),
                                    options)) {
            return 1;
        }
        double best = 1e9;
        double plain = 1e9;
        nde::Stem stem;
        for (int i = 0; i < std::max(3, item.runs); ++i) {
            plain = std::min(plain, plainPass(path));
            best = std::min(best, secondsOf([&] {
                                const nde::services::MeasureRequest request {
                                    path, nde::Source::Original, std::nullopt, true};
                                nde::TaskContext task;
                                const auto measured = nde::services::measureFile(request, task);
                                stem = nde::services::stemOf(request, *measured);
                            }));
        }
        std::printf("%s: %.3f s of processor time (%.0f x real time), %.1f plain passes of %.4f s; "
                    "quality %.2f, %s\n",
                    item.name, best, item.seconds / best, best / std::max(1e-6, plain), plain,
                    stem.quality, std::string(nde::categoryId(stem.category)).c_str());
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const nde::ComputeScope computing;
    if (argc == 1) {
        return benchTotal();
    }
    bool useNames = true;
    double work = 0.0;
    double audio = 0.0;
    double slowest = 0.0;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        const std::string path = argv[i];
        if (path == "--no-names") {
            useNames = false;
            continue;
        }
        SF_INFO info {};
        SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
        if (file == nullptr) {
            std::fprintf(stderr, "cannot read %s\n", path.c_str());
            continue;
        }
        nde::dsp::AnalysisInput input;
        input.sampleRate = info.samplerate;
        input.channels = info.channels;
        input.frames = info.frames;
        input.nameHint = useNames ? path : std::string();
        input.read = [file](float* to, std::size_t frames) -> nde::Result<std::size_t> {
            const sf_count_t got = sf_readf_float(file, to, static_cast<sf_count_t>(frames));
            return static_cast<std::size_t>(std::max<sf_count_t>(0, got));
        };
        nde::TaskContext task;
        const std::clock_t start = std::clock();
        const auto result = nde::dsp::analyse(input, task);
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        sf_close(file);
        if (!result) {
            std::fprintf(stderr, "%s: %s\n", path.c_str(), result.error().message.c_str());
            continue;
        }
        work += seconds;
        audio += static_cast<double>(info.frames) / info.samplerate;
        slowest = std::max(slowest, seconds);
        ++files;
        print(path, *result);
    }
    std::printf("%d files, %.1f s of sound in %.2f s: %.1f ms a file, slowest %.0f ms, %.0f x real "
                "time\n",
                files, audio, work, 1000.0 * work / std::max(1, files), 1000.0 * slowest,
                audio / std::max(1e-9, work));
    return 0;
}
