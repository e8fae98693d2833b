#include "ui/widgets/Slider.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kFine = 0.1;

} // namespace

Slider::Slider(const QString& name, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Slider::setDefaultValue(int value)
{
    m_default = value;
    m_hasDefault = true;
}

void Slider::setAccented(bool on)
{
    m_isAccented = on;
    update();
}

QSize Slider::sizeHint() const
{
    return {dp(96), dp(18)};
}

QSize Slider::minimumSizeHint() const
{
    return {dp(48), dp(18)};
}

double Slider::handleX() const
{
    const double inset = dpF(9);
    const int span = std::max(1, maximum() - minimum());
    return inset + (width() - 2 * inset) * (value() - minimum()) / span;
}

void Slider::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double inset = dpF(2);
    const double middle = height() / 2.0;
    const QRectF track(inset, middle - dpF(2), width() - 2 * inset, dpF(4));
    paintBox(painter, track, dpF(2), theme.hover);
    const double x = handleX();
    // From zero when the range crosses it (bipolar), else from the left end.
    const bool isBipolar = minimum() < 0 && maximum() > 0;
    const double origin = isBipolar
        ? dpF(9) + (width() - dpF(18)) * -minimum() / double(maximum() - minimum())
        : track.left();
    paintBox(painter,
             QRectF(std::min(origin, x), track.top(), std::abs(x - origin), track.height()), dpF(2),
             !isEnabled()       ? theme.line2
                 : m_isAccented ? theme.accent
                                : theme.text2);
    if (isBipolar) {
        painter.fillRect(QRectF(origin - 0.5, middle - dpF(4), 1.0, dpF(8)), theme.line2);
    }
    painter.setPen(QPen(theme.panel, dpF(2)));
    painter.setBrush(isEnabled() ? (underMouse() ? theme.playhead : theme.text) : theme.line2);
    painter.drawEllipse(QPointF(x, middle), dpF(6), dpF(6));
    if (hasKeyboardFocus(this)) {
        painter.setPen(QPen(theme.focus, dpF(2)));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, middle), dpF(7.5), dpF(7.5));
    }
}

void Slider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    setSliderDown(true);
    m_dragX = handleX();
    m_dragValue = value();
    if (std::abs(event->position().x() - m_dragX) > dpF(9)) {
        mouseMoveEvent(event); // a click on the track goes there
    } else {
        m_dragX = event->position().x();
    }
}

void Slider::mouseMoveEvent(QMouseEvent* event)
{
    if (!isSliderDown()) {
        return;
    }
    const double perPixel = (maximum() - minimum()) / std::max(1.0, width() - dpF(18));
    const double factor = event->modifiers() & Qt::ShiftModifier ? kFine : 1.0;
    m_dragValue = std::clamp(m_dragValue + (event->position().x() - m_dragX) * perPixel * factor,
                             static_cast<double>(minimum()), static_cast<double>(maximum()));
    m_dragX = event->position().x();
    setSliderPosition(static_cast<int>(std::lround(m_dragValue)));
}

void Slider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

void Slider::mouseDoubleClickEvent(QMouseEvent*)
{
    if (m_hasDefault) {
        setValue(m_default);
    }
}

void Slider::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_0 && m_hasDefault) {
        setValue(m_default);
        return;
    }
    QSlider::keyPressEvent(event);
}

void Slider::wheelEvent(QWheelEvent* event)
{
    if (hasFocus()) {
        QSlider::wheelEvent(event);
    } else {
        event->ignore();
    }
}

} // namespace nde::ui
