#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"
#include "core/services/SoundPictures.h"
#include "ui/plot/WaveformPainter.h"

#include <QAbstractSlider>
#include <QColor>
#include <QImage>

#include <memory>
#include <optional>
#include <vector>

namespace nde::ui {

/// The waveform of one sound with everything that is done on it: zoom (Ctrl+wheel at the pointer,
/// Z to the selection, Shift+Z all), scroll (Shift+wheel, or on the overview), select by dragging,
/// seek by clicking, loop between handles. The wave is an image that is made anew only when the
/// window of time, the size or the sound changes; the playhead is drawn over it.
///
/// On request a spectrogram lies below the wave or in its place, and the spikes of the ear lie over
/// it. Both are pictures that others make: they are asked for by signals, and until a new one is
/// there the old one is stretched to where its time lies.
///
/// As a slider its value is the playhead in milliseconds: arrows, Page Up/Down, Home and End seek.
/// @thread  the GUI thread; computes nothing that grows with the length of the sound.
class WaveView final : public QAbstractSlider
{
    Q_OBJECT
public:
    using Peaks = std::shared_ptr<const audio::PeakPyramid>;
    struct Range
    {
        double fromS {};
        double toS {};
        bool operator==(const Range&) const = default;
    };
    static constexpr double kLeastFrames = 32.0; ///< closest zoom: so many in the whole window
    static constexpr double kSampleStep = 64.0; ///< from here on raw samples are asked for

    explicit WaveView(QWidget* parent = nullptr);

    /// A new sound: fits the window, forgets selection and samples. Null peaks: none, or not yet.
    void setSound(const Peaks& peaks, const QColor& color, const QString& name);
    void setPeaks(const Peaks& peaks); ///< of the same sound; keeps zoom and selection
    void setEmptyText(const QString& text); ///< shown under the line while there is no sound
    /// @param confidence  0 … 1: lines of a doubtful grid are dimmer.
    void setBeatGrid(const BeatGrid& grid, double confidence);
    [[nodiscard]] const BeatGrid& beatGrid() const { return m_beats; }
    /// Beats have handles at the top by which all of them are dragged; they snap to onsets unless
    /// Alt is held.
    void setGridEditing(bool editing);
    [[nodiscard]] bool isGridEditing() const { return m_isGridEditing; }
    void setPosition(double seconds, bool isPlaying);
    void setLoopEnabled(bool enabled); ///< how the selection is drawn and read out
    void setDragOutEnabled(bool enabled); ///< dragging inside the selection carries it away
    /// Answer to `samplesNeeded`: mono, from frame `from` on. Ignored when the window moved away.
    void setSamples(std::int64_t from, std::vector<float> samples);

    enum class SpectrogramMode
    {
        Off,
        Beside, ///< below the wave
        Alone ///< in its place
    };
    void setSpectrogramMode(SpectrogramMode mode);
    [[nodiscard]] SpectrogramMode spectrogramMode() const { return m_spectrogramMode; }
    void setSpectrogram(std::shared_ptr<const services::SpectrogramPicture> picture);
    void setSpikesVisible(bool visible);
    [[nodiscard]] bool areSpikesVisible() const { return m_hasSpikes; }
    void setSpikes(std::shared_ptr<const services::SpikePicture> picture);
    /// The band of the ear that is heard alone, marked in the raster; empty = everything. Clicking
    /// its axis chooses one, or none where that is chosen already. Lasts while spikes are visible.
    void setBand(std::optional<int> channel);
    [[nodiscard]] std::optional<int> band() const { return m_band; }
    [[nodiscard]] std::optional<double> bandHz() const;
    [[nodiscard]] int busiestBand() const; ///< with the most spikes in the window; 0 without any
    /// What stands in the place of a picture that is not there (yet); empty = nothing.
    void setSpectrogramNote(const QString& text);
    void setSpikeNote(const QString& text);
    /// What lies under a point: frequency, time, level. Empty where no picture is.
    [[nodiscard]] std::optional<double> firstOnsetS() const; ///< where spikes are known
    [[nodiscard]] QString readoutAt(const QPointF& position) const;

    /// Asks once more for samples and pictures that are missing, e.g. when the file has become
    /// known.
    void requestAgain();

