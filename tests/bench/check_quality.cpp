// Plants defects in recorded one-shots and says whether the quality falls with each step and names
// it:
//     check_quality <shared/data> [sounds of each folder, 5] [-v]
// Clipping by 1/3/6/12 dB, white noise −60/−50/−40/−30 dB re the peak, DC 0.01/0.05/0.1/0.2,
// low-pass 16/12/8/4 kHz, 25/50/75/100 % of the energy in anti-phase. Each sound is brought to a
// peak of 0.2 first; each step is held against the one before. Where the defect cannot be heard the
// step is counted apart ("not there"), by what was planted and not by what was measured: noise that
// the sound covers everywhere at all times, a filter that takes less than −75 dB of the energy,
// voices that are out of phase for less than a third of the time.

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/audio/Resample.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Quality.h"
#include "core/neuro/Character.h"
#include "core/neuro/Metrics.h"
#include "tests/unit/services/QualitySounds.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>

namespace {

using namespace nde;
using testsounds::kRate;
using testsounds::Mono;
namespace quality = testsounds::quality;

struct Step
{
    std::string name;
    std::vector<Mono> channels;
    bool isThere {true};
};
struct Series
{
    DefectKind kind {};
    std::vector<Mono> clean; ///< with all that planting does besides the defect
    std::vector<Step> steps; ///< worse and worse
};

/// Whether a white noise of this power (a sample) rises above the sound anywhere: in 12 ms in three
/// neighbouring bands of 1.5 kHz.
bool risesAbove(const Mono& x, double power)
{
    constexpr int kSize = 512;
    dsp::RealFft fft(kSize);
    const std::vector<float> window = dsp::hannWindow(kSize);
    double energy = 0.0;
    for (const float value : window) {
        energy += static_cast<double>(value) * static_cast<double>(value);
    }
    std::vector<float> time(kSize);
    std::vector<std::complex<float>> bins(kSize / 2 + 1);
    for (std::size_t at = 0; at + kSize <= x.size(); at += kSize / 2) {
        for (std::size_t i = 0; i < time.size(); ++i) {
            time[i] = x[at + i] * window[i];
        }
        fft.forward(time, bins);
        int run = 0;
        for (double hz = 0.0; hz + 1500.0 <= 21000.0; hz += 1500.0) {
            const auto low = static_cast<std::size_t>(hz * kSize / kRate);
            const auto high = static_cast<std::size_t>((hz + 1500.0) * kSize / kRate);
            double mean = 0.0;
            for (std::size_t bin = low; bin < high; ++bin) {
                mean += static_cast<double>(std::norm(bins[bin])) / energy
                    / static_cast<double>(high - low);
            }
            run = mean < power ? run + 1 : 0;
            if (run == 3) {
                return true;
            }
        }
    }
    return false;
}

double energyOf(const Mono& x)
{
    double sum = 0.0;
    for (const float value : x) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return sum;
}

/// Whether anything was lost: more than −75 dB of the energy.
bool differs(const Mono& a, const Mono& b)
{
    Mono lost(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        lost[i] = a[i] - b[i];
    }
    return energyOf(lost) > std::pow(10.0, -7.5) * energyOf(a);
}

const Defect* found(const Stem& stem, DefectKind kind)
{
    for (const Defect& defect : stem.descriptors.defects) {
        if (defect.kind == kind) {
            return &defect;
        }
    }
    return nullptr;
}

std::vector<Series> seriesOf(const Mono& x)
{
    const auto plus = [&x](auto value) {
        Mono y = x;
        for (float& sample : y) {
            sample += value();
        }
        return y;
    };
    std::vector<Series> all;
    Series clipping {DefectKind::Clipping, {x}, {}};
    for (const int db : {1, 3, 6, 12}) {
        Mono y = quality::levelled(x, static_cast<float>(std::pow(10.0, db / 20.0)));
        for (float& sample : y) {
            sample = std::clamp(sample, -1.0F, 1.0F);
        }
        clipping.steps.push_back({std::to_string(db) + " dB", {std::move(y)}});
    }
    Series noise {DefectKind::NoiseFloor, {x}, {}};
    for (const int db : {-60, -50, -40, -30}) {
        Random random(9);
        const double rms = 0.2 * std::pow(10.0, db / 20.0);
        noise.steps.push_back({std::to_string(db) + " dB",
                               {plus([&] {
                                   return static_cast<float>(std::sqrt(3.0) * rms
                                                             * random.uniform(-1.0, 1.0));
                               })},
                               risesAbove(x, rms * rms)});
    }
    Series dc {DefectKind::Dc, {x}, {}};
    for (const float offset : {0.01F, 0.05F, 0.1F, 0.2F}) {
        char name[16];
        std::snprintf(name, sizeof name, "%.2f", static_cast<double>(offset));
        dc.steps.push_back({name, {plus([offset] { return offset; })}});
    }
    // The filter's end is faded, so what it is held against is, too.
    Series low {DefectKind::Bandwidth, {testsounds::faded(x)}, {}};
    for (const int khz : {16, 12, 8, 4}) {
        Mono y = quality::lowPassed(x, 1000.0 * khz);
        const bool isLost = differs(low.clean.front(), y);
        low.steps.push_back({std::to_string(khz) + " kHz", {std::move(y)}, isLost});
    }
    Series phase {DefectKind::Phase, {x, x}, {}};
    for (const double share : {0.25, 0.5, 0.75, 1.0}) {
        // What is over within one block is in or out of phase as a whole.
        if (share == 1.0 || x.size() > kRate / 2) {
            phase.steps.push_back({std::to_string(static_cast<int>(100.0 * share)) + " %",
                                   quality::turnedOver(x, share), share >= 0.5});
        }
    }
    for (Series* series : {&clipping, &noise, &dc, &low, &phase}) {
        all.push_back(std::move(*series));
    }
    return all;
}

class Bench
{
public:
    /// As services::measureFile does it with a file of these samples.
    static Stem measured(const std::vector<Mono>& channels, Category category)
    {
        audio::AudioBuffer buffer(static_cast<int>(channels.size()), channels.front().size(),
                                  kRate);
        for (std::size_t c = 0; c < channels.size(); ++c) {
            std::copy(channels[c].begin(), channels[c].end(),
                      buffer.channel(static_cast<int>(c)).begin());
        }
        const std::vector<float> samples = audio::interleave(buffer);
        dsp::AnalysisInput input;
        input.sampleRate = kRate;
        input.channels = buffer.channels();
        input.frames = static_cast<std::int64_t>(buffer.frames());
        input.inheritedCategory = category;
        std::size_t at = 0;
        input.read = [&](float* to, std::size_t frames) -> Result<std::size_t> {
            const std::size_t count = std::min(frames, buffer.frames() - at);
            std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at * channels.size()),
                        count * channels.size(), to);
            at += count;
            return count;
        };
        TaskContext task;
        const auto analysis = dsp::analyse(input, task);
        auto meter = audio::LoudnessMeter::create(buffer.channels(), kRate);
        const Mono mono = audio::toMono(buffer);
        const auto heard = audio::resample(audio::deinterleave(mono, 1, kRate), neuro::kSampleRate);
        if (!analysis || !meter || !heard) {
            std::fprintf(stderr, "cannot measure\n");
            std::exit(1);
        }
        meter->add(samples);
        Stem stem;
        stem.category = category;
        stem.soundClass = analysis->soundClass;
        Descriptors& d = stem.descriptors = analysis->descriptors;
        d.truePeakDb = meter->finish().truePeakDb;
        d.edgeStep = dsp::edgeStepOf(*analysis, stem.soundClass);
        auto score = dsp::judgeQuality(d, category, stem.soundClass);
        d.technicalQuality = score.technical;
        d.defects = std::move(score.defects);
        d.characterQuality = neuro::characterOf(neuro::listen(heard->channel(0)).metrics, category,
                                                stem.soundClass, {});
        stem.quality = neuro::qualityOf(d.technicalQuality, d.characterQuality);
        stem.qualityReasons = dsp::reasonsOf(d.defects);
        return stem;
    }

    void measure(const std::string& name, const Mono& x, Category category, bool isVerbose)
    {
        for (const Series& series : seriesOf(x)) {
            const Stem clean = measured(series.clean, category);
            Stem last = clean;
            for (const Step& step : series.steps) {
                const Stem stem = measured(step.channels, category);
                const bool isNamed = found(stem, series.kind) != nullptr;
                const bool falls = stem.quality < last.quality - 1e-9;
                Sum& sum = m_sums[std::string(defectId(series.kind)) + ' ' + step.name];
                Count& count = step.isThere ? sum.there : sum.notThere;
                ++count.all;
                count.falls += falls ? 1 : 0;
                count.technical
                    += stem.descriptors.technicalQuality < last.descriptors.technicalQuality - 1e-9
                    ? 1
                    : 0;
                count.named += isNamed ? 1 : 0;
                count.both += falls && isNamed ? 1 : 0;
                count.hadIt += found(clean, series.kind) != nullptr ? 1 : 0;
                if (step.isThere && !(falls && isNamed) && isVerbose) {
                    std::printf(
                        "%s %s %s: %.2f -> %.2f, T %.3f -> %.3f K %.3f -> %.3f [%s], clean "
                        "[%s]\n",
                        name.c_str(), std::string(defectId(series.kind)).c_str(), step.name.c_str(),
                        100.0 * last.quality, 100.0 * stem.quality,
                        last.descriptors.technicalQuality, stem.descriptors.technicalQuality,
                        last.descriptors.characterQuality, stem.descriptors.characterQuality,
                        stem.qualityReasons.c_str(), clean.qualityReasons.c_str());
                }
                last = stem;
            }
        }
        ++m_sounds;
    }

    void print() const
    {
        std::printf("%d sounds%16s | %4s %6s %6s %6s %6s %6s | not there: %4s %6s %6s\n", m_sounds,
                    "", "all", "falls", "T", "named", "both", "had it", "all", "falls", "named");
        for (const auto& [name, sum] : m_sums) {
            std::printf("%-25s | %4d %6d %6d %6d %6d %6d | %15d %6d %6d\n", name.c_str(),
                        sum.there.all, sum.there.falls, sum.there.technical, sum.there.named,
                        sum.there.both, sum.there.hadIt, sum.notThere.all, sum.notThere.falls,
                        sum.notThere.named);
        }
    }

