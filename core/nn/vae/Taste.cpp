#include "core/nn/vae/Sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr double kStrength = 3.0; ///< a place that is surely liked is e³ times as likely as before
constexpr double kFloor = 0.1; ///< of the mean: nothing dies out
constexpr double kCap = 10.0; ///< of the mean: one sound alone is no batch
constexpr double kLinear = 0.5; ///< share of likes that go on along a direction; the rest are local
constexpr double kReach = 0.6; ///< of local likes, in typical distances from the middle
constexpr double kNoise = 0.3; ///< variance of a decision: fingers slip

/// Places around the middle of the cloud, with a mean square length of 1.
class Ground
{
public:
    explicit Ground(const LatentCloud& cloud)
        : m_width(static_cast<std::size_t>(cloud.dimensions))
        , m_middle(m_width, 0.0)
    {
        for (std::size_t i = 0; i < cloud.mean.size(); ++i) {
            m_middle[i % m_width] += cloud.mean[i] / static_cast<double>(cloud.sounds);
        }
        double square = 1e-12;
        for (std::size_t i = 0; i < cloud.mean.size(); ++i) {
            square += std::pow(cloud.mean[i] - m_middle[i % m_width], 2.0)
                / static_cast<double>(cloud.sounds);
        }
        m_scale = 1.0 / std::sqrt(square);
    }

    [[nodiscard]] std::vector<double> place(const float* latent) const
    {
        std::vector<double> out(m_width);
        for (std::size_t d = 0; d < m_width; ++d) {
            out[d] = m_scale * (latent[d] - m_middle[d]);
        }
        return out;
    }

private:
    std::size_t m_width {};
    std::vector<double> m_middle;
    double m_scale {};
};

/// How much a like of one place says of another.
double kernel(const std::vector<double>& a, const std::vector<double>& b)
{
    double along = 0;
    double square = 0;
    for (std::size_t d = 0; d < a.size(); ++d) {
        along += a[d] * b[d];
        square += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return kLinear * along + (1.0 - kLinear) * std::exp(-0.5 * square / (kReach * kReach));
}

/// x of (K + noise·1) x = y, K symmetric. @source  Cholesky.
std::vector<double> solve(std::vector<double> k, std::vector<double> y)
{
    const std::size_t n = y.size();
    for (std::size_t a = 0; a < n; ++a) {
        k[a * n + a] += kNoise;
        for (std::size_t b = 0; b <= a; ++b) {
            double sum = k[a * n + b];
            for (std::size_t c = 0; c < b; ++c) {
                sum -= k[a * n + c] * k[b * n + c];
            }
            k[a * n + b] = a == b ? std::sqrt(std::max(sum, 1e-9)) : sum / k[b * n + b];
        }
        for (std::size_t c = 0; c < a; ++c) {
            y[a] -= k[a * n + c] * y[c];
        }
        y[a] /= k[a * n + a];
    }
    for (std::size_t a = n; a-- > 0;) {
        y[a] /= k[a * n + a];
        for (std::size_t c = 0; c < a; ++c) {
            y[c] -= k[a * n + c] * y[a];
        }
    }
    return y;
}

} // namespace

std::vector<double> tasteWeights(const LatentCloud& cloud, const std::vector<LatentTaste>& tastes)
{
    const Ground ground(cloud);
    std::vector<std::vector<double>> places;
    std::vector<double> likes;
    // Who drops nine of ten says nothing against all sounds: the mean does not count.
    double mean = 0;
    for (const LatentTaste& taste : tastes) {
        places.push_back(ground.place(taste.place.data()));
        likes.push_back(taste.isKept ? 1.0 : -1.0);
        mean += likes.back() / static_cast<double>(tastes.size());
    }
    std::vector<double> kernels;
    for (const auto& a : places) {
        for (const auto& b : places) {
            kernels.push_back(kernel(a, b));
        }
    }
    for (double& like : likes) {
        // A single decision, or all alike, still says something.
        like -= 0.8 * mean;
    }
    const auto shares = solve(std::move(kernels), std::move(likes));
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    std::vector<double> out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud.sounds); ++i) {
        const auto place = ground.place(cloud.mean.data() + i * width);
        double like = 0;
        for (std::size_t j = 0; j < places.size(); ++j) {
            like += shares[j] * kernel(place, places[j]);
        }
        out.push_back(std::exp(kStrength * std::clamp(like, -1.0, 1.0)));
    }
    const double typical
        = std::accumulate(out.begin(), out.end(), 0.0) / static_cast<double>(out.size());
    for (double& weight : out) {
        weight = std::clamp(weight / typical, kFloor, kCap);
    }
    return out;
}

} // namespace nde::nn::vae
