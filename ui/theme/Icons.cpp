#include "ui/theme/SvgPath.h"
#include "ui/theme/Theme.h"

#include <QHash>
#include <QIconEngine>
#include <QPixmapCache>

#include <cmath>

namespace nde::ui {

namespace {

struct Glyph
{
    QPainterPath path;
    bool isFilled {};
    double strokeShare {1.0};
};

struct GlyphData
{
    const char* name;
    const char* path;
    bool isFilled;
    double strokeShare {1.0}; ///< of 1.5 px; less where the line would close a notch
};

// Own drawings in a box of 24, stroked 1.5 px at any size.
constexpr GlyphData kGlyphs[] {
    {"separate",
     "M3 12h4M17 5h4M17 10h4M17 14h4M17 19h4M7 12c5 0 5-7 10-7M7 12c5 0 5-2 10-2M7 12c5 0 5 2 10 "
     "2M7 12c5 0 5 7 10 7",
     false},
    {"library", "M4 6h16M4 12h16M4 18h10", false},
    {"train", "M3 4v16h18M6 8c2 7 5 8 14 9", false},
    {"dream", "M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z", false},
    {"compose", "M3 6h8M13 6h8M3 12h4M9 12h12M3 18h12M17 18h4", false},
    {"lineage",
     "M5 12h5M14 6h-2a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2M3 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M15 6h4M15 "
     "18h4",
     false},
    {"insights", "M5 20V11M12 20V4M19 20v-6", false},
    {"models", "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9", false},
    {"settings", "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4", false},
    {"map",
     "M5 8a2 2 0 1 0 4 0 2 2 0 1 0-4 0M14 6a2 2 0 1 0 4 0 2 2 0 1 0-4 0M10 14a2 2 0 1 0 4 0 2 2 0 "
     "1 "
     "0-4 0M4 18a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M17 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
     true},
    {"play", "M7 4.5v15l12-7.5z", true},
    {"stop", "M6 6h12v12H6z", true},
    {"pause", "M8 5v14M16 5v14", false},
    {"previous", "M18 5v14L8 12zM6 5v14", false},
    {"loop", "M17 3l3 3-3 3M4 11V9a3 3 0 0 1 3-3h13M7 21l-3-3 3-3M20 13v2a3 3 0 0 1-3 3H4", false},
    {"search", "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21", false},
    {"lock", "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3", false},
    {"close", "M6 6l12 12M18 6L6 18", false},
    {"cancel", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9 9l6 6M15 9l-6 6", false},
    {"chevron-down", "M6 9l6 6 6-6", false},
    {"chevron-up", "M6 15l6-6 6 6", false},
    {"chevron-right", "M9 6l6 6-6 6", false},
    {"chevron-left", "M15 6l-6 6 6 6", false},
    {"plus", "M12 5v14M5 12h14", false},
    {"minus", "M5 12h14", false},
    {"check", "M5 12.5l4.5 4.5L19 7", false},
    {"warning", "M12 4l9 16H3zM12 10v5M12 17.5v.01", false},
    {"error", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v5M12 16v.01", false},
    {"info", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11.5v4.5M12 8v.01", false},
    {"folder", "M3 6h6l2 2h10v11H3z", false},
    {"file", "M6 3h8l4 4v14H6zM14 3v4h4", false},
    {"track",
     "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 "
     "2.5 2.5 0 0 1 5 0z",
     false},
    {"download", "M12 4v11M7 11l5 5 5-5M5 20h14", false},
    {"import", "M12 3v12M7 10l5 5 5-5M4 15v4h16v-4", false},
    {"export", "M12 15V3M7 8l5-5 5 5M4 15v4h16v-4", false},
    {"drop", "M12 3v12M7 10l5 5 5-5M4 15v4h16v-4", false},
    {"heart",
     "M12 20.2C6.2 16 3 12.9 3 9.2C3 6.4 5.1 4.2 7.8 4.2C9.6 4.2 11.1 5.2 12 7C12.9 5.2 14.4 4.2 "
     "16.2 4.2C18.9 4.2 21 6.4 21 9.2C21 12.9 17.8 16 12 20.2z",
     false},
    {"heart-filled",
     "M12 21C5.6 16.4 2.2 13.1 2.2 9.1C2.2 5.9 4.6 3.4 7.6 3.4C9.5 3.4 11.1 4.6 12 7C12.9 4.6 14.5 "
     "3.4 16.4 3.4C19.4 3.4 21.8 5.9 21.8 9.1C21.8 13.1 18.4 16.4 12 21z",
     true, 0.0},
    {"star", "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z", false},
    {"star-filled", "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
     true},
    {"undo", "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3", false},
    {"redo", "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3", false},
    {"retry", "M19 8a8 8 0 1 0 1 6M20 3v5h-5", false},
    {"menu", "M4 7h16M4 12h16M4 17h16", false},
    {"more",
     "M5 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM17 12a1 1 0 1 0 2 0 1 "
     "1 0 1 0-2 0z",
     true},
    {"ear", "M4 10v4h4l5 4V6L8 10zM17 9a4 4 0 0 1 0 6", false},
    {"edit", "M4 20l1-4L16 5l3 3L8 19z", false},
    {"dice", "M4 4h16v16H4zM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01", false},
    {"lasso", "M12 5c5 0 8 2 8 5s-3 5-8 5-8-2-8-5 3-5 8-5zM7 14c-1 3 0 5 3 6", false},
    {"grid", "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z", false},
    {"clock", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2", false},
    {"activity", "M2 15l4-4 3.5 2.5L14 7l3.5 4L22 6", false},
    {"drag",
     "M8 6a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM8 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM8 18a1 1 0 1 0 2 0 1 1 0 "
     "1 0-2 0zM14 6a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM14 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM14 18a1 1 0 1 "
     "0 2 0 1 1 0 1 0-2 0z",
     true},
    {"trash", "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13", false},
    {"tag", "M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01", false},
    {"panel-right", "M4 5h16v14H4zM15 5v14", false},
    {"keyboard", "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8", false},
};

const QHash<QString, Glyph>& glyphs()
{
    static const auto all = [] {
        QHash<QString, Glyph> table;
        for (const GlyphData& data : kGlyphs) {
            table.insert(QString::fromLatin1(data.name),
                         {pathFromSvg(data.path), data.isFilled, data.strokeShare});
        }
        return table;
    }();
    return all;
}

void paintGlyph(QPainter& painter, const QRectF& square, const Glyph& glyph, const QColor& color,
                double strokeWidth)
{
    const double factor = square.width() / 24.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(factor, factor);
    painter.setPen(glyph.strokeShare > 0.0 ? QPen(color, strokeWidth * glyph.strokeShare / factor,
                                                  Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)
                                           : QPen(Qt::NoPen));
    painter.setBrush(glyph.isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(glyph.path);
    painter.restore();
}

class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(QString name)
        : m_name(std::move(name))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = std::min(rect.width(), rect.height());
        const QRectF square(rect.x() + (rect.width() - side) / 2.0,
                            rect.y() + (rect.height() - side) / 2.0, side, side);
        paintGlyph(*painter, square, glyphs().value(m_name), color(mode, state), dpF(1.5));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal ratio) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        const int side = std::min(size.width(), size.height());
        paintGlyph(painter, QRectF(0, 0, side, side), glyphs().value(m_name), color(mode, state),
                   dpF(1.5) * ratio);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(m_name); }
    [[nodiscard]] QString key() const override { return QStringLiteral("nde-glyph"); }

private:
    static QColor color(QIcon::Mode mode, QIcon::State state)
    {
        const Theme& theme = Theme::current();
        if (mode == QIcon::Disabled) {
            return mixed(theme.panel, theme.text2, 0.45);
        }
        const bool isBright = mode != QIcon::Normal || state == QIcon::On;
        return isBright ? theme.text : theme.text2;
    }

    QString m_name;
};

} // namespace

QIcon icon(const QString& name)
{
    Q_ASSERT_X(glyphs().contains(name), "icon", qPrintable(name));
    return QIcon(new GlyphEngine(name));
}

QPixmap iconPixmap(const QString& name, int size, const QColor& color, double devicePixelRatio)
{
    const QString key = QStringLiteral("nde-icon/%1/%2/%3/%4/%5")
                            .arg(name)
                            .arg(size)
                            .arg(color.rgba(), 0, 16)
                            .arg(devicePixelRatio)
                            .arg(themeScale());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    const int side = static_cast<int>(std::lround(size * devicePixelRatio));
    pixmap = QPixmap(side, side);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintGlyph(painter, QRectF(0, 0, size, size), glyphs().value(name), color, dpF(1.5));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace nde::ui
