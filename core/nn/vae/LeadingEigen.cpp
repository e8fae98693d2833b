#include "core/nn/vae/LeadingEigen.h"

#include "core/base/Random.h"
#include "core/nn/Gemm.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kExactSize = 512; ///< larger matrices are iterated on
constexpr std::size_t kSpare = 32; ///< directions beside those wanted, for convergence
constexpr int kRounds = 12;

/// All of a small matrix by LAPACK, the largest first.
Eigen exactEigen(const std::vector<float>& matrix, std::size_t size, std::size_t count)
{
    torch::NoGradGuard noGrad;
    const auto n = static_cast<std::int64_t>(size);
    torch::Tensor m = torch::empty({n, n}, torch::kFloat64);
    std::copy(matrix.begin(), matrix.end(), m.data_ptr<double>());
    const auto [values, vectors] = torch::linalg_eigh(m);
    const torch::Tensor top
        = vectors.flip(1).narrow(1, 0, static_cast<std::int64_t>(count)).contiguous();
    const torch::Tensor sorted = values.flip(0).contiguous();
    Eigen out;
    out.values.assign(sorted.data_ptr<double>(), sorted.data_ptr<double>() + count);
    out.vectors.resize(size * count);
    std::transform(top.data_ptr<double>(), top.data_ptr<double>() + size * count,
                   out.vectors.begin(), [](double v) { return static_cast<float>(v); });
    return out;
}

double dot(const float* a, const float* b, std::size_t count)
{
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

/// Takes from the rows [first, end) what lies along the rows before `first`.
void projectOut(std::vector<float>& q, std::size_t length, std::size_t first, std::size_t end)
{
    const std::size_t height = end - first;
    float* block = q.data() + first * length;
    std::vector<float> shares(height * first);
    multiply(height, first, length, {block, length, false}, {q.data(), length, true},
             shares.data());
    std::vector<float> along(height * length);
    multiply(height, length, first, {shares.data(), first, false}, {q.data(), length, false},
             along.data());
    for (std::size_t i = 0; i < along.size(); ++i) {
        block[i] -= along[i];
    }
}

/// Makes one row orthogonal to those from `first` on before it, and of length 1. A row of which
/// nothing is left is given a random direction.
void orthogonalise(std::vector<float>& q, std::size_t length, std::size_t first, std::size_t row,
                   Random& random)
{
    float* to = q.data() + row * length;
    for (int attempt = 0; attempt < 4; ++attempt) {
        const double before = std::sqrt(dot(to, to, length));
        for (std::size_t other = first; other < row; ++other) {
            const float* along = q.data() + other * length;
            const auto share = static_cast<float>(dot(to, along, length));
            for (std::size_t i = 0; i < length; ++i) {
                to[i] -= share * along[i];
            }
        }
        const double after = std::sqrt(dot(to, to, length));
        const bool isLeft = after > 1e-5 * before && after > 0.0;
        for (std::size_t i = 0; i < length; ++i) {
            to[i] = isLeft ? static_cast<float>(static_cast<double>(to[i]) / after)
                           : static_cast<float>(random.normal());
        }
        if (isLeft && after > 0.5 * before) {
            return;
        }
    }
}

/// Orthonormal rows that span the same, a block at a time.
/// @source  Golub, Van Loan, "Matrix computations", 5.2.8 (Gram-Schmidt, twice).
void orthonormalise(std::vector<float>& q, std::size_t rows, std::size_t length, Random& random)
{
    constexpr std::size_t kRows = 32;
    for (std::size_t first = 0; first < rows; first += kRows) {
        const std::size_t end = std::min(rows, first + kRows);
        for (std::size_t row = first; row < end; ++row) { // else large rows drown small ones
            float* values = q.data() + row * length;
            const double size = std::max(1e-30, std::sqrt(dot(values, values, length)));
            for (std::size_t i = 0; i < length; ++i) {
                values[i] = static_cast<float>(static_cast<double>(values[i]) / size);
            }
        }
        for (int round = 0; round < 2; ++round) {
            if (first > 0) {
                projectOut(q, length, first, end);
            }
            for (std::size_t row = first; row < end; ++row) {
                orthogonalise(q, length, first, row, random);
            }
        }
    }
}

/// Subspace iteration with a Rayleigh-Ritz step at the end.
/// @source  Golub, Van Loan, "Matrix computations", 8.2.4.
Eigen iteratedEigen(const std::vector<float>& matrix, std::size_t size, std::size_t count,
                    const TaskContext* task)
{
    const std::size_t width = std::min(size, count + kSpare);
    std::vector<float> q(width * size); // rows are the directions
    Random random(streamSeed(1, "vae.subspace"));
    for (float& value : q) {
        value = static_cast<float>(random.normal());
    }
    const MatrixView m {matrix.data(), size, false};
    std::vector<float> image(width * size);
    for (int round = 0; round < kRounds && (task == nullptr || !task->cancelled()); ++round) {
        orthonormalise(q, width, size, random);
        multiply(width, size, size, {q.data(), size, false}, m, image.data());
        q = image;
    }
    orthonormalise(q, width, size, random);
    multiply(width, size, size, {q.data(), size, false}, m, image.data());
    std::vector<float> small(width * width);
    multiply(width, width, size, {image.data(), size, false}, {q.data(), size, true}, small.data());
    for (std::size_t i = 0; i < width; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const float mean = 0.5F * (small[i * width + j] + small[j * width + i]);
            small[i * width + j] = mean;
            small[j * width + i] = mean;
        }
    }
    Eigen ritz = exactEigen(small, width, count);
    std::vector<float> vectors(size * count);
    multiply(size, count, width, {q.data(), size, true}, {ritz.vectors.data(), count, false},
             vectors.data());
    ritz.vectors = std::move(vectors);
    return ritz;
}

} // namespace

Eigen leadingEigen(const std::vector<float>& matrix, std::size_t size, std::size_t count,
                   const TaskContext* task)
{
    return size <= kExactSize ? exactEigen(matrix, size, count)
                              : iteratedEigen(matrix, size, count, task);
}

} // namespace nde::nn::vae
