#include "core/dsp/Overtones.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace nde::dsp {
namespace {

/// The amplitudes of a tone's partials fall about so: between a sawtooth (1) and a bright lead.
constexpr double kPartialFall = 0.7;
constexpr float kNear = 0.35F; ///< semitones
constexpr float kLeastRoot = 0.2F; ///< strength of what is taken for a fundamental
constexpr std::size_t kLeastFrames = 3; ///< that a fundamental has to be heard in
constexpr double kMostlyThere = 0.7; ///< share of a fundamental's frames that have the overtone
/// Share of the fundamentals: all of up to four. Three of four are found in wide chords as well.
constexpr double kRootsWithIt = 0.8;
constexpr double kOctavesOnTop = 0.5; ///< share of the fundamentals where it has an octave: a note
constexpr std::size_t kLeastClasses = 3; ///< pitch classes of those
constexpr int kLowest = 6; ///< semitones; below lie close chords
constexpr int kHighest = 40;
constexpr int kStepsPerSemitone = 5;
constexpr float kOutOfTune = 0.3F; ///< semitones off any note
constexpr double kRootsOutOfTune = 0.25; ///< semitones off 440 Hz; sidebands below the note are
constexpr float kHeadroom = 1.3F; ///< of the share over what is measured in most frames

using Frames = std::vector<std::vector<Peak>>;
/// Frames by the semitone of their lowest clear note, which is given by its place in the frame.
struct Sounding
{
    const std::vector<Peak>* frame;
    std::size_t root;
};
using Roots = std::map<int, std::vector<Sounding>>;

Roots rootsOf(const Frames& frames)
{
    Roots roots;
    for (const auto& frame : frames) {
        const auto lowest = std::find_if(frame.begin(), frame.end(), [](const Peak& peak) {
            return peak.strength >= kLeastRoot;
        });
        if (lowest != frame.end()) {
            roots[static_cast<int>(std::lround(lowest->semitones))].push_back(
                {&frame, static_cast<std::size_t>(lowest - frame.begin())});
        }
    }
    std::erase_if(roots, [](const auto& root) { return root.second.size() < kLeastFrames; });
    return roots;
}

/// Strongest peak near `semitones` above the root; null for none.
const Peak* above(const Sounding& sounding, float semitones)
{
    const Peak* found = nullptr;
    const float at = (*sounding.frame)[sounding.root].semitones + semitones;
    for (std::size_t i = sounding.root + 1; i < sounding.frame->size(); ++i) {
        const Peak& peak = (*sounding.frame)[i];
        if (std::abs(peak.semitones - at) < kNear
            && (found == nullptr || peak.strength > found->strength)) {
            found = &peak;
        }
    }
    return found;
}

bool isThere(const std::vector<Sounding>& root, float semitones)
{
    const auto count = std::count_if(root.begin(), root.end(), [semitones](const Sounding& s) {
        return above(s, semitones) != nullptr;
    });
    return static_cast<double>(count) >= kMostlyThere * static_cast<double>(root.size());
}

double shareOfRoots(const Roots& roots, float semitones)
{
    const auto count = std::count_if(roots.begin(), roots.end(), [semitones](const auto& root) {
        return isThere(root.second, semitones);
    });
    return static_cast<double>(count) / static_cast<double>(roots.size());
}

bool isHarmonic(float semitones)
{
    for (int number = 2; number <= 10; ++number) {
        if (std::abs(semitones - 12.0F * std::log2(static_cast<float>(number))) < kNear) {
            return true;
        }
    }
    return false;
}

/// Whether one major or natural minor scale holds all of them.
bool isInAScale(const std::bitset<12>& notes)
{
    for (int tonic = 0; tonic < 12; ++tonic) {
        std::bitset<12> held;
        for (const int note : {0, 2, 4, 5, 7, 9, 11}) {
            held.set(static_cast<std::size_t>((tonic + note) % 12));
        }
        if ((notes & ~held).none()) {
            return true;
        }
    }
    return false;
}

std::size_t classOf(int semitone)
{
    return static_cast<std::size_t>((semitone % 12 + 12) % 12);
}

/// Semitones by which the roots miss the notes of 440 Hz, on the circle.
double tuningOf(const Roots& roots)
{
    constexpr double kTwoPi = 6.283185307179586;
    double x = 0.0;
    double y = 0.0;
    for (const auto& [semitone, all] : roots) {
        for (const Sounding& sounding : all) {
            const auto at = static_cast<double>((*sounding.frame)[sounding.root].semitones);
            x += std::cos(kTwoPi * at);
            y += std::sin(kTwoPi * at);
        }
    }
    return std::atan2(y, x) / kTwoPi;
}

/// Whether what stands `semitones` above the roots cannot be notes of one piece with them.
bool isNoNote(const Roots& roots, float semitones)
{
    const auto nearest = static_cast<int>(std::lround(semitones));
    std::bitset<12> lowest;
    std::bitset<12> all;
    for (const auto& [semitone, sounding] : roots) {
        lowest.set(classOf(semitone));
        all.set(classOf(semitone));
        all.set(classOf(semitone + nearest));
    }
    return lowest.count() >= kLeastClasses
        && (std::abs(semitones - static_cast<float>(nearest)) > kOutOfTune
            || (isInAScale(lowest) && !isInAScale(all)));
}

/// Where it lies and how strong it is in most frames.
Overtone measured(const Roots& roots, float semitones)
{
    std::vector<float> distances;
    std::vector<float> shares;
    for (const auto& [semitone, all] : roots) {
        for (const Sounding& sounding : all) {
            if (const Peak* peak = above(sounding, semitones)) {
                const Peak& root = (*sounding.frame)[sounding.root];
                distances.push_back(peak->semitones - root.semitones);
                shares.push_back(peak->strength / root.strength);
            }
        }
    }
    std::sort(distances.begin(), distances.end());
    std::sort(shares.begin(), shares.end());
    return {distances[distances.size() / 2], kHeadroom * shares[shares.size() * 4 / 5]};
}

/// Moves to the root what the shares explain of each peak.
template<typename Explain>
void moveVotes(std::vector<Peak>& peaks, const Explain& explain)
{
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        auto [root, explained] = explain(i);
        explained = std::min(explained, peaks[i].vote);
        peaks[i].vote -= explained;
        peaks[root].vote += explained;
    }
}

