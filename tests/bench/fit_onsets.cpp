// Fits the constants of core/dsp/HitOnsetModel.cpp:
//     fit_onsets <folder of one-shots> > core/dsp/HitOnsetModel.cpp
// The folder holds kick, snare, clap, hihat, cymbal, tom, perc, bass, synth, pad, vocal (as
// ../shared/data/oneshots does). Plays 150 random patterns of 6.5 s of drums, and the same under
// random bass, synth, pad and vocal notes through the Draft separator; every place where something
// jumps is a hit or none, which is known. Logistic regression by full-batch Adam. Same seed, same
// constants. How well it separates goes to stderr.

#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/dsp/DraftSeparator.h"
#include "core/dsp/HitOnsets.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using nde::Random;
using nde::dsp::kOnsetFeatureCount;
using nde::dsp::OnsetFeatures;

constexpr int kRate = 44100;
constexpr double kSeconds = 6.5;
constexpr double kTogetherS = 0.025; ///< hits that are one onset
constexpr double kNearS = 0.02; ///< of a candidate and the onset that it is
constexpr double kAfterS = 0.04; ///< behind an onset, where a candidate is neither
using Mono = std::vector<float>;
/// Packs whose licence lets constants be learned from them, as in fit_hits.
const std::set<std::string> kLearnable {"berklee",       "discordgm",     "sonicpi",
                                        "oramics_CR78",  "oramics_LM2",   "oramics_MRK2",
                                        "oramics_TR505", "oramics_TR808", "synthetic"};

/// One-shots of a kind, mono at 44.1 kHz, from their first sample above −26 dB, peak 1.
class Shelf
{
public:
    explicit Shelf(const std::string& folder)
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (kLearnable.count(name.substr(0, name.find("__"))) > 0) {
                m_files[entry.path().parent_path().filename().string()].push_back(
                    entry.path().string());
            }
        }
        for (auto& [kind, files] : m_files) {
            std::sort(files.begin(), files.end());
        }
    }

    const Mono& pick(const std::string& kind, Random& random)
    {
        const auto& files = m_files[kind];
        static const Mono kNothing;
        if (files.empty()) {
            return kNothing;
        }
        const std::string& file = files[random.below(files.size())];
        auto found = m_sounds.find(file);
        if (found == m_sounds.end()) {
            found = m_sounds.emplace(file, load(file)).first;
        }
        return found->second;
    }

private:
    static Mono load(const std::string& path)
    {
        SF_INFO info {};
        SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
        if (file == nullptr) {
            return {};
        }
        const auto channels = static_cast<std::size_t>(info.channels);
        Mono data(static_cast<std::size_t>(info.frames) * channels);
        sf_readf_float(file, data.data(), info.frames);
        sf_close(file);
        Mono mono(static_cast<std::size_t>(info.frames));
        float peak = 1e-9F;
        for (std::size_t i = 0; i < mono.size() * channels; ++i) {
            mono[i / channels] += data[i];
        }
        for (const float value : mono) {
            peak = std::max(peak, std::abs(value));
        }
        const auto first = std::find_if(mono.begin(), mono.end(), [peak](float value) {
            return std::abs(value) > 0.05F * peak;
        });
        mono.erase(mono.begin(), first);
        for (float& value : mono) {
            value /= peak;
        }
        return mono;
    }

    std::map<std::string, std::vector<std::string>> m_files;
    std::map<std::string, Mono> m_sounds;
};

struct Song
{
    Mono drums; ///< interleaved stereo
    Mono mix;
    std::vector<std::pair<double, double>> onsets; ///< first and last hit of each
};

struct Lane
{
    const Mono* sound;
    double gain;
    double pan;
    std::array<double, 16> levels; ///< 0 = silent
};

void mixAt(Mono& into, double seconds, const Mono& sound, double gain, double pan)
{
    const auto start = static_cast<std::size_t>(std::max(0.0, seconds) * kRate);
    const auto left = static_cast<float>(gain * (1.0 - std::max(0.0, pan)));
    const auto right = static_cast<float>(gain * (1.0 + std::min(0.0, pan)));
    for (std::size_t i = 0; i < sound.size() && 2 * (start + i) + 1 < into.size(); ++i) {
        into[2 * (start + i)] += left * sound[i];
        into[2 * (start + i) + 1] += right * sound[i];
    }
}

