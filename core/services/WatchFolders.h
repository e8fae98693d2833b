#pragma once

#include "core/base/Result.h"
#include "core/services/Studio.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace nde::services {

class JobService;

/// Folders of the user whose sounds come into the library by themselves while the window is open:
/// new files are imported where they lie, changed ones are measured anew. Files are only read. What
/// was taken up once is not taken up again before it changes, so that a sound that was removed from
/// the library stays away.
/// The studio remembers the folders (`watch_folders`) and what was taken up (`.dream/watched.bin`).
/// @thread  the thread that made it; folders are looked at on a thread of its own.
class WatchFolders : public QObject
{
    Q_OBJECT
public:
    WatchFolders(std::shared_ptr<Studio> studio, JobService& jobs, QObject* parent = nullptr);
    ~WatchFolders() override;

    [[nodiscard]] const QStringList& folders() const; ///< sorted; empty until they are read
    /// @errors  NotFound (no folder), BadInput (the studio's own, or one that it lies in), Exists
    ///          (watched already, or within one that is).
    Result<> add(const QString& folder);
    void remove(const QString& folder); ///< its sounds stay in the library
    void setPaceMs(int ms); ///< between two looks at least; a look may take a tenth of the time

Q_SIGNALS:
    void changed(); ///< folders
    void found(int files); ///< new ones, which are being imported now
    void failed(const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
