#include "core/nn/vae/Principal.h"

#include "core/base/Random.h"
#include "core/nn/Gemm.h"
#include "core/nn/vae/Half.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/ModelFile.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kMostRows = 4096; ///< of the Gram matrix
constexpr std::size_t kExactSize = 512; ///< larger matrices are iterated on
constexpr std::size_t kSpare = 32; ///< directions beside those wanted, for convergence
constexpr int kRounds = 12;
constexpr std::size_t kBlock = 256;

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "training was cancelled");
}

std::vector<float> transposed(const std::vector<float>& m, std::size_t rows, std::size_t columns)
{
    std::vector<float> out(m.size());
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            out[j * rows + i] = m[i * columns + j];
        }
    }
    return out;
}

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

/// Gram matrix of chosen rows, a block of its lower half at a time.
Result<std::vector<float>> gramOf(const std::vector<float>& rows,
                                  const std::vector<std::size_t>& chosen, TaskContext& task)
{
    const std::size_t count = chosen.size();
    std::vector<float> gram(count * count);
    // Chosen rows that lie side by side are used where they are.
    std::vector<float> left;
    std::vector<float> right;
    const auto gather = [&](std::size_t first, std::size_t size, std::vector<float>& to) {
        to.resize(size * kVectorSize);
        for (std::size_t i = 0; i < size; ++i) {
            std::copy_n(rows.data() + chosen[first + i] * kVectorSize, kVectorSize,
                        to.data() + i * kVectorSize);
        }
    };
    for (std::size_t a = 0; a < count; a += kBlock) {
        const std::size_t height = std::min(kBlock, count - a);
        gather(a, height, left);
        for (std::size_t b = 0; b <= a; b += kBlock) {
            if (task.cancelled()) {
                return cancelledError();
            }
            const std::size_t width = std::min(kBlock, count - b);
            gather(b, width, right);
            multiplyInto(height, width, kVectorSize, {left.data(), kVectorSize, false},
                         {right.data(), kVectorSize, true}, gram.data() + a * count + b, count);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            gram[j * count + i] = gram[i * count + j];
        }
    }
    return gram;
}

std::vector<float> subtractMean(std::vector<float>& rows, const std::vector<std::size_t>& chosen)
{
    std::vector<double> sum(kVectorSize, 0.0);
    for (const std::size_t row : chosen) {
        const float* from = rows.data() + row * kVectorSize;
        for (std::size_t j = 0; j < kVectorSize; ++j) {
            sum[j] += static_cast<double>(from[j]);
        }
    }
    std::vector<float> mean(kVectorSize);
    std::transform(sum.begin(), sum.end(), mean.begin(), [&](double value) {
        return static_cast<float>(value / static_cast<double>(chosen.size()));
    });
    for (std::size_t first = 0; first < rows.size(); first += kVectorSize) {
        for (std::size_t j = 0; j < kVectorSize; ++j) {
            rows[first + j] -= mean[j];
        }
    }
    return mean;
}

} // namespace

std::vector<float> Basis::floatDirections() const
{
    std::vector<float> out(directions.size());
    std::transform(directions.begin(), directions.end(), out.begin(), fromHalf);
    return out;
}

Eigen leadingEigen(const std::vector<float>& matrix, std::size_t size, std::size_t count,
                   const TaskContext* task)
{
    return size <= kExactSize ? exactEigen(matrix, size, count)
                              : iteratedEigen(matrix, size, count, task);
}

