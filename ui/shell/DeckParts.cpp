#include "ui/shell/DeckParts.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

TimeReadout::TimeReadout(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("deck_time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTimes(0.0, 0.0);
}

QString TimeReadout::format(double seconds, double lengthS)
{
    const bool isShort = lengthS > 0.0 && lengthS < 10.0;
    const int scale = isShort ? 1000 : 10;
    const auto units = static_cast<qint64>(std::floor(std::max(0.0, seconds) * scale + 1e-6));
    const qint64 whole = units / scale;
    return QStringLiteral("%1:%2%3%4")
        .arg(whole / 60, 2, 10, QLatin1Char('0'))
        .arg(whole % 60, 2, 10, QLatin1Char('0'))
        .arg(QLocale().decimalPoint())
        .arg(units % scale, isShort ? 3 : 1, 10, QLatin1Char('0'));
}

void TimeReadout::setTimes(double positionS, double lengthS)
{
    const QString position = format(positionS, lengthS);
    const QString length = format(lengthS, lengthS);
    if (position == m_position && length == m_length) {
        return;
    }
    m_position = position;
    m_length = length;
    setAccessibleName(tr("%1 of %2").arg(position, length));
    update();
}

QSize TimeReadout::sizeHint() const
{
    return {dp(200), dp(20)};
}

void TimeReadout::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(nde::ui::font(TextStyle::Title));
    painter.setPen(theme.text);
    const QFontMetricsF large(painter.font());
    const double baseline = (height() + large.ascent() - large.descent()) / 2.0;
    const double width = tabularWidth(large, m_position);
    paintTabular(painter, QRectF(0, 0, width, height()), Qt::AlignLeft | Qt::AlignVCenter,
                 m_position);
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(theme.text3);
    const QFontMetricsF small(painter.font());
    // Both sizes share one baseline.
    const QRectF rest(width + dpF(4), baseline - small.ascent(), this->width() - width,
                      small.height());
    paintTabular(painter, rest, Qt::AlignLeft | Qt::AlignTop, QStringLiteral("/ ") + m_length);
}

SoundHeading::SoundHeading(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("deck_name"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SoundHeading::setSound(const QString& name, std::optional<Source> source,
                            std::optional<Category> category, const QString& facts)
{
    m_name = name;
    m_source = source;
    m_category = category;
    m_facts = facts;
    QString spoken = name;
    if (category) {
        spoken += QStringLiteral(", ") + categoryText(*category);
    }
    if (!facts.isEmpty()) {
        spoken += QStringLiteral(", ") + facts;
    }
    setAccessibleName(spoken);
    setToolTip(spoken);
    update();
}

QSize SoundHeading::sizeHint() const
{
    return {dp(212), dp(38)};
}

QSize SoundHeading::minimumSizeHint() const
{
    return {dp(96), dp(38)};
}

void SoundHeading::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double lineHeight = dpF(17);
    double x = 0.0;
    if (m_source) {
        const double side = dpF(12);
        paintSourceGlyph(painter, {0.0, std::round((lineHeight - side) / 2.0), side, side},
                         *m_source);
        x = dpF(18);
    }
    QFont strong = nde::ui::font(TextStyle::Input);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.text);
    painter.drawText(QRectF(x, 0, width() - x, lineHeight), Qt::AlignVCenter,
                     QFontMetricsF(strong).elidedText(m_name, Qt::ElideRight, width() - x));
    const double top = dpF(21);
    x = 0.0;
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    if (m_category) {
        const double side = dpF(10);
        paintCategoryMark(painter, {0.0, top + std::round((lineHeight - side) / 2.0), side, side},
                          *m_category);
        x = dpF(14);
        const QString word = categoryText(*m_category);
        painter.drawText(QRectF(x, top, width() - x, lineHeight), Qt::AlignVCenter, word);
        x += metrics.horizontalAdvance(word) + dpF(8);
    }
    painter.setPen(theme.text3);
    painter.drawText(QRectF(x, top, width() - x, lineHeight), Qt::AlignVCenter,
                     metrics.elidedText(m_facts, Qt::ElideRight, width() - x));
}

} // namespace nde::ui
