#include "ui/widgets/RatingStars.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace nde::ui {

RatingStars::RatingStars(QWidget* parent)
    : QAbstractSlider(parent)
{
    setRange(0, 5);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Rating"));
    setToolTip(tr("Rating (1–5, 0 clears)"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QAbstractSlider::valueChanged, this, [this](int value) {
        update();
        Q_EMIT rated(value);
    });
}

void RatingStars::setRating(int rating)
{
    const QSignalBlocker blocker(this);
    setValue(rating);
    update();
}

QSize RatingStars::sizeHint() const
{
    return {dp(64), dp(24)};
}

int RatingStars::starAt(double x) const
{
    return std::clamp(static_cast<int>((x - dpF(2)) / dpF(12)) + 1, 1, 5);
}

void RatingStars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintStars(painter, QRectF(rect()).adjusted(dpF(2), 0, 0, 0),
               m_hovered > 0 ? m_hovered : value());
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

void RatingStars::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        const int star = starAt(event->position().x());
        setValue(star == value() ? 0 : star);
        m_hovered = 0;
    }
}

void RatingStars::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = starAt(event->position().x());
    update();
}

void RatingStars::leaveEvent(QEvent*)
{
    m_hovered = 0;
    update();
}

void RatingStars::keyPressEvent(QKeyEvent* event)
{
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5) {
        setValue(event->key() - Qt::Key_0);
        return;
    }
    QAbstractSlider::keyPressEvent(event);
}

void RatingStars::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace nde::ui
