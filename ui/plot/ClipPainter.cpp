#include "ui/plot/ClipPainter.h"

#include "ui/plot/TextPictures.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>
#include <QPixmapCache>

#include <algorithm>
#include <cmath>
#include <vector>

namespace nde::ui {

namespace {

constexpr double kHeadHeight = 13.0;
constexpr double kRadius = 4.0;
constexpr double kBodyShare = 0.18;
constexpr double kHeadShare = 0.40;
constexpr double kGlyph = 9.0;
constexpr double kLeastForGlyph = 20.0;
constexpr double kLeastForTitle = 38.0;
constexpr double kSilencedShare = 0.45;
constexpr double kGapMargin = 6.0;

/// The glyph in the colour of text: `text2` is too weak on a clip's strip, and so is the accent.
QPixmap glyphPixmap(Source source, double ratio)
{
    const QString key
        = QStringLiteral("nde-clip/%1/%2/%3").arg(int(source)).arg(dp(kGlyph)).arg(ratio);
    QPixmap glyph;
    if (QPixmapCache::find(key, &glyph)) {
        return glyph;
    }
    glyph = sourcePixmap(source, dp(kGlyph), ratio);
    const Theme& theme = Theme::current();
    QPainter painter(&glyph);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRectF(0, 0, dp(kGlyph), dp(kGlyph)),
                     source == Source::Generated ? mixed(theme.accent, theme.text, 0.35)
                                                 : theme.text);
    painter.end();
    QPixmapCache::insert(key, glyph);
    return glyph;
}

/// The columns of device pixels [first, last) of a clip that is `total` pixels wide.
std::vector<audio::PeakColumn> folded(std::span<const audio::PeakColumn> columns, int total,
                                      int first, int last)
{
    std::vector<audio::PeakColumn> result(static_cast<std::size_t>(std::max(0, last - first)));
    const auto count = static_cast<std::int64_t>(columns.size());
    for (int x = first; x < last; ++x) {
        const std::int64_t from = std::min(count - 1, x * count / total);
        const std::int64_t to = std::clamp((x + 1) * count / total, from + 1, count);
        audio::PeakColumn column = columns[static_cast<std::size_t>(from)];
        for (std::int64_t i = from + 1; i < to; ++i) {
            const audio::PeakColumn& next = columns[static_cast<std::size_t>(i)];
            column.low = std::min(column.low, next.low);
            column.high = std::max(column.high, next.high);
            column.rms = std::max(column.rms, next.rms);
            column.brightness = std::max(column.brightness, next.brightness);
        }
        result[static_cast<std::size_t>(x - first)] = column;
    }
    return result;
}

void paintWave(QPainter& painter, const ClipLook& look, const QRectF& body, const QRectF& window)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF seen = body.intersected(window);
    const int total = static_cast<int>(std::lround(body.width() * ratio));
    const int height = static_cast<int>(std::lround(body.height() * ratio));
    if (seen.isEmpty() || total < 2 || height < 2) {
        return;
    }
    if (look.columns.empty()) {
        const double y = snapped(body.center().y(), ratio);
        painter.fillRect(QRectF(seen.left(), y, seen.width(), hairline(ratio)),
                         withAlpha(Theme::current().category(look.category), kSilencedShare));
        return;
    }
    const int first
        = std::max(0, static_cast<int>(std::floor((seen.left() - body.left()) * ratio)));
    const int last
        = std::min(total, static_cast<int>(std::ceil((seen.right() - body.left()) * ratio)));
    const auto columns = folded(look.columns, total, first, last);
    QImage image = paintColumns(columns, height,
                                {.color = Theme::current().category(look.category),
                                 .gain = 0.96,
                                 .isOutline = look.isSilenced,
                                 .marksClipping = false});
    image.setDevicePixelRatio(ratio);
    const QPointF at(body.left() + first / ratio, body.top());
    painter.drawImage(at, image);
    const bool isFlat = std::all_of(columns.begin(), columns.end(),
                                    [](const auto& column) { return column.rms <= 0.0F; });
    if (isFlat && !look.isSilenced) {
        painter.drawImage(at, image); // peaks alone: twice, so that they are as strong as others
    }
}

void paintHatch(QPainter& painter, const QRectF& body, const QRectF& window)
{
    const QRectF seen = body.intersected(window);
    painter.save();
    painter.setClipRect(seen, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(withAlpha(Theme::current().text3, 0.55), 1.0));
    const double step = dpF(7);
    const double from = std::floor((seen.left() - body.left() - body.height()) / step) * step;
    for (double x = body.left() + from; x < seen.right(); x += step) {
        painter.drawLine(QPointF(x, body.bottom()), QPointF(x + body.height(), body.top()));
    }
    painter.restore();
}

void paintHead(QPainter& painter, const ClipLook& look, const QRectF& head, TextPictures& texts)
{
    const Theme& theme = Theme::current();
    const double ratio = painter.device()->devicePixelRatioF();
    const double width = head.width();
    double left = head.left() + dpF(4);
    double right = head.right() - dpF(4);
    const double opacity = painter.opacity();
    painter.setOpacity(look.isSilenced ? 0.7 : 1.0);
    if (look.isLocked && width >= dpF(16)) {
        const double side = dp(9);
        painter.drawPixmap(
            QPointF(snapped(right - side, ratio), snapped(head.top() + dpF(2), ratio)),
            iconPixmap(QStringLiteral("lock"), dp(9), theme.text, ratio));
        right -= side + dpF(3);
    }
    if (width >= dpF(kLeastForGlyph) && right - left >= dpF(kGlyph)) {
        painter.drawPixmap(QPointF(snapped(left, ratio), snapped(head.top() + dpF(2), ratio)),
                           glyphPixmap(look.source, ratio));
        left += dpF(kGlyph + 4);
    }
    if (width >= dpF(kLeastForTitle) && right - left > dpF(12)) {
        const auto& text
            = texts.of(look.title, nde::ui::font(TextStyle::Micro),
                       look.isSilenced ? theme.text2 : theme.text, right - left, ratio);
        if (!text.pixmap.isNull()) {
            const double top
                = head.center().y() - text.pixmap.deviceIndependentSize().height() / 2.0;
            painter.drawPixmap(QPointF(snapped(left, ratio), snapped(top, ratio)), text.pixmap);
        }
    }
    painter.setOpacity(opacity);
}

} // namespace

