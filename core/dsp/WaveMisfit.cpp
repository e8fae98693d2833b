#include "core/dsp/WaveMisfit.h"

#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <vector>

namespace nde::dsp {
namespace {

constexpr int kSize = 1024;
constexpr int kHop = kSize / 2;
// A piece: small enough that a coder's noise is even in it, large enough to tell its level.
constexpr std::size_t kPieceFrames = 2;
constexpr std::size_t kPieceBins = 4;
constexpr double kFloor = 1e-13; ///< of the copy's power: what a format of 24 bits rounds away

std::vector<std::complex<float>> spectrumOf(std::span<const float> wave, RealFft& fft)
{
    std::vector<float> time(static_cast<std::size_t>(fft.size()));
    std::copy(wave.begin(), wave.end(), time.begin());
    std::vector<std::complex<float>> bins(time.size() / 2 + 1);
    fft.forward(time, bins);
    return bins;
}

/// How many samples later `copy` is where it resembles `original` most.
std::ptrdiff_t lagOf(std::span<const float> copy, std::span<const float> original,
                     std::size_t reach)
{
    const std::size_t most = std::max(copy.size(), original.size()) + reach;
    RealFft fft(static_cast<int>(std::bit_ceil(most)));
    auto product = spectrumOf(copy, fft);
    const auto other = spectrumOf(original, fft);
    for (std::size_t bin = 0; bin < product.size(); ++bin) {
        product[bin] *= std::conj(other[bin]);
    }
    std::vector<float> correlation(static_cast<std::size_t>(fft.size()));
    fft.inverse(product, correlation);
    std::ptrdiff_t best = 0;
    float highest = 0.0F;
    const auto from = -static_cast<std::ptrdiff_t>(reach);
    for (std::ptrdiff_t lag = from; lag <= static_cast<std::ptrdiff_t>(reach); ++lag) {
        const auto at = static_cast<std::size_t>(lag < 0 ? lag + fft.size() : lag);
        if (std::abs(correlation[at]) > highest) {
            highest = std::abs(correlation[at]);
            best = lag;
        }
    }
    return best;
}

/// `copy` less `original` moved by `lag`, at the level that leaves least.
std::vector<float> rest(std::span<const float> copy, std::span<const float> original,
                        std::ptrdiff_t lag)
{
    std::vector<float> left(copy.begin(), copy.end());
    const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, lag);
    const std::ptrdiff_t to = std::min(std::ssize(copy), lag + std::ssize(original));
    double both = 0.0;
    double own = 0.0;
    for (std::ptrdiff_t i = from; i < to; ++i) {
        const double value = original[static_cast<std::size_t>(i - lag)];
        both += value * static_cast<double>(copy[static_cast<std::size_t>(i)]);
        own += value * value;
    }
    const double gain = own > 0.0 ? both / own : 0.0;
    for (std::ptrdiff_t i = from; i < to; ++i) {
        const auto at = static_cast<std::size_t>(i);
        left[at] = static_cast<float>(static_cast<double>(copy[at])
                                      - gain * original[static_cast<std::size_t>(i - lag)]);
    }
    return left;
}

} // namespace

double waveMisfitDb(std::span<const float> copy, std::span<const float> original, std::size_t reach)
{
    double power = 0.0;
    for (const float value : copy) {
        power += static_cast<double>(value) * static_cast<double>(value);
    }
    if (power <= 0.0 || original.empty()) {
        return 0.0;
    }
    power /= static_cast<double>(copy.size());
    const std::vector<float> left = rest(copy, original, lagOf(copy, original, reach));
    const double floor = kFloor * power / kSize * kPieceFrames * kPieceBins;
    constexpr std::size_t kPieces = (kSize / 2 + kPieceBins) / kPieceBins;
    std::vector<double> pieces(kPieces);
    double sum = 0.0;
    std::size_t count = 0;
    const auto take = [&] {
        for (double& piece : pieces) {
            sum += std::log10(piece + floor);
            piece = 0.0;
            ++count;
        }
    };
    const std::size_t frames
        = forEachSpectrum(left, kSize, kHop, [&](std::size_t frame, std::span<const float> bins) {
              for (std::size_t bin = 0; bin < bins.size(); ++bin) {
                  pieces[bin / kPieceBins] += static_cast<double>(bins[bin]);
              }
              if (frame % kPieceFrames == kPieceFrames - 1) {
                  take();
              }
          });
    if (frames % kPieceFrames != 0) {
        take();
    }
    return 10.0 * (sum / static_cast<double>(count) - std::log10(power));
}

} // namespace nde::dsp
