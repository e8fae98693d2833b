#include "core/audio/PartFile.h"

#include "core/audio/AudioFile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace nde::audio {

namespace {

ErrorCode codeOf(int errnoValue)
{
    switch (errnoValue) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EROFS:
    case EACCES:
    case EPERM:
        return ErrorCode::ReadOnly;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: // a limit on files: no room either
        return ErrorCode::DiskFull;
    case EEXIST:
        return ErrorCode::Exists;
    case EISDIR:
    case ENAMETOOLONG:
        return ErrorCode::BadInput;
    case ENOMEM:
        return ErrorCode::OutOfMemory;
    default:
        return ErrorCode::Io;
    }
}

// Renames without ever replacing; where the file system cannot do that in one step, a check right
// before the rename is the best there is.
int renameIfFree(const std::filesystem::path& from, const std::filesystem::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    std::error_code ignored; // an unreadable target makes the rename fail with its own reason
    if (std::filesystem::exists(to, ignored)) {
        return EEXIST;
    }
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

bool isStillThere(int descriptor, const std::filesystem::path& part)
{
    struct stat opened
    {
    };
    struct stat named
    {
    };
    return ::fstat(descriptor, &opened) == 0 && ::stat(part.c_str(), &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

// Two programs writing one file would write into one part file. So its writer holds a lock on it,
// which dies with the process; a file system without locks does without.
// @return  the descriptor of an empty file.
Result<int> openLocked(const std::filesystem::path& path, const std::filesystem::path& part)
{
    constexpr int kAttempts = 100;
    for (int i = 0; i < kAttempts; ++i) {
        const int descriptor = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor < 0) {
            return tl::unexpected<Error>(fileError(errno, path, "created"));
        }
        const bool isTaken = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (!isTaken && isStillThere(descriptor, part)) {
            if (::ftruncate(descriptor, 0) == 0 || errno == EINVAL) { // EINVAL: a device
                return descriptor;
            }
            const int reason = errno;
            ::close(descriptor);
            return tl::unexpected<Error>(fileError(reason, path, "created"));
        }
        ::close(descriptor);
        if (isTaken) {
            break;
        }
        // Between opening and locking it was given its final name: that is another file now.
    }
    return fail(ErrorCode::Busy, quoted(path) + " is being written by another program");
}

} // namespace

std::string quoted(const std::filesystem::path& path)
{
    std::string text(1, '\'');
    text += path.string();
    text += '\'';
    return text;
}

Error fileError(int errnoValue, const std::filesystem::path& path, const std::string& doing)
{
    return Error {codeOf(errnoValue),
                  quoted(path) + " cannot be " + doing + ": "
                      + std::generic_category().message(errnoValue)};
}

Result<PartFile> PartFile::create(std::filesystem::path path, bool overwrite)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            return fail(ErrorCode::BadInput,
                        quoted(path) + " is a folder and cannot be written as a file");
        }
        if (!overwrite) {
            return fail(ErrorCode::Exists, quoted(path) + " exists and is not overwritten");
        }
    }
    std::filesystem::path part = path;
    part += ".part";
    const auto descriptor = openLocked(path, part);
    if (!descriptor) {
        return propagate(descriptor);
    }
    return PartFile(std::move(path), std::move(part), *descriptor, overwrite);
}

PartFile::PartFile(std::filesystem::path path, std::filesystem::path part, int descriptor,
                   bool overwrite)
    : m_path(std::move(path))
    , m_part(std::move(part))
    , m_descriptor(descriptor)
    , m_overwrite(overwrite)
{
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_part(std::move(other.m_part))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_overwrite(other.m_overwrite)
{
}

PartFile& PartFile::operator=(PartFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_path = std::move(other.m_path);
        m_part = std::move(other.m_part);
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_overwrite = other.m_overwrite;
    }
    return *this;
}

PartFile::~PartFile()
{
    discard();
}

void PartFile::discard() noexcept
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        ::unlink(m_part.c_str());
        m_descriptor = -1;
    }
}

Result<> PartFile::write(const void* data, std::size_t bytes)
{
    const char* at = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written = ::write(m_descriptor, at, bytes);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return tl::unexpected<Error>(fileError(errno, m_path, "written"));
        }
        at += written;
        bytes -= static_cast<std::size_t>(written);
    }
    return {};
}

Result<> PartFile::commit(bool isDurable)
{
    if (m_descriptor < 0) {
        return fail(ErrorCode::Internal, quoted(m_path) + " was finished twice");
    }
    if (isDurable && ::fsync(m_descriptor) != 0) {
        const int reason = errno;
        discard();
        return tl::unexpected<Error>(fileError(reason, m_path, "written"));
    }
    const int renamed = m_overwrite ? (::rename(m_part.c_str(), m_path.c_str()) == 0 ? 0 : errno)
                                    : renameIfFree(m_part, m_path);
    if (renamed != 0) {
        discard();
        return tl::unexpected<Error>(fileError(renamed, m_path, "given its name"));
    }
    ::close(m_descriptor);
    m_descriptor = -1;
    return {};
}

Result<> syncFileSystem(const std::filesystem::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return tl::unexpected<Error>(fileError(errno, folder, "opened"));
    }
    const int reason = ::syncfs(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (reason != 0) {
        return tl::unexpected<Error>(fileError(reason, folder, "written"));
    }
    return {};
}

} // namespace nde::audio
