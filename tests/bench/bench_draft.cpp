// Measures the Draft separator on songs whose true parts are known:
//     bench_draft [name=value ...] <folder with mix, drums, bass, vocals, other .flac> ...
// Prints per song and part the gain in SI-SDR of the separated stem over the mix itself, the level
// of what leaks into a part that the song does not have, and the speed
// (processor time, one thread). name=value overrides a
// tuning parameter of DraftParams.

#include "core/base/ComputeScope.h"
#include "core/dsp/DraftMasks.h"
#include "core/dsp/DraftSeparator.h"

#include <sndfile.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

namespace {

using nde::dsp::DraftParams;
using nde::dsp::DraftSeparator;

struct Sound
{
    std::vector<float> samples; ///< interleaved
    int channels {};
    int rate {};
};

bool load(const std::string& path, Sound& sound)
{
    SF_INFO info {};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr) {
        return false;
    }
    sound.channels = info.channels;
    sound.rate = info.samplerate;
    sound.samples.resize(static_cast<std::size_t>(info.frames * info.channels));
    const sf_count_t read = sf_readf_float(file, sound.samples.data(), info.frames);
    sf_close(file);
    return read == info.frames;
}

double energy(const std::vector<float>& x)
{
    double sum = 0.0;
    for (const float value : x) {
        sum += static_cast<double>(value) * value;
    }
    return sum;
}

/// Le Roux et al., "SDR - half-baked or well done?", ICASSP 2019.
double siSdr(const std::vector<float>& estimate, const std::vector<float>& truth)
{
    double dot = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        dot += static_cast<double>(estimate[i]) * truth[i];
    }
    const double scale = dot / energy(truth);
    double signal = 0.0;
    double noise = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double target = scale * truth[i];
        signal += target * target;
        noise += (target - estimate[i]) * (target - estimate[i]);
    }
    return 10.0 * std::log10((signal + 1e-20) / (noise + 1e-20));
}

bool setParameter(DraftParams& p, const std::string& name, double value)
{
    if (name == "timeMedianFrames") {
        p.timeMedianFrames = static_cast<int>(value);
        return true;
    }
    if (name == "frequencyMedianBins") {
        p.frequencyMedianBins = static_cast<int>(value);
        return true;
    }
    const std::map<std::string, double*> names {
        {"percussiveGain", &p.percussiveGain},
        {"harmonicGain", &p.harmonicGain},
        {"movingGain", &p.movingGain},
        {"movingToDrumsFromHz", &p.movingToDrumsFromHz},
        {"bassFullHz", &p.bassFullHz},
        {"bassZeroHz", &p.bassZeroHz},
        {"kickFullHz", &p.kickFullHz},
        {"kickZeroHz", &p.kickZeroHz},
        {"kickRise", &p.kickRise},
        {"kickClick", &p.kickClick},
        {"kickHoldS", &p.kickHoldS},
        {"kickDecayS", &p.kickDecayS},
        {"vocalLowHz", &p.vocalLowHz},
        {"vocalHighHz", &p.vocalHighHz},
        {"vocalHarmonic", &p.vocalHarmonic},
        {"vocalMoving", &p.vocalMoving},
        {"centreWidth", &p.centreWidth},
    };
    const auto found = names.find(name);
    if (found == names.end()) {
        return false;
    }
    *found->second = value;
    return true;
}

struct Totals
{
    double gain[4] {};
    int count[4] {};
    double audioS {};
    double workS {};
};

bool measure(const std::string& folder, const DraftParams& params, Totals& totals)
{
    static const char* const kParts[] {"drums", "bass", "vocals", "other"};
    Sound mix;
    if (!load(folder + "/mix.flac", mix)) {
        std::fprintf(stderr, "cannot read %s/mix.flac\n", folder.c_str());
        return false;
    }
    auto separator = DraftSeparator::create(mix.rate, mix.channels, params);
    if (!separator) {
        std::fprintf(stderr, "%s\n", separator.error().message.c_str());
        return false;
    }
    std::array<std::vector<float>, DraftSeparator::kStemCount> out;
    const std::clock_t start = std::clock();
    separator->push(mix.samples, out);
    separator->finish(out);
    totals.workS += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    totals.audioS += static_cast<double>(mix.samples.size()) / mix.channels / mix.rate;

    std::printf("%-26s", folder.substr(folder.find_last_of('/') + 1).c_str());
    for (std::size_t part = 0; part < 4; ++part) {
        Sound truth;
        if (!load(folder + "/" + kParts[part] + ".flac", truth)
            || truth.samples.size() != mix.samples.size()) {
            std::fprintf(stderr, "\ncannot read %s/%s.flac\n", folder.c_str(), kParts[part]);
            return false;
        }
        if (energy(truth.samples) < 1e-6) {
            std::printf(" |   leak %6.1f dB    ",
                        10.0 * std::log10(energy(out[part]) / energy(mix.samples)));
            continue;
        }
        const double stem = siSdr(out[part], truth.samples);
        const double gain = stem - siSdr(mix.samples, truth.samples);
        totals.gain[part] += gain;
        ++totals.count[part];
        std::printf(" | %6.2f dB (%+6.2f) ", stem, gain);
    }
    double worst = 0.0;
    for (std::size_t i = 0; i < mix.samples.size(); ++i) {
        double sum = 0.0;
        for (const auto& stem : out) {
            sum += static_cast<double>(stem[i]);
        }
        worst = std::max(worst, std::abs(sum - static_cast<double>(mix.samples[i])));
    }
    std::printf(
        " | null %.0f dBFS, residual %.0f dB\n", 20.0 * std::log10(worst + 1e-12),
        10.0 * std::log10((energy(out[DraftSeparator::Residual]) + 1e-12) / energy(mix.samples)));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    const nde::ComputeScope computing;
    DraftParams params;
    Totals totals;
    std::printf("%-26s | drums: SI-SDR (gain) | bass               | vocals             | other\n",
                "song");
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const auto equals = argument.find('=');
        if (equals != std::string::npos) {
            if (!setParameter(params, argument.substr(0, equals),
                              std::atof(argument.c_str() + equals + 1))) {
                std::fprintf(stderr, "no parameter %s\n", argument.c_str());
                return 2;
            }
        } else if (!measure(argument, params, totals)) {
            return 1;
        }
    }
    std::printf("%-26s", "mean gain");
    for (std::size_t part = 0; part < 4; ++part) {
        std::printf(" |           %+6.2f    ", totals.gain[part] / std::max(1, totals.count[part]));
    }
    std::printf(" | %.0f x real time\n", totals.audioS / totals.workS);
    return 0;
}