    [[nodiscard]] double lengthS() const;
    [[nodiscard]] double positionS() const { return m_positionS; }
    [[nodiscard]] Range view() const; ///< visible seconds
    [[nodiscard]] std::optional<Range> selection() const { return m_selection; }
    void setSelection(std::optional<Range> range); ///< clamped; emits
    void zoomAt(double seconds, double factor); ///< factor > 1 = closer; `seconds` stays in place
    void zoomToSelection();
    void zoomToFit();
    void scrollBy(double seconds);
    /// Times the wave image has been made; a playhead that moves leaves it alone.
    [[nodiscard]] int renderCount() const { return m_renderCount; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seekRequested(double seconds);
    void selectionChanged(); ///< also to none
    void viewChanged();
    void samplesNeeded(qint64 fromFrame, qint64 toFrame); ///< asked once per window
    void dragOutRequested(double fromS, double toS);
    /// The window's spectrogram at device pixels; asked again when the window moves.
    void spectrogramNeeded(double fromS, double toS, int columns, int rows);
    void spikesNeeded(); ///< once a sound
    void bandChanged();
    void gridEdited(const nde::BeatGrid& grid); ///< dragged by the user; shown already

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void sliderChange(SliderChange change) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Grip
    {
        None,
        Press, ///< pressed, not moved far enough yet
        Select,
        LoopStart,
        LoopEnd,
        Overview,
        CarryOut,
        Beats,
        Band
    };
    struct SampleWindow
    {
        std::int64_t from {};
        std::vector<float> samples;
    };

    [[nodiscard]] QRectF overviewRect() const;
    [[nodiscard]] QRectF bodyRect() const; ///< all that is time, below the overview
    [[nodiscard]] QRectF waveRect() const; ///< wave and spikes; empty where neither is
    [[nodiscard]] QRectF spectrogramRect() const; ///< empty when off
    [[nodiscard]] bool hasSound() const { return m_peaks && m_peaks->frames() > 0; }
    [[nodiscard]] double rate() const;
    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;
    [[nodiscard]] Grip gripAt(const QPointF& position) const;
    void setView(double fromFrame, double toFrame);
    void requestSamples();
    [[nodiscard]] bool samplesCover(double fromFrame, double toFrame) const;
    void invalidate();
    void updatePlayhead(double before);
    void updateDescription();

    // WaveViewPictures.cpp
    void requestPictures();
    void forgetPictures();
    void setHover(std::optional<QPointF> position);
    [[nodiscard]] double spikeRateHeight() const;
    [[nodiscard]] QRectF rasterRect() const; ///< the 48 rows; empty without spikes
    [[nodiscard]] int channelAtY(double y) const;
    [[nodiscard]] bool isOnBandAxis(const QPointF& position) const;
    void paintBand(QPainter& painter) const;
    void renderSpikes();
    void paintSpectrogram(QPainter& painter) const;
    void paintSpikeRaster(QPainter& painter);
    void paintNote(QPainter& painter, const QRectF& area, const QString& text) const;
    void paintAxes(QPainter& painter) const;
    void paintHover(QPainter& painter) const;
    [[nodiscard]] std::optional<double> beatLineAt(const QPointF& position) const;
    void dragBeats(double x, bool snaps);
    void paintBeatHandles(QPainter& painter) const;

    // WaveViewPaint.cpp
    void renderWave();
    void paintWave(QPainter& painter);
    void renderOverview();
    [[nodiscard]] QImage contourImage(const QSize& size, double ratio) const;
    [[nodiscard]] std::vector<audio::PeakColumn> visibleColumns(int count) const;
    void paintGrid(QPainter& painter, const QRectF& wave, bool labels) const;
    void paintSelection(QPainter& painter, const QRectF& wave, bool handles) const;
    void paintOverview(QPainter& painter);
    void paintPlayhead(QPainter& painter) const;
    void paintEmpty(QPainter& painter, const QRectF& wave) const;

    Peaks m_peaks;
    QColor m_color;
    QString m_name;
    QString m_emptyText;
    BeatGrid m_beats;
    double m_beatConfidence {1.0};
    bool m_isGridEditing {};
    BeatGrid m_beatsBefore; ///< while they are dragged
    SpectrogramMode m_spectrogramMode {SpectrogramMode::Off};
    std::shared_ptr<const services::SpectrogramPicture> m_spectrogram;
    QImage m_spectrogramImage;
    QString m_spectrogramNote;
    bool m_hasSpikes {};
    std::shared_ptr<const services::SpikePicture> m_spikes;
    QImage m_spikeImage; ///< of the window; null = to be made
    QString m_spikeNote;
    std::optional<QPointF> m_hover;
    std::optional<int> m_band;
    double m_from {}; ///< first visible frame
    double m_to {1.0}; ///< one past the last
    double m_positionS {};
    bool m_isPlaying {};
    bool m_isLooping {};
    bool m_canDragOut {};
    std::optional<Range> m_selection;
    SampleWindow m_samples;
    std::int64_t m_askedFrom {-1};
    std::int64_t m_askedTo {-1};
    QImage m_wave;
    QImage m_overview;
    int m_renderCount {};
    Grip m_grip {Grip::None};
    QPointF m_pressedAt;
    double m_anchorS {};
};

} // namespace nde::ui
