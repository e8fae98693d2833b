// Do the groups of a chop find copies, and only copies?
//     check_groups <shared/data> [rounds, 12]
// Each round plays fifteen one-shots of different names four times each, in a shuffled order, 0.6 s
// apart, and chops the line: copies at other levels (−12 … +6 dB), between samples (a shift of 0 …
// 1 sample), and over a quiet hiss. Pairs of slices are right when they share a group exactly where
// they are the same recording. Prints precision and recall over pairs, by how the copies differ.

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/dsp/Chop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace nde;

constexpr int kRate = 44100;
constexpr std::size_t kApart = kRate * 6 / 10;
constexpr std::size_t kCopies = 4;
constexpr std::array<const char*, 15> kFolders {"kick",  "kick", "kick", "snare", "snare",
                                                "snare", "clap", "clap", "hihat", "hihat",
                                                "hihat", "tom",  "tom",  "perc",  "perc"};

struct How
{
    const char* name;
    bool isLevelled; ///< copies are as loud as the first
    bool isShifted;
    double hissDb; ///< re the peak; 0 = none
};
constexpr std::array<How, 4> kHows {{{"exact copies", true, false, 0.0},
                                     {"other levels", false, false, 0.0},
                                     {"other levels, shifted", false, true, 0.0},
                                     {"other levels, shifted, hiss -50 dB", false, true, -50.0}}};

struct Pairs
{
    int same {};
    int said {};
    int both {};
    int hits {};
    int found {};
};

std::vector<std::filesystem::path> filesOf(const std::string& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The beginning of a one-shot, peak 1, faded before the next one begins.
std::vector<float> load(const std::filesystem::path& path)
{
    const auto buffer = audio::readAudio(path);
    const auto resampled
        = buffer ? audio::resample(*buffer, kRate) : Result<audio::AudioBuffer> {propagate(buffer)};
    if (!resampled) {
        std::fprintf(stderr, "%s\n", resampled.error().message.c_str());
        std::exit(1);
    }
    std::vector<float> x = audio::toMono(*resampled);
    x.resize(std::min(x.size(), kApart * 9 / 10));
    float peak = 1e-6F;
    for (const float value : x) {
        peak = std::max(peak, std::abs(value));
    }
    const std::size_t fade = std::min<std::size_t>(x.size(), kRate / 50);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t left = x.size() - 1 - i;
        x[i] *= (left < fade ? static_cast<float>(left) / static_cast<float>(fade) : 1.0F) / peak;
    }
    return x;
}

void play(std::vector<float>& line, const std::vector<float>& x, std::size_t at, float gain,
          float shift)
{
    for (std::size_t i = 0; i <= x.size(); ++i) {
        const float now = i < x.size() ? x[i] : 0.0F;
        const float before = i > 0 ? x[i - 1] : 0.0F;
        line[at + i] += gain * ((1.0F - shift) * now + shift * before);
    }
}

void measure(const std::vector<std::vector<float>>& sounds, const How& how, std::uint64_t seed,
             Pairs& pairs)
{
    Random random(seed);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < kCopies * sounds.size(); ++i) {
        order.push_back(i % sounds.size());
        std::swap(order.back(), order[random.below(order.size())]);
    }
    std::vector<float> line((order.size() + 1) * kApart);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double db = how.isLevelled ? 0.0 : random.uniform(-12.0, 6.0);
        const double shift = how.isShifted ? random.uniform(0.0, 1.0) : 0.0;
        play(line, sounds[order[i]], kRate / 10 + i * kApart,
             static_cast<float>(0.4 * std::pow(10.0, db / 20.0)), static_cast<float>(shift));
    }
    if (how.hissDb < 0.0) {
        const double level = 0.4 * std::pow(10.0, how.hissDb / 20.0) * std::sqrt(3.0);
        for (float& value : line) {
            value += static_cast<float>(level * random.uniform(-1.0, 1.0));
        }
    }
    auto slices = dsp::chopDrums(line, kRate, {});
    dsp::groupSlices(slices);
    std::vector<int> group(order.size(), -1);
    for (const auto& slice : slices) {
        const auto at = static_cast<double>(slice.startFrame) + 0.002 * kRate - 0.1 * kRate;
        const double hit = std::round(at / static_cast<double>(kApart));
        const bool isNear = std::abs(at - hit * static_cast<double>(kApart)) < 0.015 * kRate;
        if (isNear && hit >= 0.0 && hit < static_cast<double>(order.size())) {
            group[static_cast<std::size_t>(hit)] = slice.group;
        }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++pairs.hits;
        pairs.found += group[i] >= 0 ? 1 : 0;
        for (std::size_t k = i + 1; k < order.size(); ++k) {
            if (group[i] < 0 || group[k] < 0) {
                continue;
            }
            const bool isSame = order[i] == order[k];
            const bool isSaid = group[i] == group[k];
            pairs.same += isSame ? 1 : 0;
            pairs.said += isSaid ? 1 : 0;
            pairs.both += isSame && isSaid ? 1 : 0;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: check_groups <shared/data> [rounds]\n");
        return 2;
    }
    const ComputeScope computing;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 12;
    std::array<Pairs, kHows.size()> sums {};
    for (int round = 0; round < rounds; ++round) {
        Random random(static_cast<std::uint64_t>(500 + round));
        std::vector<std::vector<float>> sounds;
        std::vector<std::string> names;
        while (sounds.size() < kFolders.size()) {
            const auto files
                = filesOf(std::string(argv[1]) + "/oneshots/" + kFolders[sounds.size()]);
            const auto& path = files[random.below(files.size())];
            if (std::find(names.begin(), names.end(), path.string()) == names.end()) {
                names.push_back(path.string());
                sounds.push_back(load(path));
            }
        }
        for (std::size_t h = 0; h < kHows.size(); ++h) {
            measure(sounds, kHows[h], static_cast<std::uint64_t>(round), sums[h]);
        }
    }
    for (std::size_t h = 0; h < kHows.size(); ++h) {
        const Pairs& p = sums[h];
        std::printf("%-36s %d of %d hits found; pairs: precision %.1f %%, recall %.1f %% (%d same, "
                    "%d said)\n",
                    kHows[h].name, p.found, p.hits, 100.0 * p.both / std::max(1, p.said),
                    100.0 * p.both / std::max(1, p.same), p.same, p.said);
    }
    return 0;
}
