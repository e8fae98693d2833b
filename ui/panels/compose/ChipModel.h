#pragma once

#include "core/base/Stem.h"
#include "core/music/Plan.h"

#include <QString>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nde::ui {

/// What a chip under the prompt is about.
enum class ChipKind
{
    Tempo,
    Key,
    Genre,
    Mood,
    Instrument,
    Structure,
    Length,
    Sources,
    Without,
    Loudness,
    Swing,
    Unknown ///< a word that was not understood: it is searched for
};

/// One wish of a request in words.
struct PromptChip
{
    ChipKind kind {};
    QString id; ///< for object names: "tempo", "mood_dark"
    std::string name; ///< lexicon name or unknown word; empty where the kind says it all
    QString text;
    bool isAsked {true}; ///< false: nobody asked, the plan chose
    bool isLocked {};
    bool operator==(const PromptChip&) const = default;
};

/// Name that a chip has in `Plan::lockedChips`.
[[nodiscard]] std::string chipLockName(ChipKind kind);
[[nodiscard]] QString chipKindText(ChipKind kind); ///< "Tempo", "Without", …
/// Kinds that may be added to a request that does not name them, in menu order.
[[nodiscard]] std::vector<ChipKind> addableChips(const music::Request& request);

/// @param plan    what the request became; null while it is typed.
/// @param nameOf  of a root that sounds shall come from.
[[nodiscard]] std::vector<PromptChip> promptChips(const music::Request& request,
                                                  const music::SourceWish& sources,
                                                  const music::Plan* plan,
                                                  const std::function<QString(StemId)>& nameOf);

// Edits of a request.
[[nodiscard]] music::Request withoutChip(music::Request request, const PromptChip& chip);
/// "2:54", "174 s", "3 min", "96 bars" (in both languages). Empty = not understood.
struct LengthWish
{
    std::optional<double> seconds;
    std::optional<int> bars;
    bool operator==(const LengthWish&) const = default;
};
[[nodiscard]] std::optional<LengthWish> lengthFromText(const QString& text);
[[nodiscard]] QString sourcesText(const music::SourceWish& sources,
                                  const std::function<QString(StemId)>& nameOf);

} // namespace nde::ui
