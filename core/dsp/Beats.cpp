#include "core/dsp/Beats.h"

#include "core/dsp/BarLength.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kTightness = 100.0; ///< of tempo against onsets, as in Ellis's figure 1
constexpr double kOnBeatS = 0.035; ///< an onset this near is on the line

struct Line
{
    double periodS {};
    double startS {};
};

double lengthOf(const Novelty& novelty)
{
    return static_cast<double>(novelty.all.size()) * novelty.frameS;
}

float beatStrength(const Novelty& novelty, double seconds)
{
    return novelty.at(novelty.all, seconds) + novelty.at(novelty.low, seconds);
}

/// Mean strength on the lines.
double combOf(const Novelty& novelty, const Line& line)
{
    double sum = 0.0;
    int count = 0;
    for (double at = line.startS; at < lengthOf(novelty); at += line.periodS) {
        sum += static_cast<double>(beatStrength(novelty, at));
        ++count;
    }
    return count > 0 ? sum / count : 0.0;
}

/// Best start, and period within `reach` of that given.
Line bestLine(const Novelty& novelty, double periodS, double reach)
{
    // A step moves the last beat by a frame.
    const double beats = std::max(4.0, lengthOf(novelty) / periodS);
    const double step = novelty.frameS / (periodS * beats);
    const int steps = std::min(60, static_cast<int>(reach / step));
    Line best {periodS, 0.0};
    double bestComb = -1e9;
    for (int i = -steps; i <= steps; ++i) {
        const double period = periodS * (1.0 + i * step);
        for (double start = 0.0; start < period; start += novelty.frameS) {
            const double comb = combOf(novelty, {period, start});
            if (comb > bestComb) {
                bestComb = comb;
                best = {period, start};
            }
        }
    }
    return best;
}

/// Least squares through the onsets that lie on lines; keeps the period if `isFixed`.
Line throughOnsets(std::span<const double> onsets, Line line, bool isFixed)
{
    for (const double reach : {kOnBeatS, 0.02}) {
        double n = 0.0;
        double x = 0.0;
        double y = 0.0;
        double xx = 0.0;
        double xy = 0.0;
        for (const double onset : onsets) {
            const double beat = std::round((onset - line.startS) / line.periodS);
            const double off = onset - line.startS - beat * line.periodS;
            if (std::abs(off) <= reach) {
                n += 1.0;
                x += beat;
                y += off;
                xx += beat * beat;
                xy += beat * off;
            }
        }
        if (n < 3.0) {
            return line;
        }
        const double spread = n * xx - x * x;
        const double slope = !isFixed && n >= 6.0 && spread > 0.0 ? (n * xy - x * y) / spread : 0.0;
        line.startS += (y - slope * x) / n;
        line.periodS += slope;
    }
    return line;
}

/// What is heard on each sixteenth of the bar, each curve scaled to a largest value of 1.
struct Bar
{
    std::size_t meter {4};
    std::vector<double> kick;
    std::vector<double> snare;
    std::vector<double> change; ///< of harmony
    std::array<double, 4> pulse {}; ///< of each place within a beat: how much moves there
};

void scaleToOne(std::vector<double>& x, double least)
{
    const double most = std::max(least, *std::max_element(x.begin(), x.end()));
    for (double& value : x) {
        value /= most;
    }
}

/// Adds what a curve says of the places within a beat.
void addPulse(const std::vector<double>& curve, double least, double weight, Bar& bar)
{
    std::array<double, 4> sums {};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        sums[i % 4] += curve[i];
    }
    const double most = std::max(least * static_cast<double>(bar.meter),
                                 *std::max_element(sums.begin(), sums.end()));
    for (std::size_t i = 0; i < 4; ++i) {
        bar.pulse[i] += weight * sums[i] / most;
    }
}

