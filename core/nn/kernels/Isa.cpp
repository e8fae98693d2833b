#include "core/nn/kernels/Isa.h"

#include "core/nn/kernels/KernelTable.h"

#include <initializer_list>

namespace nde::nn::kernels {

namespace baseline {
extern const KernelTable kTable;
}
#if defined(__x86_64__)
namespace avx2 {
extern const KernelTable kTable;
}
namespace avx512 {
extern const KernelTable kTable;
}
#endif

const KernelTable* tableFor(Isa isa)
{
    switch (isa) {
    case Isa::Baseline:
        return &baseline::kTable;
#if defined(__x86_64__)
    case Isa::Avx2:
        return &avx2::kTable;
    case Isa::Avx512:
        return &avx512::kTable;
#else
    case Isa::Avx2:
    case Isa::Avx512:
        return nullptr;
#endif
    }
    return nullptr;
}

bool isSupported(Isa isa)
{
#if defined(__x86_64__)
    // libgcc also asks the system whether it saves the wide registers.
    const bool hasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    switch (isa) {
    case Isa::Baseline:
        return true;
    case Isa::Avx2:
        return hasAvx2;
    case Isa::Avx512:
        return hasAvx2 && __builtin_cpu_supports("avx512f") != 0
            && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0
            && __builtin_cpu_supports("avx512vl") != 0;
    }
    return false;
#else
    return isa == Isa::Baseline;
#endif
}

bool hasBfloat16()
{
#if defined(__x86_64__)
    return isSupported(Isa::Avx512) && __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

Isa bestIsa()
{
    if (isSupported(Isa::Avx512)) {
        return Isa::Avx512;
    }
    return isSupported(Isa::Avx2) ? Isa::Avx2 : Isa::Baseline;
}

const char* name(Isa isa)
{
    switch (isa) {
    case Isa::Baseline:
        return "baseline";
    case Isa::Avx2:
        return "AVX2";
    case Isa::Avx512:
        return "AVX-512";
    }
    return "";
}

std::size_t panelRows(const KernelTable& table, std::size_t left)
{
    for (std::size_t size : {table.mr, std::size_t {8}, std::size_t {4}, std::size_t {2}}) {
        if (size <= left && size <= table.mr) {
            return size;
        }
    }
    return 1;
}

} // namespace nde::nn::kernels
