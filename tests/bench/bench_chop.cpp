// Measures chopDrums() against known hits, on true drum stems and on those that the Draft separator
// makes of the mix:
//     bench_chop [-v] [sensitivity=x] <set> ...
// A set is one of
//     <sound> <truth>            a drum stem and its hits (ChopTruth.h)
//     song=<folder> <truth>      drums.flac, and the Draft drums of mix.flac
//     demo=<studio>              the demo track of a studio that `dream demo` made
//     kit=<studio>[:odd|:even]   the drum loops of its starter kit, alone and mixed with bass,
//     chord
//                                and vocal loops of the kit
//     repeats=<studio>           one-shots of the kit, each six times: do the groups find them?
// Hits within 25 ms are one onset with several classes, as the ear has it; an answer is right
// within 10 (30) ms of any of them. Prints a line per sound: onsets, precision, recall and F within
// 10 and 30 ms, the median of the deviation and F within 10 ms without it, how many found onsets
// have a class that sounds there ("loose") and the loudest of them, kick before snare before the
// rest
// ("strict"), F over pairs of slices of "the same sound" (synthesis only: where the same drums
// play), and sums by kind of set with the confusion (truth: kick, snare, hihat, other; strict).

#include "ChopTruth.h"
#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/dsp/Chop.h"
#include "core/dsp/DraftSeparator.h"
#include "core/dsp/HitOnsets.h"
#include "core/services/CategoryJudge.h"

#include <sndfile.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace {

using choptruth::Onset;
using nde::Category;

struct Sound
{
    std::vector<float> samples; ///< interleaved
    int channels {};
    int rate {};

    [[nodiscard]] std::vector<float> mono() const
    {
        const auto count = static_cast<std::size_t>(channels);
        std::vector<float> out(samples.size() / count);
        for (std::size_t i = 0; i < out.size() * count; ++i) {
            out[i / count] += samples[i] / static_cast<float>(channels);
        }
        return out;
    }
};

bool load(const std::string& path, Sound& sound)
{
    SF_INFO info {};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        return false;
    }
    sound.channels = info.channels;
    sound.rate = info.samplerate;
    sound.samples.resize(static_cast<std::size_t>(info.frames * info.channels));
    sf_readf_float(file, sound.samples.data(), info.frames);
    sf_close(file);
    return true;
}

Sound draftDrums(const Sound& mix)
{
    auto separator = nde::dsp::DraftSeparator::create(mix.rate, mix.channels);
    std::array<std::vector<float>, nde::dsp::DraftSeparator::kStemCount> out;
    separator->push(mix.samples, out);
    separator->finish(out);
    return {std::move(out[nde::dsp::DraftSeparator::Drums]), mix.channels, mix.rate};
}

/// Numbers behind a name tell samples apart.
std::size_t rowOf(const std::string& name)
{
    const auto is = [&name](const char* kind) { return name.rfind(kind, 0) == 0; };
    return is("kick")                               ? 0
        : is("snare") || is("clap")                 ? 1
        : is("hihat") || is("open") || is("cymbal") ? 2
                                                    : 3;
}

std::size_t rowOf(Category kind)
{
    switch (kind) {
    case Category::Kick:
        return 0;
    case Category::Snare:
    case Category::Clap:
        return 1;
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
        return 2;
    default:
        return 3;
    }
}

std::size_t loudestRow(const Onset& onset)
{
    std::set<std::size_t> rows;
    for (const auto& name : onset.names) {
        rows.insert(rowOf(name));
    }
    for (const std::size_t row : {0U, 1U, 3U}) {
        if (rows.count(row) > 0) {
            return row;
        }
    }
    return 2;
}

struct Totals
{
    int truth {};
    int slices {};
    int found10 {};
    int found30 {};
    int shifted10 {}; ///< without the median deviation of the sound
    int loose {};
    int strict {};
    int bothSame {}; ///< pairs that are the same sound and share a group
    int trulySame {};
    int saidSame {};
    double offsetMs {};
    int table[4][4] {};

