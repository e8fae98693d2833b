#include "ui/panels/HistoryActions.h"

#include "ui/SelectionBus.h"
#include "ui/theme/Theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QWidget>

#include <array>
#include <utility>

namespace nde::ui {

using services::LibraryEdit;
using services::LibraryService;
using services::LibraryStep;

QString libraryStepText(const LibraryStep& step)
{
    static constexpr std::array<std::pair<LibraryEdit, const char*>, 10> kWords {
        {{LibraryEdit::Favorite, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "favourites")},
         {LibraryEdit::Rating, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "rating")},
         {LibraryEdit::Category, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "category")},
         {LibraryEdit::SoundClass, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "kind of sound")},
         {LibraryEdit::Key, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "key")},
         {LibraryEdit::Grid, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "beat grid")},
         {LibraryEdit::Measured, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "back to measured")},
         {LibraryEdit::Tags, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "tags")},
         {LibraryEdit::Name, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "name")},
         {LibraryEdit::Removal, QT_TRANSLATE_NOOP("nde::ui::HistoryActions", "removal")}}};
    const auto* found = kWords.begin();
    while (found->first != step.edit) {
        ++found;
    }
    return HistoryActions::tr("%1, %n sound(s)", nullptr, step.sounds)
        .arg(QCoreApplication::translate("nde::ui::HistoryActions", found->second));
}

HistoryActions::HistoryActions(const StudioContext& context, QWidget* owner, bool tells)
    : QObject(owner)
    , m_context(context)
    , m_undo(new QAction(this))
    , m_redo(new QAction(this))
{
    m_undo->setObjectName(QStringLiteral("history_undo"));
    m_undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    m_undo->setIcon(icon(QStringLiteral("undo")));
    m_redo->setObjectName(QStringLiteral("history_redo"));
    m_redo->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    m_redo->setIcon(icon(QStringLiteral("redo")));
    for (QAction* action : {m_undo, m_redo}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        owner->addAction(action);
    }
    LibraryService* library = context.library;
    connect(m_undo, &QAction::triggered, library, &LibraryService::undo);
    connect(m_redo, &QAction::triggered, library, &LibraryService::redo);
    connect(library, &LibraryService::historyChanged, this, &HistoryActions::showSteps);
    if (tells) {
        connect(library, &LibraryService::undone, this, [this](const LibraryStep& step) {
            m_context.selection->showMessage(tr("Taken back: %1.").arg(libraryStepText(step)));
        });
        connect(library, &LibraryService::redone, this, [this](const LibraryStep& step) {
            m_context.selection->showMessage(tr("Done again: %1.").arg(libraryStepText(step)));
        });
    }
    retranslate();
}

void HistoryActions::retranslate()
{
    showSteps();
}

void HistoryActions::showSteps()
{
    const auto back = m_context.library->undoable();
    const auto again = m_context.library->redoable();
    m_undo->setEnabled(back.has_value());
    m_redo->setEnabled(again.has_value());
    m_undo->setText(back ? tr("Undo: %1").arg(libraryStepText(*back)) : tr("Undo"));
    m_redo->setText(again ? tr("Redo: %1").arg(libraryStepText(*again)) : tr("Redo"));
}

} // namespace nde::ui
