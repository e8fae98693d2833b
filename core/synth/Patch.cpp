#include "core/synth/Patch.h"

#include "core/base/Random.h"
#include "core/synth/Dsp.h"

#include <cassert>

namespace nde::synth {

using audio::AudioBuffer;

namespace {

constexpr std::size_t kControlFrames = 16; // how often slow things are recomputed: 0.33 ms

struct Scratch
{
    std::vector<float> left;
    std::vector<float> right;
};

/// Linear attack, exponential decay to the sustain, exponential release.
class Envelope
{
public:
    Envelope(const Patch& patch, double seconds)
        : m_attackFrames(std::max<std::size_t>(1, framesOf(patch.attackS)))
        , m_heldFrames(framesOf(seconds))
        , m_sustain(patch.sustain)
        , m_decay(decayOf(patch.decayS))
        , m_release(decayOf(patch.releaseS))
    {
    }
    [[nodiscard]] float next()
    {
        if (m_frame >= m_heldFrames) {
            m_value *= m_release;
        } else if (m_frame < m_attackFrames) {
            m_value = static_cast<double>(m_frame) / static_cast<double>(m_attackFrames);
        } else {
            m_value = m_sustain + (m_value - m_sustain) * m_decay;
        }
        ++m_frame;
        return static_cast<float>(m_value);
    }

private:
    std::size_t m_frame {};
    std::size_t m_attackFrames;
    std::size_t m_heldFrames;
    double m_sustain;
    double m_decay;
    double m_release;
    double m_value {};
};

// The pitch of every control block, as a ratio.
std::vector<double> pitchCurve(const Patch& patch, std::size_t frames)
{
    std::vector<double> curve(frames / kControlFrames + 1, 1.0);
    if (patch.vibratoCents > 0.0) {
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const double t = static_cast<double>(i * kControlFrames) / kRate;
            const double depth = std::min(1.0, t / 0.4) * patch.vibratoCents;
            curve[i] = std::exp2(depth * double {sineOf(patch.vibratoHz * t)} / 1200.0);
        }
    }
    return curve;
}

template<typename Next>
void addVoice(Scratch& scratch, const std::vector<double>& pitch, double increment, float left,
              float right, Next&& next)
{
    const std::size_t frames = scratch.left.size();
    for (std::size_t begin = 0; begin < frames; begin += kControlFrames) {
        const double step = std::min(0.45, increment * pitch[begin / kControlFrames]);
        const std::size_t end = std::min(frames, begin + kControlFrames);
        for (std::size_t i = begin; i < end; ++i) {
            const float x = next(step);
            scratch.left[i] += left * x;
            scratch.right[i] += right * x;
        }
    }
}

void addOscillators(Scratch& scratch, const Patch& patch, double hz, Random& random)
{
    const std::vector<double> pitch = pitchCurve(patch, scratch.left.size());
    const int count = std::max(1, patch.unison);
    const double level = 1.0 / std::sqrt(static_cast<double>(count));
    for (int voice = 0; voice < count; ++voice) {
        const double place = count == 1 ? 0.0 : 2.0 * voice / (count - 1.0) - 1.0;
        const double cents = place * patch.detuneCents * random.uniform(0.9, 1.1);
        const double increment = hz * std::exp2(cents / 1200.0) / kRate;
        // Neighbours in pitch sit on opposite sides.
        const double pan = patch.width * (voice % 2 == 0 ? place : -place);
        const auto left = static_cast<float>(level * std::sqrt(1.0 - pan));
        const auto right = static_cast<float>(level * std::sqrt(1.0 + pan));
        // One oscillator starts at its zero: no random click, the same attack for every note.
        Oscillator oscillator(count == 1 ? 0.5 : random.uniform());
        switch (patch.wave) {
        case Wave::Saw:
            addVoice(scratch, pitch, increment, left, right,
                     [&](double step) { return oscillator.saw(step); });
            break;
        case Wave::Square:
            addVoice(scratch, pitch, increment, left, right,
                     [&](double step) { return 0.7F * oscillator.square(step); });
            break;
        case Wave::Sine: {
            Oscillator modulator;
            double index = patch.fmRatio > 0.0 ? patch.fmIndex : 0.0;
            const double factor = decayOf(patch.fmS);
            addVoice(scratch, pitch, increment, left, right, [&](double step) {
                const double offset
                    = index * double {modulator.sine(std::min(0.45, step * patch.fmRatio))};
                index *= factor;
                return oscillator.sine(step, offset);
            });
            break;
        }
        }
    }
    if (patch.sub > 0.0) {
        Oscillator oscillator;
        const auto amount = static_cast<float>(patch.sub);
        addVoice(scratch, pitch, patch.subRatio * hz / kRate, amount, amount,
                 [&](double step) { return oscillator.sine(step); });
    }
    if (patch.noise > 0.0) {
        const auto amount = static_cast<float>(patch.noise);
        for (std::size_t i = 0; i < scratch.left.size(); ++i) {
            scratch.left[i] += amount * static_cast<float>(random.uniform(-1.0, 1.0));
            scratch.right[i] += amount * static_cast<float>(random.uniform(-1.0, 1.0));
        }
    }
}

void filterSide(std::vector<float>& samples, const Patch& patch, double lfoPhase)
{
    const bool isOpen = patch.cutoffHz >= 15000.0 && patch.envelopeOctaves <= 0.0;
    if (isOpen) {
        return;
    }
    Filter first;
    Filter second;
    double envelope = patch.envelopeOctaves;
    const double factor = std::pow(decayOf(patch.envelopeS), static_cast<double>(kControlFrames));
    for (std::size_t begin = 0; begin < samples.size(); begin += kControlFrames) {
        const double t = static_cast<double>(begin) / kRate;
        const double lfo = patch.lfoOctaves * double {sineOf(patch.lfoHz * t + lfoPhase)};
        const double cutoff = patch.cutoffHz * std::exp2(envelope + lfo);
        first.set(cutoff, patch.resonance);
        second.set(cutoff, 0.0);
        envelope *= factor;
        const std::size_t end = std::min(samples.size(), begin + kControlFrames);
        for (std::size_t i = begin; i < end; ++i) {
            samples[i] = first.low(samples[i]);
            if (patch.isSteep) {
                samples[i] = second.low(samples[i]);
            }
        }
    }
}

void shapeSide(std::vector<float>& samples, const Patch& patch, double seconds, float gain)
{
    Envelope envelope(patch, seconds);
    const auto drive = static_cast<float>(patch.drive);
    const float makeUp = 1.0F / softClip(drive);
    for (float& sample : samples) {
        float x = sample;
        if (patch.drive > 1.0) {
            x = softClip(drive * x) * makeUp;
        }
        sample = gain * x * envelope.next();
    }
}

} // namespace

