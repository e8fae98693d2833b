#include "core/dsp/Tempo.h"

#include "core/dsp/BarLength.h"
#include "core/dsp/OnsetGrid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kLowBpm = 60.0;
constexpr double kHighBpm = 210.0;
constexpr double kLoopOctaves = 0.35; // analysis.md B.3
constexpr double kScanS = 8.0; ///< onsets beyond only refine
constexpr std::size_t kScanOnsets = 40;

/// How often loops have that many bars; two and four are the rule.
struct BarCount
{
    double bars;
    double share;
};
constexpr std::array<BarCount, 10> kBarCounts {{{0.5, 0.03},
                                                {1.0, 0.20},
                                                {2.0, 0.45},
                                                {3.0, 0.01},
                                                {4.0, 0.40},
                                                {6.0, 0.01},
                                                {8.0, 0.20},
                                                {12.0, 0.01},
                                                {16.0, 0.10},
                                                {32.0, 0.05}}};
constexpr double kFreeShare = 0.02; ///< of lengths that are no whole bars
constexpr double kExactShare = 6.0;
constexpr double kLooseShare = 0.3; ///< whole bars, but not to the frame

/// The first onsets, as many as the scan takes.
std::vector<Onset> forScan(std::vector<Onset> onsets)
{
    while (!onsets.empty() && onsets.back().seconds > onsets.front().seconds + kScanS) {
        onsets.pop_back();
    }
    if (onsets.size() > kScanOnsets) {
        std::vector<double> weights;
        for (const Onset& onset : onsets) {
            weights.push_back(onset.weight);
        }
        std::nth_element(weights.begin(), weights.begin() + kScanOnsets, weights.end(),
                         std::greater<>());
        const double least = weights[kScanOnsets];
        std::erase_if(onsets, [&](const Onset& onset) { return onset.weight < least; });
        onsets.resize(std::min(onsets.size(), kScanOnsets));
    }
    return onsets;
}

constexpr double kSlipS = 1e-4;

bool isRoundLength(double durationS)
{
    return std::abs(std::remainder(durationS, 0.1)) < kSlipS;
}

/// Whether this is bars to the frame at a whole number of bpm: loops that a DAW cut are, others
/// are by chance, one in fifty. Lengths of whole tenths of seconds prove nothing.
bool isCutExactly(double durationS, double bpm)
{
    if (isRoundLength(durationS)) {
        return false;
    }
    while (bpm < 100.0) {
        bpm *= 2.0;
    }
    return std::abs(std::remainder(bpm, 0.5)) <= bpm * kSlipS / durationS + 1e-6;
}

} // namespace

double tempoPrior(double bpm, double octaves)
{
    const double off = std::log2(bpm / 125.0) / octaves;
    return std::exp(-0.5 * off * off);
}

std::optional<WholeBars> wholeBarsNear(double durationS, double bpm)
{
    for (const BarCount& count : kBarCounts) {
        const double exact = 240.0 * count.bars / durationS;
        if (std::abs(exact - bpm) <= 0.015 * bpm) {
            return WholeBars {count.bars, exact};
        }
    }
    return std::nullopt;
}

namespace {

struct Candidate
{
    Fit fit;
    double score {};
    double octaveScore {}; ///< among halves and doubles, where the fit says little
    double bars {};
    bool isExact {};
};

/// Weighs the tempi that a short sound may have.
class LoopSearch
{
public:
    LoopSearch(const Novelty& novelty, const Chromagram& chroma, std::span<const double> onsets,
               double durationS)
        : m_novelty(novelty)
        , m_chroma(chroma)
        , m_durationS(durationS)
        , m_all(weightedOnsets(novelty, onsets))
        , m_scan(forScan(m_all))
        , m_periodicity(novelty.all, novelty.frameS, 8.0)
    {
        for (const Onset& onset : m_scan) {
            m_evidence += onset.weight;
        }
        m_evidence /= 1.0 + m_evidence / 6.0; // many onsets agree by habit
    }

    /// Tempi at which the length is whole bars.
    void tryLengths()
    {
        for (const BarCount& count : kBarCounts) {
            const double bpm = 240.0 * count.bars / m_durationS;
            if (bpm >= kLowBpm - 10.0 && bpm <= kHighBpm) {
                const bool isExact = isCutExactly(m_durationS, bpm);
                consider(fitOf(m_scan, bpm, false),
                         shareOf(count, bpm) * (isExact ? kExactShare : looseShare()), count.bars,
                         isExact);
            }
        }
    }

