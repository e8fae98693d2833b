#pragma once

#include "core/audio/AudioFile.h"

#include <filesystem>
#include <string>

namespace nde::audio {

/// What a file says of itself, UTF-8; empty = it does not say.
struct TrackTags
{
    std::string artist;
    std::string title;
};
/// Nothing where the format has no tags, or none that are known. @thread  any.
[[nodiscard]] TrackTags trackTags(const std::filesystem::path& path);

/// Carries title, artist, album and the other text tags of one file and its cover over to another,
/// which is in one of the formats that AudioWriter writes. A source without tags, or in a format
/// whose tags are not known, leaves the target as it is, byte for byte; so does a WAV over 4 GiB,
/// which has no place for them.
/// @param format  of `to`, whatever its name's ending.
/// @errors  Io (the target cannot be written any more).
[[nodiscard]] Result<> copyTags(const std::filesystem::path& from, const std::filesystem::path& to,
                                FileFormat format);

} // namespace nde::audio
