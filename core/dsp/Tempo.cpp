#include "core/dsp/Analysis.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHopS = 0.01;
constexpr double kWindowS = 0.046;
constexpr int kBands = 24;
constexpr std::array<double, 4> kGroupTopsHz {150.0, 800.0, 4000.0, 20000.0}; // analysis.md B.3
constexpr double kLowBpm = 50.0;
constexpr double kHighBpm = 210.0;
constexpr double kMaxLagS = 10.0;

struct Novelty
{
    std::vector<double> all; ///< rise of the level, mean of four bands, each scaled to variance 1
    std::vector<double> low; ///< of the kick band alone
    double frameS {};
};

/// Removes the mean over a second around and scales to variance 1.
void standardise(std::vector<double>& x, double frameS)
{
    const auto half = static_cast<std::size_t>(0.5 / frameS);
    std::vector<double> sum(x.size() + 1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum[i + 1] = sum[i] + x[i];
    }
    double energy = 0.0;
    std::vector<double> out(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t low = i > half ? i - half : 0;
        const std::size_t high = std::min(x.size(), i + half + 1);
        out[i] = x[i] - (sum[high] - sum[low]) / static_cast<double>(high - low);
        energy += out[i] * out[i];
    }
    const double scale
        = energy > 1e-9 ? 1.0 / std::sqrt(energy / static_cast<double>(x.size())) : 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = out[i] * scale;
    }
}

Novelty noveltyOf(std::span<const float> mono, int sampleRate)
{
    const int hop = std::max(1, static_cast<int>(std::lround(kHopS * sampleRate)));
    const int size = windowFor(kWindowS, sampleRate);
    Novelty novelty;
    novelty.frameS = static_cast<double>(hop) / sampleRate;
    std::vector<std::vector<double>> groups;
    double edge = 25.0;
    for (const double top : kGroupTopsHz) {
        if (edge > sampleRate / 2.2) {
            break;
        }
        const MelBands bands(kBands / 4, edge, top, size, sampleRate);
        std::vector<std::vector<float>> levels;
        float loudest = 0.0F;
        forEachSpectrum(mono, size, hop, [&](std::size_t, std::span<const float> power) {
            std::vector<float> row(bands.count());
            bands.apply(power, row);
            loudest = std::max(loudest, *std::max_element(row.begin(), row.end()));
            levels.push_back(std::move(row));
        });
        std::vector<double> rise(levels.size());
        const float floor = loudest * 1e-3F + 1e-12F;
        for (std::size_t frame = 1; frame < levels.size(); ++frame) {
            const auto& before = levels[frame >= 2 ? frame - 2 : 0];
            for (std::size_t band = 0; band < bands.count(); ++band) {
                const float step = std::log((levels[frame][band] + floor) / (before[band] + floor));
                rise[frame] += static_cast<double>(std::max(0.0F, step));
            }
        }
        standardise(rise, novelty.frameS);
        groups.push_back(std::move(rise));
        edge = top;
    }
    novelty.low = groups.front();
    novelty.all.assign(novelty.low.size(), 0.0);
    for (const auto& group : groups) {
        for (std::size_t i = 0; i < group.size(); ++i) {
            novelty.all[i] += group[i];
        }
    }
    standardise(novelty.all, novelty.frameS);
    return novelty;
}

/// Normalised autocorrelation; 1 at lag 0.
class Periodicity
{
public:
    explicit Periodicity(const Novelty& novelty)
        : m_frameS(novelty.frameS)
    {
        const auto& x = novelty.all;
        const auto top = std::min(x.size() * 3 / 4, static_cast<std::size_t>(kMaxLagS / m_frameS));
        for (std::size_t lag = 0; lag <= top && lag < x.size(); ++lag) {
            double sum = 0.0;
            for (std::size_t i = lag; i < x.size(); ++i) {
                sum += x[i] * x[i - lag];
            }
            // Half-way between biased and unbiased: few overlapping frames prove little.
            const double overlap = static_cast<double>(x.size() - lag);
            m_acf.push_back(sum / std::sqrt(overlap * static_cast<double>(x.size())));
        }
        const double zero = m_acf.empty() || m_acf[0] <= 0.0 ? 1.0 : m_acf[0];
        for (double& value : m_acf) {
            value /= zero;
        }
    }

