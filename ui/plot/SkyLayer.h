#pragma once

#include "core/services/DreamDesk.h"
#include "ui/plot/SkyField.h"
#include "ui/plot/SkyGrid.h"

#include <QColor>
#include <QHash>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <memory>
#include <vector>

namespace nde::ui {

/// Which part of the sky is seen, and how large. Logical pixels.
struct SkyWindow
{
    QPointF origin; ///< place in the upper left corner
    double scaleX {1.0}; ///< pixels a unit
    double scaleY {1.0};

    [[nodiscard]] QPointF pixel(QPointF place) const
    {
        return {(place.x() - origin.x()) * scaleX, (place.y() - origin.y()) * scaleY};
    }
    [[nodiscard]] QPointF place(QPointF pixel) const
    {
        return {origin.x() + pixel.x() / scaleX, origin.y() + pixel.y() / scaleY};
    }
    /// `bounds` in the middle of `size` with 5 % around it.
    [[nodiscard]] static SkyWindow fitted(const QRectF& bounds, const QSizeF& size);
    /// The same place stays under `pixel`.
    [[nodiscard]] SkyWindow zoomed(double factor, QPointF pixel) const;
    bool operator==(const SkyWindow&) const = default;
};

/// How the marks of one kind of sound look, drawn once for all of them.
struct SkySprites
{
    double ratio {1.0};
    std::vector<QImage> images; ///< by `spriteOf`

    [[nodiscard]] static std::size_t spriteOf(const services::SkyPoint& point);
    [[nodiscard]] static SkySprites draw(double ratio);
};

/// Everything of a sky that the map needs again and again. Immutable, shared with workers.
struct SkyScene
{
    /// A category's place for its name: above its sounds, else below, left, right.
    struct Cluster
    {
        Category category {};
        int count {};
        QPointF middle; ///< median in both directions
        QRectF core; ///< from the 10th to the 90th of 100
    };
    std::shared_ptr<const services::DreamSky> sky;
    SkyGrid grid;
    SkyField field; ///< how sure the model is
    SkyField haze; ///< what it knows: sure of itself, and sounds of its own nearby; ends softly
    QRectF core; ///< where nearly all of its own sounds lie
    std::vector<int> order; ///< points in the order of drawing: the model's own last
    std::vector<Cluster> clusters; ///< the most sounds first

    [[nodiscard]] static std::shared_ptr<const SkyScene>
    build(std::shared_ptr<const services::DreamSky> sky);
};

/// Shading, contours and every mark of a part of the sky, opaque.
/// @param size  logical pixels. @return  size × sprites.ratio, RGB32, ratio 1.
/// @thread  any.
[[nodiscard]] QImage paintSkyLayer(const SkyScene& scene, const SkyWindow& window,
                                   const QSizeF& size, const SkySprites& sprites);

} // namespace nde::ui
