#pragma once

namespace nde {

/// Clears the upper halves of the processor's wide registers on this thread. Whoever computes for
/// long calls it where it begins, and again where foreign code has run in between: Qt 6.4's qHash
/// of a string, by AES on 256 bits, returns with these halves in use, threads inherit that, and
/// from then on each change between narrow and wide code waits. Analyses took three times as long.
/// Changes no number, costs a few cycles; nothing where there are no such registers.
/// @thread  any; works on its own.
/// @source  Intel, "Optimization Reference Manual", "Mixing AVX code with SSE code".
void clearWideRegisters();

} // namespace nde
