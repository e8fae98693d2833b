#include "core/search/MappedRows.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace nde::search {

namespace {

tl::unexpected<Error> failed(const std::string& path, const char* doing, int number)
{
    const ErrorCode code = number == ENOSPC || number == EDQUOT  ? ErrorCode::DiskFull
        : number == EACCES || number == EROFS || number == EPERM ? ErrorCode::ReadOnly
        : number == EWOULDBLOCK                                  ? ErrorCode::Busy
                                                                 : ErrorCode::Io;
    return fail(code, std::string("cannot ") + doing + ' ' + path + ": " + std::strerror(number));
}

} // namespace

Result<MappedRows> MappedRows::open(const std::filesystem::path& file)
{
    MappedRows rows;
    rows.m_path = file.string();
    std::error_code error;
    if (file.has_parent_path()) {
        std::filesystem::create_directories(file.parent_path(), error);
        if (error) {
            return failed(rows.m_path, "make the folder of", error.value());
        }
    }
    rows.m_file = ::open(rows.m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (rows.m_file < 0) {
        return failed(rows.m_path, "open", errno);
    }
    if (::flock(rows.m_file, LOCK_EX | LOCK_NB) != 0) {
        return failed(rows.m_path, "lock", errno);
    }
    struct stat status
    {
    };
    if (::fstat(rows.m_file, &status) != 0) {
        return failed(rows.m_path, "look at", errno);
    }
    if (auto done = rows.map(static_cast<std::size_t>(status.st_size)); !done) {
        return propagate(done);
    }
    return rows;
}

MappedRows::MappedRows(MappedRows&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_file(std::exchange(other.m_file, -1))
    , m_data(std::exchange(other.m_data, nullptr))
    , m_bytes(std::exchange(other.m_bytes, 0))
{
}

MappedRows& MappedRows::operator=(MappedRows&& other) noexcept
{
    if (this != &other) {
        close();
        m_path = std::move(other.m_path);
        m_file = std::exchange(other.m_file, -1);
        m_data = std::exchange(other.m_data, nullptr);
        m_bytes = std::exchange(other.m_bytes, 0);
    }
    return *this;
}

MappedRows::~MappedRows()
{
    close();
}

void MappedRows::close()
{
    if (m_data != nullptr) {
        ::munmap(m_data, m_bytes);
        m_data = nullptr;
    }
    if (m_file >= 0) {
        ::close(m_file); // and with it the lock
        m_file = -1;
    }
}

Result<> MappedRows::map(std::size_t bytes)
{
    // The new place before the old one goes: where there is none, the rows stay readable.
    std::byte* next = nullptr;
    if (bytes != 0) {
        void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, m_file, 0);
        if (mapped == MAP_FAILED) {
            return failed(m_path, "map", errno);
        }
        next = static_cast<std::byte*>(mapped);
    }
    if (m_data != nullptr) {
        ::munmap(m_data, m_bytes);
    }
    m_data = next;
    m_bytes = bytes;
    return {};
}

Result<> MappedRows::resize(std::size_t bytes)
{
    // A hole in the file would end the program when it is written to and the disk is full.
    if (bytes > m_bytes) {
        const int error = ::posix_fallocate(m_file, static_cast<off_t>(m_bytes),
                                            static_cast<off_t>(bytes - m_bytes));
        if (error != 0) {
            return failed(m_path, "lengthen", error);
        }
        return map(bytes);
    }
    if (auto done = map(bytes); !done) {
        return done;
    }
    return ::ftruncate(m_file, static_cast<off_t>(bytes)) == 0
        ? Result<> {}
        : Result<> {failed(m_path, "shorten", errno)};
}

Result<> MappedRows::flush(std::size_t from, std::size_t to)
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = from / page * page;
    if (m_data == nullptr || to <= begin) {
        return {};
    }
    return ::msync(m_data + begin, std::min(to, m_bytes) - begin, MS_SYNC) == 0
        ? Result<> {}
        : Result<> {failed(m_path, "write", errno)};
}

} // namespace nde::search
