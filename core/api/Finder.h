#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/LibraryFilter.h"
#include "core/services/SearchEngine.h"

#include <QString>
#include <QStringList>

#include <vector>

/// How the server finds sounds: as the window and the command line do.
namespace nde::api {

struct FoundSound
{
    StemId id {};
    double score {}; ///< 0 … 1
    QStringList why; ///< "dark 92 %", "name: kick", "timbre 88 %"
};

/// By operators, words and their meaning (product.md 2.4), best first. Without words by quality.
/// @errors  those of SearchEngine.
[[nodiscard]] Result<std::vector<FoundSound>> findSounds(services::SearchEngine& engine,
                                                         const QString& text,
                                                         const services::LibraryFilter& facets,
                                                         int most);

/// Places in `rows` of the sounds that meet all of it, words included, in the order of `rows`.
[[nodiscard]] std::vector<std::size_t> filterSounds(const std::vector<StemRow>& rows,
                                                    const QString& text,
                                                    const services::LibraryFilter& facets);

/// Sounds that measure alike, the most alike first, without the sound itself.
/// @errors  NotEnoughData (it was not analysed), NotFound, those of SearchEngine.
[[nodiscard]] Result<std::vector<FoundSound>>
similarSounds(services::SearchEngine& engine, const services::LikeSound& like, int most);

} // namespace nde::api
