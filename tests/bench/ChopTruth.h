#pragma once

#include "core/synth/LoopTables.h"
#include "core/synth/Patterns.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

/// Hits that are known: annotations of recordings, and the patterns that our own synthesis plays.
namespace choptruth {

struct Hit
{
    double at {};
    std::string name; ///< "kick", "snare", "clap", "hihat", "open", "cymbal", "tom", "perc"
};

/// Hits that the ear takes for one.
struct Onset
{
    double first {};
    double last {};
    std::set<std::string> names;
};

inline constexpr double kTogetherS = 0.025;

inline std::vector<Onset> onsetsOf(std::vector<Hit> hits)
{
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.at < b.at; });
    std::vector<Onset> onsets;
    for (const Hit& hit : hits) {
        if (!onsets.empty() && hit.at - onsets.back().first < kTogetherS) {
            onsets.back().last = hit.at;
            onsets.back().names.insert(hit.name);
        } else {
            onsets.push_back({hit.at, hit.at, {hit.name}});
        }
    }
    return onsets;
}

/// A line per hit: seconds and class, as in MDB Drums (KD SD HH CY OT TT) or in words.
inline std::vector<Hit> hitsOfFile(const std::string& path)
{
    std::vector<Hit> hits;
    std::ifstream file(path);
    double at = 0.0;
    std::string word;
    while (file >> at >> word) {
        hits.push_back({at,
                        word == "KD"       ? "kick"
                            : word == "SD" ? "snare"
                            : word == "HH" ? "hihat"
                            : word == "CY" ? "cymbal"
                            : word == "TT" ? "tom"
                            : word == "OT" ? "perc"
                                           : word});
    }
    return hits;
}

inline void addLane(std::vector<Hit>& hits, const nde::synth::Grid& grid, int from, int to,
                    const std::string& pattern, const std::string& name)
{
    std::string steps;
    for (const char c : pattern) {
        if (c != ' ') {
            steps += c;
        }
    }
    for (int step = from; step < to && !steps.empty(); ++step) {
        if (steps[static_cast<std::size_t>(step - from) % steps.size()] != '.') {
            hits.push_back({static_cast<double>(grid.frameOfStep(step)) / nde::synth::kRate, name});
        }
    }
}

inline std::vector<Hit> hitsOfLoop(const nde::synth::DrumLoop& loop)
{
    std::vector<Hit> hits;
    const nde::synth::Grid grid {loop.bpm, loop.swing};
    const int steps = 16 * loop.bars;
    addLane(hits, grid, 0, steps, loop.kick, "kick");
    addLane(hits, grid, 0, steps, loop.snare, "snare");
    addLane(hits, grid, 0, steps, loop.clap, "clap");
    addLane(hits, grid, 0, steps, loop.hat, "hihat");
    addLane(hits, grid, 0, steps, loop.open, "open");
    addLane(hits, grid, 0, steps, loop.perc, "perc");
    return hits;
}

/// The drums of core/synth/DemoTrack.cpp.
inline std::vector<Hit> hitsOfDemo()
{
    std::vector<Hit> hits;
    const nde::synth::Grid grid {128.0, 0.5};
    const auto lane = [&](int from, int to, const char* pattern, const char* name) {
        addLane(hits, grid, 16 * from, 16 * to, pattern, name);
    };
    const char* const four = "X...X...X...X...";
    const char* const off = "..X...X...X...X.";
    lane(0, 4, four, "kick");
    lane(2, 4, off, "open");
    for (const int from : {4, 20}) {
        lane(from, from + 8, four, "kick");
        lane(from, from + 8, "....X.......X...", "clap");
        lane(from, from + 8, off, "open");
        lane(from, from + 8, "Xoxoxoxoxoxoxoxo", "hihat");
    }
    lane(20, 28, "x.ox.oxox.ox.oxo", "perc");
    lane(12, 16, "......o.......o.", "hihat");
    lane(16, 18, "x...x...x...x...", "snare");
    lane(18, 19, "x.x.x.x.x.x.x.x.", "snare");
    lane(19, 20, "xxxxxxxxxxxx....", "snare");
    lane(16, 20, "x...x...x...x...", "kick");
    lane(28, 32, four, "kick");
    lane(28, 31, off, "open");
    for (const int bar : {7, 11, 23, 27}) {
        addLane(hits, grid, 16 * bar + 8, 16 * bar + 16, "x..xo.xx", "snare");
    }
    for (const int bar : {4, 12, 20, 28}) {
        hits.push_back(
            {static_cast<double>(grid.frameOfStep(16.0 * bar)) / nde::synth::kRate, "cymbal"});
    }
    return hits;
}

} // namespace choptruth
