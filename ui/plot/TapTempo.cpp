#include "ui/plot/TapTempo.h"

#include <algorithm>

namespace nde::ui {

void TapTempo::tap(double seconds)
{
    const double interval = m_last ? seconds - *m_last : 0.0;
    if (!m_last || interval <= 0.0 || interval > kPauseS) {
        reset();
    } else {
        m_intervals.push_back(interval);
        if (m_intervals.size() > kMostIntervals) {
            m_intervals.erase(m_intervals.begin());
        }
    }
    m_last = seconds;
    ++m_count;
}

void TapTempo::reset()
{
    m_last.reset();
    m_count = 0;
    m_intervals.clear();
}

int TapTempo::count() const
{
    return m_count;
}

std::optional<double> TapTempo::bpm() const
{
    if (m_intervals.empty()) {
        return std::nullopt;
    }
    std::vector<double> sorted = m_intervals;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    const double median
        = sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    const double bpm = 60.0 / median;
    return bpm >= 20.0 && bpm <= 400.0 ? std::optional(bpm) : std::nullopt;
}

} // namespace nde::ui
