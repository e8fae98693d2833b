#pragma once

#include "core/audio/AudioFile.h"

namespace nde::app {

/// Decodes what libsndfile cannot read (AAC in m4a or mp4, the audio of a video) with Qt Multimedia
/// into a temporary 32-bit float file, which goes with the reader. Needs a QCoreApplication.
/// @errors  Unsupported (no decoder for it here), Corrupt, DiskFull, Io.
/// @thread  any; blocks while decoding.
[[nodiscard]] Result<std::unique_ptr<audio::AudioReader>>
decodeWithQt(const std::filesystem::path& path);

} // namespace nde::app
