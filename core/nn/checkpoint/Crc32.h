#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nde::nn::checkpoint {

/// The CRC-32 of zip archives (polynomial 0xEDB88320, reflected).
/// @source  ISO 3309, as used by PKWARE's APPNOTE 4.4.7.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes);

} // namespace nde::nn::checkpoint
