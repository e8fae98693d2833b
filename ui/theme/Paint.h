#pragma once

#include <QFontMetricsF>
#include <QPainter>
#include <QString>

class QWidget;

namespace nde::ui {

/// The 2 px ring of keyboard focus, inside `rect`, with the corner radius of what it surrounds.
void paintFocusRing(QPainter& painter, const QRectF& rect, double radius);
/// Whether a widget has the focus and the user moves by keyboard.
[[nodiscard]] bool hasKeyboardFocus(const QWidget* widget);

/// A rounded rectangle whose 1 px border is crisp: filled, then framed inside its edge.
/// Invalid colours are skipped.
void paintBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
              const QColor& border = {}, Qt::PenStyle borderStyle = Qt::SolidLine);

/// Text whose digits all take the width of the widest digit, so that running numbers stand still
/// (the fonts' own tabular figures cannot be asked for before Qt 6.7).
void paintTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                  const QString& text);
[[nodiscard]] double tabularWidth(const QFontMetricsF& metrics, const QString& text);

/// A key cap: hint of a shortcut. @return its width.
double paintKeyCap(QPainter& painter, const QPointF& leftCentre, const QString& text,
                   const QColor& color, const QColor& border);
[[nodiscard]] QSizeF keyCapSize(const QString& text);

/// Five stars, `rating` of them lit, left-aligned and centred in `rect`.
void paintStars(QPainter& painter, const QRectF& rect, int rating);

} // namespace nde::ui
