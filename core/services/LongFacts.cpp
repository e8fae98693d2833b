#include "core/services/LongFacts.h"

#include <algorithm>

namespace nde::services {
namespace {

constexpr double kSureTempo = 0.5; ///< confidence from which a measured tempo counts
constexpr double kAllSeconds = 2500.0;
constexpr double kLeastSeconds = 2.0;
constexpr double kMostSeconds = 60.0;

} // namespace

LongFacts longFactsOf(const Stem& stem)
{
    LongFacts out;
    out.isLoop = stem.soundClass == SoundClass::Loop;
    const Descriptors& d = stem.descriptors;
    if (d.bpm && (stem.isGridByUser || d.bpmConfidence >= kSureTempo)) {
        out.bpm = *d.bpm;
        out.startS = std::max(0.0, d.firstDownbeatS);
    }
    return out;
}

double longTrainingSeconds(std::size_t sounds)
{
    return std::clamp(kAllSeconds / static_cast<double>(std::max<std::size_t>(1, sounds)),
                      kLeastSeconds, kMostSeconds);
}

} // namespace nde::services
