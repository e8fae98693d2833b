#include "core/dsp/CategoryDetail.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp::category {
namespace {

constexpr std::size_t kMs = kCategoryRate / 1000;
constexpr std::size_t kCourseMs = 200;

/// One pole twice: 12 dB an octave.
class LowPass
{
public:
    explicit LowPass(double hz)
        : m_keep(static_cast<float>(std::exp(-2.0 * std::numbers::pi * hz / kCategoryRate)))
    {
    }
    float operator()(float x)
    {
        m_a = x + m_keep * (m_a - x) + 1e-20F;
        m_b = m_a + m_keep * (m_b - m_a);
        return m_b;
    }

private:
    float m_keep;
    float m_a {};
    float m_b {};
};

/// Energy of three bands in blocks of 1 ms: below 250 Hz, up to 2.5 kHz, above.
std::array<std::vector<double>, 3> coursesOf(std::span<const float> active)
{
    std::array<std::vector<double>, 3> courses;
    for (auto& course : courses) {
        course.assign(kCourseMs, 0.0);
    }
    LowPass low(250.0);
    LowPass middle(2500.0);
    const std::size_t count = std::min(active.size(), kCourseMs * kMs);
    for (std::size_t i = 0; i < count; ++i) {
        const float below = low(active[i]);
        const float belowHigh = middle(active[i]);
        const std::array<float, 3> bands {below, belowHigh - below, active[i] - belowHigh};
        for (std::size_t b = 0; b < bands.size(); ++b) {
            courses[b][i / kMs] += static_cast<double>(bands[b]) * static_cast<double>(bands[b]);
        }
    }
    return courses;
}

/// Shares of time and band within the first 200 ms; when each is loudest. 18
void addOnset(const std::array<std::vector<double>, 3>& courses, double* out)
{
    constexpr std::array<std::size_t, 5> kEdges {0, 4, 12, 40, 120};
    double all = 1e-12;
    for (const auto& course : courses) {
        for (const double e : course) {
            all += e;
        }
    }
    for (const auto& course : courses) {
        double total = 1e-12;
        for (const double e : course) {
            total += e;
        }
        for (std::size_t k = 0; k + 1 < kEdges.size(); ++k) {
            double part = 0.0;
            for (std::size_t i = kEdges[k]; i < kEdges[k + 1]; ++i) {
                part += course[i];
            }
            *out++ = part / total;
        }
        const auto top = std::max_element(course.begin(), course.end()) - course.begin();
        *out++ = std::log10(static_cast<double>(top) + 2.0);
        *out++ = std::log10(total / all + 1e-5);
    }
}

/// Likeness of the middle band's course to itself 5 … 30 ms later: bursts of a clap, rolls. 3
void addBursts(const std::vector<double>& course, double* out)
{
    constexpr std::size_t kLength = 80;
    std::array<double, kLength + 30> level {};
    double mean = 0.0;
    for (std::size_t i = 0; i < level.size(); ++i) {
        level[i] = std::log10(course[i] + 1e-6);
    }
    // What falls evenly is no burst: the line through both ends of 21 ms is taken away.
    std::array<double, kLength + 10> rough {};
    for (std::size_t i = 0; i < rough.size(); ++i) {
        double around = 0.0;
        double n = 0.0;
        for (std::size_t k = i >= 10 ? i - 10 : 0; k <= i + 10; ++k) {
            around += level[k];
            n += 1.0;
        }
        rough[i] = level[i] - around / n;
        mean += rough[i] * rough[i];
    }
    double best = 0.0;
    std::size_t lagOfBest = 0;
    for (std::size_t lag = 5; lag <= 30; ++lag) {
        double sum = 0.0;
        for (std::size_t i = 0; i + lag < rough.size(); ++i) {
            sum += rough[i] * rough[i + lag];
        }
        const double value = sum / (mean + 1e-9);
        if (value > best) {
            best = value;
            lagOfBest = lag;
        }
    }
    out[0] = best;
    out[1] = static_cast<double>(lagOfBest) / 30.0;
    out[2] = std::sqrt(mean / static_cast<double>(rough.size()));
}

/// Level of each region over time, in dB: slope of the first 120 ms, later slope, unrest about the
/// later one. 18
void addSlopes(const Picture& picture, double* out)
{
    constexpr std::size_t kEarly = 30; ///< frames: 120 ms
    const auto ranges = regionBands();
    double top = 1e-12;
    std::array<std::vector<double>, kRegions> levels;
    for (std::size_t r = 0; r < kRegions; ++r) {
        for (const auto& frame : picture.frames) {
            double sum = 0.0;
            for (std::size_t band = ranges[r].first; band < ranges[r].second; ++band) {
                sum += static_cast<double>(frame[band]);
            }
            levels[r].push_back(sum);
            top = std::max(top, sum);
        }
    }
    for (auto& course : levels) {
        for (double& level : course) {
            level = std::max(-70.0, 10.0 * std::log10(level / top + 1e-9));
        }
        const auto fit = [&](std::size_t from, std::size_t to, double& unrest) {
            unrest = 0.0;
            if (to < from + 4) {
                return 0.0;
            }
            const auto n = static_cast<double>(to - from);
            double mean = 0.0;
            double product = 0.0;
            double squares = 0.0;
            for (std::size_t k = from; k < to; ++k) {
                const double t = (static_cast<double>(k - from) - 0.5 * (n - 1.0)) * kHopS;
                mean += course[k] / n;
                product += t * course[k];
                squares += t * t;
            }
            const double slope = product / squares;
            for (std::size_t k = from; k < to; ++k) {
                const double t = (static_cast<double>(k - from) - 0.5 * (n - 1.0)) * kHopS;
                const double off = course[k] - mean - slope * t;
                unrest += off * off / n;
            }
            unrest = std::sqrt(unrest);
            return std::clamp(slope, -600.0, 300.0);
        };
        const auto loudest = static_cast<std::size_t>(
            std::max_element(course.begin(),
                             course.begin()
                                 + static_cast<std::ptrdiff_t>(std::min(kEarly, course.size())))
            - course.begin());
        std::size_t end = course.size();
        while (end > 1 && course[end - 1] < -50.0) {
            --end;
        }
        double unrest = 0.0;
        const double early = fit(loudest, std::min(end, loudest + kEarly), unrest);
        const double late = fit(std::min(end, loudest + kEarly), end, unrest);
        *out++ = early / 100.0;
        *out++ = std::max(-2.0, late / 50.0);
        *out++ = std::log10(unrest + 0.3);
    }
}

/// Energy of the lowest octaves in attack and body, re the whole. 6
void addLow(const Picture& picture, double* out)
{
    constexpr double kBinHz = static_cast<double>(kCategoryRate) / kLong;
    constexpr std::array<double, 4> kEdgeHz {20.0, 70.0, 140.0, 280.0};
    for (std::size_t part = 0; part < 2; ++part) {
        double total = 1e-12;
        for (const double value : picture.spectrum[part]) {
            total += value;
        }
        for (std::size_t k = 0; k + 1 < kEdgeHz.size(); ++k) {
            double sum = 0.0;
            for (auto bin = static_cast<std::size_t>(kEdgeHz[k] / kBinHz) + 1;
                 static_cast<double>(bin) * kBinHz <= kEdgeHz[k + 1]; ++bin) {
                sum += picture.spectrum[part][bin];
            }
            *out++ = std::log10(sum / total + 1e-5);
        }
    }
}

} // namespace

std::array<std::pair<std::size_t, std::size_t>, kRegions> regionBands()
{
    std::array<std::pair<std::size_t, std::size_t>, kRegions> ranges {};
    const auto& centres = bandCentres();
    for (std::size_t region = 0; region < kRegions; ++region) {
        const auto index = [&](double hz) {
            return static_cast<std::size_t>(
                std::lower_bound(centres.begin(), centres.end(), hz - 1e-6) - centres.begin());
        };
        ranges[region] = {index(kRegionHz[region]), index(kRegionHz[region + 1])};
    }
    return ranges;
}

std::array<double, kShapeValues> shapeOf(std::span<const float> active, const Picture& picture)
{
    std::array<double, kShapeValues> out {};
    const auto courses = coursesOf(active);
    addOnset(courses, out.data());
    addBursts(courses[1], out.data() + 18);
    addSlopes(picture, out.data() + 21);
    addLow(picture, out.data() + 39);
    return out;
}

} // namespace nde::dsp::category
