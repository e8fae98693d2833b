#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// One long training sound: a run of a model's points, one a chunk, in the order of time.
struct LongSequence
{
    std::int64_t id {}; ///< StemId
    std::string hash; ///< content hash of the whole sound
    int first {}; ///< of its points
    int count {};
    double rate {}; ///< steps a minute where a step is a beat; 0 = half seconds
    double hop {}; ///< samples between frames, of one without a beat
    bool isCircular {};
    bool operator==(const LongSequence&) const = default;
};

} // namespace nde::nn::vae
