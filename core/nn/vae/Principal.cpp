#include "core/nn/vae/Principal.h"

#include "core/nn/Gemm.h"
#include "core/nn/vae/Half.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/ModelFile.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kMostRows = 4096; ///< of the Gram matrix
constexpr std::size_t kBlock = 256;
constexpr std::size_t kPictureSize = kSubOffset; ///< of a vector: all but the sub part at its end
constexpr std::size_t kSubSize = kVectorSize - kSubOffset;
constexpr double kLeastVariance = 1e-12;

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

/// The rows that a basis of pictures is fitted to: chosen ones, then further ones.
class FittedRows
{
public:
    FittedRows(const std::vector<float>& rows, const std::vector<std::size_t>& chosen,
               const std::vector<float>& further)
        : m_rows(rows)
        , m_chosen(chosen)
        , m_further(further)
    {
    }

    [[nodiscard]] std::size_t count() const
    {
        return m_chosen.size() + m_further.size() / kVectorSize;
    }
    /// Pictures of some, side by side. [size, kPictureSize]
    void gather(std::size_t first, std::size_t size, std::vector<float>& to) const
    {
        to.resize(size * kPictureSize);
        for (std::size_t i = 0; i < size; ++i) {
            std::copy_n(at(first + i), kPictureSize, to.data() + i * kPictureSize);
        }
    }

private:
    [[nodiscard]] const float* at(std::size_t index) const
    {
        return index < m_chosen.size() ? m_rows.data() + m_chosen[index] * kVectorSize
                                       : m_further.data() + (index - m_chosen.size()) * kVectorSize;
    }

    const std::vector<float>& m_rows;
    const std::vector<std::size_t>& m_chosen;
    const std::vector<float>& m_further;
};

