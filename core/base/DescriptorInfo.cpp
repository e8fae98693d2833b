#include "core/base/DescriptorInfo.h"

#include <array>

namespace nde {

std::span<const DescriptorInfo> descriptorInfos()
{
    static constexpr std::array<DescriptorInfo, 43> kInfos {{
        {"bpm_confidence", "bpm_confidence", &Descriptors::bpmConfidence},
        {"first_beat_s", nullptr, &Descriptors::firstBeatS},
        {"first_downbeat_s", nullptr, &Descriptors::firstDownbeatS},
        {"grid_confidence", "grid_confidence", &Descriptors::gridConfidence},
        {"bars", nullptr, &Descriptors::bars},
        {"key_confidence", "key_confidence", &Descriptors::keyConfidence},
        {"tuning_cents", "tuning_cents", &Descriptors::tuningCents},
        {"pitch_confidence", "pitch_confidence", &Descriptors::pitchConfidence},
        {"lufs_integrated", nullptr, &Descriptors::lufs},
        {"lufs_momentary_max", "momentary_lufs", &Descriptors::momentaryLufs},
        {"lufs_short_term_max", "short_term_lufs", &Descriptors::shortTermLufs},
        {"loudness_range_lu", "loudness_range_lu", &Descriptors::loudnessRangeLu},
        {"true_peak_dbtp", "true_peak_db", &Descriptors::truePeakDb},
        {"peak_dbfs", "peak_db", &Descriptors::peakDb},
        {"rms_dbfs", "rms_db", &Descriptors::rmsDb},
        {"crest_db", "crest_db", &Descriptors::crestDb},
        {"centroid_hz", "centroid_hz", &Descriptors::centroidHz},
        {"rolloff_hz", "rolloff_hz", &Descriptors::rolloffHz},
        {"rolloff_95_hz", "rolloff_95_hz", &Descriptors::rolloff95Hz},
        {"bandwidth_hz", "bandwidth_hz", &Descriptors::bandwidthHz},
        {"flatness", "flatness", &Descriptors::flatness},
        {"flux", "flux", &Descriptors::flux},
        {"transient_ratio", "transient_ratio", &Descriptors::transientRatio},
        {"attack_s", "attack_s", &Descriptors::attackS},
        {"decay_s", "decay_s", &Descriptors::decayS},
        {"temporal_centroid_s", "temporal_centroid_s", &Descriptors::temporalCentroidS},
        {"active_start_s", "active_start_s", &Descriptors::activeStartS},
        {"active_end_s", "active_end_s", &Descriptors::activeEndS},
        {"onset_s", "onset_s", &Descriptors::onsetS},
        {"stereo_correlation", "stereo_correlation", &Descriptors::stereoCorrelation},
        {"low_correlation", "low_correlation", &Descriptors::lowCorrelation},
        {"anti_phase_share", "anti_phase_share", &Descriptors::antiPhaseShare},
        {"stereo_width", "stereo_width", &Descriptors::stereoWidth},
        {"balance_db", "balance_db", &Descriptors::balanceDb},
        {"mono_loss_db", "mono_loss_db", &Descriptors::monoLossDb},
        {"silent_share", "silent_share", &Descriptors::silentShare},
        {"clipped_share", "clipped_share", &Descriptors::clippedShare},
        {"dc_offset", "dc_offset", &Descriptors::dcOffset},
        {"edge_step", "edge_step", &Descriptors::edgeStep},
        {"harmonic_complexity", "harmonic_complexity", &Descriptors::harmonicComplexity},
        {"rhythmic_complexity", "rhythmic_complexity", &Descriptors::rhythmicComplexity},
        {nullptr, "technical_quality", &Descriptors::technicalQuality},
        {nullptr, "character_quality", &Descriptors::characterQuality},
    }};
    return kInfos;
}

} // namespace nde
