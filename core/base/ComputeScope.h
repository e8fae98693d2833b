#pragma once

#include <cstdint>

namespace nde {

/// Where numbers are computed, for as long as this lives: on this thread denormals are zero, since
/// filters on decaying sounds run up to thirty times slower with them and every thread has to round
/// alike, and the wide registers begin clear (`clearWideRegisters`). What was set before comes back
/// at the end, for the thread may be a host's, a plug-in's or the window's.
/// @thread  made and destroyed on the thread that computes; may be nested.
class ComputeScope
{
public:
    ComputeScope();
    ~ComputeScope();
    ComputeScope(const ComputeScope&) = delete;
    ComputeScope& operator=(const ComputeScope&) = delete;

private:
    std::uint64_t m_before {}; ///< the processor's control register
};

} // namespace nde
