#include "ui/playback/AudioThread.h"

#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nde::ui {

namespace {

constexpr int kWarmUpMs = 10; // a device that wakes up swallows the first milliseconds
constexpr int kIdleMs = 20000; // silence for so long lets the device sleep

constexpr int kFeedMs = 4;
constexpr int kMaxBufferMs = 120;
constexpr std::size_t kBlockFrames = 1024;

} // namespace

AudioWorker::AudioWorker(mix::PlaybackMixer& mixer)
    : m_mixer(mixer)
    , m_block(kBlockFrames * 2)
    , m_bytes(kBlockFrames * 2 * sizeof(float))
{
}

AudioWorker::~AudioWorker() = default;

void AudioWorker::open()
{
    m_devices = std::make_unique<QMediaDevices>();
    connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, [this] {
        Q_EMIT devicesChanged(QMediaDevices::audioOutputs());
        if (m_sink && device() != QAudioDevice()) {
            startSink(); // the device may have gone: on with whatever there is now
        }
    });
    m_feeder = std::make_unique<QTimer>();
    m_feeder->setTimerType(Qt::PreciseTimer);
    m_feeder->setInterval(kFeedMs);
    connect(m_feeder.get(), &QTimer::timeout, this, [this] {
        lengthenBufferAtRest();
        feed();
    });
    m_idle = std::make_unique<QTimer>();
    m_idle->setSingleShot(true);
    m_idle->setInterval(kIdleMs);
    connect(m_idle.get(), &QTimer::timeout, this, [this] {
        if (m_mixer.isPlaying()) {
            m_idle->start();
        } else {
            close();
        }
    });
    Q_EMIT devicesChanged(QMediaDevices::audioOutputs());
}

QAudioDevice AudioWorker::device() const
{
    const auto outputs = QMediaDevices::audioOutputs();
    const auto found = std::find_if(outputs.begin(), outputs.end(),
                                    [this](const auto& d) { return d.id() == m_deviceId; });
    return found != outputs.end() ? *found : QMediaDevices::defaultAudioOutput();
}

void AudioWorker::setDevice(const QByteArray& id)
{
    m_deviceId = id;
    if (m_sink) {
        startSink();
    }
}

void AudioWorker::startSink()
{
    close();
    const QAudioDevice output = device();
    if (output.isNull()) {
        Q_EMIT failed({ErrorCode::AudioDevice, "There is no audio output device."});
        return;
    }
    QAudioFormat format;
    format.setSampleRate(kRate);
    format.setChannelCount(2);
    format.setSampleFormat(QAudioFormat::Float);
    if (!output.isFormatSupported(format)) {
        format.setSampleFormat(QAudioFormat::Int16);
    }
    m_isFloat = format.sampleFormat() == QAudioFormat::Float;
    m_warmUpFrames = std::size_t {kRate} * kWarmUpMs / 1000;
    m_sink = std::make_unique<QAudioSink>(output, format);
    m_sink->setBufferSize(format.bytesForDuration(qint64 {m_bufferMs} * 1000));
    connect(m_sink.get(), &QAudioSink::stateChanged, this, &AudioWorker::onStateChanged);
    m_input = m_sink->start();
    onStateChanged();
    m_sinceFeed.invalidate();
    feed();
    m_feeder->start();
}

// A machine that once held the feeder up for longer than the buffer lasts will do it again. The
// longer buffer waits for a rest: a restart amid a sound would be heard.
void AudioWorker::lengthenBufferAtRest()
{
    const bool isPlaying = m_mixer.isPlaying();
    if (m_sinceFeed.isValid() && m_sinceFeed.elapsed() > m_bufferMs && isPlaying) {
        m_isBufferTooShort = m_bufferMs < kMaxBufferMs;
    }
    m_sinceFeed.start();
    m_restMs = isPlaying ? 0 : m_restMs + kFeedMs;
    if (m_isBufferTooShort && m_restMs > 2 * m_bufferMs) {
        m_isBufferTooShort = false;
        m_bufferMs = std::min(2 * m_bufferMs, kMaxBufferMs);
        startSink();
    }
}

// Neither allocates nor locks: pulls the mixer for as much as the sink takes now.
void AudioWorker::feed()
{
    if (!m_sink || m_input == nullptr) {
        return;
    }
    const std::size_t sampleBytes = m_isFloat ? sizeof(float) : sizeof(qint16);
    auto frames
        = static_cast<std::size_t>(std::max<qsizetype>(0, m_sink->bytesFree())) / (2 * sampleBytes);
    while (frames > 0) {
        std::size_t count = std::min(frames, kBlockFrames);
        if (m_warmUpFrames > 0) {
            count = std::min(count, m_warmUpFrames);
            m_warmUpFrames -= count;
            std::fill_n(m_block.begin(), count * 2, 0.0F);
        } else {
            m_mixer.pull({m_block.data(), count * 2});
        }
        char* target = m_bytes.data();
        for (std::size_t i = 0; i < count * 2; ++i) {
            const float clipped = std::clamp(m_block[i], -1.0F, 1.0F);
            if (m_isFloat) {
                std::memcpy(target, &clipped, sizeof clipped);
            } else {
                const auto value = static_cast<qint16>(std::lrint(clipped * 32767.0F));
                std::memcpy(target, &value, sizeof value);
            }
            target += sampleBytes;
        }
        m_input->write(m_bytes.data(), static_cast<qint64>(count * 2 * sampleBytes));
        frames -= count;
    }
}

void AudioWorker::onStateChanged()
{
    if (m_sink && m_sink->state() == QAudio::StoppedState && m_sink->error() != QAudio::NoError) {
        Q_EMIT failed({ErrorCode::AudioDevice,
                       "The audio device '" + device().description().toStdString()
                           + "' could not be used (error "
                           + std::to_string(static_cast<int>(m_sink->error())) + ")."});
        // Not closed here: this may be a signal of the sink itself.
        QMetaObject::invokeMethod(this, &AudioWorker::close, Qt::QueuedConnection);
    }
}

void AudioWorker::ensureRunning()
{
    if (!m_sink) {
        startSink();
    }
    m_idle->start();
}

void AudioWorker::close()
{
    if (m_sink) {
        m_feeder->stop();
        m_sink->disconnect(this);
        m_sink->stop();
        m_sink.reset();
    }
    m_input = nullptr;
}

} // namespace nde::ui