    [[nodiscard]] bool covers(double seconds) const
    {
        return seconds / m_frameS + 1.0 < static_cast<double>(m_acf.size());
    }
    [[nodiscard]] double at(double seconds) const
    {
        const double position = seconds / m_frameS;
        const auto index = static_cast<std::size_t>(position);
        if (index + 1 >= m_acf.size()) {
            return 0.0;
        }
        const double fraction = position - static_cast<double>(index);
        return m_acf[index] * (1.0 - fraction) + m_acf[index + 1] * fraction;
    }
    /// Mean over a beat's multiples: what repeats after one, two, four and eight beats.
    [[nodiscard]] double comb(double bpm) const
    {
        const double period = 60.0 / bpm;
        double sum = 0.0;
        double weights = 0.0;
        constexpr std::array<std::pair<double, double>, 4> kTeeth {
            {{1.0, 1.0}, {2.0, 0.8}, {4.0, 1.0}, {8.0, 0.5}}};
        for (const auto& [multiple, weight] : kTeeth) {
            if (covers(multiple * period)) {
                sum += weight * at(multiple * period);
                weights += weight;
            }
        }
        if (weights <= 0.0) {
            return 0.0;
        }
        // What repeats after two thirds of the beat as well has its beat there: the usual mistake
        // with fast breaks is a tempo of two thirds.
        const double triplet
            = std::max(0.0, at(period * 2.0 / 3.0)) + std::max(0.0, at(period * 4.0 / 3.0));
        return std::max(0.0, sum / weights - 0.25 * triplet);
    }
    /// Sharp in tempo: mean over all multiples that fit.
    [[nodiscard]] double fineComb(double bpm) const
    {
        double sum = 0.0;
        int count = 0;
        for (double lag = 60.0 / bpm; covers(lag); lag += 60.0 / bpm) {
            sum += at(lag);
            ++count;
        }
        return count > 0 ? sum / count : 0.0;
    }

private:
    double m_frameS;
    std::vector<double> m_acf;
};

double prior(double bpm, bool isLoop)
{
    const double octaves = std::log2(bpm / 125.0);
    const double sigma = isLoop ? 0.35 : 0.5; // analysis.md B.3; tracks 75–175
    return std::exp(-0.5 * octaves * octaves / (sigma * sigma));
}

template<typename Score>
double bestBpm(double low, double high, double ratio, const Score& score)
{
    double best = low;
    double bestScore = -1.0;
    for (double bpm = low; bpm <= high; bpm *= ratio) {
        const double value = score(bpm);
        if (value > bestScore) {
            bestScore = value;
            best = bpm;
        }
    }
    return best;
}

/// Tempo by which the length is a musical number of bars, near what repeats; 0 = none.
double bpmFromLength(const Periodicity& periodicity, double durationS, double freeBpm)
{
    const double needed = 0.7 * periodicity.comb(freeBpm); // the length alone proves nothing
    double best = 0.0;
    double bestScore = 0.0;
    for (const double bars : {0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0}) {
        const double bpm = 240.0 * bars / durationS;
        if (bpm < 60.0 || bpm > 200.0) {
            continue;
        }
        const double odd = bars == 3.0 || bars == 6.0 || bars == 12.0 ? 0.8 : 1.0;
        double comb = 0.0;
        for (const double stretch : {0.985, 0.9925, 1.0, 1.0075, 1.015}) {
            comb = std::max(comb, periodicity.comb(bpm * stretch));
        }
        const double score = comb * prior(bpm, true) * odd;
        if (comb >= needed && score > bestScore) {
            bestScore = score;
            best = bpm;
        }
    }
    return best;
}

/// Time of the beat in [0, period) that collects most novelty, kicks counting double.
double phaseOf(const Novelty& novelty, double period)
{
    const double frames = period / novelty.frameS;
    double best = 0.0;
    double bestSum = -1e300;
    for (double start = 0.0; start < frames; start += 0.25) {
        double sum = 0.0;
        for (double at = start; at < static_cast<double>(novelty.all.size()) - 1.0; at += frames) {
            const auto index = static_cast<std::size_t>(at);
            const double fraction = at - static_cast<double>(index);
            const auto value = [&](const std::vector<double>& x) {
                return x[index] * (1.0 - fraction) + x[index + 1] * fraction;
            };
            sum += value(novelty.all) + value(novelty.low);
        }
        if (sum > bestSum) {
            bestSum = sum;
            best = start;
        }
    }
    return best * novelty.frameS;
}

} // namespace

Tempo estimateTempo(std::span<const float> mono, int sampleRate, bool isLoop)
{
    Tempo tempo;
    if (sampleRate <= 0 || mono.size() < static_cast<std::size_t>(sampleRate) / 2) {
        return tempo;
    }
    const Novelty novelty = noveltyOf(mono, sampleRate);
    if (std::all_of(novelty.all.begin(), novelty.all.end(), [](double x) { return x == 0.0; })) {
        return tempo;
    }
    const Periodicity periodicity(novelty);
    const auto coarse = [&](double bpm) { return periodicity.comb(bpm) * prior(bpm, isLoop); };
    double bpm = bestBpm(kLowBpm, kHighBpm, 1.004, coarse);
    if (coarse(bpm) <= 0.0) {
        return tempo;
    }
    bpm = bestBpm(bpm * 0.985, bpm * 1.015, 1.0002,
                  [&](double x) { return periodicity.fineComb(x); });
    const double durationS = static_cast<double>(mono.size()) / sampleRate;
    if (isLoop) {
        const double byLength = bpmFromLength(periodicity, durationS, bpm);
        bpm = byLength > 0.0 ? byLength : bpm;
    }
    tempo.bpm = bpm;
    tempo.confidence = std::clamp(periodicity.comb(bpm) * 1.25, 0.0, 1.0);
    // The rise over two frames stands on average half a hop behind the onset.
    tempo.firstBeatS = phaseOf(novelty, 60.0 / bpm);
    return tempo;
}

} // namespace nde::dsp
