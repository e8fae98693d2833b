#pragma once

#include "core/nn/clap/AudioTower.h"
#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/ClapWeights.h"
#include "core/nn/kernels/Runtime.h"

#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::clap {

/// RoBERTa on the project's kernels: token ids to vector.
/// @thread  one at a time. The same bytes for every number of threads.
/// @source  Liu et al., "RoBERTa: a robustly optimized BERT pretraining approach", 2019.
class TextTower
{
public:
    TextTower(const ClapConfig& config, ClapWeights& weights, const kernels::KernelTable& table);

    /// How many tokens it takes at most.
    [[nodiscard]] std::size_t longest() const { return m_longest; }
    /// @param ids  1 … longest(), each below the vocabulary's size. Taps: "embeddings",
    ///             "last_hidden" [tokens, width] and "pooled".
    /// @return     unit vector. @errors  Inference.
    [[nodiscard]] Result<std::vector<float>>
    run(kernels::Runtime& runtime, std::span<const std::int32_t> ids, const Tap& tap = {}) const;

private:
    struct Layer
    {
        kernels::RightWeights attentionIn; ///< query, key, value
        kernels::RightWeights attentionOut;
        Norm attentionNorm;
        kernels::RightWeights widen;
        kernels::RightWeights narrow;
        Norm outNorm;
    };

    [[nodiscard]] std::vector<float> embedded(std::span<const std::int32_t> ids) const;
    void runLayer(kernels::Runtime& runtime, const Layer& layer, std::vector<float>& x) const;

    std::size_t m_width;
    std::size_t m_heads;
    std::size_t m_longest;
    std::int32_t m_pad;
    // As in the file: a quarter of all memory, of which a query needs some rows.
    checkpoint::HostTensor m_words; ///< [vocabulary, width]
    std::vector<float> m_places; ///< [positions, width]
    std::vector<float> m_type; ///< [width], of type 0
    Norm m_norm;
    std::vector<Layer> m_layers;
    kernels::RightWeights m_pooler;
    Projection m_projection;
};

} // namespace nde::nn::clap
