#pragma once

#include "core/base/Stem.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

class QMimeData;

namespace nde::services {
class LibraryService;
}

namespace nde::ui {

/// Knows where the files of the selected sounds lie, ahead of time, so that neither a drag nor a
/// copy ever waits for the database.
///
/// @thread  the GUI thread.
class FileDrag : public QObject
{
    Q_OBJECT
public:
    explicit FileDrag(services::LibraryService& library, QObject* parent = nullptr);

    /// Looks up the paths of these sounds in the background. Of very large selections only the
    /// first 500: more files than that are not dragged by hand.
    void prefetch(const std::vector<StemId>& ids);
    [[nodiscard]] bool isReady(const std::vector<StemId>& ids) const;

    /// Ids of the sounds that a drag carries beside their files, separated by spaces.
    static constexpr const char* kSoundMime = "application/x-dream-sounds";
    /// text/uri-list of the files that are known so far, or null when there is none.
    [[nodiscard]] std::unique_ptr<QMimeData> mimeData(const std::vector<StemId>& ids) const;
    [[nodiscard]] QStringList paths(const std::vector<StemId>& ids) const;

    /// Calls `then(paths)` as soon as every one of these sounds has been looked up.
    void withPaths(const std::vector<StemId>& ids, std::function<void(const QStringList&)> then);

Q_SIGNALS:
    void pathsChanged();

private:
    struct Waiting
    {
        std::vector<StemId> ids;
        std::function<void(const QStringList&)> then;
    };
    void remember(StemId id, const QString& path);

    services::LibraryService& m_library;
    QHash<qint64, QString> m_paths; ///< empty = there is no file
    QHash<qint64, bool> m_asked;
    std::vector<Waiting> m_waiting;
};

} // namespace nde::ui
