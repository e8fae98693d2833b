#pragma once

#include <optional>
#include <vector>

namespace nde::ui {

/// Tempo of someone who taps along: the median of the last intervals, so that one slip of the
/// finger changes nothing. A pause begins anew.
class TapTempo
{
public:
    static constexpr int kLeastTaps = 4; ///< from here on the tempo is meant
    static constexpr int kMostIntervals = 8;
    static constexpr double kPauseS = 3.0; ///< longer than a beat at 20 BPM is no tapping

    /// @param seconds  of any clock that only goes forwards.
    void tap(double seconds);
    void reset();

    [[nodiscard]] int count() const; ///< taps since the last pause
    /// From the second tap on; 20 … 400, empty outside.
    [[nodiscard]] std::optional<double> bpm() const;
    [[nodiscard]] bool isMeant() const { return count() >= kLeastTaps && bpm().has_value(); }

private:
    std::optional<double> m_last;
    int m_count {};
    std::vector<double> m_intervals; ///< newest last
};

} // namespace nde::ui
