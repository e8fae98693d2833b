// Measures the composer without audio: time to plan and to parse, diversity over seeds, contrast
// pairs, the energy curve as the plan means it. `bench_music [path of
// tests/golden/music/starter_kit.json]`.
#include "core/base/Random.h"
#include "core/music/PlanEdit.h"
#include "core/music/Roles.h"
#include "tests/unit/music/KitLibrary.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <set>

using namespace nde;
using namespace nde::music;

namespace {

double seconds(const std::function<void()>& what)
{
    const std::clock_t start = std::clock(); // of this process: others may be busy
    what();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::optional<Plan> planned(const std::string& prompt, const std::vector<Candidate>& candidates,
                            std::uint64_t seed)
{
    TaskContext task;
    auto plan = arrange(parsePrompt(prompt), candidates, {}, seed, task);
    if (!plan) {
        std::printf("%s: %s\n", prompt.c_str(), plan.error().message.c_str());
        return std::nullopt;
    }
    return *std::move(plan);
}

std::set<StemId> stemsOf(const Plan& plan)
{
    std::set<StemId> stems;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            if (clip.sound >= 0) {
                stems.insert(lane.sounds[static_cast<std::size_t>(clip.sound)].stem);
            }
        }
    }
    return stems;
}

double scoreOf(const Plan& plan)
{
    double sum = 0.0;
    int count = 0;
    for (const Lane& lane : plan.lanes) {
        if (!lane.sounds.empty()) {
            sum += lane.sounds.front().why.at("total");
            ++count;
        }
    }
    return count == 0 ? 0.0 : sum / count;
}

void times(const std::vector<Candidate>& kit)
{
    std::vector<Candidate> many;
    Random random(3);
    while (many.size() < 10'000) {
        Candidate copy = kit[random.below(kit.size())];
        copy.id = static_cast<StemId>(many.size()) + 1;
        copy.contentHash = std::to_string(random.next());
        copy.descriptors.centroidHz *= random.uniform(0.8, 1.25);
        copy.quality *= random.uniform(0.8, 1.0);
        many.push_back(std::move(copy));
    }
    std::optional<Plan> plan;
    for (int round = 0; round < 3; ++round) {
        const double s = seconds(
            [&] { plan = planned("dark aggressive techno 132 bpm, 3 minutes", many, 1); });
        std::printf("plan, 10 000 candidates: %.3f s\n", s);
    }
    TaskContext task;
    std::printf("alternatives: %.3f s\n", seconds([&] {
                    (void)alternatives(*plan, plan->lanes[1].clips[0].id, many, 5, false, task);
                }));
    std::printf("re-roll of all: %.3f s\n",
                seconds([&] { (void)reroll(*plan, many, {}, 2, task); }));
    std::string json;
    std::printf("to JSON: %.4f s\n", seconds([&] { json = planToJson(*plan); }));
    std::printf("from JSON (%zu bytes): %.4f s\n", json.size(),
                seconds([&] { (void)planFromJson(json); }));
    double worst = 0.0;
    for (int round = 0; round < 200; ++round) {
        std::string text;
        while (text.size() < 10'000) {
            text += round % 2 == 0 ? static_cast<char>(random.below(256))
                                   : "techno 140 bpm a-moll no dark , "[random.below(32)];
        }
        worst = std::max(worst, seconds([&] { (void)parsePrompt(text); }));
    }
    std::printf("parsing 10 000 characters, worst of 200: %.2f ms\n", 1000.0 * worst);
}

void diversity(const std::vector<Candidate>& kit)
{
    for (const char* prompt : {"techno 132 bpm", "dark techno 132 bpm in A minor", "house 124 bpm",
                               "ambient", "drum and bass 174 bpm", "hip hop 90 bpm"}) {
        std::vector<std::set<StemId>> sets;
        std::vector<double> scores;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto plan = planned(prompt, kit, seed);
            sets.push_back(stemsOf(*plan));
            scores.push_back(scoreOf(*plan));
        }
        double sum = 0.0;
        int pairs = 0;
        for (std::size_t i = 0; i < sets.size(); ++i) {
            for (std::size_t k = i + 1; k < sets.size(); ++k) {
                std::vector<StemId> both;
                std::set_intersection(sets[i].begin(), sets[i].end(), sets[k].begin(),
                                      sets[k].end(), std::back_inserter(both));
                const double all
                    = static_cast<double>(sets[i].size() + sets[k].size() - both.size());
                sum += static_cast<double>(both.size()) / all;
                ++pairs;
            }
        }
        double best = *std::max_element(scores.begin(), scores.end());
        for (std::uint64_t seed = 6; seed <= 25; ++seed) {
            best = std::max(best, scoreOf(*planned(prompt, kit, seed)));
        }
        double mean = 0.0;
        for (const double score : scores) {
            mean += score / 5.0;
        }
        std::printf("%-34s Jaccard %.3f, score %.3f, loss %.1f %%\n", prompt, sum / pairs, mean,
                    100.0 * (1.0 - mean / best));
    }
}

