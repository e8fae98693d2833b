#include "core/music/Harmony.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace nde::music {

namespace {

constexpr std::array<int, 7> kMinorScale {0, 2, 3, 5, 7, 8, 10};
constexpr std::array<int, 7> kMajorScale {0, 2, 4, 5, 7, 9, 11};
constexpr std::array<int, 5> kMinorPentatonic {0, 3, 5, 7, 10};
constexpr std::array<int, 5> kMajorPentatonic {0, 2, 4, 7, 9};

constexpr std::array<Progression, 4> kFreeMinor {
    {{0, 5, 2, 6}, {0, 0, 5, 6}, {0, 3, 5, 4}, {0, 5, 3, 4}}};
constexpr std::array<Progression, 4> kFreeMajor {
    {{0, 4, 5, 3}, {0, 5, 3, 4}, {0, 3, 0, 4}, {0, 3, 5, 4}}};
// i, iv, v are all minor in natural minor; I, IV, V are all major in major.
constexpr std::array<Progression, 3> kSameQuality {{{0, 0, 3, 0}, {0, 3, 0, 4}, {0, 0, 3, 4}}};

template<std::size_t N>
int wrapped(const std::array<int, N>& steps, int index)
{
    constexpr int kSize = static_cast<int>(N);
    const int octave = index >= 0 ? index / kSize : -((kSize - 1 - index) / kSize);
    return steps[static_cast<std::size_t>(index - octave * kSize)] + 12 * octave;
}

} // namespace

Progression chooseProgression(Key key, HarmonicFreedom freedom, std::uint64_t seed)
{
    if (freedom == HarmonicFreedom::Static) {
        return {};
    }
    Random random(streamSeed(seed, "progression"));
    const std::span<const Progression> choices = freedom == HarmonicFreedom::SameQuality
        ? std::span<const Progression>(kSameQuality)
        : key.isMinor ? std::span<const Progression>(kFreeMinor)
                      : std::span<const Progression>(kFreeMajor);
    return choices[random.below(choices.size())];
}

int degreeSemitones(Key key, int degree)
{
    return wrapped(key.isMinor ? kMinorScale : kMajorScale, degree);
}

int pentatonicSemitones(Key key, int index)
{
    return wrapped(key.isMinor ? kMinorPentatonic : kMajorPentatonic, index);
}

double keyAgreement(Key from, Key to, int semitones)
{
    const Key shifted {((from.pitchClass + semitones) % 12 + 12) % 12, from.isMinor};
    const double cost = 0.05 * std::abs(semitones);
    if (shifted == to) {
        return 1.0 - cost;
    }
    if (shifted.pitchClass == to.pitchClass) {
        return 0.45 - cost; // parallel
    }
    const int distance = camelotDistance(shifted, to);
    const bool isNeighbour = distance == 1; // a fifth away, or the relative key
    return std::max(0.0, (isNeighbour ? 0.85 : distance == 2 ? 0.5 : 0.1) - cost);
}

KeyShift bestShift(Key from, Key to, int maxSemitones)
{
    KeyShift best {0, keyAgreement(from, to, 0)};
    for (int size = 1; size <= maxSemitones; ++size) {
        for (const int shift : {-size, size}) {
            const double agreement = keyAgreement(from, to, shift);
            if (agreement > best.agreement + 1e-9) {
                best = {shift, agreement};
            }
        }
    }
    return best;
}

double semitonesToPitchClass(double hz, int pitchClass)
{
    const double midi = 69.0 + 12.0 * std::log2(hz / 440.0);
    double shift = std::fmod(pitchClass - midi, 12.0); // MIDI note 0 is a C
    if (shift > 6.0) {
        shift -= 12.0;
    } else if (shift < -6.0) {
        shift += 12.0;
    }
    return shift;
}

double shiftIntoChord(double hz, Key key, int degree, double most)
{
    const double tonic = semitonesToPitchClass(hz, key.pitchClass);
    const auto nearest = [&](const std::vector<int>& degrees) {
        double best = 12.0;
        for (const int one : degrees) {
            const double shift = std::remainder(tonic + degreeSemitones(key, one), 12.0);
            best = std::abs(shift) < std::abs(best) ? shift : best;
        }
        return best;
    };
    const double inChord = nearest({degree, degree + 2, degree + 4});
    return std::abs(inChord) <= most + 1e-3 ? inChord : nearest({0, 1, 2, 3, 4, 5, 6});
}

double drumTuning(double hz, Key key, double most)
{
    const double tonic = semitonesToPitchClass(hz, key.pitchClass);
    const double fifth = std::remainder(tonic + 7.0, 12.0);
    const double nearer = std::abs(fifth) < std::abs(tonic) ? fifth : tonic;
    if (std::abs(nearer) <= most + 1e-3) {
        return nearer;
    }
    double best = 12.0;
    for (int degree = 0; degree < 7; ++degree) {
        const double shift = std::remainder(tonic + degreeSemitones(key, degree), 12.0);
        // The lower tone of the scale where both are as near.
        best = std::abs(shift) < std::abs(best) - 1e-3 ? shift : best;
    }
    return best;
}

} // namespace nde::music
