#pragma once

#include "core/base/Category.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// What a lane does in a track: which sounds it takes and how it is mixed.
namespace nde::music {

/// How one-shots of a role are sequenced.
enum class Playing
{
    Drum, ///< a 16-step pattern
    Bass, ///< notes between the kicks
    Melody, ///< sparse motifs
    Figure, ///< arpeggios and sequences
    Stab, ///< short chords in a rhythm
    Hold, ///< chords that last for bars
    Bed, ///< texture without pitch that lasts for bars
    Phrase, ///< now and then: vocals
    Accent ///< at the borders of sections: effects, crashes
};

struct Role
{
    std::string_view name;
    Playing playing {};
    std::span<const std::pair<Category, double>> fits; ///< category and how well it fits, 0 … 1
    double levelLu {}; ///< relative to the kick (composition.md C.7, as the rest below)
    double highPassHz {};
    double pan {}; ///< amount; the side alternates from lane to lane
    double width {1.0};
    double duckDb {}; ///< at a genre energy of 1
    double reverbSend {}; ///< linear
    double delaySend {}; ///< linear
    double maxSemitones {3.0}; ///< of a loop or a chord; 0 for drums
    double rate {0.5}; ///< how busy it is, 0 … 1 (energy of a section)
    std::string_view fallbackPattern; ///< of drums, where the genre has none

    [[nodiscard]] bool isDrum() const { return playing == Playing::Drum; }
    [[nodiscard]] bool isTonal() const { return maxSemitones > 0.0; }
    /// 0 = does not fit.
    [[nodiscard]] double fit(Category category) const;
};

/// Never null for the names of the lexicon; null otherwise.
[[nodiscard]] const Role* roleOf(std::string_view name);

/// The role of a sound that no wanted lane takes.
[[nodiscard]] const Role& roleFor(Category category);

/// Position in the order in which lanes are filled and shown: kick, snare, clap, bass, hat, …
[[nodiscard]] int roleOrder(std::string_view name);

/// Key of a role's random streams.
[[nodiscard]] std::uint64_t roleKey(std::string_view name);

} // namespace nde::music
