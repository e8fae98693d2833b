#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::mix {

/// Kernel of the fourfold oversampling that soft clip and limiter share: a Kaiser-windowed sinc
/// with 8 samples on either side, one row a quarter of a sample. Row 0 is the sample itself.
inline constexpr std::size_t kPhases = 4;
inline constexpr std::size_t kHalfTaps = 8;
using OversamplingKernel = std::array<std::array<float, 2 * kHalfTaps>, kPhases>;

/// kernel[p][k]: weight of sample c − 7 + k for the value at c + p/4.
[[nodiscard]] const OversamplingKernel& oversamplingKernel();

/// The four values from sample c on. @param in  points at sample c − 7; 16 samples are read.
void interpolate(const float* in, float (&values)[kPhases]);

/// Highest true peak of a stereo stream: where that kernel finds a peak, one of 64 taps and eight
/// phases reads it, within 0.12 dB up to 0.45 of the rate (where its steps are 18 degrees).
class PeakMeter
{
public:
    PeakMeter();
    /// @param stereo  interleaved [frames, 2].
    void add(std::span<const float> stereo);
    [[nodiscard]] double peakDb() const; ///< dBTP; −120 for silence

private:
    [[nodiscard]] static float loudestBetween(const float* in);

    std::array<std::vector<float>, 2> m_sides; ///< what was before, then the block
    float m_peak {};
};

} // namespace nde::mix
