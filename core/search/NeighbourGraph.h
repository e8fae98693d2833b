#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nde::search {

/// Points of some dimensions, one after the other.
struct PointTable
{
    std::size_t dimensions {};
    std::vector<float> values; ///< [count, dimensions]

    [[nodiscard]] std::size_t count() const
    {
        return dimensions == 0 ? 0 : values.size() / dimensions;
    }
    [[nodiscard]] const float* at(std::size_t index) const { return &values[index * dimensions]; }
};

/// The nearest other points of each point, nearest first, ties by index.
struct NeighbourGraph
{
    std::size_t each {}; ///< neighbours of a point
    std::vector<std::uint32_t> ids; ///< [count, each]
    std::vector<float> distances; ///< [count, each], Euclidean
};

/// Exact up to 3000 points; above them a forest of random projections, whose leaves are compared,
/// and one round over the neighbours of neighbours: about 97 % of the true ones.
/// @param each  at least 1; at most count − 1 are given.
/// @param seed  same seed, same graph.
/// @errors      Cancelled.
/// @thread      any. About 3 s for 100 000 points of 24 dimensions.
/// @source      Dasgupta, Freund, "Random projection trees and low dimensional manifolds", STOC
///              2008; Dong, Moses, Li, "Efficient k-nearest neighbor graph construction", WWW 2011.
[[nodiscard]] Result<NeighbourGraph> nearestNeighbours(const PointTable& points, std::size_t each,
                                                       std::uint64_t seed, TaskContext& task);

} // namespace nde::search
