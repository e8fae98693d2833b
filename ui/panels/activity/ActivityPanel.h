#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "ui/StudioContext.h"

#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QWidget>

class QLabel;
class QListView;
class QPlainTextEdit;

namespace nde::ui {

class Button;
class EmptyState;
class InlineNote;
class JobTableModel;

/// Running jobs first, then what waits, then what is over, newest first.
class ActivityOrder : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

/// Two lines a job: what and for what; progress, stage and time left, or what came of it.
class ActivityDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

/// All jobs of the studio, with what can be done about each.
class ActivityPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityPanel(const StudioContext& context, QWidget* parent = nullptr);

    [[nodiscard]] JobId currentJob() const;
    void choose(JobId id);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    void connectAll();
    void showCurrent();
    void showDetails(const JobRecord* job);
    void readOutcome(const JobRecord& job);
    void showFitting();
    void report(const Result<>& result);
    void openResult();
    void retranslate();

    /// What the result of the current job says; a long one is read once.
    struct Outcome
    {
        JobId job {};
        JobState state {};
        bool hasSounds {};
        QString folder;
        int failed {};
        QString failures; ///< file by file
    };

    StudioContext m_context;
    Outcome m_outcome;
    JobTableModel* m_model;
    ActivityOrder* m_order;
    QLabel* m_title;
    Button* m_clear;
    QListView* m_list;
    EmptyState* m_empty;
    QWidget* m_details;
    InlineNote* m_note;
    QPlainTextEdit* m_message;
    Button* m_copy;
    Button* m_cancel;
    Button* m_retry;
    Button* m_show;
};

} // namespace nde::ui
