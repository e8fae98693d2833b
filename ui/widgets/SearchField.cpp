#include "ui/widgets/SearchField.h"

#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace nde::ui {

SearchField::SearchField(QWidget* parent)
    : QLineEdit(parent)
{
    m_ownName = tr("Search");
    setAccessibleName(m_ownName);
    addAction(nde::ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setClearButtonEnabled(false);
    applyMetrics();
}

void SearchField::setHint(const QString& hint)
{
    m_hint = hint;
    update();
}

void SearchField::setHero(bool hero)
{
    m_isHero = hero;
    applyMetrics();
}

void SearchField::applyMetrics()
{
    setFont(nde::ui::font(m_isHero ? TextStyle::Input : TextStyle::Body));
    setMinimumHeight(dp(m_isHero ? 32 : 28));
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_hint.isEmpty()) {
        return;
    }
    QPainter painter(this);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    const double hintWidth = metrics.horizontalAdvance(m_hint) + dpF(12);
    const QString shown = text().isEmpty() ? placeholderText() : text();
    const double used = dpF(40) + QFontMetricsF(font()).horizontalAdvance(shown);
    if (used + hintWidth + dpF(16) > width()) {
        return;
    }
    painter.setPen(Theme::current().text3);
    painter.drawText(QRectF(rect()).adjusted(0, 0, -dpF(10), 0), Qt::AlignRight | Qt::AlignVCenter,
                     m_hint);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        Q_EMIT cleared();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

bool SearchField::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && !text().isEmpty()
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // clearing comes before the window's own Escape
        return true;
    }
    return QLineEdit::event(event);
}

void SearchField::changeEvent(QEvent* event)
{
    // A parent that named the field has retranslated before its children hear of it.
    const bool isOwnName = accessibleName() == m_ownName;
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && isOwnName) {
        m_ownName = tr("Search");
        setAccessibleName(m_ownName);
    }
}

} // namespace nde::ui
