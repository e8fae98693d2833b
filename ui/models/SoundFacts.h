#pragma once

#include "core/base/Stem.h"

#include <QString>

#include <vector>

namespace nde::ui {

/// One thing that is known of a sound, in words.
struct FactLine
{
    QString id; ///< stable: "tempo", "peak", …
    QString label;
    QString value; ///< with its unit
    QString note; ///< how sure it is, or that the user said so
    QString how; ///< how it was measured, one sentence
    bool isByUser {};
    bool operator==(const FactLine&) const = default;
};
struct FactGroup
{
    QString id; ///< "sound", "time", "level", "spectrum", "stereo", "ear"
    QString title;
    QString summary; ///< what stands beside the title while the lines are folded away
    std::vector<FactLine> lines;
};

/// Everything that was measured, in its groups; what a sound does not have is left out. Tempo, key
/// and class are always there once the sound was analysed, because people can set them.
[[nodiscard]] std::vector<FactGroup> soundFacts(const Stem& stem);

// Single facts in words.
[[nodiscard]] QString tempoText(const Stem& stem); ///< empty when it has none
[[nodiscard]] QString keyText(const Key& key); ///< "A minor · 8A"
[[nodiscard]] QString pitchText(double hz); ///< "F1 · 43.7 Hz"
[[nodiscard]] QString levelText(const Stem& stem);
[[nodiscard]] QString formatText(const Stem& stem);
[[nodiscard]] QString originText(const Stem& stem); ///< what made it, with its seed
[[nodiscard]] QString sureText(double confidence); ///< "94 %"
[[nodiscard]] QString durationText(double seconds); ///< "1.2 ms", "0.42 s"

} // namespace nde::ui
