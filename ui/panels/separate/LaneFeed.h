#pragma once

#include "core/audio/Peaks.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>

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
    };
    int sampleRate {};
    std::int64_t frames {}; ///< of the whole track, 0 = unknown
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
    void stop();
    [[nodiscard]] const QString& folder() const { return m_folder; }
    void readNow(); ///< without waiting for the timer

Q_SIGNALS:
    void grown(const nde::ui::LaneSnapshot& snapshot);

private:
    struct Reader;
    void onRead();

    QString m_folder;
    std::shared_ptr<Reader> m_reader; ///< used by one worker at a time
    QTimer* m_timer;
    QFutureWatcher<LaneSnapshot> m_watcher;
};

} // namespace nde::ui
