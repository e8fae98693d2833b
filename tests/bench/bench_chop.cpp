// Measures chopDrums() against annotated hits:
//     bench_chop [-v] [sensitivity=x] <sound> <truth> [<sound> <truth> ...]
// A truth file has a line per hit: seconds and class, as in MDB Drums (KD SD HH CY OT TT) or in
// words (kick snare clap hihat cymbal tom perc). Hits within 20 ms are one onset with several
// classes. Prints per sound how many onsets were found within 10 ms and within 30 ms, how many
// slices belong to no onset, and how many slices within 30 ms name a class that sounds there
// ("loose") or the loudest kind of them, kick before snare before the rest ("strict").

#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace {

using nde::Category;

struct Onset
{
    double at {};
    std::set<Category> kinds;
};

bool loadMono(const std::string& path, std::vector<float>& mono, int& rate)
{
    SF_INFO info {};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr) {
        return false;
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> data(static_cast<std::size_t>(info.frames) * channels);
    sf_readf_float(file, data.data(), info.frames);
    sf_close(file);
    rate = info.samplerate;
    mono.assign(static_cast<std::size_t>(info.frames), 0.0F);
    for (std::size_t i = 0; i < data.size(); ++i) {
        mono[i / channels] += data[i] / static_cast<float>(channels);
    }
    return true;
}

Category kindOf(const std::string& word)
{
    if (word == "KD" || word == "kick") {
        return Category::Kick;
    }
    if (word == "SD" || word == "snare" || word == "clap") {
        return Category::Snare;
    }
    if (word == "HH" || word == "CY" || word == "hihat" || word == "cymbal") {
        return Category::Hihat;
    }
    return Category::Other;
}

std::vector<Onset> loadTruth(const std::string& path)
{
    std::vector<Onset> hits;
    std::ifstream file(path);
    double at = 0.0;
    std::string word;
    while (file >> at >> word) {
        hits.push_back({at, {kindOf(word)}});
    }
    std::sort(hits.begin(), hits.end(), [](const Onset& a, const Onset& b) { return a.at < b.at; });
    std::vector<Onset> onsets;
    for (const Onset& hit : hits) {
        if (!onsets.empty() && hit.at - onsets.back().at < 0.02) {
            onsets.back().kinds.insert(hit.kinds.begin(), hit.kinds.end());
        } else {
            onsets.push_back(hit);
        }
    }
    return onsets;
}

Category loudestOf(const std::set<Category>& kinds)
{
    for (const Category kind : {Category::Kick, Category::Snare, Category::Other}) {
        if (kinds.count(kind) > 0) {
            return kind;
        }
    }
    return Category::Hihat;
}

struct Totals
{
    int truth {};
    int found10 {};
    int found30 {};
    int slices {};
    int extra {};
    int loose {};
    int strict {};
    int table[4][4] {}; ///< truth (strict) by answer: kick, snare, hihat, other

    void add(const Totals& t)
    {
        truth += t.truth;
        found10 += t.found10;
        found30 += t.found30;
        slices += t.slices;
        extra += t.extra;
        loose += t.loose;
        strict += t.strict;
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                table[i][k] += t.table[i][k];
            }
        }
    }
};

std::size_t rowOf(Category kind)
{
    return kind == Category::Kick ? 0
        : kind == Category::Snare ? 1
        : kind == Category::Hihat ? 2
                                  : 3;
}

void print(const std::string& name, const Totals& t)
{
    const double matched = std::max(1, t.found30);
    std::printf("%-44s onsets %4d | 10 ms %5.1f %%, 30 ms %5.1f %% | slices %4d, extra %3d | class "
                "loose %5.1f %%, strict %5.1f %% |",
                name.c_str(), t.truth, 100.0 * t.found10 / std::max(1, t.truth),
                100.0 * t.found30 / std::max(1, t.truth), t.slices, t.extra,
                100.0 * t.loose / matched, 100.0 * t.strict / matched);
    for (const auto& row : t.table) {
        std::printf(" %d-%d-%d-%d", row[0], row[1], row[2], row[3]);
    }
    std::printf("\n");
}

Totals measure(const std::vector<nde::dsp::Slice>& slices, int rate,
               const std::vector<Onset>& truth, bool verbose)
{
    Totals t;
    t.truth = static_cast<int>(truth.size());
    t.slices = static_cast<int>(slices.size());
    std::vector<bool> used(slices.size());
    for (const Onset& onset : truth) {
        std::size_t best = slices.size();
        double distance = 0.03;
        for (std::size_t i = 0; i < slices.size(); ++i) {
            const double at = static_cast<double>(slices[i].startFrame) / rate + 0.002;
            if (!used[i] && std::abs(at - onset.at) <= distance) {
                distance = std::abs(at - onset.at);
                best = i;
            }
        }
        const Category wanted = loudestOf(onset.kinds);
        if (best == slices.size()) {
            if (verbose) {
                std::printf("missed %8.3f %s\n", onset.at,
                            std::string(nde::categoryId(wanted)).c_str());
            }
            continue;
        }
        used[best] = true;
        const Category answer = slices[best].guess.category;
        ++t.found30;
        t.found10 += distance <= 0.01 ? 1 : 0;
        t.loose += onset.kinds.count(answer) > 0 ? 1 : 0;
        t.strict += answer == wanted ? 1 : 0;
        ++t.table[rowOf(wanted)][rowOf(answer)];
        if (verbose && onset.kinds.count(answer) == 0) {
            std::printf("wrong  %8.3f %s, not %s (%.2f)\n", onset.at,
                        std::string(nde::categoryId(wanted)).c_str(),
                        std::string(nde::categoryId(answer)).c_str(),
                        slices[best].guess.confidence);
        }
    }
    for (std::size_t i = 0; i < slices.size(); ++i) {
        t.extra += used[i] ? 0 : 1;
        if (verbose && !used[i]) {
            std::printf("extra  %8.3f %s (%.2f), %.1f dB\n",
                        static_cast<double>(slices[i].startFrame) / rate,
                        std::string(nde::categoryId(slices[i].guess.category)).c_str(),
                        slices[i].guess.confidence, 20.0 * std::log10(slices[i].peak));
        }
    }
    return t;
}

} // namespace

int main(int argc, char** argv)
{
    nde::dsp::disableDenormals();
    nde::dsp::ChopParams params;
    bool isVerbose = false;
    Totals all;
    double work = 0.0;
    double audio = 0.0;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "-v") {
            isVerbose = true;
            continue;
        }
        if (argument.rfind("sensitivity=", 0) == 0) {
            params.sensitivity = std::atof(argument.c_str() + 12);
            continue;
        }
        std::vector<float> mono;
        int rate = 0;
        if (i + 1 >= argc || !loadMono(argument, mono, rate)) {
            std::fprintf(stderr, "cannot read %s\n", argument.c_str());
            return 1;
        }
        const std::vector<Onset> truth = loadTruth(argv[++i]);
        const std::clock_t start = std::clock();
        const auto slices = nde::dsp::chopDrums(mono, rate, params);
        work += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        audio += static_cast<double>(mono.size()) / rate;
        const Totals t = measure(slices, rate, truth, isVerbose);
        print(argument.size() > 44 ? argument.substr(argument.size() - 44) : argument, t);
        all.add(t);
    }
    print("all", all);
    std::printf("%.1f s of sound in %.2f s\n", audio, work);
    return 0;
}
