#pragma once

#include <cstddef>
#include <functional>

namespace nde::nn::vae {

/// Threads that preparation uses: half of what the machine has, at least two where it has two.
[[nodiscard]] std::size_t workerCount();

/// Calls body(item, worker) for every item, in any order, on `workers` threads of which the calling
/// one is the first. Each item must write to a place of its own; then the result is the same for
/// every number of workers.
/// @param poll  called on the calling thread with the number of items done, between its own items;
///              false = stop. An exception of a body ends the work and is thrown here.
/// @return      false when stopped.
bool forItems(std::size_t items, std::size_t workers,
              const std::function<void(std::size_t item, std::size_t worker)>& body,
              const std::function<bool(std::size_t done)>& poll);

} // namespace nde::nn::vae
