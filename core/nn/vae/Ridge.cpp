#include "core/nn/vae/Ridge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr int kPlaces = 400; ///< that are decoded and measured
constexpr std::array<double, 7> kRidges {0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0};

/// Lower factor of m + ridge·1, in place. Lower half of m is given.
void factor(std::vector<double>& m, std::size_t width, double ridge)
{
    for (std::size_t a = 0; a < width; ++a) {
        m[a * width + a] += ridge;
        for (std::size_t b = 0; b <= a; ++b) {
            double sum = m[a * width + b];
            for (std::size_t k = 0; k < b; ++k) {
                sum -= m[a * width + k] * m[b * width + k];
            }
            m[a * width + b] = a == b ? std::sqrt(std::max(sum, 1e-12)) : sum / m[b * width + b];
        }
    }
}

void solveLower(const std::vector<double>& l, std::size_t width, std::vector<double>& x)
{
    for (std::size_t a = 0; a < width; ++a) {
        for (std::size_t k = 0; k < a; ++k) {
            x[a] -= l[a * width + k] * x[k];
        }
        x[a] /= l[a * width + a];
    }
}

void solveUpper(const std::vector<double>& l, std::size_t width, std::vector<double>& x)
{
    for (std::size_t a = width; a-- > 0;) {
        x[a] /= l[a * width + a];
        for (std::size_t k = 0; k < a; ++k) {
            x[k] -= l[a * width + k] * x[a];
        }
    }
}

/// Rows around their mean, and the lower half of their scatter matrix.
struct Design
{
    std::size_t rows {};
    std::size_t width {};
    std::vector<double> centred; ///< [rows, width]
    std::vector<double> scatter; ///< [width, width]

    explicit Design(const LatentCloud& cloud)
        : rows(static_cast<std::size_t>(cloud.sounds))
        , width(static_cast<std::size_t>(cloud.dimensions))
        , centred(cloud.mean.begin(), cloud.mean.end())
        , scatter(width * width, 0.0)
    {
        for (std::size_t d = 0; d < width; ++d) {
            double mean = 0;
            for (std::size_t i = 0; i < rows; ++i) {
                mean += centred[i * width + d] / static_cast<double>(rows);
            }
            for (std::size_t i = 0; i < rows; ++i) {
                centred[i * width + d] -= mean;
            }
        }
        for (std::size_t i = 0; i < rows; ++i) {
            const double* row = centred.data() + i * width;
            for (std::size_t a = 0; a < width; ++a) {
                for (std::size_t b = 0; b <= a; ++b) {
                    scatter[a * width + b] += row[a] * row[b];
                }
            }
        }
    }
};

} // namespace

LatentCloud regressionPlaces(const LatentCloud& cloud)
{
    std::vector<int> chosen;
    const int count = std::min(cloud.sounds, kPlaces);
    for (int i = 0; i < count; ++i) {
        chosen.push_back(static_cast<int>(std::int64_t {i} * cloud.sounds / count));
    }
    LatentCloud out = partOf(cloud, chosen);
    Random random(streamSeed(1, "vae.axes"));
    for (; out.sounds < kPlaces; ++out.sounds) {
        const auto draw = drawLatent(cloud, 0.5, 1.0, random);
        out.mean.insert(out.mean.end(), draw.z.begin(), draw.z.end());
    }
    return out;
}

Standardised standardised(std::vector<double> values)
{
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double variance = 0;
    for (double& value : values) {
        value -= mean;
        variance += value * value / count;
    }
    if (variance < 1e-12) {
        return {};
    }
    for (double& value : values) {
        value /= std::sqrt(variance);
    }
    return {std::move(values), std::sqrt(variance)};
}

std::vector<RidgeFit> fitRidge(const LatentCloud& cloud,
                               const std::vector<std::vector<double>>& targets)
{
    const Design design(cloud);
    const std::size_t width = design.width;
    std::vector<RidgeFit> out(targets.size());
    for (const double ridge : kRidges) {
        auto lower = design.scatter;
        factor(lower, width, ridge);
        std::vector<double> leverage(design.rows);
        std::vector<double> row(width);
        for (std::size_t i = 0; i < design.rows; ++i) {
            std::copy_n(design.centred.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                        row.begin());
            solveLower(lower, width, row);
            leverage[i] = 1.0 / static_cast<double>(design.rows)
                + std::inner_product(row.begin(), row.end(), row.begin(), 0.0);
        }
        for (std::size_t t = 0; t < targets.size(); ++t) {
            if (targets[t].empty()) {
                continue;
            }
            std::vector<double> slope(width, 0.0);
            for (std::size_t i = 0; i < design.rows; ++i) {
                for (std::size_t d = 0; d < width; ++d) {
                    slope[d] += design.centred[i * width + d] * targets[t][i];
                }
            }
            solveLower(lower, width, slope);
            solveUpper(lower, width, slope);
            double error = 0;
            for (std::size_t i = 0; i < design.rows; ++i) {
                const double told = std::inner_product(
                    slope.begin(), slope.end(),
                    design.centred.begin() + static_cast<std::ptrdiff_t>(i * width), 0.0);
                const double missed = (targets[t][i] - told) / std::max(1e-6, 1.0 - leverage[i]);
                error += missed * missed / static_cast<double>(design.rows);
            }
            if (1.0 - error > out[t].explained) {
                out[t] = {std::move(slope), 1.0 - error};
            }
        }
    }
    return out;
}

std::vector<float> directionOf(const std::vector<double>& slope)
{
    const double square = std::inner_product(slope.begin(), slope.end(), slope.begin(), 1e-12);
    std::vector<float> out;
    for (const double value : slope) {
        out.push_back(static_cast<float>(value / square));
    }
    return out;
}

} // namespace nde::nn::vae
