#include "ui/widgets/Knob.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <cmath>
#include <cstdlib>

namespace nde::ui {

namespace {

constexpr double kSweep = 130.0; // degrees from the middle to an end
constexpr double kPerPixel = 1.25; // hundredths
constexpr double kFine = 0.2;

} // namespace

Knob::Knob(const QString& name, QWidget* parent)
    : SpokenSlider(name, parent)
{
    setRange(-100, 100);
    setSingleStep(5);
    setPageStep(25);
    setDefaultValue(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(valueText());
    connect(this, &SpokenSlider::movedByUser, this, [this] { Q_EMIT panMoved(pan()); });
    connect(this, &SpokenSlider::settledByUser, this, [this] { Q_EMIT panSettled(pan()); });
}

void Knob::setPan(double pan)
{
    setValue(static_cast<int>(std::lround(pan * 100.0)));
}

QString Knob::valueText() const
{
    if (value() == 0) {
        return tr("centre");
    }
    const QString share = QString::number(std::abs(value()));
    return value() < 0 ? tr("left %1 %").arg(share) : tr("right %1 %").arg(share);
}

QSize Knob::sizeHint() const
{
    return {dp(28), dp(24)};
}

QSize Knob::minimumSizeHint() const
{
    return sizeHint();
}

void Knob::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = dpF(9);
    const QPointF centre(width() / 2.0, height() / 2.0 + dpF(1.5));
    const QRectF circle(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    const double angle = pan() * kSweep; // clockwise from the top
    const auto arc = [&](const QColor& color, double from, double to) {
        painter.setPen(QPen(color, dpF(2.5), Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(circle, static_cast<int>(std::lround((90.0 - from) * 16)),
                        static_cast<int>(std::lround((from - to) * 16)));
    };
    arc(theme.hover, -kSweep, kSweep);
    const QColor lit = isEnabled() ? theme.text2 : theme.line2;
    if (value() != 0) {
        arc(lit, 0.0, angle);
    }
    const double radians = angle * 3.14159265358979323846 / 180.0;
    const QPointF out(std::sin(radians), -std::cos(radians));
    painter.setPen(QPen(underMouse() || isSliderDown() ? theme.playhead : lit, dpF(2),
                        Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + out * dpF(3), centre + out * dpF(7));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

double Knob::dragged(double from, QPointF by, bool isFine) const
{
    return from + (by.x() - by.y()) * kPerPixel * (isFine ? kFine : 1.0);
}

} // namespace nde::ui
