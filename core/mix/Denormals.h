#pragma once

#include "core/base/WideRegisters.h"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace nde::mix {

/// Flushes denormals on this thread while it lives: decaying filters would run ten times slower,
/// and every thread must round alike. Begins with clear wide registers.
class FlushDenormals
{
public:
#if defined(__SSE__)
    FlushDenormals()
        : m_before(_mm_getcsr())
    {
        _mm_setcsr(m_before | 0x8040U); // FTZ and DAZ
        clearWideRegisters();
    }
    ~FlushDenormals()
    {
        _mm_setcsr(m_before);
    }

private:
    unsigned m_before;
#else
    FlushDenormals()
    {
    }
    ~FlushDenormals()
    {
    }

private:
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;
};

} // namespace nde::mix
