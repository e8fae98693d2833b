#include "core/synth/Patterns.h"

#include "core/base/Random.h"

namespace nde::synth {

std::vector<PatternNote> readPattern(std::string_view text)
{
    std::vector<PatternNote> notes;
    int step = 0;
    bool isAccent = false;
    for (const char c : text) {
        if (c == ' ') {
            continue;
        }
        if (c == '!') {
            isAccent = true;
            continue;
        }
        if (c == '-' && !notes.empty()) {
            ++notes.back().length;
        } else if (c >= '0' && c <= '9') {
            notes.push_back({step, 1, c - '0', isAccent});
        } else if (c >= 'a' && c <= 'g') {
            notes.push_back({step, 1, 7 + (c - 'a'), isAccent});
        } else if (c >= 'A' && c <= 'G') {
            notes.push_back({step, 1, (c - 'A') - 7, isAccent});
        }
        isAccent = false;
        ++step;
    }
    return notes;
}

int stepsOf(std::string_view text)
{
    return static_cast<int>(
        std::count_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '!'; }));
}

namespace {

int semitonesOf(Key key, int degree)
{
    constexpr std::array<int, 7> kMajor {0, 2, 4, 5, 7, 9, 11};
    constexpr std::array<int, 7> kMinor {0, 2, 3, 5, 7, 8, 10};
    const int octave = degree >= 0 ? degree / 7 : (degree - 6) / 7;
    const auto index = static_cast<std::size_t>(degree - 7 * octave);
    return 12 * octave + (key.isMinor ? kMinor[index] : kMajor[index]);
}

} // namespace

double hzOfDegree(Key key, int degree, int octaveMidi)
{
    return hzOfMidi(octaveMidi + key.pitchClass + semitonesOf(key, degree));
}

std::vector<double> chordOn(Key key, int degree, int voices, int octaveMidi)
{
    std::vector<double> hz;
    for (int i = 0; i < voices; ++i) {
        int midi = octaveMidi + key.pitchClass + semitonesOf(key, degree + 2 * i);
        // Close position: voices stay within an octave and a half, so that chords lead smoothly.
        while (midi > octaveMidi + 16) {
            midi -= 12;
        }
        hz.push_back(hzOfMidi(midi));
    }
    std::sort(hz.begin(), hz.end());
    hz.erase(std::unique(hz.begin(), hz.end()), hz.end());
    return hz;
}

void playLane(audio::AudioBuffer& target, const Grid& grid, int fromStep, int toStep,
              const DrumLane& lane, std::uint64_t seed)
{
    for (int step = fromStep; step < toStep; ++step) {
        const char hit
            = lane.pattern[static_cast<std::size_t>(step - fromStep) % lane.pattern.size()];
        const float level = hit == 'X' ? 1.0F : hit == 'x' ? 0.8F : hit == 'o' ? 0.35F : 0.0F;
        if (level <= 0.0F) {
            continue;
        }
        Random random(streamSeed(seed, "hit", static_cast<std::uint64_t>(step)));
        const auto velocity = level * static_cast<float>(random.uniform(0.94, 1.0));
        mixInto(target, *lane.sound, grid.frameOfStep(step), lane.gain * velocity, lane.pan);
    }
}

} // namespace nde::synth
