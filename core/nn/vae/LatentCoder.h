#pragma once

#include <span>
#include <vector>

namespace nde::nn::vae {

/// What a trained network does with numbers. All else of dreaming is on top of it and knows no
/// torch.
/// @thread  one at a time. May throw what its library throws.
class LatentCoder
{
public:
    struct Posterior
    {
        std::vector<float> mean; ///< [latentDim]
        std::vector<float> logVariance; ///< [latentDim]
    };

    virtual ~LatentCoder() = default;
    /// @param v  a vector of `Layout.h`.
    [[nodiscard]] virtual Posterior encode(std::span<const float> v) = 0;
    /// @param latents  [count, latentDim]
    /// @return         vectors of `Layout.h`, [count, kVectorSize]
    [[nodiscard]] virtual std::vector<float> images(std::span<const float> latents) = 0;
};

} // namespace nde::nn::vae
