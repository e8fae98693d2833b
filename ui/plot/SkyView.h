#pragma once

#include "core/audio/Peaks.h"
#include "ui/plot/SkyLayer.h"

#include <QBasicTimer>
#include <QFutureWatcher>
#include <QPixmap>
#include <QPoint>
#include <QPolygonF>
#include <QStringList>
#include <QWidget>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace nde::ui {

class Button;

/// What the left button does in the sky.
enum class SkyTool
{
    Hear,
    Path, ///< draws a line that dreams follow
    Lasso ///< encircles sounds
};

/// What a sky is for.
enum class SkyUse
{
    Dreaming, ///< every place can be heard; ends, anchors, a path
    Browsing ///< the library: sounds are chosen, the ground is dragged
};

/// What lies under the pointer or the cursor of the keys: a sound, a mark, or only a place.
struct SkyPick
{
    int point {-1}; ///< index in DreamSky::points; −1 = none near enough
    int nearest {-1}; ///< sound within the reach of hovering, further away than `point` may be
    int mark {-1}; ///< index in the marks; −1 = none
    QPointF place;
    double confidence {}; ///< of the model at the place, 0 … 1
    bool operator==(const SkyPick&) const = default;
};

/// Something of the user's in the sky.
struct SkyMark
{
    enum class Kind
    {
        A,
        B,
        Anchor, ///< between A and B, numbered in their order
        Dream, ///< waits in the tray
        Guest ///< a sound from outside, placed
    };
    Kind kind {};
    QPointF at;
    QString name;
    qint64 id {}; ///< tray item of dreams
    bool isCurrent {};
    bool operator==(const SkyMark&) const = default;
};

/// The small card beside the pointer.
struct SkyCard
{
    QString title;
    QString line;
    std::vector<audio::PeakColumn> wave; ///< empty = none
    QColor tint;
    bool isWarning {};
};

/// The latent space of a model as a map to travel: sounds as marks, the model's confidence as
/// shading, places that can be heard. Sounds and shading are painted on a worker into a picture
/// that is larger than the view; moving blits it, and it is renewed when it does not reach any
/// more.
///
/// Hovering finds sounds within 24 px; a click takes one only within 12 px, so that the places
/// between them can be reached (Alt: never a sound). The arrow keys move a cursor that counts as
/// pointer, Space held hears what it passes. On the map of a library (`SkyUse::Browsing`) the left
/// button drags the ground, Shift with it draws a lasso, Shift-click adds a sound, Enter chooses.
/// @thread  the GUI thread.
class SkyView final : public QWidget
{
    Q_OBJECT
public:
    explicit SkyView(QWidget* parent = nullptr, SkyUse use = SkyUse::Dreaming);
    ~SkyView() override;

    void setSky(std::shared_ptr<const services::DreamSky> sky); ///< null = nothing; fits
    /// The same, built elsewhere: for many sounds that takes longer than a frame.
    void setScene(std::shared_ptr<const SkyScene> scene);
    [[nodiscard]] const std::shared_ptr<const services::DreamSky>& sky() const { return m_sky; }
    void setMarks(std::vector<SkyMark> marks);
    [[nodiscard]] const std::vector<SkyMark>& marks() const { return m_marks; }
    void setPath(const QPolygonF& places, int steps); ///< empty = none
    [[nodiscard]] const QPolygonF& path() const { return m_path; }
    void setTool(SkyTool tool);
    [[nodiscard]] SkyTool tool() const { return m_tool; }
    void setHovering(bool on); ///< what the pointer passes is heard without a button
    void setSelected(StemId id); ///< a ring around it
    void setChosen(std::vector<StemId> ids); ///< a thin ring around each
    /// Where what is heard now lies. @param leavesTrail  the way here stays for a while.
    void setHere(std::optional<QPointF> place, bool leavesTrail);
    [[nodiscard]] std::optional<QPointF> here() const { return m_here; }
    void setCard(const SkyCard& card); ///< shown while something is picked
    void setKnown(const QString& modelName); ///< in the legend
    void retranslate();

