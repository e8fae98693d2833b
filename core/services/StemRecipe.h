#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace nde::services {

/// One file of a separation: the sum of some of the model's sources.
struct StemOutput
{
    QString name; ///< "vocals", "no-drums", "instrumental", "drums+bass"
    std::vector<int> sources; ///< indices, rising
    Category category {Category::Other};
    bool operator==(const StemOutput&) const = default;
};

/// What a separation writes.
struct StemRecipe
{
    std::vector<StemOutput> outputs;
    /// Every source is in exactly one output: then what is left over belongs beside them, so that
    /// the files add up to the track.
    bool isWhole {};
};

/// @param words    empty = every source; a source, "no-<source>" (all the others), "instrumental"
///                 (all but the vocals), "<source>+<source>…". Upper case and "no_<source>" are
///                 understood; what is named twice is written once.
/// @param sources  the model's
/// @errors  BadInput, one sentence naming the sources that there are.
[[nodiscard]] Result<StemRecipe> stemRecipe(const QStringList& words, const QStringList& sources);

/// What a source of a separation network is to the library.
[[nodiscard]] Category sourceCategory(const QString& source);

} // namespace nde::services
