#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace nde::nn::vae {

/// Named byte strings in one file: what a training run keeps of itself. Written through a part file
/// and rename, so that there is always a whole one; read as data, with a check sum.
class StateFile
{
public:
    template<typename Value>
    void put(const std::string& name, std::span<const Value> values)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
        m_parts[name].assign(first, first + values.size_bytes());
    }
    template<typename Value>
    void put(const std::string& name, const std::vector<Value>& values)
    {
        put(name, std::span<const Value>(values));
    }
    void putText(const std::string& name, const std::string& text)
    {
        put(name, std::span<const char>(text.data(), text.size()));
    }

    /// Exactly `count` values. @errors  Corrupt.
    template<typename Value>
    [[nodiscard]] Result<std::vector<Value>> take(const std::string& name, std::size_t count) const
    {
        const auto found = m_parts.find(name);
        if (found == m_parts.end() || found->second.size() != count * sizeof(Value)) {
            return fail(ErrorCode::Corrupt, "its part '" + name + "' is missing or cut off");
        }
        std::vector<Value> out(count);
        if (count > 0) {
            std::memcpy(out.data(), found->second.data(), found->second.size());
        }
        return out;
    }
    [[nodiscard]] Result<std::string> takeText(const std::string& name) const;

    [[nodiscard]] const std::map<std::string, std::vector<std::uint8_t>>& parts() const
    {
        return m_parts;
    }

    /// @errors  DiskFull, Io, ReadOnly, NotFound (folder).
    [[nodiscard]] Result<> write(const std::filesystem::path& path, bool isDurable) const;
    /// @errors  NotFound, Corrupt, Io, OutOfMemory.
    [[nodiscard]] static Result<StateFile> read(const std::filesystem::path& path);

private:
    std::map<std::string, std::vector<std::uint8_t>> m_parts;
};

} // namespace nde::nn::vae