private:
    struct Count
    {
        int all {};
        int falls {}; ///< the whole quality
        int technical {}; ///< falls
        int named {};
        int both {}; ///< falls and is named
        int hadIt {}; ///< before anything was planted
    };
    struct Sum
    {
        Count there;
        Count notThere;
    };
    std::map<std::string, Sum> m_sums;
    int m_sounds {};
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: check_quality <shared/data> [sounds of each folder] [-v]\n");
        return 2;
    }
    dsp::disableDenormals();
    const std::size_t each = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 5;
    const bool isVerbose = argc > 3 && std::strcmp(argv[3], "-v") == 0;
    Bench bench;
    std::vector<std::filesystem::path> folders;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(argv[1]) + "/oneshots")) {
        folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end());
        for (std::size_t i = 0; i < each && i < files.size(); ++i) {
            const auto& path = files[i * files.size() / each]; // spread over the packs
            const auto buffer = audio::readAudio(path);
            const auto resampled = buffer ? audio::resample(*buffer, kRate)
                                          : Result<audio::AudioBuffer> {propagate(buffer)};
            if (!resampled) {
                std::fprintf(stderr, "%s\n", resampled.error().message.c_str());
                return 1;
            }
            const auto category = categoryFromId(folder.filename().string());
            bench.measure(folder.filename().string() + '/' + path.stem().string(),
                          quality::levelled(audio::toMono(*resampled)),
                          category.value_or(Category::Unclear), isVerbose);
        }
    }
    bench.print();
    return 0;
}
