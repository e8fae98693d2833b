#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nde::music {

/// How a sound should differ, in words: "darker, longer tail", "etwas weniger Rauschen".
struct SoundWish
{
    /// Axis of the sound ("brightness", "decay", "noisiness", "punch", "pitch", "body",
    /// "pitch_fall", "sustain") → deviations, −3 … 3.
    std::map<std::string, double> moves;
    std::vector<std::string>
        unknown; ///< words that nothing is known of; lower case, umlauts spelt out
};

/// English and German, in one text as well. Degrees ("a bit", "viel"), "less", "not", "too" and
/// "without" count for the next word that names an axis. Linear in the length.
[[nodiscard]] SoundWish readSoundWish(std::string_view utf8);

} // namespace nde::music
