#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/LibraryFilter.h"
#include "core/services/Studio.h"

#include <QString>
#include <QStringList>

#include <vector>

/// The server's one way of finding sounds. Another engine takes the place of these two functions.
namespace nde::api {

struct FoundSound
{
    StemId id {};
    double score {}; ///< 0 … 1
    QStringList why; ///< "name: dark", "category: kick"
};

/// By words and operators (product.md 2.4), best first. Without words by quality.
/// @param facets  what restricts besides the text; its words are not looked at.
[[nodiscard]] std::vector<FoundSound> findSounds(const std::vector<StemRow>& rows,
                                                 const QString& text,
                                                 const services::LibraryFilter& facets, int most);

/// Places in `rows` of the sounds that meet all of it, words included, in the order of `rows`.
[[nodiscard]] std::vector<std::size_t> filterSounds(const std::vector<StemRow>& rows,
                                                    const QString& text,
                                                    const services::LibraryFilter& facets);

/// Sounds that measure alike, the most alike first, without `like` itself.
/// @errors  NotEnoughData (`like` was not analysed), those of the database.
[[nodiscard]] Result<std::vector<FoundSound>> similarSounds(services::Studio& studio,
                                                            const std::vector<StemRow>& rows,
                                                            const Stem& like, int most);

} // namespace nde::api
