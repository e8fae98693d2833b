#pragma once

#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/SoundMetrics.h"

namespace nde::nn::vae {

/// Why a rendered sound is not handed out.
enum class Verdict
{
    Good,
    Silent,
    Broken,
    Copy,
    OffCategory
};

/// Measures rendered sounds against the training set.
class Judge
{
public:
    explicit Judge(SoundSpace space);

    struct Opinion
    {
        Verdict verdict {};
        double fidelity {};
        double novelty {};
        int nearest {}; ///< index of the training sound
        double nearestDistance {};
    };
    /// @param finished  44.1 kHz, as `finish` leaves it; empty = silent.
    [[nodiscard]] Opinion judge(const std::vector<float>& finished) const;
    [[nodiscard]] const SoundSpace& space() const { return m_space; }

private:
    SoundSpace m_space;
    TypicalDistances m_typical;
};

/// 44.1 kHz samples as a mono buffer at 44.1 or 48 kHz, peak at −1 dBFS, both ends 0.
[[nodiscard]] Result<audio::AudioBuffer> deliver(const std::vector<float>& finished,
                                                 int sampleRate);

} // namespace nde::nn::vae
