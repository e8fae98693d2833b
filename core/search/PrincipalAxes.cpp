#include "core/search/PrincipalAxes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::search {

namespace {

constexpr double kFurthest = 4.0; ///< deviations
constexpr int kMostSweeps = 60;
constexpr double kSmallEnough = 1e-20; ///< off-diagonal over diagonal, squared

/// Mean 0, and nothing further away than `kFurthest` deviations.
void centreAndBound(PointTable& points)
{
    const std::size_t count = points.count();
    for (std::size_t axis = 0; axis < points.dimensions; ++axis) {
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            const double value = static_cast<double>(points.at(i)[axis]);
            sum += value;
            squares += value * value;
        }
        const double mean = sum / static_cast<double>(count);
        const double most = kFurthest
            * std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean * mean));
        double left = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            float& value = points.values[i * points.dimensions + axis];
            value = static_cast<float>(std::clamp(static_cast<double>(value) - mean, -most, most));
            left += static_cast<double>(value);
        }
        const auto shift = static_cast<float>(left / static_cast<double>(count));
        for (std::size_t i = 0; i < count; ++i) {
            points.values[i * points.dimensions + axis] -= shift;
        }
    }
}

std::vector<double> covariance(const PointTable& points)
{
    const std::size_t size = points.dimensions;
    std::vector<double> matrix(size * size, 0.0);
    for (std::size_t i = 0; i < points.count(); ++i) {
        const float* at = points.at(i);
        for (std::size_t row = 0; row < size; ++row) {
            const auto value = static_cast<double>(at[row]);
            for (std::size_t column = row; column < size; ++column) {
                matrix[row * size + column] += value * static_cast<double>(at[column]);
            }
        }
    }
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = row; column < size; ++column) {
            matrix[row * size + column]
                /= static_cast<double>(std::max<std::size_t>(1, points.count()));
            matrix[column * size + row] = matrix[row * size + column];
        }
    }
    return matrix;
}

/// Makes the element (p, q) 0.
void rotate(std::vector<double>& matrix, std::vector<double>& vectors, std::size_t size,
            std::size_t p, std::size_t q)
{
    const double off = matrix[p * size + q];
    if (off == 0.0) {
        return;
    }
    const double theta = (matrix[q * size + q] - matrix[p * size + p]) / (2.0 * off);
    const double tangent
        = (theta < 0.0 ? -1.0 : 1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
    const double cosine = 1.0 / std::sqrt(tangent * tangent + 1.0);
    const double sine = tangent * cosine;
    const auto turn = [cosine, sine](double& a, double& b) {
        const double before = a;
        a = cosine * before - sine * b;
        b = sine * before + cosine * b;
    };
    for (std::size_t i = 0; i < size; ++i) {
        turn(matrix[i * size + p], matrix[i * size + q]);
    }
    for (std::size_t i = 0; i < size; ++i) {
        turn(matrix[p * size + i], matrix[q * size + i]);
    }
    for (std::size_t i = 0; i < size; ++i) {
        turn(vectors[p * size + i], vectors[q * size + i]);
    }
}

} // namespace

EigenAxes eigenAxes(std::vector<double> matrix, std::size_t size)
{
    std::vector<double> vectors(size * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
        vectors[i * size + i] = 1.0;
    }
    for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
        double off = 0.0;
        double on = 0.0;
        for (std::size_t row = 0; row < size; ++row) {
            on += matrix[row * size + row] * matrix[row * size + row];
            for (std::size_t column = row + 1; column < size; ++column) {
                off += matrix[row * size + column] * matrix[row * size + column];
            }
        }
        if (off <= kSmallEnough * on) {
            break;
        }
        for (std::size_t p = 0; p < size; ++p) {
            for (std::size_t q = p + 1; q < size; ++q) {
                rotate(matrix, vectors, size, p, q);
            }
        }
    }
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return matrix[a * size + a] > matrix[b * size + b];
    });
    EigenAxes axes;
    for (const std::size_t at : order) {
        axes.values.push_back(matrix[at * size + at]);
        const auto begin = vectors.begin() + static_cast<std::ptrdiff_t>(at * size);
        const auto most
            = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(size),
                               [](double a, double b) { return std::abs(a) < std::abs(b); });
        const double sign = *most < 0.0 ? -1.0 : 1.0;
        std::transform(begin, begin + static_cast<std::ptrdiff_t>(size),
                       std::back_inserter(axes.vectors), [sign](double v) { return sign * v; });
    }
    return axes;
}

PointTable principalAxes(PointTable points, std::size_t kept)
{
    if (points.count() == 0) {
        return {};
    }
    centreAndBound(points);
    const std::size_t size = points.dimensions;
    const EigenAxes axes = eigenAxes(covariance(points), size);
    PointTable turned;
    turned.dimensions = std::min(kept, size);
    turned.values.reserve(points.count() * turned.dimensions);
    for (std::size_t i = 0; i < points.count(); ++i) {
        const float* at = points.at(i);
        for (std::size_t axis = 0; axis < turned.dimensions; ++axis) {
            double sum = 0.0;
            for (std::size_t k = 0; k < size; ++k) {
                sum += axes.vectors[axis * size + k] * static_cast<double>(at[k]);
            }
            turned.values.push_back(static_cast<float>(sum));
        }
    }
    return turned;
}

} // namespace nde::search