std::vector<Lane> lanesFor(Shelf& shelf, Random& random)
{
    struct Family
    {
        const char* kind;
        double chance;
        double gain;
        double dense;
    };
    static constexpr std::array<Family, 8> kFamilies {{{"kick", 0.95, 0.8, 0.28},
                                                       {"snare", 0.6, 0.5, 0.15},
                                                       {"clap", 0.4, 0.4, 0.12},
                                                       {"hihat", 0.95, 0.18, 0.65},
                                                       {"hihat", 0.5, 0.2, 0.25},
                                                       {"cymbal", 0.35, 0.2, 0.04},
                                                       {"tom", 0.25, 0.4, 0.1},
                                                       {"perc", 0.4, 0.25, 0.25}}};
    static constexpr std::array<double, 4> kLevels {1.0, 0.8, 0.8, 0.35};
    const bool isFour = random.uniform() < 0.4;
    std::vector<Lane> lanes;
    for (const Family& family : kFamilies) {
        if (random.uniform() >= family.chance) {
            continue;
        }
        const std::string kind = family.kind;
        Lane lane {&shelf.pick(kind, random),
                   family.gain * std::pow(10.0, random.uniform(-6.0, 4.0) / 20.0),
                   random.uniform(-0.4, 0.4),
                   {}};
        const double dense = family.dense * random.uniform(0.6, 1.4);
        const bool isBack = (kind == "snare" || kind == "clap") && random.uniform() < 0.6;
        for (std::size_t step = 0; step < 16; ++step) {
            bool plays = random.uniform() < dense || (isBack && step % 8 == 4);
            if (kind == "kick" && isFour) {
                plays = step % 4 == 0;
            }
            const double level = kLevels[random.below(kLevels.size())];
            lane.levels[step] = plays ? level : 0.0;
        }
        lanes.push_back(lane);
    }
    return lanes;
}

void addNotes(Song& song, Shelf& shelf, Random& random, double step, int steps)
{
    struct Part
    {
        const char* kind;
        double gain;
        double most;
    };
    static constexpr std::array<Part, 4> kParts {
        {{"bass", 0.5, 0.7}, {"synth", 0.25, 0.25}, {"pad", 0.25, 0.05}, {"vocal", 0.35, 0.05}}};
    const double level = std::pow(10.0, random.uniform(-8.0, 2.0) / 20.0);
    for (const Part& part : kParts) {
        const Mono& sound = shelf.pick(part.kind, random);
        const double dense = part.most * random.uniform(0.3, 1.0);
        const double pan = part.most > 0.5 ? 0.0 : random.uniform(-0.6, 0.6);
        const std::size_t most
            = part.most > 0.5 ? static_cast<std::size_t>(1.6 * step * kRate) : sound.size();
        for (int k = 0; k < steps; ++k) {
            if (random.uniform() >= dense) {
                continue;
            }
            Mono note(sound.begin(),
                      sound.begin() + static_cast<std::ptrdiff_t>(std::min(most, sound.size())));
            for (std::size_t i = 0; i < std::min<std::size_t>(400, note.size()); ++i) {
                note[note.size() - 1 - i] *= static_cast<float>(i) / 400.0F;
            }
            mixAt(song.mix, 0.05 + step * k, note, level * part.gain, pan);
        }
    }
}

