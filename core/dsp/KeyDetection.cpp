#include "core/dsp/Analysis.h"
#include "core/dsp/Chroma.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

using Profile = std::array<double, 12>;

/// Weights of the pitch classes above a tonic.
struct Mode
{
    Profile major;
    Profile minor;
};

// bgate and edma: Faraldo et al., "A multi-profile method for key estimation in EDM", 2017;
// Krumhansl, "Cognitive foundations of musical pitch", 1990; Temperley, "The cognition of basic
// musical structures", 2001. Chosen in analysis.md B.3.
constexpr std::array<Mode, 4> kModes {{
    {{1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.30},
     {1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23}},
    {{0.165, 0.047, 0.083, 0.067, 0.100, 0.093, 0.053, 0.132, 0.052, 0.074, 0.069, 0.064},
     {0.172, 0.053, 0.076, 0.100, 0.056, 0.085, 0.050, 0.135, 0.075, 0.050, 0.092, 0.055}},
    {{6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88},
     {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17}},
    {{0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400},
     {0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330}},
}};
constexpr double kLeastCorrelation = 0.4;
/// B.3 says 0.05 of the second best; kindred keys lie nearer (Cm and A♭ of one song by 0.006), so
/// this only refuses what is level between strangers, such as an augmented chord.
constexpr double kLeastConfidence = 0.002;
/// The less of the energy is tonal, the more it must be like a key: ringing drums are tonal or like
/// a key, hardly both. A line between the drums and the sounds of known key.
constexpr double kLeastTonalShare = 0.03;
constexpr double kLikenessOfNoise = 0.88;
constexpr double kLikenessPerShare = 0.7;
/// For the tonic being the lowest note all the time. Any of 0.35 … 0.6 gives the same keys.
constexpr double kBassBonus = 0.45;
/// For the weakest tone of the tonic's triad, re the strongest of all: a key is heard by its triad,
/// and one whose third never sounds is less likely than one of which all three do.
constexpr double kTriadBonus = 0.35;
/// A lone note with its partials is as like its major as its minor key within this; then only habit
/// tells the mode, and dance music is far more often in minor.
constexpr double kThirdUnheard = 0.055;
/// Major third re the tonic below which it is but the fifth partial of the tonic.
constexpr double kThirdSilent = 0.13;
/// The same seven notes are major only where the whole and its beginning lead by this sum: Am F C G
/// is in A minor by habit. The known minor loops end at 0.43, major scales and songs begin at 0.49.
constexpr double kRelativeLead = 0.45;

Profile foldToSemitones(const std::array<double, kChromaSteps>& chroma)
{
    Profile folded {};
    for (std::size_t step = 0; step < kChromaSteps; ++step) {
        const bool isCentre = step % 3 == 0;
        folded[(step + 1) / 3 % 12] += (isCentre ? 1.0 : 0.5) * chroma[step];
    }
    return folded;
}

double correlation(const Profile& x, const Profile& profile, int tonic)
{
    double meanX = 0.0;
    double meanY = 0.0;
    for (std::size_t i = 0; i < 12; ++i) {
        meanX += x[i] / 12.0;
        meanY += profile[i] / 12.0;
    }
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (int i = 0; i < 12; ++i) {
        const double a = x[static_cast<std::size_t>((i + tonic) % 12)] - meanX;
        const double b = profile[static_cast<std::size_t>(i)] - meanY;
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    return xx > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

using Keys = std::array<double, 24>; ///< 0 … 11 major, 12 … 23 minor

/// Mean correlation of the profiles with each key.
Keys likenesses(const Profile& folded)
{
    Keys values {};
    for (std::size_t index = 0; index < values.size(); ++index) {
        const bool isMinor = index >= 12;
        for (const Mode& mode : kModes) {
            values[index] += correlation(folded, isMinor ? mode.minor : mode.major,
                                         static_cast<int>(index % 12))
                / static_cast<double>(kModes.size());
        }
    }
    return values;
}

std::size_t strongest(const Keys& values)
{
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end())
                                    - values.begin());
}

std::size_t relativeOf(std::size_t index)
{
    return index < 12 ? 12 + (index + 9) % 12 : (index + 3) % 12;
}

/// What habit makes of a major key whose third, or whose tonic, is in doubt.
std::size_t doubted(std::size_t best, const Keys& likeness, const Chromagram& chroma)
{
    if (best >= 12) {
        return best;
    }
    const Profile folded = foldToSemitones(chroma.mean);
    if (likeness[best] - likeness[best + 12] < kThirdUnheard
        || folded[(best + 4) % 12] < kThirdSilent * folded[best]) {
        return best + 12;
    }
    const Keys home = likenesses(foldToSemitones(chroma.beginning));
    const std::size_t minor = relativeOf(best);
    const double lead = likeness[best] - likeness[minor]
        + kBassBonus * (chroma.bass[best % 12] - chroma.bass[minor % 12]) + home[best]
        - home[minor];
    return lead < kRelativeLead ? minor : best;
}

/// Weakest tone of each key's tonic triad, re the strongest tone of all; 0 … 1.
Keys triads(const Profile& folded)
{
    const double most = *std::max_element(folded.begin(), folded.end());
    Keys values {};
    for (std::size_t index = 0; index < values.size(); ++index) {
        const std::size_t third = index >= 12 ? 3 : 4;
        const double weakest = std::min(
            {folded[index % 12], folded[(index + third) % 12], folded[(index + 7) % 12]});
        values[index] = most > 0.0 ? weakest / most : 0.0;
    }
    return values;
}

/// Best of the keys that are neither `best` nor its relative or parallel: that these are near makes
/// the mode doubtful, not the tonality.
double bestForeign(const Keys& values, std::size_t best)
{
    double foreign = -1.0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const bool isKin = index % 12 == best % 12 || index == relativeOf(best);
        foreign = isKin ? foreign : std::max(foreign, values[index]);
    }
    return foreign;
}

} // namespace

KeyEstimate keyOf(const Chromagram& chroma)
{
    KeyEstimate estimate;
    estimate.tuningCents = chroma.tuningCents;
    const Profile folded = foldToSemitones(chroma.mean);
    const Keys likeness = likenesses(folded);
    const Keys triad = triads(folded);
    const double least
        = std::max(kLeastCorrelation, kLikenessOfNoise - kLikenessPerShare * chroma.tonalShare);
    if (chroma.tonalShare < kLeastTonalShare || likeness[strongest(likeness)] < least) {
        return estimate;
    }
    Keys values = likeness;
    for (std::size_t index = 0; index < values.size(); ++index) {
        values[index] += kBassBonus * chroma.bass[index % 12] + kTriadBonus * triad[index];
    }
    const std::size_t best = strongest(values);
    if (values[best] - bestForeign(values, best) < kLeastConfidence * values[best]) {
        return estimate;
    }
    const std::size_t answer = doubted(best, likeness, chroma);
    double second = -1.0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        second = index != answer ? std::max(second, values[index]) : second;
    }
    estimate.key = Key {static_cast<int>(answer % 12), answer >= 12};
    // Least where habit decided.
    estimate.confidence = std::clamp((values[answer] - second) / values[best], 0.001, 1.0);
    return estimate;
}

KeyEstimate estimateKey(std::span<const float> mono, int sampleRate)
{
    if (sampleRate <= 0 || mono.size() < static_cast<std::size_t>(sampleRate) / 4) {
        return {};
    }
    return keyOf(chromagramOf(mono, sampleRate));
}

} // namespace nde::dsp
