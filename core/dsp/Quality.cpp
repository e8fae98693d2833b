#include "core/dsp/Quality.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace nde::dsp {
namespace {

class Score
{
public:
    /// @param defect  clamped to 0 … 1; 0 leaves no trace.
    void take(double weight, double defect, const char* name, double shown, int decimals = 3)
    {
        const double severity = std::clamp(defect, 0.0, 1.0);
        if (severity <= 0.0) {
            return;
        }
        m_score.value *= 1.0 - weight * severity;
        char text[64];
        std::snprintf(text, sizeof text, "%s %.*f", name, decimals, shown);
        m_score.reasons += m_score.reasons.empty() ? text : std::string("; ") + text;
    }
    [[nodiscard]] QualityScore result() const { return m_score; }

private:
    QualityScore m_score {1.0, {}};
};

double neededTopHz(Category category)
{
    switch (category) {
    case Category::Kick:
        return 4000.0;
    case Category::Bass:
        return 3000.0;
    case Category::Hihat:
        return 14000.0;
    default:
        return 10000.0;
    }
}

double noiseFloor(const SampleMeter::Result& samples, SoundClass soundClass)
{
    if (soundClass == SoundClass::OneShot) {
        return samples.tailDb;
    }
    return samples.hasPauses ? samples.noiseFloorDb : -120.0;
}

} // namespace

QualityScore judgeQuality(const SampleMeter::Result& samples, const SpectrumMeter::Result& spectrum,
                          Category category, SoundClass soundClass)
{
    Score score;
    const double clipped = samples.clippedShare;
    score.take(0.6, clipped / 0.005, "clipping", clipped);
    const double beyond = std::clamp((clipped - 0.005) / 0.3, 0.0, 1.0);
    if (beyond > 0.0) {
        score.take(0.5, beyond, "heavy clipping", clipped);
    }
    score.take(0.2, (std::abs(samples.dcOffset) - 0.002) / 0.03, "dc", samples.dcOffset);
    const double floorDb = noiseFloor(samples, soundClass);
    score.take(0.4, (floorDb + 70.0) / 35.0, "noise floor dB", floorDb, 0);
    const double needed = neededTopHz(category);
    score.take(0.3, (needed - spectrum.topHz) / needed, "bandwidth Hz", spectrum.topHz, 0);
    const double phase
        = std::max(-samples.lowCorrelation / 0.5, samples.correlation < -0.2 ? 1.0 : 0.0);
    score.take(0.3, phase, "phase", std::min(samples.lowCorrelation, samples.correlation), 2);
    score.take(0.2, (samples.silentShare - 0.3) / 0.6, "silence", samples.silentShare, 2);
    const double edge = 0.05 * samples.peak;
    if (soundClass == SoundClass::Loop) {
        const double step = std::abs(samples.firstSample - samples.lastSample);
        score.take(0.15, step > 4.0 * edge ? 1.0 : 0.0, "click at the seam", step, 2);
    } else {
        const double first = std::abs(samples.firstSample);
        const double last = std::abs(samples.lastSample);
        score.take(0.15, std::max(first, last) > edge ? 1.0 : 0.0, "click at the edge",
                   std::max(first, last), 2);
    }
    score.take(0.5, samples.dropouts > 0 ? 1.0 : 0.0, "dropouts",
               static_cast<double>(samples.dropouts), 0);
    score.take(0.5, samples.broken > 0 ? 1.0 : 0.0, "broken samples",
               static_cast<double>(samples.broken), 0);
    return score.result();
}

} // namespace nde::dsp
