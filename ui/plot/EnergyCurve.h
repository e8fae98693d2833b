#pragma once

#include "core/music/Plan.h"

#include <QPolygonF>
#include <QWidget>

#include <memory>
#include <optional>

namespace nde::ui {

class BarScale;

/// The energy of the sections as a curve with one handle each: level within a section, with a short
/// ramp at its borders. Handles are dragged up and down; keys as in `SectionStrip`.
class EnergyCurve final : public QWidget
{
    Q_OBJECT
public:
    explicit EnergyCurve(BarScale& scale, QWidget* parent = nullptr);

    void setPlan(std::shared_ptr<const music::Plan> plan); ///< null = none
    void setSelected(int sectionId);
    [[nodiscard]] QPointF handleAt(int sectionId) const; ///< its centre in the widget
    [[nodiscard]] double energyOf(int sectionId) const; ///< as shown, also while it is dragged
    /// Height of an energy in the widget and back, clamped to 0 … 1.
    [[nodiscard]] double yOf(double energy) const;
    [[nodiscard]] double energyAt(double y) const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sectionPressed(int sectionId);
    void energyMoved(int sectionId, double energy);
    void energySettled(int sectionId, double energy);
    void menuRequested(int sectionId, const QPoint& global);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    [[nodiscard]] QPolygonF line() const;
    [[nodiscard]] int sectionAt(double x) const;
    void drag(double y, bool isFine);
    void describe();

    BarScale& m_scale;
    std::shared_ptr<const music::Plan> m_plan;
    int m_selected {};
    int m_hovered {};
    int m_dragged {}; ///< section id
    int m_waiting {}; ///< let go: shown so until the next plan says it
    double m_dragEnergy {};
    double m_free {}; ///< where the pointer is, also beyond the ends
    double m_lastY {};
    bool m_hasMoved {};
};

} // namespace nde::ui
