#include "core/dsp/CategoryDetail.h"
#include "core/dsp/Fft.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace nde::dsp::category {
namespace {

constexpr std::size_t kWindow = 2048; ///< 64 ms
constexpr std::size_t kStep = 1024; ///< 32 ms
constexpr std::size_t kMostFrames = 24; ///< 0.8 s
constexpr std::size_t kLagLeast = 12; ///< 2.7 kHz
constexpr std::size_t kLagMost = 1024; ///< 31 Hz
constexpr double kClear = 0.8;
constexpr double kBinHz = static_cast<double>(kCategoryRate) / kLong;

struct PitchFrame
{
    double timeS {};
    double octaves {}; ///< re 200 Hz
    double clarity {}; ///< 0 … 1
    double weight {}; ///< root level re the loudest frame
};

/// Normalised difference of a stretch and itself later, by lag.
/// @source  McLeod, Wyvill, "A smarter way to find pitch", ICMC 2005.
class PitchFinder
{
public:
    PitchFinder()
        : m_fft(2 * kWindow)
        , m_time(2 * kWindow)
        , m_bins(kWindow + 1)
        , m_alike(kLagMost + 2)
    {
    }

    [[nodiscard]] PitchFrame find(std::span<const float> part)
    {
        std::fill(m_time.begin(), m_time.end(), 0.0F);
        std::copy(part.begin(), part.end(), m_time.begin());
        m_fft.forward(m_time, m_bins);
        for (auto& bin : m_bins) {
            bin = std::norm(bin);
        }
        m_fft.inverse(m_bins, m_time);
        double both = 0.0; // energy of the stretch and of the later one
        for (const float value : part) {
            both += 2.0 * static_cast<double>(value) * static_cast<double>(value);
        }
        PitchFrame frame;
        frame.weight = std::sqrt(both / 2.0 / static_cast<double>(part.size()));
        const std::size_t lags = std::min(kLagMost + 2, part.size() / 2);
        for (std::size_t lag = 0; lag < lags; ++lag) {
            m_alike[lag] = 2.0 * static_cast<double>(m_time[lag]) / (both + 1e-9);
            const auto left = static_cast<double>(part[lag]);
            const auto right = static_cast<double>(part[part.size() - 1 - lag]);
            both -= left * left + right * right;
        }
        choose(lags, frame);
        return frame;
    }

private:
    /// The first of the high maxima after the slope beside lag 0.
    void choose(std::size_t lags, PitchFrame& frame) const
    {
        std::size_t from = 1;
        while (from + 1 < lags && m_alike[from] > 0.0) {
            ++from;
        }
        from = std::max(from, kLagLeast);
        double top = 0.0;
        const auto isPeak = [&](std::size_t lag) {
            return m_alike[lag] > m_alike[lag - 1] && m_alike[lag] >= m_alike[lag + 1];
        };
        for (std::size_t lag = from; lag + 1 < lags; ++lag) {
            top = isPeak(lag) ? std::max(top, m_alike[lag]) : top;
        }
        for (std::size_t lag = from; top > 0.0 && lag + 1 < lags; ++lag) {
            if (isPeak(lag) && m_alike[lag] >= 0.92 * top) {
                const double bend = m_alike[lag - 1] - 2.0 * m_alike[lag] + m_alike[lag + 1];
                const double shift = bend < -1e-12
                    ? std::clamp(0.5 * (m_alike[lag - 1] - m_alike[lag + 1]) / bend, -0.5, 0.5)
                    : 0.0;
                frame.octaves
                    = std::log2(kCategoryRate / (static_cast<double>(lag) + shift) / 200.0);
                frame.clarity = std::clamp(m_alike[lag], 0.0, 1.0);
                return;
            }
        }
    }