    /// Tempi whose sixteenths the onsets lie on.
    void tryOnsets()
    {
        if (m_scan.size() < 4) {
            return;
        }
        const double span = m_scan.back().seconds - m_scan.front().seconds;
        const double ratio = 1.0 + std::clamp(0.003 / std::max(0.1, span), 0.0003, 0.003);
        std::vector<Fit> fits;
        for (double bpm = kLowBpm; bpm <= kHighBpm; bpm *= ratio) {
            fits.push_back(fitOf(m_scan, bpm, true));
        }
        for (std::size_t i = 1; i + 1 < fits.size(); ++i) {
            if (fits[i].fit < fits[i - 1].fit || fits[i].fit <= fits[i + 1].fit) {
                continue;
            }
            const Fit fit = refined(m_scan, fitOf(m_scan, fits[i].bpm, false));
            const auto near = wholeBarsNear(m_durationS, fit.bpm);
            double share = kFreeShare;
            for (const BarCount& count : kBarCounts) {
                share = near && count.bars == near->bars ? looseShare() * shareOf(count, near->bpm)
                                                         : share;
            }
            consider(fit, share, near ? near->bars : 0.0, false);
        }
    }

    [[nodiscard]] TempoGuess best()
    {
        TempoGuess guess;
        if (m_candidates.empty()) {
            return guess;
        }
        std::stable_sort(m_candidates.begin(), m_candidates.end(),
                         [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
        Candidate best = m_candidates.front();
        for (const Candidate& other : m_candidates) {
            const double octaves = std::log2(other.fit.bpm / m_candidates.front().fit.bpm);
            const bool isOctave = std::abs(std::abs(octaves) - 1.0) < 0.01;
            if (isOctave && other.octaveScore > best.octaveScore) {
                best = other;
            }
        }
        if (best.bars > 0.0 && !best.isExact) {
            best.fit = settled(m_all, best.fit, 240.0 * best.bars / m_durationS);
        }
        guess.bpm = best.fit.bpm;
        guess.bars = best.bars;
        guess.isExact = best.isExact;
        guess.phaseS = best.fit.phaseS;
        guess.confidence = std::clamp(0.3 * best.fit.fit + 0.7 * m_periodicity.comb(best.fit.bpm)
                                          + (best.isExact ? 0.4 : 0.0),
                                      0.0, 1.0);
        return guess;
    }

private:
    /// Lengths of three, six or twelve bars of four are rare, unless the accents come back after
    /// three beats: then they are four, eight or sixteen bars of three.
    [[nodiscard]] double shareOf(const BarCount& count, double bpm) const
    {
        constexpr double kTriple = 0.8;
        const int beats = static_cast<int>(std::lround(4.0 * count.bars));
        if (beats % 3 != 0) {
            return count.share;
        }
        const BarLength bar = barLengthOf(m_novelty, m_chroma, 60.0 / bpm, 0.0, beats);
        return bar.beats == 4 ? count.share : std::max(count.share, kTriple * bar.confidence);
    }
    [[nodiscard]] double looseShare() const
    {
        return isRoundLength(m_durationS) ? 0.4 * kLooseShare : kLooseShare;
    }
    void consider(const Fit& fit, double share, double bars, bool isExact)
    {
        const double comb = m_periodicity.comb(fit.bpm);
        const double prior = std::log(share) + std::log(tempoPrior(fit.bpm, kLoopOctaves));
        const double clear = std::max(0.0, backbeat(m_novelty, fit.bpm, fit.phaseS) - 0.25) / 0.75;
        m_candidates.push_back({fit, prior + 3.0 * comb + m_evidence * fit.fit,
                                prior + comb + 0.15 * m_evidence * fit.fit + kBackbeat * clear,
                                bars, isExact});
    }

    const Novelty& m_novelty;
    const Chromagram& m_chroma;
    double m_durationS;
    std::vector<Onset> m_all;
    std::vector<Onset> m_scan;
    Periodicity m_periodicity;
    double m_evidence {};
    std::vector<Candidate> m_candidates;
};

} // namespace

TempoGuess tempoOfLoop(const Novelty& novelty, const Chromagram& chroma,
                       std::span<const double> onsets, double durationS)
{
    if (!(durationS > 0.3)) {
        return {};
    }
    LoopSearch search(novelty, chroma, onsets, durationS);
    search.tryLengths();
    search.tryOnsets();
    return search.best();
}

} // namespace nde::dsp
