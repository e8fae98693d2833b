#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/demucs/Config.h"

#include <cstdint>
#include <string>
#include <vector>

/// Configurations of the models of the third generation: the hybrid one and the one that works on
/// the waveform only.
namespace nde::nn::demucs {

struct HDemucsConfig : HybridConfig
{
    enum class Output
    {
        Complex, ///< complex as channels: the network gives the spectrogram itself
        MixPhase, ///< amplitudes, with the phase of the mix (`wiener_iters` 0)
        Masked ///< amplitudes times mix / (1e-8 + |mix|) (`wiener_iters` < 0)
    };
    bool isHybrid {true}; ///< false: no waveform branch
    bool hasOldPadding {false}; ///< zero padding and an output that lies 3/8 of a window early, as
                                ///< some of the models of 2021 were trained with (`hybrid_old`)
    Output output {Output::Complex};
    std::vector<double>
        multiFreqs; ///< borders of bands with weights of their own, shares of the rows
    std::int64_t multiFreqsDepth {2}; ///< outermost levels that have bands
    std::int64_t dconvLstm {4}; ///< first level whose residual layers have an LSTM
    std::int64_t dconvAttn {4}; ///< … attention

    [[nodiscard]] bool hasBands(std::int64_t level) const
    {
        return !multiFreqs.empty() && level < multiFreqsDepth;
    }
};

struct DemucsConfig
{
    std::vector<std::string> sources;
    std::int64_t audioChannels {2};
    std::int64_t sampleRate {44100};
    Kwargs::Segment segment;
    std::int64_t depth {6};
    std::vector<std::int64_t> channels; ///< [depth] output channels of the encoder layers
    bool hasRewrite {true};
    std::int64_t lstmLayers {}; ///< at the bottom; 0 = none
    std::int64_t kernelSize {8}, stride {4}, context {1};
    bool hasGelu {true}; ///< else ReLU
    bool hasGlu {true}; ///< else ReLU
    std::int64_t normStarts {4}, normGroups {4};
    bool hasEncoderDConv {true}, hasDecoderDConv {false};
    int dconvDepth {2};
    bool isDilated {true};
    double dconvComp {4.0};
    std::int64_t dconvLstm {4}, dconvAttn {4};
    bool normalises {true};
    bool resamples {true}; ///< works at twice the rate

    /// The shortest length that is not shorter and leaves no frame over in any layer.
    [[nodiscard]] std::int64_t validLength(std::int64_t frames) const;
};

/// Width of the residual branch: int(channels / compress).
[[nodiscard]] std::int64_t dconvHidden(std::int64_t channels, double compress);

/// Bands of frequencies: band b takes rows [first[b], last[b]).
struct Bands
{
    std::vector<std::int64_t> first, last;
};
/// What each band of a strided convolution reads, without the zeros outside the outermost ones.
/// Neighbours overlap by kernel − stride, as the whole convolution's windows do.
/// @param ratios  borders between bands as shares of the rows.
[[nodiscard]] Bands encoderBands(const std::vector<double>& ratios, std::int64_t rows,
                                 std::int64_t kernel, std::int64_t stride);
/// What each band of a transposed convolution reads.
[[nodiscard]] Bands decoderBands(const std::vector<double>& ratios, std::int64_t rows);

/// @errors  BadInput, Unsupported (Wiener filtering by iteration); one sentence that names the
/// option.
[[nodiscard]] Result<HDemucsConfig> readHDemucs(const checkpoint::Package& package);
[[nodiscard]] Result<DemucsConfig> readDemucs(const checkpoint::Package& package);

/// Whether the network takes this many frames: shapes fit and no activation is out of reach.
/// @errors  BadInput, OutOfMemory.
[[nodiscard]] Result<> checkFramesV3(const HDemucsConfig& config, std::int64_t frames);
[[nodiscard]] Result<> checkFramesV3(const DemucsConfig& config, std::int64_t frames);

} // namespace nde::nn::demucs
