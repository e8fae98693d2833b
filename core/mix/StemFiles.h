#pragma once

#include "core/mix/MixPlan.h"
#include "core/mix/Renderer.h"

#include <span>

namespace nde::mix {

/// The end of the longest tail there may be: a raised cosine over its last bar.
class TailFade
{
public:
    explicit TailFade(const MixPlan& plan);
    /// In place. @param from  output frame of the first sample.
    void apply(std::int64_t from, std::span<float> samples) const;

private:
    std::int64_t m_start;
    std::int64_t m_end;
};

struct WrittenStems
{
    std::vector<LaneStem> files;
    double gainDb {}; ///< 0 or below, the same for all
};

/// Writes each lane, the returns and what they add up to, `frames` long each; all appear at the end
/// or none. Where a lane goes beyond full scale and the format cannot, all are turned down alike,
/// so that they still add up.
/// @errors  as `render`.
[[nodiscard]] Result<WrittenStems> writeStems(const MixPlan& plan, std::int64_t frames,
                                              const RenderOptions& options,
                                              const TaskContext& task);

} // namespace nde::mix
