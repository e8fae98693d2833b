#include "core/nn/vae/SubRidge.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr int kFineFft = 8192;
constexpr double kProbeHz = kSubRate / 512.0; ///< spacing of the probed frequencies
constexpr int kProbes = 132; ///< up to 355 Hz
constexpr int kProbeLength = 32; ///< 23 ms
constexpr double kTwoPi = 2.0 * std::numbers::pi;

/// The best path through the scores [frames, places] when a step of one place costs `cost`.
std::vector<std::size_t> bestPath(std::vector<double> scores, std::size_t width, double cost)
{
    const std::size_t frames = scores.size() / width;
    std::vector<std::size_t> from(scores.size());
    std::vector<double> reached(scores.begin(),
                                scores.begin() + static_cast<std::ptrdiff_t>(width));
    for (std::size_t f = 1; f < frames; ++f) {
        std::size_t* source = from.data() + f * width;
        std::iota(source, source + width, std::size_t {0});
        for (std::size_t i = 1; i < width; ++i) {
            if (reached[i - 1] - cost > reached[i]) {
                reached[i] = reached[i - 1] - cost;
                source[i] = source[i - 1];
            }
        }
        for (std::size_t i = width - 1; i-- > 0;) {
            if (reached[i + 1] - cost > reached[i]) {
                reached[i] = reached[i + 1] - cost;
                source[i] = source[i + 1];
            }
        }
        for (std::size_t i = 0; i < width; ++i) {
            reached[i] += scores[f * width + i];
        }
    }
    std::vector<std::size_t> path(frames);
    path.back() = static_cast<std::size_t>(std::max_element(reached.begin(), reached.end())
                                           - reached.begin());
    for (std::size_t f = frames - 1; f > 0; --f) {
        path[f - 1] = from[f * width + path[f]];
    }
    return path;
}
} // namespace

SubRidgeFinder::SubRidgeFinder()
    : m_fft(kFineFft)
{
    for (int k = 0; k < kProbes; ++k) {
        for (int i = 0; i < kProbeLength; ++i) {
            const double window = 0.5 - 0.5 * std::cos(kTwoPi * i / kProbeLength);
            m_probes.push_back(std::polar(window, -kTwoPi * k * i / 512.0));
        }
    }
}

