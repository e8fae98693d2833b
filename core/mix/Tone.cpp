#include "core/mix/Tone.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace nde::mix {

namespace {

constexpr int kFftSize = 8192;
constexpr double kMasterHighPassHz = 22.0;
constexpr double kMostDb = 3.0;
constexpr double kShare = 0.4; // of the way: a dark track stays dark
constexpr double kAbsentDb = -18.0; // below the curve: nothing is there to be raised
constexpr double kLeastDb = 0.1; // what is not worth a filter
constexpr int kFirstBand = -15; // third-octaves about 1 kHz: 31 Hz …
constexpr int kLastBand = 11; // … 12.7 kHz

// Edges of the groups, Hz.
constexpr std::array<double, ToneMeter::kGroups + 1> kEdges {28.0,   90.0,   300.0,
                                                             1200.0, 5000.0, 14000.0};

double bandHz(int band)
{
    return 1000.0 * std::exp2(band / 3.0);
}

/// Third-octave levels of well-balanced records: flat to about 120 Hz, then falling.
///
/// @source  Pestana et al., "Spectral characteristics of popular commercial recordings", AES 2013.
double curveDb(double hz)
{
    if (hz < 40.0) {
        return -12.0 * std::log2(40.0 / hz);
    }
    const double middle = -2.2 * std::log2(std::clamp(hz, 120.0, 4000.0) / 120.0);
    return hz <= 4000.0 ? middle : middle - 5.0 * std::log2(hz / 4000.0);
}

} // namespace

ToneMeter::ToneMeter(int sampleRate)
    : m_rate(sampleRate)
    , m_fft(kFftSize)
    , m_window(dsp::hannWindow(kFftSize))
    , m_time(kFftSize)
    , m_bins(kFftSize / 2 + 1)
    , m_power(kFftSize / 2 + 1)
{
    m_pending.reserve(2 * kFftSize);
}

void ToneMeter::add(std::span<const float> stereo)
{
    while (!stereo.empty()) {
        const std::size_t room = std::size_t {2} * kFftSize - m_pending.size();
        const std::size_t count = std::min(room, stereo.size());
        m_pending.insert(m_pending.end(), stereo.begin(),
                         stereo.begin() + static_cast<std::ptrdiff_t>(count));
        stereo = stereo.subspan(count);
        if (m_pending.size() == std::size_t {2} * kFftSize) {
            transform();
            m_pending.clear();
        }
    }
}

void ToneMeter::transform()
{
    for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < m_time.size(); ++i) {
            m_time[i] = m_window[i] * m_pending[2 * i + c];
        }
        m_fft.forward(m_time, m_bins);
        for (std::size_t k = 0; k < m_bins.size(); ++k) {
            m_power[k] += static_cast<double>(std::norm(m_bins[k]));
        }
    }
}

std::array<double, ToneMeter::kGroups> ToneMeter::correction() const
{
    std::array<double, kGroups> sums {};
    std::array<int, kGroups> counts {};
    double all = 0.0;
    int allCount = 0;
    for (int band = kFirstBand; band <= kLastBand; ++band) {
        const double centre = bandHz(band);
        const double perBin = static_cast<double>(m_rate) / kFftSize;
        const auto low = static_cast<std::size_t>(std::ceil(centre * 0.8909 / perBin));
        const auto high
            = std::min(m_power.size() - 1, static_cast<std::size_t>(centre * 1.1225 / perBin));
        double power = 0.0;
        for (std::size_t k = low; k <= high; ++k) {
            power += m_power[k];
        }
        if (centre > 0.45 * m_rate || power <= 0.0) {
            continue;
        }
        const double off = 10.0 * std::log10(power) - curveDb(centre);
        const auto group = static_cast<std::size_t>(
            std::upper_bound(kEdges.begin() + 1, kEdges.end() - 1, centre) - kEdges.begin() - 1);
        sums[group] += off;
        ++counts[group];
        all += off;
        ++allCount;
    }
    std::array<double, kGroups> gains {};
    for (std::size_t g = 0; allCount > 0 && g < kGroups; ++g) {
        if (counts[g] == 0) {
            continue;
        }
        const double off = sums[g] / counts[g] - all / allCount;
        gains[g] = off < kAbsentDb ? 0.0 : std::clamp(-kShare * off, -kMostDb, kMostDb);
    }
    return gains;
}

ToneFilter::ToneFilter(const std::array<double, ToneMeter::kGroups>& gainsDb, double sampleRate)
{
    // @source  R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
    const auto angle = [&](double hz) { return 2.0 * std::numbers::pi * hz / sampleRate; };
    const auto add = [&](double a0, double b0, double b1, double b2, double a1, double a2) {
        Section section;
        section.b0 = b0 / a0;
        section.b1 = b1 / a0;
        section.b2 = b2 / a0;
        section.a1 = a1 / a0;
        section.a2 = a2 / a0;
        m_sections.push_back(section);
    };
    {
        const double w = angle(kMasterHighPassHz);
        const double alpha = std::sin(w) * std::numbers::sqrt2 / 2.0;
        const double c = std::cos(w);
        add(1.0 + alpha, (1.0 + c) / 2.0, -(1.0 + c), (1.0 + c) / 2.0, -2.0 * c, 1.0 - alpha);
    }
    for (std::size_t g = 0; g < gainsDb.size(); ++g) {
        const double centre = std::sqrt(kEdges[g] * kEdges[g + 1]);
        const bool isLowest = g == 0;
        const bool isHighest = g + 1 == gainsDb.size();
        const double hz = isLowest ? kEdges[1] : isHighest ? kEdges[g] : centre;
        if (std::abs(gainsDb[g]) < kLeastDb || hz > 0.4 * sampleRate) {
            continue;
        }
        const double a = std::pow(10.0, gainsDb[g] / 40.0);
        const double w = angle(hz);
        const double c = std::cos(w);
        if (!isLowest && !isHighest) {
            const double alpha = std::sin(w) / (2.0 * 0.7);
            add(1.0 + alpha / a, 1.0 + alpha * a, -2.0 * c, 1.0 - alpha * a, -2.0 * c,
                1.0 - alpha / a);
            continue;
        }
        const double alpha = std::sin(w) / 2.0 * std::numbers::sqrt2;
        const double root = 2.0 * std::sqrt(a) * alpha;
        const double s = isLowest ? 1.0 : -1.0; // the high shelf mirrors the low one
        add((a + 1.0) + s * (a - 1.0) * c + root, a * ((a + 1.0) - s * (a - 1.0) * c + root),
            s * 2.0 * a * ((a - 1.0) - s * (a + 1.0) * c),
            a * ((a + 1.0) - s * (a - 1.0) * c - root), s * -2.0 * ((a - 1.0) + s * (a + 1.0) * c),
            (a + 1.0) + s * (a - 1.0) * c - root);
    }
}

void ToneFilter::process(std::span<float> stereo)
{
    for (Section& s : m_sections) {
        for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
            for (std::size_t c = 0; c < 2; ++c) {
                const double x = static_cast<double>(stereo[i + c]);
                const double y = s.b0 * x + s.z1[c];
                s.z1[c] = s.b1 * x - s.a1 * y + s.z2[c];
                s.z2[c] = s.b2 * x - s.a2 * y;
                stereo[i + c] = static_cast<float>(y);
            }
        }
    }
}

} // namespace nde::mix
