#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Category.h"

#include <QPainter>
#include <QPixmap>
#include <QRectF>
#include <QString>

#include <array>
#include <span>
#include <utility>

namespace nde::ui {

class TextPictures;

/// Everything that the picture of a clip depends on.
struct ClipLook
{
    QRectF rect; ///< as `snapped` gives it
    QString title;
    Category category {Category::Other};
    Source source {Source::Original};
    bool isLocked {};
    bool isSilenced {}; ///< muted, or its lane is: only an outline
    bool isMissing {}; ///< its file is not there: hatched
    /// Of the whole clip, from its left to its right edge; empty = nothing known.
    std::span<const audio::PeakColumn> columns;
};

/// Draws a clip with the painter's clip rectangle in mind: of the wave only what lies in `window`.
/// @param window  part of the rectangle that will be seen.
void paintClip(QPainter& painter, const ClipLook& look, const QRectF& window, TextPictures& texts);

/// The strip with a clip's name alone, over what is there: of a clip that begins left of the view.
void paintClipHead(QPainter& painter, const ClipLook& look, const QRectF& head,
                   TextPictures& texts);

/// Draws a place where a sound is missing, with its three links.
/// @param hovered  index of a link, −1 = none.
void paintGap(QPainter& painter, const QRectF& rect, const QString& reason, int hovered = -1);
/// Words of the links: dream, wider, empty.
[[nodiscard]] std::array<QString, 3> gapWords();
/// Where a gap's links lie; those that do not fit are empty.
[[nodiscard]] std::array<QRectF, 3> gapLinks(const QRectF& rect);

/// Height of the strip with a clip's name.
[[nodiscard]] double clipHeadHeight();

/// A logical coordinate on the nearest device pixel, and the width of the finest even line.
[[nodiscard]] double snapped(double value, double ratio);
[[nodiscard]] double hairline(double ratio);
/// Copies device pixels to the device pixel nearest to a place, which is far cheaper than letting
/// the painter scale them by one.
/// @param picture  of ratio 1, whatever the device's is.
void drawPixels(QPainter& painter, const QPointF& at, const QPixmap& picture);

} // namespace nde::ui