/// Strongest claim of a lower peak on peak i.
std::pair<std::size_t, float> claim(const std::vector<Peak>& peaks, std::size_t i,
                                    const std::vector<Overtone>& overtones)
{
    std::pair<std::size_t, float> best {i, 0.0F};
    for (const Overtone& overtone : overtones) {
        const float semitones = peaks[i].semitones - overtone.semitones;
        for (std::size_t j = 0; j < i; ++j) {
            if (std::abs(peaks[j].semitones - semitones) < kNear
                && overtone.share * peaks[j].strength > best.second) {
                best = {j, overtone.share * peaks[j].strength};
            }
        }
    }
    return best;
}

std::vector<Overtone> harmonics()
{
    std::vector<Overtone> found;
    for (const float number : {3.0F, 5.0F, 6.0F, 7.0F}) {
        found.push_back(
            {12.0F * std::log2(number), std::pow(number, -static_cast<float>(kPartialFall))});
    }
    return found;
}

} // namespace

void giveOvertonesBack(std::vector<Peak>& peaks)
{
    static const std::vector<Overtone> kHarmonic = harmonics();
    moveVotes(peaks, [&peaks](std::size_t i) { return claim(peaks, i, kHarmonic); });
}

std::vector<Overtone> inharmonicOvertones(const Frames& frames)
{
    const Roots roots = rootsOf(frames);
    std::vector<Overtone> found;
    if (roots.size() < kLeastClasses || std::abs(tuningOf(roots)) > kRootsOutOfTune) {
        return found;
    }
    for (int step = kLowest * kStepsPerSemitone; step <= kHighest * kStepsPerSemitone; ++step) {
        const float about = static_cast<float>(step) / kStepsPerSemitone;
        if (isHarmonic(about) || shareOfRoots(roots, about) < kRootsWithIt) {
            continue;
        }
        const Overtone overtone = measured(roots, about);
        const bool isKnown
            = !found.empty() && std::abs(found.back().semitones - overtone.semitones) < kNear;
        if (!isKnown && !isHarmonic(overtone.semitones) && isNoNote(roots, overtone.semitones)
            && shareOfRoots(roots, overtone.semitones + 12.0F) < kOctavesOnTop) {
            found.push_back(overtone);
        }
    }
    return found;
}

void giveBack(const std::vector<Overtone>& overtones, std::vector<Peak>& peaks)
{
    const std::vector<Peak> before = peaks;
    moveVotes(peaks, [&](std::size_t i) { return claim(before, i, overtones); });
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        peaks[i].strength -= std::min(peaks[i].strength, claim(before, i, overtones).second);
    }
}

} // namespace nde::dsp
