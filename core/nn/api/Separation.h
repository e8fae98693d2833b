#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/api/SeparationModel.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nde::nn {

/// A model file, or a bag of them, ready to run pass after pass.
struct SeparationPlan
{
    struct Member
    {
        std::filesystem::path file;
        std::vector<double> weights; ///< [sources]
    };
    std::vector<Member> members;
    SeparationModelInfo info; ///< of the first; sources, rate and channels are those of all
    std::optional<double> bagSegmentS; ///< from the yaml
};

/// Reads a `.th`, `.safetensors` or a bag `.yaml`; the members' sources, rates and channels agree.
/// @errors  those of SeparationModel::inspect and checkpoint::readBag.
[[nodiscard]] Result<SeparationPlan> planSeparation(const std::filesystem::path& path);

struct SeparationOptions
{
    int shifts {0}; ///< 0 … 20 random shifts of up to half a second, averaged
    double overlap {0.25}; ///< 0 … 0.99 of a segment
    std::optional<double> segmentS; ///< chunk length; at most that of an HTDemucs model
    double transitionPower {1.0}; ///< ≥ 1
    std::uint64_t seed {1}; ///< of the shifts
    std::vector<std::int64_t> shiftOffsets; ///< for tests: instead of random ones, one a shift
    ModelOptions model;
};

/// The normalised mix at the model's rate, on disk: raw float32, planar per block is not assumed.
/// @thread  one at a time.
class MixSource
{
public:
    virtual ~MixSource() = default;
    [[nodiscard]] virtual std::int64_t frames() const = 0;
    /// Frames [start, start + frames) that lie inside the track, planar [channels, frames].
    [[nodiscard]] virtual Result<> read(std::int64_t start, std::int64_t frames, float* planar) = 0;
};

/// Where the separated (normalised) stems go. Frames come in order, each pass from 0; a pass adds
/// to what the passes before gave, so a sink keeps one growing file a pass and source.
/// @thread  one at a time.
class StemSink
{
public:
    virtual ~StemSink() = default;
    /// The finished frames of one source in this pass: planar [channels, frames], already added to
    /// the passes before and, in the last pass that feeds this source, divided by the total weight.
    [[nodiscard]] virtual Result<> write(int pass, int source, const float* planar,
                                         std::int64_t frames)
        = 0;
    /// Frames [start, start + frames) that `write` got for this source in an earlier pass.
    [[nodiscard]] virtual Result<> readBack(int pass, int source, std::int64_t start,
                                            std::int64_t frames, float* planar)
        = 0;
    /// All that was written is to survive a kill; `state` is handed to `separateMix` to go on.
    [[nodiscard]] virtual Result<> checkpoint(std::span<const std::byte> state) = 0;
};

struct SeparationReport
{
    int segments {}; ///< forward passes in all
    std::string device;
    std::vector<std::string>
        steps; ///< what the step-down ladder did on memory shortage, in English
    std::vector<std::int64_t> shiftOffsets; ///< drawn, pass by pass
};

/// The original's `apply_model`, streaming: memory holds one model, one segment and its overlap,
/// whatever the length. One pass a member and shift.
///
/// @param state  empty, or what the sink's last `checkpoint` got: then it goes on from there, and
///               the result has the same bytes as an uninterrupted run with the same threads.
/// @param task   progress after each segment, cancellation within 500 ms.
/// @errors  those of SeparationModel, of the source and of the sink; BadInput (options).
/// @source  demucs.md 3.13–3.16.
[[nodiscard]] Result<SeparationReport> separateMix(const SeparationPlan& plan,
                                                   const SeparationOptions& options, MixSource& mix,
                                                   StemSink& sink, std::span<const std::byte> state,
                                                   const TaskContext& task);

} // namespace nde::nn
