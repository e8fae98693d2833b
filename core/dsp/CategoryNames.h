#pragma once

#include "core/base/Category.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nde::dsp {

/// What a word of a name claims that a sound is.
struct NameClaim
{
    Category category {Category::Unclear};
    double strength {1.0}; ///< 0 … 1: of the exponent of the odds
    bool operator==(const NameClaim&) const = default;
};

/// What the words of a folder and file name claim, in English and German and by the letters of drum
/// machines ("BD", "CH", "OH"); strongest first. Words of the file count more than those of its
/// folder, the last more than those before it; "bass drum" and "kick drum" are kicks. Where they
/// disagree ("hats/flat_cymbal", "snare&hat") each is a claim, and the sound decides.
/// @param nameHint  "folder/file", with or without an ending, UTF-8.
[[nodiscard]] std::vector<NameClaim> claimsOfName(std::string_view nameHint);
/// The strongest claim.
[[nodiscard]] std::optional<Category> categoryFromName(std::string_view nameHint);
/// "…_124bpm", "124 BPM"; 0 = none. 40 … 250 only.
[[nodiscard]] double bpmFromName(std::string_view nameHint);

/// Odds by which a name counts: those of the greatest likelihood on held-out packs (analysis.md B.3
/// names two; names are right far more often). See models/category.card.json, "name_prior".
inline constexpr double kNameOdds = 400.0;
/// A name never outvotes a sound that is as clear as this. analysis.md B.3 says 0.9; of the sounds
/// of held-out packs that are as clear as that one in ten is taken for something else, and most of
/// these bear the right name.
inline constexpr float kCertain = 0.98F;

/// Takes a name as a prior: a category that is claimed with strength s counts odds^s times, its
/// relatives (lead and synth, pad and strings, …) the root of that. Probabilities that sum to 1
/// still do.
void weighByName(std::array<float, kCategoryCount>& probabilities,
                 std::span<const NameClaim> claims, double odds = kNameOdds);
/// What stands for a category that the network does not tell apart: whether `heard` may be called
/// `named`, because that is the finer word for it ("atmo" for a texture).
[[nodiscard]] bool isFinerWord(Category named, Category heard);

} // namespace nde::dsp
