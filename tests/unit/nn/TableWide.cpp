// The kernels in the shape that AVX-512 uses (16 lanes, 12 rows), compiled for the instructions
// that every machine has, so that their logic is tested where AVX-512 is not.
#include "core/nn/kernels/KernelTable.h"

#include <initializer_list>

#define NDE_ISA wide
#define NDE_ISA_ID Isa::Avx512
#define NDE_LANES 16
#define NDE_MR 12
#define NDE_DEPTH 256
#include "core/nn/kernels/Table.inc"
