// How fast a plan becomes a file and is heard: three minutes and twelve lanes, made of the starter
// kit (core/synth). Eight lanes are loops of eight bars that have to be stretched, four are struck.
//
//   bench_mix [FOLDER [live|cached]]
//   bench_mix FOLDER fader PLAN.json...
//
// FOLDER is where sounds, cache and tracks go; one below the system's temporary folder otherwise.
// With "live" only what is heard without rendering is measured, with "cached" one render with what
// the last run left in the cache, with "fader" the energy fader of plans as it is heard live beside
// the one of their mixdown. Prints multiples of real time, cold
// and with the stretch cache, on one and two threads, the time to the first audible bars, and the
// peak of the memory.

#include "core/audio/AudioFile.h"
#include "core/mix/PlanStream.h"
#include "core/mix/Renderer.h"
#include "core/synth/StarterKit.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <thread>

using namespace nde;

namespace {

constexpr double kBpm = 130.0;
constexpr int kTrackBars = 96; // 2 min 57 s
constexpr int kLoopBars = 8;
constexpr int kRate = 48000;

[[noreturn]] void die(const Error& error)
{
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::exit(1);
}

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Of all threads: what the work costs, whatever else the machine does.
double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double peakMegabytes()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// A sound of the kit as a file.
struct Stored
{
    std::string path;
    Category category {};
    double bpm {}; ///< 0 = a one-shot
    double seconds {};
};

/// Loops are repeated until they last eight bars: as long as those of a library are.
audio::AudioBuffer repeated(const audio::AudioBuffer& loop, double bpm)
{
    const auto bar = static_cast<std::size_t>(std::llround(240.0 / bpm * kRate));
    const std::size_t wanted = bar * kLoopBars;
    audio::AudioBuffer all(loop.channels(), wanted, loop.sampleRate());
    for (int c = 0; c < loop.channels(); ++c) {
        for (std::size_t i = 0; i < wanted; ++i) {
            all.channel(c)[i] = loop.channel(c)[i % loop.frames()];
        }
    }
    return all;
}

std::vector<Stored> storeKit(const std::filesystem::path& folder)
{
    std::vector<Stored> stored;
    TaskContext task;
    const auto done = synth::synthesiseKit(
        1,
        [&](synth::KitSound&& sound) -> Result<> {
            const bool isLoop = sound.soundClass == SoundClass::Loop && sound.bpm.has_value();
            const auto audio = isLoop ? repeated(sound.audio, *sound.bpm) : sound.audio;
            audio::WriteOptions write;
            write.overwrite = true;
            write.isDurable = false;
            const auto path = folder / (sound.name + ".wav");
            stored.push_back(
                {path.string(), sound.category, isLoop ? *sound.bpm : 0.0, audio.seconds()});
            return audio::writeAudio(path, audio, write);
        },
        task);
    if (!done) {
        die(done.error());
    }
    return stored;
}

struct LaneWish
{
    const char* role;
    Category category;
    bool isLoop;
    double levelLu;
    double reverb;
};

/// Kick, clap, hat and perc are struck; the others turn.
constexpr std::array<LaneWish, 12> kLanes {{{"kick", Category::Kick, false, 0.0, 0.0},
                                            {"clap", Category::Clap, false, -4.0, 0.1},
                                            {"bass", Category::Bass, true, -1.5, 0.0},
                                            {"hat", Category::Hihat, false, -10.0, 0.0},
                                            {"perc", Category::Perc, false, -8.0, 0.1},
                                            {"drums", Category::Drums, true, -6.0, 0.0},
                                            {"chord", Category::Chord, true, -7.0, 0.2},
                                            {"pad", Category::Pad, true, -9.0, 0.2},
                                            {"lead", Category::Lead, true, -5.0, 0.2},
                                            {"synth", Category::Synth, true, -6.0, 0.1},
                                            {"vocal", Category::Vocal, true, -3.0, 0.2},
                                            {"keys", Category::Keys, true, -7.0, 0.1}}};

const Stored* bestOf(const std::vector<Stored>& kit, Category category, bool isLoop,
                     std::map<const Stored*, int>& used)
{
    const Stored* best = nullptr;
    double bestOff = 1e9;
    for (const Stored& sound : kit) {
        const double ratio = sound.bpm > 0.0 ? kBpm / sound.bpm : 1.0;
        const bool isNear = ratio >= 0.87 && ratio <= 1.15 && (!isLoop || ratio != 1.0);
        const double off = std::abs(std::log2(ratio)) + 10.0 * used[&sound];
        if (sound.category == category && (sound.bpm > 0.0) == isLoop && isNear && off < bestOff) {
            best = &sound;
            bestOff = off;
        }
    }
    return best;
}

music::Clip& newClip(music::Plan& plan, music::Lane& lane, int startBar, int bars)
{
    music::Clip clip;
    clip.id = plan.nextId++;
    clip.sound = 0;
    clip.startBar = startBar;
    clip.bars = bars;
    return lane.clips.emplace_back(clip);
}

void addHits(music::Plan& plan, music::Lane& lane, int startBar, int bars)
{
    static const std::map<std::string, std::vector<double>> kPatterns {
        {"kick", {0, 1, 2, 3}},
        {"clap", {1, 3}},
        {"hat", {0.5, 1.5, 2.5, 3.5, 0.25, 1.25, 2.25, 3.25}},
        {"perc", {0.75, 2.25, 3.5}}};
    music::Clip& clip = newClip(plan, lane, startBar, bars);
    for (int bar = 0; bar < bars; ++bar) {
        for (const double beat : kPatterns.at(lane.role)) {
            music::Event event;
            event.bar = bar;
            event.beat = beat;
            clip.events.push_back(event);
        }
    }
}

music::Plan planOf(const std::vector<Stored>& kit)
{
    music::Plan plan;
    plan.bpm = kBpm;
    plan.bars = kTrackBars;
    plan.lufs = -9.0;
    plan.sections = {{1, "drop", 0, kTrackBars, 1.0}};
    plan.nextId = 2;
    std::map<const Stored*, int> used;
    StemId id = 1;
    for (const LaneWish& wish : kLanes) {
        // A category without loops lends another's: what is measured is the work, not the music.
        const Stored* sound = bestOf(kit, wish.category, wish.isLoop, used);
        for (const Category other : {Category::Synth, Category::Pad, Category::Lead}) {
            sound = sound != nullptr ? sound : bestOf(kit, other, wish.isLoop, used);
        }
        if (sound == nullptr) {
            die({ErrorCode::NotEnoughData, std::string("no sound for ") + wish.role});
        }
        ++used[sound];
        music::Lane lane;
        lane.id = plan.nextId++;
        lane.role = wish.role;
        lane.levelLu = wish.levelLu;
        lane.reverbSend = wish.reverb;
        lane.highPassHz = wish.category == Category::Bass ? 28.0 : wish.isLoop ? 120.0 : 25.0;
        lane.duckDb = wish.isLoop ? 4.0 : 0.0;
        music::Sound made;
        made.stem = id;
        made.path = sound->path;
        made.hash = "bench" + std::to_string(id++);
        made.category = wish.category;
        made.durationS = sound->seconds;
        made.isLoop = wish.isLoop;
        made.stemBpm = sound->bpm;
        made.loopBars = wish.isLoop ? kLoopBars : 0;
        made.semitones = wish.isLoop && wish.category != Category::Drums ? 1.0 : 0.0;
        lane.sounds = {made};
        for (int bar = 0; bar < kTrackBars; bar += 16) {
            if (wish.isLoop) {
                music::Event event;
                event.lengthBeats = 64.0;
                newClip(plan, lane, bar, 16).events.push_back(event);
            } else {
                addHits(plan, lane, bar, 16);
            }
        }
        plan.lanes.push_back(lane);
    }
    for (int beat = 0; beat < 4 * kTrackBars; ++beat) {
        plan.duckBeats.push_back(beat);
    }
    return plan;
}

void measureRender(const music::Plan& plan, const std::filesystem::path& folder, int threads,
                   const char* name)
{
    mix::RenderOptions options;
    options.scratch = folder / "scratch";
    options.stretchCache = folder / "cache";
    options.threads = threads;
    options.write.overwrite = true;
    double started = now();
    double startedCpu = cpuSeconds();
    std::map<std::string, std::pair<double, double>> stages;
    std::string stage;
    TaskContext task(
        [&](double, std::string_view at) {
            if (at != stage) {
                stages[stage].first += now() - started;
                stages[stage].second += cpuSeconds() - startedCpu;
                started = now();
                startedCpu = cpuSeconds();
                stage = at;
            }
        },
        {});
    const double begin = now();
    const double beginCpu = cpuSeconds();
    const auto report = mix::render(plan, folder / "track.wav", options, task);
    const double took = now() - begin;
    if (!report) {
        die(report.error());
    }
    stages[stage].first += now() - started;
    stages[stage].second += cpuSeconds() - startedCpu;
    std::printf("%-24s %6.2f s  %5.1f x real time  processor %6.2f s  stretched %2d  %.2f LUFS "
                "(asked %.1f)  %.2f dBTP"
                "  limiting %.1f/%.2f dB  peak memory %.0f MB\n",
                name, took, report->seconds / took, cpuSeconds() - beginCpu, report->stretched,
                report->lufs, plan.lufs, report->truePeakDb, report->gainReductionMaxDb,
                report->gainReductionMeanDb, peakMegabytes());
    for (const auto& [what, seconds] : stages) {
        if (!what.empty()) {
            std::printf("    %-12s %6.2f s  processor %6.2f s\n", what.c_str(), seconds.first,
                        seconds.second);
        }
    }
}

void measureFirstBars(const music::Plan& plan, const std::filesystem::path& cache, const char* name)
{
    mix::PlanStream stream(mix::makeSoundPool(kRate, cache));
    const double begin = now();
    const double beginCpu = cpuSeconds();
    stream.setPlan(std::make_shared<const music::Plan>(plan));
    double first = 0.0;
    double eight = 0.0;
    double eightCpu = 0.0;
    const auto look = [&] {
        if (first == 0.0 && stream.isReady(0.0, 1.0)) {
            first = now() - begin;
        }
        if (eight == 0.0 && stream.isReady(0.0, 8.0)) {
            eight = now() - begin;
            eightCpu = cpuSeconds() - beginCpu;
        }
    };
    TaskContext task;
    const auto missing = stream.prepare(0.0, task, look);
    if (!missing) {
        die(missing.error());
    }
    const double all = now() - begin;
    const double allCpu = cpuSeconds() - beginCpu;
    std::vector<float> block(2 * kRate);
    const double heard = cpuSeconds();
    for (int second = 0; second < 30; ++second) {
        stream.read(block.data(), kRate);
    }
    std::printf("%-24s first bar ready after %.2f s, eight bars %.2f s (processor "
                "%.2f s), everything %.2f s (processor "
                "%.2f s); playing "
                "takes %.1f %% of one core\n",
                name, first, eight, eightCpu, all, allCpu, 100.0 * (cpuSeconds() - heard) / 30.0);
}

music::Plan planFrom(const char* file)
{
    std::ifstream opened(file);
    const std::string text((std::istreambuf_iterator<char>(opened)), {});
    auto plan = music::planFromJson(text);
    if (!plan) {
        die(plan.error());
    }
    return *std::move(plan);
}

/// The energy fader that is heard live beside the one of the mixdown.
void compareFaders(const std::filesystem::path& folder, const char* file)
{
    const music::Plan plan = planFrom(file);
    mix::RenderOptions options;
    options.scratch = folder / "scratch";
    options.stretchCache = folder / "cache";
    options.write.overwrite = true;
    TaskContext task;
    const auto report = mix::render(plan, folder / "track.wav", options, task);
    if (!report) {
        die(report.error());
    }
    double worst = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < plan.sections.size(); ++i) {
        const double measured = report->sectionTrimsDb[i];
        const double forecast = report->forecastTrimsDb[i];
        worst = std::max(worst, std::abs(forecast - measured));
        sum += std::abs(forecast - measured);
        std::printf("%s %.1f/%.1f  ", plan.sections[i].name.c_str(), forecast, measured);
    }
    std::printf("\n%s: mean %.2f dB, worst %.2f dB off\n", file,
                sum / static_cast<double>(plan.sections.size()), worst);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 3 && std::string_view(argv[2]) == "fader") {
        for (const char* part : {"cache", "scratch"}) {
            std::filesystem::create_directories(std::filesystem::path(argv[1]) / part);
        }
        for (int i = 3; i < argc; ++i) {
            compareFaders(argv[1], argv[i]);
        }
        return 0;
    }
    const std::filesystem::path folder = argc > 1
        ? std::filesystem::path(argv[1])
        : std::filesystem::temp_directory_path() / "bench_mix";
    for (const char* part : {"sounds", "cache", "scratch", "none"}) {
        std::filesystem::create_directories(folder / part);
    }
    double begin = now();
    const auto kit = storeKit(folder / "sounds");
    std::printf("kit of %zu sounds in %.1f s; %d bars at %.0f bpm, %zu lanes\n", kit.size(),
                now() - begin, kTrackBars, kBpm, kLanes.size());
    const music::Plan plan = planOf(kit);
    const auto clearCache = [&] {
        std::filesystem::remove_all(folder / "cache");
        std::filesystem::create_directories(folder / "cache");
    };
    if (argc > 2 && std::string_view(argv[2]) == "cached") {
        measureRender(plan, folder, 1, "cached, 1 thread");
        return 0;
    }
    if (argc <= 2) {
        clearCache();
        measureRender(plan, folder, 2, "cold, 2 threads");
        measureRender(plan, folder, 2, "cached, 2 threads");
        measureRender(plan, folder, 1, "cached, 1 thread");
        clearCache();
        measureRender(plan, folder, 1, "cold, 1 thread");
    }
    measureFirstBars(plan, {}, "live, cold");
    measureFirstBars(plan, folder / "cache", "live, cached");
    return 0;
}
