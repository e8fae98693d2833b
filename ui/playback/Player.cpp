#include "ui/playback/Player.h"

#include "ui/playback/AudioThread.h"

#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kMatchLufs = -18.0;
constexpr double kMaxMatchDb = 12.0;
constexpr int kTickMs = 16;

qint64 nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

} // namespace

class Player::Private
{
public:
    explicit Private(Player* owner)
        : q(owner)
        , mixer(AudioWorker::kRate)
        , worker(new AudioWorker(mixer))
    {
        thread.setObjectName(QStringLiteral("audio output"));
        worker->moveToThread(&thread);
        QObject::connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
        QObject::connect(worker, &AudioWorker::devicesChanged, q,
                         [this](const QList<QAudioDevice>& list) {
                             devices = list;
                             areDevicesKnown = true;
                             Q_EMIT q->deviceChanged();
                         });
        QObject::connect(worker, &AudioWorker::failed, q, [this](const Error& error) {
            mixer.stop();
            tick();
            Q_EMIT q->failed(error);
        });
        thread.start(QThread::TimeCriticalPriority);
        QMetaObject::invokeMethod(worker, &AudioWorker::open);
        timer.setInterval(kTickMs);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { tick(); });
    }

    ~Private()
    {
        mixer.stop();
        QMetaObject::invokeMethod(worker, &AudioWorker::close, Qt::BlockingQueuedConnection);
        thread.quit();
        thread.wait();
    }

    void start(double fromS, std::int64_t untilFrame); ///< −1 = to the end

    void tick()
    {
        const auto status = mixer.status();
        if (const auto error = mixer.takeError()) {
            Q_EMIT q->failed(*error);
        }
        if (status.startedAtNs != 0 && playedAtNs != 0) {
            latencyMs = static_cast<double>(status.startedAtNs - playedAtNs) / 1e6;
            playedAtNs = 0;
        }
        Q_EMIT q->levelsChanged(status.peakLeft, status.peakRight);
        Q_EMIT q->positionChanged(seconds(status.positionFrames));
        if (status.isWaiting != wasWaiting) {
            wasWaiting = status.isWaiting;
            Q_EMIT q->waitingChanged(wasWaiting);
        }
        if (status.isPlaying != wasPlaying) {
            wasPlaying = status.isPlaying;
            Q_EMIT q->stateChanged(wasPlaying);
        }
        if (!wasPlaying && status.peakLeft == 0.0F && status.peakRight == 0.0F) {
            timer.stop();
        }
    }

    [[nodiscard]] static double seconds(std::int64_t frames)
    {
        return static_cast<double>(frames) / AudioWorker::kRate;
    }
    [[nodiscard]] static std::int64_t frames(double seconds)
    {
        return std::llround(seconds * AudioWorker::kRate);
    }

    [[nodiscard]] float gain() const
    {
        double db = previewDb;
        if (isMatching && item.lufs > -70.0) {
            db += std::min({kMatchLufs - item.lufs, kMaxMatchDb, std::max(0.0, -item.peakDb)});
        }
        return static_cast<float>(std::pow(10.0, db / 20.0));
    }

    Player* q;
    mix::PlaybackMixer mixer;
    QThread thread;
    AudioWorker* worker; // lives on `thread`, deleted when it ends
    QTimer timer;
    struct Loop
    {
        double fromS {};
        double toS {};
        bool isEnabled {};
        bool operator==(const Loop&) const = default;
    };
    PlayItem item;
    Loop loop;
    QList<QAudioDevice> devices;
    bool areDevicesKnown {};
    bool wasPlaying {};
    bool wasWaiting {};
    bool isMatching {true};
    double previewDb {-6.0};
    double latencyMs {-1.0};
    qint64 playedAtNs {};
};

Player::Player(QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this))
{
}

Player::~Player() = default;

