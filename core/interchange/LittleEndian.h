#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nde::interchange {

/// Appends numbers in little-endian order.
class LittleEndianWriter
{
public:
    void u16(std::uint32_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
    void text(std::string_view text) { m_bytes += text; }
    /// Exactly `width` bytes: cut between characters of UTF-8, filled with zeros.
    void field(std::string_view text, std::size_t width)
    {
        std::size_t end = std::min(text.size(), width);
        while (end > 0 && end < text.size()
               && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        m_bytes += text.substr(0, end);
        zeros(width - end);
    }
    void zeros(std::size_t count) { m_bytes.append(count, '\0'); }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    void number(std::uint64_t value, int width)
    {
        for (int i = 0; i < width; ++i) {
            m_bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
        }
    }
    std::string m_bytes;
};

/// Reads numbers; behind the end everything is 0.
class LittleEndianReader
{
public:
    explicit LittleEndianReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    [[nodiscard]] std::uint16_t u16(std::size_t at) const
    {
        return static_cast<std::uint16_t>(number(at, 2));
    }
    [[nodiscard]] std::int16_t i16(std::size_t at) const
    {
        return std::bit_cast<std::int16_t>(u16(at));
    }
    [[nodiscard]] std::uint32_t u32(std::size_t at) const
    {
        return static_cast<std::uint32_t>(number(at, 4));
    }
    [[nodiscard]] std::uint64_t u64(std::size_t at) const { return number(at, 8); }
    [[nodiscard]] float f32(std::size_t at) const { return std::bit_cast<float>(u32(at)); }
    /// Up to the first zero, at most `width` bytes.
    [[nodiscard]] std::string field(std::size_t at, std::size_t width) const
    {
        const std::string_view part = m_bytes.substr(std::min(at, m_bytes.size()), width);
        return std::string(part.substr(0, part.find('\0')));
    }
    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }

private:
    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t width) const
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width && at + i < m_bytes.size(); ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[at + i]))
                << (8 * i);
        }
        return value;
    }
    std::string_view m_bytes;
};

} // namespace nde::interchange