    RealFft m_fft;
    std::vector<float> m_time;
    std::vector<std::complex<float>> m_bins;
    std::vector<double> m_alike;
};

/// Frames above −40 dB of the loudest.
std::vector<PitchFrame> pitchFrames(std::span<const float> active)
{
    PitchFinder finder;
    std::vector<PitchFrame> frames;
    double top = 1e-9;
    for (std::size_t k = 0; k < kMostFrames; ++k) {
        const std::size_t start = k * kStep;
        if (start + kStep / 2 > active.size() && k > 0) {
            break;
        }
        PitchFrame frame
            = finder.find(active.subspan(start, std::min(kWindow, active.size() - start)));
        frame.timeS = static_cast<double>(start) / kCategoryRate;
        top = std::max(top, frame.weight);
        frames.push_back(frame);
    }
    std::erase_if(frames, [&](PitchFrame& frame) {
        frame.weight = std::sqrt(frame.weight / top);
        return frame.weight < 0.1;
    });
    return frames;
}

double weightedMedian(std::vector<std::pair<double, double>> values)
{
    std::sort(values.begin(), values.end());
    double total = 0.0;
    for (const auto& [value, weight] : values) {
        total += weight;
    }
    double sum = 0.0;
    for (const auto& [value, weight] : values) {
        sum += weight;
        if (sum >= 0.5 * total) {
            return value;
        }
    }
    return 0.0;
}

/// Course of the pitch. 11
double addCourse(const std::vector<PitchFrame>& frames, double* out)
{
    double total = 1e-9;
    double clarity = 0.0;
    double clearest = 0.0;
    double clear = 0.0;
    std::vector<std::pair<double, double>> pitches;
    for (const PitchFrame& f : frames) {
        total += f.weight;
        clarity += f.weight * f.clarity;
        clearest = std::max(clearest, f.clarity);
        clear += f.clarity >= kClear ? f.weight : 0.0;
        pitches.emplace_back(f.octaves, f.weight * std::pow(f.clarity, 4.0));
    }
    const double median = weightedMedian(pitches);
    double w = 1e-9;
    double t = 0.0;
    double d = 0.0;
    double tt = 0.0;
    double td = 0.0;
    double spread = 0.0;
    double jumps = 0.0;
    double jumpWeight = 1e-9;
    double first = 0.0;
    double last = 0.0;
    const PitchFrame* before = nullptr;
    for (const PitchFrame& f : frames) {
        if (f.clarity < kClear) {
            before = nullptr;
            continue;
        }
        const double off = std::clamp(f.octaves - median, -2.0, 2.0);
        first = w < 1e-8 ? off : first;
        last = off;
        w += f.weight;
        t += f.weight * f.timeS;
        d += f.weight * off;
        tt += f.weight * f.timeS * f.timeS;
        td += f.weight * f.timeS * off;
        spread += f.weight * off * off;
        if (before != nullptr) {
            jumps += f.weight * std::min(1.0, std::abs(f.octaves - before->octaves));
            jumpWeight += f.weight;
        }
        before = &f;
    }
    const double variance = tt / w - t * t / w / w;
    out[0] = clarity / total;
    out[1] = clearest;
    out[2] = clear / total;
    out[3] = median;
    out[4] = std::sqrt(spread / w);
    out[5] = first;
    out[6] = last;
    out[7] = variance > 1e-6 ? std::clamp((td / w - t * d / w / w) / variance, -4.0, 4.0) : 0.0;
    out[8] = std::sqrt(jumps / jumpWeight);
    out[9] = frames.empty() ? 0.0 : frames.front().clarity;
    out[10] = frames.empty() ? 0.0 : frames.back().clarity;
    return clearest >= kClear ? 200.0 * std::exp2(median) : 0.0;
}

/// Mean spectrum after the attack, or of it where there is no more.
const std::vector<double>& bodyOf(const Picture& picture)
{
    double body = 0.0;
    for (const double value : picture.spectrum[1]) {
        body += value;
    }
    return body > 1e-12 ? picture.spectrum[1] : picture.spectrum[0];
}

/// Energy of the first eight harmonics and what it says of the timbre. 12
void addHarmonics(const std::vector<double>& spectrum, double hz, double* out)
{
    if (hz <= 0.0) {
        std::fill(out, out + 12, 0.0);
        return;
    }
    double total = 1e-15;
    double moment = 0.0;
    double below = 0.0;
    for (std::size_t bin = 1; bin < spectrum.size(); ++bin) {
        const double at = static_cast<double>(bin) * kBinHz;
        total += spectrum[bin];
        moment += spectrum[bin] * at;
        below += at < 0.7 * hz ? spectrum[bin] : 0.0;
    }
    double inside = 0.0;
    double odd = 1e-12;
    double even = 1e-12;
    for (int n = 1; n <= 30; ++n) {
        const double centre = hz * n / kBinHz;
        const double reach = std::clamp(0.03 * centre, 1.6, 0.4 * hz / kBinHz + 0.6);
        const auto low = static_cast<std::size_t>(std::max(1.0, std::ceil(centre - reach)));
        const auto high
            = std::min(spectrum.size() - 1, static_cast<std::size_t>(std::floor(centre + reach)));
        double sum = 0.0;
        for (std::size_t bin = low; bin <= high; ++bin) {
            sum += spectrum[bin];
        }
        inside += sum;
        if (n <= 8) {
            out[n - 1] = std::log10(sum / total + 1e-6);
        }
        (n % 2 == 0 ? even : odd) += n > 1 ? sum / total : 0.0;
    }
    out[8] = std::min(1.0, inside / total);
    out[9] = std::clamp(std::log10((odd + 1e-6) / (even + 1e-6)), -3.0, 3.0);
    out[10] = std::log2(moment / total / hz);
    out[11] = std::log10(below / total + 1e-5);
}

/// How many lines stand out, how much of the energy is in the strongest. 4
void addLines(const std::vector<double>& spectrum, double* out)
{
    constexpr auto kLow = static_cast<std::size_t>(60.0 / kBinHz) + 1;
    constexpr auto kHigh = static_cast<std::size_t>(9000.0 / kBinHz);
    double total = 1e-15;
    for (std::size_t bin = 2; bin < spectrum.size(); ++bin) {
        total += spectrum[bin];
    }
    std::vector<double> lines;
    std::size_t strongest = kLow;
    double count = 0.0;
    for (std::size_t bin = kLow; bin < kHigh; ++bin) {
        const double here = spectrum[bin];
        if (here < spectrum[bin - 1] || here <= spectrum[bin + 1]) {
            continue;
        }
        const double line = here + spectrum[bin - 1] + spectrum[bin + 1];
        const std::size_t left = bin > 6 ? bin - 6 : 0;
        const double valley = 0.5 * (spectrum[left] + spectrum[bin + 6]);
        count += here > 10.0 * valley && here > 1e-5 * total ? 1.0 : 0.0;
        lines.push_back(line);
        strongest = here > spectrum[strongest] ? bin : strongest;
    }
    std::sort(lines.rbegin(), lines.rend());
    double three = 0.0;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, lines.size()); ++i) {
        three += lines[i];
    }
    out[0] = std::log2(1.0 + count);
    out[1] = lines.empty() ? 0.0 : lines.front() / total;
    out[2] = three / total;
    out[3] = std::log2(static_cast<double>(strongest) * kBinHz / 400.0);
}

} // namespace

std::array<double, kToneValues> toneOf(std::span<const float> active, const Picture& picture)
{
    std::array<double, kToneValues> out {};
    const double hz = addCourse(pitchFrames(active), out.data());
    const std::vector<double>& body = bodyOf(picture);
    addHarmonics(body, hz, out.data() + 11);
    addLines(picture.spectrum[0], out.data() + 23);
    addLines(body, out.data() + 27);
    return out;
}

} // namespace nde::dsp::category
