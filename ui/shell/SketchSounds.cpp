#include "ui/shell/SketchSounds.h"

#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nde::ui {

namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kBeatS = 0.468;

double decay(double t, double rate)
{
    return std::exp(-t * rate);
}

/// State of one sketch: noise and the few filters that the kinds share.
struct Sketch
{
    Random random;
    double length;
    double p; ///< character of this very sound, 0 … 1
    double q;
    double phase {};
    double low {};
    double high {};
    double before {};

    Sketch(std::uint64_t seed, double seconds)
        : random(seed)
        , length(seconds)
        , p(random.uniform())
        , q(random.uniform())
    {
    }
    double noise() { return random.uniform(-1.0, 1.0); }
    double highPassed(double input)
    {
        high = 0.9 * (high + input - before);
        before = input;
        return high;
    }
    double tone(double hz)
    {
        phase += kTau * hz / kSketchRate;
        return std::sin(phase);
    }
};

double kick(Sketch& s, double t)
{
    const double hz = 38.0 + s.p * 16.0 + (170.0 + s.q * 220.0) * decay(t, 46.0 + s.p * 20.0);
    const double hold = 0.03 + s.p * 0.06;
    const double envelope = t < hold ? 1.0 : decay(t - hold, 7.0 + s.q * 16.0);
    const double click = s.noise() * (0.25 + 0.5 * s.p) * decay(t, 190.0);
    return std::tanh((s.tone(hz) * envelope + click) * (1.1 + s.q)) * 0.93;
}

double clap(Sketch& s, double t)
{
    double envelope = 0.0;
    for (const double at : {0.0, 0.011, 0.023}) {
        envelope = std::max(envelope, t >= at ? 0.9 * decay(t - at, 190.0) : 0.0);
    }
    envelope = std::max(envelope, t >= 0.034 ? 0.7 * decay(t - 0.034, 14.0) : 0.0);
    return s.noise() * envelope;
}

double drums(Sketch& s, double t)
{
    const double sinceKick = std::fmod(t, kBeatS);
    const double body = std::sin(30.0 * (1.0 - decay(sinceKick, 30.0)) + kTau * 50.0 * sinceKick)
        * decay(sinceKick, 9.0) * 0.85;
    const double sinceSnare = std::fmod(t + kBeatS, 2.0 * kBeatS);
    const double snare = s.noise() * 0.7 * decay(sinceSnare, 16.0);
    const double eighth = kBeatS / 4.0;
    const bool isOff = static_cast<int>(t / eighth) % 2 == 1;
    const double hat
        = s.highPassed(s.noise()) * (isOff ? 0.42 : 0.25) * decay(std::fmod(t, eighth), 32.0);
    return body + snare + hat;
}

double plucked(Sketch& s, double t, bool isBass)
{
    static constexpr std::array<double, 8> kScale {0, 0, 12, 0, 3, 0, 7, 10};
    const double beat = isBass ? 0.234 : 0.352;
    const int index = static_cast<int>(t / beat);
    const double since = t - index * beat;
    if ((index * 7 + static_cast<int>(s.q * 9.0)) % 5 == 3) {
        return s.low *= 0.98;
    }
    const auto degree = static_cast<std::size_t>((index * 5 + static_cast<int>(s.p * 8.0)) % 8);
    const double hz = (isBass ? 55.0 : 220.0) * std::exp2(kScale[degree] / 12.0);
    s.phase += hz / kSketchRate;
    const double saw = std::fmod(s.phase, 1.0) * 2.0 - 1.0;
    s.low += (saw - s.low) * (0.1 + 0.4 * decay(since, 9.0));
    return s.low * 0.95 * std::min(1.0, since * 300.0) * decay(since, 2.5 + s.p * 3.0)
        * std::clamp((beat - since) * 120.0, 0.0, 1.0);
}

double pad(Sketch& s, double t)
{
    static constexpr std::array<double, 5> kChord {110.0, 164.8, 220.0, 261.6, 329.6};
    double sum = 0.0;
    for (std::size_t k = 0; k < kChord.size(); ++k) {
        const auto index = static_cast<double>(k);
        const double swell = 1.0 + 0.5 * std::sin(t * (0.9 + index * 0.37) + index * s.q * 6.0);
        sum += std::sin(kTau * kChord[k] * (1.0 + 0.003 * index * s.p) * t + index * 2.0) * 0.2
            * swell;
    }
    return sum * std::min(1.0, t / s.length * 3.2)
        * std::clamp((s.length - t) / s.length * 2.6, 0.0, 1.0) * 0.85;
}

