// Headers first, see TableAvx2.cpp.
#include "core/nn/kernels/KernelTable.h"

#include <initializer_list>

#if defined(__x86_64__)
#pragma GCC target("avx2,fma,avx512f,avx512dq,avx512bw,avx512vl,prefer-vector-width=512")
#define NDE_ISA avx512
#define NDE_ISA_ID Isa::Avx512
#define NDE_LANES 16
#define NDE_MR 12
#define NDE_DEPTH 256
#include "core/nn/kernels/Table.inc"
#endif
