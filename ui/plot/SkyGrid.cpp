#include "ui/plot/SkyGrid.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kPointsABucket = 8.0;
constexpr int kMostBuckets = 256; ///< in each direction

QRectF boundsOf(const std::vector<QPointF>& points)
{
    if (points.empty()) {
        return {};
    }
    double left = points[0].x();
    double right = left;
    double top = points[0].y();
    double bottom = top;
    for (const QPointF& point : points) {
        left = std::min(left, point.x());
        right = std::max(right, point.x());
        top = std::min(top, point.y());
        bottom = std::max(bottom, point.y());
    }
    return {left, top, right - left, bottom - top};
}

/// @param part  of the extent; NaN counts as 0, since a cast of it would be anything.
int bucketAt(double part, int side)
{
    return std::isnan(part) ? 0 : static_cast<int>(std::clamp(part * side, 0.0, side - 1.0));
}

} // namespace

SkyGrid::SkyGrid(const std::vector<QPointF>& points)
    : m_points(points)
    , m_bounds(boundsOf(points))
    , m_side(std::clamp(
          static_cast<int>(std::sqrt(static_cast<double>(points.size()) / kPointsABucket)), 1,
          kMostBuckets))
    , m_starts(static_cast<std::size_t>(m_side) * static_cast<std::size_t>(m_side) + 1, 0)
    , m_order(points.size())
{
    const auto bucket = [this](const QPointF& point) {
        return static_cast<std::size_t>(row(point.y())) * static_cast<std::size_t>(m_side)
            + static_cast<std::size_t>(column(point.x()));
    };
    for (const QPointF& point : points) {
        ++m_starts[bucket(point) + 1];
    }
    for (std::size_t i = 1; i < m_starts.size(); ++i) {
        m_starts[i] += m_starts[i - 1];
    }
    std::vector<int> next(m_starts.begin(), m_starts.end() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        m_order[static_cast<std::size_t>(next[bucket(points[i])]++)] = static_cast<int>(i);
    }
}

int SkyGrid::column(double x) const
{
    const double part = m_bounds.width() > 0.0 ? (x - m_bounds.left()) / m_bounds.width() : 0.0;
    return bucketAt(part, m_side);
}

int SkyGrid::row(double y) const
{
    const double part = m_bounds.height() > 0.0 ? (y - m_bounds.top()) / m_bounds.height() : 0.0;
    return bucketAt(part, m_side);
}

void SkyGrid::forEachIn(const QRectF& area, const std::function<void(int)>& visit) const
{
    if (m_points.empty()) {
        return;
    }
    const int left = column(area.left());
    const int right = column(area.right());
    for (int r = row(area.top()); r <= row(area.bottom()); ++r) {
        const auto first = static_cast<std::size_t>(r) * static_cast<std::size_t>(m_side);
        const auto from
            = static_cast<std::size_t>(m_starts[first + static_cast<std::size_t>(left)]);
        const auto to
            = static_cast<std::size_t>(m_starts[first + static_cast<std::size_t>(right) + 1]);
        for (std::size_t i = from; i < to; ++i) {
            const QPointF& point = m_points[static_cast<std::size_t>(m_order[i])];
            if (point.x() >= area.left() && point.x() <= area.right() && point.y() >= area.top()
                && point.y() <= area.bottom()) {
                visit(m_order[i]);
            }
        }
    }
}

int SkyGrid::nearest(QPointF place, double reachX, double reachY) const
{
    int found = -1;
    double least = 1.0;
    if (reachX <= 0.0 || reachY <= 0.0) {
        return found;
    }
    forEachIn(QRectF(place.x() - reachX, place.y() - reachY, 2.0 * reachX, 2.0 * reachY),
              [&](int index) {
                  const QPointF away = m_points[static_cast<std::size_t>(index)] - place;
                  const double distance = std::hypot(away.x() / reachX, away.y() / reachY);
                  if (distance < least || (distance == least && index > found)) {
                      least = distance;
                      found = index;
                  }
              });
    return found;
}

std::vector<int> SkyGrid::within(const QPolygonF& polygon) const
{
    std::vector<int> found;
    forEachIn(polygon.boundingRect(), [&](int index) {
        if (polygon.containsPoint(m_points[static_cast<std::size_t>(index)], Qt::OddEvenFill)) {
            found.push_back(index);
        }
    });
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace nde::ui
