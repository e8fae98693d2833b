#pragma once

#include "core/base/TaskContext.h"
#include "core/nn/vae/Generator.h"

#include <cstdint>
#include <functional>

namespace nde::nn::vae {

/// What is done with a sound of which its judge says this. What was asked for by its anchors may
/// lie near them and far from the training set; less new than was wished is a copy.
[[nodiscard]] Verdict verdictFor(const GenerateParams& params, Verdict judged, double novelty);

/// How many sounds are dreamed, and how often each is drawn anew before its place stays empty.
struct DreamCount
{
    std::size_t places {};
    std::uint64_t attempts {};
};

/// A draw that was heard.
struct HeardDraw
{
    Verdict verdict {};
    GeneratedSound sound; ///< of a good one only
};

/// One draw for a place. @param task  the place's part of the whole.
using DrawSound = std::function<Result<HeardDraw>(std::uint64_t index, std::uint64_t attempt,
                                                  TaskContext& task)>;

/// Draws for every place until a draw is good, and counts the others.
/// @param onSound  of every good one, or empty.
/// @errors  Cancelled, Inference (no draw was good; the counts are in the message), and what `draw`
///          gives.
[[nodiscard]] Result<GenerateReport>
dreamPlaces(const DreamCount& count, const DrawSound& draw,
            const std::function<void(const GeneratedSound&)>& onSound, TaskContext& task);

} // namespace nde::nn::vae
