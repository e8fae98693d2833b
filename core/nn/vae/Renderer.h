#pragma once

#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/PhaseRefiner.h"

#include <cstdint>

namespace nde::nn::vae {

/// Turns a vector of `Layout.h` back into sound: phases by integration from one stored phase,
/// eight fast Griffin-Lim rounds, a noise part where the noisiness map says so, and the level of
/// the first 40 ms above 1 kHz corrected to the stored attack, and the lows pulled onto the stored
/// pitch.
/// @thread  one instance per thread. 5 to 20 ms a sound, by its length.
/// @source  vae.md 4 and 6, reference `final.py`.
class Renderer
{
public:
    Renderer();

    /// @param noiseSeed  another seed is another hit of the same sound.
    /// @return  [kLength], not normalised; starts and ends at 0.
    [[nodiscard]] std::vector<float> render(std::span<const float> v, std::uint64_t noiseSeed);

private:
    struct Picture
    {
        LaneImage tonal; ///< magnitudes of kFrames + 1 frames, cut after the last that sounds
        LaneImage noise;
        std::vector<float> logTonal; ///< natural logarithm, [frames, kBins]
        int frames {}; ///< of them that sound
    };
    [[nodiscard]] Picture picture(std::span<const float> v) const;
    [[nodiscard]] std::vector<float> startPhases(const Picture& image, std::span<const float> v,
                                                 std::uint64_t seed) const;
    void addNoise(const Picture& image, std::uint64_t seed, std::vector<float>& sound);
    void shapeAttack(std::span<const float> v, std::vector<float>& sound);

    PhaseRefiner m_refiner;
    AttackFilter m_filter;
    SubOscillator m_sub;
};

/// Makes a rendered sound ready for use: DC removed, the silent tail cut, both ends faded to 0 and
/// the peak at −1 dBFS. Empty when the sound is silent.
[[nodiscard]] std::vector<float> finish(std::span<const float> rendered);

inline constexpr float kPeak = 0.8912509F; ///< −1 dBFS

} // namespace nde::nn::vae