    void add(const Totals& t)
    {
        truth += t.truth;
        slices += t.slices;
        found10 += t.found10;
        found30 += t.found30;
        shifted10 += t.shifted10;
        loose += t.loose;
        strict += t.strict;
        bothSame += t.bothSame;
        trulySame += t.trulySame;
        saidSame += t.saidSame;
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                table[i][k] += t.table[i][k];
            }
        }
    }
};

double percent(int part, int whole)
{
    return 100.0 * part / std::max(1, whole);
}

void print(const std::string& name, const Totals& t, bool withTable)
{
    const auto f = [&t](int found) { return percent(2 * found, t.truth + t.slices); };
    std::printf("%-40s %4d onsets %4d slices | 10 ms P %5.1f R %5.1f F %5.1f | 30 ms P %5.1f R "
                "%5.1f F %5.1f | off %+5.1f ms F %5.1f | class loose %5.1f strict %5.1f",
                name.size() > 40 ? name.substr(name.size() - 40).c_str() : name.c_str(), t.truth,
                t.slices, percent(t.found10, t.slices), percent(t.found10, t.truth), f(t.found10),
                percent(t.found30, t.slices), percent(t.found30, t.truth), f(t.found30), t.offsetMs,
                f(t.shifted10), percent(t.loose, t.found30), percent(t.strict, t.found30));
    if (t.trulySame > 0) {
        std::printf(" | same F %5.1f", percent(2 * t.bothSame, t.trulySame + t.saidSame));
    }
    std::printf("\n");
    for (std::size_t i = 0; withTable && i < 4; ++i) {
        static const char* const kNames[] {"kick", "snare", "hihat", "other"};
        std::printf("    %-6s", kNames[i]);
        for (const int count : t.table[i]) {
            std::printf(" %5d", count);
        }
        std::printf("\n");
    }
}

/// How far a time is from an onset: 0 between its hits.
double deviation(double at, const Onset& onset)
{
    return at < onset.first ? at - onset.first : at > onset.last ? at - onset.last : 0.0;
}

/// For each onset the slice that is it, −1 = none: in order of time, each once, as many as
/// possible.
std::vector<int> matched(const std::vector<double>& times, const std::vector<Onset>& truth,
                         double within, double offset = 0.0)
{
    std::vector<int> of(truth.size(), -1);
    std::size_t next = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        while (next < times.size() && deviation(times[next] - offset, truth[i]) < -within) {
            ++next;
        }
        if (next < times.size() && deviation(times[next] - offset, truth[i]) <= within) {
            of[i] = static_cast<int>(next++);
        }
    }
    return of;
}

int countOf(const std::vector<int>& of)
{
    return static_cast<int>(std::count_if(of.begin(), of.end(), [](int i) { return i >= 0; }));
}

void comparePairs(Totals& t, const std::vector<nde::dsp::Slice>& slices,
                  const std::vector<Onset>& truth, const std::vector<int>& of)
{
    for (std::size_t i = 0; i < truth.size(); ++i) {
        for (std::size_t k = i + 1; k < truth.size(); ++k) {
            if (of[i] < 0 || of[k] < 0) {
                continue;
            }
            const bool isSame = truth[i].names == truth[k].names;
            const bool isSaid = slices[static_cast<std::size_t>(of[i])].group
                == slices[static_cast<std::size_t>(of[k])].group;
            t.trulySame += isSame ? 1 : 0;
            t.saidSame += isSaid ? 1 : 0;
            t.bothSame += isSame && isSaid ? 1 : 0;
        }
    }
}

class Bench
{
public:
    nde::dsp::ChopParams params;
    bool isVerbose {};
    bool isDump {}; ///< prints instead: set, truth, features of every candidate

