#include "core/mix/SoundEnergy.h"

#include "core/audio/LoudnessSteps.h"
#include "core/dsp/Fft.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace nde::mix {

namespace {

constexpr std::array<double, SoundEnergy::kBands - 1> kBordersHz {250.0, 1000.0, 4000.0};

/// Band and weight of each bin; the weights make sums over bins sums over samples (Parseval).
struct Bins
{
    Bins(std::size_t size, int rate)
    {
        for (std::size_t bin = 0; bin <= size / 2; ++bin) {
            const double hz = static_cast<double>(bin) * rate / static_cast<double>(size);
            const auto* border = std::upper_bound(kBordersHz.begin(), kBordersHz.end(), hz);
            band.push_back(static_cast<std::size_t>(border - kBordersHz.begin()));
            const double twice = bin == 0 || bin == size / 2 ? 1.0 : 2.0;
            weight.push_back(static_cast<float>(twice * audio::kWeighting(hz, rate)
                                                / static_cast<double>(size)));
        }
    }
    std::vector<std::size_t> band;
    std::vector<float> weight;
};

} // namespace

SoundEnergy::SoundEnergy(const audio::AudioBuffer& stereo)
    : m_frames(stereo.frames())
{
    const std::size_t frames = m_frames;
    if (frames == 0) {
        return;
    }
    // No window: what is cut in two is cut into energies that add up to the whole.
    const Bins bins(kStep, stereo.sampleRate());
    dsp::RealFft fft(static_cast<int>(kStep));
    std::vector<float> time(kStep);
    std::array<std::vector<std::complex<float>>, 2> spectra;
    Sums sum {};
    m_sums.push_back(sum);
    const auto addProducts = [](Part& part, double left, double right) {
        part.left += left * left;
        part.right += right * right;
        part.both += left * right;
    };
    const bool isMono
        = std::equal(stereo.channel(0).begin(), stereo.channel(0).end(), stereo.channel(1).begin());
    for (std::size_t from = 0; from < frames; from += kStep) {
        const std::size_t count = std::min(kStep, frames - from);
        for (std::size_t c = 0; c < (isMono ? 1U : 2U); ++c) {
            const auto samples = stereo.channel(static_cast<int>(c)).subspan(from, count);
            std::copy(samples.begin(), samples.end(), time.begin());
            std::fill(time.begin() + static_cast<std::ptrdiff_t>(count), time.end(), 0.0F);
            spectra[c].resize(kStep / 2 + 1);
            fft.forward(time, spectra[c]);
        }
        const auto& left = spectra[0];
        const auto& right = spectra[isMono ? 0 : 1];
        for (std::size_t bin = 0; bin < left.size(); ++bin) {
            const float weight = bins.weight[bin];
            Part& part = sum.bands[bins.band[bin]];
            part.left += static_cast<double>(weight * std::norm(left[bin]));
            part.right += static_cast<double>(weight * std::norm(right[bin]));
            part.both += static_cast<double>(
                weight
                * (left[bin].real() * right[bin].real() + left[bin].imag() * right[bin].imag()));
        }
        for (std::size_t i = from; i < from + count; ++i) {
            addProducts(sum.plain, static_cast<double>(stereo.channel(0)[i]),
                        static_cast<double>(stereo.channel(1)[i]));
        }
        m_sums.push_back(sum);
    }
}

SoundEnergy::Sums SoundEnergy::even(double meanSquare, double frames)
{
    Sums sums {};
    const double half = 0.5 * meanSquare * frames;
    sums.bands[1] = {half, half, half};
    sums.plain = {half, half, half};
    return sums;
}

SoundEnergy::Sums SoundEnergy::until(double frame) const
{
    const double at = std::clamp(frame, 0.0, static_cast<double>(m_frames));
    const auto first = std::min(static_cast<std::size_t>(at / double {kStep}), m_sums.size() - 2);
    const auto length = static_cast<double>(std::min(kStep, m_frames - first * kStep));
    const double share = (at - static_cast<double>(first * kStep)) / length;
    const Sums& before = m_sums[first];
    const Sums& after = m_sums[first + 1];
    const auto between = [share](const Part& a, const Part& b) {
        return Part {a.left + (b.left - a.left) * share, a.right + (b.right - a.right) * share,
                     a.both + (b.both - a.both) * share};
    };
    Sums sums;
    for (std::size_t b = 0; b < kBands; ++b) {
        sums.bands[b] = between(before.bands[b], after.bands[b]);
    }
    sums.plain = between(before.plain, after.plain);
    return sums;
}

SoundEnergy::Sums operator-(const SoundEnergy::Sums& a, const SoundEnergy::Sums& b)
{
    const auto less = [](const SoundEnergy::Part& x, const SoundEnergy::Part& y) {
        return SoundEnergy::Part {x.left - y.left, x.right - y.right, x.both - y.both};
    };
    SoundEnergy::Sums sums;
    for (std::size_t i = 0; i < SoundEnergy::kBands; ++i) {
        sums.bands[i] = less(a.bands[i], b.bands[i]);
    }
    sums.plain = less(a.plain, b.plain);
    return sums;
}

} // namespace nde::mix
