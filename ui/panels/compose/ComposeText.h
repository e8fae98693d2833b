#pragma once

#include "core/base/Key.h"
#include "core/music/Plan.h"

#include <QString>

#include <string>

namespace nde::ui {

// Names of the lexicon in the language of the window; unknown ones as they are, made readable.
// Lanes and sections have theirs in ui/plot/ArrangeText.h.
[[nodiscard]] QString genreText(const std::string& name);
[[nodiscard]] QString moodText(const std::string& name);

/// A noun within a sentence: small in English, as it is in German.
[[nodiscard]] QString inSentence(const QString& noun);

[[nodiscard]] QString musicKeyText(Key key); ///< "A minor"
[[nodiscard]] QString tempoText(double bpm); ///< "132 BPM"
[[nodiscard]] QString trackTimeText(double seconds); ///< "2:54"
/// The words that ask for a lane's sound, as they can be edited: the user's own as they were typed,
/// the composer's in the language of the window.
[[nodiscard]] QString askedText(const music::Lane& lane);
/// What a gap says of itself: "no dark pad in Am".
[[nodiscard]] QString gapText(const std::string& gap);
/// A note of a plan as a sentence; empty for what is said elsewhere.
[[nodiscard]] QString planNoteText(const std::string& note);
[[nodiscard]] QString scoreTermText(const std::string& term); ///< of `Sound::why`

// Facts of a clip.
[[nodiscard]] QString stretchText(const music::Plan& plan, const music::Sound& sound);
[[nodiscard]] QString stretchShare(const music::Plan& plan, const music::Sound& sound);
[[nodiscard]] QString pitchShiftText(double semitones); ///< "+2 st"
[[nodiscard]] QString keyMoveText(const music::Sound& sound); ///< "G → A"; empty = none
[[nodiscard]] QString gainText(double db); ///< "−4.5 dB"

/// What a plan holds, for the status line.
struct PlanCounts
{
    int clips {};
    int sounds {};
    int dreamed {};
    int gaps {};
    bool operator==(const PlanCounts&) const = default;
};
[[nodiscard]] PlanCounts countsOf(const music::Plan& plan);

} // namespace nde::ui
