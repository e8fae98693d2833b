#include "tests/bench/category/Synthetic.h"

#include "core/audio/Resample.h"
#include "core/dsp/CategoryFeatures.h"
#include "core/synth/DrumVoices.h"
#include "core/synth/Dsp.h"
#include "core/synth/Effects.h"
#include "core/synth/Patch.h"
#include "core/synth/Singer.h"
#include "tests/bench/SyntheticHits.h"
#include "tests/bench/category/Voices.h"

#include <algorithm>
#include <cmath>

namespace nde::bench {
namespace {

using audio::AudioBuffer;
using namespace nde::synth;

AudioBuffer ofHitVoice(const char* name, Random& random)
{
    const auto samples = render(drawVoice(name, random), random);
    AudioBuffer out(1, samples.size(), kHitRate);
    std::copy(samples.begin(), samples.end(), out.channel(0).begin());
    return out;
}

AudioBuffer makeKick(Draw& draw)
{
    if (draw.chance(0.25)) {
        return ofHitVoice("kick", draw.random);
    }
    KickParams p;
    p.endHz = draw.log(33.0, 80.0);
    p.startRatio = draw.log(1.3, 14.0);
    p.sweepS = draw.log(0.004, 0.06);
    p.bodyS = draw.log(0.03, 0.5);
    p.harmonic = draw.flat(0.0, 0.4);
    p.click = draw.flat(0.0, 0.8);
    p.clickHz = draw.log(800.0, 7000.0);
    p.drive = draw.log(1.0, 8.0);
    p.lowpassHz = draw.log(600.0, 15000.0);
    p.noise = draw.chance(0.4) ? draw.flat(0.0, 0.4) : 0.0;
    p.ring = draw.chance(0.3) ? draw.flat(0.0, 0.3) : 0.0;
    return kick(p, draw.seed());
}

AudioBuffer makeSnare(Draw& draw)
{
    if (draw.chance(0.08)) {
        return brushed(draw);
    }
    if (draw.chance(0.3)) {
        return ofHitVoice("snare", draw.random);
    }
    if (draw.chance(0.3)) {
        return acousticSnare(draw);
    }
    SnareParams p;
    p.bodyHz = draw.log(120.0, 340.0);
    p.bodyS = draw.log(0.02, 0.16);
    p.body = draw.flat(0.1, 1.0);
    p.noiseS = draw.log(0.02, 0.25);
    p.noise = draw.flat(0.25, 1.0);
    p.lowHz = draw.log(200.0, 2500.0);
    p.highHz = draw.log(4000.0, 15000.0);
    p.snap = draw.flat(0.0, 0.9);
    p.ring = draw.chance(0.4) ? draw.flat(0.0, 0.4) : 0.0;
    p.drive = draw.log(1.0, 4.0);
    return snare(p, draw.seed());
}

AudioBuffer makeClap(Draw& draw)
{
    if (draw.chance(0.3)) {
        return ofHitVoice("clap", draw.random);
    }
    ClapParams p;
    p.bursts = 2 + static_cast<int>(draw.random.below(5));
    p.spacingS = draw.log(0.004, 0.02);
    p.tailS = draw.log(0.02, 0.3);
    p.centreHz = draw.log(700.0, 2600.0);
    p.lowpassHz = draw.log(3000.0, 15000.0);
    p.room = draw.chance(0.3) ? draw.flat(0.0, 0.5) : 0.0;
    return clap(p, draw.seed());
}

HatParams hatParams(Draw& draw)
{
    HatParams p;
    p.baseHz = draw.log(200.0, 1100.0);
    p.metal = draw.flat(0.0, 1.0);
    p.highpassHz = draw.log(2500.0, 9500.0);
    p.lowpassHz = draw.log(9000.0, 19000.0);
    return p;
}

AudioBuffer makeHat(Draw& draw, bool isOpen)
{
    if (draw.chance(0.3)) {
        return metalPlate(draw, isOpen ? draw.log(0.12, 0.5) : draw.log(0.01, 0.06), 3000.0);
    }
    HatParams p = hatParams(draw);
    p.decayS = isOpen ? draw.log(0.1, 0.5) : draw.log(0.006, 0.06);
    return hat(p, draw.seed());
}

AudioBuffer makeCymbal(Draw& draw)
{
    if (draw.chance(0.5)) {
        return metalPlate(draw, draw.log(0.35, 2.0), draw.log(300.0, 3000.0));
    }
    HatParams p = hatParams(draw);
    p.highpassHz = draw.log(800.0, 6000.0);
    p.decayS = draw.log(0.3, 1.8);
    return cymbal(p, draw.chance(0.7) ? 0.002 : draw.log(0.01, 0.2), draw.seed());
}

AudioBuffer makeTom(Draw& draw)
{
    if (draw.chance(0.25)) {
        return ofHitVoice("tom", draw.random);
    }
    if (draw.chance(0.4)) {
        return membrane(draw, draw.log(70.0, 260.0), draw.log(0.08, 0.5));
    }
    TomParams p;
    p.hz = draw.log(65.0, 280.0);
    p.decayS = draw.log(0.07, 0.45);
    p.bend = draw.log(0.05, 1.5);
    p.noise = draw.flat(0.0, 0.35);
    return tom(p, draw.seed());
}

AudioBuffer makePerc(Draw& draw)
{
    if (draw.chance(0.2)) {
        return ofHitVoice("perc", draw.random);
    }
    if (draw.chance(0.3)) { // congas, bongos, tablas
        return membrane(draw, draw.log(170.0, 650.0), draw.log(0.03, 0.2));
    }
    if (draw.chance(0.3)) { // blocks, bells, sticks
        return struckBar(draw, draw.log(350.0, 4000.0), draw.log(0.008, 0.25));
    }
    if (draw.chance(0.4)) {
        return shaken(draw);
    }
    return perc(static_cast<PercKind>(draw.random.below(6)), draw.log(0.6, 1.6), draw.seed());
}

/// Moves every knob of a patch somewhat.
Patch varied(Patch patch, Draw& draw)
{
    patch.detuneCents *= draw.log(0.4, 2.5);
    patch.sub *= draw.flat(0.3, 1.5);
    patch.noise += draw.chance(0.2) ? draw.flat(0.0, 0.15) : 0.0;
    patch.cutoffHz = std::clamp(patch.cutoffHz * draw.log(0.35, 3.0), 60.0, 18000.0);
    patch.envelopeOctaves *= draw.flat(0.4, 1.6);
    patch.envelopeS *= draw.log(0.4, 2.5);
    patch.resonance = std::clamp(patch.resonance * draw.flat(0.3, 1.5), 0.0, 0.9);
    patch.attackS = std::min(1.5, patch.attackS * draw.log(0.5, 3.0));
    patch.decayS *= draw.log(0.5, 2.0);
    patch.sustain = std::clamp(patch.sustain * draw.flat(0.5, 1.2), 0.0, 1.0);
    patch.releaseS *= draw.log(0.6, 2.5);
    patch.drive *= draw.log(0.8, 2.5);
    patch.fmIndex *= draw.log(0.4, 2.2);
    patch.fmS *= draw.log(0.5, 2.0);
    if (patch.wave == Wave::Sine && patch.fmRatio > 0.0 && draw.chance(0.4)) {
        constexpr std::array<double, 7> kRatios {0.5, 1.0, 2.0, 3.0, 3.5, 7.0, 14.0};
        patch.fmRatio = kRatios[draw.random.below(kRatios.size())];
    }
    return patch;
}

using PatchMaker = Patch (*)();

template<std::size_t N>
Patch pick(const std::array<PatchMaker, N>& makers, Draw& draw)
{
    return varied(makers[draw.random.below(N)](), draw);
}

AudioBuffer played(const Patch& patch, Draw& draw, const std::vector<double>& midi, double seconds)
{
    std::vector<double> hz;
    for (const double note : midi) {
        hz.push_back(hzOfMidi(note));
    }
    AudioBuffer out(1, framesOf(std::min(4.0, seconds + 5.0 * patch.releaseS)), kRate);
    playChord(out, 0, seconds, hz, 0.6F, patch, draw.seed());
    return out;
}

std::vector<double> chordNotes(Draw& draw, double lowMidi, double highMidi)
{
    constexpr std::array<std::array<int, 4>, 7> kShapes {{{0, 4, 7, 12},
                                                          {0, 3, 7, 12},
                                                          {0, 3, 7, 10},
                                                          {0, 4, 7, 11},
                                                          {0, 5, 7, 12},
                                                          {0, 3, 6, 9},
                                                          {0, 7, 12, 16}}};
    const auto& shape = kShapes[draw.random.below(kShapes.size())];
    const double root = std::floor(draw.flat(lowMidi, highMidi));
    std::vector<double> notes;
    const std::size_t count = 3 + draw.random.below(2);
    for (std::size_t i = 0; i < count; ++i) {
        notes.push_back(root + shape[i]);
    }
    return notes;
}

AudioBuffer makeBass(Draw& draw)
{
    if (draw.chance(0.3)) {
        return pluckedString(draw, std::floor(draw.flat(26.0, 52.0)), true);
    }
    constexpr std::array<PatchMaker, 8> kBasses {patches::sub,     patches::reese,   patches::acid,
                                                 patches::rolling, patches::plucked, patches::growl,
                                                 patches::wobble,  patches::fmBass};
    return played(pick(kBasses, draw), draw, {std::floor(draw.flat(24.0, 53.0))},
                  draw.log(0.12, 1.8));
}

AudioBuffer makeTone(Category category, Draw& draw)
{
    using namespace patches;
    constexpr std::array<PatchMaker, 4> kLeads {superSaw, squareLead, acid, growl};
    constexpr std::array<PatchMaker, 7> kSynths {stab,       pluck,  bell, superSaw,
                                                 squareLead, fmBass, organ};
    constexpr std::array<PatchMaker, 5> kChords {stab, superSaw, organ, electricPiano, pluck};
    constexpr std::array<PatchMaker, 4> kPads {warmPad, darkPad, brightPad, glassPad};
    const double note = std::floor(draw.flat(50.0, 88.0));
    switch (category) {
    case Category::Lead: {
        Patch patch = pick(kLeads, draw);
        patch.vibratoHz = draw.flat(4.0, 7.0);
        patch.vibratoCents = draw.chance(0.5) ? draw.flat(5.0, 40.0) : 0.0;
        return played(patch, draw, {note}, draw.log(0.3, 2.0));
    }
    case Category::Synth:
        return played(pick(kSynths, draw), draw, {note}, draw.log(0.08, 1.0));
    case Category::Chord:
        return played(pick(kChords, draw), draw, chordNotes(draw, 45.0, 66.0), draw.log(0.12, 1.5));
    case Category::Keys:
        if (draw.chance(0.5)) {
            return piano(draw, std::floor(draw.flat(36.0, 96.0)));
        }
        return played(draw.chance(0.5) ? varied(electricPiano(), draw)
                                       : varied(draw.chance(0.5) ? organ() : bell(), draw),
                      draw, {std::floor(draw.flat(40.0, 90.0))}, draw.log(0.4, 2.2));
    case Category::Strings: {
        Patch patch = varied(superSaw(), draw);
        patch.unison = 5 + static_cast<int>(draw.random.below(5));
        patch.attackS = draw.log(0.04, 0.5);
        patch.detuneCents = draw.flat(8.0, 25.0);
        patch.cutoffHz = draw.log(1200.0, 7000.0);
        patch.vibratoHz = draw.flat(4.5, 6.5);
        patch.vibratoCents = draw.flat(5.0, 25.0);
        patch.releaseS = draw.log(0.1, 0.6);
        const double low = std::floor(draw.flat(36.0, 84.0));
        return played(patch, draw,
                      draw.chance(0.5) ? std::vector {low} : chordNotes(draw, 40.0, 66.0),
                      draw.log(0.8, 3.0));
    }
    default: {
        Patch patch = pick(kPads, draw);
        patch.attackS = draw.log(0.05, 1.0);
        return played(patch, draw,
                      draw.chance(0.3) ? std::vector {std::floor(draw.flat(38.0, 76.0))}
                                       : chordNotes(draw, 36.0, 64.0),
                      draw.log(1.5, 3.2));
    }
    }
}

AudioBuffer makeVocal(Draw& draw)
{
    if (draw.chance(0.6)) {
        return sungVowel(draw);
    }
    constexpr std::string_view kVowels = "aeiou";
    constexpr std::string_view kOnsets = " mnlywhstd";
    const double top = draw.log(0.25, 2.8);
    AudioBuffer out(1, framesOf(top + 0.3), kRate);
    Singer singer;
    singer.size = draw.flat(0.75, 1.25);
    singer.breath = draw.log(0.02, 0.3);
    singer.vibratoCents = draw.flat(0.0, 45.0);
    const double base = draw.flat(40.0, 82.0);
    const std::size_t voices = draw.chance(0.3) ? 2 + draw.random.below(3) : 1;
    for (std::size_t v = 0; v < voices; ++v) {
        double at = 0.0;
        while (at < top - 0.1) {
            const double length = std::min(top - at, draw.log(0.12, 2.5));
            const Syllable syllable {kOnsets[draw.random.below(kOnsets.size())],
                                     kVowels[draw.random.below(kVowels.size())],
                                     kVowels[draw.random.below(kVowels.size())]};
            const double hz = hzOfMidi(base + draw.flat(-4.0, 4.0));
            singer.glideFromHz = draw.chance(0.3) ? hz * draw.log(0.7, 1.4) : 0.0;
            singer.sing(out, framesOf(at), length, hz, 0.5F, syllable, draw.seed());
            at += length;
        }
    }
    return out;
}

AudioBuffer makeHit(Category category, Draw& draw);

AudioBuffer makeFx(Draw& draw)
{
    const double kind = draw.flat(0.0, 1.0);
    if (kind < 0.12) {
        constexpr std::array<Category, 4> kHits {Category::Snare, Category::Tom, Category::Perc,
                                                 Category::Clap};
        return stuttered(draw,
                         draw.chance(0.5) ? makeHit(kHits[draw.random.below(4)], draw)
                                          : makeTone(Category::Synth, draw));
    }
    if (kind < 0.35) {
        return zap(draw);
    }
    if (kind < 0.6) {
        const bool isUp = draw.chance(0.5);
        const double low = draw.log(80.0, 800.0);
        const double high = draw.log(2000.0, 13000.0);
        return sweep(draw.log(0.3, 3.0), isUp ? low : high, isUp ? high : low, isUp,
                     draw.chance(0.5) ? draw.flat(0.0, 1.8) : 0.0, draw.seed());
    }
    if (kind < 0.8) {
        AudioBuffer boom = impact(draw.log(30.0, 70.0), draw.log(700.0, 10000.0),
                                  draw.log(0.5, 3.0), draw.seed());
        return draw.chance(0.25) ? reversed(boom) : boom;
    }
    return robot(draw);
}

AudioBuffer makeTexture(Draw& draw)
{
    if (draw.chance(0.5)) {
        return grains(draw.log(1.5, 3.0), draw.log(5.0, 150.0), draw.log(100.0, 1500.0),
                      draw.log(1500.0, 9000.0), draw.log(0.003, 0.15), draw.seed());
    }
    return atmosphere(draw.log(2.0, 3.5), draw.log(40.0, 300.0), draw.flat(0.1, 1.0), draw.seed());
}

AudioBuffer makeDrums(Draw& draw)
{
    AudioBuffer out(1, framesOf(3.1), kRate);
    const double step = 15.0 / draw.flat(75.0, 180.0);
    const std::array<Category, 5> parts {Category::Kick,
                                         draw.chance(0.5) ? Category::Snare : Category::Clap,
                                         Category::Hihat, Category::OpenHihat, Category::Perc};
    std::array<AudioBuffer, 5> hits;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        hits[i] = makeHit(parts[i], draw);
        finish(hits[i]);
    }
    const std::array<double, 5> gains {0.9, 0.7, draw.flat(0.15, 0.5), draw.flat(0.0, 0.4),
                                       draw.chance(0.4) ? 0.4 : 0.0};
    const int shift = static_cast<int>(draw.random.below(16));
    const bool isFour = draw.chance(0.5);
    const double density = draw.flat(0.3, 1.0);
    for (int i = 0; step * i < 3.0; ++i) {
        const int at = (i + shift) % 16;
        const auto play = [&](std::size_t part, double gain) {
            if (gain > 0.0) {
                mixInto(out, hits[part], framesOf(step * i),
                        static_cast<float>(gain * gains[part]));
            }
        };
        play(0,
             (isFour ? at % 4 == 0 : at == 0 || at == 10 || (at == 7 && density > 0.6)) ? 1.0
                                                                                        : 0.0);
        play(1, at % 8 == 4 ? 1.0 : 0.0);
        play(2, at % 2 == 0 || draw.chance(0.4 * density) ? draw.flat(0.4, 1.0) : 0.0);
        play(3, at % 8 == 2 ? 1.0 : 0.0);
        play(4, draw.chance(0.2 * density) ? 1.0 : 0.0);
    }
    return out;
}

AudioBuffer makeHit(Category category, Draw& draw)
{
    switch (category) {
    case Category::Kick:
        return makeKick(draw);
    case Category::Snare:
        return makeSnare(draw);
    case Category::Clap:
        return makeClap(draw);
    case Category::Hihat:
        return makeHat(draw, false);
    case Category::OpenHihat:
        return makeHat(draw, true);
    case Category::Cymbal:
        return makeCymbal(draw);
    case Category::Tom:
        return makeTom(draw);
    default:
        return makePerc(draw);
    }
}

AudioBuffer make(Category category, Draw& draw)
{
    switch (category) {
    case Category::Drums:
        return makeDrums(draw);
    case Category::Bass:
        return makeBass(draw);
    case Category::Guitar:
        return pluckedString(draw, std::floor(draw.flat(40.0, 80.0)), false);
    case Category::Vocal:
        return makeVocal(draw);
    case Category::Fx:
        return makeFx(draw);
    case Category::Texture:
        return makeTexture(draw);
    case Category::Noise:
        return noiseBed(static_cast<NoiseColour>(draw.random.below(4)), draw.log(0.5, 3.0),
                        draw.log(300.0, 7000.0), draw.seed());
    case Category::Lead:
    case Category::Synth:
    case Category::Chord:
    case Category::Pad:
    case Category::Keys:
    case Category::Strings:
        return makeTone(category, draw);
    default:
        return makeHit(category, draw);
    }
}

} // namespace

Result<Sound> synthesise(Category category, std::uint64_t seed)
{
    Random random(seed);
    Draw draw {random};
    AudioBuffer buffer = make(category, draw);
    auto resampled = audio::resample(buffer, dsp::kCategoryRate);
    if (!resampled) {
        return propagate(resampled);
    }
    return Sound {audio::toMono(*resampled),         maskOf(category), -1, "synthetic",
                  std::string(categoryId(category)), Origin::Synthetic};
}

} // namespace nde::bench
