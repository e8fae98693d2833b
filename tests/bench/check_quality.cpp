// Plants defects in sounds and says whether the quality falls with each step and names it:
//     check_quality <folder> [sounds of each of its folders, 5] [others] [heard] [table|widest]
//     [-v] check_quality <list.txt> [heard] [table|widest] [-v] check_quality synth [sounds of each
//     kind, 5] [heard] [table|widest] [-v]
// <folder> holds a folder for each category (shared/data/oneshots, shared/data/loops, the starter
// kit), "synth" draws hits from SyntheticHits.h, a list has been drawn by quality_sets.py.
// "others": not those that a call without it takes. "heard": the category is not that of the folder
// but what the network hears, which may change from step to step. "table": the strengths of
// analysis.md A.5 instead of the following, "widest": noise also at -20 dB, low-pass 12/8/4/2 kHz
// by a filter of 48 dB an octave as well. Clipping by 1/3/6/12 dB, white noise −60/−50/−40/−30 dB
// re the peak, DC 0.01/0.05/0.1/0.2, low-pass 16/12/8/4 kHz, 25/50/75/100 % of the energy in
// anti-phase. Each sound is brought to a peak of 0.2 first; each step is held against the one
// before. Where the defect cannot be heard the step is counted apart ("not there"), by what was
// planted and not by what was measured: noise that the sound covers everywhere at all times, a
// filter that takes less than −75 dB of the energy, voices that are out of phase for less than a
// third of the time. "clean" counts what is named in sounds to which nothing was done.

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/base/ComputeScope.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "tests/bench/PlantedDefects.h"
#include "tests/bench/SyntheticHits.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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

std::string whatIs(const Stem& stem)
{
    return std::string(categoryId(stem.category)) + ' '
        + std::string(soundClassId(stem.soundClass));
}

class Bench
{
public:
    /// As a file of these samples is measured, by its category or as heard.
    [[nodiscard]] Stem measured(const std::vector<Mono>& channels, Category category) const
    {
        audio::AudioBuffer buffer(static_cast<int>(channels.size()), channels.front().size(),
                                  kRate);
        for (std::size_t c = 0; c < channels.size(); ++c) {
            std::copy(channels[c].begin(), channels[c].end(),
                      buffer.channel(static_cast<int>(c)).begin());
        }
        audio::WriteOptions options;
        options.sampleFormat = audio::SampleFormat::Float32;
        options.overwrite = true;
        const services::MeasureRequest request {
            m_folder.filePath(QStringLiteral("x.wav")), Source::Original,
            isHeard ? std::nullopt : std::optional(category), true};
        TaskContext task;
        const auto written = audio::writeAudio(services::toPath(request.path), buffer, options);
        const auto measured = services::measureFile(request, task);
        if (!written || !measured) {
            std::fprintf(stderr, "cannot measure\n");
            std::exit(1);
        }
        return services::stemOf(request, *measured);
    }

    bool isHeard {};
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
                        "%s %s %s: %.2f -> %.2f, T %.4f -> %.4f K %.3f -> %.3f %s -> %s [%s], "
                        "before [%s] clean [%s]\n",
                        name.c_str(), series.name.c_str(), step.name.c_str(), 100.0 * last.quality,
                        100.0 * stem.quality, last.descriptors.technicalQuality,
                        stem.descriptors.technicalQuality, last.descriptors.characterQuality,
                        stem.descriptors.characterQuality, whatIs(last).c_str(),
                        whatIs(stem).c_str(), stem.qualityReasons.c_str(),
                        last.qualityReasons.c_str(), clean.qualityReasons.c_str());
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
    QTemporaryDir m_folder;
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

bool measureOne(Bench& bench, const std::filesystem::path& path, const std::string& category)
{
    const auto buffer = audio::readAudio(path);
    const auto resampled
        = buffer ? audio::resample(*buffer, kRate) : Result<audio::AudioBuffer> {propagate(buffer)};
    if (!resampled) {
        std::fprintf(stderr, "%s\n", resampled.error().message.c_str());
        return false;
    }
    bench.measure(category + '/' + path.stem().string(),
                  quality::levelled(audio::toMono(*resampled)),
                  categoryFromId(category).value_or(Category::Unclear));
    return true;
}

/// @param list  lines "category<TAB>path".
bool measureList(Bench& bench, const std::string& list)
{
    std::ifstream lines(list);
    std::string category;
    std::string path;
    while (std::getline(lines, category, '\t') && std::getline(lines, path)) {
        if (!measureOne(bench, path, category)) {
            return false;
        }
    }
    return lines.eof();
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
            if (!measureOne(bench, path, folder.filename().string())) {
                return false;
            }
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
    const ComputeScope computing;
    Bench bench;
    Choice choice;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "-v") {
            bench.isVerbose = true;
        } else if (word == "heard") {
            bench.isHeard = true;
        } else if (word == "others") {
            choice.isOthers = true;
        } else if (word == "table") {
            bench.strengths = planted::kTable;
        } else if (word == "widest") {
            bench.strengths = planted::kWidest;
        } else if (word.find_first_not_of("0123456789") == std::string::npos) {
            choice.each = static_cast<std::size_t>(std::max(1, std::atoi(word.c_str())));
        } else {
            choice.folder = word;
        }
    }
    if (choice.folder.empty()) {
        std::fprintf(stderr,
                     "usage: check_quality <folder>|<list.txt>|synth [sounds of each] [others] "
                     "[heard] [table|widest] "
                     "[-v]\n");
        return 2;
    }
    if (choice.folder == "synth") {
        measureSynthetic(bench, choice.each);
    } else if (choice.folder.ends_with(".txt")) {
        if (!measureList(bench, choice.folder)) {
            return 1;
        }
    } else if (!measureFolders(bench, choice)) {
        return 1;
    }
    bench.print();
    return 0;
}
