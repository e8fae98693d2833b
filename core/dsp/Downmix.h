#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

/// The mean of the channels; of two, where they are out of phase (a correlation below −0.5 in
/// 50 ms, until it is above 0 again), half of their difference instead. So what is measured on it
/// does not fall away with a channel that was turned over (the ear hears the mean, analysis.md
/// A.2). From block to block it fades within 5 ms.
class Downmix
{
public:
    Downmix(int sampleRate, int channels);
    /// @param out  grows by the blocks that are whole.
    void push(std::span<const float> interleaved, std::vector<float>& out);
    void finish(std::vector<float>& out);

private:
    void mixBlock(std::vector<float>& out);

    std::size_t m_channels;
    std::size_t m_blockFrames;
    std::size_t m_fadeFrames;
    std::vector<float> m_block; ///< interleaved, of two channels only
    float m_sign {1.0F}; ///< of the right channel
    bool m_isAfterSilence {true}; ///< or at the beginning
};

} // namespace nde::dsp
