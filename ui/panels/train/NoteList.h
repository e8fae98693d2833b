#pragma once

#include "core/services/TrainingBook.h"

#include <QListView>

class QStandardItemModel;

namespace nde::ui {

/// Notes of a run, by epoch. Enter or a click goes to the epoch.
class NoteList final : public QListView
{
    Q_OBJECT
public:
    explicit NoteList(QWidget* parent = nullptr);
    void setNotes(const std::vector<services::RunNote>& notes);

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void epochRequested(int epoch);

protected:
    void changeEvent(QEvent* event) override;
    void keyboardSearch(const QString& text) override;

private:
    void fill();

    QStandardItemModel* m_model;
    std::vector<services::RunNote> m_notes;
};

} // namespace nde::ui
