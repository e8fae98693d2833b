#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/synth/DrumVoices.h"
#include "core/synth/Effects.h"
#include "core/synth/Patch.h"
#include "core/synth/Patterns.h"
#include "core/synth/Singer.h"
#include "core/synth/StarterKit.h"

#include <new>

namespace nde::synth {

using audio::AudioBuffer;

namespace {

constexpr double kBpm = 128.0;
constexpr int kBars = 32;
constexpr Key kKey {9, true};
constexpr std::array<int, 4> kProgression {0, 5, 2, 6}; // Am F C G, one a bar

/// intro 0–4, groove 4–12, break 12–16, build 16–20, drop 20–28, outro 28–32
struct Section
{
    int from;
    int to;
};
constexpr Section kIntro {0, 4};
constexpr Section kGroove {4, 12};
constexpr Section kBreak {12, 16};
constexpr Section kBuild {16, 20};
constexpr Section kDrop {20, 28};
constexpr Section kOutro {28, 32};

class Arranger
{
public:
    explicit Arranger(std::uint64_t seed)
        : m_seed(seed)
        , m_grid {kBpm, 0.5}
        , m_frames(m_grid.framesOfBars(kBars))
    {
    }

    [[nodiscard]] AudioBuffer drums() const;
    [[nodiscard]] AudioBuffer bass() const;
    [[nodiscard]] AudioBuffer vocals() const;
    [[nodiscard]] AudioBuffer other() const;

private:
    [[nodiscard]] AudioBuffer silence(int channels) const
    {
        return AudioBuffer(channels, m_frames, kRate);
    }
    void lane(AudioBuffer& out, Section section, std::string_view pattern, const AudioBuffer& sound,
              float gain, double pan = 0.0) const
    {
        playLane(out, m_grid, 16 * section.from, 16 * section.to, {pattern, &sound, gain, pan},
                 m_seed);
    }
    void fill(AudioBuffer& out, int bar, const AudioBuffer& snareSound) const;
    void pads(AudioBuffer& out, Section section, const Patch& patch, float gain) const;
    void arpeggio(AudioBuffer& out, Section section, float gain) const;
    void stabs(AudioBuffer& out, Section section, float gain) const;
    void lead(AudioBuffer& out, Section section, float gain) const;
    void duck(AudioBuffer& out, double depth) const;
    [[nodiscard]] std::size_t frameOfBar(int bar) const { return m_grid.frameOfStep(16.0 * bar); }

