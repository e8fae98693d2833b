#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// What the files of vectors and their graphs share.
namespace nde::search {

inline constexpr std::size_t kVectorLanes = 8;

/// @param a, b  [padded], a multiple of kVectorLanes.
[[nodiscard]] inline float dotOf(const float* a, const float* b, std::size_t padded)
{
    float sums[kVectorLanes] {};
    for (std::size_t i = 0; i < padded; i += kVectorLanes) {
        for (std::size_t lane = 0; lane < kVectorLanes; ++lane) {
            sums[lane] += a[i + lane] * b[i + lane];
        }
    }
    return ((sums[0] + sums[4]) + (sums[1] + sums[5]))
        + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

inline constexpr std::uint64_t kCheckBegin = 14695981039346656037ULL;

/// FNV-1a over words of 8 bytes: finds what a disk or a dying process has left half written.
/// @param from  of what came before, where it is taken in parts that are multiples of 8 bytes.
[[nodiscard]] inline std::uint64_t checkOf(const void* data, std::size_t bytes,
                                           std::uint64_t from = kCheckBegin)
{
    std::uint64_t hash = from;
    const auto* at = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < bytes; i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, at + i, std::min(sizeof(word), bytes - i));
        hash = (hash ^ word) * 1099511628211ULL;
    }
    return hash;
}

} // namespace nde::search
