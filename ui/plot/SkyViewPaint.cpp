#include "ui/plot/SkyView.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

/// What is seen of the sky over its picture of marks and shading.
namespace nde::ui {

namespace {

struct Family
{
    const char* name;
    std::array<Category, 4> categories;
};

constexpr std::array<Family, 4> kFamilies {{
    {QT_TRANSLATE_NOOP("nde::ui::SkyView", "hits"),
     {Category::Kick, Category::Snare, Category::Hihat, Category::Clap}},
    {QT_TRANSLATE_NOOP("nde::ui::SkyView", "tonal"),
     {Category::Bass, Category::Lead, Category::Pad, Category::Keys}},
    {QT_TRANSLATE_NOOP("nde::ui::SkyView", "texture"),
     {Category::Atmo, Category::Fx, Category::Noise, Category::Texture}},
    {QT_TRANSLATE_NOOP("nde::ui::SkyView", "voice"),
     {Category::Vocal, Category::Vocal, Category::Vocal, Category::Vocal}},
}};

void paintStar(QPainter& painter, QPointF at, double side)
{
    static const QPainterPath star = [] {
        QPainterPath path;
        constexpr double kInner = 0.28;
        for (int i = 0; i < 8; ++i) {
            const double angle = i * 3.14159265358979 / 4.0;
            const double radius = i % 2 == 0 ? 0.5 : 0.5 * kInner * 1.4;
            const QPointF corner(radius * std::sin(angle), -radius * std::cos(angle));
            i == 0 ? path.moveTo(corner) : path.lineTo(corner);
        }
        path.closeSubpath();
        return path;
    }();
    painter.save();
    painter.translate(at);
    painter.scale(side, side);
    painter.strokePath(
        star, QPen(Theme::current().well, 3.2 / side, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(star, Theme::current().accent);
    painter.restore();
}

} // namespace

void SkyView::paintLayer(QPainter& painter) const
{
    if (m_layer.image.isNull()) {
        return;
    }
    const QPointF from = m_window.pixel(m_layer.window.origin);
    const bool isSharp = m_layer.window.scaleX == m_window.scaleX
        && m_layer.window.scaleY == m_window.scaleY && m_layer.ratio == devicePixelRatioF();
    if (isSharp) {
        // Whole device pixels: a plain copy, nothing is interpolated.
        QImage image = m_layer.image;
        image.setDevicePixelRatio(m_layer.ratio);
        const double ratio = m_layer.ratio;
        painter.drawImage(
            QPointF(std::round(from.x() * ratio) / ratio, std::round(from.y() * ratio) / ratio),
            image);
        return;
    }
    const QSizeF size(m_layer.size.width() * m_window.scaleX / m_layer.window.scaleX,
                      m_layer.size.height() * m_window.scaleY / m_layer.window.scaleY);
    painter.drawImage(QRectF(from, size), m_layer.image);
}

// Above the sounds, else below, left or right of them; where all are taken the name is left out.
void SkyView::paintLabels(QPainter& painter) const
{
    std::vector<QRectF> taken;
    const QRectF inside = QRectF(rect()).adjusted(dpF(4), dpF(26), -dpF(4), -dpF(4));
    for (const SkyScene::Cluster& cluster : m_scene->clusters) {
        const Label label = labelPicture(cluster.category);
        const QRectF core(m_window.pixel(cluster.core.topLeft()),
                          m_window.pixel(cluster.core.bottomRight()));
        const QPointF middle = m_window.pixel(cluster.middle);
        const double gap = dpF(5);
        const QSizeF half = label.size / 2.0;
        const std::array<QPointF, 4> centres {
            QPointF(middle.x(), core.top() - gap - half.height()),
            QPointF(middle.x(), core.bottom() + gap + half.height()),
            QPointF(core.left() - gap - half.width(), middle.y()),
            QPointF(core.right() + gap + half.width(), middle.y())};
        for (const QPointF& centre : centres) {
            const QRectF box(centre.x() - half.width(), centre.y() - half.height(),
                             label.size.width(), label.size.height());
            const bool isFree = inside.contains(box)
                && std::none_of(taken.begin(), taken.end(),
                                [&box](const QRectF& other) { return other.intersects(box); });
            if (isFree) {
                taken.push_back(box);
                painter.drawPixmap(box.topLeft(), label.picture);
                break;
            }
        }
    }
}

void SkyView::paintTrail(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    for (std::size_t i = 1; i < m_trail.size(); ++i) {
        const double age = static_cast<double>(i) / static_cast<double>(m_trail.size());
        painter.setPen(
            QPen(withAlpha(theme.accent, 0.6 * age), dpF(2), Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(m_window.pixel(m_trail[i - 1]), m_window.pixel(m_trail[i]));
    }
}

void SkyView::paintPath(QPainter& painter) const
{
    if (m_path.size() < 2) {
        return;
    }
    const Theme& theme = Theme::current();
    QPolygonF line;
    for (const QPointF& place : m_path) {
        line.push_back(m_window.pixel(place));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(withAlpha(theme.well, 0.7), dpF(5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.setPen(QPen(theme.accent, dpF(2), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    for (const QPointF& place : alongPath(m_path, m_steps)) {
        paintStar(painter, m_window.pixel(place), dpF(14));
    }
}

void SkyView::paintDrawing(QPainter& painter) const
{
    if (m_drawing.isEmpty()) {
        return;
    }
    const Theme& theme = Theme::current();
    const bool isLasso = m_tool == SkyTool::Lasso;
    QPolygonF line;
    for (const QPointF& place : m_drawing) {
        line.push_back(m_window.pixel(place));
    }
    if (m_press != Press::Draw) {
        line.push_back(cursor());
    }
    painter.setPen(QPen(isLasso ? theme.focus : theme.accent, dpF(1.5),
                        isLasso ? Qt::DashLine : Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(isLasso ? QBrush(withAlpha(theme.focus, 0.12)) : QBrush(Qt::NoBrush));
    isLasso ? painter.drawPolygon(line) : painter.drawPolyline(line);
    painter.setBrush(isLasso ? theme.focus : theme.accent);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(line.front(), dpF(3), dpF(3));
}

void SkyView::paintMark(QPainter& painter, const SkyMark& mark, int number) const
{
    const Theme& theme = Theme::current();
    const QPointF at = m_window.pixel(mark.at);
    if (mark.kind == SkyMark::Kind::Dream) {
        if (mark.isCurrent) {
            painter.setPen(QPen(theme.focus, dpF(2)));
            painter.setBrush(theme.selection);
            painter.drawEllipse(at, dpF(10), dpF(10));
        }
        paintStar(painter, at, dpF(mark.isCurrent ? 15 : 12));
        return;
    }
    if (mark.kind == SkyMark::Kind::Guest) {
        painter.setBrush(theme.panel);
        painter.setPen(QPen(theme.focus, dpF(2)));
        painter.drawRect(QRectF(at.x() - dpF(5), at.y() - dpF(5), dpF(10), dpF(10)));
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(theme.text);
        painter.drawText(
            at + QPointF(dpF(10), dpF(4)),
            QFontMetricsF(painter.font()).elidedText(mark.name, Qt::ElideRight, dpF(140)));
        return;
    }
    const bool isSlot = mark.kind != SkyMark::Kind::Anchor;
    const double radius = dpF(isSlot ? 12 : 9);
    painter.setBrush(theme.panel);
    painter.setPen(QPen(isSlot ? theme.text : theme.text2, dpF(1.5)));
    painter.drawEllipse(at, radius, radius);
    painter.setFont(nde::ui::font(isSlot ? TextStyle::Body : TextStyle::Micro, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(at.x() - radius, at.y() - radius, 2.0 * radius, 2.0 * radius),
                     Qt::AlignCenter,
                     mark.kind == SkyMark::Kind::A       ? QStringLiteral("A")
                         : mark.kind == SkyMark::Kind::B ? QStringLiteral("B")
                                                         : QString::number(number));
}

void SkyView::paintMarks(QPainter& painter) const
{
    int number = 0;
    for (const bool isCurrent : {false, true}) {
        for (const SkyMark& mark : m_marks) {
            if (mark.isCurrent == isCurrent) {
                number += mark.kind == SkyMark::Kind::Anchor ? 1 : 0;
                paintMark(painter, mark, number);
            }
        }
    }
}

void SkyView::paintSelection(QPainter& painter) const
{
    if (m_selected == 0) {
        return;
    }
    const auto& points = m_sky->points;
    const auto found
        = std::find_if(points.begin(), points.end(),
                       [this](const services::SkyPoint& one) { return one.id == m_selected; });
    if (found == points.end()) {
        return;
    }
    const QPointF at = m_window.pixel(found->at);
    painter.setPen(QPen(Theme::current().text, dpF(2)));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(at, dpF(9), dpF(9));
    const double side = dpF(12);
    paintCategoryMark(painter, QRectF(at.x() - side / 2.0, at.y() - side / 2.0, side, side),
                      found->category);
}

void SkyView::paintChosen(QPainter& painter) const
{
    if (m_chosenPoints.size() < 2 && !(m_chosenPoints.size() == 1 && m_selected == 0)) {
        return; // one is the current sound, which has its own ring
    }
    const double ratio = devicePixelRatioF();
    const double side = dpF(13);
    if (m_ring.isNull() || m_ring.devicePixelRatio() != ratio) {
        m_ring = QPixmap((QSizeF(side, side) * ratio).toSize());
        m_ring.setDevicePixelRatio(ratio);
        m_ring.fill(Qt::transparent);
        QPainter ring(&m_ring);
        ring.setRenderHint(QPainter::Antialiasing);
        ring.setPen(QPen(Theme::current().focus, dpF(1.5)));
        ring.drawEllipse(QPointF(side / 2.0, side / 2.0), side / 2.0 - dpF(1), side / 2.0 - dpF(1));
    }
    const QRectF inside = QRectF(rect()).adjusted(-side, -side, side, side);
    for (const int index : m_chosenPoints) {
        const QPointF at = m_window.pixel(m_sky->points[static_cast<std::size_t>(index)].at);
        if (inside.contains(at)) {
            painter.drawPixmap(QPointF(at.x() - side / 2.0, at.y() - side / 2.0), m_ring);
        }
    }
}

// What is heard lies outside of what is seen: a wedge at the edge shows the way.
void SkyView::paintWayTo(QPainter& painter, QPointF at) const
{
    const QPointF middle = QRectF(rect()).center();
    const QPointF way = at - middle;
    const double margin = dpF(10);
    const double share = std::min((width() / 2.0 - margin) / std::max(1e-6, std::abs(way.x())),
                                  (height() / 2.0 - margin) / std::max(1e-6, std::abs(way.y())));
    const double length = std::max(1e-6, std::hypot(way.x(), way.y()));
    const QPointF along = way / length;
    const QPointF across(-along.y(), along.x());
    const QPointF tip = middle + way * share;
    const QPolygonF wedge(
        {tip, tip - along * dpF(11) + across * dpF(6), tip - along * dpF(11) - across * dpF(6)});
    painter.setPen(QPen(Theme::current().well, dpF(2)));
    painter.setBrush(Theme::current().accent);
    painter.drawPolygon(wedge);
    painter.setBrush(Qt::NoBrush);
}

// The crosshair of what is heard, and the dashed ring of what the pointer is over.
void SkyView::paintHere(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setBrush(Qt::NoBrush);
    if (m_here && !QRectF(rect()).contains(m_window.pixel(*m_here))) {
        paintWayTo(painter, m_window.pixel(*m_here));
    } else if (m_here) {
        const QPointF at = m_window.pixel(*m_here);
        painter.setPen(QPen(theme.text, dpF(2)));
        painter.drawEllipse(at, dpF(6), dpF(6));
        painter.setPen(QPen(theme.text, dpF(1)));
        for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
            painter.drawLine(at + way * dpF(9), at + way * dpF(15));
        }
    }
    if (!m_hasPick || m_tool != SkyTool::Hear) {
        return;
    }
    const QPointF at = m_window.pixel(m_pick.place);
    const int target = m_pick.point >= 0 ? m_pick.point : isHearing() ? m_pick.nearest : -1;
    if (target >= 0) {
        painter.setPen(QPen(theme.text, dpF(1.5)));
        painter.drawEllipse(m_window.pixel(m_sky->points[static_cast<std::size_t>(target)].at),
                            dpF(8), dpF(8));
    }
    if (isBrowsing() && !m_cursor) {
        return; // the ground is no place to be heard
    }
    QPen dashed(withAlpha(theme.text, 0.7), dpF(1));
    dashed.setDashPattern({2.0, 3.0});
    painter.setPen(dashed);
    painter.drawEllipse(at, dpF(26), dpF(26));
    if (m_cursor) {
        painter.setPen(QPen(hasKeyboardFocus(this) ? theme.focus : theme.text2, dpF(2)));
        painter.drawEllipse(at, dpF(3), dpF(3));
    }
}

void SkyView::paintLegend(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    const double middle = dpF(17);
    const double side = dpF(9);
    double x = dpF(12);
    const auto isThere = [this](Category category) {
        return std::any_of(m_scene->clusters.begin(), m_scene->clusters.end(),
                           [&](const auto& one) { return one.category == category; });
    };
    const auto addWord = [&](const QString& word) {
        painter.setPen(theme.text3);
        painter.drawText(QPointF(x + dpF(1), middle + metrics.ascent() / 2.0 - dpF(1)), word);
        x += metrics.horizontalAdvance(word) + dpF(13);
    };
    for (const Family& family : kFamilies) {
        bool isAny = false;
        for (std::size_t i = 0; i < family.categories.size(); ++i) {
            const Category category = family.categories[i];
            const bool isRepeated = i > 0 && category == family.categories[i - 1];
            if (!isRepeated && isThere(category)) {
                paintCategoryMark(painter, QRectF(x, middle - side / 2.0, side, side), category);
                x += side + dpF(4);
                isAny = true;
            }
        }
        if (isAny) {
            addWord(tr(family.name));
        }
    }
    paintSourceGlyph(painter, QRectF(x, middle - dpF(5.5), dpF(11), dpF(11)), Source::Generated);
    x += dpF(15);
    addWord(tr("dreamed"));
    if (!m_scene->field.isEmpty()) {
        const QRectF bar(dpF(12), height() - dpF(21), dpF(60), dpF(8));
        QLinearGradient shade(bar.topLeft(), bar.topRight());
        shade.setColorAt(0.0, withAlpha(theme.accent, 0.02));
        shade.setColorAt(1.0, withAlpha(theme.accent, 0.45));
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.drawRoundedRect(bar, dpF(2), dpF(2));
        x = bar.right() + dpF(6);
        painter.setPen(theme.text3);
        painter.drawText(QPointF(x, bar.center().y() + metrics.ascent() / 2.0 - dpF(1)),
                         m_known.isEmpty() ? tr("what the model knows")
                                           : tr("what %1 knows").arg(m_known));
    }
}

void SkyView::paintCard(QPainter& painter) const
{
    if (!m_hasPick || m_card.title.isEmpty() || m_press == Press::Pan || m_press == Press::Draw) {
        return;
    }
    const Theme& theme = Theme::current();
    const QFont strong = nde::ui::font(TextStyle::Body, QFont::DemiBold);
    const QFont small = nde::ui::font(TextStyle::Caption);
    const double most = dpF(230);
    const QString title = QFontMetricsF(strong).elidedText(m_card.title, Qt::ElideRight, most);
    const QString line = QFontMetricsF(small).elidedText(m_card.line, Qt::ElideRight, most);
    const double sign = m_card.isWarning ? dpF(16) : 0.0;
    const double words = std::max(QFontMetricsF(strong).horizontalAdvance(title),
                                  QFontMetricsF(small).horizontalAdvance(line) + sign);
    const double wave = m_card.wave.empty() ? 0.0 : dpF(96) + dpF(10);
    const QSizeF size(wave + words + dpF(20), dpF(46));
    const QPointF at = m_window.pixel(m_pick.place);
    QPointF corner = at + QPointF(dpF(32), dpF(26));
    if (corner.x() + size.width() > width() - dpF(8)) {
        corner.setX(at.x() - dpF(32) - size.width());
    }
    if (corner.y() + size.height() > height() - dpF(8)) {
        corner.setY(at.y() - dpF(26) - size.height());
    }
    const QRectF box(corner, size);
    paintBox(painter, box, dpF(8), theme.raised, theme.line2);
    if (!m_card.wave.empty()) {
        WaveStyle style;
        style.color = m_card.tint;
        style.marksClipping = false;
        drawColumns(painter, QRectF(box.left() + dpF(10), box.top() + dpF(8), dpF(96), dpF(30)),
                    m_card.wave, style);
    }
    const double x = box.left() + dpF(10) + wave;
    painter.setFont(strong);
    painter.setPen(theme.text);
    painter.drawText(QRectF(x, box.top() + dpF(6), words + 2.0, dpF(18)),
                     Qt::AlignVCenter | Qt::AlignLeft, title);
    painter.setFont(small);
    painter.setPen(m_card.isWarning ? theme.warn : theme.text3);
    if (m_card.isWarning) {
        painter.drawPixmap(
            QPointF(x, box.top() + dpF(25)),
            iconPixmap(QStringLiteral("warning"), dp(12), theme.warn, devicePixelRatioF()));
    }
    painter.drawText(QRectF(x + sign, box.top() + dpF(23), words + 2.0 - sign, dpF(17)),
                     Qt::AlignVCenter | Qt::AlignLeft, line);
}

void SkyView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.well);
    if (!m_scene) {
        return;
    }
    paintLayer(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabels(painter);
    paintTrail(painter);
    paintPath(painter);
    paintDrawing(painter);
    paintChosen(painter);
    paintSelection(painter);
    paintMarks(painter);
    paintHere(painter);
    paintLegend(painter);
    if (m_isDropOver) {
        painter.setPen(QPen(theme.focus, dpF(2), Qt::DashLine));
        painter.setBrush(withAlpha(theme.focus, 0.08));
        painter.drawEllipse(m_lastAt, dpF(26), dpF(26));
    } else {
        paintCard(painter);
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), 0.0);
    }
}

} // namespace nde::ui