    std::uint64_t m_seed;
    Grid m_grid;
    std::size_t m_frames;
};

AudioBuffer finished(AudioBuffer sound)
{
    trimTail(sound);
    finish(sound, 0.0);
    return sound;
}

// Snares that double their speed over the last bar of a section.
void Arranger::fill(AudioBuffer& out, int bar, const AudioBuffer& snareSound) const
{
    playLane(out, m_grid, 16 * bar + 8, 16 * bar + 16, {"x..xo.xx", &snareSound, 0.34F, 0.1},
             m_seed);
}

AudioBuffer Arranger::drums() const
{
    const auto seedOf = [this](const char* what) { return streamSeed(m_seed, what); };
    KickParams k;
    k.endHz = 48.0;
    k.bodyS = 0.105;
    k.click = 0.32;
    k.drive = 1.9;
    const AudioBuffer kickSound = finished(kick(k, seedOf("kick")));
    const AudioBuffer snareSound = finished(snare({}, seedOf("snare")));
    const AudioBuffer clapSound
        = finished(clap({4, 0.0105, 0.06, 1300, 9000, 0.3}, seedOf("clap")));
    const AudioBuffer hatSound = finished(hat({450, 0.022, 0.6, 7500, 17000}, seedOf("hat")));
    const AudioBuffer openSound = finished(hat({450, 0.085, 0.6, 6500, 16000}, seedOf("open")));
    const AudioBuffer shakerSound = finished(perc(PercKind::Shaker, 1.0, seedOf("shaker")));
    const AudioBuffer crash
        = finished(cymbal({400, 0.34, 0.4, 4000, 17000}, 0.002, seedOf("crash")));

    AudioBuffer out = silence(2);
    const std::string_view four = "X...X...X...X...";
    const std::string_view back = "....X.......X...";
    const std::string_view off = "..X...X...X...X.";
    lane(out, kIntro, four, kickSound, 0.62F);
    lane(out, {2, 4}, off, openSound, 0.12F, -0.1);
    for (const Section& section : {kGroove, kDrop}) {
        lane(out, section, four, kickSound, 0.66F);
        lane(out, section, back, clapSound, 0.3F);
        lane(out, section, off, openSound, 0.15F, -0.1);
        lane(out, section, "Xoxoxoxoxoxoxoxo", hatSound, 0.11F, 0.15);
    }
    lane(out, kDrop, "x.ox.oxox.ox.oxo", shakerSound, 0.1F, -0.4);
    lane(out, kBreak, "......o.......o.", hatSound, 0.12F, 0.15);
    // The roll of the build: quarters, eighths, sixteenths.
    lane(out, {16, 18}, "x...x...x...x...", snareSound, 0.2F);
    lane(out, {18, 19}, "x.x.x.x.x.x.x.x.", snareSound, 0.22F);
    lane(out, {19, 20}, "xxxxxxxxxxxx....", snareSound, 0.24F);
    lane(out, kBuild, "x...x...x...x...", kickSound, 0.45F);
    lane(out, kOutro, four, kickSound, 0.62F);
    lane(out, {28, 31}, off, openSound, 0.12F, -0.1);
    fill(out, 7, snareSound);
    fill(out, 11, snareSound);
    fill(out, 23, snareSound);
    fill(out, 27, snareSound);
    for (const int bar : {4, 12, 20, 28}) {
        mixInto(out, crash, frameOfBar(bar), 0.22F, 0.1);
    }
    for (int c = 0; c < 2; ++c) {
        for (float& sample : out.channel(c)) {
            sample = softClip(1.15F * sample);
        }
    }
    return out;
}

// Everything but the drums makes room on each beat that has a kick, as a sidechain would.
void Arranger::duck(AudioBuffer& out, double depth) const
{
    for (const Section& section : {kIntro, kGroove, kDrop, kOutro}) {
        const std::size_t end = std::min(m_frames, frameOfBar(section.to));
        for (std::size_t i = frameOfBar(section.from); i < end; ++i) {
            const double beats = static_cast<double>(i) / kRate * kBpm / 60.0;
            const double sinceKick = beats - std::floor(beats);
            // Down within 4 ms, so that it does not click, and back over half a beat.
            const double down = std::min(1.0, sinceKick / 0.0085);
            const double back = std::exp(-sinceKick * 5.0);
            const auto gain = static_cast<float>(1.0 - depth * down * back);
            for (int c = 0; c < out.channels(); ++c) {
                out.channel(c)[i] *= gain;
            }
        }
    }
}

AudioBuffer Arranger::bass() const
{
    AudioBuffer mono = silence(1);
    const std::string_view groove = ".000.00!0.000.07!0";
    const std::string_view drop = ".00!0.0070.00!7.0!a7";
    const auto play = [&](Section section, std::string_view pattern, const Patch& patch) {
        for (int bar = section.from; bar < section.to; ++bar) {
            const int degree = kProgression[static_cast<std::size_t>(bar % 4)];
            for (const PatternNote& note : readPattern(pattern)) {
                // The roots fold down where they would leave the bass register.
                const int root = degree >= 4 ? degree - 7 : degree;
                playNote(mono, m_grid.frameOfStep(16 * bar + note.step),
                         note.length * m_grid.stepSeconds() * 0.82,
                         hzOfDegree(kKey, root + note.degree, 24), note.isAccent ? 0.52F : 0.46F,
                         patch, streamSeed(m_seed, "bass", static_cast<std::uint64_t>(bar)));
            }
        }
    };
    play(kGroove, groove, patches::rolling());
    play(kDrop, drop, patches::rolling());
    play({28, 30}, groove, patches::rolling());
    play({2, 4}, "0---------------", patches::sub());
    play(kBreak, "0---------------", patches::sub());
    duck(mono, 0.55);
    return toStereo(mono);
}

void Arranger::pads(AudioBuffer& out, Section section, const Patch& patch, float gain) const
{
    const double bar = 16.0 * m_grid.stepSeconds();
    for (int b = section.from; b < section.to; ++b) {
        const int degree = kProgression[static_cast<std::size_t>(b % 4)];
        playChord(out, frameOfBar(b), bar, chordOn(kKey, degree, 4, 48), gain, patch,
                  streamSeed(m_seed, "pad", static_cast<std::uint64_t>(b)));
    }
}

void Arranger::arpeggio(AudioBuffer& out, Section section, float gain) const
{
    constexpr std::array<int, 16> kOrder {0, 2, 4, 7, 4, 2, 0, 4, 7, 9, 7, 4, 2, 4, 0, 2};
    for (int step = 16 * section.from; step < 16 * section.to; ++step) {
        const int degree = kProgression[static_cast<std::size_t>(step / 16 % 4)]
            + kOrder[static_cast<std::size_t>(step % 16)];
        playNote(out, m_grid.frameOfStep(step), 0.08, hzOfDegree(kKey, degree, 48), gain,
                 patches::pluck(), streamSeed(m_seed, "arp", static_cast<std::uint64_t>(step)));
    }
}

void Arranger::stabs(AudioBuffer& out, Section section, float gain) const
{
    for (int bar = section.from; bar < section.to; ++bar) {
        const int degree = kProgression[static_cast<std::size_t>(bar % 4)];
        for (const PatternNote& note : readPattern("..0..0....0..0..")) {
            playChord(out, m_grid.frameOfStep(16 * bar + note.step), 0.13,
                      chordOn(kKey, degree, 4, 57), gain, patches::stab(),
                      streamSeed(m_seed, "stab", static_cast<std::uint64_t>(16 * bar + note.step)));
        }
    }
}

void Arranger::lead(AudioBuffer& out, Section section, float gain) const
{
    const std::string_view melody
        = "7---..9-8---7-.. 7-..5---..7-9--- 8---..7-6---4-.. 6---..7-8-----..";
    const int phrase = stepsOf(melody);
    for (int from = 16 * section.from; from < 16 * section.to; from += phrase) {
        for (const PatternNote& note : readPattern(melody)) {
            playNote(out, m_grid.frameOfStep(from + note.step),
                     note.length * m_grid.stepSeconds() * 0.92, hzOfDegree(kKey, note.degree, 48),
                     gain, patches::superSaw(),
                     streamSeed(m_seed, "lead", static_cast<std::uint64_t>(from + note.step)));
        }
    }
}

AudioBuffer Arranger::other() const
{
    AudioBuffer out = silence(2);
    Patch soft = patches::warmPad();
    soft.cutoffHz = 800.0;
    pads(out, kIntro, soft, 0.16F);
    pads(out, kGroove, patches::warmPad(), 0.14F);
    pads(out, kBreak, patches::brightPad(), 0.17F);
    pads(out, kBuild, patches::brightPad(), 0.13F);
    pads(out, kDrop, patches::brightPad(), 0.1F);
    pads(out, kOutro, soft, 0.16F);
    arpeggio(out, {8, 12}, 0.13F);
    arpeggio(out, {14, 20}, 0.15F);
    stabs(out, {6, 12}, 0.2F);
    stabs(out, {30, 32}, 0.13F);
    lead(out, kDrop, 0.2F);
    AudioBuffer riser
        = sweep(4.0 * 240.0 / kBpm, 300.0, 9000.0, true, 0.5, streamSeed(m_seed, "riser"));
    finish(riser, -1.0, 0.02);
    mixInto(out, riser, frameOfBar(kBuild.from), 0.13F);
    AudioBuffer hit = impact(44.0, 4000.0, 2.0, streamSeed(m_seed, "impact"));
    finish(hit, -1.0, 0.3);
    mixInto(out, hit, frameOfBar(kDrop.from), 0.2F);
    mixInto(out, hit, frameOfBar(kBreak.from), 0.16F);
    out = withReverb(out, 1.8, 5000.0, 0.22, 0.0);
    duck(out, 0.5);
    return out;
}

AudioBuffer Arranger::vocals() const
{
    AudioBuffer dry = silence(1);
    constexpr std::array<Syllable, 6> kWords {{{' ', 'a', 'o'},
                                               {'m', 'u', 'u'},
                                               {'l', 'o', 'a'},
                                               {'y', 'e', 'a'},
                                               {'n', 'a', 'a'},
                                               {'h', 'u', 'o'}}};
    const auto sing = [&](Section section, std::string_view melody, float gain) {
        std::uint64_t index = 0;
        const Singer singer;
        for (int from = 16 * section.from; from < 16 * section.to; from += stepsOf(melody)) {
            for (const PatternNote& note : readPattern(melody)) {
                const double hz = hzOfDegree(kKey, note.degree, 48);
                singer.sing(dry, m_grid.frameOfStep(from + note.step),
                            note.length * m_grid.stepSeconds() * 0.96 + 0.07, hz, gain,
                            kWords[index % kWords.size()], streamSeed(m_seed, "voice", index));
                ++index;
            }
        }
    };
    sing({8, 12}, "..4-..4-....2--- ..4-..5-....4---", 0.36F);
    sing(kBreak, "7-----6-4------- 5-----4-2------- 4-----3-2------- 6-----7-8-------", 0.42F);
    sing(kDrop, "7-..4-..5---.... ............4-5-", 0.34F);
    return withReverb(dry, 1.6, 6000.0, 0.3, 0.0);
}

// Saturation and gated oscillators leave a little DC, which a track must not have.
void withoutRumble(AudioBuffer& part)
{
    for (int c = 0; c < part.channels(); ++c) {
        Filter highpass(18.0, 0.0);
        for (float& sample : part.channel(c)) {
            sample = highpass.high(sample);
        }
    }
}

// The first and the last samples of every part are silent, without touching what lies between.
void fadeEdges(AudioBuffer& part)
{
    const std::size_t rise = framesOf(0.001);
    const std::size_t fall = framesOf(0.8);
    for (int c = 0; c < part.channels(); ++c) {
        const auto samples = part.channel(c);
        for (std::size_t i = 0; i < rise; ++i) {
            samples[i] *= static_cast<float>(i) / static_cast<float>(rise);
        }
        for (std::size_t i = 0; i < fall; ++i) {
            samples[samples.size() - 1 - i] *= static_cast<float>(i) / static_cast<float>(fall);
        }
    }
}

void scale(AudioBuffer& part, float gain)
{
    for (int c = 0; c < part.channels(); ++c) {
        for (float& sample : part.channel(c)) {
            sample *= gain;
        }
    }
}

// Sums left to right in single precision: what a test, or a mixer, adds up again.
AudioBuffer sumOf(const DemoTrack& track)
{
    AudioBuffer mix(2, track.drums.frames(), kRate);
    for (int c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < mix.frames(); ++i) {
            mix.channel(c)[i] = track.drums.channel(c)[i] + track.bass.channel(c)[i]
                + track.vocals.channel(c)[i] + track.other.channel(c)[i];
        }
    }
    return mix;
}

} // namespace

