#include "core/base/WideRegisters.h"

namespace nde {

#if defined(__x86_64__)

namespace {

__attribute__((target("avx"))) void clear()
{
    __builtin_ia32_vzeroupper();
}

} // namespace

void clearWideRegisters()
{
    if (__builtin_cpu_supports("avx") != 0) {
        clear();
    }
}

#else

void clearWideRegisters()
{
}

#endif

} // namespace nde
