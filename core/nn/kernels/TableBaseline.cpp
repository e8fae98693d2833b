#include "core/nn/kernels/KernelTable.h"

#include <initializer_list>

#define NDE_ISA baseline
#define NDE_ISA_ID Isa::Baseline
#define NDE_LANES 4
#define NDE_MR 6
#define NDE_DEPTH 320
#include "core/nn/kernels/Table.inc"