double SubRidgeFinder::fundamental(const SubSignal& low)
{
    std::vector<float> re(kFineFft, 0.0F);
    std::vector<float> im(kFineFft, 0.0F);
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const double t = subTime(n);
        const double weight = hump(t, 0.030, 0.280) + 0.25 * std::exp(-t / 0.1);
        re[n] = static_cast<float>(low[n].real() * weight);
        im[n] = static_cast<float>(low[n].imag() * weight);
    }
    constexpr std::size_t kBinCount = kFineFft / 2 + 1;
    std::vector<std::complex<float>> a(kBinCount);
    std::vector<std::complex<float>> b(kBinCount);
    m_fft.forward(re, a);
    m_fft.forward(im, b);
    constexpr double kBinHz = kSubRate / kFineFft;
    std::vector<double> below(kBinCount + 1, 0.0);
    for (std::size_t k = 0; k < kBinCount; ++k) {
        const double hz = static_cast<double>(k) * kBinHz;
        const auto bin = a[k] + std::complex<float>(0.0F, 1.0F) * b[k];
        const double power = hz >= 25.0 && hz <= kSubTopHz ? std::norm(bin) : 0.0;
        below[k + 1] = below[k] + power;
    }
    const double total = below.back() + 1e-12;
    const auto at = [&below](double hz) {
        const double k = std::clamp(hz / kBinHz, 0.0, static_cast<double>(below.size() - 1));
        return below[static_cast<std::size_t>(k)];
    };
    std::vector<double> hertz;
    std::vector<double> merit;
    for (double hz = kSubLowestHz; hz <= kSubHighestHz; hz *= std::exp2(1.0 / 120.0)) {
        double held = 0;
        int bands = 0;
        for (int h = 1; h <= kSubMostHarmonics && h * hz <= kSubTopHz; ++h, ++bands) {
            const double half = 7.0 + 0.02 * h * hz;
            held += at(h * hz + half) - at(h * hz - half);
        }
        hertz.push_back(hz);
        merit.push_back(held / total - 0.9 * bands * 14.0 / (kSubTopHz - kSubLowestHz));
    }
    const double best = *std::max_element(merit.begin(), merit.end());
    std::size_t i = merit.size() - 1;
    while (merit[i] < best - 0.06) {
        --i;
    }
    while (i > 0 && merit[i - 1] > merit[i]) {
        --i;
    }
    return hertz[i];
}
std::vector<double> SubRidgeFinder::probe(const SubSignal& low) const
{
    std::vector<double> out(std::size_t {kFrames} * kProbes);
    for (std::size_t f = 0; f < kFrames; ++f) {
        for (std::size_t k = 0; k < kProbes; ++k) {
            const std::complex<double>* oscillation = m_probes.data() + k * kProbeLength;
            double re = 0;
            double im = 0;
            for (std::size_t i = 0; i < kProbeLength; ++i) {
                const std::size_t n = f * kSubStep + i - kProbeLength / 2; // wraps below 0
                if (n < kSubCount) {
                    re += low[n].real() * oscillation[i].real()
                        - low[n].imag() * oscillation[i].imag();
                    im += low[n].real() * oscillation[i].imag()
                        + low[n].imag() * oscillation[i].real();
                }
            }
            out[f * kProbes + k] = re * re + im * im;
        }
    }
    return out;
}
SubRidge SubRidgeFinder::find(const std::vector<double>& power, double fundamentalHz, int harmonics)
{
    constexpr double kPlacesPerOctave = 48.0;
    const bool isBound = harmonics > 1;
    const double lowest = isBound ? std::max(kSubLowestHz, fundamentalHz / 1.6) : kSubLowestHz;
    const double highest = isBound ? std::min(kSubHighestHz, fundamentalHz * 5) : kSubHighestHz;
    std::vector<double> octaves;
    std::vector<double> places;
    for (double o = std::log2(lowest); o <= std::log2(highest); o += 1.0 / kPlacesPerOctave) {
        octaves.push_back(o);
        places.push_back(std::exp2(o) / kProbeHz);
    }
    const std::size_t width = octaves.size();
    std::vector<double> scores(width * kFrames);
    SubRidge out;
    out.level.assign(kFrames, 0.0);
    for (std::size_t f = 0; f < kFrames; ++f) {
        const double* row = power.data() + f * kProbes;
        for (std::size_t i = 0; i < width; ++i) {
            double sum = 1e-12;
            for (int h = 1; h <= harmonics; ++h) {
                const auto k = static_cast<std::size_t>(h * places[i]);
                if (k + 1 < kProbes) {
                    sum += std::lerp(row[k], row[k + 1], h * places[i] - static_cast<double>(k));
                }
            }
            scores[f * width + i] = sum;
            out.level[f] = std::max(out.level[f], std::sqrt(sum));
        }
    }
    const double loudest = *std::max_element(out.level.begin(), out.level.end());
    for (std::size_t f = 0; f < kFrames; ++f) {
        const double weight = std::sqrt(out.level[f] / loudest);
        const double settled = std::clamp((subTime(f * kSubStep) - 0.02) / 0.06, 0.02, 1.0);
        for (std::size_t i = 0; i < width; ++i) {
            double score = 10.0 * std::log10(scores[f * width + i] / (out.level[f] * out.level[f]));
            if (isBound) {
                score -= 10.0 * settled * std::abs(octaves[i] - std::log2(fundamentalHz));
            }
            scores[f * width + i] = weight * score;
        }
    }
    for (const std::size_t i : bestPath(std::move(scores), width, 60.0 / kPlacesPerOctave)) {
        out.octaves.push_back(octaves[i]);
    }
    return out;
}
} // namespace nde::nn::vae