void playNote(AudioBuffer& target, std::size_t start, double seconds, double hz, float gain,
              const Patch& patch, std::uint64_t seed)
{
    if (start >= target.frames()) {
        return;
    }
    constexpr double kReleases = 7.0; // time constants until 60 dB down
    const std::size_t wanted = framesOf(seconds + kReleases * patch.releaseS);
    const std::size_t frames = std::min(wanted, target.frames() - start);
    Random random(seed);
    Scratch scratch {std::vector<float>(frames), std::vector<float>(frames)};
    addOscillators(scratch, patch, hz, random);
    const bool isStereo = target.channels() == 2;
    if (!isStereo) {
        for (std::size_t i = 0; i < frames; ++i) {
            scratch.left[i] = 0.5F * (scratch.left[i] + scratch.right[i]);
        }
    }
    for (int c = 0; c < target.channels(); ++c) {
        std::vector<float>& side = c == 0 ? scratch.left : scratch.right;
        filterSide(side, patch, c == 0 ? 0.0 : 0.25 * patch.width);
        shapeSide(side, patch, seconds, gain);
        const auto samples = target.channel(c).subspan(start, frames);
        for (std::size_t i = 0; i < frames; ++i) {
            samples[i] += side[i];
        }
    }
}

void playChord(AudioBuffer& target, std::size_t start, double seconds, std::span<const double> hz,
               float gain, const Patch& patch, std::uint64_t seed)
{
    const float share = gain / std::sqrt(static_cast<float>(std::max<std::size_t>(1, hz.size())));
    for (std::size_t i = 0; i < hz.size(); ++i) {
        playNote(target, start, seconds, hz[i], share, patch, streamSeed(seed, "note", i));
    }
}

