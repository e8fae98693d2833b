#include "core/audio/SndfileIo.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace nde::audio {

namespace {

SndfileIo& io(void* user)
{
    return *static_cast<SndfileIo*>(user);
}

void remember(void* user)
{
    if (io(user).errnoValue == 0) {
        io(user).errnoValue = errno;
    }
}

sf_count_t length(void* user)
{
    struct stat status
    {
    };
    if (::fstat(io(user).descriptor, &status) != 0) {
        remember(user);
        return 0;
    }
    return std::max<sf_count_t>(status.st_size, io(user).pretendedBytes);
}

sf_count_t seek(sf_count_t offset, int whence, void* user)
{
    // libsndfile probes beyond the ends on purpose: a failed seek is no failure of the file.
    if (whence == SEEK_END && io(user).pretendedBytes > 0) {
        return ::lseek(io(user).descriptor, io(user).pretendedBytes + offset, SEEK_SET);
    }
    return ::lseek(io(user).descriptor, offset, whence);
}

sf_count_t read(void* data, sf_count_t count, void* user)
{
    constexpr sf_count_t kTagBytes = 128; // an ID3v1 tag would stand at the very end
    const sf_count_t pretended = io(user).pretendedBytes;
    if (pretended > 0) {
        const sf_count_t at = ::lseek(io(user).descriptor, 0, SEEK_CUR);
        if (at >= pretended - kTagBytes) {
            const sf_count_t bytes = std::clamp<sf_count_t>(pretended - at, 0, count);
            std::memset(data, 0, static_cast<std::size_t>(bytes));
            ::lseek(io(user).descriptor, bytes, SEEK_CUR);
            return bytes;
        }
    }
    sf_count_t done = 0;
    while (done < count) {
        const ssize_t got = ::read(io(user).descriptor, static_cast<char*>(data) + done,
                                   static_cast<std::size_t>(count - done));
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            remember(user);
            break;
        }
        if (got == 0) {
            break;
        }
        done += got;
    }
    return done;
}

sf_count_t write(const void* data, sf_count_t count, void* user)
{
    sf_count_t done = 0;
    while (done < count) {
        const ssize_t put = ::write(io(user).descriptor, static_cast<const char*>(data) + done,
                                    static_cast<std::size_t>(count - done));
        if (put < 0) {
            if (errno == EINTR) {
                continue;
            }
            remember(user);
            break;
        }
        done += put;
    }
    return done;
}

sf_count_t tell(void* user)
{
    return ::lseek(io(user).descriptor, 0, SEEK_CUR);
}

} // namespace

SF_VIRTUAL_IO& sndfileCallbacks()
{
    static SF_VIRTUAL_IO callbacks {length, seek, read, write, tell};
    return callbacks;
}

} // namespace nde::audio
