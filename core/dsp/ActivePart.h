#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace nde::dsp {

/// Where a sound begins and ends, to the frame: the first and the last frame within 60 dB of a peak
/// that is known only at the end. Keeps the frames that may still become either: those louder than
/// all before them, and those louder than all after them. Their number is bounded; where it would
/// not be, neighbours closer than 0.002 dB are taken as one.
class ActivePart
{
public:
    /// @param level  |sample|, the largest of the channels.
    void push(double level)
    {
        if (level >= kFloor * m_peak && level > 0.0) {
            keep(level);
        }
        ++m_frames;
    }
    /// First frame, and one past the last; both 0 for silence.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> range() const;

private:
    struct Candidate
    {
        double level;
        std::int64_t frame;
    };
    void keep(double level);
    void forget(std::vector<Candidate>& candidates) const;

    static constexpr double kFloor = 0.001; ///< −60 dB
    static constexpr std::size_t kMost = 1U << 16U;
    double m_peak {};
    std::int64_t m_frames {};
    std::vector<Candidate> m_starts; ///< rising levels
    std::vector<Candidate> m_ends; ///< falling levels
};

} // namespace nde::dsp
