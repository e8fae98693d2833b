#include "ui/widgets/SpokenSlider.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

class SliderAccess final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit SliderAccess(SpokenSlider* slider)
        : QAccessibleWidget(slider, QAccessible::Slider)
    {
    }
    [[nodiscard]] QString text(QAccessible::Text type) const override
    {
        return type == QAccessible::Value ? slider().valueText() : QAccessibleWidget::text(type);
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QVariant currentValue() const override { return slider().value(); }
    void setCurrentValue(const QVariant& value) override
    {
        slider().setByUser(value.toInt(), true);
    }
    [[nodiscard]] QVariant maximumValue() const override { return slider().maximum(); }
    [[nodiscard]] QVariant minimumValue() const override { return slider().minimum(); }
    [[nodiscard]] QVariant minimumStepSize() const override { return slider().singleStep(); }

private:
    [[nodiscard]] SpokenSlider& slider() const { return *static_cast<SpokenSlider*>(widget()); }
};

QAccessibleInterface* sliderFactory(const QString& /*className*/, QObject* object)
{
    auto* slider = qobject_cast<SpokenSlider*>(object);
    return slider == nullptr ? nullptr : new SliderAccess(slider);
}

} // namespace

SpokenSlider::SpokenSlider(const QString& name, QWidget* parent)
    : QAbstractSlider(parent)
{
    QAccessible::installFactory(sliderFactory); // the same one twice is one
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void SpokenSlider::setByUser(int value, bool isSettled)
{
    const int before = this->value();
    setValue(value);
    if (this->value() != before) {
        Q_EMIT movedByUser();
    }
    if (isSettled && this->value() != before) {
        Q_EMIT settledByUser();
    }
}

void SpokenSlider::keyPressEvent(QKeyEvent* event)
{
    const bool isFine = (event->modifiers() & Qt::ShiftModifier) != 0;
    const int step = isFine ? 1 : singleStep();
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Right:
        setByUser(value() + step, true);
        break;
    case Qt::Key_Down:
    case Qt::Key_Left:
        setByUser(value() - step, true);
        break;
    case Qt::Key_PageUp:
        setByUser(value() + pageStep(), true);
        break;
    case Qt::Key_PageDown:
        setByUser(value() - pageStep(), true);
        break;
    case Qt::Key_Home:
        setByUser(minimum(), true);
        break;
    case Qt::Key_End:
        setByUser(maximum(), true);
        break;
    case Qt::Key_0:
        setByUser(m_default, true);
        break;
    default:
        QAbstractSlider::keyPressEvent(event);
    }
}

void SpokenSlider::wheelEvent(QWheelEvent* event)
{
    if (!hasFocus()) {
        event->ignore(); // a page that is scrolled past it does not turn it
        return;
    }
    event->accept();
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / 120;
    m_wheel -= notches * 120;
    const bool isFine = (event->modifiers() & Qt::ShiftModifier) != 0;
    setByUser(value() + notches * (isFine ? 1 : singleStep()), true);
}

void SpokenSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_isDragging = true;
    m_dragValue = value();
    m_lastAt = event->position();
    m_pressValue = value();
    setSliderDown(true);
}

void SpokenSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_isDragging) {
        return;
    }
    const QPointF by = event->position() - m_lastAt;
    m_lastAt = event->position();
    m_dragValue
        = std::clamp(dragged(m_dragValue, by, (event->modifiers() & Qt::ShiftModifier) != 0),
                     double(minimum()), double(maximum()));
    setByUser(static_cast<int>(std::lround(m_dragValue)), false);
}

void SpokenSlider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_isDragging) {
        return;
    }
    m_isDragging = false;
    setSliderDown(false);
    if (value() != m_pressValue) {
        Q_EMIT settledByUser();
    }
}

void SpokenSlider::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        setByUser(m_default, true);
    }
}

void SpokenSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change == SliderValueChange) {
        setToolTip(valueText());
        if (QAccessible::isActive()) {
            QAccessibleValueChangeEvent event(this, value());
            QAccessible::updateAccessibility(&event);
        }
    }
    update();
}

void SpokenSlider::changeEvent(QEvent* event)
{
    QAbstractSlider::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setToolTip(valueText());
    }
}

} // namespace nde::ui
