#pragma once

#include <QObject>
#include <QString>

#include <utility>
#include <vector>

namespace nde::ui {

/// A label of the ruler: "33" and, where there is room, "0:58".
struct BarMark
{
    int bar {}; ///< from 0
    QString number; ///< as people count: from 1
    QString time; ///< empty = no room for it here
};

/// Which bars a row of pixels shows. One object for all views of a track that stand below each
/// other: whoever zooms or scrolls, all follow. x counts from the left edge of the time area, which
/// begins right of the headers.
/// @thread  the GUI thread.
class BarScale final : public QObject
{
    Q_OBJECT
public:
    explicit BarScale(QObject* parent = nullptr);

    /// Width of the column of names left of the time, for all views.
    [[nodiscard]] static int headerWidth();

    void setTrack(int bars, int beatsPerBar, double bpm);
    void setWidth(double pixels); ///< of the time area; set by the view that has the scroll bar
    [[nodiscard]] int bars() const { return m_bars; }
    [[nodiscard]] int beatsPerBar() const { return m_beatsPerBar; }
    [[nodiscard]] double bpm() const { return m_bpm; }
    [[nodiscard]] double secondsPerBar() const { return m_beatsPerBar * 60.0 / m_bpm; }
    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double pixelsPerBar() const { return m_pixelsPerBar; }
    [[nodiscard]] double offset() const { return m_offset; } ///< pixels scrolled away, whole
    [[nodiscard]] double maxOffset() const;
    [[nodiscard]] bool isFitted() const { return m_isFitted; }

    [[nodiscard]] double xOf(double bar) const { return bar * m_pixelsPerBar - m_offset; }
    [[nodiscard]] double barAt(double x) const { return (x + m_offset) / m_pixelsPerBar; }
    /// First and one behind the last whole bar that shows, within the track.
    [[nodiscard]] std::pair<int, int> visibleBars() const;

    void fit(); ///< the whole track, also when the width changes
    void zoomBy(double factor, double x); ///< the bar at x stays where it is
    void zoomTo(double fromBar, double toBar);
    void setOffset(double pixels);
    void scrollBy(double pixels) { setOffset(m_offset + pixels); }
    /// Scrolls as little as shows bars [from, to); their beginning where they are too long.
    void ensureVisible(double fromBar, double toBar);

    /// Step of what is dragged: 8, 4 or 1 bars as the zoom allows; fine = 1.
    [[nodiscard]] int snapBars(bool isFine = false) const;
    /// Bars from one line of the grid to the next, and from one strong line to the next; below one
    /// bar the grid shows beats: {0, 1}.
    [[nodiscard]] std::pair<int, int> gridBars() const;
    /// Labels of the bars that show, with at least `spacing` pixels between them.
    [[nodiscard]] std::vector<BarMark> marks(double spacing) const;

Q_SIGNALS:
    void changed();

private:
    void set(double pixelsPerBar, double offset, bool isFitted);
    [[nodiscard]] double fittedPixels() const;

    int m_bars {1};
    int m_beatsPerBar {4};
    double m_bpm {120.0};
    double m_width {1.0};
    double m_pixelsPerBar {8.0};
    double m_offset {};
    bool m_isFitted {true};
};

/// "0:58" of a time in seconds, whole ones; "1:02:03" from an hour on.
[[nodiscard]] QString rulerClock(double seconds);

} // namespace nde::ui