Song songOf(Shelf& shelf, std::uint64_t seed)
{
    Random random(seed);
    Song song;
    song.drums.resize(2 * static_cast<std::size_t>(kSeconds * kRate));
    const double step = 15.0 / random.uniform(85.0, 178.0);
    const double swing = random.uniform() < 0.25 ? 0.12 : 0.0;
    const bool isLoose = random.uniform() < 0.4;
    const auto lanes = lanesFor(shelf, random);
    const int steps = static_cast<int>((kSeconds - 0.5) / step);
    std::vector<double> hits;
    for (int k = 0; k < steps; ++k) {
        const double at
            = 0.05 + step * (k + (k % 2 == 1 ? swing : 0.0)) + random.uniform(-0.003, 0.003);
        for (const Lane& lane : lanes) {
            const double level = lane.levels[static_cast<std::size_t>(k % 16)];
            if (level > 0.0 && !lane.sound->empty()) {
                const double hit = at + (isLoose ? random.uniform(-0.005, 0.005) : 0.0);
                mixAt(song.drums, hit, *lane.sound, lane.gain * level * random.uniform(0.9, 1.05),
                      lane.pan);
                hits.push_back(hit);
            }
        }
    }
    if (random.uniform() < 0.6) {
        for (float& value : song.drums) {
            value = std::tanh(1.1F * value);
        }
    }
    song.mix = song.drums;
    addNotes(song, shelf, random, step, steps);
    std::sort(hits.begin(), hits.end());
    for (const double hit : hits) {
        if (!song.onsets.empty() && hit - song.onsets.back().first < kTogetherS) {
            song.onsets.back().second = hit;
        } else {
            song.onsets.emplace_back(hit, hit);
        }
    }
    return song;
}

struct Examples
{
    std::vector<OnsetFeatures> features;
    std::vector<bool> isHit;
    int missed {};
};

void learnFrom(const Mono& stereo, const Song& song, Examples& examples)
{
    Mono mono(stereo.size() / 2);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        mono[i] = 0.5F * (stereo[2 * i] + stereo[2 * i + 1]);
    }
    const auto candidates = nde::dsp::hitCandidates(mono, kRate);
    std::vector<int> labels(candidates.size());
    for (const auto& [first, last] : song.onsets) {
        std::size_t best = candidates.size();
        double nearest = kNearS;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const double at = static_cast<double>(candidates[i].frame) / kRate;
            const double distance = std::max({0.0, first - at, at - last});
            if (distance < nearest) {
                nearest = distance;
                best = i;
            }
            if (at > first && at < last + kAfterS && labels[i] == 0) {
                labels[i] = -1;
            }
        }
        if (best == candidates.size()) {
            ++examples.missed;
        } else {
            labels[best] = 1;
        }
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (labels[i] >= 0) {
            examples.features.push_back(candidates[i].features);
            examples.isHit.push_back(labels[i] == 1);
        }
    }
}

struct Fit
{
    double bias {};
    std::array<double, kOnsetFeatureCount> mean {};
    std::array<double, kOnsetFeatureCount> scale {};
    std::array<double, 2 * kOnsetFeatureCount> weights {};
};

std::array<double, 2 * kOnsetFeatureCount> inputsOf(const Fit& fit, const OnsetFeatures& features)
{
    std::array<double, 2 * kOnsetFeatureCount> x {};
    for (std::size_t i = 0; i < kOnsetFeatureCount; ++i) {
        const double z = std::clamp((static_cast<double>(features[i]) - fit.mean[i]) * fit.scale[i],
                                    -3.0, 3.0);
        x[i] = z;
        x[kOnsetFeatureCount + i] = z * z;
    }
    return x;
}

double scoreOf(const Fit& fit, const std::array<double, 2 * kOnsetFeatureCount>& x)
{
    double score = fit.bias;
    for (std::size_t i = 0; i < x.size(); ++i) {
        score += fit.weights[i] * x[i];
    }
    return score;
}

void standardise(Fit& fit, const Examples& examples)
{
    const auto count = static_cast<double>(examples.features.size());
    for (std::size_t i = 0; i < kOnsetFeatureCount; ++i) {
        double sum = 0.0;
        double squares = 0.0;
        for (const OnsetFeatures& f : examples.features) {
            sum += static_cast<double>(f[i]);
            squares += static_cast<double>(f[i]) * static_cast<double>(f[i]);
        }
        fit.mean[i] = sum / count;
        const double variance = squares / count - fit.mean[i] * fit.mean[i];
        fit.scale[i] = 1.0 / (std::sqrt(std::max(0.0, variance)) + 1e-3);
    }
}

