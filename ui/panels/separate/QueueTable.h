#pragma once

#include "core/base/Job.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace nde::ui {

class JobTableModel;

/// Paints the rows of the queue: state, file, progress, result and one verb at the right.
class QueueDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    void setHoverRow(int row) { m_hoverRow = row; }

private:
    void paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintProgress(QPainter& painter, const QRect& rect, const QModelIndex& index) const;

    int m_hoverRow {-1};
};

/// The queue of the Separate room. Del cancels, Ctrl+↑/↓ reorders, R retries, Enter opens.
class QueueTable : public QTableView
{
    Q_OBJECT
public:
    explicit QueueTable(JobTableModel& model, QWidget* parent = nullptr);
    [[nodiscard]] JobId currentJob() const;
    void choose(JobId id);
    void updateMetrics();

Q_SIGNALS:
    void currentJobChanged(nde::JobId id);
    void cancelRequested(nde::JobId id);
    void retryRequested(nde::JobId id);
    void openRequested(nde::JobId id);
    void moveRequested(nde::JobId id, int delta);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void act(JobId id); ///< the verb at the right of its row
    void fitColumns();

    JobTableModel& m_model;
    QueueDelegate* m_delegate;
};

} // namespace nde::ui
