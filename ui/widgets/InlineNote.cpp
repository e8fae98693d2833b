#include "ui/widgets/InlineNote.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace nde::ui {

InlineNote::InlineNote(Kind kind, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_text(new QLabel(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(30), dp(8), dp(8), dp(8));
    row->addWidget(m_text);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setFont(nde::ui::font(TextStyle::Caption));
    setNote(kind, text);
}

void InlineNote::setNote(Kind kind, const QString& text)
{
    m_kind = kind;
    m_text->setText(text);
    setAccessibleName(text);
    update();
}

void InlineNote::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const bool isOk = m_kind == Kind::Ok;
    const bool isWarning = m_kind == Kind::Warning;
    paintBox(painter, rect(), dpF(6),
             isOk            ? theme.okBackground
                 : isWarning ? theme.warnBackground
                             : theme.errorBackground);
    painter.drawPixmap(QPointF(dp(8), dp(9)),
                       iconPixmap(isOk            ? QStringLiteral("check")
                                      : isWarning ? QStringLiteral("warning")
                                                  : QStringLiteral("error"),
                                  dp(14),
                                  isOk            ? theme.ok
                                      : isWarning ? theme.warn
                                                  : theme.error,
                                  devicePixelRatioF()));
}

} // namespace nde::ui
