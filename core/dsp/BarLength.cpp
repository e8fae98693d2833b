#include "core/dsp/BarLength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace nde::dsp {
namespace {

constexpr std::size_t kPlaces = 4; ///< of a beat: sixteenths
constexpr std::size_t kBands = 3; ///< kick, body, high
constexpr std::size_t kAccents = kPlaces * kBands + 1; ///< and the change of harmony
constexpr int kFewest = 12; ///< beats: four bars of three
/// Of the accents' energy that differs from beat to beat; below, every beat is alike.
constexpr double kLeastDifference = 0.06;
// Self-similarity of the accents, 1 = they come back exactly.
constexpr double kReturns = 0.5;
constexpr double kClearly = 0.4; ///< more than after any number of beats that four explains

/// What is struck on each beat and between, [beats][accents], less its mean over the beats.
struct Accents
{
    std::vector<std::array<double, kAccents>> beats;
    double difference {}; ///< share of the energy that the mean does not hold
};

Accents accentsOf(const Novelty& novelty, const Chromagram& chroma, double periodS, double startS,
                  std::optional<int> loopedBeats)
{
    Accents accents;
    const double endS = static_cast<double>(novelty.all.size()) * novelty.frameS;
    const int fitting = static_cast<int>((endS - startS) / periodS + 0.1);
    const int count = loopedBeats ? std::min(*loopedBeats, fitting) : fitting;
    if (count < kFewest) {
        return accents;
    }
    accents.beats.resize(static_cast<std::size_t>(count));
    const double tonal = std::clamp((chroma.tonalShare - 0.05) / 0.15, 0.0, 1.0);
    std::array<double, kBands> loudest {};
    for (std::size_t beat = 0; beat < accents.beats.size(); ++beat) {
        auto& row = accents.beats[beat];
        for (std::size_t place = 0; place < kPlaces; ++place) {
            const double at = startS
                + (static_cast<double>(beat) + 0.25 * static_cast<double>(place)) * periodS;
            for (std::size_t band = 0; band < kBands; ++band) {
                // The two upper groups of the novelty are one: snares, hats, plucks.
                double rise = novelty.riseAt(at, band);
                rise = band == 2 ? std::max(rise, novelty.riseAt(at, 3)) : rise;
                row[place * kBands + band] = rise;
                loudest[band] = std::max(loudest[band], rise);
            }
        }
        const double at = startS + static_cast<double>(beat) * periodS;
        row.back() = tonal * harmonicChange(chroma, at, std::min(1.0, 2.0 * periodS));
    }
    // Each band by its own loudest; one in which next to nothing happens has no say.
    const double most = *std::max_element(loudest.begin(), loudest.end());
    std::array<double, kAccents> mean {};
    double energy = 1e-12;
    for (auto& row : accents.beats) {
        for (std::size_t i = 0; i + 1 < kAccents; ++i) {
            row[i] /= std::max({loudest[i % kBands], 0.1 * most, 1e-9});
        }
        for (std::size_t i = 0; i < kAccents; ++i) {
            mean[i] += row[i] / static_cast<double>(count);
            energy += row[i] * row[i];
        }
    }
    double different = 0.0;
    for (auto& row : accents.beats) {
        for (std::size_t i = 0; i < kAccents; ++i) {
            row[i] -= mean[i];
            different += row[i] * row[i];
        }
    }
    accents.difference = different / energy;
    return accents;
}

/// Likeness of what lies `lag` beats apart, −1 … 1; −1 where too little overlaps to tell.
double likeness(const Accents& accents, std::size_t lag, bool isLooped)
{
    const std::size_t count = accents.beats.size();
    const std::size_t pairs = isLooped ? count : count - std::min(count, lag);
    if (lag >= count || pairs < 6) {
        return -1.0;
    }
    double both = 0.0;
    double first = 1e-12;
    double second = 1e-12;
    for (std::size_t i = 0; i < pairs; ++i) {
        const auto& a = accents.beats[i];
        const auto& b = accents.beats[(i + lag) % count];
        for (std::size_t k = 0; k < kAccents; ++k) {
            both += a[k] * b[k];
            first += a[k] * a[k];
            second += b[k] * b[k];
        }
    }
    return both / std::sqrt(first * second);
}

} // namespace

BarLength barLengthOf(const Novelty& novelty, const Chromagram& chroma, double periodS,
                      double startS, std::optional<int> loopedBeats)
{
    const Accents accents = accentsOf(novelty, chroma, periodS, startS, loopedBeats);
    if (accents.beats.empty() || accents.difference < kLeastDifference) {
        return {};
    }
    const auto after
        = [&](std::size_t lag) { return likeness(accents, lag, loopedBeats.has_value()); };
    const auto fits = [&](int beats) { return !loopedBeats || *loopedBeats % beats == 0; };
    // A bar of four comes back after two, four or eight beats; one of three after three and six.
    const double four = std::max({after(2), after(4), after(8)});
    const double three = fits(3) ? std::min(after(3), after(6)) : -1.0;
    const double six = fits(6) ? after(6) : -1.0;
    if (three >= kReturns && three - four >= kClearly) {
        return {3, std::clamp((three - four) / 1.5, 0.0, 1.0)};
    }
    // Six are two unlike halves: nothing shorter comes back.
    if (six >= kReturns && six - std::max(four, after(3)) >= kClearly) {
        return {6, std::clamp((six - four) / 1.5, 0.0, 1.0)};
    }
    const double others = std::max(after(3), after(6));
    const double lead = four - others;
    return {4, four >= kReturns ? std::clamp(lead / 1.5, 0.0, 1.0) : 0.0};
}

} // namespace nde::dsp
