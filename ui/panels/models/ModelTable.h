#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace nde::ui {

class ModelTableModel;

/// Paints the rows of the models: state with icon and word, progress as a bar.
class ModelDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
};

/// The table of the Models room. Enter downloads or pauses, Del removes.
class ModelTable final : public QTableView
{
    Q_OBJECT
public:
    explicit ModelTable(ModelTableModel& model, QWidget* parent = nullptr);
    [[nodiscard]] QString currentId() const;
    void choose(const QString& id);

Q_SIGNALS:
    void currentModelChanged(const QString& id);
    void activatedModel(const QString& id);
    void removeRequested(const QString& id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateMetrics();
    void fitColumns();

    ModelTableModel& m_model;
};

} // namespace nde::ui
