#include "ui/panels/inspector/InspectorParts.h"

#include "ui/models/SoundFacts.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace nde::ui {

NamePlate::NamePlate(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void NamePlate::setStem(const Stem& stem)
{
    m_source = stem.source;
    m_category = stem.category;
    const QString sound = soundClassText(stem.soundClass);
    m_note = stem.isCategoryByUser ? tr("%1 · set by you").arg(sound)
        : stem.categoryConfidence > 0.0
        ? QStringLiteral("%1 · %2").arg(sound, sureText(stem.categoryConfidence))
        : sound;
    setAccessibleName(
        QStringLiteral("%1, %2, %3").arg(sourceText(m_source), categoryText(m_category), m_note));
    setAccessibleDescription(tr("Change the category"));
    setToolTip(QStringLiteral("%1. %2").arg(accessibleName(), tr("Click to change the category.")));
    updateGeometry();
    update();
}

QSize NamePlate::sizeHint() const
{
    return {dp(150), dp(24)};
}

QSize NamePlate::minimumSizeHint() const
{
    return {dp(80), dp(24)};
}

void NamePlate::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (underMouse()) {
        paintBox(painter, rect(), dpF(4), theme.hover);
    }
    const double middle = height() / 2.0;
    double x = dpF(2);
    const double mark = dpF(10);
    paintCategoryMark(painter, QRectF(x, middle - mark / 2.0, mark, mark), m_category);
    x += mark + dpF(5);
    const QFontMetricsF body(nde::ui::font(TextStyle::Body));
    const QFontMetricsF caption(nde::ui::font(TextStyle::Caption));
    // Two sizes on one baseline.
    const double baseline = middle + (body.ascent() - body.descent()) / 2.0;
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(theme.text);
    const QString word = categoryText(m_category);
    painter.drawText(QPointF(x, baseline), word);
    x += body.horizontalAdvance(word) + dpF(8);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text3);
    painter.drawText(QPointF(x, baseline),
                     caption.elidedText(m_note, Qt::ElideRight, std::max(0.0, width() - x)));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

WaveThumb::WaveThumb(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WaveThumb::setWave(const std::shared_ptr<const audio::PeakPyramid>& peaks, Category category)
{
    m_peaks = peaks;
    m_category = category;
    update();
}

QSize WaveThumb::sizeHint() const
{
    return {dp(160), dp(68)};
}

void WaveThumb::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), Theme::current().well);
    if (!m_peaks || m_peaks->frames() == 0) {
        return;
    }
    const QRectF area = QRectF(rect()).adjusted(dpF(4), dpF(4), -dpF(4), -dpF(4));
    const int columns = std::max(1, static_cast<int>(area.width() * devicePixelRatioF()));
    WaveStyle style;
    style.color = Theme::current().category(m_category);
    drawColumns(painter, area, m_peaks->columns(0, m_peaks->frames(), columns), style);
}

} // namespace nde::ui
