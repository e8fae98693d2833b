#pragma once

#include "core/base/Stem.h"

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace nde::services {

/// What became of the files of removed sounds.
struct FileMoves
{
    QStringList trashed;
    QStringList kept; ///< they lie outside the studio, or cannot be put in the trash
    QStringList restored; ///< from the trash to where they were
    QStringList lost; ///< not in the trash any more, or something else lies in their place
    bool operator==(const FileMoves&) const = default;
};

/// The files of removed sounds on their way to the system's trash and back. Only files below the
/// studio's folder are ours to move.
/// @thread  any, one at a time; reads and changes the disk.
class TrashedFiles
{
public:
    explicit TrashedFiles(const QString& studioFolder);

    void take(const std::vector<Stem>& sounds); ///< whose files they are; nothing is moved yet
    FileMoves trash(); ///< those that were taken
    FileMoves restore(); ///< those that `trash` moved

private:
    QString m_home; ///< canonical, with its slash
    QStringList m_paths;
    std::vector<std::pair<QString, QString>> m_moved; ///< where it was, where it lies
};

} // namespace nde::services
