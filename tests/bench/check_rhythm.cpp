// Measures tempo, beat grid, key and sound class on sounds whose answers are known:
//     check_rhythm --data <shared/data> [--set data|kit|synthetic|bars|keys|tracks|shots]...
//     [--names]
// One line a sound with truth, answer and verdict, then the sums. Names are no prior unless
// --names. The kit and the synthetic sounds are made here, from fixed seeds.

#include "RhythmCases.h"
#include "core/audio/AudioFile.h"
#include "core/base/ComputeScope.h"
#include "core/dsp/Analysis.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <set>
#include <string>

namespace {

using nde::dsp::AnalysisResult;
using rhythm::Case;

/// Hits over tries, by name of the figure.
class Sums
{
public:
    void add(const std::string& what, double value)
    {
        auto& [sum, count] = m_sums[what];
        sum += value;
        ++count;
    }
    void addError(const std::string& what, double ms) { m_errors[what].push_back(ms); }
    void print() const
    {
        for (const auto& [what, sum] : m_sums) {
            std::printf("%-52s %6.1f / %4d = %5.1f %%\n", what.c_str(), sum.first, sum.second,
                        100.0 * sum.first / sum.second);
        }
        for (auto [what, errors] : m_errors) {
            std::sort(errors.begin(), errors.end());
            std::printf("%-52s median %.1f ms, 90 %% %.1f ms (%zu)\n", what.c_str(),
                        errors[errors.size() / 2], errors[errors.size() * 9 / 10], errors.size());
        }
    }

private:
    std::map<std::string, std::pair<double, int>> m_sums;
    std::map<std::string, std::vector<double>> m_errors;
};

nde::Result<AnalysisResult> analysed(const Case& sound, bool useNames)
{
    const std::vector<float> samples = nde::audio::interleave(sound.audio);
    const auto channels = static_cast<std::size_t>(sound.audio.channels());
    nde::dsp::AnalysisInput input;
    input.sampleRate = sound.audio.sampleRate();
    input.channels = sound.audio.channels();
    input.frames = static_cast<std::int64_t>(sound.audio.frames());
    input.nameHint = useNames ? sound.name : std::string();
    std::size_t at = 0;
    input.read = [&](float* to, std::size_t frames) -> nde::Result<std::size_t> {
        const std::size_t count = std::min(frames, sound.audio.frames() - at);
        std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at * channels), count * channels,
                    to);
        at += count;
        return count;
    };
    nde::TaskContext task;
    return nde::dsp::analyse(input, task);
}

/// What the answer is to the truth: "hit", "x2", "1/2", "x3/2", …, "none" or "miss".
const char* relation(double answer, double truth)
{
    if (answer <= 0.0) {
        return "none";
    }
    static const std::vector<std::pair<const char*, double>> kRatios {
        {"hit", 1.0},        {"x2", 2.0},    {"1/2", 0.5},        {"x3/2", 1.5},
        {"x2/3", 2.0 / 3.0}, {"x3/4", 0.75}, {"x4/3", 4.0 / 3.0}, {"x4", 4.0},
        {"1/4", 0.25},       {"x3", 3.0},    {"1/3", 1.0 / 3.0}};
    for (const auto& [name, ratio] : kRatios) {
        if (std::abs(answer / (truth * ratio) - 1.0) <= 0.01) {
            return name;
        }
    }
    return "miss";
}

/// MIREX: 1 the key, 0.5 a fifth off, 0.3 relative, 0.2 parallel.
double keyScore(nde::Key answer, nde::Key truth)
{
    const int up = (answer.pitchClass - truth.pitchClass + 12) % 12;
    if (answer.isMinor == truth.isMinor) {
        return up == 0 ? 1.0 : up == 7 || up == 5 ? 0.5 : 0.0;
    }
    if (up == 0) {
        return 0.2;
    }
    return up == (truth.isMinor ? 3 : 9) ? 0.3 : 0.0;
}

void judgeTempo(const Case& sound, const AnalysisResult& r, Sums& sums)
{
    const double bpm = r.descriptors.bpm.value_or(0.0);
    const std::string how = relation(bpm, *sound.bpm);
    sums.add(sound.set + ": tempo within 1 %", how == "hit" ? 1.0 : 0.0);
    sums.add(sound.set + ": tempo, octaves and 3:2 forgiven",
             how != "miss" && how != "none" ? 1.0 : 0.0);
    std::printf("  bpm %6.2f -> %6.2f %-4s (%.2f)", *sound.bpm, bpm, how.c_str(),
                r.descriptors.bpmConfidence);
}