Result<Basis> fitBasis(std::vector<float>& rows, const std::vector<std::size_t>& chosen,
                       TaskContext& task)
{
    std::vector<std::size_t> used;
    const std::size_t count = std::min(chosen.size(), kMostRows);
    for (std::size_t i = 0; i < count; ++i) {
        used.push_back(chosen[i * chosen.size() / count]);
    }
    Basis out;
    out.mean = subtractMean(rows, used);
    const auto gram = gramOf(rows, used, task);
    if (!gram) {
        return propagate(gram);
    }
    const std::size_t components = std::min<std::size_t>(kMaxComponents, count - 1);
    const Eigen eigen = leadingEigen(*gram, count, components, &task);
    if (task.cancelled()) {
        return cancelledError();
    }
    const double total = static_cast<double>(count);
    // A direction is the rows' mix by an eigenvector, divided by its length.
    std::vector<float> mix = transposed(eigen.vectors, count, components);
    for (std::size_t k = 0; k < components; ++k) {
        const double variance = std::max(1e-12, eigen.values[k] / total);
        // Components of rank-deficient data are rounding noise: they get no direction at all.
        const bool isReal = eigen.values[k] > eigen.values[0] * 1e-9;
        const double factor = isReal ? 1.0 / std::sqrt(variance * total) : 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            mix[k * count + i] = static_cast<float>(mix[k * count + i] * factor);
        }
        out.eigenvalues.push_back(static_cast<float>(variance / static_cast<double>(kVectorSize)));
        out.scale.push_back(static_cast<float>(std::sqrt(variance)));
    }
    std::vector<float> sum(components * kVectorSize, 0.0F);
    std::vector<float> part(components * kVectorSize);
    std::vector<float> block;
    for (std::size_t first = 0; first < count; first += kBlock) {
        if (task.cancelled()) {
            return cancelledError();
        }
        const std::size_t height = std::min(kBlock, count - first);
        block.resize(height * kVectorSize);
        for (std::size_t i = 0; i < height; ++i) {
            std::copy_n(rows.data() + used[first + i] * kVectorSize, kVectorSize,
                        block.data() + i * kVectorSize);
        }
        multiply(components, kVectorSize, height, {mix.data() + first, count, false},
                 {block.data(), kVectorSize, false}, part.data());
        std::transform(sum.begin(), sum.end(), part.begin(), sum.begin(), std::plus<>());
    }
    out.directions.resize(sum.size());
    for (std::size_t j = 0; j < kVectorSize; ++j) {
        for (std::size_t k = 0; k < components; ++k) {
            out.directions[j * components + k] = toHalf(sum[k * kVectorSize + j]);
        }
    }
    return out;
}

Result<std::vector<float>> coefficientsOf(const Basis& basis, const std::vector<float>& rows,
                                          std::vector<double>* outside, TaskContext& task)
{
    const std::size_t components = basis.components();
    const std::size_t count = rows.size() / kVectorSize;
    const auto directions = basis.floatDirections();
    std::vector<float> out(count * components);
    std::vector<float> image;
    for (std::size_t first = 0; first < count; first += kBlock) {
        if (task.cancelled()) {
            return cancelledError();
        }
        const std::size_t height = std::min(kBlock, count - first);
        const float* from = rows.data() + first * kVectorSize;
        float* to = out.data() + first * components;
        multiply(height, components, kVectorSize, {from, kVectorSize, false},
                 {directions.data(), components, false}, to);
        if (outside != nullptr) {
            image.resize(height * kVectorSize);
            multiply(height, kVectorSize, components, {to, components, false},
                     {directions.data(), components, true}, image.data());
            for (std::size_t i = 0; i < height; ++i) {
                double sum = 0;
                for (std::size_t j = 0; j < kVectorSize; ++j) {
                    const double d = static_cast<double>(from[i * kVectorSize + j])
                        - static_cast<double>(image[i * kVectorSize + j]);
                    sum += d * d;
                }
                outside->push_back(sum / static_cast<double>(kVectorSize));
            }
        }
        for (std::size_t i = 0; i < height; ++i) {
            for (std::size_t k = 0; k < components; ++k) {
                to[i * components + k] /= basis.scale[k];
            }
        }
    }
    return out;
}

SoundSpace fitSoundSpace(const std::vector<float>& embeddings)
{
    constexpr auto kWidth = static_cast<std::size_t>(kEmbeddingSize);
    const std::size_t count = embeddings.size() / kWidth;
    SoundSpace out;
    out.dimensions = static_cast<int>(std::min<std::size_t>(24, count - 1));
    out.mean.assign(kWidth, 0.0F);
    std::vector<float> centred = embeddings;
    for (std::size_t j = 0; j < kWidth; ++j) {
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += static_cast<double>(embeddings[i * kWidth + j]);
        }
        out.mean[j] = static_cast<float>(sum / static_cast<double>(count));
        for (std::size_t i = 0; i < count; ++i) {
            centred[i * kWidth + j] -= out.mean[j];
        }
    }
    std::vector<float> covariance(kWidth * kWidth);
    multiply(kWidth, kWidth, count, {centred.data(), kWidth, true}, {centred.data(), kWidth, false},
             covariance.data());
    const auto dimensions = static_cast<std::size_t>(out.dimensions);
    Eigen eigen = leadingEigen(covariance, kWidth, dimensions);
    out.basis = std::move(eigen.vectors);
    out.points.resize(count * dimensions);
    multiply(count, dimensions, kWidth, {centred.data(), kWidth, false},
             {out.basis.data(), dimensions, false}, out.points.data());
    double sum = 0;
    double squares = 0;
    for (const float value : out.points) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto values = static_cast<double>(out.points.size());
    const double variance = (squares - sum * sum / values) / std::max(1.0, values - 1.0);
    const double scale = std::max(1e-6, std::sqrt(std::max(0.0, variance)));
    out.scale = static_cast<float>(scale);
    for (float& value : out.points) {
        value = static_cast<float>(static_cast<double>(value) / scale);
    }
    return out;
}

} // namespace nde::nn::vae
