#include "ui/playback/AudioThread.h"

#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace nde::ui {

namespace {

constexpr int kBufferMs = 30;
constexpr int kIdleMs = 20000; // silence for so long lets the device sleep

/// Hands the mixer's output to the sink in the sink's format. Never allocates.
class MixerSource : public QIODevice
{
public:
    MixerSource(mix::PlaybackMixer& mixer, bool isFloat)
        : m_mixer(mixer)
        , m_isFloat(isFloat)
    {
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return 1 << 20; }

protected:
    qint64 readData(char* data, qint64 maxSize) override
    {
        const auto sampleBytes = m_isFloat ? sizeof(float) : sizeof(qint16);
        const auto frames = static_cast<std::size_t>(maxSize) / (2 * sampleBytes);
        std::size_t done = 0;
        while (done < frames) {
            const std::size_t count = std::min(m_block.size() / 2, frames - done);
            const std::span<float> block(m_block.data(), count * 2);
            m_mixer.pull(block);
            write(data + done * 2 * sampleBytes, block);
            done += count;
        }
        return static_cast<qint64>(frames * 2 * sampleBytes);
    }
    qint64 writeData(const char* /*data*/, qint64 /*size*/) override { return -1; }

private:
    void write(char* target, std::span<const float> block) const
    {
        for (const float sample : block) {
            const float clipped = std::clamp(sample, -1.0F, 1.0F);
            if (m_isFloat) {
                std::memcpy(target, &clipped, sizeof clipped);
                target += sizeof clipped;
            } else {
                const auto value = static_cast<qint16>(std::lrint(clipped * 32767.0F));
                std::memcpy(target, &value, sizeof value);
                target += sizeof value;
            }
        }
    }

    mix::PlaybackMixer& m_mixer;
    std::array<float, 2048> m_block {};
    bool m_isFloat;
};

} // namespace

AudioWorker::AudioWorker(mix::PlaybackMixer& mixer)
    : m_mixer(mixer)
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
    m_source = std::make_unique<MixerSource>(m_mixer, format.sampleFormat() == QAudioFormat::Float);
    m_source->open(QIODevice::ReadOnly);
    m_sink = std::make_unique<QAudioSink>(output, format);
    m_sink->setBufferSize(format.bytesForDuration(qint64 {kBufferMs} * 1000));
    connect(m_sink.get(), &QAudioSink::stateChanged, this, &AudioWorker::onStateChanged);
    m_sink->start(m_source.get());
    onStateChanged();
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
        m_sink->disconnect(this);
        m_sink->stop();
        m_sink.reset();
    }
    m_source.reset();
}

} // namespace nde::ui