    void measure(const std::string& name, const std::string& set, const Sound& sound,
                 const std::vector<Onset>& truth, bool knowsSame)
    {
        const std::vector<float> mono = sound.mono();
        if (isDump) {
            dump(set, mono, sound.rate, truth);
            return;
        }
        auto slices = nde::dsp::chopDrums(mono, sound.rate, params);
        nde::dsp::groupSlices(slices);
        std::vector<double> times;
        for (const auto& slice : slices) {
            times.push_back(static_cast<double>(slice.startFrame) / sound.rate + 0.002);
        }
        Totals t;
        t.truth = static_cast<int>(truth.size());
        t.slices = static_cast<int>(slices.size());
        t.found10 = countOf(matched(times, truth, 0.01));
        const std::vector<int> of = matched(times, truth, 0.03);
        t.found30 = countOf(of);
        std::vector<double> offsets;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if (of[i] >= 0) {
                offsets.push_back(times[static_cast<std::size_t>(of[i])] - truth[i].first);
            }
        }
        if (!offsets.empty()) {
            const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
            std::nth_element(offsets.begin(), middle, offsets.end());
            t.offsetMs = 1000.0 * *middle;
        }
        t.shifted10 = countOf(matched(times, truth, 0.01, 0.001 * t.offsetMs));
        addClasses(t, slices, truth, of);
        if (knowsSame) {
            comparePairs(t, slices, truth, of);
        }
        if (isVerbose) {
            tell(slices, times, truth, of);
        }
        print(set + ' ' + name, t, false);
        m_sums[set].add(t);
    }

    void printSums() const
    {
        std::printf("\n");
        for (const auto& [set, totals] : m_sums) {
            print("SUM " + set, totals, true);
        }
    }

private:
    /// A line per candidate: 1 = it is an onset, 0 = it is none, −1 = it follows one within 40 ms.
    static void dump(const std::string& set, const std::vector<float>& mono, int rate,
                     const std::vector<Onset>& truth)
    {
        const auto candidates = nde::dsp::hitCandidates(mono, rate);
        std::vector<int> labels(candidates.size());
        for (const Onset& onset : truth) {
            std::size_t best = candidates.size();
            double nearest = 0.02;
            for (std::size_t i = 0; i < candidates.size(); ++i) {
                const double at = static_cast<double>(candidates[i].frame) / rate;
                const double distance = std::abs(deviation(at, onset));
                if (distance < nearest) {
                    nearest = distance;
                    best = i;
                }
                if (at > onset.first && at < onset.last + 0.04 && labels[i] == 0) {
                    labels[i] = -1;
                }
            }
            if (best == candidates.size()) {
                std::printf("%s missed %.3f %s\n", set.c_str(), onset.first,
                            onset.names.begin()->c_str());
            } else {
                labels[best] = 1;
            }
        }
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            std::printf("%s %d", set.c_str(), labels[i]);
            for (const float value : candidates[i].features) {
                std::printf(" %.5g", static_cast<double>(value));
            }
            std::printf("\n");
        }
    }

    static void addClasses(Totals& t, const std::vector<nde::dsp::Slice>& slices,
                           const std::vector<Onset>& truth, const std::vector<int>& of)
    {
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if (of[i] < 0) {
                continue;
            }
            const std::size_t answer
                = rowOf(slices[static_cast<std::size_t>(of[i])].guess.category);
            const std::size_t wanted = loudestRow(truth[i]);
            const bool sounds
                = std::any_of(truth[i].names.begin(), truth[i].names.end(),
                              [answer](const auto& name) { return rowOf(name) == answer; });
            t.loose += sounds ? 1 : 0;
            t.strict += answer == wanted ? 1 : 0;
            ++t.table[wanted][answer];
        }
    }

    static void tell(const std::vector<nde::dsp::Slice>& slices, const std::vector<double>& times,
                     const std::vector<Onset>& truth, const std::vector<int>& of)
    {
        std::vector<bool> used(slices.size());
        for (std::size_t i = 0; i < truth.size(); ++i) {
            std::string names;
            for (const auto& name : truth[i].names) {
                names += name + ' ';
            }
            if (of[i] < 0) {
                std::printf("missed %8.3f %s\n", truth[i].first, names.c_str());
                continue;
            }
            const auto slice = static_cast<std::size_t>(of[i]);
            used[slice] = true;
            std::printf("hit    %8.3f %+6.1f ms %-20s group %2d %s (%.2f)\n", truth[i].first,
                        1000.0 * (times[slice] - truth[i].first), names.c_str(),
                        slices[slice].group,
                        std::string(nde::categoryId(slices[slice].guess.category)).c_str(),
                        slices[slice].guess.confidence);
        }
        for (std::size_t i = 0; i < slices.size(); ++i) {
            if (!used[i]) {
                std::printf("extra  %8.3f %s (%.2f), %.1f dB\n", times[i],
                            std::string(nde::categoryId(slices[i].guess.category)).c_str(),
                            slices[i].guess.confidence, 20.0 * std::log10(slices[i].peak));
            }
        }
    }

    std::map<std::string, Totals> m_sums;
};

