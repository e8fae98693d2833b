#pragma once

#include "core/base/Category.h"
#include "ui/plot/WaveView.h"

#include <QColor>
#include <QWidget>

#include <optional>

class QLabel;

namespace nde::ui {

class IconButton;
class LevelMeter;
class Slider;
class SoundHeading;
class TimeReadout;
class ToggleButton;

/// What the Deck says of the sound on it.
struct DeckSound
{
    QString name;
    std::optional<Source> source;
    std::optional<Category> category;
    QString facts; ///< "128 BPM · F1 · 48 kHz"
    QColor tint; ///< of the waveform
};

/// The bottom of the window: current sound, transport, waveform, level. Shows and asks; the
/// controller listens.
class Deck final : public QWidget
{
    Q_OBJECT
public:
    explicit Deck(QWidget* parent = nullptr);

    void setSound(const DeckSound& sound); ///< the waveform is set through `wave()`
    void setNothing();
    void setPlaying(bool playing);
    void setPosition(double seconds, double lengthS);
    void setLevels(float left, float right);
    void setLoop(bool on); ///< silent, as the three below
    void setAuto(bool on);
    void setLevelMatch(bool on);
    void setPreviewLevelDb(double db);
    [[nodiscard]] bool isLoopOn() const;
    [[nodiscard]] WaveView* wave() const { return m_wave; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void playRequested(); ///< play from the start, or stop
    void stopRequested();
    void startRequested(); ///< back to the beginning
    void loopToggled(bool on);
    void autoToggled(bool on);
    void levelMatchToggled(bool on);
    void previewLevelChanged(double db);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildTransport();
    QWidget* buildRight();
    void retranslate();
    void showPreviewLevel(double db);

    SoundHeading* m_heading;
    TimeReadout* m_time;
    IconButton* m_previous;
    IconButton* m_play;
    IconButton* m_stop;
    IconButton* m_loop;
    WaveView* m_wave;
    ToggleButton* m_loopToggle;
    ToggleButton* m_auto;
    ToggleButton* m_match;
    QLabel* m_previewName;
    QLabel* m_previewValue;
    Slider* m_preview;
    LevelMeter* m_meter;
    bool m_isEmpty {true};
};

} // namespace nde::ui
