#include "core/dsp/ActivePart.h"

#include <algorithm>

namespace nde::dsp {

void ActivePart::keep(double level)
{
    if (level > m_peak) {
        m_peak = level;
        m_starts.push_back({level, m_frames});
        if (m_starts.size() > kMost) {
            forget(m_starts);
        }
    }
    while (!m_ends.empty() && m_ends.back().level <= level) {
        m_ends.pop_back();
    }
    m_ends.push_back({level, m_frames});
    if (m_ends.size() > kMost) {
        forget(m_ends);
    }
}

/// Drops what is 60 dB below the peak by now, and of neighbours of one level all but the outermost.
void ActivePart::forget(std::vector<Candidate>& candidates) const
{
    constexpr double kSame = 1.0002; // 34 550 levels at most
    const bool isRising = candidates.front().level < candidates.back().level;
    std::vector<Candidate> kept;
    const auto take = [&](const Candidate& candidate) {
        const bool isNew = kept.empty() || candidate.level > kSame * kept.back().level;
        if (candidate.level >= kFloor * m_peak && isNew) {
            kept.push_back(candidate);
        }
    };
    if (isRising) { // the first of each level
        std::for_each(candidates.begin(), candidates.end(), take);
    } else { // the last of each level
        std::for_each(candidates.rbegin(), candidates.rend(), take);
        std::reverse(kept.begin(), kept.end());
    }
    candidates = std::move(kept);
}

std::pair<std::int64_t, std::int64_t> ActivePart::range() const
{
    const double floor = kFloor * m_peak;
    const auto isHeard = [floor](const Candidate& c) { return c.level >= floor; };
    const auto first = std::find_if(m_starts.begin(), m_starts.end(), isHeard);
    const auto last = std::find_if(m_ends.rbegin(), m_ends.rend(), isHeard);
    if (first == m_starts.end() || last == m_ends.rend()) {
        return {0, 0};
    }
    return {first->frame, last->frame + 1};
}

} // namespace nde::dsp
