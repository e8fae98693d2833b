#pragma once

#include <span>
#include <vector>

namespace nde::dsp {

/// Takes a constant offset that is a defect (more than 0.002, analysis.md A.5) off a stream, before
/// a filter, a spectrum or the ear takes its steps at both ends for a click. What it is is judged
/// by the first ten seconds, which are held back for it: the median of means under Hann windows of
/// 100 ms, so that neither a low or lopsided wave nor what one hit leaves in its mean counts.
/// Smaller ones stay, to the bit. One that begins or ends later is not followed: the quality's own
/// measure of the offset is of the whole sound and does not depend on this.
class OffsetRemover
{
public:
    explicit OffsetRemover(int sampleRate);
    /// @param out  grows by what is ready: nothing, or everything so far.
    void push(std::span<const float> mono, std::vector<float>& out);
    void finish(std::vector<float>& out);

private:
    [[nodiscard]] float offset() const;
    void release(std::vector<float>& out);

    std::size_t m_hopFrames;
    std::size_t m_heldFrames;
    std::vector<float> m_held;
    float m_offset {};
    bool m_isKnown {};
};

} // namespace nde::dsp
