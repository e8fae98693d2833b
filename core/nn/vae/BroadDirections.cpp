#include "core/nn/vae/BroadDirections.h"

#include "core/nn/vae/Bands.h"
#include "core/nn/vae/Layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace nde::nn::vae {

namespace {

constexpr double kLevelDeviation = 0.03; ///< of the picture's cells: 2.4 dB
constexpr int kLevelDegree = 10;
constexpr double kEtaDeviation = 0.1; ///< of noisiness
constexpr int kEtaDegree = 3;
constexpr double kAttackFromHz = 1000.0; ///< as `AttackFilter`
constexpr double kPictureDb = -kFloorDb; ///< one unit of the picture
constexpr double kAttackDb = 60.0; ///< one unit of the attack

/// Legendre polynomial of mean square 1 at cell `index` of `count` over [-1, 1].
double legendre(int degree, std::size_t index, std::size_t count)
{
    const double x = (2.0 * static_cast<double>(index) + 1.0) / static_cast<double>(count) - 1.0;
    return std::sqrt(2.0 * degree + 1.0) * std::legendre(static_cast<unsigned>(degree), x);
}

/// A surface of the levels, in all parts of the vector that hold any.
void writeLevel(int bandDegree, int frameDegree, double deviation, float* to)
{
    const auto surface = [&](std::size_t band, std::size_t bands, std::size_t frame,
                             std::size_t frames) {
        return deviation * legendre(bandDegree, band, bands) * legendre(frameDegree, frame, frames);
    };
    for (std::size_t b = 0; b < kBands; ++b) {
        for (std::size_t f = 0; f < kFrames; ++f) {
            to[b * kFrames + f] = static_cast<float>(surface(b, kBands, f, kFrames));
        }
    }
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        for (std::size_t f = 0; f < kEtaFrames; ++f) {
            to[kLevelOffset + b * kEtaFrames + f]
                = kLevelWeight * static_cast<float>(surface(b, kEtaBands, f, kEtaFrames));
        }
    }
    const auto centres = bandCentres();
    constexpr double kBinHz = static_cast<double>(kSampleRate) / kFftSize;
    const auto first = static_cast<std::size_t>(
        std::lower_bound(centres.begin(), centres.end(), kAttackFromHz / kBinHz) - centres.begin());
    for (std::size_t i = 0; i < kAttackSteps; ++i) {
        double sum = 0;
        for (std::size_t b = first; b < kBands; ++b) {
            sum += surface(b, kBands, i * kAttackHop / kHop, kFrames);
        }
        to[kAttackOffset + i] = static_cast<float>(sum / static_cast<double>(kBands - first)
                                                   * kPictureDb / kAttackDb);
    }
}

void writeEta(int bandDegree, int frameDegree, double deviation, float* to)
{
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        for (std::size_t f = 0; f < kEtaFrames; ++f) {
            to[kEtaOffset + b * kEtaFrames + f] = kEtaWeight
                * static_cast<float>(deviation * legendre(bandDegree, b, kEtaBands)
                                     * legendre(frameDegree, f, kEtaFrames));
        }
    }
}

} // namespace

std::vector<float> broadDirections()
{
    std::vector<float> out;
    const auto add = [&out] {
        out.resize(out.size() + kVectorSize, 0.0F);
        return out.data() + out.size() - kVectorSize;
    };
    for (int bands = 0; bands <= kLevelDegree; ++bands) {
        for (int frames = 0; bands + frames <= kLevelDegree; ++frames) {
            writeLevel(bands, frames, kLevelDeviation / (1.0 + bands + frames), add());
        }
    }
    for (int bands = 0; bands <= kEtaDegree; ++bands) {
        for (int frames = 0; bands + frames <= kEtaDegree; ++frames) {
            writeEta(bands, frames, kEtaDeviation / (1.0 + bands + frames), add());
        }
    }
    return out;
}

} // namespace nde::nn::vae
