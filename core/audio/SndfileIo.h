#pragma once

#include <sndfile.h>

#include <cstdint>
#include <memory>

namespace nde::audio {

/// libsndfile on a file descriptor that somebody else owns. Going through the descriptor instead of
/// a path keeps the errno of a failed write and stops libsndfile from guessing by file extension.
struct SndfileIo
{
    int descriptor {-1};
    int errnoValue {}; ///< of the first failed operation, 0 = none
    /// When not 0, the file pretends to be that long. libsndfile estimates the length of an MP3
    /// from its size, and never reads beyond its estimate; with this it estimates too much.
    std::int64_t pretendedBytes {};
};

[[nodiscard]] SF_VIRTUAL_IO& sndfileCallbacks();

struct SndfileClose
{
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfileHandle = std::unique_ptr<SNDFILE, SndfileClose>;

} // namespace nde::audio
