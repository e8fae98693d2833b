#pragma once

#include "core/nn/vae/Generator.h"
#include "core/nn/vae/LongSequence.h"

#include <span>
#include <vector>

namespace nde::nn::vae {

/// Measures rendered long sounds against the training set, a second at a time. What is typical is
/// measured between chunks of different sounds: those of one repeat each other.
class LongJudge
{
public:
    LongJudge(SoundSpace space, std::vector<LongSequence> sequences);

    struct Opinion
    {
        Verdict verdict {}; ///< never OffCategory but far outside of all training sounds
        double fidelity {}; ///< medians over the seconds
        double novelty {};
        double nearestDistance {};
        std::int64_t nearestId {}; ///< the training sound that most of its seconds are nearest to
    };
    /// @param finished  44.1 kHz, peak `kPeak`.
    [[nodiscard]] Opinion judge(std::span<const float> finished) const;

private:
    SoundSpace m_space;
    std::vector<LongSequence> m_sequences;
    TypicalDistances m_typical; ///< between chunks of different sounds
};

} // namespace nde::nn::vae
