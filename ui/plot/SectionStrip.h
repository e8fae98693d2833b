#pragma once

#include "core/music/Plan.h"
#include "ui/plot/SpokenItems.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace nde::ui {

class BarScale;
class EnergyCurve;

/// The sections of a track over its timeline: a row of blocks, and under it the energy that each is
/// to have. Asks by signals; never edits.
///
/// Pointer: a click selects, a drag of a border resizes what is left of it (by 8, 4 or 1 bars as
/// the zoom allows; Shift: by single bars), a drag of a block moves it in the order. Keys: left and
/// right select, Alt+left and right move, Alt+Shift+left and right resize, up and down change the
/// energy, K locks, F2 renames, Delete removes.
/// @thread  the GUI thread.
class SectionStrip final : public QWidget, public SpokenItems
{
    Q_OBJECT
public:
    explicit SectionStrip(BarScale& scale, QWidget* parent = nullptr);

    void setPlan(std::shared_ptr<const music::Plan> plan); ///< null = none
    void setSelected(int sectionId); ///< silent; 0 = none
    [[nodiscard]] int selected() const { return m_selected; }
    [[nodiscard]] QRectF blockRect(int sectionId) const; ///< empty = none
    [[nodiscard]] QRectF lockRect(int sectionId) const; ///< empty = not shown
    [[nodiscard]] EnergyCurve* energyCurve() const { return m_energy; } ///< "comp_energy"
    [[nodiscard]] QString sectionSpeech(int sectionId) const; ///< "Drop, bars 33 to 56, locked, …"

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
    void sectionSelected(int sectionId); ///< by the user; 0 = none
    void sectionActivated(int sectionId); ///< double click or Return
    void renameRequested(int sectionId);
    void removeRequested(int sectionId);
    void lockClicked(int sectionId, bool isLocked);
    void sectionResized(int sectionId, int bars);
    void sectionMoved(int sectionId, int index);
    void menuRequested(int sectionId, const QPoint& global); ///< 0 = behind the last
    void energyMoved(int sectionId, double energy); ///< while it is dragged
    void energySettled(int sectionId, double energy); ///< let go, or by a key

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Press
    {
        None,
        Block,
        Move,
        Border,
        Lock
    };
    [[nodiscard]] const music::Section* section(int id) const;
    [[nodiscard]] int indexOf(int id) const;
    [[nodiscard]] int sectionAt(double x) const; ///< id, 0 = none
    [[nodiscard]] int borderAt(double x) const; ///< id of the section left of it, 0 = none
    [[nodiscard]] int barsFor(int id, double x, bool isFine) const;
    [[nodiscard]] int targetIndex(double x) const;
    void selectByUser(int id);
    void endPress();
    bool handleEditKey(QKeyEvent* event);
    void nudgeEnergy(double by);
    [[nodiscard]] QRectF rectOf(int startBar, int bars) const;
    void paintBlock(QPainter& painter, const music::Section& section) const;
    void placeCurve();
    void describe();

    BarScale& m_scale;
    EnergyCurve* m_energy;
    std::shared_ptr<const music::Plan> m_plan;
    int m_selected {};
    int m_hovered {};
    int m_hoveredBorder {};
    Press m_press {Press::None};
    int m_pressed {};
    QPointF m_pressedAt;
    QPointF m_lastAt;
    int m_bars {}; ///< of the section whose border is dragged
    int m_target {-1}; ///< index where the dragged block would land
};

} // namespace nde::ui
