#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nde {

/// A musical key.
struct Key
{
    int pitchClass {}; ///< 0 = C … 11 = B
    bool isMinor {};
    bool operator==(const Key&) const = default;
};

[[nodiscard]] std::string keyName(Key key); ///< "Am", "F#", "Eb" is written "D#"
[[nodiscard]] std::string camelotName(Key key); ///< "8A" for A minor, "8B" for C major
[[nodiscard]] std::optional<Key> keyFromName(std::string_view name); ///< "Am", "F#m", "Bb", "8A"
/// Steps on the Camelot wheel with a change of mode counting as one; 0 … 7.
[[nodiscard]] int camelotDistance(Key a, Key b);
/// Nearest note of a frequency, e.g. "F1" for 43.7 Hz (A4 = 440 Hz); empty for hz <= 0.
[[nodiscard]] std::string noteName(double hz);

} // namespace nde
