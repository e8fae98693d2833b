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
        std::vector<double> weights; ///< [sources], ≥ 0; a source of weight 0 is not taken from it
        SeparationModelInfo info;
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
    std::vector<std::int64_t>
        shiftOffsets; ///< instead of random ones: one a shift, or one a member and shift
    ModelOptions model;
};

/// Whether the options are in range and fit the plan. @errors  BadInput, one sentence.
[[nodiscard]] Result<> checkSeparation(const SeparationPlan& plan,
                                       const SeparationOptions& options);

/// The normalised mix at the model's rate, usually on disk.
/// @thread  one at a time.
class MixSource
{
public:
    virtual ~MixSource() = default;
    [[nodiscard]] virtual std::int64_t frames() const = 0;
    /// Frames [start, start + frames) that lie inside the track, planar [channels, frames].
    [[nodiscard]] virtual Result<> read(std::int64_t start, std::int64_t frames, float* planar) = 0;
};

/// Where the separated (normalised) stems go. A pass gives every source that its member has a
/// weight for, from frame 0 on, in order: the weighted average of this pass and of all before it.
/// So the last pass of a source is the result, and each earlier one already sounds like it; a sink
/// keeps one growing file a pass and source.
/// @thread  one at a time.
class StemSink
{
public:
    virtual ~StemSink() = default;
    /// The next frames of one source in this pass: planar [channels, frames].
    [[nodiscard]] virtual Result<> write(int pass, int source, const float* planar,
                                         std::int64_t frames)
        = 0;
    /// Frames [start, start + frames) that `write` got for this source in that earlier pass, the
    /// last one that fed it. Files of passes before that one are not read any more.
    [[nodiscard]] virtual Result<> readBack(int pass, int source, std::int64_t start,
                                            std::int64_t frames, float* planar)
        = 0;
    /// The pass begins anew (the step-down ladder took shorter segments): forget its frames.
    [[nodiscard]] virtual Result<> restart(int pass) = 0;
    /// All that was written is to survive a kill; `state` is handed to `separateMix` to go on.
    [[nodiscard]] virtual Result<> checkpoint(std::span<const std::byte> state) = 0;
};

struct SeparationReport
{
    int segments {}; ///< forward passes in all, those before a resume included
    std::string device; ///< what really computed, at the end
    std::vector<std::string>
        steps; ///< what the step-down ladder did on memory shortage, in English
    std::vector<std::int64_t> shiftOffsets; ///< pass by pass; empty without shifts
    int passes {}; ///< a member and shift each; members without any weight have none
};

/// The original's `apply_model`, streaming: memory holds one model, one segment and its overlap,
/// whatever the length. One pass a member and shift.
///
/// Short of memory it steps down and says so in the report: half the segment where the network
/// takes any length (not under 2.6 s), lower precision on a GPU, then the CPU.
///
/// @param state  empty, or what the sink's last `checkpoint` got: then it goes on from there, and
///               the result has the same bytes as an uninterrupted run with the same threads.
/// @param task   progress after each segment, cancellation within 500 ms.
/// @errors  those of SeparationModel, of the source and of the sink; BadInput (options, no frames),
///          Corrupt (`state` of another separation).
/// @source  demucs.md 3.13–3.16, product.md A10.
[[nodiscard]] Result<SeparationReport> separateMix(const SeparationPlan& plan,
                                                   const SeparationOptions& options, MixSource& mix,
                                                   StemSink& sink, std::span<const std::byte> state,
                                                   const TaskContext& task);

} // namespace nde::nn