double clipHeadHeight()
{
    return dpF(kHeadHeight);
}

double snapped(double value, double ratio)
{
    return std::round(value * ratio) / ratio;
}

double hairline(double ratio)
{
    return std::max(1.0, std::floor(ratio * dpF(1))) / ratio;
}

void drawPixels(QPainter& painter, const QPointF& at, const QPixmap& picture)
{
    const double ratio = painter.device()->devicePixelRatioF();
    painter.save();
    painter.scale(1.0 / ratio, 1.0 / ratio);
    painter.drawPixmap(QPointF(std::round(at.x() * ratio), std::round(at.y() * ratio)), picture);
    painter.restore();
}

void paintClipHead(QPainter& painter, const ClipLook& look, const QRectF& head, TextPictures& texts)
{
    const Theme& theme = Theme::current();
    const QRectF inner = head.adjusted(0, dpF(1), -dpF(1), 0);
    painter.fillRect(inner,
                     look.isSilenced
                         ? theme.well
                         : mixed(theme.well, theme.category(look.category), kHeadShare));
    paintHead(painter, look, head, texts);
}

void paintClip(QPainter& painter, const ClipLook& look, const QRectF& window, TextPictures& texts)
{
    const Theme& theme = Theme::current();
    const QColor hue = theme.category(look.category);
    const double radius = std::min(dpF(kRadius), look.rect.width() / 2.0);
    QRectF head = look.rect;
    head.setHeight(clipHeadHeight());
    const QRectF body(head.bottomLeft(), look.rect.bottomRight());
    if (look.isSilenced) {
        paintBox(painter, look.rect, radius, theme.well, withAlpha(hue, kSilencedShare));
    } else {
        // Two rounded boxes above each other: the strip's lower corners are cut off.
        paintBox(painter, look.rect, radius, mixed(theme.well, hue, kBodyShare));
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(theme.well, hue, kHeadShare));
        QPainterPath strip;
        const double d = 2.0 * radius;
        strip.moveTo(head.bottomLeft());
        strip.arcTo(QRectF(head.left(), head.top(), d, d), 180, -90);
        strip.arcTo(QRectF(head.right() - d, head.top(), d, d), 90, -90);
        strip.lineTo(head.bottomRight());
        strip.closeSubpath();
        painter.drawPath(strip);
        painter.restore();
    }
    paintWave(painter, look, body.adjusted(0, 0, 0, -dpF(1)), window);
    if (look.isMissing) {
        paintHatch(painter, body, window);
    }
    paintHead(painter, look, head, texts);
}

std::array<QString, 3> gapWords()
{
    return {QCoreApplication::translate("Arrange", "Dream one"),
            QCoreApplication::translate("Arrange", "Wider"),
            QCoreApplication::translate("Arrange", "Empty")};
}

std::array<QRectF, 3> gapLinks(const QRectF& rect)
{
    std::array<QRectF, 3> links;
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Micro));
    const auto words = gapWords();
    double all = 0.0;
    for (const QString& word : words) {
        all += metrics.horizontalAdvance(word);
    }
    const double left = rect.left() + dpF(kGapMargin);
    const double right = rect.right() - dpF(3);
    const double gap = std::clamp((right - left - all) / 2.0, dpF(4), dpF(8));
    double x = left;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const double width = metrics.horizontalAdvance(words[i]);
        if (x + width > right) {
            break;
        }
        links[i] = QRectF(x, rect.top() + dpF(16), width, dpF(17));
        x += width + gap;
    }
    return links;
}

void paintGap(QPainter& painter, const QRectF& rect, const QString& reason, int hovered)
{
    const Theme& theme = Theme::current();
    paintBox(painter, rect, dpF(kRadius), theme.well, theme.line2, Qt::DashLine);
    const double room = rect.width() - dpF(11);
    if (room < dpF(14)) {
        return;
    }
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(rect.left() + dpF(6), rect.top() + dpF(1), room + 1.0, dpF(16)),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(reason, Qt::ElideRight, room));
    painter.setFont(nde::ui::font(TextStyle::Micro));
    const QFontMetricsF metrics(painter.font());
    const auto words = gapWords();
    const auto links = gapLinks(rect);
    const double ratio = painter.device()->devicePixelRatioF();
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (links[i].isEmpty()) {
            continue;
        }
        const bool isHovered = hovered == static_cast<int>(i);
        const QColor ink = isHovered ? theme.focus : i == 0 ? theme.accent : theme.text;
        painter.setPen(ink);
        const double baseline = snapped(
            links[i].center().y() + (metrics.ascent() - metrics.descent()) / 2.0 - dpF(1), ratio);
        painter.drawText(QPointF(links[i].left(), baseline), words[i]);
        painter.fillRect(
            QRectF(links[i].left(), baseline + dpF(1.5), links[i].width(), hairline(ratio)), ink);
    }
}

} // namespace nde::ui
