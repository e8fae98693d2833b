#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QPolygonF>

#include <vector>

namespace nde::ui {

/// A field of shares 0 … 1 on a grid, rows from the top; sample (column, row) lies in the middle of
/// its cell.
struct SkyField
{
    int width {};
    int height {};
    std::vector<float> shares; ///< [height · width]

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] float at(int column, int row) const;
    /// Between the samples, bilinear. @param place  0 … 1 across and down; 0 outside.
    [[nodiscard]] double at(QPointF place) const;
};

/// One pixel a cell: `color` at the share times `strongest` opacity. ARGB32 premultiplied.
[[nodiscard]] QImage shadeImage(const SkyField& field, const QColor& color, double strongest);

/// Lines along which the field has this share, by marching squares, joined to polylines; a closed
/// one ends where it began. In places 0 … 1 across and down.
[[nodiscard]] std::vector<QPolygonF> contourLines(const SkyField& field, double share);

} // namespace nde::ui
