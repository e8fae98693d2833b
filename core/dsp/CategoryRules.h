#pragma once

#include "core/dsp/Analysis.h"
#include "core/dsp/HitFeatures.h"

#include <optional>
#include <string>
#include <string_view>

namespace nde::dsp {

/// What the words of a file and folder name claim. The last word counts most, since the file comes
/// behind its folders; "bass drum" and "kick drum" are kicks.
[[nodiscard]] std::optional<Category> categoryFromName(std::string_view nameHint);
/// "…_124bpm", "124 BPM"; 0 = none. 40 … 250 only.
[[nodiscard]] double bpmFromName(std::string_view nameHint);

/// A one-shot by its sound, with the name as a prior that never overrides a probability ≥ 0.9;
/// Unclear below 0.45 (analysis.md B.3).
[[nodiscard]] CategoryGuess categoryOfOneShot(const HitFeatures& features,
                                              std::optional<Category> named);

/// What rules on longer sounds look at.
struct LongSound
{
    double transientRatio {};
    double lowShare {}; ///< energy below 250 Hz
    double centroidHz {};
    double onsetsPerSecond {};
    double flatness {};
    bool isTonal {};
};
/// A loop or phrase by rules of thumb on its spectrum and onsets, with the name as a prior.
[[nodiscard]] CategoryGuess categoryOfLongSound(const LongSound& sound,
                                                std::optional<Category> named);

} // namespace nde::dsp
