#pragma once

#include "core/base/TaskContext.h"

#include <cstddef>
#include <vector>

namespace nde::nn::vae {

/// Largest eigenvalues and their vectors of a symmetric matrix, the largest first: exactly for
/// small matrices, by subspace iteration for large ones.
struct Eigen
{
    std::vector<double> values; ///< [count]
    std::vector<float> vectors; ///< [size, count], orthonormal columns
};
[[nodiscard]] Eigen leadingEigen(const std::vector<float>& matrix, std::size_t size,
                                 std::size_t count, const TaskContext* task = nullptr);

} // namespace nde::nn::vae
