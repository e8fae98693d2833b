#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace nde::ui {

class RunTableModel;

/// Paints the rows of the runs: check box, mark, name and preset, figures, state or star.
class RunDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QRect& rect, const QModelIndex& index,
                   bool isSelected) const;
    void paintMark(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
};

/// The history of runs. Choosing one shows it; Enter or a click on its box compares it, Del removes
/// it, F stars it; the menu has the rest. Never a double click that changes something.
class RunTable final : public QTableView
{
    Q_OBJECT
public:
    explicit RunTable(RunTableModel& model, QWidget* parent = nullptr);
    [[nodiscard]] qint64 currentRun() const;
    void choose(qint64 run); ///< silent

Q_SIGNALS:
    void chosen(qint64 run);
    void starRequested(qint64 run);
    void removeRequested(qint64 run);
    void menuRequested(qint64 run, const QPoint& globalPosition);
    void dragOutRequested(qint64 run);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateMetrics();
    void fitColumns();
    void toggleCompared(int row);

    RunTableModel& m_model;
    bool m_isSilent {};
};

} // namespace nde::ui