/// Power of each section as the lanes' levels, gains and velocities mean it.
void energy(const std::vector<Candidate>& kit)
{
    for (const char* prompt : {"techno 132 bpm, 3 minutes", "house", "trance", "dub techno",
                               "drum and bass", "ambient", "hip hop", "synthwave"}) {
        const auto plan = planned(prompt, kit, 1);
        std::printf("%s:", prompt);
        std::vector<double> meant;
        std::vector<double> made;
        for (const Section& section : plan->sections) {
            double power = 1e-6;
            for (const Lane& lane : plan->lanes) {
                for (const Clip& clip : lane.clips) {
                    const bool isIn = clip.sound >= 0 && clip.startBar >= section.startBar
                        && clip.startBar < section.startBar + section.bars;
                    double velocity = 0.0;
                    for (const Event& event : clip.events) {
                        velocity += event.velocity * event.velocity;
                    }
                    velocity /= std::max<double>(1.0, static_cast<double>(clip.events.size()));
                    power += isIn ? velocity * clip.bars / section.bars
                            * std::pow(10.0, (lane.levelLu + clip.gainDb) / 10.0)
                                  : 0.0;
                }
            }
            meant.push_back(section.energy);
            made.push_back(10.0 * std::log10(power));
            std::printf(" %s %.2f %.1f |", section.name.c_str(), section.energy, made.back());
        }
        const auto n = static_cast<double>(meant.size());
        double ma = 0.0;
        double mb = 0.0;
        for (std::size_t i = 0; i < meant.size(); ++i) {
            ma += meant[i] / n;
            mb += made[i] / n;
        }
        double ab = 0.0;
        double aa = 1e-12;
        double bb = 1e-12;
        for (std::size_t i = 0; i < meant.size(); ++i) {
            ab += (meant[i] - ma) * (made[i] - mb);
            aa += (meant[i] - ma) * (meant[i] - ma);
            bb += (made[i] - mb) * (made[i] - mb);
        }
        std::printf(" r = %.3f\n", ab / std::sqrt(aa * bb));
    }
}

struct Character
{
    double centroid {};
    double punch {};
    double roughness {};
    double lanes {};
};

Character characterOf(const Plan& plan, const std::vector<Candidate>& kit)
{
    Character result;
    double weight = 0.0;
    double bars = 0.0;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            if (clip.sound < 0) {
                continue;
            }
            const StemId stem = lane.sounds[static_cast<std::size_t>(clip.sound)].stem;
            const Candidate& candidate = kit[static_cast<std::size_t>(stem - 1)];
            const double w = clip.bars * std::pow(10.0, lane.levelLu / 20.0);
            result.centroid += w * std::log(candidate.descriptors.centroidHz);
            result.punch
                += w * (candidate.descriptors.neuro ? candidate.descriptors.neuro->punch : 0);
            result.roughness
                += w * (candidate.descriptors.neuro ? candidate.descriptors.neuro->roughness : 0);
            weight += w;
            bars += clip.bars;
        }
    }
    result.centroid = std::exp(result.centroid / weight);
    result.punch /= weight;
    result.roughness /= weight;
    result.lanes = bars / plan.bars;
    return result;
}

void contrasts(const std::vector<Candidate>& kit)
{
    int dark = 0;
    int aggressive = 0;
    int minimal = 0;
    int pairs = 0;
    for (const char* genre : {"techno", "house", "trance", "drum and bass", "dub techno", "hip hop",
                              "electro", "ambient", "melodic techno", "breakbeat"}) {
        const auto of = [&](const std::string& mood) {
            return characterOf(*planned(mood + " " + genre, kit, 1), kit);
        };
        const Character d = of("dark");
        const Character b = of("bright");
        const Character a = of("aggressive");
        const Character c = of("calm");
        const Character m = of("sparse");
        const Character e = of("dense");
        dark += d.centroid < b.centroid ? 1 : 0;
        aggressive += a.punch > c.punch || a.roughness > c.roughness ? 1 : 0;
        minimal += m.lanes < e.lanes ? 1 : 0;
        ++pairs;
        std::printf("%-16s dark %5.0f bright %5.0f Hz | aggressive %.3f/%.3f calm %.3f/%.3f | "
                    "sparse %.1f dense %.1f lanes\n",
                    genre, d.centroid, b.centroid, a.punch, a.roughness, c.punch, c.roughness,
                    m.lanes, e.lanes);
    }
    std::printf("dark %d, aggressive %d, minimal %d of %d\n", dark, aggressive, minimal, pairs);
}

} // namespace

int main(int argc, char** argv)
{
    const auto kit = nde::music::testing::kitLibrary(
        argc > 1 ? argv[1] : "tests/golden/music/starter_kit.json");
    if (kit.empty()) {
        std::printf("no library\n");
        return 1;
    }
    times(kit);
    diversity(kit);
    energy(kit);
    contrasts(kit);
    return 0;
}
