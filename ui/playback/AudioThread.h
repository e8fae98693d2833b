#pragma once

#include "core/base/Result.h"
#include "core/mix/PlaybackMixer.h"

#include <QAudioDevice>
#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QObject>

#include <memory>
#include <vector>

class QAudioSink;
class QIODevice;
class QMediaDevices;
class QTimer;

namespace nde::ui {

/// Owns the audio output and lives on its own thread: Qt's PulseAudio backend pulls from a timer of
/// the thread that made the sink, so on the GUI thread a busy window would be heard.
/// @thread  its own; every slot is called through the event loop.
class AudioWorker : public QObject
{
    Q_OBJECT
public:
    /// @param mixer  outlives this.
    explicit AudioWorker(mix::PlaybackMixer& mixer);
    ~AudioWorker() override;

    static constexpr int kRate = 48000;

    void open(); ///< looks for devices
    void setDevice(const QByteArray& id); ///< empty = the system's
    void ensureRunning(); ///< starts the sink, or keeps it from going idle
    void close();

Q_SIGNALS:
    void devicesChanged(const QList<QAudioDevice>& devices);
    void failed(const nde::Error& error);

private:
    void startSink();
    void feed();
    void lengthenBufferAtRest();
    void onStateChanged();
    [[nodiscard]] QAudioDevice device() const;

    mix::PlaybackMixer& m_mixer;
    QByteArray m_deviceId;
    std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<QAudioSink> m_sink;
    QIODevice* m_input {}; // the sink's own
    std::unique_ptr<QTimer> m_feeder;
    std::unique_ptr<QTimer> m_idle;
    std::size_t m_warmUpFrames {};
    int m_bufferMs {30}; // below, PulseAudio runs dry while it starts
    QElapsedTimer m_sinceFeed;
    int m_restMs {};
    bool m_isBufferTooShort {};
    bool m_isFloat {};
    std::vector<float> m_block;
    std::vector<char> m_bytes;
};

} // namespace nde::ui
