#include "ui/plot/TextPictures.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kMostPictures = 3000;
constexpr QChar kEllipsis(0x2026);

} // namespace

void TextPictures::clear()
{
    m_lines.clear();
    m_count = 0;
}

TextPictures::Line TextPictures::measured(const QString& text, const QFont& font)
{
    Line line;
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine row = layout.createLine();
    layout.endLayout();
    for (int i = 0; i <= text.size() && row.isValid(); ++i) {
        if (layout.isValidCursorPosition(i)) {
            line.cuts.push_back(i);
            line.widths.push_back(row.cursorToX(i));
        }
    }
    line.width = row.isValid() ? row.naturalTextWidth() : 0.0;
    line.ellipsis = QFontMetricsF(font).horizontalAdvance(kEllipsis);
    return line;
}

const TextPictures::Picture& TextPictures::of(const QString& text, const QFont& font,
                                              const QColor& color, double room, double ratio)
{
    const QString key = QStringLiteral("%1|%2|%3|%4|")
                            .arg(font.pixelSize())
                            .arg(int(font.weight()))
                            .arg(color.rgba())
                            .arg(ratio)
        + text;
    auto line = m_lines.find(key);
    if (line == m_lines.end()) {
        line = m_lines.insert(key, measured(text, font));
    }
    int letters = static_cast<int>(text.size());
    if (line->width > room) {
        letters = 0;
        for (std::size_t i = 0; i < line->cuts.size(); ++i) {
            letters = line->widths[i] + line->ellipsis <= room ? line->cuts[i] : letters;
        }
    }
    if (letters == 0) {
        return m_none;
    }
    const auto known = line->pictures.constFind(letters);
    if (known != line->pictures.constEnd()) {
        return *known;
    }
    if (m_count >= kMostPictures) {
        clear();
        return of(text, font, color, room, ratio);
    }
    ++m_count;
    const QString shown = letters < text.size() ? text.left(letters).trimmed() + kEllipsis : text;
    const QFontMetricsF metrics(font);
    const QSizeF size(metrics.horizontalAdvance(shown) + 2.0, std::ceil(metrics.height()));
    Picture picture;
    picture.ascent = std::round(metrics.ascent() * ratio) / ratio;
    picture.pixmap = QPixmap((size * ratio).toSize().expandedTo({1, 1}));
    picture.pixmap.setDevicePixelRatio(ratio);
    picture.pixmap.fill(Qt::transparent);
    QPainter painter(&picture.pixmap);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(QPointF(0.0, picture.ascent), shown);
    painter.end();
    return *line->pictures.insert(letters, picture);
}

} // namespace nde::ui
