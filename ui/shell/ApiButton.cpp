#include "ui/shell/ApiButton.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QPainter>
#include <QUrl>
#include <QtMath>

namespace nde::ui {

ApiButton::ApiButton(LocalApi& api, QWidget* parent)
    : QAbstractButton(parent)
    , m_api(api)
{
    setObjectName(QStringLiteral("status_api"));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_api, &LocalApi::changed, this, &ApiButton::retranslate);
    connect(this, &QAbstractButton::clicked, this, &ApiButton::open);
    retranslate();
}

void ApiButton::open()
{
    if (m_api.isOn()) {
        QDesktopServices::openUrl(QUrl(m_api.docsUrl()));
    } else {
        Q_EMIT settingsRequested();
    }
}

void ApiButton::retranslate()
{
    switch (m_api.status().state) {
    case LocalApi::State::Off:
        setText(tr("API off"));
        setToolTip(tr("The local API is off; a click shows where it is switched on."));
        break;
    case LocalApi::State::Starting:
        setText(tr("API starting"));
        setToolTip({});
        break;
    case LocalApi::State::On:
        setText(tr("API on port %1").arg(m_api.status().port));
        setToolTip(tr("%1 answers; a click opens its documentation.").arg(m_api.status().url));
        break;
    case LocalApi::State::Failed:
        setText(tr("API failed"));
        setToolTip(tr("The local API could not start; a click shows why."));
        break;
    }
    setAccessibleName(text());
    setAccessibleDescription(toolTip());
    updateGeometry();
    update();
}

QSize ApiButton::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
    return {qCeil(metrics.horizontalAdvance(text()) + dpF(22)), dp(22)};
}

void ApiButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        paintBox(painter, rect(), dpF(4), theme.hover);
    }
    const LocalApi::State state = m_api.status().state;
    const QRectF dot(dpF(6), (height() - dpF(6)) / 2.0, dpF(6), dpF(6));
    painter.setPen(state == LocalApi::State::Off ? QPen(theme.text3, dpF(1)) : QPen(Qt::NoPen));
    painter.setBrush(state == LocalApi::State::On           ? QBrush(theme.ok)
                         : state == LocalApi::State::Failed ? QBrush(theme.warn)
                         : state == LocalApi::State::Off    ? QBrush(Qt::NoBrush)
                                                            : QBrush(theme.text3));
    painter.drawEllipse(dot);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(dpF(17), 0, width() - dpF(17), height()), Qt::AlignVCenter, text());
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

void ApiButton::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::StyleChange) {
        updateGeometry(); // the scale may be another one
    }
}

} // namespace nde::ui
