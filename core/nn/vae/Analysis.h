#pragma once

#include "core/nn/vae/Bands.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Stft.h"
#include "core/nn/vae/SubOscillator.h"

#include <span>
#include <vector>

namespace nde::nn::vae {

/// Turns an aligned sound of `kLength` samples into the vector of `Layout.h` and its parts.
/// @thread  one instance per thread.
/// @source  vae.md 4 and 6, reference `lib.py`, `inv.py`, `final.py`.
class Analyser
{
public:
    Analyser();

    /// Everything: about 22 ms. @return [kVectorSize]
    [[nodiscard]] std::vector<float> analyse(std::span<const float> sound);
    /// Augmented variants keep the noisiness map of their original, which is most of the cost,
    /// moved by their speed.
    /// @param original  a vector of `analyse`.
    [[nodiscard]] std::vector<float> analyseVariant(std::span<const float> sound, double speed,
                                                    std::span<const float> original);
    /// 1 = noise, 0 = tone or impulse. [bands, frames]
    [[nodiscard]] std::vector<float> noisiness(std::span<const float> sound);

private:
    void spectrum(std::span<const float> sound, std::span<float> out);
    void seedPhase(std::span<float> out) const;

    Stft m_stft;
    Stft m_fineStft;
    Bands m_bands;
    Bands m_fineBands;
    SubOscillator m_sub;
    Spectrogram m_spectrogram;
    Spectrogram m_fine;
};

/// The first samples of a sound and what of it lies above 1 kHz (zero-phase).
class AttackFilter
{
public:
    static constexpr std::size_t kSpan = (kAttackSteps + 6) * kAttackHop;
    AttackFilter();
    /// @return  high part of the first `kSpan` samples.
    [[nodiscard]] std::vector<float> high(std::span<const float> sound);
    /// Level of each millisecond in dB, at least −60. [kAttackSteps]
    [[nodiscard]] static std::vector<float> envelopeDb(std::span<const float> high);

private:
    dsp::RealFft m_fft;
    std::vector<float> m_gain;
};

} // namespace nde::nn::vae
