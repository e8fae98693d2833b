#include "core/base/NeuroMetrics.h"

#include <array>

namespace nde {

std::span<const NeuroMetricInfo> neuroMetricInfos()
{
    static constexpr std::array<NeuroMetricInfo, 19> kInfos {{
        {"rate_hz", &NeuroMetrics::rateHz},
        {"sparsity", &NeuroMetrics::sparsity},
        {"isi_cv", &NeuroMetrics::isiCv},
        {"lvr", &NeuroMetrics::lvr},
        {"isi_entropy", &NeuroMetrics::isiEntropy},
        {"fano", &NeuroMetrics::fano},
        {"synchrony", &NeuroMetrics::synchrony},
        {"sync_excess", &NeuroMetrics::syncExcess},
        {"punch", &NeuroMetrics::punch},
        {"pulse_hz", &NeuroMetrics::pulseHz},
        {"pulse_clarity", &NeuroMetrics::pulseClarity},
        {"centroid_hz", &NeuroMetrics::centroidHz},
        {"spread_erb", &NeuroMetrics::spreadErb},
        {"tonotopic_entropy", &NeuroMetrics::tonotopicEntropy},
        {"habituation", &NeuroMetrics::habituation},
        {"surprise", &NeuroMetrics::surprise},
        {"roughness", &NeuroMetrics::roughness},
        {"mod_peak_hz", &NeuroMetrics::modPeakHz},
        {"dimension", &NeuroMetrics::dimension},
    }};
    return kInfos;
}

} // namespace nde
