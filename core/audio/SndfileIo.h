#pragma once

#include <sndfile.h>

#include <memory>

namespace nde::audio {

/// libsndfile on a file descriptor that somebody else owns. Going through the descriptor instead of
/// a path keeps the errno of a failed write and stops libsndfile from guessing by file extension.
struct SndfileIo
{
    int descriptor {-1};
    int errnoValue {}; ///< of the first failed operation, 0 = none
};

[[nodiscard]] SF_VIRTUAL_IO& sndfileCallbacks();

struct SndfileClose
{
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfileHandle = std::unique_ptr<SNDFILE, SndfileClose>;

} // namespace nde::audio
