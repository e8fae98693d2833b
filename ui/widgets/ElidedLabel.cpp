#include "ui/widgets/ElidedLabel.h"

#include <QPainter>
#include <QtMath>

#include <algorithm>

namespace nde::ui {

ElidedLabel::ElidedLabel(const QString& text, TextStyle style, QWidget* parent)
    : QLabel(parent)
    , m_style(style)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTextFormat(Qt::PlainText);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString& text)
{
    m_text = text;
    setAccessibleName(text);
    setText(text); // for assistive technology and tests; painted by ourselves
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void ElidedLabel::setTextStyle(TextStyle style, int weight)
{
    m_style = style;
    m_weight = weight;
    updateGeometry();
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(m_style, m_weight));
    return {qCeil(metrics.horizontalAdvance(m_text)) + 1, qCeil(metrics.height())};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), dp(24)), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(nde::ui::font(m_style, m_weight));
    painter.setPen(m_tone == Tone::Muted           ? theme.text3
                       : m_tone == Tone::Secondary ? theme.text2
                                                   : theme.text);
    const QRectF area(contentsRect());
    painter.drawText(area, static_cast<int>(alignment()) | Qt::TextSingleLine,
                     QFontMetricsF(painter.font()).elidedText(m_text, m_mode, area.width()));
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    setToolTip(sizeHint().width() > contentsRect().width() + 1 ? m_text : QString());
}

} // namespace nde::ui
