#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace nde::audio {

/// 'path' in quotes, for sentences.
[[nodiscard]] std::string quoted(const std::filesystem::path& path);
/// The Error that an errno of a file operation means: "'x' cannot be <doing>: <reason>".
[[nodiscard]] Error fileError(int errnoValue, const std::filesystem::path& path,
                              const std::string& doing);

/// A file under construction: lives at `<path>.part` until `commit()` makes it durable and gives it
/// its name; destroyed before that, it is removed. A half file never carries the final name.
/// @thread  one at a time.
class PartFile
{
public:
    /// @errors  Exists (and not `overwrite`), BadInput (a folder), NotFound (no such folder),
    ///          ReadOnly, DiskFull, Io.
    [[nodiscard]] static Result<PartFile> create(std::filesystem::path path, bool overwrite);
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&& other) noexcept;
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::filesystem::path& partPath() const { return m_part; }
    /// Writes all of it. @errors  DiskFull, Io.
    [[nodiscard]] Result<> write(const void* data, std::size_t bytes);
    /// fsync (unless not `isDurable`), then rename. The folder itself is not synced: after a power
    /// cut the old state may be back, never a half file. @errors  DiskFull, Exists, Io.
    [[nodiscard]] Result<> commit(bool isDurable = true);

private:
    PartFile(std::filesystem::path path, std::filesystem::path part, int descriptor,
             bool overwrite);
    void discard() noexcept;

    std::filesystem::path m_path;
    std::filesystem::path m_part;
    int m_descriptor {-1};
    bool m_overwrite {};
};

} // namespace nde::audio
