#pragma once

#include "core/audio/LoudnessSteps.h"
#include "core/mix/Master.h"

#include <span>
#include <vector>

namespace nde::mix {

/// Peaks and loudness of a mix, millisecond by millisecond: enough to tell beforehand what gain and
/// limiter will make of it, without running them.
class LevelMap
{
public:
    explicit LevelMap(int sampleRate);
    /// @param stereo  interleaved [frames, 2].
    void add(std::span<const float> stereo);

    struct Forecast
    {
        double lufs {};
        Limiting limiting;
    };
    [[nodiscard]] Forecast forecast(double gainDb, double ceilingDb) const;
    [[nodiscard]] double lufs() const { return audio::integratedLufs(m_meter.steps()); }

private:
    audio::LoudnessSteps m_meter;
    std::size_t m_stepFrames;
    std::size_t m_pending {};
    float m_peak {};
    double m_energy {};
    std::vector<float> m_peaks;
    std::vector<float> m_energies; ///< sum over both channels of mean squares, K-weighted
};

} // namespace nde::mix