void judgeBeats(const Case& sound, const AnalysisResult& r, Sums& sums)
{
    const auto& d = r.descriptors;
    if (!d.bpm) {
        sums.add(sound.set + ": beat phase", 0.0);
        return;
    }
    // Each true beat against the nearest line of the grid; a tempo that is off by an octave still
    // has lines, or every second one.
    const double period = 60.0 / *d.bpm;
    std::vector<double> errors;
    for (const double beat : sound.beats) {
        errors.push_back(1000.0 * std::abs(std::remainder(beat - d.firstBeatS, period)));
    }
    std::sort(errors.begin(), errors.end());
    const double median = errors[errors.size() / 2];
    const bool isInPhase = median <= 30.0;
    sums.add(sound.set + ": beat phase", isInPhase ? 1.0 : 0.0);
    if (std::abs(*d.bpm / *sound.bpm - 1.0) <= 0.01) {
        sums.addError(sound.set + ": grid error", median);
    }
    std::printf("  grid %5.1f ms", median);
    if (!sound.downbeats.empty()) {
        const double bar = period * d.beatsPerBar;
        std::size_t hits = 0;
        for (const double one : sound.downbeats) {
            hits += std::abs(std::remainder(one - d.firstDownbeatS, bar)) <= 0.07 ? 1 : 0;
        }
        const bool isRight
            = 2 * hits > sound.downbeats.size() && std::abs(*d.bpm / *sound.bpm - 1.0) <= 0.01;
        sums.add(sound.set + ": downbeat", isRight ? 1.0 : 0.0);
        std::printf("  one %.3f %s (%.2f)", d.firstDownbeatS, isRight ? "right" : "WRONG",
                    d.gridConfidence);
    }
    if (sound.beatsPerBar) {
        const bool isRight = *sound.beatsPerBar == 6 ? d.beatsPerBar == 3 || d.beatsPerBar == 6
                                                     : d.beatsPerBar == *sound.beatsPerBar;
        sums.add(sound.set + ": beats of a bar", isRight ? 1.0 : 0.0);
        std::printf("  %d a bar%s", d.beatsPerBar, isRight ? "" : " NOT SO");
    }
}

void judgeKey(const Case& sound, const AnalysisResult& r, Sums& sums)
{
    const auto& key = r.descriptors.key;
    const double score = key ? keyScore(*key, *sound.key) : 0.0;
    sums.add(sound.set + ": key, MIREX-weighted", score);
    sums.add(sound.set + ": key exact", score == 1.0 ? 1.0 : 0.0);
    std::printf("  key %s -> %s %s (%.3f) %+.0f ct", nde::keyName(*sound.key).c_str(),
                key ? nde::keyName(*key).c_str() : "-", score == 1.0 ? "hit" : "MISS",
                r.descriptors.keyConfidence, r.descriptors.tuningCents);
}

void judge(const Case& sound, const AnalysisResult& r, Sums& sums)
{
    std::printf("%-44.44s %5.2f s", sound.name.c_str(), sound.audio.seconds());
    if (sound.bpm) {
        judgeTempo(sound, r, sums);
    }
    if (!sound.beats.empty()) {
        judgeBeats(sound, r, sums);
    }
    if (sound.key) {
        judgeKey(sound, r, sums);
    }
    if (sound.isDrums) {
        sums.add(sound.set + ": drums are atonal", r.descriptors.key ? 0.0 : 1.0);
        std::printf("  %s", r.descriptors.key ? "TONAL" : "atonal");
    }
    if (sound.soundClass) {
        const bool isRight = (*sound.soundClass == nde::SoundClass::OneShot)
            == (r.soundClass == nde::SoundClass::OneShot);
        sums.add(sound.set + ": one-shot or not", isRight ? 1.0 : 0.0);
        sums.add(sound.set + ": class exact", r.soundClass == *sound.soundClass ? 1.0 : 0.0);
        std::printf("  %s %s", std::string(nde::soundClassId(r.soundClass)).c_str(),
                    isRight ? "" : "WRONG");
    }
    std::printf("  rc %.2f hc %.2f bars %.2f\n", r.descriptors.rhythmicComplexity,
                r.descriptors.harmonicComplexity, r.descriptors.bars);
}

} // namespace

int main(int argc, char** argv)
{
    const nde::ComputeScope computing;
    std::string data;
    std::set<std::string> wanted;
    bool useNames = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--data" && i + 1 < argc) {
            data = argv[++i];
        } else if (word == "--set" && i + 1 < argc) {
            wanted.insert(argv[++i]);
        } else if (word == "--names") {
            useNames = true;
        } else {
            std::fprintf(stderr, "what is %s?\n", word.c_str());
            return 2;
        }
    }
    Sums sums;
    double slowest = 0.0;
    double work = 0.0;
    const auto take = [&](Case&& sound) {
        const std::clock_t start = std::clock();
        const auto result = analysed(sound, useNames);
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        work += seconds;
        slowest = std::max(slowest, seconds);
        if (result) {
            judge(sound, *result, sums);
        } else {
            std::fprintf(stderr, "%s: %s\n", sound.name.c_str(), result.error().message.c_str());
        }
    };
    const auto isWanted = [&](const char* set) { return wanted.empty() || wanted.count(set) > 0; };
    if (!data.empty() && isWanted("data")) {
        rhythm::dataLoops(data, take);
    }
    if (!data.empty() && isWanted("tracks")) {
        rhythm::dataTracks(data, take);
    }
    if (isWanted("tracks")) {
        rhythm::madeTracks(take);
    }
    if (!data.empty() && isWanted("shots")) {
        rhythm::dataShots(data, take);
    }
    if (isWanted("kit")) {
        rhythm::kitSounds(take);
    }
    if (isWanted("synthetic")) {
        rhythm::madeLoops(take);
    }
    if (isWanted("bars")) {
        rhythm::madeWaltzes(take);
    }
    if (isWanted("keys")) {
        rhythm::madeKeys(take);
    }
    std::printf("\n");
    sums.print();
    std::printf("processor time %.1f s, slowest sound %.0f ms\n", work, 1000.0 * slowest);
    return 0;
}
