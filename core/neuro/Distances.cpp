#include "core/neuro/Metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

/// How far spike trains are apart.
namespace nde::neuro {

std::vector<double> spikeTimes(std::span<const std::uint64_t> raster, int channel)
{
    std::vector<double> times;
    for (std::size_t t = 0; t < raster.size(); ++t) {
        if ((raster[t] >> channel & 1U) != 0) {
            times.push_back(static_cast<double>(t) * (1.0 / kTickRate));
        }
    }
    return times;
}

double victorPurpura(std::span<const double> a, std::span<const double> b, double costPerSecond)
{
    std::vector<double> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        double diagonal = row[0];
        row[0] = static_cast<double>(i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const double shift = diagonal + costPerSecond * std::abs(a[i] - b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1.0, row[j] + 1.0, shift});
        }
    }
    return row.back();
}

double vanRossum(std::span<const double> a, std::span<const double> b, double tauS)
{
    // Σ exp(−|s − t|/τ) over all pairs: the sum over the times on one side of s decays as a whole,
    // so that it takes n + m steps instead of n · m.
    struct Trace
    {
        double sum {};
        double at {};
        void moveTo(double time, double tau)
        {
            sum = sum > 0.0 ? sum * std::exp(-std::abs(time - at) / tau) : 0.0;
            at = time;
        }
    };
    const auto overlap = [tauS](const std::vector<double>& x, const std::vector<double>& y) {
        double total = 0.0;
        Trace before;
        auto next = y.begin();
        for (const double s : x) {
            for (; next != y.end() && *next <= s; ++next) {
                before.moveTo(*next, tauS);
                before.sum += 1.0;
            }
            before.moveTo(s, tauS);
            total += before.sum;
        }
        Trace after;
        auto last = y.rbegin();
        for (auto s = x.rbegin(); s != x.rend(); ++s) {
            for (; last != y.rend() && *last > *s; ++last) {
                after.moveTo(*last, tauS);
                after.sum += 1.0;
            }
            after.moveTo(*s, tauS);
            total += after.sum;
        }
        return total;
    };
    const auto sorted = [](std::span<const double> times) {
        std::vector<double> copy(times.begin(), times.end());
        std::sort(copy.begin(), copy.end());
        return copy;
    };
    const auto x = sorted(a);
    const auto y = sorted(b);
    return std::sqrt(std::max(0.0, 0.5 * overlap(x, x) + 0.5 * overlap(y, y) - overlap(x, y)));
}

} // namespace nde::neuro
