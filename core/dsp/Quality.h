#pragma once

#include "core/base/Category.h"
#include "core/dsp/Meters.h"

#include <string>

namespace nde::dsp {

struct QualityScore
{
    double value {}; ///< 0 … 1
    std::string reasons; ///< "clipping 0.013; dc 0.020"; empty = clean
};

/// Technical quality: each defect of analysis.md A.5 takes its weight times its severity away. Two
/// additions: clipping goes on falling beyond half a percent, where the table ends, and the noise
/// floor of a one-shot is that of a steady end, because its decay is no noise. True peak is not
/// judged here (audio::LoudnessMeter measures it).
[[nodiscard]] QualityScore judgeQuality(const SampleMeter::Result& samples,
                                        const SpectrumMeter::Result& spectrum, Category category,
                                        SoundClass soundClass);

} // namespace nde::dsp