void Player::open(const PlayItem& item)
{
    m_d->item = item;
    m_d->mixer.load(item.lanes, m_d->gain());
    m_d->timer.start();
    Q_EMIT itemChanged();
}

bool Player::exchange(const PlayItem& item)
{
    if (!m_d->mixer.exchange(item.lanes)) {
        return false;
    }
    m_d->item = item;
    Q_EMIT itemChanged();
    return true;
}

void Player::describe(const PlayItem& item)
{
    std::vector<mix::PlaybackLane> lanes = std::move(m_d->item.lanes);
    m_d->item = item;
    m_d->item.lanes = std::move(lanes);
    Q_EMIT itemChanged();
}

void Player::play(double fromS)
{
    m_d->start(fromS, -1);
}

void Player::playRange(double fromS, double toS)
{
    m_d->start(fromS, Private::frames(toS));
}

void Player::Private::start(double fromS, std::int64_t untilFrame)
{
    if (item.lanes.empty()) {
        return;
    }
    if (areDevicesKnown && !q->hasDevice()) {
        Q_EMIT q->failed({ErrorCode::AudioDevice, "There is no audio output device."});
        return;
    }
    playedAtNs = nowNs();
    mixer.play(frames(fromS), untilFrame);
    QMetaObject::invokeMethod(worker, &AudioWorker::ensureRunning);
    timer.start();
    tick();
}

void Player::toggle()
{
    if (isPlaying()) {
        stop();
    } else {
        play(m_d->item.cueS);
    }
}

void Player::stop()
{
    m_d->mixer.stop();
    m_d->tick();
}

void Player::seek(double seconds)
{
    m_d->mixer.seek(Private::frames(std::clamp(seconds, 0.0, std::max(0.0, lengthS()))));
    m_d->tick();
}

void Player::setLoop(double fromS, double toS, bool enabled)
{
    m_d->mixer.setLoop(Private::frames(fromS), Private::frames(toS), enabled);
    const Private::Loop loop {fromS, toS, enabled};
    if (m_d->loop != loop) {
        m_d->loop = loop;
        Q_EMIT loopChanged(fromS, toS, enabled);
    }
}

void Player::setLaneMuted(int lane, bool muted)
{
    m_d->mixer.setLaneMuted(lane, muted);
}

void Player::setLaneSolo(int lane, bool solo)
{
    m_d->mixer.setLaneSolo(lane, solo);
}

void Player::setPreviewLevelDb(double db)
{
    m_d->previewDb = std::clamp(db, -60.0, 0.0);
    m_d->mixer.setGain(m_d->gain());
}

void Player::setLevelMatch(bool on)
{
    m_d->isMatching = on;
    m_d->mixer.setGain(m_d->gain());
}

void Player::setDevice(const QString& id)
{
    const QByteArray bytes = id.toUtf8();
    QMetaObject::invokeMethod(m_d->worker,
                              [worker = m_d->worker, bytes] { worker->setDevice(bytes); });
}

const PlayItem& Player::item() const
{
    return m_d->item;
}

bool Player::isPlaying() const
{
    return m_d->mixer.status().isPlaying;
}

bool Player::isWaiting() const
{
    return m_d->wasWaiting;
}

double Player::positionS() const
{
    return Private::seconds(m_d->mixer.positionFrames());
}

double Player::lengthS() const
{
    return Private::seconds(m_d->mixer.lengthFrames());
}

bool Player::hasDevice() const
{
    return !m_d->devices.isEmpty();
}

QStringList Player::deviceIds() const
{
    QStringList ids;
    for (const auto& device : m_d->devices) {
        ids.append(QString::fromUtf8(device.id()));
    }
    return ids;
}

QString Player::deviceName(const QString& id) const
{
    for (const auto& device : m_d->devices) {
        if (device.id() == id.toUtf8()) {
            return device.description();
        }
    }
    return id;
}

double Player::lastLatencyMs() const
{
    return m_d->latencyMs;
}

} // namespace nde::ui
