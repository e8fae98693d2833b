#include "core/synth/Singer.h"

#include "core/base/Random.h"
#include "core/synth/Dsp.h"

namespace nde::synth {

namespace {

constexpr std::size_t kFormants = 4;
constexpr std::size_t kControlFrames = 32;
using Formants = std::array<double, kFormants>; // Hz; the fourth is the singer's own

Formants formantsOf(char vowel)
{
    switch (vowel) {
    case 'e':
        return {610, 2330, 2990, 4000};
    case 'i':
        return {310, 2790, 3310, 4200};
    case 'o':
        return {590, 920, 2710, 3800};
    case 'u':
        return {370, 950, 2670, 3700};
    case 'm': // closed lips: one low resonance
        return {260, 1050, 2200, 3600};
    default:
        return {850, 1220, 2810, 3900};
    }
}

constexpr std::array<double, kFormants> kBandwidthsHz {80, 110, 160, 260};
constexpr std::array<double, kFormants> kLevelsDb {0, -4, -10, -14};

bool isNasal(char onset)
{
    return onset == 'm' || onset == 'n';
}

char glideSource(const Syllable& syllable)
{
    switch (syllable.onset) {
    case 'm':
    case 'n':
        return 'm';
    case 'y':
        return 'i';
    case 'w':
        return 'u';
    case 'l':
        return 'e';
    default:
        return syllable.vowel;
    }
}

double consonantSeconds(char onset)
{
    switch (onset) {
    case 's':
        return 0.09;
    case 'h':
        return 0.07;
    case 't':
        return 0.035;
    case 'd':
        return 0.018;
    case 'm':
    case 'n':
    case 'l':
        return 0.075;
    case 'y':
    case 'w':
        return 0.05;
    default:
        return 0.0;
    }
}

double smoothStep(double x)
{
    const double t = std::clamp(x, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

/// What moves slowly in a syllable, at one moment.
struct Gesture
{
    Formants formants {};
    double voiced {}; ///< level of the glottis
    double hiss {}; ///< level of free noise (s, t, d)
    double breath {}; ///< level of noise through the formants
};

Gesture gestureAt(const Singer& singer, const Syllable& syllable, double t, double seconds)
{
    const double consonant = consonantSeconds(syllable.onset);
    const bool isUnvoiced = syllable.onset == 's' || syllable.onset == 't' || syllable.onset == 'h';
    const double opening = smoothStep((t - consonant * 0.6) / 0.06);
    const double diphthong = smoothStep((t / seconds - 0.45) / 0.45);
    const Formants from = formantsOf(glideSource(syllable));
    const Formants vowel = formantsOf(syllable.vowel);
    const Formants end = formantsOf(syllable.vowelEnd);
    Gesture g;
    for (std::size_t i = 0; i < kFormants; ++i) {
        const double open = from[i] + (vowel[i] - from[i]) * opening;
        g.formants[i] = singer.size * (open + (end[i] - vowel[i]) * diphthong * opening);
    }
    const double rise = smoothStep((t - (isUnvoiced ? consonant * 0.8 : 0.0)) / 0.035);
    const double fall = smoothStep((seconds - t) / 0.07);
    g.voiced = rise * fall * (isNasal(syllable.onset) ? 0.35 + 0.65 * opening : 1.0);
    g.breath = singer.breath * g.voiced;
    if (t < consonant) {
        const double bell = smoothStep(t / 0.01) * smoothStep((consonant - t) / 0.02);
        g.breath += syllable.onset == 'h' ? 0.5 * bell : 0.0;
        g.hiss = syllable.onset == 's'                       ? 0.22 * bell
            : syllable.onset == 't' || syllable.onset == 'd' ? 0.4 * std::exp(-t / 0.008)
                                                             : 0.0;
    }
    return g;
}

} // namespace

void Singer::sing(audio::AudioBuffer& target, std::size_t start, double seconds, double hz,
                  float gain, const Syllable& syllable, std::uint64_t seed) const
{
    if (start >= target.frames()) {
        return;
    }
    Random random(seed);
    Oscillator glottis;
    std::array<Filter, kFormants> resonances;
    std::array<float, kFormants> levels {};
    for (std::size_t i = 0; i < kFormants; ++i) {
        levels[i] = fromDb(kLevelsDb[i]);
    }
    Filter hissBand(syllable.onset == 's' ? 6500.0 : 4200.0, 0.0);
    Filter chest(hz * 0.8, 0.0);
    Filter air(6500.0 * size, 0.0); // what lies above the formants
    const std::size_t frames = std::min(framesOf(seconds), target.frames() - start);
    const auto samples = target.channel(0).subspan(start, frames);
    double wander = 0.0; // no singer holds a pitch like a machine
    for (std::size_t begin = 0; begin < frames; begin += kControlFrames) {
        const double t = static_cast<double>(begin) / kRate;
        const Gesture g = gestureAt(*this, syllable, t, seconds);
        for (std::size_t i = 0; i < kFormants; ++i) {
            // Filter::set takes damping 1.414·(1 − r) = bandwidth / centre.
            resonances[i].set(g.formants[i], 1.0 - kBandwidthsHz[i] / g.formants[i] / 1.414);
        }
        wander = 0.995 * wander + 0.4 * random.normal();
        const double vibrato
            = vibratoCents * smoothStep((t - 0.15) / 0.3) * double {sineOf(5.3 * t)};
        const double glide
            = glideFromHz > 0.0 ? 1200.0 * std::log2(glideFromHz / hz) * std::exp(-t / 0.05) : 0.0;
        const double step = hz * std::exp2((vibrato + wander + glide) / 1200.0) / kRate;
        const auto voiced = static_cast<float>(g.voiced);
        const auto breathing = static_cast<float>(g.breath);
        const auto hiss = static_cast<float>(g.hiss);
        for (std::size_t i = begin; i < std::min(frames, begin + kControlFrames); ++i) {
            const auto white = static_cast<float>(random.uniform(-1.0, 1.0));
            const float source = voiced * glottis.saw(step) + breathing * white;
            float x = 0.25F * voiced * chest.low(source);
            for (std::size_t k = 0; k < kFormants; ++k) {
                x += (k % 2 == 0 ? levels[k] : -levels[k]) * resonances[k].band(source);
            }
            samples[i] += gain
                * (x + hiss * hissBand.high(white)
                   + air.band(0.3F * breathing * white + 0.15F * source));
        }
    }
}

} // namespace nde::synth
