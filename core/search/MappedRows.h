#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace nde::search {

/// A file that grows, locked for this process and mapped into memory. POSIX.
/// @thread  one at a time.
class MappedRows
{
public:
    /// @errors  Busy (another process, or this one, has it), ReadOnly, DiskFull, Io.
    [[nodiscard]] static Result<MappedRows> open(const std::filesystem::path& file);
    MappedRows(MappedRows&& other) noexcept;
    MappedRows& operator=(MappedRows&& other) noexcept;
    ~MappedRows();

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::byte* data() { return m_data; } ///< null when `bytes` is 0
    [[nodiscard]] const std::byte* data() const { return m_data; }
    /// Longer or shorter; what is new is zero and its place on the disk is taken. @errors DiskFull,
    /// Io.
    [[nodiscard]] Result<> resize(std::size_t bytes);
    /// What was written is on the disk when it returns. @errors  Io.
    [[nodiscard]] Result<> flush(std::size_t from, std::size_t to);

private:
    MappedRows() = default;
    void close();
    [[nodiscard]] Result<> map(std::size_t bytes);

    std::string m_path;
    int m_file {-1};
    std::byte* m_data {};
    std::size_t m_bytes {};
};

} // namespace nde::search
