#include "tests/bench/category/Voices.h"

#include "core/synth/Dsp.h"

#include <algorithm>

namespace nde::bench {
namespace {

using audio::AudioBuffer;
using namespace nde::synth;

float noiseOf(Draw& draw)
{
    return static_cast<float>(draw.flat(-1.0, 1.0));
}

/// Adds a sine whose level falls to 1/e in `decayS` and whose pitch starts `bend` times higher.
void addMode(AudioBuffer& out, double hz, double decayS, double gain, double bend = 0.0,
             double bendS = 0.03, double phase = 0.0)
{
    const double decay = decayOf(decayS);
    const double bendDecay = decayOf(bendS);
    double level = gain;
    double turn = phase;
    double up = bend;
    for (float& sample : out.channel(0)) {
        sample += static_cast<float>(level) * sineOf(turn);
        turn += hz * (1.0 + up) / kRate;
        turn -= std::floor(turn);
        level *= decay;
        up *= bendDecay;
        if (level < 1e-5) {
            break;
        }
    }
}

/// Adds noise between two edges, falling to 1/e in `decayS`.
void addNoise(AudioBuffer& out, Draw& draw, double lowHz, double highHz, double decayS, double gain)
{
    Filter high(lowHz, 0.0);
    Filter low(highHz, 0.0);
    const double decay = decayOf(decayS);
    double level = gain;
    for (float& sample : out.channel(0)) {
        sample += static_cast<float>(level) * low.low(high.high(noiseOf(draw)));
        level *= decay;
        if (level < 1e-5) {
            break;
        }
    }
}

AudioBuffer silence(double seconds)
{
    return {1, framesOf(std::clamp(seconds, 0.05, 3.2)), kRate};
}

} // namespace

AudioBuffer membrane(Draw& draw, double hz, double decayS)
{
    // Zeros of the Bessel functions over the first.
    constexpr std::array<double, 7> kModes {1.0, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156};
    AudioBuffer out = silence(7.0 * decayS);
    const double bright = draw.log(0.1, 0.7);
    const double bend = draw.chance(0.6) ? draw.log(0.02, 0.5) : 0.0;
    const double bendS = draw.log(0.01, 0.08);
    for (std::size_t m = 0; m < kModes.size(); ++m) {
        const double order = static_cast<double>(m);
        addMode(out, hz * kModes[m] * draw.flat(0.98, 1.02), decayS * std::pow(0.7, order),
                std::pow(bright, order) * draw.flat(0.5, 1.2), bend, bendS, draw.flat(0.0, 1.0));
    }
    addNoise(out, draw, draw.log(200.0, 3000.0), draw.log(4000.0, 14000.0), draw.log(0.002, 0.03),
             draw.log(0.03, 0.7));
    return out;
}

AudioBuffer acousticSnare(Draw& draw)
{
    const double hz = draw.log(140.0, 330.0);
    AudioBuffer out = membrane(draw, hz, draw.log(0.03, 0.14));
    const double wireS = draw.log(0.03, 0.22);
    out.resize(std::max(out.frames(), framesOf(6.0 * wireS)));
    addNoise(out, draw, draw.log(500.0, 3500.0), draw.log(6000.0, 16000.0), wireS,
             draw.log(0.3, 2.5));
    addNoise(out, draw, 200.0, draw.log(2000.0, 9000.0), 0.5 * wireS, draw.log(0.1, 1.0));
    if (draw.chance(0.4)) {
        addMode(out, draw.log(380.0, 1100.0), draw.log(0.03, 0.2), draw.log(0.05, 0.4));
    }
    return out;
}

AudioBuffer brushed(Draw& draw)
{
    const double seconds = draw.log(0.08, 0.6);
    AudioBuffer out = silence(seconds + 0.05);
    Filter high(draw.log(400.0, 2500.0), 0.0);
    Filter low(draw.log(5000.0, 14000.0), 0.0);
    const double peakAt = draw.flat(0.02, 0.5);
    std::size_t i = 0;
    for (float& sample : out.channel(0)) {
        const double x = static_cast<double>(i++) / kRate / seconds;
        const double level = x < peakAt ? x / peakAt : std::exp(-3.0 * (x - peakAt));
        sample = static_cast<float>(level) * low.low(high.high(noiseOf(draw)));
    }
    addMode(out, draw.log(150.0, 300.0), draw.log(0.03, 0.12), draw.log(0.02, 0.3));
    return out;
}

AudioBuffer struckBar(Draw& draw, double hz, double decayS)
{
    AudioBuffer out = silence(7.0 * decayS);
    const std::size_t modes = 1 + draw.random.below(4);
    double ratio = 1.0;
    double gain = 1.0;
    for (std::size_t m = 0; m < modes; ++m) {
        addMode(out, hz * ratio, decayS / std::sqrt(ratio), gain, 0.0, 0.03, draw.flat(0.0, 1.0));
        ratio *= draw.log(1.2, 2.9);
        gain *= draw.log(0.2, 1.0);
    }
    addNoise(out, draw, draw.log(500.0, 4000.0), draw.log(5000.0, 15000.0), draw.log(0.001, 0.01),
             draw.log(0.05, 1.5));
    return out;
}

AudioBuffer shaken(Draw& draw)
{
    const double seconds = draw.log(0.04, 0.5);
    AudioBuffer out = silence(seconds + 0.1);
    const std::size_t strokes = draw.chance(0.3) ? 2 + draw.random.below(12) : 1;
    Filter high(draw.log(1500.0, 7000.0), draw.flat(0.0, 0.5));
    Filter low(draw.log(7000.0, 15000.0), 0.0);
    const double peakAt = draw.flat(0.02, 0.6);
    const double sharp = draw.log(0.7, 4.0);
    std::size_t i = 0;
    for (float& sample : out.channel(0)) {
        const double x = static_cast<double>(i++) / kRate / seconds;
        const double inside = std::fmod(x * static_cast<double>(strokes), 1.0);
        const double rise = inside < peakAt ? inside / peakAt : (1.0 - inside) / (1.0 - peakAt);
        const double level = x < 1.0 ? std::pow(std::max(0.0, rise), sharp) : 0.0;
        sample = static_cast<float>(level) * low.low(high.high(noiseOf(draw)));
    }
    if (draw.chance(0.4)) { // jingles
        for (std::size_t m = 0; m < 8; ++m) {
            addMode(out, draw.log(3500.0, 12000.0), draw.log(0.02, 0.15), 0.15);
        }
    }
    return out;
}

AudioBuffer metalPlate(Draw& draw, double decayS, double lowHz)
{
    AudioBuffer out = silence(6.0 * decayS);
    const std::size_t modes = 30 + draw.random.below(60);
    const double tilt = draw.flat(-0.6, 0.6);
    for (std::size_t m = 0; m < modes; ++m) {
        const double hz = draw.log(lowHz, 14000.0);
        addMode(out, hz, decayS * draw.log(0.3, 1.2),
                std::pow(hz / 4000.0, tilt) * draw.flat(0.0, 0.3), 0.0, 0.03, draw.flat(0.0, 1.0));
    }
    addNoise(out, draw, std::max(lowHz, draw.log(2000.0, 7000.0)), draw.log(9000.0, 18000.0),
             decayS * draw.log(0.15, 1.0), draw.log(0.1, 2.0));
    if (draw.chance(0.4)) { // a ride's ping
        addMode(out, draw.log(500.0, 4500.0), decayS * draw.log(0.2, 1.0), draw.log(0.1, 0.8));
    }
    return out;
}

AudioBuffer pluckedString(Draw& draw, double midi, bool isBass)
{
    const double seconds = draw.log(0.3, 2.6);
    AudioBuffer out = silence(seconds);
    const double period = kRate / hzOfMidi(midi) - 0.5;
    std::vector<float> line(static_cast<std::size_t>(std::max(2.0, period)) + 1);
    Filter soften(draw.log(isBass ? 400.0 : 1200.0, isBass ? 5000.0 : 12000.0), 0.0);
    for (float& value : line) {
        value = soften.low(noiseOf(draw));
    }
    const auto keep = static_cast<float>(std::exp(-period / kRate / draw.log(0.25, 2.5)));
    const auto damp = static_cast<float>(draw.flat(0.1, 0.5));
    const double drive = draw.chance(isBass ? 0.25 : 0.4) ? draw.log(2.0, 30.0) : 1.0;
    const std::size_t hold = framesOf(seconds * draw.flat(0.5, 1.0));
    const double fraction = period - std::floor(period);
    std::size_t at = 0;
    float level = 1.0F;
    for (std::size_t i = 0; i < out.frames(); ++i) {
        const std::size_t next = (at + 1) % line.size();
        const std::size_t after = (at + 2) % line.size();
        const float exact = static_cast<float>(1.0 - fraction) * line[next]
            + static_cast<float>(fraction) * line[at];
        const float value = keep * ((1.0F - damp) * exact + damp * line[after]);
        out.channel(0)[i] = level * softClip(static_cast<float>(drive) * value * 2.0F);
        line[at] = value;
        at = next;
        level *= i > hold ? 0.9993F : 1.0F;
    }
    if (draw.chance(0.5)) {
        addNoise(out, draw, 500.0, draw.log(2000.0, 9000.0), 0.004, draw.log(0.05, 0.4));
    }
    return out;
}

AudioBuffer piano(Draw& draw, double midi)
{
    const double hz = hzOfMidi(midi);
    AudioBuffer out = silence(draw.log(0.5, 2.8));
    const double stretch = draw.log(1e-5, 8e-4);
    const double bright = draw.flat(0.6, 0.93);
    const double decayS = draw.log(0.25, 2.0) * std::sqrt(220.0 / hz);
    for (int n = 1; n <= 20; ++n) {
        const double partial = hz * n * std::sqrt(1.0 + stretch * n * n);
        if (partial > 15000.0) {
            break;
        }
        const double gain = std::pow(bright, n) * draw.flat(0.4, 1.0);
        addMode(out, partial, decayS / std::sqrt(static_cast<double>(n)), gain);
        addMode(out, partial * draw.flat(0.9995, 1.0005), 0.25 * decayS, gain);
    }
    addNoise(out, draw, 100.0, draw.log(800.0, 5000.0), draw.log(0.005, 0.03), draw.log(0.05, 0.5));
    return out;
}

AudioBuffer sungVowel(Draw& draw)
{
    constexpr std::array<std::array<double, 3>, 5> kFormants {{{730.0, 1090.0, 2440.0},
                                                               {570.0, 840.0, 2410.0},
                                                               {300.0, 870.0, 2240.0},
                                                               {530.0, 1840.0, 2480.0},
                                                               {270.0, 2290.0, 3010.0}}};
    const double seconds = draw.log(0.35, 3.0);
    AudioBuffer out = silence(seconds + 0.3);
    const double midi = draw.flat(40.0, 84.0);
    const double size = draw.flat(0.9, 1.2) + std::max(0.0, midi - 55.0) * draw.flat(0.0, 0.012);
    const auto& from = kFormants[draw.random.below(kFormants.size())];
    const auto& to = draw.chance(0.7) ? from : kFormants[draw.random.below(kFormants.size())];
    const std::size_t voices = draw.chance(0.45) ? 3 + draw.random.below(6) : 1;
    const double glide = draw.chance(0.35) ? draw.flat(-9.0, 9.0) : 0.0; // calls and slides
    const double attackS = draw.log(0.01, 0.3);
    const double tiltHz = draw.log(250.0, 3000.0);
    const double breath = draw.log(0.005, 0.25);
    const double vibratoHz = draw.flat(4.3, 6.8);
    const double vibrato = draw.chance(0.7) ? draw.flat(5.0, 60.0) : 0.0;
    for (std::size_t v = 0; v < voices; ++v) {
        const double cents = voices > 1 ? 14.0 * draw.random.normal() : 0.0;
        const std::size_t late = voices > 1 ? framesOf(draw.flat(0.0, 0.05)) : 0;
        const double phase = draw.flat(0.0, 1.0);
        Oscillator oscillator(draw.flat(0.0, 1.0));
        std::array<Filter, 3> formants;
        Filter tilt(tiltHz, 0.0);
        double wander = 0.0;
        for (std::size_t i = late; i < out.frames(); ++i) {
            const double t = static_cast<double>(i - late) / kRate;
            const double at = std::min(1.0, t / seconds);
            if (i % 64 == 0) {
                wander = 0.98 * wander + 2.0 * draw.random.normal();
                for (std::size_t f = 0; f < formants.size(); ++f) {
                    const double hz = size * (from[f] + at * (to[f] - from[f]));
                    const double width = 60.0 + 0.06 * hz;
                    formants[f].set(hz, 1.0 - width / (1.414 * hz));
                }
            }
            const double bend = glide * 100.0 * (at - 0.5) + cents + 0.5 * wander
                + vibrato * std::min(1.0, t / 0.5) * double {sineOf(vibratoHz * t + phase)};
            const double hz = hzOfMidi(midi + bend / 100.0);
            const float source
                = tilt.low(oscillator.saw(hz / kRate)) + static_cast<float>(breath) * noiseOf(draw);
            const float sung = formants[0].band(source) + 0.6F * formants[1].band(source)
                + 0.35F * formants[2].band(source);
            const double level
                = std::min(1.0, t / attackS) * std::clamp((seconds + 0.2 - t) / 0.2, 0.0, 1.0);
            out.channel(0)[i] += static_cast<float>(level) * sung;
        }
    }
    return out;
}

AudioBuffer zap(Draw& draw)
{
    const double seconds = draw.log(0.08, 1.8);
    AudioBuffer out = silence(seconds);
    const double from = draw.log(80.0, 6000.0);
    const double to = from * draw.log(0.05, 12.0);
    const double bendS = seconds * draw.log(0.08, 1.0);
    const double wobbleHz = draw.chance(0.5) ? draw.log(3.0, 40.0) : 0.0;
    const double wobble = draw.flat(0.05, 0.6);
    const bool isSquare = draw.chance(0.4);
    const bool isFalling = draw.chance(0.7);
    Oscillator oscillator;
    std::size_t i = 0;
    for (float& sample : out.channel(0)) {
        const double t = static_cast<double>(i++) / kRate;
        double hz = to + (from - to) * std::exp(-t / bendS);
        hz *= 1.0 + wobble * double {sineOf(wobbleHz * t)};
        const double step = std::clamp(hz / kRate, 1e-5, 0.4);
        const double level = isFalling ? std::exp(-3.0 * t / seconds) : t / seconds;
        sample = static_cast<float>(level)
            * (isSquare ? oscillator.square(step) : oscillator.sine(step));
    }
    addNoise(out, draw, 300.0, 9000.0, 0.3 * seconds, draw.chance(0.4) ? draw.log(0.02, 0.6) : 0.0);
    return out;
}

AudioBuffer stuttered(Draw& draw, const AudioBuffer& sound)
{
    const double seconds = draw.log(0.2, 2.0);
    AudioBuffer out = silence(seconds);
    const std::span<const float> from = sound.channel(0);
    std::size_t left = 0;
    double at = 0.0;
    double step = 1.0;
    double bend = 0.0;
    for (float& sample : out.channel(0)) {
        if (left-- == 0) {
            left = framesOf(draw.log(0.01, 0.2));
            at = draw.flat(0.0, 0.5) * static_cast<double>(from.size());
            step = draw.log(0.4, 2.5) * (draw.chance(0.3) ? -1.0 : 1.0);
            bend = draw.chance(0.4) ? draw.flat(-1.0, 1.0) / (0.1 * kRate) : 0.0;
        }
        const auto index = static_cast<std::int64_t>(at);
        const bool isInside = index >= 0 && index < static_cast<std::int64_t>(from.size());
        sample = isInside ? from[static_cast<std::size_t>(index)] : 0.0F;
        at += step;
        step += bend;
    }
    return out;
}

AudioBuffer robot(Draw& draw)
{
    const double seconds = draw.log(0.3, 2.5);
    AudioBuffer out = silence(seconds);
    const double stepS = draw.log(0.02, 0.2);
    const double base = draw.log(100.0, 1500.0);
    const double ringHz = draw.log(20.0, 900.0);
    const double crush = draw.chance(0.5) ? draw.log(4.0, 40.0) : 1000.0;
    const bool isNoisy = draw.chance(0.3);
    Oscillator oscillator;
    double hz = base;
    bool isOn = true;
    std::size_t left = 0;
    std::size_t i = 0;
    for (float& sample : out.channel(0)) {
        if (left-- == 0) {
            left = framesOf(stepS * draw.flat(0.6, 1.4)) + 1;
            hz = base * std::exp2(std::floor(draw.flat(-12.0, 13.0)) / 12.0);
            isOn = draw.chance(0.8);
        }
        const double t = static_cast<double>(i++) / kRate;
        float value = isNoisy ? noiseOf(draw) : oscillator.square(std::min(0.4, hz / kRate));
        value *= sineOf(ringHz * t);
        value = static_cast<float>(std::round(static_cast<double>(value) * crush) / crush);
        sample = isOn ? value : 0.0F;
    }
    return out;
}

} // namespace nde::bench
