#include "ui/widgets/KnobFace.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/SpokenSlider.h"

#include <QPainter>

#include <cmath>
#include <numbers>

namespace nde::ui {

namespace {

constexpr double kSweep = 130.0; // degrees from the middle to an end
constexpr double kFine = 0.2;

} // namespace

void paintKnobFace(QPainter& painter, const SpokenSlider& knob, double rest, double at)
{
    const Theme& theme = Theme::current();
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = dpF(9);
    const QPointF centre(knob.width() / 2.0, knob.height() / 2.0 + dpF(1.5));
    const QRectF circle(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    const auto arc = [&](const QColor& color, double from, double to) { // clockwise from the top
        painter.setPen(QPen(color, dpF(2.5), Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(circle, static_cast<int>(std::lround((90.0 - from) * 16)),
                        static_cast<int>(std::lround((from - to) * 16)));
    };
    arc(theme.hover, -kSweep, kSweep);
    const QColor lit = knob.isEnabled() ? theme.text2 : theme.line2;
    if (at != rest) {
        arc(lit, rest * kSweep, at * kSweep);
    }
    const double radians = at * kSweep * std::numbers::pi / 180.0;
    const QPointF out(std::sin(radians), -std::cos(radians));
    painter.setPen(QPen(knob.underMouse() || knob.isSliderDown() ? theme.playhead : lit, dpF(2),
                        Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + out * dpF(3), centre + out * dpF(7));
    if (hasKeyboardFocus(&knob)) {
        paintFocusRing(painter, knob.rect(), dpF(4));
    }
}

double knobSteps(double dx, double dy, double stepsPerPixel, bool isFine)
{
    return (dx - dy) * stepsPerPixel * (isFine ? kFine : 1.0);
}

} // namespace nde::ui
