#pragma once

#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace nde::nn::checkpoint {

inline std::span<const std::byte> fuzzBytes(const std::uint8_t* data, std::size_t size)
{
    return std::as_bytes(std::span(data, size));
}

/// What must hold for every package that is let through.
inline void checkPackage(const Package& package, std::size_t fileBytes)
{
    std::size_t total = 0;
    for (const auto& [name, tensor] : package.state) {
        const auto bytes = static_cast<std::size_t>(tensor.numel()) * itemSize(tensor.dtype);
        total += bytes;
        if (name.empty() || bytes != tensor.bytes.size() || total > 2 * fileBytes) {
            std::abort();
        }
    }
    if (package.state.empty() || !std::holds_alternative<Value::Dict>(package.kwargs.data)) {
        std::abort();
    }
}

} // namespace nde::nn::checkpoint
