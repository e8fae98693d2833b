#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/mix/PlaybackMixer.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace nde::ui {

/// What is to be played: one sound or the lanes of one track.
struct PlayItem
{
    StemId id {}; ///< 0 for lanes and files outside the library
    QString title;
    std::vector<mix::PlaybackLane> lanes;
    double lufs {-70.0}; ///< for level matching; −70 = unknown
    double peakDb {}; ///< level matching never lifts it over 0 dBFS
    // Of what is no sound of the library: what the Deck says of it.
    std::optional<Source> source {}; ///< empty = the lanes of a track
    std::optional<Category> category {};
    QString facts {}; ///< "kick_vae · seed 20417"
    double cueS {}; ///< where `toggle` begins
    /// What the Deck draws of lanes that are made while they are heard.
    std::shared_ptr<const audio::PeakPyramid> picture {};
};

/// Playback through QAudioSink from the pull-mode mixer. With no audio device it stays calm:
/// `hasDevice` is false, `play` reports one sentence through `failed`.
/// @thread  the GUI thread; the mixer is pulled by the audio thread.
class Player : public QObject
{
    Q_OBJECT
public:
    explicit Player(QObject* parent = nullptr);
    ~Player() override;

    void open(const PlayItem& item); ///< loads, does not start
    /// The same lanes from other files; what plays goes on without a gap (mix::PlaybackMixer).
    /// @return  false when `item` has another number of lanes; then open() it.
    bool exchange(const PlayItem& item);
    /// Other words and another picture for what is loaded; the sound goes on untouched.
    void describe(const PlayItem& item);
    void play(double fromS = 0.0);
    void playRange(double fromS, double toS); ///< once, whatever the loop says
    void toggle(); ///< play from the item's cue (the start), or stop
    void stop(); ///< silent within 10 ms
    void seek(double seconds);
    void setLoop(double fromS, double toS, bool enabled); ///< → loopChanged where it is another
    void setLaneMuted(int lane, bool muted);
    void setLaneSolo(int lane, bool solo);
    void setPreviewLevelDb(double db);
    void setLevelMatch(bool on); ///< to −18 LUFS, never above +12 dB, never clipping
    void setDevice(const QString& id); ///< empty = the system's

    [[nodiscard]] const PlayItem& item() const;
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] bool isWaiting() const; ///< plays, but a growing lane has no more yet
    [[nodiscard]] double positionS() const;
    [[nodiscard]] double lengthS() const; ///< 0 until the file is opened
    [[nodiscard]] bool hasDevice() const;
    [[nodiscard]] QStringList deviceIds() const;
    [[nodiscard]] QString deviceName(const QString& id) const;
    /// Milliseconds from the last play() to the first sample handed to the device, −1 = none yet.
    [[nodiscard]] double lastLatencyMs() const;

Q_SIGNALS:
    void itemChanged();
    void stateChanged(bool playing);
    void waitingChanged(bool waiting);
    void positionChanged(double seconds); ///< about 60 a second while playing
    void levelsChanged(float peakLeft, float peakRight); ///< linear, with positionChanged
    void loopChanged(double fromS, double toS, bool enabled);
    void failed(const nde::Error& error);
    void deviceChanged();

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::ui
