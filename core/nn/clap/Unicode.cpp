#include "core/nn/clap/Unicode.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::clap {

namespace {

#include "core/nn/clap/UnicodeRanges.inc"

/// Where runs begin and end, alternately: a code point is inside where an odd number is not above.
std::vector<char32_t> edgesOf(std::span<const std::uint16_t> runs)
{
    std::vector<char32_t> edges;
    edges.reserve(runs.size());
    char32_t at = 0;
    for (const std::uint16_t step : runs) {
        at += step;
        edges.push_back(at);
    }
    return edges;
}

bool isInside(const std::vector<char32_t>& edges, char32_t code)
{
    return (std::upper_bound(edges.begin(), edges.end(), code) - edges.begin()) % 2 == 1;
}

bool isSpace(char32_t code)
{
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0
        || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029
        || code == 0x202F || code == 0x205F || code == 0x3000;
}

} // namespace

CharClass charClass(char32_t code)
{
    static const std::vector<char32_t> letters = edgesOf(kLetterRuns);
    static const std::vector<char32_t> numbers = edgesOf(kNumberRuns);
    if (isSpace(code)) {
        return CharClass::Space;
    }
    if (isInside(letters, code)) {
        return CharClass::Letter;
    }
    return isInside(numbers, code) ? CharClass::Number : CharClass::Other;
}

std::u32string decodeUtf8(std::string_view text)
{
    std::u32string codes;
    codes.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
            code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        codes.push_back(code);
        i += length;
    }
    return codes;
}

void appendUtf8(char32_t code, std::string& text)
{
    const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

} // namespace nde::nn::clap
