// Measures analyse() on files:
//     bench_analysis [--no-names] <file> ...
// Prints one line a file with what was found, and at the end the processor time per file and per
// second of sound. With --no-names the file name is no prior.

#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <string>

namespace {

void print(const std::string& path, const nde::dsp::AnalysisResult& result)
{
    const auto& d = result.descriptors;
    std::string tags;
    for (const auto& tag : result.tags) {
        tags += " " + tag;
    }
    std::printf("%s\t%s\t%s %.2f\tbpm %.2f (%.2f)\tkey %s (%.2f)\tpitch %s\tq %.2f [%s]\t"
                "centroid %.0f tr %.2f attack %.3f decay %.3f crest %.1f flat %.2f onsets %d "
                "beat %.3f |%s\n",
                path.substr(path.find_last_of('/') + 1).c_str(),
                std::string(nde::soundClassId(result.soundClass)).c_str(),
                std::string(nde::categoryId(result.category)).c_str(), result.categoryConfidence,
                d.bpm.value_or(0.0), d.bpmConfidence, d.key ? nde::keyName(*d.key).c_str() : "-",
                d.keyConfidence, d.pitchHz ? nde::noteName(*d.pitchHz).c_str() : "-",
                result.quality, result.qualityReasons.c_str(), d.centroidHz, d.transientRatio,
                d.attackS, d.decayS, d.crestDb, d.flatness, d.onsetCount, d.firstBeatS,
                tags.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    nde::dsp::disableDenormals();
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
