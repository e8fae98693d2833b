#pragma once

#include "core/base/TaskContext.h"
#include "core/services/UseCases.h"

#include <QStringList>

#include <vector>

namespace nde::services {

struct WrittenMetadata
{
    QStringList files;
    std::vector<FailedItem> failed;
};

/// Writes what the library knows of its sounds into their own WAV files, where they lie: tempo, key
/// and kind for samplers, loop, slices, loudness, origin (interchange::WavFacts). The samples stay,
/// the file is whole at every moment, and the library knows its new hash.
///
/// A file of another format, and one that carries such words of another program, is left as it is
/// and listed, since those would be lost.
/// @param force  writes over the words of other programs.
/// @errors  Cancelled, ReadOnly, DiskFull, those of the database; all others are in `failed`.
/// @thread  any worker.
[[nodiscard]] Result<WrittenMetadata> writeMetadata(Studio& studio, const std::vector<StemId>& ids,
                                                    bool force, TaskContext& task);

} // namespace nde::services
