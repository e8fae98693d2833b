// Headers first: nothing of the standard library may be compiled for this target, for the linker
// keeps one copy of an inline function and an older processor might get this one.
#include "core/nn/kernels/KernelTable.h"

#include <initializer_list>

#if defined(__x86_64__)
#pragma GCC target("avx2,fma")
#define NDE_ISA avx2
#define NDE_ISA_ID Isa::Avx2
#define NDE_LANES 8
#define NDE_MR 6
#define NDE_DEPTH 320
#include "core/nn/kernels/Table.inc"
#endif