bool measureSong(Bench& bench, const std::string& folder, const std::string& truthFile)
{
    const auto truth = choptruth::onsetsOf(choptruth::hitsOfFile(truthFile));
    const std::string name = folder.substr(folder.find_last_of('/') + 1);
    Sound drums;
    Sound mix;
    if (!load(folder + "/drums.flac", drums) || !load(folder + "/mix.flac", mix)) {
        return false;
    }
    bench.measure(name, "song-true", drums, truth, false);
    bench.measure(name, "song-draft", draftDrums(mix), truth, false);
    return true;
}

bool measureDemo(Bench& bench, const std::string& studio)
{
    const std::string folder = studio + "/stereo_tracks_for_analysis/demo_128_Am";
    const auto truth = choptruth::onsetsOf(choptruth::hitsOfDemo());
    Sound drums;
    Sound mix;
    if (!load(folder + "_stems/drums.wav", drums) || !load(folder + ".wav", mix)) {
        return false;
    }
    bench.measure("", "demo-true", drums, truth, true);
    bench.measure("", "demo-draft", draftDrums(mix), truth, false);
    return true;
}

void mixIn(Sound& target, const Sound& part, float gain)
{
    const auto from = static_cast<std::size_t>(part.channels);
    const std::size_t frames = part.samples.size() / from;
    for (std::size_t i = 0; i < target.samples.size(); ++i) {
        const std::size_t frame = i / 2 % frames;
        target.samples[i] += gain * part.samples[frame * from + (from == 2 ? i % 2 : 0)];
    }
}

/// @param word  that the file's name holds.
std::vector<std::string> soundsIn(const std::string& folder, const std::string& word = {})
{
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().filename().string().find(word) != std::string::npos) {
            paths.push_back(entry.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// One-shots of the kit, each played six times in a shuffled order at levels within 12 dB, four a
/// second: which slices are the same sample is known.
bool measureRepeats(Bench& bench, const std::string& studio)
{
    const std::string kit = studio + "/stereo_tracks_for_analysis/starter_kit/";
    static const std::array<const char*, 9> kFolders {"kick",  "kick",  "snare", "snare", "clap",
                                                      "hihat", "hihat", "tom",   "perc"};
    for (std::uint64_t round = 0; round < 8; ++round) {
        nde::Random random(100 + round);
        std::vector<std::pair<std::string, Sound>> sounds;
        for (const char* folder : kFolders) {
            const auto files = soundsIn(kit + folder);
            Sound sound;
            if (files.empty() || !load(files[random.below(files.size())], sound)) {
                return false;
            }
            sounds.emplace_back(folder + std::to_string(sounds.size()), std::move(sound));
        }
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < 6 * sounds.size(); ++i) {
            order.push_back(i % sounds.size());
            std::swap(order.back(), order[random.below(order.size())]);
        }
        Sound line;
        line.channels = 1;
        line.rate = 48000;
        line.samples.resize((order.size() + 2) * 12000);
        std::vector<choptruth::Hit> hits;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto& [name, sound] = sounds[order[i]];
            const std::vector<float> mono = sound.mono();
            const auto gain = static_cast<float>(0.5 * std::pow(10.0, random.uniform(-6, 6) / 20));
            const std::size_t start = 2400 + 12000 * i;
            for (std::size_t k = 0; k < mono.size() && start + k < line.samples.size(); ++k) {
                line.samples[start + k] += gain * mono[k];
            }
            hits.push_back({static_cast<double>(start) / line.rate, name});
        }
        bench.measure(std::to_string(round), "repeats", line, choptruth::onsetsOf(hits), true);
    }
    return true;
}

