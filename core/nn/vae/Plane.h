#pragma once

#include "core/nn/api/StemVae.h"
#include "core/nn/vae/LatentCoder.h"
#include "core/nn/vae/Sampler.h"

namespace nde::nn::vae {

/// The plane of a latent space in which sounds that differ much lie far apart: the two strongest
/// principal components of the decoded pictures, coarse ones as an ear would keep them, regressed
/// on the latents. (The latents themselves are nearly white: their own principal components say
/// nothing.)
[[nodiscard]] LatentPlane fitPlane(const LatentCloud& cloud, LatentCoder& coder);

/// Scores of rows along their two strongest directions, by power iteration. [rows] each
struct PrincipalScores
{
    std::vector<double> first;
    std::vector<double> second;
};
[[nodiscard]] PrincipalScores principalScores(std::vector<std::vector<double>> rows);

} // namespace nde::nn::vae
