#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn::clap {

/// HTSAT: a Swin transformer on the mel spectrogram. Defaults are those of the format, which leaves
/// out of a file what has them.
struct AudioConfig
{
    std::int64_t spectrogram {256}; ///< side of the picture
    std::int64_t mels {64};
    std::int64_t patch {4}; ///< side and stride
    std::int64_t width {96}; ///< of the first stage; doubles with every stage
    std::int64_t window {8}; ///< side, in tokens
    std::vector<std::int64_t> depths {2, 2, 6, 2};
    std::vector<std::int64_t> heads {4, 8, 16, 32};
    double mlpRatio {4.0};
    double normEps {1e-5}; ///< of the blocks
    bool hasBias {true}; ///< of query, key and value

    [[nodiscard]] std::int64_t stages() const { return static_cast<std::int64_t>(depths.size()); }
    [[nodiscard]] std::int64_t widthOf(std::int64_t stage) const { return width << stage; }
    [[nodiscard]] std::int64_t hiddenOf(std::int64_t stage) const
    {
        return static_cast<std::int64_t>(static_cast<double>(widthOf(stage)) * mlpRatio);
    }
    [[nodiscard]] std::int64_t gridOf(std::int64_t stage) const
    {
        return spectrogram / patch >> stage;
    }
    /// Windows never exceed their grid. @return  side, in tokens.
    [[nodiscard]] std::int64_t windowOf(std::int64_t stage) const
    {
        return gridOf(stage) < window ? gridOf(stage) : window;
    }
    [[nodiscard]] std::int64_t features() const { return widthOf(stages() - 1); }
};

/// RoBERTa.
struct TextConfig
{
    std::int64_t vocabulary {50265};
    std::int64_t width {768};
    std::int64_t layers {12};
    std::int64_t heads {12};
    std::int64_t hidden {3072};
    std::int64_t positions {514};
    std::int64_t types {1};
    std::int64_t begin {0};
    std::int64_t pad {1};
    std::int64_t end {2};
    double normEps {1e-12};
};

struct ClapConfig
{
    AudioConfig audio;
    TextConfig text;
    std::int64_t dimensions {512}; ///< of the vectors
    std::string name; ///< `_name_or_path`, empty where the file has none
};

/// Reads config.json. @errors  Corrupt (no JSON, senseless numbers), Unsupported (a fused model, an
/// activation or a layout that is not known here). The message has no path.
[[nodiscard]] Result<ClapConfig> readConfig(std::string_view json);

/// What the features are made with (preprocessor_config.json).
struct FeatureConfig
{
    double lowestHz {0.0};
    double highestHz {14000.0};
};
/// @errors  Corrupt, Unsupported (other rates, lengths or paddings than all known models have).
[[nodiscard]] Result<FeatureConfig> readFeatureConfig(std::string_view json,
                                                      const AudioConfig& audio);

} // namespace nde::nn::clap
