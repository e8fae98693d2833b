#pragma once

#include "core/base/Result.h"

#include <QElapsedTimer>
#include <QString>

#include <cstdint>
#include <vector>

namespace nde::services {

/// `lanes.json` in a job's folder: which raw files of the running separation can be looked at and
/// heard (UseCases.h says its fields). A lane keeps its name for the whole job; its path may move
/// to another file that is at least as long.
/// @thread  one at a time.
class LaneBoard
{
public:
    struct Lane
    {
        QString name;
        QString path;
    };

    LaneBoard(QString folder, int sampleRate, int channels, std::int64_t frames);
    void setLane(const QString& name, const QString& path);
    void setFramesDone(std::int64_t frames) { m_done = frames; }
    /// Writes the file, at most twice a second unless `isForced`. @errors  DiskFull, ReadOnly, Io.
    [[nodiscard]] Result<> publish(bool isForced = false);

private:
    QString m_folder;
    int m_sampleRate;
    int m_channels;
    std::int64_t m_frames;
    std::int64_t m_done {};
    std::vector<Lane> m_lanes;
    QElapsedTimer m_clock;
};

} // namespace nde::services