/// @param which  0 = all, 1 = odd numbers, 2 = even.
bool measureKit(Bench& bench, const std::string& studio, int which)
{
    const std::string kit = studio + "/stereo_tracks_for_analysis/starter_kit/";
    const auto loops = nde::synth::drumLoops();
    const auto bassLoops = soundsIn(kit + "bass", " loop ");
    const auto chordLoops = soundsIn(kit + "chord", " loop ");
    const auto vocalLoops = soundsIn(kit + "vocal", " loop ");
    if (bassLoops.empty() || chordLoops.empty() || vocalLoops.empty()) {
        std::fprintf(stderr, "no kit in %s\n", studio.c_str());
        return false;
    }
    for (std::size_t i = 0; i < loops.size(); ++i) {
        if (which != 0 && (i % 2 == 0 ? 1 : 2) != which) {
            continue; // the first has the number 1
        }
        char name[160];
        std::snprintf(name, sizeof name, "Drum loop %02zu %s %ldbpm", i + 1, loops[i].words,
                      std::lround(loops[i].bpm));
        Sound drums;
        if (!load(kit + "drums/" + name + ".wav", drums)) {
            return false;
        }
        const auto truth = choptruth::onsetsOf(choptruth::hitsOfLoop(loops[i]));
        bench.measure(name, "kit-true", drums, truth, true);
        Sound mix = drums;
        Sound bass;
        Sound chords;
        Sound vocals;
        if (!load(bassLoops[i % bassLoops.size()], bass)
            || !load(chordLoops[i % chordLoops.size()], chords)
            || !load(vocalLoops[i % vocalLoops.size()], vocals)) {
            return false;
        }
        mixIn(mix, bass, 0.6F);
        mixIn(mix, chords, 0.4F);
        mixIn(mix, vocals, 0.5F);
        bench.measure(name, "kit-draft", draftDrums(mix), truth, false);
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    const nde::ComputeScope computing;
    Bench bench;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const std::string value = argument.substr(argument.find('=') + 1);
        bool isDone = true;
        if (argument == "net" || argument == "net-alone") {
            const auto judge = nde::services::CategoryJudge::create();
            if (!judge) {
                return 1;
            }
            if (argument == "net") {
                bench.params.refine = judge->hitRefiner();
            } else {
                bench.params.classify = judge->sliceClassifier();
            }
        } else if (argument == "-v") {
            bench.isVerbose = true;
        } else if (argument == "-d") {
            bench.isDump = true;
        } else if (argument.rfind("sensitivity=", 0) == 0) {
            bench.params.sensitivity = std::atof(value.c_str());
        } else if (argument.rfind("demo=", 0) == 0) {
            isDone = measureDemo(bench, value);
        } else if (argument.rfind("repeats=", 0) == 0) {
            isDone = measureRepeats(bench, value);
        } else if (argument.rfind("kit=", 0) == 0) {
            const auto colon = value.find(':');
            const std::string which = colon == std::string::npos ? "" : value.substr(colon + 1);
            isDone = measureKit(bench, value.substr(0, colon),
                                which == "odd"        ? 1
                                    : which == "even" ? 2
                                                      : 0);
        } else if (i + 1 < argc && argument.rfind("song=", 0) == 0) {
            isDone = measureSong(bench, value, argv[++i]);
        } else {
            Sound sound;
            isDone = i + 1 < argc && load(argument, sound);
            if (isDone) {
                const auto truth = choptruth::onsetsOf(choptruth::hitsOfFile(argv[++i]));
                bench.measure(argument, "sound", sound, truth, false);
            }
        }
        if (!isDone) {
            return 1;
        }
    }
    bench.printSums();
    return 0;
}
