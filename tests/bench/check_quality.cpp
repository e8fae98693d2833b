// Plants defects in sounds and says whether the quality falls with each step and names it:
//     check_quality <folder> [sounds of each of its folders, 5] [others] [table] [-v]
//     check_quality synth [sounds of each kind, 5] [table] [-v]
// <folder> holds a folder for each category (shared/data/oneshots, shared/data/loops, the starter
// kit), "synth" draws hits from SyntheticHits.h. "others": not those that a call without it takes.
// "table": the strengths of analysis.md A.5 instead of the following.
// Clipping by 1/3/6/12 dB, white noise −60/−50/−40/−30 dB re the peak, DC 0.01/0.05/0.1/0.2,
// low-pass 16/12/8/4 kHz, 25/50/75/100 % of the energy in anti-phase. Each sound is brought to a
// peak of 0.2 first; each step is held against the one before. Where the defect cannot be heard the
// step is counted apart ("not there"), by what was planted and not by what was measured: noise that
// the sound covers everywhere at all times, a filter that takes less than −75 dB of the energy,
// voices that are out of phase for less than a third of the time. "clean" counts what is named in
// sounds to which nothing was done.

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/audio/Resample.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/Quality.h"
#include "core/neuro/Character.h"
#include "core/neuro/Metrics.h"
#include "tests/bench/PlantedDefects.h"
#include "tests/bench/SyntheticHits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

namespace {

using namespace nde;
using planted::Series;
using planted::Step;
using testsounds::kRate;
using testsounds::Mono;
namespace quality = testsounds::quality;

const Defect* found(const Stem& stem, DefectKind kind)
{
    for (const Defect& defect : stem.descriptors.defects) {
        if (defect.kind == kind) {
            return &defect;
        }
    }
    return nullptr;
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
                                                stem.soundClass, {}, dsp::damageOf(d.defects));
        stem.quality = neuro::qualityOf(d.technicalQuality, d.characterQuality);
        stem.qualityReasons = dsp::reasonsOf(d.defects);
        return stem;
    }

    planted::Strengths strengths {planted::kWide};
    bool isVerbose {};

    void measure(const std::string& name, const Mono& x, Category category)
    {
        for (const Defect& defect : measured({x}, category).descriptors.defects) {
            ++m_clean[std::string(defectId(defect.kind))];
        }
        for (const Series& series : planted::seriesOf(x, strengths)) {
            const Stem clean = measured(series.clean, category);
            Stem last = clean;
            for (const Step& step : series.steps) {
                const Stem stem = measured(step.channels, category);
                const bool isNamed = found(stem, series.kind) != nullptr;
                const bool falls = stem.quality < last.quality - 1e-9;
                Sum& sum = m_sums[series.name + ' ' + step.name];
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
                        name.c_str(), series.name.c_str(), step.name.c_str(), 100.0 * last.quality,
                        100.0 * stem.quality, last.descriptors.technicalQuality,
                        stem.descriptors.technicalQuality, last.descriptors.characterQuality,
                        stem.descriptors.characterQuality, stem.qualityReasons.c_str(),
                        clean.qualityReasons.c_str());
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
        std::printf("clean:");
        for (const auto& [kind, count] : m_clean) {
            std::printf(" %s %d,", kind.c_str(), count);
        }
        std::printf(" of %d\n", m_sounds);
        int all = 0;
        int falls = 0;
        int both = 0;
        for (const auto& [name, sum] : m_sums) {
            all += sum.there.all;
            falls += sum.there.falls;
            both += sum.there.both;
        }
        std::printf("all steps: %d, fall %.1f %%, fall and named %.1f %%\n", all,
                    100.0 * falls / std::max(1, all), 100.0 * both / std::max(1, all));
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
    std::map<std::string, int> m_clean; ///< named where nothing was planted
    int m_sounds {};
};

struct Choice
{
    std::string folder;
    std::size_t each {5};
    bool isOthers {};
};

/// Spread over the packs.
std::vector<std::filesystem::path> chosen(const std::filesystem::path& folder, const Choice& choice)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    const auto taken = [&choice](const std::vector<std::filesystem::path>& from) {
        std::vector<std::filesystem::path> some;
        for (std::size_t i = 0; i < choice.each && i < from.size(); ++i) {
            some.push_back(from[i * from.size() / choice.each]);
        }
        return some;
    };
    const auto first = taken(files);
    if (!choice.isOthers) {
        return first;
    }
    std::erase_if(files, [&first](const auto& file) {
        return std::find(first.begin(), first.end(), file) != first.end();
    });
    return taken(files);
}

bool measureFolders(Bench& bench, const Choice& choice)
{
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(choice.folder)) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders) {
        for (const auto& path : chosen(folder, choice)) {
            const auto buffer = audio::readAudio(path);
            const auto resampled = buffer ? audio::resample(*buffer, kRate)
                                          : Result<audio::AudioBuffer> {propagate(buffer)};
            if (!resampled) {
                std::fprintf(stderr, "%s\n", resampled.error().message.c_str());
                return false;
            }
            const auto category = categoryFromId(folder.filename().string());
            bench.measure(folder.filename().string() + '/' + path.stem().string(),
                          quality::levelled(audio::toMono(*resampled)),
                          category.value_or(Category::Unclear));
        }
    }
    return true;
}

void measureSynthetic(Bench& bench, std::size_t each)
{
    Random random(77);
    for (const char* kind : {"kick", "snare", "clap", "hihat", "cymbal", "tom", "perc"}) {
        for (std::size_t i = 0; i < each; ++i) {
            const Mono x = bench::render(bench::drawVoice(kind, random), random);
            bench.measure(kind + std::to_string(i), quality::levelled(testsounds::faded(x)),
                          categoryFromId(kind).value_or(Category::Unclear));
        }
    }
    for (const quality::Sound& sound : quality::sounds()) {
        bench.measure(sound.name, sound.samples, sound.category);
    }
}

} // namespace

int main(int argc, char** argv)
{
    dsp::disableDenormals();
    Bench bench;
    Choice choice;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "-v") {
            bench.isVerbose = true;
        } else if (word == "others") {
            choice.isOthers = true;
        } else if (word == "table") {
            bench.strengths = planted::kTable;
        } else if (word.find_first_not_of("0123456789") == std::string::npos) {
            choice.each = static_cast<std::size_t>(std::max(1, std::atoi(word.c_str())));
        } else {
            choice.folder = word;
        }
    }
    if (choice.folder.empty()) {
        std::fprintf(
            stderr, "usage: check_quality <folder>|synth [sounds of each] [others] [table] [-v]\n");
        return 2;
    }
    if (choice.folder == "synth") {
        measureSynthetic(bench, choice.each);
    } else if (!measureFolders(bench, choice)) {
        return 1;
    }
    bench.print();
    return 0;
}
