#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace nde::nn {

/// Lower-case hex SHA-256 of `bytes`.
/// @source  FIPS 180-4.
[[nodiscard]] std::string sha256Hex(std::span<const std::uint8_t> bytes);

} // namespace nde::nn