Fit fitted(const Examples& examples)
{
    constexpr int kRounds = 600;
    constexpr double kRateOfLearning = 0.02;
    constexpr double kDecay = 1e-4;
    Fit fit;
    standardise(fit, examples);
    std::vector<std::array<double, 2 * kOnsetFeatureCount>> inputs;
    for (const OnsetFeatures& f : examples.features) {
        inputs.push_back(inputsOf(fit, f));
    }
    constexpr std::size_t kCount = 2 * kOnsetFeatureCount + 1;
    std::array<double, kCount> first {};
    std::array<double, kCount> second {};
    for (int round = 1; round <= kRounds; ++round) {
        std::array<double, kCount> slope {};
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            const double p = 1.0 / (1.0 + std::exp(-scoreOf(fit, inputs[k])));
            const double error
                = (p - (examples.isHit[k] ? 1.0 : 0.0)) / static_cast<double>(inputs.size());
            for (std::size_t i = 0; i + 1 < kCount; ++i) {
                slope[i] += error * inputs[k][i];
            }
            slope[kCount - 1] += error;
        }
        for (std::size_t i = 0; i < kCount; ++i) {
            double& value = i + 1 < kCount ? fit.weights[i] : fit.bias;
            const double g = slope[i] + kDecay * value;
            first[i] = 0.9 * first[i] + 0.1 * g;
            second[i] = 0.999 * second[i] + 0.001 * g * g;
            const double m = first[i] / (1.0 - std::pow(0.9, round));
            const double v = second[i] / (1.0 - std::pow(0.999, round));
            value -= kRateOfLearning * m / (std::sqrt(v) + 1e-8);
        }
    }
    return fit;
}

template<typename Values>
void print(const Values& values, std::size_t from, std::size_t count)
{
    std::printf("    {");
    for (std::size_t i = 0; i < count; ++i) {
        std::printf("%#.5gF, ", values[from + i]);
    }
    std::printf("},\n");
}

void report(const Fit& fit, const Examples& examples, double least)
{
    int right = 0;
    int wrong = 0;
    int hits = examples.missed;
    for (std::size_t i = 0; i < examples.features.size(); ++i) {
        const bool isSaid = scoreOf(fit, inputsOf(fit, examples.features[i])) >= least;
        hits += examples.isHit[i] ? 1 : 0;
        right += isSaid && examples.isHit[i] ? 1 : 0;
        wrong += isSaid && !examples.isHit[i] ? 1 : 0;
    }
    std::fprintf(stderr, "from %+.1f on: precision %.3f, recall %.3f of %d onsets\n", least,
                 static_cast<double>(right) / std::max(1, right + wrong),
                 static_cast<double>(right) / std::max(1, hits), hits);
}

} // namespace

int main(int argc, char** argv)
{
    constexpr std::uint64_t kSongs = 150;
    if (argc != 2) {
        std::fprintf(stderr, "fit_onsets <folder of one-shots>\n");
        return 2;
    }
    const nde::ComputeScope computing;
    Shelf shelf(argv[1]);
    Examples examples;
    for (std::uint64_t seed = 1; seed <= kSongs; ++seed) {
        const Song song = songOf(shelf, seed);
        learnFrom(song.drums, song, examples);
        auto separator = nde::dsp::DraftSeparator::create(kRate, 2);
        if (!separator) {
            std::fprintf(stderr, "%s\n", separator.error().message.c_str());
            return 1;
        }
        std::array<Mono, nde::dsp::DraftSeparator::kStemCount> stems;
        separator->push(song.mix, stems);
        separator->finish(stems);
        learnFrom(stems[nde::dsp::DraftSeparator::Drums], song, examples);
    }
    const Fit fit = fitted(examples);
    for (const double least : {-1.0, -0.5, 0.0, 0.5}) {
        report(fit, examples, least);
    }
    std::printf("#include \"core/dsp/HitOnsetModel.h\"\n\n"
                "// Written by tests/bench/fit_onsets.cpp: change that and run it again.\n"
                "namespace nde::dsp {\n\nconst HitOnsetModel kHitOnsetModel {\n    %#.5gF,\n",
                fit.bias);
    print(fit.mean, 0, kOnsetFeatureCount);
    print(fit.scale, 0, kOnsetFeatureCount);
    print(fit.weights, 0, kOnsetFeatureCount);
    print(fit.weights, kOnsetFeatureCount, kOnsetFeatureCount);
    std::printf("};\n\n} // namespace nde::dsp\n");
    return 0;
}
