#include "ui/widgets/HistogramRange.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractSlider>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

class RangeHandle final : public QAbstractSlider
{
public:
    RangeHandle(HistogramRange* range, int index)
        : QAbstractSlider(range)
        , m_range(range)
        , m_index(index)
    {
        setRange(0, HistogramRange::kSteps);
        setSingleStep(HistogramRange::kSteps / 100);
        setPageStep(HistogramRange::kSteps / 10);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::SizeHorCursor);
        connect(this, &QAbstractSlider::valueChanged, range,
                [range, index] { range->onHandleMoved(index); });
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QPointF centre = QRectF(rect()).center();
        painter.setPen(QPen(theme.panel, dpF(2)));
        painter.setBrush(theme.text);
        painter.drawEllipse(centre, dpF(6), dpF(6));
        if (hasKeyboardFocus(this)) {
            painter.setPen(QPen(theme.focus, dpF(2)));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(centre, dpF(8), dpF(8));
        }
    }

    void mousePressEvent(QMouseEvent* event) override
    {
        m_grabX = event->position().x() - width() / 2.0;
        raise();
    }

    void mouseMoveEvent(QMouseEvent* event) override
    {
        const QRectF track = m_range->track();
        const double x = mapToParent(event->pos()).x() - m_grabX - track.left();
        setValue(static_cast<int>(
            std::lround(std::clamp(x / track.width(), 0.0, 1.0) * HistogramRange::kSteps)));
    }

    void wheelEvent(QWheelEvent* event) override
    {
        if (hasFocus()) {
            QAbstractSlider::wheelEvent(event);
        } else {
            event->ignore();
        }
    }

private:
    HistogramRange* m_range;
    int m_index;
    double m_grabX {};
};

HistogramRange::HistogramRange(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_handles {new RangeHandle(this, 0), new RangeHandle(this, 1)}
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_handles[0]->setAccessibleName(tr("%1, from").arg(name));
    m_handles[1]->setAccessibleName(tr("%1, up to").arg(name));
    m_handles[0]->setObjectName(QStringLiteral("range_low"));
    m_handles[1]->setObjectName(QStringLiteral("range_high"));
    const QSignalBlocker blocker(m_handles[1]);
    m_handles[1]->setValue(kSteps);
}

double HistogramRange::valueAt(int step) const
{
    const double value = m_low + (m_high - m_low) * step / kSteps;
    return m_step > 0.0 ? std::clamp(std::round(value / m_step) * m_step, m_low, m_high) : value;
}

int HistogramRange::stepOf(double value) const
{
    const double width = m_high - m_low;
    return width > 0.0
        ? static_cast<int>(std::lround(std::clamp((value - m_low) / width, 0.0, 1.0) * kSteps))
        : 0;
}

void HistogramRange::setBounds(double low, double high)
{
    const bool lowOpen = m_handles[0]->value() == 0;
    const bool highOpen = m_handles[1]->value() == kSteps;
    const double from = this->low();
    const double to = this->high();
    m_low = low;
    m_high = std::max(low, high);
    setRange(lowOpen ? m_low : from, highOpen ? m_high : to);
}

void HistogramRange::setBars(const std::vector<double>& counts)
{
    double highest = 0.0;
    for (const double count : counts) {
        highest = std::max(highest, count);
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        m_bars[i] = i < counts.size() && highest > 0.0 ? counts[i] / highest : 0.0;
    }
    update();
}

void HistogramRange::setRange(double low, double high)
{
    const QSignalBlocker lowBlocker(m_handles[0]);
    const QSignalBlocker highBlocker(m_handles[1]);
    m_handles[0]->setValue(stepOf(low));
    m_handles[1]->setValue(std::max(stepOf(high), m_handles[0]->value()));
    placeHandles();
}

void HistogramRange::setStep(double step)
{
    m_step = step;
    const double width = m_high - m_low;
    if (step > 0.0 && width > 0.0) {
        for (RangeHandle* handle : m_handles) {
            handle->setSingleStep(
                std::max(1, static_cast<int>(std::lround(step / width * kSteps))));
        }
    }
}

double HistogramRange::low() const
{
    return valueAt(m_handles[0]->value());
}

double HistogramRange::high() const
{
    return valueAt(m_handles[1]->value());
}

bool HistogramRange::isOpen() const
{
    return m_handles[0]->value() == 0 && m_handles[1]->value() == kSteps;
}

void HistogramRange::onHandleMoved(int handle)
{
    RangeHandle* moved = m_handles[static_cast<std::size_t>(handle)];
    RangeHandle* other = m_handles[static_cast<std::size_t>(1 - handle)];
    const bool isCrossed
        = handle == 0 ? moved->value() > other->value() : moved->value() < other->value();
    if (isCrossed) {
        const QSignalBlocker blocker(moved);
        moved->setValue(other->value());
    }
    placeHandles();
    Q_EMIT rangeChanged(low(), high());
}

QRectF HistogramRange::track() const
{
    const double inset = dpF(7);
    return {inset, height() - dpF(10), width() - 2 * inset, dpF(4)};
}

void HistogramRange::placeHandles()
{
    const QRectF area = track();
    const int side = dp(18);
    for (RangeHandle* handle : m_handles) {
        const double x = area.left() + area.width() * handle->value() / kSteps;
        handle->setGeometry(static_cast<int>(std::lround(x - side / 2.0)),
                            static_cast<int>(std::lround(area.center().y() - side / 2.0)), side,
                            side);
    }
    update();
}

QSize HistogramRange::sizeHint() const
{
    return {dp(184), dp(46)};
}

QSize HistogramRange::minimumSizeHint() const
{
    return {dp(96), dp(46)};
}

void HistogramRange::resizeEvent(QResizeEvent*)
{
    placeHandles();
}

void HistogramRange::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area = track();
    const double top = dpF(2);
    const double bottom = area.top() - dpF(2);
    const double step = area.width() / kBars;
    const double from = m_handles[0]->value() * double(kBars) / kSteps;
    const double to = m_handles[1]->value() * double(kBars) / kSteps;
    for (int i = 0; i < kBars; ++i) {
        const double level = m_bars[static_cast<std::size_t>(i)];
        if (level <= 0.0) {
            continue;
        }
        const double barHeight = std::max(1.0, level * (bottom - top));
        const bool isInside = i + 0.5 >= from && i + 0.5 <= to;
        const double x = std::round(area.left() + i * step);
        const double next = std::round(area.left() + (i + 1) * step);
        painter.fillRect(QRectF(x, bottom - barHeight, std::max(1.0, next - x - 1.0), barHeight),
                         isInside ? theme.text2 : theme.line2);
    }
    paintBox(painter, area, dpF(2), theme.hover);
    paintBox(painter,
             QRectF(area.left() + from / kBars * area.width(), area.top(),
                    (to - from) / kBars * area.width(), area.height()),
             dpF(2), theme.text2);
}

} // namespace nde::ui
