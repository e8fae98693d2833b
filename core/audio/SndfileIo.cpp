#include "core/audio/SndfileIo.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

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
    return status.st_size;
}

sf_count_t seek(sf_count_t offset, int whence, void* user)
{
    // libsndfile probes beyond the ends on purpose: a failed seek is no failure of the file.
    return ::lseek(io(user).descriptor, offset, whence);
}

sf_count_t read(void* data, sf_count_t count, void* user)
{
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
