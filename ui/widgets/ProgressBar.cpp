#include "ui/widgets/ProgressBar.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kResolution = 1000;
constexpr int kSweepIntervalMs = 40;

} // namespace

ProgressBar::ProgressBar(Tone tone, QWidget* parent)
    : QProgressBar(parent)
    , m_tone(tone)
{
    setRange(0, kResolution);
    setValue(0);
    setTextVisible(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressBar::setFraction(double fraction)
{
    setValue(static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * kResolution)));
}

QSize ProgressBar::sizeHint() const
{
    return {dp(96), dp(4)};
}

QSize ProgressBar::minimumSizeHint() const
{
    return {dp(24), dp(4)};
}

void ProgressBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRectF area(0, (height() - dpF(4)) / 2.0, width(), dpF(4));
    if (!isIndeterminate()) {
        paintProgressBar(painter, area, (value() - minimum()) / double(maximum() - minimum()),
                         m_tone);
        return;
    }
    paintBox(painter, area, dpF(2), Theme::current().hover);
    const double dash = area.width() / 8.0;
    for (int i = 0; i < 3; ++i) {
        const double at = std::fmod(m_phase + i * 0.2, 1.0);
        paintBox(painter,
                 QRectF(area.left() + at * (area.width() - dash), area.top(), dash, area.height()),
                 dpF(2), Theme::current().ok);
    }
}

void ProgressBar::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_sweep.timerId()) {
        QProgressBar::timerEvent(event);
        return;
    }
    if (isIndeterminate()) {
        m_phase = std::fmod(m_phase + 0.02, 1.0);
        update();
    }
}

void ProgressBar::showEvent(QShowEvent* event)
{
    QProgressBar::showEvent(event);
    if (!reduceMotion()) {
        m_sweep.start(kSweepIntervalMs, this);
    }
}

void ProgressBar::hideEvent(QHideEvent* event)
{
    m_sweep.stop();
    QProgressBar::hideEvent(event);
}

void paintProgressBar(QPainter& painter, const QRectF& rect, double fraction,
                      ProgressBar::Tone tone)
{
    const Theme& theme = Theme::current();
    const double radius = rect.height() / 2.0;
    paintBox(painter, rect, radius, theme.hover);
    const double filled = std::clamp(fraction, 0.0, 1.0) * rect.width();
    if (filled > 0.0) {
        painter.save();
        painter.setClipRect(QRectF(rect.left(), rect.top(), filled, rect.height()));
        paintBox(painter,
                 QRectF(rect.left(), rect.top(), std::max(filled, rect.height()), rect.height()),
                 radius, tone == ProgressBar::Tone::Running ? theme.ok : theme.text2);
        painter.restore();
    }
}

void paintProgressRing(QPainter& painter, const QRectF& square, double fraction)
{
    const Theme& theme = Theme::current();
    const double width = square.width() * 2.5 / 14.0;
    const QRectF ring = square.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.hover, width));
    painter.drawEllipse(ring);
    painter.setPen(QPen(theme.ok, width, Qt::SolidLine, Qt::FlatCap));
    constexpr int kTop = 90 * 16;
    painter.drawArc(ring, kTop, -static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 360.0 * 16.0));
    painter.restore();
}

} // namespace nde::ui
