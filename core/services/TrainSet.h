#pragma once

#include "core/base/Stem.h"
#include "core/services/TrainingBook.h"

#include <vector>

namespace nde::services {

/// Which rows of the library a training would use, and why it would not use others. No audio is
/// read: what is silent or a near duplicate shows only then.
struct TrainCandidates
{
    std::vector<Stem> used;
    std::vector<DroppedGroup> dropped; ///< the largest first
};
/// @errors  BadInput (an empty tag, search or list), those of the database.
[[nodiscard]] Result<TrainCandidates> trainCandidates(Studio& studio, const TrainJobParams& params);

/// The longest sound that the network models; longer ones are loops whatever their class says.
inline constexpr double kLongestTrainingS = 6.0;

/// Why a row is no training material, or null.
/// @param isLong  of a model of long sounds: loops, phrases, stems, and one-shots of 1.5 s or more.
[[nodiscard]] const char* trainingRefusal(const Stem& stem, double minQuality, bool isLong = false);

/// Factor on how often each sound is drawn, from the user's decisions about dreams near it:
/// 0.25 … 4. In the order of `stems`.
[[nodiscard]] Result<std::vector<double>> tasteFactors(Studio& studio, Category category,
                                                       const std::vector<Stem>& stems);

} // namespace nde::services
