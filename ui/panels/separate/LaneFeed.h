#pragma once

#include "core/audio/Peaks.h"
#include "core/mix/GrowingFile.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <vector>

class QTimer;

namespace nde::ui {

/// What a running separation has written so far.
struct LaneSnapshot
{
    struct Lane
    {
        QString name; ///< "drums", "bass", …
        std::shared_ptr<const audio::PeakPyramid> peaks;
        std::int64_t frames {}; ///< done
        QString path; ///< raw float32
        std::shared_ptr<mix::GrowingFile> growing; ///< for the player; null = length unknown
    };
    int sampleRate {};
    std::int64_t frames {}; ///< of the whole track, 0 = unknown
    QString device; ///< what really computes; empty = not told
    QStringList steps; ///< what was done about memory shortage so far
    std::vector<Lane> lanes; ///< empty = nothing new
};

/// Follows the growing stems of one job: reads `lanes.json` and the new part of each raw file a few
/// times a second on a worker and folds it into peaks. It reads only what is really there.
///
/// @thread  the GUI thread.
class LaneFeed : public QObject
{
    Q_OBJECT
public:
    explicit LaneFeed(QObject* parent = nullptr);
    ~LaneFeed() override;

    void follow(const QString& jobFolder); ///< another folder begins anew
    void stop(); ///< what still plays from its files ends where they stand
    [[nodiscard]] const QString& folder() const { return m_folder; }
    void readNow(); ///< without waiting for the timer

Q_SIGNALS:
    void grown(const nde::ui::LaneSnapshot& snapshot);

private:
    struct Reader;
    void onRead();
    void abandon();

    QString m_folder;
    std::shared_ptr<Reader> m_reader; ///< used by one worker at a time
    std::vector<std::shared_ptr<mix::GrowingFile>> m_growing; ///< of the followed job
    QTimer* m_timer;
    QFutureWatcher<LaneSnapshot> m_watcher;
};

} // namespace nde::ui
