#include "ui/widgets/Dial.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/KnobFace.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kWholeWay = 160.0; // pixels of a drag
constexpr int kSmallShare = 40; // steps of a key or a notch of the wheel
constexpr int kLargeShare = 8;

} // namespace

Dial::Dial(const DialScale& scale, QWidget* parent)
    : SpokenSlider({}, parent)
    , m_scale(scale)
    , m_amount(scale.amountAt(0))
{
    setRange(0, scale.steps);
    setSingleStep(std::max(1, scale.steps / kSmallShare));
    setPageStep(std::max(1, scale.steps / kLargeShare));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setDefaultAmount(m_amount);
    setToolTip(valueText());
    connect(this, &SpokenSlider::movedByUser, this, [this] { Q_EMIT amountMoved(m_amount); });
}

int Dial::stepOf(double amount) const
{
    return static_cast<int>(
        std::lround(std::clamp(m_scale.stepAt(amount), 0.0, double(m_scale.steps))));
}

void Dial::setAmount(double amount)
{
    if (isSliderDown() || amount == m_amount) {
        return;
    }
    m_amount = amount;
    m_isSetting = true;
    setValue(stepOf(amount));
    m_isSetting = false;
    setToolTip(valueText());
    Q_EMIT amountChanged();
}

void Dial::setDefaultAmount(double amount)
{
    m_default = amount;
    setDefaultValue(stepOf(amount));
}

void Dial::sliderChange(SliderChange change)
{
    if (change == SliderValueChange && !m_isSetting) {
        // The default is what was chosen, not the step nearest to it.
        m_amount = value() == stepOf(m_default) ? m_default : m_scale.amountAt(value());
        Q_EMIT amountChanged();
    }
    SpokenSlider::sliderChange(change);
}

QSize Dial::sizeHint() const
{
    return {dp(32), dp(26)};
}

void Dial::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const double at = 2.0 * value() / std::max(1, m_scale.steps) - 1.0;
    paintKnobFace(painter, *this, m_scale.isFromEnd ? 1.0 : -1.0, at);
}

double Dial::dragged(double from, QPointF by, bool isFine) const
{
    return from + knobSteps(by.x(), by.y(), m_scale.steps / kWholeWay, isFine);
}

} // namespace nde::ui
