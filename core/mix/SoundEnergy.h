#pragma once

#include "core/audio/AudioBuffer.h"

#include <array>
#include <cstdint>
#include <vector>

namespace nde::mix {

/// How much a prepared sound adds to the loudness of a mix, from any frame to any other and through
/// any pan and width, without looking at its samples again: K-weighted energy summed up from its
/// beginning, in a few bands, so that a moving filter can be reckoned with.
class SoundEnergy
{
public:
    static constexpr std::size_t kBands = 4; ///< below 250 Hz, 1 kHz, 4 kHz, above
    static constexpr std::array<double, kBands> kCentresHz {120.0, 500.0, 2000.0, 8000.0};

    /// Sums of squares and of the product of both sides.
    struct Part
    {
        double left {};
        double right {};
        double both {};
    };
    /// K-weighted by band, and as it is.
    struct Sums
    {
        std::array<Part, kBands> bands;
        Part plain;
    };

    SoundEnergy() = default;
    explicit SoundEnergy(const audio::AudioBuffer& stereo);
    /// Of a sound that is not there yet: so many frames of this K-weighted mean square over both
    /// sides together, in the middle of the spectrum and of the room.
    [[nodiscard]] static Sums even(double meanSquare, double frames);

    [[nodiscard]] bool isEmpty() const { return m_sums.empty(); }
    /// Of all frames before this one; linear within a step. Not of a sound that is empty.
    [[nodiscard]] Sums until(double frame) const;

private:
    static constexpr std::size_t kStep = 2048;

    std::size_t m_frames {};
    std::vector<Sums> m_sums; ///< before each step; one more than there are steps
};

[[nodiscard]] SoundEnergy::Sums operator-(const SoundEnergy::Sums& a, const SoundEnergy::Sums& b);

} // namespace nde::mix
