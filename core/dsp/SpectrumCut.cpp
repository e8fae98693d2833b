#include "core/dsp/SpectrumCut.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace nde::dsp {
namespace {

// An ideal filter or a codec.
constexpr double kFirstHz = 2500.0;
constexpr double kSlopeHz = 600.0; ///< from the edge to where nothing is left
constexpr double kCliffDb = 18.0;
// A filter of 48 dB an octave. Not above 12 kHz: there end many converters and synthesisers so.
constexpr double kFirstSteepHz = 1800.0;
constexpr double kLastSteepHz = 12000.0;
constexpr double kSteepSlope = 0.5; ///< of the edge, likewise
constexpr double kSteepDb = 28.0;
constexpr double kKneeFromDb = 4.0; ///< from here …
constexpr double kKneeToDb = 12.0; ///< … to here it falls …
constexpr double kKnee = 1.19; ///< … within this ratio of frequencies: 32 dB an octave
constexpr double kSmoothHz = 125.0; ///< to each side
constexpr double kPlateauHz = 1000.0; ///< this far below the edge …
constexpr double kPlateau = 0.4; ///< … or by this share of it, if that is less …
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

/// What lies below an edge.
struct Plateau
{
    std::size_t first {};
    std::size_t shoulder {}; ///< its last bin
    double lowest {};
    double highest {};

    [[nodiscard]] bool isEven() const { return highest - lowest < kEvenDb; }
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

Plateau plateauBelow(const Spectrum& spectrum, std::size_t edge)
{
    const double hz = static_cast<double>(edge) * spectrum.binHz;
    Plateau plateau;
    plateau.first = edge - spectrum.bins(std::min(kPlateauHz, kPlateau * hz));
    plateau.shoulder = edge - spectrum.bins(kShoulderHz);
    const auto [low, high] = std::minmax_element(
        spectrum.levels.begin() + static_cast<std::ptrdiff_t>(plateau.first),
        spectrum.levels.begin() + static_cast<std::ptrdiff_t>(plateau.shoulder));
    plateau.lowest = *low;
    plateau.highest = *high;
    return plateau;
}

double meanOf(const Spectrum& spectrum, const Plateau& plateau)
{
    const auto first = spectrum.levels.begin() + static_cast<std::ptrdiff_t>(plateau.first);
    const auto last = spectrum.levels.begin() + static_cast<std::ptrdiff_t>(plateau.shoulder);
    return std::accumulate(first, last, 0.0) / static_cast<double>(last - first);
}

/// Hz from the plateau on where it has fallen by so much.
double whereDown(const Spectrum& spectrum, const Plateau& plateau, double db)
{
    const double level = meanOf(spectrum, plateau) - db;
    std::size_t bin = plateau.first;
    while (bin < spectrum.top() && spectrum.levels[bin] > level) {
        ++bin;
    }
    return static_cast<double>(bin) * spectrum.binHz;
}

bool isHeard(const Spectrum& spectrum, const Plateau& plateau)
{
    return meanOf(spectrum, plateau) >= spectrum.above[0] + kLeastDb;
}

std::optional<double> cliffOf(const Spectrum& spectrum)
{
    // The lowest: a second filter above takes little more.
    double deepest = 0.0;
    std::size_t edge = 0;
    const std::size_t slope = spectrum.bins(kSlopeHz);
    for (std::size_t bin = spectrum.bins(kFirstHz); bin < spectrum.bins(kLastHz); ++bin) {
        if (bin + slope >= spectrum.top() || (deepest >= kCliffDb && bin > edge + slope)) {
            break;
        }
        const Plateau plateau = plateauBelow(spectrum, bin);
        const double drop = plateau.lowest - spectrum.above[bin + slope];
        if (drop > deepest && plateau.isEven()) {
            deepest = drop;
            edge = bin;
        }
    }
    if (deepest < kCliffDb) {
        return std::nullopt;
    }
    const Plateau plateau = plateauBelow(spectrum, edge);
    return isHeard(spectrum, plateau) ? std::optional(whereDown(spectrum, plateau, kDownDb))
                                      : std::nullopt;
}

/// Its knee is sharp, and nothing comes back above.
std::optional<double> steepEndOf(const Spectrum& spectrum)
{
    for (std::size_t bin = spectrum.bins(kFirstSteepHz); bin < spectrum.bins(kLastSteepHz); ++bin) {
        const double slopeHz
            = std::max(kSlopeHz, kSteepSlope * static_cast<double>(bin) * spectrum.binHz);
        const std::size_t after = bin + spectrum.bins(slopeHz);
        if (after >= spectrum.top()) {
            break;
        }
        const Plateau plateau = plateauBelow(spectrum, bin);
        if (plateau.lowest - spectrum.above[after] < kSteepDb || !plateau.isEven()) {
            continue;
        }
        if (!isHeard(spectrum, plateau)) {
            break;
        }
        const double cutoff = whereDown(spectrum, plateau, kDownDb);
        if (cutoff <= kLastSteepHz
            && whereDown(spectrum, plateau, kKneeToDb)
                <= kKnee * whereDown(spectrum, plateau, kKneeFromDb)) {
            return cutoff;
        }
    }
    return std::nullopt;
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
    // The sharper one says its place better.
    const auto cliff = cliffOf(spectrum);
    return cliff ? cliff : steepEndOf(spectrum);
}

} // namespace nde::dsp
