#pragma once

#include <cstddef>

namespace nde::nn {

/// A row-major matrix, or its transpose, that is only looked at.
struct MatrixView
{
    const float* data {};
    std::size_t stride {}; ///< between stored rows
    bool isTransposed {}; ///< the product uses the transpose of what is stored
};

/// c [rows, columns] = a [rows, inner] · b [inner, columns], single-threaded and deterministic: the
/// same processor gives the same bytes.
///
/// Debian's LibTorch multiplies with whatever `libblas.so.3` is installed, by default the reference
/// BLAS at 5 GFLOP/s; this kernel keeps training inside its minute there (about 10 times faster)
/// and makes the result independent of the BLAS.
/// @source  Goto, van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.
void multiply(std::size_t rows, std::size_t columns, std::size_t inner, MatrixView a, MatrixView b,
              float* c);
/// The same into a part of a wider matrix. @param stride  between the rows of c.
void multiplyInto(std::size_t rows, std::size_t columns, std::size_t inner, MatrixView a,
                  MatrixView b, float* c, std::size_t stride);

} // namespace nde::nn
