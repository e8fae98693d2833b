#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace nde::nn::checkpoint {

namespace {

/// Bytes of the well-formed character at `at`; 0 if there is none.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t index) -> std::uint32_t {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const auto follows = [&](std::size_t count) {
        for (std::size_t i = 1; i <= count; ++i) {
            if ((byte(at + i) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        return true;
    };
    const std::uint32_t first = byte(at);
    if (first < 0x80U) {
        return 1;
    }
    if (first >= 0xC2U && first <= 0xDFU) {
        return follows(1) ? 2 : 0;
    }
    if ((first & 0xF0U) == 0xE0U && follows(2)) {
        const std::uint32_t second = byte(at + 1);
        const bool overlong = first == 0xE0U && second < 0xA0U;
        const bool surrogate = first == 0xEDU && second > 0x9FU;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0U && first <= 0xF4U && follows(3)) {
        const std::uint32_t second = byte(at + 1);
        const bool overlong = first == 0xF0U && second < 0x90U;
        const bool beyond = first == 0xF4U && second > 0x8FU;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

} // namespace

std::string inQuotes(std::string_view text)
{
    constexpr std::size_t kMaxBytes = 80;
    std::string result(1, '\'');
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = characterLength(text, at);
        if (result.size() + std::max<std::size_t>(length, 1) > kMaxBytes) {
            result += "...";
            break;
        }
        const auto first = static_cast<unsigned char>(text[at]);
        if (length == 0 || first < 0x20U || first == 0x7FU) {
            result += '?';
        } else {
            result += text.substr(at, length);
        }
        at += std::max<std::size_t>(length, 1);
    }
    result += '\'';
    return result;
}

bool isUtf8(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = characterLength(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

} // namespace nde::nn::checkpoint
