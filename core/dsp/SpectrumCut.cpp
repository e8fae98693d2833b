#include "core/dsp/SpectrumCut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace nde::dsp {
namespace {

/// What is called a cut: between the shoulder below the edge and all that lies beyond the slope the
/// spectrum falls by so much.
struct Cliff
{
    double firstHz;
    double leastSlopeHz;
    double slope; ///< of the frequency, where that is more
    double plateau; ///< of the frequency, at most kPlateauHz
    double fallDb;
};
/// Ideal filters and codecs; filters of 48 dB an octave and more, one of 36 does not reach it.
constexpr std::array<Cliff, 2> kCliffs {
    {{2500.0, 600.0, 0.0, 0.4, 18.0}, {1800.0, 600.0, 0.5, 0.4, 28.0}}};
constexpr double kSmoothHz = 125.0; ///< to each side
constexpr double kPlateauHz = 1000.0; ///< at most this far below the edge …
constexpr double kShoulderHz = 200.0; ///< … to here it is filled
constexpr double kLastHz = 20000.0;
constexpr double kTop = 0.475; ///< of the rate: above, every converter's filter falls
constexpr double kTopHz = 21500.0;
constexpr double kDownDb = 10.0;
constexpr double kEvenDb = 25.0; ///< between partials of a tone lies more
constexpr double kFloorDb = -120.0;
constexpr double kLeastDb = -100.0; ///< of the plateau, re the loudest: less is not heard of

struct Spectrum
{
    std::vector<double> levels; ///< dB around each bin
    std::vector<double> above; ///< the loudest from each bin up to the top
    double binHz {};

    [[nodiscard]] std::size_t bins(double hz) const { return static_cast<std::size_t>(hz / binHz); }
    [[nodiscard]] std::size_t top() const { return above.size() - 1; }
};

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

std::optional<double> cutAt(const Spectrum& spectrum, const Cliff& cliff)
{
    const auto plateauOf
        = [&](double hz) { return spectrum.bins(std::min(kPlateauHz, cliff.plateau * hz)); };
    const std::size_t shoulderBins = spectrum.bins(kShoulderHz);
    // The lowest: a second filter above takes little more.
    double deepest = 0.0;
    std::size_t edge = 0;
    std::size_t edgeSlope = 0;
    const std::size_t last = spectrum.bins(kLastHz);
    for (std::size_t bin = spectrum.bins(cliff.firstHz); bin < last; ++bin) {
        const double hz = static_cast<double>(bin) * spectrum.binHz;
        const std::size_t slope = spectrum.bins(std::max(cliff.leastSlopeHz, cliff.slope * hz));
        if (bin + slope >= spectrum.top() || (deepest >= cliff.fallDb && bin > edge + edgeSlope)) {
            break;
        }
        const auto at = spectrum.levels.begin() + static_cast<std::ptrdiff_t>(bin);
        const auto [low, high]
            = std::minmax_element(at - static_cast<std::ptrdiff_t>(plateauOf(hz)),
                                  at - static_cast<std::ptrdiff_t>(shoulderBins));
        const double drop = *low - spectrum.above[bin + slope];
        if (drop > deepest && *high - *low < kEvenDb) {
            deepest = drop;
            edge = bin;
            edgeSlope = slope;
        }
    }
    if (deepest < cliff.fallDb) {
        return std::nullopt;
    }
    std::size_t bin = edge - plateauOf(static_cast<double>(edge) * spectrum.binHz);
    const std::size_t shoulder = edge - shoulderBins;
    const double plateau
        = std::accumulate(spectrum.levels.begin() + static_cast<std::ptrdiff_t>(bin),
                          spectrum.levels.begin() + static_cast<std::ptrdiff_t>(shoulder), 0.0)
        / static_cast<double>(shoulder - bin);
    if (plateau < spectrum.above[0] + kLeastDb) {
        return std::nullopt;
    }
    while (bin < spectrum.top() && spectrum.levels[bin] > plateau - kDownDb) {
        ++bin;
    }
    return static_cast<double>(bin) * spectrum.binHz;
}

} // namespace

std::optional<double> cutoffOf(std::span<const double> power, double binHz, int sampleRate)
{
    Spectrum spectrum;
    spectrum.binHz = binHz;
    const std::size_t top
        = std::min(spectrum.bins(std::min(kTop * sampleRate, kTopHz)), power.size());
    spectrum.levels = smoothDb(power, std::max<std::size_t>(1, spectrum.bins(kSmoothHz)));
    spectrum.above.assign(top + 1, -400.0);
    for (std::size_t bin = top; bin-- > 0;) {
        spectrum.above[bin] = std::max(spectrum.levels[bin], spectrum.above[bin + 1]);
    }
    std::optional<double> lowest;
    for (const Cliff& cliff : kCliffs) {
        const auto hz = cutAt(spectrum, cliff);
        lowest = hz && lowest ? std::min(*hz, *lowest) : hz ? hz : lowest;
    }
    return lowest;
}

} // namespace nde::dsp
