#include "ui/widgets/Knob.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/KnobFace.h"

#include <QPainter>

#include <cmath>
#include <cstdlib>

namespace nde::ui {

namespace {

constexpr double kPerPixel = 1.25; // hundredths

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

void Knob::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintKnobFace(painter, *this, 0.0, pan());
}

double Knob::dragged(double from, QPointF by, bool isFine) const
{
    return from + knobSteps(by.x(), by.y(), kPerPixel, isFine);
}

} // namespace nde::ui
