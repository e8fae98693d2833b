#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/vae/LeadingEigen.h"
#include "core/nn/vae/SoundMetrics.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace nde::nn::vae {

/// Mean and principal directions of vectors of `Layout.h`. The directions are kept in half
/// precision, as the model's file has them, so that training and loaded models agree.
struct Basis
{
    std::vector<float> mean; ///< [kVectorSize]
    std::vector<std::uint16_t> directions; ///< halves, [kVectorSize, components]
    std::vector<float> eigenvalues; ///< a pixel, [components]
    std::vector<float> scale; ///< deviation along each direction, [components]

    [[nodiscard]] std::size_t components() const { return scale.size(); }
    [[nodiscard]] std::vector<float> floatDirections() const; ///< [kVectorSize, components]
};

/// The basis of some rows: that of the pictures by the eigenvectors of their Gram matrix, beside
/// that of the sub parts. Apart, because the sub part weighs so much that a sound whose pitch no
/// training sound has would get its pitch from pictures that are not like its own.
/// @param rows    [rowCount, kVectorSize]; the mean of the chosen ones is subtracted from all, in
///                place.
/// @param chosen  rows that count; at most 4096 of them, evenly spread.
/// @param deviations  of pictures, which the rows need not show: each adds its square to the
///                variance along it, as a prior of the covariance. [any, kVectorSize]; may be
///                empty.
/// @errors        Cancelled.
[[nodiscard]] Result<Basis> fitBasis(std::vector<float>& rows,
                                     const std::vector<std::size_t>& chosen,
                                     std::vector<float> deviations, TaskContext& task);

/// Whitened coefficients of rows whose mean is subtracted. [rowCount, components]
/// @param outside  mean squared error a pixel that no coefficients can avoid, of every row; or
/// null.
/// @errors         Cancelled.
[[nodiscard]] Result<std::vector<float>> coefficientsOf(const Basis& basis,
                                                        const std::vector<float>& rows,
                                                        std::vector<double>* outside,
                                                        TaskContext& task);

/// Isotropic space of the sounds' embeddings. @param embeddings  [sounds, kEmbeddingSize]
[[nodiscard]] SoundSpace fitSoundSpace(const std::vector<float>& embeddings);

} // namespace nde::nn::vae
