#pragma once

#include "core/base/Stem.h"
#include "core/db/EmbeddingRepository.h"
#include "core/dsp/Chop.h"
#include "core/nn/api/CategoryModel.h"

#include <QString>

#include <array>
#include <memory>

namespace nde::services {

/// The network that is compiled in (models/category.safetensors).
/// @errors  those of CategoryModel::read, which means that this build is broken.
[[nodiscard]] const Result<nn::CategoryModel>& shippedCategoryModel();

/// What a sound is, and what else it might be.
struct CategoryVerdict
{
    Category category {Category::Unclear}; ///< Unclear below `kUnclearBelow`
    double confidence {}; ///< probability of the best, 0 … 1
    std::array<CategoryRank, 3> best; ///< by probability, highest first
    bool operator==(const CategoryVerdict&) const = default;
};
inline constexpr double kUnclearBelow = 0.45; ///< analysis.md B.3
/// What stands in `Descriptors::categories`: those of the best that are not out of the question.
[[nodiscard]] std::vector<CategoryRank> ranksOf(const CategoryVerdict& verdict);

/// Weighs what is heard with what is known of the sound: a one-shot is no full drum loop, a track
/// without a telling name is a mix, and the folder's and file's name is a prior.
/// @param path  of the file; its name and its folder's are read.
[[nodiscard]] CategoryVerdict judgeCategory(nn::CategoryProbabilities probabilities,
                                            SoundClass soundClass, const QString& path);

/// The network with what the user corrected. Cheap to copy; does not follow later corrections.
/// @thread  any.
class CategoryJudge
{
public:
    /// Without a library.
    /// @errors  those of shippedCategoryModel.
    [[nodiscard]] static Result<CategoryJudge> create();
    /// With the corrections of a library.
    /// @errors  also those of EmbeddingRepository.
    [[nodiscard]] static Result<CategoryJudge> create(db::EmbeddingRepository& embeddings);

    [[nodiscard]] const nn::CategoryModel& model() const { return m_model; }
    /// @param opinion  of `model()`; silence is Unclear with confidence 0.
    [[nodiscard]] CategoryVerdict judge(const nn::CategoryOpinion& opinion, SoundClass soundClass,
                                        const QString& path) const;
    /// The same from a stored embedding. @errors  BadInput (not of this model).
    [[nodiscard]] Result<CategoryVerdict> judge(const std::vector<float>& embedding,
                                                SoundClass soundClass, const QString& path) const;
    /// Classes slices of a sound in memory, for `dsp::ChopParams::classify`. It keeps what it needs
    /// of this judge.
    [[nodiscard]] dsp::SliceClassifier sliceClassifier() const;
    /// For `dsp::ChopParams::refine` of a drum stem: the network's finer words within what the hit
    /// classifier, which knows what sounded before, holds likely.
    [[nodiscard]] dsp::HitRefiner hitRefiner() const;

private:
    CategoryJudge(nn::CategoryModel model, nn::LocalHead head);
    nn::CategoryModel m_model;
    nn::LocalHead m_head;
};

/// Judges all originals and slices whose category the user has not said anew, from their stored
/// embeddings, and stores what changed with its quality. Reads no audio: some 10 000 a second.
/// @return  the ids that changed.
/// @errors  Cancelled (what was judged stays), those of the repositories.
[[nodiscard]] Result<std::vector<StemId>> rejudgeCategories(std::shared_ptr<db::Database> database,
                                                            TaskContext& task);

} // namespace nde::services
