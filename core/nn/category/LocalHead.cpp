#include "core/nn/api/CategoryModel.h"

#include <algorithm>
#include <cmath>

namespace nde::nn {
namespace {

/// How fast the weight of a correction falls with the distance of unit vectors, squared; and the
/// weight that the network itself has. Chosen with train_category: see its "corrections".
constexpr double kNarrowness = 12.0;
constexpr double kNetworkWeight = 0.25;

bool makeUnit(std::vector<float>& vector)
{
    double sum = 0.0;
    for (const float value : vector) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    if (!(sum > 0.0) || !std::isfinite(sum)) {
        return false;
    }
    for (float& value : vector) {
        value = static_cast<float>(static_cast<double>(value) / std::sqrt(sum));
    }
    return true;
}

} // namespace

LocalHead::LocalHead(const CategoryModel& model, std::vector<CategoryCorrection> corrections)
    : m_corrections(std::move(corrections))
{
    std::erase_if(m_corrections, [&](CategoryCorrection& correction) {
        return correction.embedding.size() != model.embeddingSize()
            || !makeUnit(correction.embedding);
    });
    // Sums below must not depend on the order in which the user went.
    std::sort(m_corrections.begin(), m_corrections.end(),
              [](const CategoryCorrection& a, const CategoryCorrection& b) {
                  return a.category != b.category ? a.category < b.category
                                                  : a.embedding < b.embedding;
              });
}

CategoryProbabilities LocalHead::judge(std::span<const float> embedding,
                                       const CategoryProbabilities& base) const
{
    std::vector<float> unit(embedding.begin(), embedding.end());
    if (m_corrections.empty() || !makeUnit(unit)) {
        return base;
    }
    std::array<double, kCategoryCount> evidence {};
    double total = 0.0;
    for (const CategoryCorrection& correction : m_corrections) {
        if (correction.embedding.size() != unit.size()) {
            return base;
        }
        double distance = 0.0;
        for (std::size_t i = 0; i < unit.size(); ++i) {
            const auto step
                = static_cast<double>(unit[i]) - static_cast<double>(correction.embedding[i]);
            distance += step * step;
        }
        const double weight = std::exp(-kNarrowness * distance);
        evidence[static_cast<std::size_t>(correction.category)] += weight;
        total += weight;
    }
    const double share = total / (total + kNetworkWeight);
    CategoryProbabilities mixed {};
    for (std::size_t c = 0; c < mixed.size(); ++c) {
        mixed[c] = static_cast<float>((1.0 - share) * static_cast<double>(base[c])
                                      + share * evidence[c] / (total + 1e-300));
    }
    return mixed;
}

} // namespace nde::nn
