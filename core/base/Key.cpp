#include "core/base/Key.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace nde {

namespace {

constexpr std::array<const char*, 12> kNotes {"C",  "C#", "D",  "D#", "E",  "F",
                                              "F#", "G",  "G#", "A",  "A#", "B"};

// Number on the Camelot wheel of a major key; the relative minor stands at the same number.
int camelotNumber(Key key)
{
    const int major = key.isMinor ? (key.pitchClass + 3) % 12 : key.pitchClass;
    return (major * 7 + 7) % 12 + 1; // C major is 8, a fifth up is one step
}

} // namespace

std::string keyName(Key key)
{
    return std::string(kNotes[static_cast<std::size_t>(key.pitchClass)]) + (key.isMinor ? "m" : "");
}

std::string camelotName(Key key)
{
    return std::to_string(camelotNumber(key)) + (key.isMinor ? "A" : "B");
}

std::optional<Key> keyFromName(std::string_view name)
{
    if (name.empty()) {
        return std::nullopt;
    }
    if (std::isdigit(static_cast<unsigned char>(name.front())) != 0) {
        const int number = std::atoi(std::string(name).c_str());
        const char side = static_cast<char>(std::toupper(static_cast<unsigned char>(name.back())));
        if (number < 1 || number > 12 || (side != 'A' && side != 'B')) {
            return std::nullopt;
        }
        for (int pc = 0; pc < 12; ++pc) {
            const Key key {pc, side == 'A'};
            if (camelotNumber(key) == number) {
                return key;
            }
        }
    }
    constexpr std::string_view kLetters = "C D EF G A B";
    const auto at
        = kLetters.find(static_cast<char>(std::toupper(static_cast<unsigned char>(name.front()))));
    if (at == std::string_view::npos || name.front() == ' ') {
        return std::nullopt;
    }
    int pc = static_cast<int>(at);
    std::string_view rest = name.substr(1);
    if (!rest.empty() && rest.front() == '#') {
        pc = (pc + 1) % 12;
        rest.remove_prefix(1);
    } else if (!rest.empty() && rest.front() == 'b') {
        pc = (pc + 11) % 12;
        rest.remove_prefix(1);
    }
    while (!rest.empty() && rest.front() == ' ') {
        rest.remove_prefix(1);
    }
    if (rest.empty() || rest == "maj" || rest == "major") {
        return Key {pc, false};
    }
    if (rest == "m" || rest == "min" || rest == "minor") {
        return Key {pc, true};
    }
    return std::nullopt;
}

int camelotDistance(Key a, Key b)
{
    const int steps = std::abs(camelotNumber(a) - camelotNumber(b));
    return std::min(steps, 12 - steps) + (a.isMinor == b.isMinor ? 0 : 1);
}

std::string noteName(double hz)
{
    if (!(hz > 0.0)) {
        return {};
    }
    const int midi = static_cast<int>(std::lround(69.0 + 12.0 * std::log2(hz / 440.0)));
    if (midi < 0 || midi > 140) {
        return {};
    }
    return std::string(kNotes[static_cast<std::size_t>(midi % 12)]) + std::to_string(midi / 12 - 1);
}

} // namespace nde
