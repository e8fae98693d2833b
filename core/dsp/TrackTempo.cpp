#include "core/dsp/OnsetGrid.h"
#include "core/dsp/Tempo.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace nde::dsp {
namespace {

constexpr double kTrackWindowS = 12.0;
constexpr double kTrackHopS = 3.0;
constexpr double kTrackLowBpm = 40.0;
constexpr double kTrackHighBpm = 220.0;
constexpr double kTrackStep = 1.006;
constexpr double kTrackOctaves = 0.5; // 75 … 175 within about one
constexpr double kJumpCost = 0.5;

/// Tempo of each window along the path that repeats best and rarely jumps: index on the axis.
std::vector<std::size_t> bestPath(const std::vector<std::vector<double>>& salience)
{
    const std::size_t bins = salience.front().size();
    std::vector<double> score = salience.front();
    std::vector<std::vector<std::size_t>> from;
    for (std::size_t t = 1; t < salience.size(); ++t) {
        const auto top = static_cast<std::size_t>(std::max_element(score.begin(), score.end())
                                                  - score.begin());
        std::vector<double> next(bins);
        auto& origin = from.emplace_back(bins);
        for (std::size_t i = 0; i < bins; ++i) {
            double best = score[top] - kJumpCost;
            origin[i] = top;
            for (std::size_t j = i > 0 ? i - 1 : 0; j <= std::min(bins - 1, i + 1); ++j) {
                const double value = score[j] - (j == i ? 0.0 : 0.05);
                if (value > best) {
                    best = value;
                    origin[i] = j;
                }
            }
            next[i] = best + salience[t][i];
        }
        score = std::move(next);
    }
    std::vector<std::size_t> path(salience.size());
    path.back()
        = static_cast<std::size_t>(std::max_element(score.begin(), score.end()) - score.begin());
    for (std::size_t t = salience.size() - 1; t > 0; --t) {
        path[t - 1] = from[t - 1][path[t]];
    }
    return path;
}

/// The windows of a track, and in which of them the tempo holds that holds longest.
class TrackSearch
{
public:
    explicit TrackSearch(const Novelty& novelty)
        : m_novelty(novelty)
        , m_hop(static_cast<std::size_t>(kTrackHopS / novelty.frameS))
    {
        for (double bpm = kTrackLowBpm; bpm <= kTrackHighBpm; bpm *= kTrackStep) {
            m_axis.push_back(bpm);
        }
        const auto window = static_cast<std::size_t>(kTrackWindowS / novelty.frameS);
        std::vector<std::vector<double>> salience;
        for (std::size_t at = 0; at == 0 || at + window / 2 < novelty.all.size(); at += m_hop) {
            const std::size_t length = std::min(window, novelty.all.size() - at);
            m_windows.emplace_back(std::span(novelty.all).subspan(at, length), novelty.frameS, 9.0);
            auto& row = salience.emplace_back();
            for (const double bpm : m_axis) {
                row.push_back(m_windows.back().comb(bpm) * tempoPrior(bpm, kTrackOctaves));
            }
        }
        m_path = bestPath(salience);
        std::vector<double> held(m_axis.size());
        for (std::size_t t = 0; t < m_path.size(); ++t) {
            held[m_path[t]] += salience[t][m_path[t]];
        }
        m_most
            = static_cast<std::size_t>(std::max_element(held.begin(), held.end()) - held.begin());
    }

    [[nodiscard]] double found() const { return sharpened(m_axis[m_most]); }
    [[nodiscard]] double comb(double bpm) const
    {
        return meanOf([bpm](const Periodicity& p) { return p.comb(bpm); });
    }
    [[nodiscard]] double sharpened(double around) const
    {
        double best = -1.0;
        double at = around;
        for (double bpm = around * 0.988; bpm < around * 1.012; bpm *= 1.0003) {
            const double value = meanOf([bpm](const Periodicity& p) { return p.fineComb(bpm); });
            if (value > best) {
                best = value;
                at = bpm;
            }
        }
        return at;
    }
    /// How the onsets and the backbeat of every second window speak for a tempo.
    [[nodiscard]] double evidence(std::span<const Onset> onsets, double bpm) const
    {
        double fits = 0.0;
        double beats = 0.0;
        int count = 0;
        for (std::size_t t = 0; t < m_path.size(); t += 2) {
            if (!holds(t)) {
                continue;
            }
            ++count;
            const double fromS = static_cast<double>(t * m_hop) * m_novelty.frameS;
            std::vector<Onset> part;
            std::copy_if(onsets.begin(), onsets.end(), std::back_inserter(part),
                         [fromS](const Onset& onset) {
                             return onset.seconds >= fromS && onset.seconds < fromS + 6.0;
                         });
            if (part.size() >= 4) {
                const Fit fit = fitOf(part, bpm, true);
                fits += fit.fit;
                beats += backbeat(m_novelty, bpm, fit.phaseS, fromS, fromS + 12.0);
            }
        }
        const double n = std::max(1, count);
        return 2.0 * fits / n + kBackbeat * std::max(0.0, (beats / n - 0.2) / 0.8);
    }

private:
    [[nodiscard]] bool holds(std::size_t t) const // give or take the drift of a player
    {
        return m_path[t] + 2 >= m_most && m_path[t] <= m_most + 2;
    }
    template<typename Measure>
    [[nodiscard]] double meanOf(const Measure& measure) const
    {
        double sum = 0.0;
        int count = 0;
        for (std::size_t t = 0; t < m_path.size(); ++t) {
            if (holds(t)) {
                sum += measure(m_windows[t]);
                ++count;
            }
        }
        return sum / std::max(1, count);
    }

    const Novelty& m_novelty;
    std::size_t m_hop;
    std::vector<double> m_axis; ///< bpm
    std::vector<Periodicity> m_windows;
    std::vector<std::size_t> m_path;
    std::size_t m_most {};
};

} // namespace

TempoGuess tempoOfTrack(const Novelty& novelty, std::span<const double> onsets)
{
    TempoGuess guess;
    if (novelty.all.empty()) {
        return guess;
    }
    const TrackSearch search(novelty);
    const std::vector<Onset> weighted = weightedOnsets(novelty, onsets);
    // What repeats at this tempo repeats at its relatives too; the grid of sixteenths and the
    // backbeat tell which one it is.
    double bestScore = -1e9;
    const double found = search.found();
    for (const double ratio :
         {1.0, 0.5, 2.0, 2.0 / 3.0, 1.5, 0.75, 4.0 / 3.0, 0.8, 1.25, 0.6, 5.0 / 3.0}) {
        const double bpm = ratio == 1.0 ? found : search.sharpened(found * ratio);
        if (bpm < kTrackLowBpm || bpm > kTrackHighBpm) {
            continue;
        }
        const double score = 3.0 * search.comb(bpm) + search.evidence(weighted, bpm)
            + std::log(tempoPrior(bpm, kTrackOctaves));
        if (score > bestScore) {
            bestScore = score;
            guess.bpm = bpm;
        }
    }
    guess.confidence = std::clamp(search.comb(guess.bpm) * 1.25, 0.0, 1.0);
    return guess;
}

} // namespace nde::dsp
