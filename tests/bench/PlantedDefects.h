#pragma once

#include "core/base/Defect.h"
#include "core/base/Random.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"
#include "tests/unit/services/QualitySounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdio>
#include <string>
#include <vector>

/// Defects of growing strength, planted in clean sounds.
namespace planted {

using testsounds::kRate;
using testsounds::Mono;
namespace quality = testsounds::quality;

struct Step
{
    std::string name;
    std::vector<Mono> channels;
    bool isThere {true};
};
struct Series
{
    std::string name;
    nde::DefectKind kind {};
    std::vector<Mono> clean; ///< with all that planting does besides the defect
    std::vector<Step> steps; ///< worse and worse
};

/// Whether a white noise of this power (a sample) rises above the sound anywhere: in 12 ms in three
/// neighbouring bands of 1.5 kHz.
inline bool risesAbove(const Mono& x, double power)
{
    constexpr int kSize = 512;
    nde::dsp::RealFft fft(kSize);
    const std::vector<float> window = nde::dsp::hannWindow(kSize);
    double energy = 0.0;
    for (const float value : window) {
        energy += static_cast<double>(value) * static_cast<double>(value);
    }
    std::vector<float> time(kSize);
    std::vector<std::complex<float>> bins(kSize / 2 + 1);
    for (std::size_t at = 0; at + kSize <= x.size(); at += kSize / 2) {
        for (std::size_t i = 0; i < time.size(); ++i) {
            time[i] = x[at + i] * window[i];
        }
        fft.forward(time, bins);
        int run = 0;
        for (double hz = 0.0; hz + 1500.0 <= 21000.0; hz += 1500.0) {
            const auto low = static_cast<std::size_t>(hz * kSize / kRate);
            const auto high = static_cast<std::size_t>((hz + 1500.0) * kSize / kRate);
            double mean = 0.0;
            for (std::size_t bin = low; bin < high; ++bin) {
                mean += static_cast<double>(std::norm(bins[bin])) / energy
                    / static_cast<double>(high - low);
            }
            run = mean < power ? run + 1 : 0;
            if (run == 3) {
                return true;
            }
        }
    }
    return false;
}

inline double energyOf(const Mono& x)
{
    double sum = 0.0;
    for (const float value : x) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return sum;
}

/// Whether anything was lost: more than −75 dB of the energy.
inline bool differs(const Mono& a, const Mono& b)
{
    Mono lost(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        lost[i] = a[i] - b[i];
    }
    return energyOf(lost) > std::pow(10.0, -7.5) * energyOf(a);
}

struct Strengths
{
    std::vector<double> clipDb; ///< gain into the limit …
    std::vector<double> clipShares; ///< … or the share of the samples beyond it
    std::vector<int> noiseDb; ///< RMS re the peak
    std::vector<double> dc;
    std::vector<int> lowPassHz;
    std::vector<int> butterworthHz; ///< the same with a filter of 48 dB an octave
    std::vector<double> turnedShares; ///< of the energy
    std::vector<double> sideGains; ///< of the side, 1 = the mid has gone
};
inline const Strengths kWide {{1, 3, 6, 12},
                              {},
                              {-60, -50, -40, -30},
                              {0.01, 0.05, 0.1, 0.2},
                              {16000, 12000, 8000, 4000},
                              {},
                              {0.25, 0.5, 0.75, 1.0},
                              {0.7, 0.8, 0.9, 1.0}};
/// analysis.md A.5.
inline const Strengths kTable {
    {}, {0.01, 0.05, 0.2}, {-70, -50, -30}, {0.02, 0.08}, {16000, 8000, 3000}, {}, {1.0}, {1.0}};
/// Wider still.
inline const Strengths kWidest {{1, 3, 6, 12},
                                {},
                                {-60, -50, -40, -30, -20},
                                {0.01, 0.05, 0.1, 0.2},
                                {12000, 8000, 4000, 2000},
                                {12000, 8000, 4000, 2000},
                                {1.0},
                                {1.0}};

inline std::string number(const char* format, double value)
{
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

/// One sample at the limit is what a normalised sound has.
inline bool cutsTwo(const Mono& x)
{
    return std::count_if(x.begin(), x.end(), [](float value) { return std::abs(value) > 1.0F; })
        > 1;
}

inline Series clippings(const Mono& x, const Strengths& strengths)
{
    Series series {"clipping", nde::DefectKind::Clipping, {x}, {}};
    for (const double db : strengths.clipDb) {
        Mono y = quality::levelled(x, static_cast<float>(std::pow(10.0, db / 20.0)));
        const bool isCut = cutsTwo(y);
        for (float& sample : y) {
            sample = std::clamp(sample, -1.0F, 1.0F);
        }
        series.steps.push_back({number("%2.0f dB", db), {std::move(y)}, isCut});
    }
    for (const double share : strengths.clipShares) {
        series.steps.push_back({number("%2.0f %%", 100.0 * share), {quality::clipped(x, share)}});
    }
    return series;
}

inline Series noises(const Mono& x, const Strengths& strengths)
{
    Series series {"noise", nde::DefectKind::NoiseFloor, {x}, {}};
    for (const int db : strengths.noiseDb) {
        nde::Random random(9);
        const double rms = 0.2 * std::pow(10.0, db / 20.0);
        Mono y = x;
        for (float& sample : y) {
            sample += static_cast<float>(std::sqrt(3.0) * rms * random.uniform(-1.0, 1.0));
        }
        series.steps.push_back({number("%.0f dB", db), {std::move(y)}, risesAbove(x, rms * rms)});
    }
    return series;
}

inline Series offsets(const Mono& x, const Strengths& strengths)
{
    Series series {"dc", nde::DefectKind::Dc, {x}, {}};
    for (const double offset : strengths.dc) {
        Mono y = x;
        for (float& sample : y) {
            sample += static_cast<float>(offset);
        }
        series.steps.push_back({number("%.2f", offset), {std::move(y)}});
    }
    return series;
}

inline Series lowPasses(const Mono& x, const Strengths& strengths)
{
    // The filter's end is faded, so what it is held against is, too.
    Series series {"low-pass", nde::DefectKind::Bandwidth, {testsounds::faded(x)}, {}};
    for (const int hz : strengths.lowPassHz) {
        Mono y = quality::lowPassed(x, hz);
        const bool isLost = differs(series.clean.front(), y);
        series.steps.push_back({number("%5.0f Hz", hz), {std::move(y)}, isLost});
    }
    return series;
}

/// Butterworth of the eighth order, forwards only, as an editor's steep filter.
inline Mono softLowPassed(const Mono& x, double hz)
{
    Mono y = x;
    const double w = testsounds::kTau * hz / kRate;
    for (int section = 0; section < 4; ++section) {
        const double q = 0.5 / std::cos(testsounds::kTau * (2.0 * section + 1.0) / 32.0);
        const double alpha = std::sin(w) / (2.0 * q);
        const double a0 = 1.0 + alpha;
        const double b = (1.0 - std::cos(w)) / (2.0 * a0);
        const double a1 = -2.0 * std::cos(w) / a0;
        const double a2 = (1.0 - alpha) / a0;
        double s1 = 0.0;
        double s2 = 0.0;
        for (float& sample : y) {
            const double in = static_cast<double>(sample);
            const double out = b * in + s1;
            s1 = 2.0 * b * in - a1 * out + s2;
            s2 = b * in - a2 * out;
            sample = static_cast<float>(out);
        }
    }
    return testsounds::faded(std::move(y));
}

inline Series softLowPasses(const Mono& x, const Strengths& strengths)
{
    Series series {"low-pass, 48 dB", nde::DefectKind::Bandwidth, {testsounds::faded(x)}, {}};
    for (const int hz : strengths.butterworthHz) {
        // What a filter turns in phase is not lost: what the ideal one would take is.
        const bool isLost
            = differs(series.clean.front(), quality::lowPassed(x, static_cast<double>(hz)));
        series.steps.push_back({number("%5.0f Hz", hz), {softLowPassed(x, hz)}, isLost});
    }
    return series;
}

inline Series turned(const Mono& x, const Strengths& strengths)
{
    Series series {"phase, by time", nde::DefectKind::Phase, {x, x}, {}};
    for (const double share : strengths.turnedShares) {
        // What is over within one block is in or out of phase as a whole.
        if (share == 1.0 || x.size() > kRate / 2) {
            series.steps.push_back(
                {number("%3.0f %%", 100.0 * share), quality::turnedOver(x, share), share >= 0.5});
        }
    }
    return series;
}

/// More and more side, less and less mid.
inline Series wider(const Mono& x, const Strengths& strengths)
{
    Series series {"phase, by width", nde::DefectKind::Phase, {x, x}, {}};
    for (const double side : strengths.sideGains) {
        Mono right = x;
        for (float& sample : right) {
            sample *= static_cast<float>(1.0 - 2.0 * side);
        }
        series.steps.push_back({number("%.1f", side), {x, std::move(right)}});
    }
    return series;
}

inline std::vector<Series> seriesOf(const Mono& x, const Strengths& strengths)
{
    return {clippings(x, strengths), noises(x, strengths),        offsets(x, strengths),
            lowPasses(x, strengths), softLowPasses(x, strengths), turned(x, strengths),
            wider(x, strengths)};
}

} // namespace planted
