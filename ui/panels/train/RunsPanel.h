#pragma once

#include "core/services/TrainingBook.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLineEdit;

namespace nde::ui {

class Button;
class ElidedLabel;
class NoteList;
class ProbeModel;
class ProbeTiles;
class RunTable;
class RunTableModel;

/// The right side of the Train room: all runs, dreams of the epoch that is heard, notes, and what
/// can be done with the model.
class RunsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit RunsPanel(ProbeModel& dreams, QWidget* parent = nullptr);

    [[nodiscard]] RunTable& table() const { return *m_table; }
    [[nodiscard]] RunTableModel& runs() const { return *m_runs; }
    [[nodiscard]] ProbeTiles& dreams() const { return *m_dreams; }
    [[nodiscard]] Button* compareButton() const { return m_compare; }
    void setEpoch(std::optional<int> epoch); ///< of the dreams and of the next note
    void setNotes(const std::vector<services::RunNote>& notes);
    /// What the run at hand allows.
    void setVerbs(bool canDream, bool canExport);
    void setHasRun(bool hasRun); ///< else there is nothing to hear and to note
    void focusNextPart(); ///< from the dreams on to the notes

Q_SIGNALS:
    void noteEntered(const QString& text);
    void epochRequested(int epoch); ///< of a note
    void dreamRequested();
    void exportRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    void retranslate();

    RunTableModel* m_runs;
    ElidedLabel* m_title;
    Button* m_compare;
    RunTable* m_table;
    QWidget* m_firstRule;
    ElidedLabel* m_dreamsTitle;
    ElidedLabel* m_dreamsFacts;
    ProbeTiles* m_dreams;
    QWidget* m_secondRule;
    ElidedLabel* m_notesTitle;
    NoteList* m_notes;
    QLineEdit* m_note;
    ElidedLabel* m_nextTitle;
    Button* m_dream;
    Button* m_export;
    std::optional<int> m_epoch;
    bool m_canDream {};
};

} // namespace nde::ui