namespace patches {

Patch sub()
{
    Patch p;
    p.wave = Wave::Sine;
    p.attackS = 0.006;
    p.decayS = 0.6;
    p.sustain = 0.85;
    p.drive = 1.6;
    return p;
}

Patch reese()
{
    Patch p;
    p.unison = 3;
    p.detuneCents = 22.0;
    p.sub = 0.6;
    p.subRatio = 1.0;
    p.cutoffHz = 420.0;
    p.lfoHz = 0.35;
    p.lfoOctaves = 0.6;
    p.isSteep = true;
    p.sustain = 0.9;
    p.attackS = 0.01;
    p.drive = 2.2;
    return p;
}

Patch acid()
{
    Patch p;
    p.cutoffHz = 260.0;
    p.envelopeOctaves = 3.6;
    p.envelopeS = 0.09;
    p.resonance = 0.86;
    p.decayS = 0.18;
    p.sustain = 0.35;
    p.releaseS = 0.02;
    p.drive = 1.8;
    return p;
}

Patch rolling()
{
    Patch p;
    p.cutoffHz = 180.0;
    p.envelopeOctaves = 1.8;
    p.envelopeS = 0.05;
    p.sub = 0.45;
    p.subRatio = 1.0;
    p.resonance = 0.25;
    p.isSteep = true;
    p.decayS = 0.12;
    p.sustain = 0.45;
    p.releaseS = 0.025;
    p.drive = 2.0;
    return p;
}

Patch plucked()
{
    Patch p;
    p.wave = Wave::Square;
    p.cutoffHz = 240.0;
    p.envelopeOctaves = 2.6;
    p.envelopeS = 0.07;
    p.resonance = 0.3;
    p.decayS = 0.16;
    p.sustain = 0.25;
    p.releaseS = 0.03;
    return p;
}

Patch growl()
{
    Patch p;
    p.wave = Wave::Sine;
    p.fmRatio = 1.0;
    p.fmIndex = 0.55;
    p.fmS = 0.7;
    p.sub = 0.4;
    p.subRatio = 1.0;
    p.cutoffHz = 2600.0;
    p.lfoHz = 3.0;
    p.lfoOctaves = 1.2;
    p.resonance = 0.4;
    p.sustain = 0.9;
    p.drive = 3.0;
    return p;
}

Patch wobble()
{
    Patch p = reese();
    p.cutoffHz = 500.0;
    p.lfoHz = 4.667; // eighths at 140 bpm
    p.lfoOctaves = 2.0;
    p.resonance = 0.5;
    return p;
}

Patch fmBass()
{
    Patch p;
    p.wave = Wave::Sine;
    p.fmRatio = 2.0;
    p.fmIndex = 0.4;
    p.fmS = 0.06;
    p.decayS = 0.25;
    p.sustain = 0.4;
    p.drive = 1.5;
    return p;
}

Patch superSaw()
{
    Patch p;
    p.unison = 7;
    p.detuneCents = 17.0;
    p.width = 0.8;
    p.cutoffHz = 9000.0;
    p.envelopeOctaves = 0.6;
    p.sustain = 0.8;
    p.releaseS = 0.08;
    return p;
}

Patch squareLead()
{
    Patch p;
    p.wave = Wave::Square;
    p.unison = 2;
    p.detuneCents = 6.0;
    p.width = 0.5;
    p.cutoffHz = 3200.0;
    p.envelopeOctaves = 1.2;
    p.resonance = 0.2;
    p.vibratoHz = 5.4;
    p.vibratoCents = 14.0;
    p.releaseS = 0.06;
    return p;
}

Patch stab()
{
    Patch p;
    p.unison = 3;
    p.detuneCents = 11.0;
    p.width = 0.6;
    p.cutoffHz = 900.0;
    p.envelopeOctaves = 2.6;
    p.envelopeS = 0.06;
    p.resonance = 0.3;
    p.decayS = 0.14;
    p.sustain = 0.15;
    p.releaseS = 0.06;
    return p;
}

Patch pluck()
{
    Patch p;
    p.unison = 2;
    p.detuneCents = 7.0;
    p.width = 0.7;
    p.cutoffHz = 700.0;
    p.envelopeOctaves = 3.2;
    p.envelopeS = 0.08;
    p.resonance = 0.2;
    p.decayS = 0.2;
    p.sustain = 0.05;
    p.releaseS = 0.08;
    return p;
}

Patch bell()
{
    Patch p;
    p.wave = Wave::Sine;
    // A tine: what sounds beside the note are fifths and octaves. Partials of bronze (3.53: thirds,
    // a major second) would be in no key.
    p.fmRatio = 7.0;
    p.fmIndex = 0.32;
    p.fmS = 0.5;
    p.unison = 2;
    p.detuneCents = 3.0;
    p.width = 0.6;
    p.decayS = 0.55;
    p.sustain = 0.0;
    p.releaseS = 0.3;
    return p;
}

Patch electricPiano()
{
    Patch p;
    p.wave = Wave::Sine;
    p.fmRatio = 1.0;
    p.fmIndex = 0.22;
    p.fmS = 0.45;
    p.unison = 2;
    p.detuneCents = 3.0;
    p.width = 0.5;
    p.decayS = 0.8;
    p.sustain = 0.1;
    p.releaseS = 0.09;
    p.drive = 1.3;
    return p;
}

Patch organ()
{
    Patch p;
    p.wave = Wave::Sine;
    p.fmRatio = 2.0;
    p.fmIndex = 0.14;
    p.fmS = 20.0;
    p.sub = 0.5;
    p.sustain = 1.0;
    p.releaseS = 0.03;
    p.vibratoHz = 6.2;
    p.vibratoCents = 6.0;
    return p;
}

Patch warmPad()
{
    Patch p;
    p.unison = 5;
    p.detuneCents = 13.0;
    p.width = 0.9;
    p.cutoffHz = 1300.0;
    p.lfoHz = 0.17;
    p.lfoOctaves = 0.7;
    p.attackS = 0.35;
    p.sustain = 1.0;
    p.releaseS = 0.25;
    return p;
}

Patch darkPad()
{
    Patch p = warmPad();
    p.cutoffHz = 420.0;
    p.isSteep = true;
    p.sub = 0.3;
    p.attackS = 0.5;
    return p;
}

Patch brightPad()
{
    Patch p = warmPad();
    p.unison = 7;
    p.detuneCents = 19.0;
    p.cutoffHz = 5200.0;
    p.lfoHz = 0.23;
    p.attackS = 0.2;
    return p;
}

Patch glassPad()
{
    Patch p = warmPad();
    p.wave = Wave::Sine;
    p.unison = 3;
    p.detuneCents = 8.0;
    p.fmRatio = 4.0;
    p.fmIndex = 0.16;
    p.fmS = 2.5;
    p.cutoffHz = 16000.0;
    return p;
}

} // namespace patches

} // namespace nde::synth
