#pragma once

#include "core/services/TrainingBook.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <vector>

namespace nde::ui {

/// The sets that can be trained on, the most sounds first; of one that has long sounds alone,
/// these.
class SetModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setSets(const std::vector<services::TrainingSet>& sets);
    [[nodiscard]] const services::TrainingSet& at(int row) const;
    [[nodiscard]] int rowOf(Category category) const; ///< −1 = has no sound
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<services::TrainingSet> m_sets;
};

/// Mark, name, count, how far it goes in a word and as a light.
class SetDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    SetDelegate(SetModel& model, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void setTarget(int row) { m_target = row; } ///< a drop would go there; −1 = nowhere

private:
    SetModel& m_model;
    int m_target {-1};
};

/// Categories of the studio as training sets; sounds dropped on one become its own.
class SetList final : public QListView
{
    Q_OBJECT
public:
    explicit SetList(QWidget* parent = nullptr);

    void setSets(const std::vector<services::TrainingSet>& sets);
    void choose(Category category); ///< silent
    [[nodiscard]] const services::TrainingSet* current() const; ///< null = none
    /// All that are selected, in the list's order; by Ctrl or Shift several are.
    [[nodiscard]] std::vector<services::TrainingSet> selectedSets() const;
    [[nodiscard]] SetModel& sets() const { return *m_model; }
    void retranslate();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(nde::Category category); ///< by the user
    void selectedSetsChanged();
    void filesDropped(nde::Category category, const QStringList& paths);
    void soundsDropped(nde::Category category); ///< those that are selected in the studio

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& now, const QItemSelection& before) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;

private:
    void setTarget(int row);

    SetModel* m_model;
    SetDelegate* m_delegate;
    bool m_isSilent {};
};

} // namespace nde::ui
