#include "core/base/TaskContext.h"

#include <algorithm>
#include <utility>

namespace nde {

TaskContext::TaskContext(ProgressFn progress, CancelledFn cancelled)
    : m_progress(std::move(progress))
    , m_cancelled(std::move(cancelled))
{
}

void TaskContext::progress(double fraction, std::string_view stage) const
{
    if (m_progress) {
        m_progress(std::clamp(fraction, 0.0, 1.0), stage);
    }
}

bool TaskContext::cancelled() const
{
    return m_cancelled && m_cancelled();
}

TaskContext TaskContext::sub(double from, double to) const
{
    if (!m_progress) {
        return {nullptr, m_cancelled};
    }
    return {[outer = m_progress, from, to](double fraction, std::string_view stage) {
                outer(from + fraction * (to - from), stage);
            },
            m_cancelled};
}

} // namespace nde
