#pragma once

#include "core/services/LibraryService.h"
#include "ui/StudioContext.h"

#include <QObject>

class QAction;
class QWidget;

namespace nde::ui {

/// What an edit of the library was about, for "Undo …": "rating", "category", …
[[nodiscard]] QString libraryStepText(const services::LibraryStep& step);

/// Undo and redo of what is said of sounds, and of their removal. The keys work while the focus is
/// inside `owner`; other parts of the window have a history of their own (a plan, a beat grid).
class HistoryActions final : public QObject
{
    Q_OBJECT
public:
    /// @param tells  says in a message what was taken back: one owner of all should.
    HistoryActions(const StudioContext& context, QWidget* owner, bool tells);

    [[nodiscard]] QAction* undo() const { return m_undo; }
    [[nodiscard]] QAction* redo() const { return m_redo; }
    void retranslate();

private:
    void showSteps();

    StudioContext m_context;
    QAction* m_undo;
    QAction* m_redo;
};

} // namespace nde::ui
