#pragma once

#include "core/base/Stem.h"
#include "core/db/StemRepository.h"
#include "core/interchange/WavChunks.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace nde::services {

/// What a WAV file says of its sound, where it can be believed.
struct FileFacts
{
    interchange::WavFacts wav;
    QJsonObject provenance; ///< of this program; empty where there is none
};
/// Empty for other formats and for files that say nothing; damage is no failure here, since the
/// samples were read by another way.
[[nodiscard]] std::optional<FileFacts> readFileFacts(const QString& path);

/// Tempo, meter, bars, class and root note, and of our own files also key and category. As facts:
/// what the user said stands, and the user can change them. Tempo and beats that contradict the
/// length of the file are left alone.
void applyFileFacts(const FileFacts& facts, Stem& stem);
/// Of our own files: source, model, seed, recipe and licence of a sound that is new here.
void applyOrigin(const FileFacts& facts, Stem& stem);

/// Arrows from those parents of the file's provenance that are in the library, found by the hash
/// of their samples. The end `child` is 0: the new sound. @errors  those of StemRepository.
[[nodiscard]] Result<std::vector<LineageEdge>> parentsOf(const FileFacts& facts,
                                                         db::StemRepository& stems);

} // namespace nde::services
