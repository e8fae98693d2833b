#pragma once

#include "core/mix/EnergyFader.h"
#include "core/mix/LevelMap.h"
#include "core/mix/Renderer.h"
#include "core/mix/Scratch.h"
#include "core/mix/Tone.h"

namespace nde::mix {

/// What the mix left in its scratch file.
struct PreMaster
{
    std::int64_t body {}; ///< frames of the bars
    std::int64_t total {}; ///< with the longest tail
    std::array<double, ToneMeter::kGroups> toneDb {};
    std::vector<SectionSpan> sections;
    std::vector<double> trimsDb; ///< one a section; none = the fader stays where it is
};

/// The second half of a render: tone and energy fader, gain, soft clip, limiter. The gain comes
/// from a forecast, is tried on the whole track, and tried again where the forecast was off.
class Mastering
{
public:
    Mastering(int sampleRate, double targetLufs, double ceilingDbtp, PreMaster pre);

    /// Reads the mix and leaves it with its tone and its energy in another file.
    [[nodiscard]] Result<> applyTone(Scratch& mix, Scratch& toned, const TaskContext& task);
    /// Finds the gain that meets target, ceiling and the bounds of limiting; what comes of it is in
    /// `limited`.
    [[nodiscard]] Result<> master(Scratch& toned, Scratch& limited, const TaskContext& task,
                                  RenderReport& report);
    /// Frames of the result, its tail trimmed.
    [[nodiscard]] std::int64_t frames() const { return endFrame(m_gainDb); }

private:
    struct Pass
    {
        double lufs {};
        double truePeakDb {};
        Limiting limiting;
    };
    [[nodiscard]] Result<Pass> run(Scratch& toned, Scratch& limited, const TaskContext& task);
    [[nodiscard]] std::int64_t endFrame(double gainDb) const;
    void watchTail(std::int64_t from, std::span<const float> stereo);
    [[nodiscard]] Result<bool> choose(double target, const TaskContext& task);

    int m_rate;
    double m_targetLufs;
    double m_ceilingDbtp;
    PreMaster m_pre;
    LevelMap m_levels;
    std::vector<float> m_tailPeaks; ///< of blocks, the first holds frame `body`
    double m_gainDb {};
    double m_ceilingDb;
    LevelMap::Forecast m_forecast; ///< for m_gainDb
    LevelMap::Forecast m_offset; ///< what passes came to beside their forecast
};

} // namespace nde::mix
