#pragma once

namespace nde::nn::kernels {

/// Which instructions the kernels use. One binary holds all; results differ in rounding only.
enum class Isa
{
    Baseline, ///< what the compiler targets: SSE2 on x86-64, NEON on ARM
    Avx2, ///< with FMA
    Avx512 ///< F, DQ, BW and VL
};

/// The widest that this processor and its system offer.
[[nodiscard]] Isa bestIsa();
[[nodiscard]] bool isSupported(Isa isa);
[[nodiscard]] const char* name(Isa isa);

/// Whether the processor multiplies bfloat16 (AVX512_BF16, AMX). Where it does not, bfloat16 is
/// slower than float32.
[[nodiscard]] bool hasBfloat16();

} // namespace nde::nn::kernels
