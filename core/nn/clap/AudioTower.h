#pragma once

#include "core/base/TaskContext.h"
#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/ClapWeights.h"
#include "core/nn/kernels/Runtime.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nde::nn::clap {

/// Sees what passes: "image" [side, side], "patch" and "stage<n>" [tokens, channels], "pooled".
using Tap = std::function<void(const std::string& name, std::span<const float> values)>;

/// HTSAT on the project's kernels: mel spectrogram to vector.
/// @thread  one at a time. The same bytes for every number of threads.
/// @source  Chen, Du, Zhu, Ma, Berg-Kirkpatrick, Dubnov, "HTS-AT: a hierarchical token-semantic
///          audio transformer", ICASSP 2022; Liu et al., "Swin transformer", ICCV 2021.
class AudioTower
{
public:
    AudioTower(const ClapConfig& config, ClapWeights& weights, const kernels::KernelTable& table);

    /// @param mel  dB, [kSpectra, mels].
    /// @return     unit vector.
    /// @errors     Cancelled (polled per block), Inference.
    [[nodiscard]] Result<std::vector<float>> run(kernels::Runtime& runtime,
                                                 std::span<const float> mel,
                                                 const TaskContext& task,
                                                 const Tap& tap = {}) const;

private:
    struct Block
    {
        Norm before;
        Norm after;
        kernels::RightWeights attentionIn; ///< query, key, value
        kernels::RightWeights attentionOut;
        kernels::RightWeights widen;
        kernels::RightWeights narrow;
        std::vector<float> bias; ///< of relative places, [heads, tokens, tokens] of a window
    };
    struct Stage
    {
        std::size_t width {};
        std::size_t grid {}; ///< side, in tokens
        std::size_t window {}; ///< side, in tokens
        std::size_t heads {};
        std::vector<Block> blocks;
        Norm mergeNorm; ///< of all but the last stage
        kernels::RightWeights merge;
    };
    /// Where the tokens of every window are, and which of its regions they belong to.
    struct Windows
    {
        std::vector<std::uint32_t> token; ///< [windows, tokens]
        std::vector<std::uint8_t> region; ///< [windows, tokens]; empty where nothing is masked
    };

    [[nodiscard]] static Block takeBlock(ClapWeights& weights, const kernels::KernelTable& table,
                                         const std::string& name, const Stage& stage, double eps);
    [[nodiscard]] static Windows windowsOf(const Stage& stage, std::size_t shift);

    /// [side, side]: quarters of the time axis above each other, mel upwards within each.
    [[nodiscard]] std::vector<float> picture(std::span<const float> mel) const;
    [[nodiscard]] std::vector<float> patches(kernels::Runtime& runtime,
                                             const std::vector<float>& image) const;
    static void runBlock(kernels::Runtime& runtime, const Stage& stage, const Block& block,
                         const Windows& windows, std::vector<float>& x);
    static void attend(kernels::Runtime& runtime, const Stage& stage, const Block& block,
                       const Windows& windows, const std::vector<float>& qkv,
                       std::vector<float>& out);
    [[nodiscard]] static std::vector<float> merged(kernels::Runtime& runtime, const Stage& stage,
                                                   const std::vector<float>& x);
    [[nodiscard]] std::vector<float> pooled(kernels::Runtime& runtime, std::vector<float>& x) const;

    std::size_t m_mels;
    std::size_t m_side;
    std::size_t m_patch;
    std::vector<double> m_scale; ///< batch norm of every mel band: x · scale + offset
    std::vector<double> m_offset;
    kernels::RightWeights m_patchProjection;
    Norm m_patchNorm;
    std::vector<Stage> m_stages;
    Norm m_norm;
    Projection m_projection;
};

} // namespace nde::nn::clap
