#pragma once

#include "core/audio/Peaks.h"
#include "core/music/Plan.h"
#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/SpokenItems.h"

#include <QBasicTimer>
#include <QHash>
#include <QPixmap>
#include <QPointer>
#include <QSet>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QMimeData;
class QScrollBar;

namespace nde::ui {

class ArrangeHeads;
class ArrangeTiles;
class BarScale;

/// What can be done about a missing sound.
enum class GapChoice
{
    Dream,
    Wider,
    Empty
};

/// The timeline of a composition: ruler, lanes with their heads, clips with their waves, playhead.
/// It shows a plan and asks; whoever owns the plan edits it and gives back the next one. Lanes are
/// painted into tiles that are kept, so that the playhead costs two columns and scrolling a blit.
///
/// Pointer: a click selects (Shift: all between, Ctrl: one more), a drag moves by whole bars and
/// lanes (Alt: copies), edges resize, a drag on empty ground draws a rubber band; out of the view
/// it becomes a drag of files. Ctrl+wheel and pinch zoom, Shift+wheel scrolls sideways.
/// Keys: arrows go from clip to clip (Shift adds), left of the first clip lies the lane's head;
/// Home, End, Ctrl+A; Alt+arrows move, Alt+Shift+left and right resize; B splits; Delete; Return;
/// +, −, 0 zoom; M and S on a head.
/// @thread  the GUI thread.
class ArrangeView final : public QWidget, public SpokenItems
{
    Q_OBJECT
public:
    /// Columns of a clip as it sounds, as many as asked for; empty while they are not known. Cheap:
    /// called while painting, at most until the frame is full.
    using PeakSource = std::function<std::vector<audio::PeakColumn>(int clipId, int columns)>;
    /// Words for the English note of a gap.
    using GapWords = std::function<QString(const std::string& note)>;

    /// @param scale  outlives the view; its width is set here.
    explicit ArrangeView(BarScale& scale, QWidget* parent = nullptr);
    ~ArrangeView() override;

    void setPlan(std::shared_ptr<const music::Plan> plan); ///< null = none; selection is kept
    [[nodiscard]] const std::shared_ptr<const music::Plan>& plan() const { return m_plan; }
    void setPeakSource(PeakSource source);
    void refreshPeaks(); ///< there is news: what was not known, or asked for lately, is asked again
    void forgetPeaks(int clipId); ///< of one clip that sounds different now; 0 = of all
    void setGapWords(GapWords words);
    void setMissing(const QSet<int>& clips); ///< their file is not there: hatched
    void setLevel(int laneId, double linear); ///< of the meter; falls by itself
    void setPosition(double bar, bool isPlaying); ///< negative = no playhead
    void setFollowing(bool on); ///< whether the view turns pages with the playhead
    void setLoop(std::optional<std::pair<int, int>> bars); ///< [from, to)
    void setSection(int sectionId); ///< shaded; 0 = none
    void setAuditioned(int clipId); ///< another sound is being tried in it; 0 = none

    void setSelection(const std::vector<int>& clips); ///< silent
    [[nodiscard]] const std::vector<int>& selection() const { return m_selection; } ///< in order
    void setCurrent(int laneId, int clipId); ///< silent; clip 0 = the lane's head
    [[nodiscard]] int currentClip() const { return m_currentClip; } ///< 0 = none or the head
    [[nodiscard]] int currentLane() const { return m_currentLane; } ///< 0 = none
    /// Where B would split: under the pointer, else at the playhead in the current clip.
    [[nodiscard]] std::optional<std::pair<int, int>> splitPlace() const; ///< clip, bar
    void revealClip(int clipId); ///< scrolls to it
    void fit(); ///< the whole track in the width

