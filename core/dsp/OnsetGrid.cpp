#include "core/dsp/OnsetGrid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kJitter = 0.08; ///< of a sixteenth: players are that exact
constexpr std::array<double, 5> kSwings {0.5, 0.54, 0.58, 0.62, 0.66};

/// Density of an onset's place within a pair of sixteenths, relative to chance.
class PlaceTable
{
public:
    explicit PlaceTable(double swing)
    {
        constexpr double kTwoPi = 6.283185307179586;
        const double peak = 1.0 / (0.5 * kJitter * std::sqrt(kTwoPi)); // unit: the pair
        const auto bump = [&](double x, double at) {
            const double off = std::remainder(x - at, 1.0) / (0.5 * kJitter);
            return peak * std::exp(-0.5 * off * off);
        };
        for (std::size_t i = 0; i < kSize; ++i) {
            const double x = static_cast<double>(i) / kSize;
            const double density = 0.1 + kOn * (bump(x, 0.0) + bump(x, swing))
                + kBetween * (bump(x, 0.5 * swing) + bump(x, 0.5 + 0.5 * swing));
            m_log[i] = static_cast<float>(std::log(density));
        }
    }
    /// @param pairs  place in pairs of sixteenths
    [[nodiscard]] double at(double pairs) const
    {
        const double x = pairs - std::floor(pairs);
        return static_cast<double>(m_log[static_cast<std::size_t>(x * kSize) % kSize]);
    }

private:
    static constexpr std::size_t kSize = 256;
    static constexpr double kOn = 0.33;
    static constexpr double kBetween = 0.12;
    std::array<float, kSize> m_log {};
};

const std::array<PlaceTable, kSwings.size()>& placeTables()
{
    static const std::array<PlaceTable, kSwings.size()> kTables {
        PlaceTable(kSwings[0]), PlaceTable(kSwings[1]), PlaceTable(kSwings[2]),
        PlaceTable(kSwings[3]), PlaceTable(kSwings[4])};
    return kTables;
}

