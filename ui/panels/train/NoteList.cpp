#include "ui/panels/train/NoteList.h"

#include "ui/theme/Theme.h"

#include <QEvent>
#include <QStandardItemModel>

#include <algorithm>

namespace nde::ui {

NoteList::NoteList(QWidget* parent)
    : QListView(parent)
    , m_model(new QStandardItemModel(this))
{
    setModel(m_model);
    setWordWrap(true);
    setFrameShape(NoFrame);
    setEditTriggers(NoEditTriggers);
    setTextElideMode(Qt::ElideNone);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setResizeMode(Adjust);
    const auto go = [this](const QModelIndex& index) {
        if (index.isValid()) {
            Q_EMIT epochRequested(m_notes[static_cast<std::size_t>(index.row())].epoch);
        }
    };
    connect(this, &QAbstractItemView::clicked, this, go);
    connect(this, &QAbstractItemView::activated, this, go);
    fill();
}

QSize NoteList::minimumSizeHint() const
{
    return {dp(120), dp(28)};
}

void NoteList::setNotes(const std::vector<services::RunNote>& notes)
{
    m_notes = notes;
    std::stable_sort(m_notes.begin(), m_notes.end(),
                     [](const auto& a, const auto& b) { return a.epoch < b.epoch; });
    fill();
}

void NoteList::fill()
{
    setAccessibleName(tr("Notes"));
    m_model->clear();
    for (const services::RunNote& note : m_notes) {
        auto* item = new QStandardItem(tr("ep. %1 · %2").arg(note.epoch).arg(note.text));
        item->setForeground(Theme::current().text2);
        m_model->appendRow(item);
    }
}

void NoteList::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
}

void NoteList::keyboardSearch(const QString& /*text*/)
{
} // letters are the room's keys

} // namespace nde::ui
