#include "ui/panels/compose/QueryField.h"

#include <QFocusEvent>
#include <QKeyEvent>

namespace nde::ui {

namespace {

constexpr int kMostLetters = 100; // 200 bytes at most, whatever the letters

} // namespace

QueryField::QueryField(QWidget* parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("comp_query"));
    setMaxLength(kMostLetters);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        if (text().simplified() != m_words) {
            Q_EMIT wordsChosen(m_lane, text().simplified());
        }
    });
}

void QueryField::setWords(int laneId, const QString& words)
{
    if (m_lane == laneId && m_words == words && isModified()) {
        return;
    }
    m_lane = laneId;
    m_words = words;
    revert();
}

void QueryField::revert()
{
    setText(m_words);
    setCursorPosition(0);
}

bool QueryField::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isModified()
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // the words first, and only then what plays
        return true;
    }
    return QLineEdit::event(event);
}

void QueryField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && isModified()) {
        revert();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void QueryField::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    const bool isLeft = event->reason() != Qt::PopupFocusReason
        && event->reason() != Qt::ActiveWindowFocusReason
        && event->reason() != Qt::MenuBarFocusReason;
    if (isLeft && isModified()) {
        revert();
    }
}

} // namespace nde::ui
