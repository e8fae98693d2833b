#pragma once

#include "core/base/Category.h"
#include "core/base/NeuroMetrics.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nde::neuro {

/// A word for a sound, with the measure that it rests on.
struct Tag
{
    std::string_view en; ///< also the id that the library keeps
    std::string_view de; ///< UTF-8
    std::string_view metric; ///< id of the measure, e.g. "punch"
    double value {}; ///< of that measure
};

/// The tags of a sound; none for silence.
/// @param durationS  roughness and pulse mean nothing in very short sounds.
/// @source  analysis.md A.5.
[[nodiscard]] std::vector<Tag> tagsOf(const NeuroMetrics& metrics, double durationS);
/// Word and measure of a tag by its id, without a value; empty `en` when it is none of ours.
[[nodiscard]] Tag tagById(std::string_view en);

/// What is usual in a category: the 10th and the 90th percentile of each measure, in the order of
/// neuroMetricInfos().
struct UsualRange
{
    double low {};
    double high {};
    bool operator==(const UsualRange&) const = default;
};
using LearnedCharacter = std::array<UsualRange, 19>;

/// @param accepted  measures of the category's accepted sounds, in any order.
/// @return          nothing for fewer than 30.
/// @source          analysis.md A.5.
[[nodiscard]] std::optional<LearnedCharacter>
learnCharacter(std::span<const NeuroMetrics> accepted);

/// How typical a sound is of its category: the mean of trapezoid memberships. By default those of
/// the table, which is one-sided (beyond a bound the membership falls linearly, to 0 at half or
/// twice the bound) and asks nothing of many categories (1 then). What was learned of a category
/// takes the place of its rows: 1 within the usual range, 0 at its width beyond it, for the table's
/// measures of that category, or punch, centroid, spread and habituation where the table has none.
/// @param damage  what the sound has lost to defects that change how it sounds, 0 … 1: what it
///                measured before may have been otherwise, the more the greater, and the least
///                typical of that counts. So a filter does not make a bass of what was too bright,
///                nor noise a phrase of what was a loop: by this share it counts as one.
/// @return  0 … 1; 0 when nothing was heard (in anti-phase the ear, which is mono, hears nothing).
/// @source  analysis.md A.5.
[[nodiscard]] double characterOf(const NeuroMetrics& metrics, Category category,
                                 SoundClass soundClass,
                                 const std::optional<LearnedCharacter>& learned = std::nullopt,
                                 double damage = 0.0);

/// Quality from its two factors, both 0 … 1. @source  analysis.md A.5.
[[nodiscard]] inline double qualityOf(double technical, double character)
{
    return technical * (0.6 + 0.4 * character);
}

} // namespace nde::neuro
