#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QStringList>

namespace nde::services {

/// Tells which audio files of some places are new or have changed. A file that is still being
/// written is told when it has been the same at two looks.
/// @thread  one at a time.
class FolderWatch
{
public:
    /// @param places  files and folders; what is not there yet is looked for every time.
    FolderWatch(QStringList places, bool isRecursive);

    /// Files to take up now, sorted; each once until it changes again.
    [[nodiscard]] QStringList look();
    /// Whether a file of the last look was told for the first time.
    [[nodiscard]] bool isNew(const QString& file) const { return m_new.contains(file); }
    /// They have been written by us: what they are now is no change.
    void settle(const QStringList& files);

    /// What has been told so far, for one that goes on from here.
    [[nodiscard]] QByteArray told() const;
    /// @param told  of an earlier one; what cannot be read counts for nothing.
    void restore(const QByteArray& told);

private:
    struct Stamp
    {
        qint64 bytes {};
        QDateTime changed;
        bool operator==(const Stamp&) const = default;
    };

    QStringList m_places;
    bool m_isRecursive;
    QHash<QString, Stamp> m_seen; ///< at the last look
    QHash<QString, Stamp> m_told;
    QSet<QString> m_new; ///< of the last look
};

} // namespace nde::services