double vocal(Sketch& s, double t)
{
    static constexpr std::array<double, 10> kWords {.9, .5, .8, 0, .7, 1, .6, .25, 0, .85};
    static constexpr std::array<double, 8> kTune {0, 2, 3, 5, 3, 2, 0, -2};
    const double syllable = 0.21 + 0.05 * std::sin(s.p * 9.0);
    const int index = static_cast<int>(t / syllable);
    const double share = (t - index * syllable) / syllable;
    const double level
        = kWords[static_cast<std::size_t>((index + static_cast<int>(s.p * 10.0)) % 10)];
    const double hz = 196.0 * std::exp2(kTune[static_cast<std::size_t>(index % 8)] / 12.0);
    s.phase += kTau * hz / kSketchRate;
    const double voice = std::sin(s.phase) * 0.5 + std::sin(2 * s.phase) * 0.3
        + std::sin(3 * s.phase + 0.5) * 0.22;
    const double breath = s.noise() * 0.1 * (share < 0.16 ? 4.0 : 0.6);
    return level * std::pow(std::sin(std::numbers::pi * share), 0.7) * (voice + breath);
}

double swept(Sketch& s, double t)
{
    const double u = t / s.length;
    const double noise = s.noise();
    s.low += (noise - s.low) * (0.04 + 0.5 * u);
    return (s.low * 1.1 * (1.0 - u * 0.2) + s.highPassed(noise) * 0.35 * u) * std::pow(u, 1.7)
        * (u > 0.94 ? (1.0 - u) / 0.06 : 1.0);
}

double air(Sketch& s, double t)
{
    s.low += (s.noise() - s.low) * 0.2;
    return s.low * 1.4
        * (0.35 + 0.3 * std::sin(t * 1.7 + s.p * 6.0) + 0.2 * std::sin(t * 4.1 + s.q * 6.0))
        * std::min(1.0, t * 3.0) * std::clamp((s.length - t) * 2.0, 0.0, 1.0);
}

double sample(Sketch& s, Category category, double t)
{
    switch (category) {
    case Category::Kick:
        return kick(s, t);
    case Category::Snare:
        return s.tone(182.0 + s.p * 30.0) * 0.55 * decay(t, 22.0)
            + s.noise() * 0.8 * decay(t, 11.0 + s.q * 8.0);
    case Category::Hihat:
    case Category::OpenHihat:
        return s.highPassed(s.noise()) * 0.62 * decay(t, s.q > 0.7 ? 7.0 : 30.0);
    case Category::Clap:
        return clap(s, t);
    case Category::Perc:
        return (s.tone(320.0 + s.p * 200.0 - 60.0 * t) * 0.7 + std::sin(s.phase * 1.51) * 0.3
                + s.noise() * 0.12)
            * decay(t, 13.0 + s.q * 8.0);
    case Category::Drums:
        return drums(s, t);
    case Category::Bass:
    case Category::Lead:
        return plucked(s, t, category == Category::Bass);
    case Category::Vocal:
        return vocal(s, t);
    case Category::Fx:
        return swept(s, t);
    case Category::Atmo:
    case Category::Noise:
        return air(s, t);
    default:
        return pad(s, t);
    }
}

} // namespace

std::vector<float> sketchSound(Category category, std::uint64_t seed, double seconds)
{
    Sketch sketch(streamSeed(seed, "sketch"), seconds);
    std::vector<float> samples(static_cast<std::size_t>(std::max(0.0, seconds) * kSketchRate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / kSketchRate;
        samples[i] = static_cast<float>(std::clamp(sample(sketch, category, t), -1.0, 1.0));
    }
    return samples;
}

double sketchLength(Category category)
{
    switch (category) {
    case Category::Kick:
        return 0.46;
    case Category::Snare:
    case Category::Clap:
        return 0.4;
    case Category::Hihat:
    case Category::OpenHihat:
        return 0.25;
    case Category::Perc:
        return 0.35;
    case Category::Bass:
        return 1.87;
    case Category::Lead:
        return 2.8;
    case Category::Fx:
        return 1.9;
    case Category::Noise:
        return 3.0;
    case Category::Vocal:
        return 3.2;
    default:
        return 4.0;
    }
}

} // namespace nde::ui
