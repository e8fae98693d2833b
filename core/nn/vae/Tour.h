#pragma once

#include "core/nn/vae/Sampler.h"

#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// In which order the sounds of a cloud serve as starts of dreams, so that the dreams of a request
/// lie all over the library: no sound serves twice before each has served once, and what has served
/// so far is spread evenly at any time. Independent draws leave out a third of the sounds in as
/// many dreams as there are sounds.
/// @thread  const calls from any.
class Tour
{
public:
    /// @param cloud  at least one sound; its `heard` places, or else its means, say what is near.
    explicit Tour(const LatentCloud& cloud);

    /// The sound that dream `index` starts from.
    /// @param start  0 … 1, where the tour begins: from the seed.
    /// @param weights  how often each sound shall be taken, [sounds], not all 0; empty = all alike.
    [[nodiscard]] int sound(std::uint64_t index, double start,
                            std::span<const double> weights = {}) const;

private:
    std::vector<int> m_order; ///< near each other in it is near in the cloud
    std::vector<std::size_t> m_rank; ///< of the first steps among each other
};

} // namespace nde::nn::vae
