#include "core/dsp/SpectrumCut.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace nde::dsp {
namespace {

constexpr double kSmoothHz = 125.0; ///< to each side
constexpr double kPlateauHz = 1000.0; ///< this far below the edge …
constexpr double kShoulderHz = 200.0; ///< … to here it is filled
constexpr double kSlopeHz = 600.0; ///< from the edge to where nothing is left
constexpr double kFirstHz = 2500.0;
constexpr double kLastHz = 20000.0;
constexpr double kTop = 0.475; ///< of the rate: above, every converter's filter falls
constexpr double kTopHz = 21500.0;
constexpr double kCliffDb = 18.0;
constexpr double kDownDb = 10.0;
constexpr double kEvenDb = 25.0; ///< between partials of a tone lies more
constexpr double kFloorDb = -120.0;
constexpr double kLeastDb = -100.0; ///< of the plateau, re the loudest: less is not heard of

/// Levels of the mean around each bin, but not below what a float's FFT can tell from the loudest.
std::vector<double> smoothDb(std::span<const double> power, std::size_t reach)
{
    std::vector<double> levels(power.size());
    for (std::size_t bin = 0; bin < power.size(); ++bin) {
        const std::size_t from = bin > reach ? bin - reach : 0;
        const std::size_t to = std::min(power.size(), bin + reach + 1);
        double sum = 0.0;
        for (std::size_t i = from; i < to; ++i) {
            sum += power[i];
        }
        levels[bin] = 10.0 * std::log10(std::max(1e-30, sum / static_cast<double>(to - from)));
    }
    const double floor = *std::max_element(levels.begin(), levels.end()) + kFloorDb;
    for (double& level : levels) {
        level = std::max(level, floor);
    }
    return levels;
}

} // namespace

std::optional<double> cutoffOf(std::span<const double> power, double binHz, int sampleRate)
{
    const auto bins = [binHz](double hz) { return static_cast<std::size_t>(hz / binHz); };
    const std::size_t top = std::min(bins(std::min(kTop * sampleRate, kTopHz)), power.size());
    const std::size_t reach = std::max<std::size_t>(1, bins(kSmoothHz));
    if (bins(kFirstHz + kSlopeHz) + 1 >= top) {
        return std::nullopt;
    }
    const std::vector<double> levels = smoothDb(power, reach);
    // The loudest from each bin up to the top.
    std::vector<double> above(top + 1, -400.0);
    for (std::size_t bin = top; bin-- > 0;) {
        above[bin] = std::max(levels[bin], above[bin + 1]);
    }
    // The lowest: a second filter above takes little more.
    double deepest = 0.0;
    std::size_t edge = 0;
    for (std::size_t bin = bins(kFirstHz); bin < bins(kLastHz); ++bin) {
        const std::size_t after = bin + bins(kSlopeHz);
        if (after >= top || (deepest >= kCliffDb && bin > edge + bins(kSlopeHz))) {
            break;
        }
        const auto from = levels.begin() + static_cast<std::ptrdiff_t>(bin - bins(kPlateauHz));
        const auto to = levels.begin() + static_cast<std::ptrdiff_t>(bin - bins(kShoulderHz));
        const auto [low, high] = std::minmax_element(from, to);
        const double drop = *low - above[after];
        if (drop > deepest && *high - *low < kEvenDb) {
            deepest = drop;
            edge = bin;
        }
    }
    if (deepest < kCliffDb) {
        return std::nullopt;
    }
    std::size_t bin = edge - bins(kPlateauHz);
    const std::size_t shoulder = edge - bins(kShoulderHz);
    const double plateau
        = std::accumulate(levels.begin() + static_cast<std::ptrdiff_t>(bin),
                          levels.begin() + static_cast<std::ptrdiff_t>(shoulder), 0.0)
        / static_cast<double>(shoulder - bin);
    if (plateau < above[0] + kLeastDb) {
        return std::nullopt;
    }
    while (bin < top && levels[bin] > plateau - kDownDb) {
        ++bin;
    }
    return static_cast<double>(bin) * binHz;
}

} // namespace nde::dsp