Bar barOf(const Novelty& novelty, const Chromagram& chroma, const Line& line, std::size_t meter)
{
    Bar bar;
    bar.meter = meter;
    const std::size_t places = 4 * meter;
    bar.kick.assign(places, 0.0);
    bar.snare = bar.kick;
    bar.change = bar.kick;
    std::array<std::vector<double>, 4> moves;
    moves.fill(bar.kick);
    std::vector<double> count(places);
    const double tonal = std::clamp((chroma.tonalShare - 0.05) / 0.15, 0.0, 1.0);
    std::size_t step = 0;
    for (double at = line.startS; at < lengthOf(novelty); at += 0.25 * line.periodS, ++step) {
        const std::size_t place = step % places;
        count[place] += 1.0;
        bar.kick[place] += novelty.levelNear(at, 0);
        bar.snare[place] += novelty.levelNear(at, 2);
        bar.change[place] += harmonicChange(chroma, at, std::min(1.0, 2.0 * line.periodS));
        for (std::size_t group = 0; group < 3; ++group) {
            moves[group][place] += novelty.riseAt(at, group);
        }
        moves[3][place] += static_cast<double>(std::max(0.0F, novelty.at(novelty.all, at)));
    }
    // A band in which next to nothing happens has no say, nor has a change heard once or twice.
    double loudest = 1e-6;
    for (std::size_t i = 0; i < places; ++i) {
        const double n = std::max(1.0, count[i]);
        bar.kick[i] /= n;
        bar.snare[i] /= n;
        bar.change[i] *= tonal / (n + 4.0);
        for (std::size_t group = 0; group < 4; ++group) {
            moves[group][i] /= n;
            loudest = group < 3 ? std::max(loudest, moves[group][i]) : loudest;
        }
    }
    scaleToOne(bar.kick, 1e-6);
    scaleToOne(bar.snare, 1e-6);
    constexpr std::array<double, 4> kWeights {0.7, 0.7, 1.4, 1.0};
    for (std::size_t group = 0; group < 4; ++group) {
        addPulse(moves[group], group < 3 ? 0.1 * loudest : 1e-6, kWeights[group], bar);
    }
    return bar;
}

/// How well the bar begins at a sixteenth: the pulse falls on its beats, kick there, snare between,
/// harmony changing.
double oneAt(const Bar& bar, std::size_t place, const Line& line)
{
    const auto at = [&](const std::vector<double>& x, std::size_t beat) {
        return x[(place + 4 * beat) % x.size()];
    };
    double score = bar.pulse[place % 4];
    if (bar.meter == 4) {
        score += 0.6 * (at(bar.kick, 0) - 0.5 * (at(bar.kick, 1) + at(bar.kick, 3)));
        score += 0.2 * (at(bar.kick, 0) - at(bar.kick, 2));
        score += 0.8
            * (0.5 * (at(bar.snare, 1) + at(bar.snare, 3))
               - 0.5 * (at(bar.snare, 0) + at(bar.snare, 2)));
    } else {
        score += 0.6 * (at(bar.kick, 0) - 0.5 * (at(bar.kick, 1) + at(bar.kick, 2)));
        score += 0.4 * (0.5 * (at(bar.snare, 1) + at(bar.snare, 2)) - at(bar.snare, 0));
    }
    double others = 0.0;
    for (std::size_t beat = 1; beat < bar.meter; ++beat) {
        others += at(bar.change, beat) / static_cast<double>(bar.meter - 1);
    }
    score += 4.0 * (at(bar.change, 0) - others);
    // Recordings begin with a bar rather than within one.
    const double first = line.startS + 0.25 * static_cast<double>(place) * line.periodS;
    score += first < 0.1 ? 0.8 : 0.0;
    return score;
}

} // namespace

std::vector<double> trackBeats(const Novelty& novelty, double bpm)
{
    const std::size_t count = novelty.all.size();
    const double period = 60.0 / bpm / novelty.frameS;
    std::vector<double> beats;
    if (count < 2 || !(period >= 2.0) || period > static_cast<double>(count)) {
        return beats;
    }
    const auto nearest = static_cast<std::size_t>(period / 2.0);
    const auto farthest = static_cast<std::size_t>(period * 2.0);
    std::vector<float> cost(farthest + 1);
    for (std::size_t lag = std::max<std::size_t>(1, nearest); lag <= farthest; ++lag) {
        const double off = std::log(static_cast<double>(lag) / period);
        cost[lag] = static_cast<float>(kTightness * off * off);
    }
    std::vector<float> score(count);
    std::vector<std::size_t> before(count);
    for (std::size_t i = 0; i < count; ++i) {
        float best = 0.0F;
        before[i] = i;
        for (std::size_t lag = std::max<std::size_t>(1, nearest); lag <= std::min(farthest, i);
             ++lag) {
            const float value = score[i - lag] - cost[lag];
            if (value > best) {
                best = value;
                before[i] = i - lag;
            }
        }
        score[i] = best + novelty.all[i] + novelty.low[i];
    }
    const std::size_t tail = count - std::min(count, static_cast<std::size_t>(period) + 1);
    auto at = static_cast<std::size_t>(
        std::max_element(score.begin() + static_cast<std::ptrdiff_t>(tail), score.end())
        - score.begin());
    while (true) {
        beats.push_back(static_cast<double>(at) * novelty.frameS);
        if (before[at] == at) {
            break;
        }
        at = before[at];
    }
    std::reverse(beats.begin(), beats.end());
    return beats;
}

