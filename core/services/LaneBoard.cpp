#include "core/services/LaneBoard.h"

#include "core/services/Files.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace nde::services {

LaneBoard::LaneBoard(QString folder, int sampleRate, int channels, std::int64_t frames)
    : m_folder(std::move(folder))
    , m_sampleRate(sampleRate)
    , m_channels(channels)
    , m_frames(frames)
{
}

void LaneBoard::setLane(const QString& name, const QString& path)
{
    const auto lane = std::find_if(m_lanes.begin(), m_lanes.end(),
                                   [&](const Lane& each) { return each.name == name; });
    if (lane == m_lanes.end()) {
        m_lanes.push_back({name, path});
    } else {
        lane->path = path;
    }
}

Result<> LaneBoard::publish(bool isForced)
{
    constexpr qint64 kEveryMs = 500;
    if (!isForced && m_clock.isValid() && !m_clock.hasExpired(kEveryMs)) {
        return {};
    }
    m_clock.start();
    QJsonArray lanes;
    for (const auto& lane : m_lanes) {
        lanes.append(
            QJsonObject {{QStringLiteral("name"), lane.name}, {QStringLiteral("path"), lane.path}});
    }
    return writeFile(m_folder + QStringLiteral("/lanes.json"),
                     compactJson({{QStringLiteral("sample_rate"), m_sampleRate},
                                  {QStringLiteral("channels"), m_channels},
                                  {QStringLiteral("frames_done"), qint64 {m_done}},
                                  {QStringLiteral("frames"), qint64 {m_frames}},
                                  {QStringLiteral("lanes"), lanes}}),
                     true);
}

} // namespace nde::services
