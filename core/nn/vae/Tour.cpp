#include "core/nn/vae/Tour.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

/// Steps of this share of a whole leave the most even gaps, however many there are (the
/// three-distance theorem: no gap is over 2.62 times another). Whole numbers come close to it.
constexpr double kGolden = 0.6180339887498949;

/// Sorts [first, last) so that its halves, their halves and so on each lie together: by the widest
/// dimension, as a k-d tree does.
void halve(std::vector<int>::iterator first, std::vector<int>::iterator last,
           const std::vector<float>& points, std::size_t width)
{
    const auto count = last - first;
    if (count < 3) {
        return;
    }
    const auto at = [&](int sound, std::size_t d) {
        return points[static_cast<std::size_t>(sound) * width + d];
    };
    std::size_t widest = 0;
    double largest = -1.0;
    for (std::size_t d = 0; d < width; ++d) {
        double sum = 0;
        double squares = 0;
        for (auto i = first; i != last; ++i) {
            const double x = at(*i, d);
            sum += x;
            squares += x * x;
        }
        const double variance = squares - sum * sum / static_cast<double>(count);
        if (variance > largest) {
            largest = variance;
            widest = d;
        }
    }
    std::sort(first, last, [&](int a, int b) {
        return std::pair(at(a, widest), a) < std::pair(at(b, widest), b);
    });
    const auto middle = first + count / 2;
    halve(first, middle, points, width);
    halve(middle, last, points, width);
}

} // namespace

Tour::Tour(const LatentCloud& cloud)
    : m_order(static_cast<std::size_t>(cloud.sounds))
{
    std::iota(m_order.begin(), m_order.end(), 0);
    const bool isHeard = cloud.heardDimensions > 0;
    halve(m_order.begin(), m_order.end(), isHeard ? cloud.heard : cloud.mean,
          static_cast<std::size_t>(isHeard ? cloud.heardDimensions : cloud.dimensions));
    std::vector<std::pair<double, std::size_t>> steps;
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        steps.emplace_back(std::fmod(static_cast<double>(i) * kGolden, 1.0), i);
    }
    std::sort(steps.begin(), steps.end());
    m_rank.resize(m_order.size());
    for (std::size_t rank = 0; rank < steps.size(); ++rank) {
        m_rank[steps[rank].second] = rank;
    }
}

int Tour::sound(std::uint64_t index, double start, std::span<const double> weights) const
{
    if (weights.empty()) {
        const std::size_t count = m_order.size();
        const auto first = static_cast<std::size_t>(start * static_cast<double>(count));
        return m_order[(first + m_rank[index % count]) % count];
    }
    const double place = std::fmod(start + static_cast<double>(index) * kGolden, 1.0);
    double left = place * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (const int sound : m_order) {
        left -= weights[static_cast<std::size_t>(sound)];
        if (left < 0.0) {
            return sound;
        }
    }
    return m_order.back();
}

} // namespace nde::nn::vae