double fitAt(std::span<const Onset> onsets, double bpm, double phaseS, std::size_t swing)
{
    const PlaceTable& table = placeTables()[swing];
    double sum = 0.0;
    double weights = 0.0;
    for (const Onset& onset : onsets) {
        sum += onset.weight * table.at((onset.seconds - phaseS) * bpm / 30.0);
        weights += onset.weight;
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

/// Amplitude of a band of `levelsDb` in the 40 ms behind a moment.
double levelBehind(const Novelty& novelty, double seconds, std::size_t group)
{
    const auto first = static_cast<std::size_t>(std::max(0.0, seconds / novelty.frameS + 0.5));
    const auto last = std::min(novelty.levelsDb.size(),
                               first + static_cast<std::size_t>(0.04 / novelty.frameS) + 1);
    float most = 0.0F;
    for (std::size_t i = first; i < last; ++i) {
        most = std::max(most, novelty.levelsDb[i][group]);
    }
    return std::pow(10.0, static_cast<double>(most) / 20.0) - 1.0;
}

} // namespace

std::vector<Onset> weightedOnsets(const Novelty& novelty, std::span<const double> onsets)
{
    std::vector<Onset> out;
    for (const double seconds : onsets) {
        double most = 0.0;
        for (double off = -0.02; off <= 0.02; off += novelty.frameS) {
            most = std::max(most, static_cast<double>(novelty.at(novelty.all, seconds + off)));
        }
        out.push_back({seconds, std::clamp(most / 3.0, 0.2, 1.0)});
    }
    return out;
}

Fit fitOf(std::span<const Onset> onsets, double bpm, bool isQuick)
{
    Fit best {bpm, -1e9, 0.0, 0};
    const int phases = isQuick ? 20 : 40;
    for (std::size_t swing = 0; swing < kSwings.size(); swing += isQuick ? 3 : 1) {
        for (int phase = 0; phase < phases; ++phase) {
            const double phaseS = 30.0 / bpm * phase / phases;
            const double value = fitAt(onsets, bpm, phaseS, swing) - (swing > 0 ? 0.02 : 0.0);
            if (value > best.fit) {
                best = {bpm, value, phaseS, swing};
            }
        }
    }
    return best;
}

Fit refined(std::span<const Onset> onsets, Fit fit)
{
    for (int round = 0; round < 3; ++round) {
        const double pairS = 30.0 / fit.bpm;
        double w = 0.0;
        double x = 0.0;
        double y = 0.0;
        double xx = 0.0;
        double xy = 0.0;
        for (const Onset& onset : onsets) {
            const double pairs = (onset.seconds - fit.phaseS) / pairS;
            double best = 1e9;
            double place = 0.0;
            for (const double at : {0.0, kSwings[fit.swing]}) {
                const double off = std::remainder(pairs - at, 1.0);
                if (std::abs(off) < std::abs(best)) {
                    best = off;
                    place = pairs - off;
                }
            }
            if (std::abs(best) < 2.5 * 0.5 * kJitter) {
                w += onset.weight;
                x += onset.weight * place;
                y += onset.weight * onset.seconds;
                xx += onset.weight * place * place;
                xy += onset.weight * place * onset.seconds;
            }
        }
        const double spread = w * xx - x * x;
        if (!(spread > 1e-6)) {
            return fit;
        }
        const double slope = (w * xy - x * y) / spread;
        if (!(slope > 0.8 * pairS) || !(slope < 1.25 * pairS)) {
            return fit;
        }
        Fit next {30.0 / slope, 0.0, (y - slope * x) / w, fit.swing};
        next.phaseS = std::fmod(std::fmod(next.phaseS, slope) + slope, slope);
        next.fit = fitAt(onsets, next.bpm, next.phaseS, next.swing) - (next.swing > 0 ? 0.02 : 0.0);
        if (next.fit < fit.fit) {
            return fit;
        }
        fit = next;
    }
    return fit;
}

Fit settled(std::span<const Onset> onsets, Fit fit, double lengthBpm)
{
    constexpr double kLooseCut = 0.0035; ///< standard deviation of lengths
    constexpr double kLeastJitterS = 0.004;
    double w = 0.0;
    double x = 0.0;
    double xx = 0.0;
    double off2 = 0.0;
    for (const Onset& onset : onsets) {
        const double pairs = (onset.seconds - fit.phaseS) * fit.bpm / 30.0;
        const double off = std::min(std::abs(std::remainder(pairs, 1.0)),
                                    std::abs(std::remainder(pairs - kSwings[fit.swing], 1.0)));
        if (off < 2.5 * 0.5 * kJitter) {
            w += onset.weight;
            x += onset.weight * onset.seconds;
            xx += onset.weight * onset.seconds * onset.seconds;
            off2 += onset.weight * off * off;
        }
    }
    if (!(w > 2.5)) {
        fit.bpm = lengthBpm;
        return fit;
    }
    const double jitterS = std::max(kLeastJitterS, std::sqrt(off2 / w) * 30.0 / fit.bpm);
    const double spreadS = std::sqrt(std::max(1e-9, xx / w - x * x / (w * w)));
    const double error = jitterS / (std::sqrt(w) * spreadS);
    const double difference = lengthBpm / fit.bpm - 1.0;
    if (std::abs(difference) < error && error < 0.0015) {
        fit.bpm = lengthBpm;
    } else {
        fit.bpm *= 1.0 + difference * error * error / (error * error + kLooseCut * kLooseCut);
    }
    return fit;
}

double backbeat(const Novelty& novelty, double bpm, double phaseS, double fromS, double toS)
{
    const double stepS = 15.0 / bpm;
    std::array<double, 16> snare {};
    std::array<double, 16> kick {};
    std::array<double, 16> count {};
    const double endS = std::min(toS, static_cast<double>(novelty.all.size()) * novelty.frameS);
    std::size_t step = 0;
    for (double at = phaseS + std::ceil((fromS - phaseS) / stepS) * stepS; at < endS;
         at += stepS, ++step) {
        snare[step % 16] += levelBehind(novelty, at, 2);
        kick[step % 16] += levelBehind(novelty, at, 0);
        count[step % 16] += 1.0;
    }
    if (step < 13) {
        return 0.0;
    }
    for (std::size_t i = 0; i < 16; ++i) {
        snare[i] /= std::max(1.0, count[i]);
        kick[i] /= std::max(1.0, count[i]);
    }
    const double loudest = *std::max_element(snare.begin(), snare.end()) + 1e-9;
    const double lowest = *std::max_element(kick.begin(), kick.end()) + 1e-9;
    double best = 0.0;
    for (std::size_t offset = 0; offset < 16; ++offset) {
        const auto on = [&](const std::array<double, 16>& level, std::size_t beat) {
            return level[(offset + 4 * beat) % 16];
        };
        const double clear
            = std::min(on(snare, 1), on(snare, 3)) - std::max(on(snare, 0), on(snare, 2));
        // The snare is no kick: kicks alone, in fours, have no backbeat.
        const double deep = std::max(on(kick, 0), on(kick, 2)) - 0.5 * (on(kick, 1) + on(kick, 3));
        const double ground = std::clamp(2.0 * deep / lowest, 0.0, 1.0);
        best = std::max(best, ground * clear / loudest);
    }
    return best;
}

} // namespace nde::dsp
