#pragma once

#include "core/services/Candidates.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace nde::services {

/// How many of the sounds that a wish lets through are of each kind.
struct SourceMix
{
    int original {};
    int separated {}; ///< with slices
    int generated {};
    bool operator==(const SourceMix&) const = default;
};

/// What of the library a track may be built from, for whoever chooses its sources.
struct SourceShelf
{
    struct Track
    {
        StemId id {};
        QString name;
        bool operator==(const Track&) const = default;
    };
    int usable {}; ///< sounds that are material at all, whatever is wished
    SourceMix mix; ///< of those that the wish lets through
    std::vector<Track> tracks; ///< that sounds come from, the latest 40, the latest first
    QStringList tags; ///< as stored, by name
    QStringList licences; ///< as stored, by name
    bool operator==(const SourceShelf&) const = default;
};

/// Counts by the rule that composes.
[[nodiscard]] SourceMix sourceMixOf(const CandidateList& sounds, const music::SourceWish& wish);

/// Walks through every sound and looks up the names of tracks: not for the GUI thread.
/// @errors  those of StemRepository.
[[nodiscard]] Result<SourceShelf> sourceShelf(Studio& studio, const CandidateList& sounds,
                                              const music::SourceWish& wish);

} // namespace nde::services
