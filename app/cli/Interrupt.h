#pragma once

namespace nde::cli {

/// The first Ctrl+C (or SIGTERM, SIGHUP) asks for a clean end, the second ends the program at once
/// with 130.
void installInterruptHandler();
[[nodiscard]] bool isInterrupted();

} // namespace nde::cli