    [[nodiscard]] const ArrangeLayout& layoutOf() const { return m_layout; }
    [[nodiscard]] QRectF clipRect(int clipId) const; ///< in the view; empty = none
    [[nodiscard]] QRectF muteRect(int laneId) const;
    [[nodiscard]] QRectF soloRect(int laneId) const;
    [[nodiscard]] QRectF gapLinkRect(int clipId, GapChoice choice) const; ///< empty = no room
    [[nodiscard]] ArrangePlace placeAt(QPointF position) const;
    /// What a screen reader says of a clip: "Bass, Umspannwerk bass, bars 33 to 56, locked".
    [[nodiscard]] QString clipText(int clipId) const;
    [[nodiscard]] QString laneText(int laneId) const; ///< "Bass, 3 clips, muted"

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] std::vector<int> spokenKeys() const override; ///< lanes, each with its clips
    [[nodiscard]] QString spokenText(int key) const override;
    [[nodiscard]] QRect spokenRect(int key) const override;
    [[nodiscard]] QAccessible::Role spokenRole(int key) const override;
    [[nodiscard]] QAccessible::State spokenState(int key) const override;
    [[nodiscard]] int spokenCurrent() const override;
    [[nodiscard]] QStringList spokenActions(int key) const override;
    void doSpokenAction(int key, const QString& name) override;

Q_SIGNALS:
    void selectionChanged(); ///< by the user; also what is current
    void clipClicked(int clipId);
    void clipActivated(int clipId); ///< double click or Return
    void laneActivated(int laneId); ///< its head
    void placeClicked(const nde::ui::ArrangePlace& place); ///< empty ground
    void seekRequested(double bar);
    void loopRequested(int fromBar, int toBar); ///< drawn in the ruler
    void loopCleared();
    void clipsMoved(const std::vector<nde::ui::ClipPlace>& places, bool isCopy);
    void clipResized(int clipId, int startBar, int bars);
    void splitRequested(int clipId, int bar);
    void removeRequested(const std::vector<int>& clips);
    void menuRequested(const nde::ui::ArrangePlace& place, const QPoint& global);
    void muteClicked(int laneId, bool muted, bool isExclusive);
    void soloClicked(int laneId, bool solo, bool isExclusive);
    void laneMoved(int laneId, int index);
    void gapChosen(int clipId, nde::ui::GapChoice choice);
    /// Sounds from the library, or files (see SoundDrop.h). `place.bar` is whole.
    void soundsDropped(const nde::ui::ArrangePlace& place, const std::vector<qint64>& stems,
                       const QStringList& files);
    void dragOutRequested(const std::vector<int>& clips); ///< start a drag of their files now
    void laneDragOutRequested(int laneId);
    void hoverChanged(const nde::ui::ArrangePlace& place);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Press
    {
        None,
        Clip, ///< becomes Move
        Move,
        ResizeLeft,
        ResizeRight,
        Band,
        Seek,
        Loop,
        Lane
    };
    /// What the pointer lies on.
    struct Hover
    {
        ArrangePlace place;
        Press edge {Press::None}; ///< ResizeLeft or ResizeRight
        int letterLane {}; ///< lane whose M or S it is
        bool isSolo {}; ///< S
        std::optional<GapChoice> link;
        bool operator==(const Hover&) const = default;
    };
    [[nodiscard]] static int rulerHeight();
    void onScaleChanged();
    void placeScrollBars();
    void updateMissingPeaks();
    [[nodiscard]] double scroll() const; ///< pixels that the lanes are scrolled up
    [[nodiscard]] QRectF laneRect(int index) const; ///< the whole row, in the view
    [[nodiscard]] QRectF letterRect(int laneId, bool isSolo) const;
    [[nodiscard]] int laneIndexAt(double y) const; ///< laneCount = below the last
    [[nodiscard]] QRectF barsRect(int laneIndex, int startBar, int bars) const;
    [[nodiscard]] QRectF timeRect() const; ///< of the lanes, right of the heads
    [[nodiscard]] QRectF rulerRect() const; ///< its time
    [[nodiscard]] QRectF headRect(int laneId) const; ///< empty = none
    [[nodiscard]] QRectF meterRect(int laneId) const;
    [[nodiscard]] double viewX(double bar) const;
    void scrollLanesTo(int laneIndex);
    void updateColumn(double bar);
    void describe();

    [[nodiscard]] Hover hoverAt(QPointF position) const;
    void setHover(const Hover& hover);
    void select(int clipId, Qt::KeyboardModifiers modifiers);
    void changeSelection(std::vector<int> clips, int lane, int clip);
    void updateMove(QPointF position, Qt::KeyboardModifiers modifiers);
    void updateResize(QPointF position);
    void updateBand(QPointF position);
    void endPress(bool isDone);
    bool handleMoveKey(QKeyEvent* event);
    bool handleHeadKey(QKeyEvent* event);
    bool handleEditKey(QKeyEvent* event);
    void goTo(const ArrangeSpot& spot, bool extends);
    [[nodiscard]] std::vector<ClipPlace> shifted(int bars, int lanes) const;
    void pressLetter(const Hover& hover, Qt::KeyboardModifiers modifiers);

    void paintRuler(QPainter& painter);
    void drawRuler(QPainter& painter) const;
    void paintHeads(QPainter& painter, const QRect& region);
    void paintSelection(QPainter& painter) const;
    void paintHover(QPainter& painter) const;
    void paintGhosts(QPainter& painter) const;
    void paintDrop(QPainter& painter) const;
    void paintStickyHeads(QPainter& painter, const QRect& region) const;
    void paintPlayhead(QPainter& painter) const;

    BarScale& m_scale;
    std::shared_ptr<const music::Plan> m_plan;
    ArrangeLayout m_layout;
    std::unique_ptr<ArrangeTiles> m_tiles;
    std::unique_ptr<ArrangeHeads> m_heads;
    QPixmap m_ruler;
    QString m_rulerKey; ///< what it shows
    QScrollBar* m_across;
    QScrollBar* m_down;
    GapWords m_gapWords;
    QHash<int, double> m_meters; ///< lit share by lane
    QBasicTimer m_fall;
    double m_position {-1.0};
    bool m_isPlaying {};
    bool m_isFollowing {true};
    std::optional<std::pair<int, int>> m_loop;
    int m_section {};
    int m_auditioned {};

    std::vector<int> m_selection;
    int m_currentLane {};
    int m_currentClip {};
    int m_anchorClip {}; ///< where a Shift selection begins

    Hover m_hover;
    Press m_press {Press::None};
    QPointF m_pressedAt;
    ArrangePlace m_pressPlace;
    bool m_hasMoved {};
    bool m_wasSelected {};
    bool m_isCopying {};
    std::vector<ClipPlace> m_ghosts; ///< where the dragged clips would land
    int m_resizeStart {};
    int m_resizeBars {};
    QRectF m_band;
    std::vector<int> m_beforeBand;
    int m_laneTarget {-1}; ///< index where the dragged lane would land
    std::optional<ArrangePlace> m_drop;
    QString m_dropName;
};

} // namespace nde::ui
