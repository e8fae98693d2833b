#pragma once

#include "core/mix/Renderer.h"
#include "core/services/UseCases.h"

namespace nde::services {

/// Puts a rendered track into the library: its row with measures, an edge from every sound that is
/// heard in it, and what it was composed from. A track at the same path is replaced.
/// @errors  those of measuring and of StemRepository.
[[nodiscard]] Result<StemId> storeTrack(Studio& studio, const music::Plan& plan,
                                        const mix::RenderReport& report,
                                        const ComposeOutcome& outcome, TaskContext& task);

} // namespace nde::services
