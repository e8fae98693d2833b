#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/base/Stem.h"
#include "core/synth/DrumVoices.h"
#include "core/synth/LoopTables.h"
#include "core/synth/Patterns.h"
#include "core/synth/StarterKit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

/// Sounds with known tempo, beats, key or class, for check_rhythm.
namespace rhythm {

namespace audio = nde::audio;
namespace synth = nde::synth;
using nde::Key;
using nde::SoundClass;

struct Case
{
    std::string set; ///< which sum it counts in
    std::string name;
    audio::AudioBuffer audio;
    std::optional<double> bpm;
    std::optional<Key> key;
    std::optional<SoundClass> soundClass;
    bool isDrums {};
    std::vector<double> beats; ///< s
    std::vector<double> downbeats; ///< s
    std::optional<int> beatsPerBar; ///< 6 stands for 6/8 in quarters: three or six is right
};
using Take = std::function<void(Case&&)>;

/// Beats of a constant tempo from `first`, a "one" every `meter`.
inline void layGrid(Case& sound, double bpm, double first = 0.0, int meter = 4)
{
    const double period = 60.0 / bpm;
    for (int i = 0; first + i * period < sound.audio.seconds() - 0.05; ++i) {
        sound.beats.push_back(first + i * period);
        if (i % meter == 0) {
            sound.downbeats.push_back(first + i * period);
        }
    }
    sound.beatsPerBar = meter;
}

// -- shared data ---------------------------------------------------------------------------------

using Row = std::map<std::string, std::string>;

inline std::vector<std::string> splitCsv(const std::string& line)
{
    std::vector<std::string> cells(1);
    bool isQuoted = false;
    for (const char c : line) {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (c == ',' && !isQuoted) {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

inline std::vector<Row> manifest(const std::string& data)
{
    std::ifstream file(data + "/manifest.csv");
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> heads = splitCsv(line);
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        const std::vector<std::string> cells = splitCsv(line);
        Row row;
        for (std::size_t i = 0; i < std::min(heads.size(), cells.size()); ++i) {
            row[heads[i]] = cells[i];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

inline bool startsWith(const std::string& text, const char* head)
{
    return text.rfind(head, 0) == 0;
}

inline std::optional<Key> keyOf(const std::string& words) // "G minor"
{
    const auto blank = words.find(' ');
    if (blank == std::string::npos) {
        return std::nullopt;
    }
    auto key = nde::keyFromName(words.substr(0, blank));
    if (key) {
        key->isMinor = words.find("minor") != std::string::npos;
    }
    return key;
}

inline std::optional<Case> load(const std::string& data, const std::string& file)
{
    auto audio = audio::readAudio(data + '/' + file);
    if (!audio) {
        std::fprintf(stderr, "%s\n", audio.error().message.c_str());
        return std::nullopt;
    }
    Case sound;
    sound.name = file.substr(file.find('/') + 1);
    sound.audio = std::move(*audio);
    return sound;
}

inline void dataLoops(const std::string& data, const Take& take)
{
    for (const Row& row : manifest(data)) {
        const std::string& file = row.at("file");
        const bool isVocal = startsWith(file, "vocals/");
        if (!startsWith(file, "loops/") && !isVocal) {
            continue;
        }
        auto sound = load(data, file);
        if (!sound) {
            continue;
        }
        sound->set = isVocal ? "data vocals" : "data loops";
        sound->isDrums = startsWith(file, "loops/drums");
        const double bpm = std::atof(row.at("bpm").c_str());
        if (bpm > 0.0) {
            sound->bpm = bpm;
            if (row.at("note").find("starts on a downbeat") != std::string::npos) {
                layGrid(*sound, bpm);
            }
        }
        if (!sound->isDrums) {
            sound->key = keyOf(row.at("key"));
        }
        if (!isVocal) {
            sound->soundClass = SoundClass::Loop;
        }
        take(std::move(*sound));
    }
}

/// Annotated beats: seconds and place in the bar.
inline void readBeats(const std::string& path, Case& sound)
{
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        double seconds = 0.0;
        int place = 0;
        if (line.empty() || line[0] == '#' || !(words >> seconds >> place)
            || seconds > sound.audio.seconds()) {
            continue;
        }
        sound.beats.push_back(seconds);
        if (place == 1) {
            sound.downbeats.push_back(seconds);
        }
        sound.beatsPerBar = std::max(place, sound.beatsPerBar.value_or(1));
    }
}

inline void dataTracks(const std::string& data, const Take& take)
{
    for (const Row& row : manifest(data)) {
        const std::string& file = row.at("file");
        const bool isTrack = startsWith(file, "multitrack/");
        const bool isMadmom = startsWith(file, "mixes/madmom__sample");
        if ((!isTrack && !isMadmom) || row.at("note").find("SILENT") != std::string::npos) {
            continue;
        }
        auto sound = load(data, file);
        if (!sound) {
            continue;
        }
        const std::string song = std::filesystem::path(file).parent_path().filename().string();
        const std::string part = std::filesystem::path(file).stem().string();
        sound->set = isMadmom || part == "mix" ? "data mixes" : "data stems";
        sound->isDrums = part == "drums";
        double bpm = isMadmom ? 175.0 : std::atof(row.at("bpm").c_str());
        const std::string annotated = isMadmom
            ? data + "/annotations/madmom/sample.beats"
            : data + "/annotations/mdbdrums/" + song + "_MIX.beats";
        if (std::filesystem::exists(annotated)) {
            readBeats(annotated, *sound);
            const double span = sound->beats.back() - sound->beats.front();
            bpm = 60.0 * static_cast<double>(sound->beats.size() - 1) / span;
        } else if (bpm > 0.0) {
            layGrid(*sound, bpm);
        }
        if (bpm > 0.0) {
            sound->bpm = bpm;
        }
        if (!sound->isDrums) {
            sound->key = keyOf(row.at("key"));
        }
        take(std::move(*sound));
    }
}

inline void dataShots(const std::string& data, const Take& take)
{
    for (const Row& row : manifest(data)) {
        if (!startsWith(row.at("file"), "oneshots/")) {
            continue;
        }
        if (auto sound = load(data, row.at("file"))) {
            const std::string name = sound->name;
            sound->set = "data one-shots " + name.substr(0, name.find('/'));
            sound->soundClass = SoundClass::OneShot;
            take(std::move(*sound));
        }
    }
}

// -- starter kit ---------------------------------------------------------------------------------

inline void kitSounds(const Take& take)
{
    nde::TaskContext task;
    const auto done = synth::synthesiseKit(
        1,
        [&](synth::KitSound&& made) -> nde::Result<> {
            Case sound;
            const bool isLoop = made.soundClass == SoundClass::Loop;
            const bool isBass = made.category == nde::Category::Bass;
            sound.set = isLoop ? (isBass ? "kit bass loops" : "kit loops") : "kit one-shots";
            sound.name = made.name;
            sound.bpm = made.bpm;
            sound.key = made.key;
            sound.soundClass = made.soundClass;
            sound.isDrums = made.category == nde::Category::Drums;
            sound.audio = std::move(made.audio);
            if (isLoop && made.bpm) {
                layGrid(sound, *made.bpm);
            }
            take(std::move(sound));
            return {};
        },
        task);
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
    }
}

// -- drums at other tempi ------------------------------------------------------------------------

/// The usual tempi of a style; its patterns are in the kit's tables.
struct Style
{
    const char* word; ///< of the kit's name
    double lowBpm;
    double highBpm;
};
inline const std::vector<Style>& styles()
{
    static const std::vector<Style> kStyles {
        {"techno", 124.0, 150.0},    {"house", 112.0, 130.0},   {"dnb", 160.0, 180.0},
        {"breakbeat", 115.0, 145.0}, {"electro", 110.0, 135.0}, {"half time", 130.0, 160.0},
        {"downtempo", 70.0, 105.0},  {"top loop", 115.0, 140.0}};
    return kStyles;
}

inline std::string withoutBlanks(const char* text)
{
    std::string pattern = text;
    pattern.erase(std::remove(pattern.begin(), pattern.end(), ' '), pattern.end());
    return pattern.empty() ? "." : pattern;
}

/// Adds `bars` bars of a drum pattern from bar `fromBar` on.
inline void playDrums(audio::AudioBuffer& out, const synth::Grid& grid, const synth::DrumLoop& loop,
                      int fromBar, int bars, std::uint64_t seed)
{
    nde::Random random(seed);
    synth::KickParams k;
    k.endHz = random.uniform(43.0, 58.0);
    k.bodyS = random.uniform(0.06, 0.14);
    synth::SnareParams s;
    s.bodyHz = random.uniform(170.0, 230.0);
    synth::HatParams h;
    h.baseHz = random.uniform(380.0, 560.0);
    h.decayS = random.uniform(0.015, 0.03);
    synth::HatParams o = h;
    o.decayS = 0.08;
    const std::array<std::pair<const char*, audio::AudioBuffer>, 6> parts {{
        {loop.kick, synth::kick(k, seed)},
        {loop.snare, synth::snare(s, seed + 1)},
        {loop.clap, synth::clap({}, seed + 2)},
        {loop.hat, synth::hat(h, seed + 3)},
        {loop.open, synth::hat(o, seed + 4)},
        {loop.perc, synth::perc(synth::PercKind::Rim, 1.0, seed + 5)},
    }};
    const std::array<float, 6> gains {0.8F, 0.5F, 0.45F, 0.22F, 0.22F, 0.25F};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string pattern = withoutBlanks(parts[i].first);
        synth::playLane(out, grid, 16 * fromBar, 16 * (fromBar + bars),
                        {pattern, &parts[i].second, gains[i], 0.0}, seed);
    }
}

/// Bars of three quarters: waltzes, and 6/8 in two halves. Whole loops of four and eight bars,
/// pieces cut anywhere, and half a minute that begins anywhere.
inline void madeWaltzes(const Take& take)
{
    const std::array<synth::DrumLoop, 8> loops {{
        {"waltz", 0, 0, 0.5, "X...........", "....x...x...", "", "x.x.x.x.x.x.", "", "", false, {}},
        {"waltz hats", 0, 0, 0.5, "X...........", "", "", "..x.X...X...", "", "", false, {}},
        {"waltz rock",
         0,
         0,
         0.5,
         "X.........x.",
         "....X...X...",
         "",
         "x.x.x.x.x.x.",
         "",
         "",
         false,
         {}},
        {"waltz brush",
         0,
         0,
         0.5,
         "X.....x.....",
         "........X...",
         "",
         "X...x.x.x.x.",
         "",
         "",
         false,
         {}},
        {"waltz rim",
         0,
         0,
         0.5,
         "X...........",
         "",
         "",
         "X...x...x...",
         "",
         "....x...x...",
         false,
         {}},
        {"waltz swing",
         0,
         0,
         0.6,
         "X...........",
         "........x...",
         "",
         "x...x..xx..x",
         "",
         "",
         false,
         {}},
        {"six eight",
         0,
         0,
         0.5,
         "X...........",
         "......X.....",
         "",
         "x.x.x.x.x.x.",
         "",
         "",
         false,
         {}},
        {"six eight busy",
         0,
         0,
         0.5,
         "X...x.......",
         "......X.....",
         "",
         "x.x.x.x.x.x.",
         "",
         "",
         false,
         {}},
    }};
    nde::Random random(34);
    std::uint64_t seed = 5000;
    for (const synth::DrumLoop& loop : loops) {
        for (int variant = 0; variant < 6; ++variant) {
            const double bpm = std::round(random.uniform(84.0, 172.0));
            const bool isWhole = variant < 3;
            const double bars = isWhole ? (variant == 1 ? 8 : 4) : 0.0;
            const double startS = variant == 5 ? random.uniform(0.0, 0.6) : 0.0;
            const double seconds = isWhole ? bars * 180.0 / bpm
                : variant < 5              ? random.uniform(9.0, 16.0)
                                           : 30.0;
            const synth::Grid grid {bpm, loop.swing};
            Case sound;
            audio::AudioBuffer drums(1, synth::framesOf(seconds - startS), synth::kRate);
            const std::array<std::pair<const char*, audio::AudioBuffer>, 4> parts {
                {{loop.kick, synth::kick({}, seed)},
                 {loop.snare, synth::snare({}, seed + 1)},
                 {loop.hat, synth::hat({}, seed + 2)},
                 {loop.perc, synth::perc(synth::PercKind::Rim, 1.0, seed + 3)}}};
            const std::array<float, 4> gains {0.8F, 0.5F, 0.22F, 0.3F};
            for (std::size_t i = 0; i < parts.size(); ++i) {
                if (*parts[i].first != '\0') {
                    const int steps = static_cast<int>(seconds / grid.stepSeconds()) + 1;
                    synth::playLane(drums, grid, 0, steps,
                                    {parts[i].first, &parts[i].second, gains[i], 0.0}, seed);
                }
            }
            seed += 10;
            const std::size_t start = synth::framesOf(startS);
            sound.audio = audio::AudioBuffer(1, drums.frames() + start, synth::kRate);
            std::copy(drums.channel(0).begin(), drums.channel(0).end(),
                      sound.audio.channel(0).begin() + static_cast<std::ptrdiff_t>(start));
            const bool isSix = std::string(loop.words).starts_with("six");
            sound.set = isSix ? "made 6/8" : "made 3/4";
            sound.name = std::string(loop.words) + " v" + std::to_string(variant);
            sound.bpm = bpm;
            sound.isDrums = true;
            layGrid(sound, bpm, startS, 3);
            sound.beatsPerBar = isSix ? 6 : 3;
            take(std::move(sound));
        }
    }
}

inline void madeLoops(const Take& take)
{
    nde::Random random(20260101);
    std::uint64_t seed = 1;
    for (const synth::DrumLoop& loop : synth::drumLoops()) {
        for (int variant = 0; variant < 4; ++variant) {
            const std::string words = loop.words;
            const auto style = std::find_if(styles().begin(), styles().end(), [&](const Style& s) {
                return words.find(s.word) != std::string::npos;
            });
            Case sound;
            const double bpm
                = std::round(4.0 * random.uniform(style->lowBpm, style->highBpm)) / 4.0;
            const int bars = variant % 2 == 0 ? 2 : 4;
            const synth::Grid grid {bpm, loop.swing};
            // Two whole, two cut to a length that says nothing.
            const double seconds = variant < 2 ? bars * 240.0 / bpm : random.uniform(3.6, 6.5);
            sound.set = variant < 2 ? "synthetic drum loops" : "synthetic drum loops, cut anywhere";
            sound.name = words + " v" + std::to_string(variant);
            sound.audio = audio::AudioBuffer(1, synth::framesOf(seconds), synth::kRate);
            playDrums(sound.audio, grid, loop, 0, 6, seed += 10);
            sound.bpm = bpm;
            sound.soundClass = SoundClass::Loop;
            if (variant >= 2) {
                sound.soundClass.reset();
            }
            layGrid(sound, bpm);
            sound.isDrums = true;
            take(std::move(sound));
        }
    }
}

// -- tracks --------------------------------------------------------------------------------------

/// Intro without drums, groove, break, groove, with a bass that follows a progression.
inline Case madeTrack(const synth::DrumLoop& loop, double bpm, double startS, std::uint64_t seed)
{
    Case sound;
    const synth::Grid grid {bpm, loop.swing};
    const int bars = 32;
    audio::AudioBuffer music(2, grid.framesOfBars(bars), synth::kRate);
    const Key key {static_cast<int>(seed % 12), seed % 2 == 0};
    const std::array<int, 4> degrees {0, 5, 3, 4};
    for (int bar = 0; bar < bars; ++bar) {
        const int degree = degrees[static_cast<std::size_t>(bar) % 4];
        const auto chord = synth::chordOn(key, degree, 3, 48);
        synth::playChord(music, grid.frameOfStep(16.0 * bar), 14.0 * grid.stepSeconds(), chord,
                         0.15F, synth::patches::warmPad(), seed + 40);
        if (bar >= 4) {
            for (const int step : {2, 6, 10, 14}) {
                synth::playNote(music, grid.frameOfStep(16.0 * bar + step),
                                1.5 * grid.stepSeconds(), synth::hzOfDegree(key, degree, 24), 0.3F,
                                synth::patches::rolling(), seed + 50);
            }
        }
    }
    playDrums(music, grid, loop, 4, 12, seed);
    playDrums(music, grid, loop, 20, 12, seed);
    const std::size_t start = synth::framesOf(startS);
    sound.audio = audio::AudioBuffer(2, music.frames() + start, synth::kRate);
    for (int c = 0; c < 2; ++c) {
        const auto from = music.channel(c);
        std::copy(from.begin(), from.end(),
                  sound.audio.channel(c).begin() + static_cast<std::ptrdiff_t>(start));
    }
    sound.bpm = bpm;
    sound.key = key;
    layGrid(sound, bpm, startS);
    return sound;
}

inline void madeTracks(const Take& take)
{
    nde::TaskContext task;
    if (auto demo = synth::synthesiseDemoTrack(1, task)) {
        const std::array<std::pair<const char*, const audio::AudioBuffer*>, 3> parts {
            {{"mix", &demo->mix}, {"drums", &demo->drums}, {"other", &demo->other}}};
        for (const auto& [part, buffer] : parts) {
            Case sound;
            sound.set = "demo track";
            sound.name = std::string("demo ") + part;
            sound.audio = *buffer;
            sound.bpm = demo->bpm;
            sound.isDrums = part == std::string("drums");
            if (!sound.isDrums) {
                sound.key = demo->key;
            }
            layGrid(sound, demo->bpm);
            take(std::move(sound));
        }
    }
    nde::Random random(77);
    std::uint64_t seed = 100;
    for (const synth::DrumLoop& loop : synth::drumLoops()) {
        const std::string words = loop.words;
        const auto style = std::find_if(styles().begin(), styles().end(), [&](const Style& s) {
            return words.find(s.word) != std::string::npos;
        });
        const double bpm = std::round(20.0 * random.uniform(style->lowBpm, style->highBpm)) / 20.0;
        Case sound = madeTrack(loop, bpm, random.uniform(0.0, 0.8), seed += 7);
        sound.set = "made tracks";
        sound.name = words + " track";
        take(std::move(sound));
    }
}

// -- keys ----------------------------------------------------------------------------------------

/// Scales and cadences in all keys with four of the kit's voices, and detuned.
inline void madeKeys(const Take& take)
{
    const std::array<std::pair<const char*, synth::Patch>, 4> voices {
        {{"piano", synth::patches::electricPiano()},
         {"saw", synth::patches::superSaw()},
         {"organ", synth::patches::organ()},
         {"pluck", synth::patches::pluck()}}};
    for (int index = 0; index < 24; ++index) {
        const Key key {index % 12, index >= 12};
        std::size_t turn = static_cast<std::size_t>(index);
        for (const char* what : {"cadence", "scale", "chord", "cadence +30", "cadence -30"}) {
            const auto& [name, patch] = voices[turn++ % voices.size()];
            const std::string words = what;
            Case sound;
            sound.set = "made " + words;
            sound.name = nde::keyName(key) + ' ' + what + ' ' + name;
            sound.key = key;
            sound.audio = audio::AudioBuffer(2, synth::framesOf(4.4), synth::kRate);
            const double bend = words.find("+30") != std::string::npos ? 30.0
                : words.find("-30") != std::string::npos               ? -30.0
                                                                       : 0.0;
            const auto bent = [bend](double hz) { return hz * std::exp2(bend / 1200.0); };
            if (words == "scale") {
                const std::array<int, 9> degrees {0, 1, 2, 3, 4, 5, 6, 7, 0};
                for (std::size_t i = 0; i < degrees.size(); ++i) {
                    synth::playNote(sound.audio, synth::framesOf(0.45 * static_cast<double>(i)),
                                    i == 8 ? 0.7 : 0.4, synth::hzOfDegree(key, degrees[i], 48),
                                    0.5F, patch, 1);
                }
            } else {
                int at = 0;
                for (const int degree : {0, 3, 4, 0}) {
                    std::vector<double> hz
                        = synth::chordOn(key, words == "chord" ? 0 : degree, 3, 48);
                    hz.push_back(0.5 * synth::hzOfDegree(key, words == "chord" ? 0 : degree, 48));
                    std::transform(hz.begin(), hz.end(), hz.begin(), bent);
                    synth::playChord(sound.audio, synth::framesOf(at++), 0.9, hz, 0.6F, patch, 1);
                }
            }
            take(std::move(sound));
        }
    }
}

} // namespace rhythm
