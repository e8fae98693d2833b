#pragma once

#include "tests/bench/category/Trainer.h"

#include <string>

namespace nde::bench {

/// What networks that never heard a sound's pack say of each one-shot.
struct Verdicts
{
    std::vector<const Example*> sounds;
    std::vector<nn::category::Probabilities> probabilities; ///< not calibrated
    std::vector<std::vector<float>> embeddings;
    std::vector<std::size_t> folds; ///< of the networks that said so
    std::vector<nn::category::Network> networks; ///< one a fold
};

/// Trains `folds` × members networks on all cores, each without the packs of its fold.
[[nodiscard]] Verdicts crossValidate(const ExampleSet& set, const Recipe& recipe, int folds,
                                     std::uint64_t seed);

struct Score
{
    std::vector<std::vector<int>> confusion; ///< [truth, answer]
    double macroF1 {};
    double accuracy {};
};
struct Report
{
    Score drums; ///< the six drum classes among themselves
    Score all; ///< the twelve labels
    Score named; ///< with the words of the file's and folder's name
    double confidentHalf {}; ///< accuracy of the half that it is surest of
    double confidentHalfNamed {};
    double coverage {}; ///< share at or above the threshold of "unclear" …
    double coveredAccuracy {}; ///< … and how many of those are right
    double sharpness {1.0}; ///< that calibrates
    double calibrationError {}; ///< mean distance of confidence and accuracy over ten bins
};
/// @param nameOdds  by which a class that the name claims counts more.
[[nodiscard]] Report judge(const ExampleSet& set, const Verdicts& verdicts, double nameOdds);

/// What is left of the figures when neither how sure the networks are nor how much a name counts
/// is fitted on the sounds that are judged: for each fold both are chosen on the other folds.
struct NestedReport
{
    Score named;
    std::vector<double> odds; ///< chosen, a fold each; by macro-F1
    double calibrationError {};
};
/// @param odds  to choose from, ascending; the least of equals is taken.
[[nodiscard]] NestedReport judgeNested(const ExampleSet& set, const Verdicts& verdicts,
                                       std::span<const double> odds);

/// What the local head does: in each pack of eight sounds or more, the first three of every label
/// are corrected.
struct CorrectionReport
{
    int corrected {};
    double packBefore {}; ///< accuracy over the rest of those packs …
    double packAfter {}; ///< … once the corrections are known
    double othersBefore {}; ///< accuracy over the packs heard by the same networks
    double othersAfter {};
};
[[nodiscard]] CorrectionReport judgeCorrections(const Verdicts& verdicts);

/// Labels of the six drum classes, as indices of kLabels.
inline constexpr std::array<std::size_t, 6> kDrumLabels {5, 8, 1, 4, 2, 10};
[[nodiscard]] std::string tableOf(const Score& score, std::span<const std::size_t> labels);
/// Lines of packs with at least eight sounds: size and share that was right.
[[nodiscard]] std::string packTable(const ExampleSet& set, const Verdicts& verdicts);

} // namespace nde::bench
