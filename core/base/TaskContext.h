#pragma once

#include <functional>
#include <string_view>

namespace nde {

/// What a long computation knows of its surroundings: where to report to, and whether to stop.
/// A job body polls `cancelled()` at least every 200 ms of work.
///
/// @thread  the functions given may be called from the computing thread only.
class TaskContext
{
public:
    using ProgressFn = std::function<void(double fraction, std::string_view stage)>;
    using CancelledFn = std::function<bool()>;

    TaskContext() = default; ///< reports nowhere and is never cancelled
    TaskContext(ProgressFn progress, CancelledFn cancelled);

    /// @param fraction  0 … 1 of this context's range.
    /// @param stage     stable English id of what is being done, e.g. "separating".
    void progress(double fraction, std::string_view stage) const;
    [[nodiscard]] bool cancelled() const;
    /// The part [from, to] of this context's range, for a stage of a longer job.
    [[nodiscard]] TaskContext sub(double from, double to) const;

private:
    ProgressFn m_progress;
    CancelledFn m_cancelled;
};

} // namespace nde
