#include "core/dsp/Fft.h"
#include "core/neuro/MetricParts.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace nde::neuro {
namespace {

constexpr std::size_t kSegment = 1024; ///< of the modulation spectrum, in 2 ms bins
constexpr double kDriveRate = static_cast<double>(kTickRate) / kTicksPerBin;

/// Means of the drive in bins of 20 ms. [bins][48]
std::vector<double> coarseDrive(const std::vector<float>& drive)
{
    constexpr std::size_t kFine = 10;
    const std::size_t bins = drive.size() / kC / kFine;
    std::vector<double> coarse(bins * kC);
    for (std::size_t b = 0; b < bins; ++b) {
        for (std::size_t i = 0; i < kFine; ++i) {
            for (std::size_t c = 0; c < kC; ++c) {
                coarse[b * kC + c] += double {drive[(b * kFine + i) * kC + c]} / kFine;
            }
        }
    }
    return coarse;
}

double surprise(const std::vector<double>& coarse)
{
    constexpr std::size_t kSkipped = 5;
    const double rate = 1.0 - std::exp(-0.020 / 0.100);
    std::array<double, kC> expected {};
    double wrong = 0.0;
    double all = 0.0;
    for (std::size_t b = 0; b < coarse.size() / kC; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            const double u = coarse[b * kC + c];
            if (b >= kSkipped) {
                wrong += std::abs(u - expected[c]);
                all += u + expected[c];
            }
            expected[c] += rate * (u - expected[c]);
        }
    }
    return all > 0.0 ? wrong / all : 1.0;
}

/// Power of the drive's modulation per channel. [48][kSegment / 2 + 1]
std::vector<double> modulationSpectra(const std::vector<float>& drive)
{
    constexpr std::size_t kHop = kSegment / 2;
    constexpr std::size_t kBins = kSegment / 2 + 1;
    const std::size_t bins = drive.size() / kC;
    const auto window = dsp::hannWindow(static_cast<int>(kSegment));
    double windowPower = 0.0;
    for (const double w : window) {
        windowPower += w * w;
    }
    dsp::RealFft fft(static_cast<int>(kSegment));
    std::vector<double> spectra(kC * kBins);
    std::vector<double> series(std::max(bins, kSegment));
    std::vector<float> segment(kSegment);
    std::vector<std::complex<float>> spectrum(kBins);
    for (std::size_t c = 0; c < kC; ++c) {
        for (std::size_t b = 0; b < bins; ++b) {
            series[b] = drive[b * kC + c];
        }
        if (bins < kSegment) {
            const double mean
                = std::accumulate(series.begin(),
                                  series.begin() + static_cast<std::ptrdiff_t>(bins), 0.0)
                / static_cast<double>(bins);
            const double stretch
                = std::sqrt(static_cast<double>(kSegment) / static_cast<double>(bins));
            for (std::size_t b = 0; b < bins; ++b) {
                series[b] = (series[b] - mean) * stretch;
            }
            std::fill(series.begin() + static_cast<std::ptrdiff_t>(bins), series.end(), 0.0);
        }
        std::size_t segments = 0;
        for (std::size_t start = 0; start + kSegment <= series.size(); start += kHop, ++segments) {
            const auto* from = series.data() + start;
            const double mean = std::accumulate(from, from + kSegment, 0.0) / double {kSegment};
            for (std::size_t i = 0; i < kSegment; ++i) {
                segment[i] = static_cast<float>((from[i] - mean) * double {window[i]});
            }
            fft.forward(segment, spectrum);
            for (std::size_t k = 0; k < kBins; ++k) {
                spectra[c * kBins + k] += double {std::norm(spectrum[k])};
            }
        }
        for (std::size_t k = 0; k < kBins; ++k) {
            spectra[c * kBins + k]
                *= 2.0 / (double {kSegment} * windowPower * static_cast<double>(segments));
        }
    }
    return spectra;
}

void measureModulation(const std::vector<float>& drive, Metrics& metrics)
{
    constexpr std::size_t kBins = kSegment / 2 + 1;
    constexpr double kRoughFromHz = 400.0;
    const std::size_t bins = drive.size() / kC;
    if (bins == 0) {
        return;
    }
    double constant = 0.0;
    for (std::size_t c = 0; c < kC; ++c) {
        double mean = 0.0;
        for (std::size_t b = 0; b < bins; ++b) {
            mean += double {drive[b * kC + c]};
        }
        mean /= static_cast<double>(bins);
        constant += mean * mean;
    }
    const auto spectra = modulationSpectra(drive);
    const auto hzOf = [](std::size_t k) { return static_cast<double>(k) * kDriveRate / kSegment; };
    double rough = 0.0;
    std::vector<double> slow;
    double strongest = 0.0;
    double strongestHz = 0.0;
    for (std::size_t k = 1; k < kBins; ++k) {
        const double hz = hzOf(k);
        double all = 0.0;
        for (std::size_t c = 0; c < kC; ++c) {
            all += spectra[c * kBins + k];
            if (hz >= 20.0 && hz < 150.0 && centreFrequencies()[c] >= kRoughFromHz) {
                rough += spectra[c * kBins + k];
            }
        }
        if (hz >= 1.5 && hz <= 32.0) {
            slow.push_back(all);
            if (all > strongest) {
                strongest = all;
                strongestHz = hz;
            }
        }
    }
    metrics.roughness = rough + constant > 0.0 ? std::sqrt(rough / (rough + constant)) : 0.0;
    std::sort(slow.begin(), slow.end());
    const std::size_t middle = slow.size() / 2;
    const double median
        = slow.size() % 2 == 1 ? slow[middle] : 0.5 * (slow[middle - 1] + slow[middle]);
    if (strongest > 4.0 * median && strongest > 0.01 * constant) {
        metrics.modPeakHz = strongestHz;
    }
}

double dimension(const std::vector<double>& coarse)
{
    const std::size_t all = coarse.size() / kC;
    if (all < 6) {
        return 0.0;
    }
    const std::size_t first = 1;
    const std::size_t end = all - 2;
    const auto count = static_cast<double>(end - first);
    std::array<double, kC> means {};
    for (std::size_t b = first; b < end; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            means[c] += coarse[b * kC + c] / count;
        }
    }
    std::vector<double> covariance(kC * kC);
    std::array<double, kC> centred {};
    for (std::size_t b = first; b < end; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            centred[c] = coarse[b * kC + c] - means[c];
        }
        for (std::size_t i = 0; i < kC; ++i) {
            for (std::size_t j = 0; j < kC; ++j) {
                covariance[i * kC + j] += centred[i] * centred[j];
            }
        }
    }
    double trace = 0.0;
    double squares = 0.0;
    double power = 0.0;
    for (std::size_t i = 0; i < kC; ++i) {
        trace += covariance[i * kC + i] / (count - 1.0);
        power += means[i] * means[i];
    }
    for (const double value : covariance) {
        squares += value * value / ((count - 1.0) * (count - 1.0));
    }
    if (squares <= 0.0 || power <= 0.0) {
        return 1.0;
    }
    const double participation = trace * trace / squares;
    const double moving = trace / power;
    return 1.0 + (participation - 1.0) * moving / (moving + 0.01);
}

} // namespace

void measureDrive(const std::vector<float>& drive, Metrics& metrics)
{
    const auto coarse = coarseDrive(drive);
    metrics.surprise = surprise(coarse);
    measureModulation(drive, metrics);
    metrics.dimension = dimension(coarse);
}

} // namespace nde::neuro
