#include "ui/panels/separate/LaneFeed.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <map>
#include <optional>

namespace nde::ui {

namespace {
constexpr int kIntervalMs = 300;
constexpr std::int64_t kBlockFrames = 1 << 16;
constexpr int kMostChannels = 8;
constexpr int kHighestRate = 768'000;
} // namespace

/// Where the last reading ended, per lane.
struct LaneFeed::Reader
{
    struct Lane
    {
        std::unique_ptr<audio::PeakBuilder> builder;
        std::shared_ptr<mix::GrowingFile> growing;
        QString path;
        std::int64_t frames {};
    };

    explicit Reader(QString jobFolder)
        : folder(std::move(jobFolder))
    {
    }

    LaneSnapshot read();
    void readLane(const QString& path, int channels, std::int64_t upTo, Lane& lane) const;

    QString folder;
    std::map<QString, Lane> lanes;
};

void LaneFeed::Reader::readLane(const QString& path, int channels, std::int64_t upTo,
                                Lane& lane) const
{
    QFile file(path);
    const auto frameBytes = static_cast<std::int64_t>(sizeof(float)) * channels;
    if (!file.open(QIODevice::ReadOnly) || !file.seek(lane.frames * frameBytes)) {
        return; // the job is done and its raw files are gone
    }
    std::vector<float> block;
    while (lane.frames < upTo) {
        const std::int64_t wanted = std::min(kBlockFrames, upTo - lane.frames);
        block.resize(static_cast<std::size_t>(wanted * channels));
        const qint64 got
            = file.read(reinterpret_cast<char*>(block.data()), wanted * frameBytes) / frameBytes;
        if (got <= 0) {
            return;
        }
        block.resize(static_cast<std::size_t>(got * channels));
        lane.builder->add(block);
        lane.frames += got;
    }
}

LaneSnapshot LaneFeed::Reader::read()
{
    QFile file(folder + QStringLiteral("/lanes.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    const int channels = object.value(QLatin1String("channels")).toInt();
    LaneSnapshot snapshot;
    snapshot.sampleRate = object.value(QLatin1String("sample_rate")).toInt();
    snapshot.frames = object.value(QLatin1String("frames")).toInteger();
    const std::int64_t done = object.value(QLatin1String("frames_done")).toInteger();
    if (channels < 1 || channels > kMostChannels || snapshot.sampleRate < 1
        || snapshot.sampleRate > kHighestRate || snapshot.frames < 0 || done < 0) {
        return {};
    }
    snapshot.device = object.value(QLatin1String("device")).toString();
    const QJsonArray steps = object.value(QLatin1String("steps")).toArray();
    for (const QJsonValue& step : steps) {
        snapshot.steps.push_back(step.toString());
    }
    const QJsonArray entries = object.value(QLatin1String("lanes")).toArray();
    for (const QJsonValue& entry : entries) {
        const QString name = entry.toObject().value(QLatin1String("name")).toString();
        Lane& lane = lanes[name];
        if (!lane.builder) {
            lane.builder = std::make_unique<audio::PeakBuilder>(channels, snapshot.sampleRate,
                                                                snapshot.frames);
        }
        const QString path = entry.toObject().value(QLatin1String("path")).toString();
        // A lane may move to a longer file; what plays from the old one is to follow there.
        if ((!lane.growing || lane.path != path) && snapshot.frames > 0) {
            lane.path = path;
            lane.growing = std::make_shared<mix::GrowingFile>(snapshot.sampleRate, channels,
                                                              snapshot.frames);
        }
        readLane(path, channels, done, lane);
        if (lane.growing) {
            lane.growing->framesDone.store(lane.frames, std::memory_order_release);
        }
        snapshot.lanes.push_back(
            {name, std::make_shared<const audio::PeakPyramid>(lane.builder->finish()), lane.frames,
             path, lane.growing});
    }
    return snapshot;
}

LaneFeed::LaneFeed(QObject* parent)
    : QObject(parent)
    , m_timer(new QTimer(this))
{
    m_timer->setInterval(kIntervalMs);
    connect(m_timer, &QTimer::timeout, this, &LaneFeed::readNow);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &LaneFeed::onRead);
}

LaneFeed::~LaneFeed()
{
    m_watcher.disconnect(this); // the worker owns its reader and ends by itself
}

void LaneFeed::follow(const QString& jobFolder)
{
    if (m_folder == jobFolder) {
        return;
    }
    abandon();
    m_folder = jobFolder;
    m_reader = std::make_shared<Reader>(jobFolder);
    m_timer->start();
    readNow();
}

void LaneFeed::stop()
{
    abandon();
    m_timer->stop();
    m_folder.clear();
    m_reader.reset();
}

void LaneFeed::abandon()
{
    for (const auto& file : m_growing) {
        file->isAbandoned.store(true, std::memory_order_release);
    }
    m_growing.clear();
}

void LaneFeed::readNow()
{
    if (!m_reader || m_watcher.isRunning()) {
        return;
    }
    m_watcher.setFuture(QtConcurrent::run([reader = m_reader] {
        LaneSnapshot snapshot = reader->read();
        return snapshot;
    }));
    m_watcher.setProperty("folder", m_folder);
}

void LaneFeed::onRead()
{
    if (m_folder.isEmpty() || m_watcher.property("folder").toString() != m_folder) {
        return; // another job is followed by now
    }
    const LaneSnapshot snapshot = m_watcher.result();
    if (!snapshot.lanes.empty()) {
        m_growing.clear();
        for (const LaneSnapshot::Lane& lane : snapshot.lanes) {
            if (lane.growing) {
                m_growing.push_back(lane.growing);
            }
        }
        Q_EMIT grown(snapshot);
    }
}

} // namespace nde::ui
