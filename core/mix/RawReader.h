#pragma once

#include "core/audio/AudioFile.h"
#include "core/mix/GrowingFile.h"

#include <filesystem>
#include <memory>

namespace nde::mix {

/// Reads a raw float32 file that still grows, up to what is written by now; the file stays readable
/// when its name is taken away meanwhile. Its info tells the length that it will have.
/// @errors  NotFound, Io, BadInput (rate or channels that no audio has).
[[nodiscard]] Result<std::unique_ptr<audio::AudioReader>>
openRaw(const std::filesystem::path& path, std::shared_ptr<const GrowingFile> growing);

} // namespace nde::mix
