#pragma once

#include "core/search/NeighbourGraph.h"

#include <cstddef>
#include <span>
#include <vector>

namespace nde::search {

/// Turns points so that the first coordinates carry the most variance, and keeps `kept` of them.
///
/// Coordinates beyond four deviations from the mean are drawn in to there before, so that one
/// broken sound does not squeeze all others. The sign of an axis is such that its largest weight is
/// positive: the same points come out the same way round.
/// @return  [count, min(kept, dimensions)], mean 0.
/// @thread  any; pure. @source  Jacobi 1846 (eigenvectors of the covariance by rotations).
[[nodiscard]] PointTable principalAxes(PointTable points, std::size_t kept);

/// Eigenvectors of a symmetric matrix, largest eigenvalue first.
struct EigenAxes
{
    std::vector<double> values; ///< [size]
    std::vector<double> vectors; ///< [size, size], a vector a row
};
/// @param matrix  [size, size], symmetric.
[[nodiscard]] EigenAxes eigenAxes(std::vector<double> matrix, std::size_t size);

} // namespace nde::search
