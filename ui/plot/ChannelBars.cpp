#include "ui/plot/ChannelBars.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kMarks[] {100.0, 300.0, 1000.0, 3000.0, 10000.0};

QString hertz(double hz)
{
    return hz >= 1000.0
        ? formatNumber(hz / 1000.0, hz >= 9950.0 || hz == 1000.0 || hz == 3000.0 ? 0 : 1)
            + QStringLiteral(" kHz")
        : formatNumber(hz, 0) + QStringLiteral(" Hz");
}

} // namespace

ChannelBars::ChannelBars(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChannelBars::setBars(std::vector<double> values, std::vector<double> centreHz)
{
    m_values = std::move(values);
    m_centreHz = std::move(centreHz);
    m_values.resize(std::min(m_values.size(), m_centreHz.size()));
    m_centreHz.resize(m_values.size());
    m_lit = -1;
    update();
}

QSize ChannelBars::sizeHint() const
{
    return {dp(240), dp(72)};
}

QSize ChannelBars::minimumSizeHint() const
{
    return {dp(160), dp(72)};
}

QRectF ChannelBars::area() const
{
    return QRectF(rect()).adjusted(dpF(6), dpF(6), -dpF(6), -dpF(18));
}

int ChannelBars::channelAt(double x) const
{
    const QRectF box = area();
    if (m_values.empty() || x < box.left() || x >= box.right()) {
        return -1;
    }
    const double share = (x - box.left()) / box.width();
    return std::min(static_cast<int>(share * static_cast<double>(m_values.size())),
                    static_cast<int>(m_values.size()) - 1);
}

double ChannelBars::xOf(double hz) const
{
    if (m_centreHz.size() < 2 || hz < m_centreHz.front() || hz > m_centreHz.back()) {
        return -1.0;
    }
    const auto above = std::lower_bound(m_centreHz.begin() + 1, m_centreHz.end(), hz);
    const auto below = above - 1;
    const double between = std::log(hz / *below) / std::log(*above / *below);
    const double channel = static_cast<double>(below - m_centreHz.begin()) + between + 0.5;
    return area().left() + area().width() * channel / static_cast<double>(m_values.size());
}

QString ChannelBars::spoken(int channel) const
{
    const auto at = static_cast<std::size_t>(channel);
    return QStringLiteral("%1: %2").arg(hertz(m_centreHz[at]), formatNumber(m_values[at], 2));
}

bool ChannelBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int channel = channelAt(help->pos().x());
        if (channel >= 0) {
            QToolTip::showText(help->globalPos(), spoken(channel), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void ChannelBars::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(m_values.size());
    const bool isStep = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (!isStep || count == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    m_lit = std::clamp(m_lit + (event->key() == Qt::Key_Right ? 1 : -1), 0, count - 1);
    setAccessibleDescription(spoken(m_lit));
    QToolTip::showText(mapToGlobal(QPoint(0, height())), spoken(m_lit), this);
    update();
}

void ChannelBars::focusOutEvent(QFocusEvent* event)
{
    m_lit = -1;
    update();
    QWidget::focusOutEvent(event);
}

void ChannelBars::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), theme.well);
    const QRectF box = area();
    painter.setFont(nde::ui::font(TextStyle::Micro));
    double labelledTo = -1.0;
    for (const double mark : kMarks) {
        const double x = xOf(mark);
        if (x < 0.0) {
            continue;
        }
        painter.setPen(QPen(theme.grid, 1));
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
        const double half = dpF(20);
        const double left = std::clamp(x - half, box.left() - dpF(4), width() - 2.0 * half);
        if (left < labelledTo) {
            continue; // the line stays, its number would lie on the one before
        }
        labelledTo = left + 2.0 * half;
        painter.setPen(theme.text3);
        painter.drawText(QRectF(left, box.bottom(), 2.0 * half, height() - box.bottom()),
                         Qt::AlignCenter, hertz(mark));
    }
    const double step = m_values.empty() ? 0.0 : box.width() / static_cast<double>(m_values.size());
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const double high = box.height() * std::clamp(m_values[i], 0.0, 1.0);
        const double x = box.left() + step * static_cast<double>(i);
        painter.fillRect(QRectF(x + step * 0.12, box.bottom() - high, step * 0.76, high),
                         static_cast<int>(i) == m_lit ? theme.text : theme.text2);
    }
    painter.setPen(QPen(theme.line2, 1));
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

} // namespace nde::ui