Result<DemoTrack> synthesiseDemoTrack(std::uint64_t seed, TaskContext& task)
{
    try {
        const ComputeScope computing;
        const Arranger arranger(streamSeed(seed, "demo track"));
        DemoTrack track;
        track.bpm = kBpm;
        track.key = kKey;
        track.bars = kBars;
        struct Part
        {
            AudioBuffer (Arranger::*make)() const;
            AudioBuffer* audio;
            float fader;
        };
        const std::array<Part, 4> parts {{{&Arranger::drums, &track.drums, 1.0F},
                                          {&Arranger::bass, &track.bass, 0.7F},
                                          {&Arranger::vocals, &track.vocals, 1.5F},
                                          {&Arranger::other, &track.other, 1.3F}}};
        double done = 0.0;
        for (const Part& part : parts) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "making the demo track was cancelled");
            }
            *part.audio = (arranger.*part.make)();
            withoutRumble(*part.audio);
            fadeEdges(*part.audio);
            scale(*part.audio, part.fader);
            done += 0.25;
            task.progress(done, "synthesising");
        }
        track.mix = sumOf(track);
        const float gain = fromDb(-1.001) / std::max(audio::peakOf(track.mix), 1e-6F);
        for (const Part& part : parts) {
            scale(*part.audio, gain);
        }
        track.mix = sumOf(track);
        return track;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "cannot make the demo track: out of memory");
    }
}

} // namespace nde::synth
