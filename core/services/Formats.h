#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/Result.h"
#include "core/db/StemRepository.h"

#include <QString>
#include <QStringList>

namespace nde::services {

struct OutputFormat
{
    audio::WriteOptions options;
    QString extension; ///< without a dot
};

/// @param id  "wav16", "wav24", "wav32f", "flac", "ogg", "mp3". @errors  BadInput.
[[nodiscard]] Result<OutputFormat> outputFormat(const QString& id);
[[nodiscard]] QStringList outputFormatIds();

/// Stores rows that share a parent (`Stem::parentId`, 0 = none) and their edges in one transaction.
/// A row whose path is in the library already is measured anew instead of added twice.
/// @return  the ids in the order of `rows`.
[[nodiscard]] Result<std::vector<StemId>> storeFamily(const std::shared_ptr<db::Database>& database,
                                                      const std::vector<Stem>& rows,
                                                      const std::string& role);

/// First of "name.ext", "name_2.ext", … that does not exist.
[[nodiscard]] QString freshPath(const QString& folder, const QString& name,
                                const QString& extension);

} // namespace nde::services
