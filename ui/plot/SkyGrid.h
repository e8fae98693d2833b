#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QRectF>

#include <functional>
#include <vector>

namespace nde::ui {

/// Points in square buckets, so that what lies near a place is found without looking at all.
/// Immutable after building.
class SkyGrid
{
public:
    SkyGrid() = default;
    explicit SkyGrid(const std::vector<QPointF>& points);

    /// Index of the nearest point within an ellipse, −1 = none. Of equally near ones the last,
    /// which is drawn on top.
    [[nodiscard]] int nearest(QPointF place, double reachX, double reachY) const;
    [[nodiscard]] std::vector<int> within(const QPolygonF& polygon) const; ///< odd-even, by index
    void forEachIn(const QRectF& area, const std::function<void(int)>& visit) const;

private:
    [[nodiscard]] int column(double x) const;
    [[nodiscard]] int row(double y) const;

    std::vector<QPointF> m_points;
    QRectF m_bounds;
    int m_side {1}; ///< buckets in each direction
    std::vector<int> m_starts; ///< [side² + 1] into m_order
    std::vector<int> m_order; ///< indices by bucket
};

} // namespace nde::ui
