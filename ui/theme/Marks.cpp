#include "ui/theme/SvgPath.h"
#include "ui/theme/Theme.h"

#include <QPixmapCache>

#include <array>
#include <cmath>

namespace nde::ui {

namespace {

enum class Shape
{
    Disc,
    TriangleUp,
    Cross,
    Plus,
    TriangleDown,
    SplitDisc,
    Ring,
    Diamond,
    TallDiamond,
    Lozenge,
    OpenDiamond,
    Square,
    OpenSquare,
    TwoBars,
    Track, ///< a whole mix: the track glyph
    Dash ///< not decided yet
};

Shape shapeOf(Category category)
{
    switch (category) {
    case Category::Kick:
        return Shape::Disc;
    case Category::Snare:
        return Shape::TriangleUp;
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
        return Shape::Cross;
    case Category::Clap:
        return Shape::Plus;
    case Category::Tom:
    case Category::Perc:
        return Shape::TriangleDown;
    case Category::Drums:
        return Shape::SplitDisc;
    case Category::Vocal:
        return Shape::Ring;
    case Category::Bass:
        return Shape::Diamond;
    case Category::Lead:
    case Category::Synth:
        return Shape::TallDiamond;
    case Category::Chord:
    case Category::Pad:
    case Category::Strings:
        return Shape::Lozenge;
    case Category::Keys:
    case Category::Guitar:
    case Category::Other:
        return Shape::OpenDiamond;
    case Category::Texture:
    case Category::Atmo:
        return Shape::Square;
    case Category::Fx:
        return Shape::OpenSquare;
    case Category::Noise:
    case Category::Residual:
        return Shape::TwoBars;
    case Category::Mix:
        return Shape::Track;
    case Category::Unclear:
        break;
    }
    return Shape::Dash;
}

const char* shapeData(Shape shape)
{
    switch (shape) {
    case Shape::Disc:
        return "M5 .6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8z";
    case Shape::TriangleUp:
        return "M5 .4 9.8 9H.2z";
    case Shape::Cross:
        return "M2.2.6 5 3.4 7.8.6 9.4 2.2 6.6 5 9.4 7.8 7.8 9.4 5 6.6 2.2 9.4.6 7.8 3.4 5 .6 2.2z";
    case Shape::Plus:
        return "M3.3.4h3.4v2.9h2.9v3.4H6.7v2.9H3.3V6.7H.4V3.3h2.9z";
    case Shape::TriangleDown:
        return "M5 9.6.2 1H9.8z";
    case Shape::SplitDisc:
        return "M5 .5A4.5 4.5 0 0 1 9.4 4.2H.6A4.5 4.5 0 0 1 5 .5zM.6 5.8h8.8a4.5 4.5 0 0 1-8.8 0z";
    case Shape::Ring:
        return "M5 .4a4.6 4.6 0 1 0 0 9.2A4.6 4.6 0 0 0 5 .4zM5 2.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 "
               "0 1 0-4.4z";
    case Shape::Diamond:
        return "M5 0 10 5 5 10 0 5z";
    case Shape::TallDiamond:
        return "M5-.4 8 5 5 10.4 2 5z";
    case Shape::Lozenge:
        return "M-.4 5 5 2l5.4 3L5 8z";
    case Shape::OpenDiamond:
        return "M5 0 10 5 5 10 0 5zM5 2.9 2.9 5 5 7.1 7.1 5z";
    case Shape::Square:
        return "M.8.8h8.4v8.4H.8z";
    case Shape::OpenSquare:
        return "M.6.6h8.8v8.8H.6zM2.9 2.9v4.2h4.2V2.9z";
    case Shape::TwoBars:
        return "M.8 1.2h8.4v2.9H.8zM.8 5.9h8.4v2.9H.8z";
    case Shape::Track:
        return "M.8.8h8.4v8.4H.8zM2 2v6h6V2zM3.4 3.4h3.2v3.2H3.4z";
    case Shape::Dash:
        break;
    }
    return "M1.2 4h7.6v2H1.2z";
}

const QPainterPath& shapePath(Shape shape)
{
    static const auto paths = [] {
        std::array<QPainterPath, static_cast<std::size_t>(Shape::Dash) + 1> all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = pathFromSvg(shapeData(static_cast<Shape>(i)));
        }
        return all;
    }();
    return paths[static_cast<std::size_t>(shape)];
}

/// A square pixmap at the ratio, drawn once and kept in Qt's pixmap cache.
template<typename Draw>
QPixmap cachedPixmap(const QString& key, int size, double ratio, const Draw& draw)
{
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    const int side = static_cast<int>(std::lround(size * ratio));
    pixmap = QPixmap(side, side);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    draw(painter, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace

QPainterPath categoryShape(Category category)
{
    return shapePath(shapeOf(category));
}

void paintCategoryMark(QPainter& painter, const QRectF& square, Category category, double opacity)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(painter.opacity() * opacity);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 10.0, square.height() / 10.0);
    painter.fillPath(shapePath(shapeOf(category)), Theme::current().category(category));
    painter.restore();
}

void paintSourceGlyph(QPainter& painter, const QRectF& square, Source source)
{
    static const QPainterPath half = pathFromSvg("M6 2a4 4 0 0 0 0 8z");
    static const QPainterPath quarter = pathFromSvg("M6 6V2a4 4 0 0 1 4 4z");
    static const QPainterPath star
        = pathFromSvg("M6 .8 7.4 4.6 11.2 6 7.4 7.4 6 11.2 4.6 7.4.8 6 4.6 4.6z");
    const Theme& theme = Theme::current();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 12.0, square.height() / 12.0);
    painter.setPen(QPen(theme.text2, 1.3));
    painter.setBrush(Qt::NoBrush);
    switch (source) {
    case Source::Original:
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.text2);
        painter.drawEllipse(QPointF(6, 6), 4, 4);
        break;
    case Source::Separated:
    case Source::Slice:
        painter.drawEllipse(QPointF(6, 6), 4, 4);
        painter.fillPath(source == Source::Separated ? half : quarter, theme.text2);
        break;
    case Source::Generated:
        painter.fillPath(star, theme.accent);
        break;
    case Source::Track:
        painter.drawRoundedRect(QRectF(1.8, 1.8, 8.4, 8.4), 1, 1);
        painter.fillRect(QRectF(4, 4, 4, 4), theme.text2);
        break;
    }
    painter.restore();
}

QPixmap categoryPixmap(Category category, int size, double devicePixelRatio)
{
    const QString key = QStringLiteral("nde-category/%1/%2/%3")
                            .arg(static_cast<int>(category))
                            .arg(size)
                            .arg(devicePixelRatio);
    return cachedPixmap(key, size, devicePixelRatio, [category](QPainter& painter, QRectF square) {
        // The tall and wide diamonds stand 0.4 of 10 units out of their box.
        const double margin = square.width() * 0.05;
        paintCategoryMark(painter, square.adjusted(margin, margin, -margin, -margin), category);
    });
}

QPixmap sourcePixmap(Source source, int size, double devicePixelRatio)
{
    const QString key = QStringLiteral("nde-source/%1/%2/%3")
                            .arg(static_cast<int>(source))
                            .arg(size)
                            .arg(devicePixelRatio);
    return cachedPixmap(key, size, devicePixelRatio, [source](QPainter& painter, QRectF square) {
        paintSourceGlyph(painter, square, source);
    });
}

} // namespace nde::ui
