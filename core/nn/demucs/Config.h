#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/demucs/Kwargs.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nde::nn::demucs {

/// One level of the hybrid networks: encoder layer i and the decoder layer that undoes it.
struct HybridLevel
{
    bool isFreq {}; ///< strided over frequency; false behind the place where the branches meet
    bool isMeeting {}; ///< reduces what is left of the frequencies to one row
    std::int64_t kernel {}, stride {}, pad {}; ///< spectrogram branch
    bool hasNorm {};
    std::int64_t in {}, out {}; ///< channels, spectrogram branch
    std::int64_t timeIn {}, timeOut {}; ///< channels, waveform branch (while isFreq)
    std::int64_t decoderOut {}, timeDecoderOut {}; ///< `in`, except in level 0: all sources
};

/// What HTDemucs and HDemucs v3 have in common.
struct HybridConfig
{
    std::vector<std::string> sources;
    std::int64_t audioChannels {2};
    std::int64_t sampleRate {44100};
    Kwargs::Segment segment;
    std::int64_t channels {48}, channelsTime {48};
    double growth {2.0};
    std::int64_t nfft {4096};
    std::int64_t depth {};
    bool hasRewrite {true};
    double freqEmb {0.2}; ///< weight of the frequency embedding; 0 = none
    double embScale {10.0};
    std::int64_t freqEmbRows {}; ///< entries of the embedding
    std::int64_t kernelSize {8}, stride {4}, timeStride {2};
    std::int64_t context {1}, contextEnc {0};
    std::int64_t normStarts {4}, normGroups {4};
    bool hasEncoderDConv {true}, hasDecoderDConv {false};
    int dconvDepth {2};
    bool isDilated {true};
    double dconvComp {8.0};
    std::vector<HybridLevel> levels;
    std::int64_t lastChannels {}; ///< channels × growth^(depth − 1): what the bottom is made for

    [[nodiscard]] std::int64_t rows() const { return nfft / 2; }
    [[nodiscard]] std::int64_t hop() const { return nfft / 4; }
    [[nodiscard]] std::int64_t freqLevels() const; ///< levels that both branches have
};

struct TransformerConfig
{
    enum class Embedding
    {
        Sin,
        Cape, ///< sine of centred positions
        Scaled ///< learnt
    };
    std::int64_t layers {5};
    std::int64_t channels {}; ///< bottom_channels, or those of the last level
    std::int64_t hidden {};
    std::int64_t heads {8};
    Embedding embedding {Embedding::Sin};
    std::int64_t maxPositions {10000};
    double maxPeriod {10000.0};
    double embeddingWeight {1.0};
    bool hasNormIn {true};
    std::int64_t normInGroups {}; ///< 0 = LayerNorm
    std::int64_t normGroups {}; ///< of the layers; 0 = LayerNorm
    std::int64_t normOutGroups {}; ///< 0 = none
    bool isNormFirst {true};
    bool hasLayerScale {true};
    bool hasGelu {true};
    bool isCrossFirst {false};
};

struct HTDemucsConfig : HybridConfig
{
    std::int64_t bottomChannels {}; ///< 0 = none
    TransformerConfig transformer;
    bool usesTrainSegment {true};
};

/// The original's defaults that differ between the two.
struct HybridDefaults
{
    std::int64_t depth {};
    std::int64_t segmentS {};
    double dconvComp {};
};

/// Reads the common part and lays out the levels; faults go to `kwargs`.
void readHybrid(Kwargs& kwargs, const HybridDefaults& defaults, HybridConfig& config);

/// @errors  BadInput, Unsupported; one sentence that names the option.
[[nodiscard]] Result<HTDemucsConfig> readHTDemucs(const checkpoint::Package& package);

/// What is left at the bottom of the network.
struct BottomShape
{
    std::int64_t rows {};
    std::int64_t frames {};
    std::int64_t timeFrames {}; ///< of the waveform branch
};

/// Whether every shape fits for an input of this length: the decoder gives back what the encoder
/// took, branches meet with equal lengths, padding is shorter than the signal.
/// @param frames  after padding to the training segment.
/// @errors  BadInput, OutOfMemory (an activation of more than 8 GiB).
[[nodiscard]] Result<BottomShape> checkShapes(const HybridConfig& config, std::int64_t frames);

/// Limits on what a file may ask for; wide enough for every published model.
inline constexpr std::int64_t kMaxChannels = 1 << 14;
inline constexpr std::int64_t kMaxSegmentFrames = std::int64_t {1} << 25;

} // namespace nde::nn::demucs