BeatFit fitBeats(const Novelty& novelty, const Chromagram& chroma, std::span<const double> onsets,
                 const TempoGuess& tempo)
{
    BeatFit fit;
    fit.bpm = tempo.bpm;
    if (!(tempo.bpm > 0.0) || novelty.all.empty()) {
        return fit;
    }
    Line line {60.0 / tempo.bpm, 0.0};
    if (tempo.bars > 0.0 && !tempo.isExact) {
        line.startS = std::remainder(tempo.phaseS, 30.0 / tempo.bpm);
        line.startS = std::abs(line.startS) < kOnBeatS ? line.startS : 0.0;
        line = throughOnsets(onsets, line, true);
        line.startS = std::max(0.0, line.startS);
    } else if (!tempo.isExact) {
        line = bestLine(novelty, line.periodS, 0.004);
        line = throughOnsets(onsets, line, false);
        line.startS -= std::floor(line.startS / line.periodS + 0.02) * line.periodS;
    }
    const std::optional<int> looped = tempo.bars > 0.0
        ? std::optional(static_cast<int>(std::lround(4.0 * tempo.bars)))
        : std::nullopt;
    const BarLength length
        = barLengthOf(novelty, chroma, line.periodS, std::max(0.0, line.startS), looped);
    fit.beatsPerBar = length.beats;
    const auto places = static_cast<std::size_t>(4 * length.beats);
    const Bar bar = barOf(novelty, chroma, line, static_cast<std::size_t>(length.beats));
    std::vector<double> ones;
    for (std::size_t place = 0; place < places; ++place) {
        const double whole = place > 0 ? 0.0 : tempo.isExact ? 6.0 : tempo.bars > 0.0 ? 4.0 : 0.0;
        ones.push_back(oneAt(bar, place, line) + whole);
    }
    const auto best
        = static_cast<std::size_t>(std::max_element(ones.begin(), ones.end()) - ones.begin());
    double second = -1e9;
    for (std::size_t place = 0; place < places; ++place) {
        second = place != best ? std::max(second, ones[place]) : second;
    }
    const double one = line.startS + 0.25 * static_cast<double>(best) * line.periodS;
    line.startS = one - std::floor(one / line.periodS + 0.02) * line.periodS;
    // How many of the beats that the music suggests lie on the grid.
    double onGrid = 0.0;
    const std::vector<double> tracked = trackBeats(novelty, 60.0 / line.periodS);
    for (const double beat : tracked) {
        onGrid += std::abs(std::remainder(beat - line.startS, line.periodS)) < kOnBeatS ? 1.0 : 0.0;
    }
    onGrid /= std::max<double>(1.0, static_cast<double>(tracked.size()));
    fit.bpm = 60.0 / line.periodS;
    fit.firstBeatS = std::max(0.0, line.startS);
    fit.firstDownbeatS = std::max(0.0, one);
    fit.confidence = onGrid * std::clamp(0.3 + 0.7 * (ones[best] - second), 0.0, 1.0);
    return fit;
}

Tempo estimateTempo(std::span<const float> mono, int sampleRate, bool isLoop)
{
    Tempo tempo;
    if (sampleRate <= 0 || mono.size() < static_cast<std::size_t>(sampleRate) / 2) {
        return tempo;
    }
    const Novelty novelty = noveltyOf(mono, sampleRate);
    if (novelty.isFlat()) {
        return tempo;
    }
    const std::vector<double> onsets = detectOnsets(mono, sampleRate);
    const double durationS = static_cast<double>(mono.size()) / sampleRate;
    const Chromagram chroma = chromagramOf(mono, sampleRate);
    const TempoGuess guess
        = isLoop ? tempoOfLoop(novelty, chroma, onsets, durationS) : tempoOfTrack(novelty, onsets);
    const BeatFit fit = fitBeats(novelty, chroma, onsets, guess);
    tempo.bpm = fit.bpm;
    tempo.confidence = guess.confidence;
    tempo.firstBeatS = fit.firstBeatS;
    return tempo;
}

} // namespace nde::dsp
