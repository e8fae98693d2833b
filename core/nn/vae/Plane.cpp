#include "core/nn/vae/Plane.h"

#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Ridge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kBandStep = 8;
constexpr std::size_t kFrameStep = 6;
constexpr int kRounds = 100;

double dot(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Mean levels of patches of the picture.
std::vector<double> coarse(std::span<const float> v)
{
    std::vector<double> out;
    for (std::size_t b = 0; b + kBandStep <= kBands; b += kBandStep) {
        for (std::size_t f = 0; f + kFrameStep <= kFrames; f += kFrameStep) {
            double sum = 0;
            for (std::size_t i = 0; i < kBandStep; ++i) {
                for (std::size_t k = 0; k < kFrameStep; ++k) {
                    sum += std::clamp(v[(b + i) * kFrames + f + k], 0.0F, 1.1F);
                }
            }
            out.push_back(sum / (kBandStep * kFrameStep));
        }
    }
    return out;
}

/// Scores along the strongest direction, which is then taken out of the rows.
std::vector<double> takeStrongest(std::vector<std::vector<double>>& rows)
{
    const std::size_t width = rows.front().size();
    std::vector<double> direction(width);
    for (std::size_t d = 0; d < width; ++d) {
        direction[d] = 1.0 / static_cast<double>(d + 1); // any start that no direction is normal to
    }
    for (int round = 0; round < kRounds; ++round) {
        std::vector<double> next(width, 0.0);
        for (const auto& row : rows) {
            const double along = dot(row, direction);
            for (std::size_t d = 0; d < width; ++d) {
                next[d] += along * row[d];
            }
        }
        const double length = std::sqrt(dot(next, next));
        if (length < 1e-12) {
            break; // all rows are the same
        }
        for (std::size_t d = 0; d < width; ++d) {
            direction[d] = next[d] / length;
        }
    }
    const double length = std::sqrt(dot(direction, direction));
    std::vector<double> scores;
    for (auto& row : rows) {
        const double along = dot(row, direction) / length;
        scores.push_back(along);
        for (std::size_t d = 0; d < width; ++d) {
            row[d] -= along * direction[d] / length;
        }
    }
    return scores;
}

/// The part of `slope` that does not lie along `other`.
std::vector<double> apartFrom(std::vector<double> slope, const std::vector<double>& other)
{
    const double share = dot(slope, other) / std::max(dot(other, other), 1e-12);
    for (std::size_t d = 0; d < slope.size(); ++d) {
        slope[d] -= share * other[d];
    }
    return slope;
}

} // namespace

PrincipalScores principalScores(std::vector<std::vector<double>> rows)
{
    const std::size_t width = rows.front().size();
    for (std::size_t d = 0; d < width; ++d) {
        double mean = 0;
        for (const auto& row : rows) {
            mean += row[d] / static_cast<double>(rows.size());
        }
        for (auto& row : rows) {
            row[d] -= mean;
        }
    }
    PrincipalScores out;
    out.first = takeStrongest(rows);
    out.second = takeStrongest(rows);
    return out;
}

LatentPlane fitPlane(const LatentCloud& cloud, LatentCoder& coder)
{
    constexpr std::size_t kBatch = 32;
    const LatentCloud places = regressionPlaces(cloud);
    const auto width = static_cast<std::size_t>(places.dimensions);
    const auto count = static_cast<std::size_t>(places.sounds);
    std::vector<std::vector<double>> pictures;
    for (std::size_t i = 0; i < count; i += kBatch) {
        const std::size_t batch = std::min(kBatch, count - i);
        const auto images = coder.images(std::span(places.mean).subspan(i * width, batch * width));
        for (std::size_t k = 0; k < batch; ++k) {
            pictures.push_back(coarse(std::span(images).subspan(k * kVectorSize, kVectorSize)));
        }
    }
    auto scores = principalScores(std::move(pictures));
    auto fits = fitRidge(places,
                         {standardised(std::move(scores.first)).values,
                          standardised(std::move(scores.second)).values});
    for (auto& fit : fits) {
        // All sounds alike: any direction will do.
        fit.slope = fit.slope.empty() ? std::vector<double>(width, 1.0) : std::move(fit.slope);
    }
    LatentPlane out;
    out.mean.assign(width, 0.0F);
    for (std::size_t i = 0; i < cloud.mean.size(); ++i) {
        out.mean[i % width] += cloud.mean[i] / static_cast<float>(cloud.sounds);
    }
    out.first = directionOf(fits[0].slope);
    out.second = directionOf(apartFrom(std::move(fits[1].slope), fits[0].slope));
    return out;
}

} // namespace nde::nn::vae
