#include "ui/panels/compose/WordList.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/SearchField.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

namespace nde::ui {

WordList::WordList(const Words& words, const std::string& current, QWidget* parent)
    : QWidget(parent)
    , m_field(new SearchField(this))
    , m_list(new QListWidget(this))
{
    m_field->setObjectName(QStringLiteral("comp_words_search"));
    m_field->setAccessibleName(tr("Search words"));
    m_field->setPlaceholderText(tr("Search words"));
    m_list->setObjectName(QStringLiteral("comp_words"));
    m_list->setAccessibleName(tr("Words"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    QPalette colors = m_list->palette();
    colors.setColor(QPalette::Base, Theme::current().raised);
    m_list->setPalette(colors);
    m_list->setMinimumHeight(dp(200));
    for (const auto& [name, text] : words) {
        auto* item = new QListWidgetItem(text, m_list);
        item->setData(Qt::UserRole, QString::fromStdString(name));
        item->setSizeHint(QSize(dp(160), dp(24)));
        if (name == current) {
            m_list->setCurrentItem(item);
        }
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(dp(6));
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &WordList::narrow);
    connect(m_field, &QLineEdit::returnPressed, this, &WordList::take);
    connect(m_list, &QListWidget::itemActivated, this, &WordList::take);
    connect(m_list, &QListWidget::itemClicked, this, &WordList::take);
}

void WordList::narrow(const QString& text)
{
    QListWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->count(); ++i) {
        QListWidgetItem* item = m_list->item(i);
        const bool fits = item->text().contains(text.trimmed(), Qt::CaseInsensitive);
        item->setHidden(!fits);
        first = first == nullptr && fits ? item : first;
    }
    m_list->setCurrentItem(first);
}

void WordList::take()
{
    if (const QListWidgetItem* item = m_list->currentItem(); item != nullptr && !item->isHidden()) {
        Q_EMIT chosen(item->data(Qt::UserRole).toString().toStdString());
    }
}

// The arrow keys go through the list while the words are typed.
bool WordList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_list->setFocus(Qt::TabFocusReason);
            if (m_list->currentItem() == nullptr && m_list->count() > 0) {
                m_list->setCurrentRow(0);
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace nde::ui
