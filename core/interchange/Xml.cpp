#include "core/interchange/Xml.h"

#include <cstddef>

namespace nde::interchange {
namespace {

/// Bytes of the character of UTF-8 that begins at `at`, 0 where none does.
std::size_t utf8Length(std::string_view text, std::size_t at)
{
    const auto byte
        = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = byte(at);
    const std::size_t length = first < 0x80U ? 1
        : first >= 0xC2U && first < 0xE0U    ? 2
        : first >= 0xE0U && first < 0xF0U    ? 3
        : first >= 0xF0U && first < 0xF5U    ? 4
                                             : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    const unsigned second = byte(at + 1);
    const bool isOutside = (first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU)
        || (first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU);
    return length > 2 && isOutside ? 0 : length;
}

} // namespace

std::string xmlEscaped(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        const char c = text[at];
        if (length != 1) {
            out += length == 0 ? std::string_view("?") : text.substr(at, length);
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (static_cast<unsigned char>(c) >= 0x20U || c == '\n' || c == '\t') {
            out += c;
        }
        at += length == 0 ? 1 : length;
    }
    return out;
}

} // namespace nde::interchange
