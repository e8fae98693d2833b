#pragma once

#include "ui/plot/SpokenItems.h"
#include "ui/plot/StepValues.h"

#include <QBasicTimer>
#include <QPointF>
#include <QWidget>

#include <memory>
#include <utility>
#include <vector>

namespace nde::ui {

/// A bar of the drum lanes of a section as a step sequencer (comp_steps). Draws, never edits: a
/// stroke of the pointer over a row is asked for as the clip's whole new list of events.
///
/// What is drawn holds for all bars of the clip that have the same steps; with Ctrl for this bar
/// alone.
/// Pointer: a click turns a step on or off, a drag paints the same over the row, Alt+drag and the
/// wheel over a step change its velocity. Keys: arrows, Home, End, Space, + and − for velocity,
/// Page up and down for the bar.
/// @thread  the GUI thread.
class StepGrid final : public QWidget, public SpokenItems
{
    Q_OBJECT
public:
    explicit StepGrid(QWidget* parent = nullptr);

    /// Shows a bar of a section; keeps the cursor. null or 0 = nothing.
    void setPattern(std::shared_ptr<const music::Plan> plan, int sectionId, int bar = 0);
    void setPlaying(double beat); ///< within the bar; negative = not now
    [[nodiscard]] const std::vector<StepRow>& rows() const { return m_rows; }
    [[nodiscard]] int stepCount() const { return m_stepCount; }
    [[nodiscard]] int bar() const { return m_bar; } ///< of the section
    [[nodiscard]] int barCount() const; ///< of the section
    [[nodiscard]] std::pair<int, int> cursor() const { return {m_row, m_step}; }
    [[nodiscard]] QRectF cellRect(int row, int step) const; ///< empty = none
    [[nodiscard]] QString cellText(int row, int step) const; ///< "Kick, step 5, 80 %"

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] std::vector<int> spokenKeys() const override;
    [[nodiscard]] QString spokenText(int key) const override;
    [[nodiscard]] QRect spokenRect(int key) const override;
    [[nodiscard]] QAccessible::Role spokenRole(int key) const override;
    [[nodiscard]] QAccessible::State spokenState(int key) const override;
    [[nodiscard]] int spokenCurrent() const override;
    [[nodiscard]] QStringList spokenActions(int key) const override;
    void doSpokenAction(int key, const QString& name) override;

Q_SIGNALS:
    /// For music::SetEvents with isWholeLane where the clip's pattern has a name.
    void patternDrawn(int clipId, const std::vector<nde::music::Event>& events);
    void barRequested(int bar); ///< another bar of the section is to be shown
    void cellHeard(int laneId, double velocity); ///< a step was turned on: its sound may be played
    void menuRequested(int laneId, const QPoint& global);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Press
    {
        None,
        Paint,
        Velocity
    };
    [[nodiscard]] std::pair<int, int> cellAt(QPointF position) const; ///< −1 = none
    void setVelocity(int row, int step, double velocity);
    void settle(); ///< asks for what was drawn
    [[nodiscard]] const music::Clip* clipOfRow(int row) const;
    [[nodiscard]] bool canDraw(int row) const;
    [[nodiscard]] double labelWidth() const;
    [[nodiscard]] static double usualVelocity(int step);
    void moveCursor(int rows, int steps);
    void describe();
    void paintRow(QPainter& painter, int row) const;
    void paintCell(QPainter& painter, int row, int step) const;

    std::shared_ptr<const music::Plan> m_plan;
    int m_section {};
    int m_bar {};
    int m_stepCount {16};
    std::vector<StepRow> m_rows;
    int m_drawnRow {-1}; ///< changed and not asked for yet
    bool m_isThisBarOnly {};
    int m_row {};
    int m_step {};
    std::pair<int, int> m_hovered {-1, -1};
    int m_playing {-1};
    Press m_press {Press::None};
    bool m_isErasing {};
    double m_velocityFrom {};
    QPointF m_pressedAt;
    QBasicTimer m_wheelDone;
};

} // namespace nde::ui
