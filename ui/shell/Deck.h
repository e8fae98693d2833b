#pragma once

#include "core/base/Category.h"
#include "ui/plot/WaveView.h"

#include <QColor>
#include <QWidget>

#include <functional>
#include <optional>

class QAbstractButton;
class QAction;
class QLabel;
class QVBoxLayout;

namespace nde::ui {

class GridBar;
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
/// controller listens. Grows where spectrogram, spikes or the tools of the grid are open.
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
    void setSyncOffered(bool offered); ///< whether loops can be heard in another tempo at all
    void setSync(bool on, double bpm); ///< silent
    [[nodiscard]] bool isLoopOn() const;
    [[nodiscard]] WaveView* wave() const { return m_wave; }
    [[nodiscard]] QAbstractButton* syncSetup() const; ///< opens what is set about the tempo
    [[nodiscard]] GridBar* gridBar() const { return m_gridBar; }
    [[nodiscard]] double onsetS() const; ///< where the sound begins, as far as known; else 0

    [[nodiscard]] QAction* spectrogramAction() const { return m_spectrogram; } ///< G
    [[nodiscard]] QAction* spectrogramAloneAction() const { return m_alone; } ///< Shift+G
    [[nodiscard]] QAction* spikesAction() const { return m_spikes; } ///< N
    [[nodiscard]] QAction* gridAction() const { return m_grid; } ///< Shift+B
    [[nodiscard]] QAction* bandAction() const { return m_band; } ///< Shift+N
    [[nodiscard]] QAction* exportAction() const { return m_export; } ///< Ctrl+Shift+E
    /// Which of the first four are on, for the settings. Unknown bytes change nothing.
    [[nodiscard]] QByteArray saveView() const;
    void restoreView(const QByteArray& bytes);
    /// How high it may grow in its window; it is never lower than its controls.
    void setMostHeight(int pixels);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void playRequested(); ///< play from the start, or stop
    void stopRequested();
    void startRequested(); ///< back to the beginning
    void loopToggled(bool on);
    void autoToggled(bool on);
    void levelMatchToggled(bool on);
    void syncToggled(bool on);
    void previewLevelChanged(double db);
    void gridNudged(int pixels); ///< Shift+← and Shift+→ while the grid's tools are open

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QWidget* buildTransport();
    QWidget* buildRight();
    void buildActions();
    void buildMiddle(QVBoxLayout* column);
    void retranslate();
    void retranslateActions();
    void applyView();
    void stepBand(int channels);
    void addKey(const QKeySequence& keys, const std::function<void()>& action);
    void showPreviewLevel(double db);

    SoundHeading* m_heading;
    TimeReadout* m_time;
    IconButton* m_previous;
    IconButton* m_play;
    IconButton* m_stop;
    IconButton* m_loop;
    ToggleButton* m_sync;
    IconButton* m_syncSetup;
    WaveView* m_wave;
    GridBar* m_gridBar;
    QAction* m_spectrogram;
    QAction* m_alone;
    QAction* m_spikes;
    QAction* m_grid;
    QAction* m_band;
    QAction* m_export;
    ToggleButton* m_spectrogramToggle;
    ToggleButton* m_spikesToggle;
    ToggleButton* m_gridToggle;
    ToggleButton* m_loopToggle;
    ToggleButton* m_auto;
    ToggleButton* m_match;
    QLabel* m_previewName;
    QLabel* m_previewValue;
    Slider* m_preview;
    LevelMeter* m_meter;
    double m_syncBpm {120.0};
    int m_mostHeight {};
    bool m_isEmpty {true};
};

} // namespace nde::ui