/// Gram matrix of pictures, a block of its lower half at a time.
Result<std::vector<float>> gramOf(const FittedRows& rows, TaskContext& task)
{
    const std::size_t count = rows.count();
    std::vector<float> gram(count * count);
    std::vector<float> left;
    std::vector<float> right;
    for (std::size_t a = 0; a < count; a += kBlock) {
        const std::size_t height = std::min(kBlock, count - a);
        rows.gather(a, height, left);
        for (std::size_t b = 0; b <= a; b += kBlock) {
            if (task.cancelled()) {
                return cancelledError();
            }
            const std::size_t width = std::min(kBlock, count - b);
            rows.gather(b, width, right);
            multiplyInto(height, width, kPictureSize, {left.data(), kPictureSize, false},
                         {right.data(), kPictureSize, true}, gram.data() + a * count + b, count);
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

/// Some columns' share of a basis.
struct BasisPart
{
    std::size_t width {}; ///< columns
    std::vector<double> variances; ///< falling
    std::vector<float> directions; ///< [components, width]
};

/// Of the picture and all else but the sub part.
/// @param rows   of which the first `total` are sounds, whose mean is subtracted.
Result<BasisPart> picturePart(const FittedRows& rows, double total, std::size_t most,
                              TaskContext& task)
{
    const auto gram = gramOf(rows, task);
    if (!gram) {
        return propagate(gram);
    }
    const std::size_t count = rows.count();
    const std::size_t components = std::min(most, count - 1);
    const Eigen eigen = leadingEigen(*gram, count, components, &task);
    // A direction is the rows' mix by an eigenvector, divided by its length.
    std::vector<float> mix = transposed(eigen.vectors, count, components);
    BasisPart out {kPictureSize, {}, std::vector<float>(components * kPictureSize, 0.0F)};
    for (std::size_t k = 0; k < components; ++k) {
        const double variance = std::max(kLeastVariance, eigen.values[k] / total);
        // Components of rank-deficient data are rounding noise: they get no direction at all.
        const bool isReal = eigen.values[k] > eigen.values[0] * 1e-9;
        const double factor = isReal ? 1.0 / std::sqrt(variance * total) : 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            mix[k * count + i] = static_cast<float>(mix[k * count + i] * factor);
        }
        out.variances.push_back(variance);
    }
    std::vector<float> part(out.directions.size());
    std::vector<float> block;
    for (std::size_t first = 0; first < count; first += kBlock) {
        if (task.cancelled()) {
            return cancelledError();
        }
        const std::size_t height = std::min(kBlock, count - first);
        rows.gather(first, height, block);
        multiply(components, kPictureSize, height, {mix.data() + first, count, false},
                 {block.data(), kPictureSize, false}, part.data());
        std::transform(out.directions.begin(), out.directions.end(), part.begin(),
                       out.directions.begin(), std::plus<>());
    }
    return out;
}

/// Of the sub part alone: only directions along which there is anything.
BasisPart subPart(const std::vector<float>& rows, const std::vector<std::size_t>& used)
{
    std::vector<double> sum(kSubSize * kSubSize, 0.0);
    for (const std::size_t row : used) {
        const float* from = rows.data() + row * kVectorSize + kSubOffset;
        for (std::size_t i = 0; i < kSubSize; ++i) {
            for (std::size_t j = 0; j < kSubSize; ++j) {
                sum[i * kSubSize + j] += static_cast<double>(from[i]) * from[j];
            }
        }
    }
    std::vector<float> covariance(sum.size());
    std::transform(sum.begin(), sum.end(), covariance.begin(), [&](double value) {
        return static_cast<float>(value / static_cast<double>(used.size()));
    });
    const Eigen eigen = leadingEigen(covariance, kSubSize, kSubSize);
    BasisPart out {kSubSize, {}, {}};
    for (std::size_t k = 0; k < kSubSize; ++k) {
        if (eigen.values[k] > std::max(kLeastVariance, eigen.values[0] * 1e-6)) {
            out.variances.push_back(eigen.values[k]);
            for (std::size_t j = 0; j < kSubSize; ++j) {
                out.directions.push_back(eigen.vectors[j * kSubSize + k]);
            }
        }
    }
    return out;
}

/// Puts the parts side by side, the directions of largest variance first.
void join(Basis& out, const BasisPart& picture, const BasisPart& sub)
{
    const std::size_t components = picture.variances.size() + sub.variances.size();
    out.directions.assign(kVectorSize * components, toHalf(0.0F));
    std::size_t p = 0;
    std::size_t s = 0;
    for (std::size_t k = 0; k < components; ++k) {
        const bool isSub = p == picture.variances.size()
            || (s < sub.variances.size() && sub.variances[s] > picture.variances[p]);
        const BasisPart& part = isSub ? sub : picture;
        const std::size_t index = isSub ? s++ : p++;
        const double variance = part.variances[index];
        out.eigenvalues.push_back(static_cast<float>(variance / static_cast<double>(kVectorSize)));
        out.scale.push_back(static_cast<float>(std::sqrt(variance)));
        const std::size_t first = isSub ? kSubOffset : 0;
        const float* from = part.directions.data() + index * part.width;
        for (std::size_t j = 0; j < part.width; ++j) {
            out.directions[(first + j) * components + k] = toHalf(from[j]);
        }
    }
}

} // namespace

std::vector<float> Basis::floatDirections() const
{
    std::vector<float> out(directions.size());
    std::transform(directions.begin(), directions.end(), out.begin(), fromHalf);
    return out;
}

Result<Basis> fitBasis(std::vector<float>& rows, const std::vector<std::size_t>& chosen,
                       std::vector<float> deviations, TaskContext& task)
{
    std::vector<std::size_t> used;
    const std::size_t count = std::min(chosen.size(), kMostRows);
    for (std::size_t i = 0; i < count; ++i) {
        used.push_back(chosen[i * chosen.size() / count]);
    }
    Basis out;
    out.mean = subtractMean(rows, used);
    const BasisPart sub = subPart(rows, used);
    // As long as all sounds together, so that each adds its own square to the variance along it.
    const auto total = static_cast<double>(used.size());
    std::transform(deviations.begin(), deviations.end(), deviations.begin(),
                   [root = static_cast<float>(std::sqrt(total))](float x) { return root * x; });
    const auto picture = picturePart(FittedRows(rows, used, deviations), total,
                                     kMaxComponents - sub.variances.size(), task);
    if (!picture) {
        return propagate(picture);
    }
    join(out, *picture, sub);
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
