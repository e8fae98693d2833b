#include "core/base/ComputeScope.h"

#include "core/base/WideRegisters.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace nde {

namespace {

#if defined(__SSE2__)

// Bit 15 is flush-to-zero, bit 6 denormals-are-zero (Intel SDM vol. 1, 11.6.3 and 10.2.3).
constexpr std::uint64_t kDenormalsAreZero = 0x8040U;

std::uint64_t control()
{
    return _mm_getcsr();
}

void setControl(std::uint64_t value)
{
    _mm_setcsr(static_cast<unsigned>(value));
}

#elif defined(__aarch64__)

constexpr std::uint64_t kDenormalsAreZero = std::uint64_t {1} << 24U; // FZ: inputs and results

std::uint64_t control()
{
    std::uint64_t value {};
    asm volatile("mrs %0, fpcr" : "=r"(value));
    return value;
}

void setControl(std::uint64_t value)
{
    asm volatile("msr fpcr, %0" ::"r"(value));
}

#else
#error "say how this processor takes denormals for zero"
#endif

} // namespace

ComputeScope::ComputeScope()
    : m_before(control())
{
    setControl(m_before | kDenormalsAreZero);
    clearWideRegisters();
}

ComputeScope::~ComputeScope()
{
    setControl(m_before);
}

} // namespace nde