    void fit(); ///< the whole sky
    void fitCore(); ///< where nearly all of the model's own sounds lie: the first view
    void zoomBy(double factor); ///< about the middle
    void panBy(QPointF pixels);
    [[nodiscard]] const SkyWindow& window() const { return m_window; }
    [[nodiscard]] SkyPick pickAt(QPointF pixel, bool snaps = true) const;
    [[nodiscard]] const SkyPick& pick() const { return m_pick; } ///< under pointer or cursor
    [[nodiscard]] bool isLayerCurrent() const; ///< for tests and pictures: nothing is being painted

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void picked(const nde::ui::SkyPick& pick); ///< pointer or cursor is over something else
    void chosen(const nde::ui::SkyPick& pick); ///< clicked: select and hear
    void heard(const nde::ui::SkyPick& pick); ///< passed while hovering is on or held
    void hearingEnded(); ///< the button or key was let go
    void anchorRequested(const nde::ui::SkyPick& pick); ///< Shift-click
    void slotRequested(QChar slot, const nde::ui::SkyPick& pick); ///< keys A and B
    void moreRequested(const nde::ui::SkyPick& pick); ///< key V
    void menuRequested(const nde::ui::SkyPick& pick, const QPoint& global);
    void dragRequested(const nde::ui::SkyPick& pick);
    void pathDrawn(const QPolygonF& places);
    void lassoed(const std::vector<int>& points, const QPoint& global);
    void toolLeft(); ///< by Escape or because its work is done
    void clearRequested(); ///< Backspace: path and anchors
    void filesDropped(const QStringList& paths);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// The picture of marks and shading, and what it shows.
    struct Layer
    {
        QImage image;
        SkyWindow window;
        QSizeF size; ///< logical
        double ratio {1.0};
        std::shared_ptr<const SkyScene> scene;
    };
    /// The name of a category, drawn once.
    struct Label
    {
        QPixmap picture;
        QSizeF size;
    };
    enum class Press
    {
        None,
        Point, ///< on something that may be dragged out
        Scrub, ///< hears what it passes
        Pan,
        Draw
    };

    void setWindow(const SkyWindow& window);
    void keepFitted();
    void requestLayer();
    void onPainted();
    [[nodiscard]] bool layerReaches() const;
    [[nodiscard]] bool isStretched() const;
    [[nodiscard]] Label labelPicture(Category category) const;
    void placeButtons();
    void describe();

    void movePick(QPointF pixel, bool snaps);
    void hearPick();
    [[nodiscard]] bool isHearing() const { return m_isHovering || m_isHeld; }
    void finishDrawing();
    void askForMenu(); ///< by keys
    void addCorner();
    bool handleToolKey(QKeyEvent* event);
    bool handleMoveKey(QKeyEvent* event);
    void moveCursor(QPointF by);
    [[nodiscard]] QPointF cursor() const; ///< pixel

    void paintLayer(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void paintTrail(QPainter& painter) const;
    void paintPath(QPainter& painter) const;
    void paintDrawing(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintMark(QPainter& painter, const SkyMark& mark, int number) const;
    void paintSelection(QPainter& painter) const;
    void paintChosen(QPainter& painter) const;
    void findChosen();
    [[nodiscard]] bool isBrowsing() const { return m_use == SkyUse::Browsing; }
    bool handleBrowseKey(QKeyEvent* event);
    void paintHere(QPainter& painter) const;
    void paintWayTo(QPainter& painter, QPointF at) const;
    void paintLegend(QPainter& painter) const;
    void paintCard(QPainter& painter) const;

    SkyUse m_use;
    std::shared_ptr<const services::DreamSky> m_sky;
    std::shared_ptr<const SkyScene> m_scene;
    std::shared_ptr<const SkySprites> m_sprites;
    SkyWindow m_window;
    enum class Follow
    {
        Nothing,
        Core,
        All
    };
    Follow m_follow {Follow::Core}; ///< what the view keeps to when its size changes
    Layer m_layer;
    QFutureWatcher<Layer> m_painting;
    bool m_isPainting {};
    bool m_isStale {}; ///< asked for again meanwhile
    QBasicTimer m_settle;
    mutable QHash<int, Label> m_labels;

    std::vector<SkyMark> m_marks;
    QPolygonF m_path;
    int m_steps {};
    SkyTool m_tool {SkyTool::Hear};
    bool m_isHovering {};
    bool m_isHeld {};
    StemId m_selected {};
    std::vector<StemId> m_chosen; ///< sorted
    std::vector<int> m_chosenPoints;
    mutable QPixmap m_ring; ///< around a chosen one
    std::optional<QPointF> m_here;
    std::deque<QPointF> m_trail;
    SkyCard m_card;
    QString m_known;

    SkyPick m_pick;
    bool m_hasPick {};
    std::optional<QPointF> m_cursor; ///< place, once a key has moved it
    Press m_press {Press::None};
    QPointF m_pressedAt;
    QPointF m_lastAt;
    bool m_hasMoved {};
    bool m_isHearingDue {}; ///< a key is held: sounds when it is let go
    QPolygonF m_drawing; ///< places
    bool m_isShiftLasso {}; ///< the tool is for this one drawing
    bool m_isDropOver {};

    Button* m_out;
    Button* m_fit;
    Button* m_in;
};

/// `count` places along a line, evenly spaced from one end to the other.
[[nodiscard]] QPolygonF alongPath(const QPolygonF& line, int count);

} // namespace nde::ui
