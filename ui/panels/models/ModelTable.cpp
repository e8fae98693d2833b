#include "ui/panels/models/ModelTable.h"

#include "core/services/ModelStore.h"
#include "ui/models/ModelTableModel.h"
#include "ui/panels/RowTable.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

struct Mark
{
    QString icon;
    QColor color;
};

Mark markOf(const QModelIndex& index)
{
    const Theme& theme = Theme::current();
    if (index.data(ModelTableModel::HasFailedRole).toBool()) {
        return {QStringLiteral("warning"), theme.warn};
    }
    switch (static_cast<services::ModelState>(index.data(ModelTableModel::StateRole).toInt())) {
    case services::ModelState::Ready:
        return {QStringLiteral("check"), theme.ok};
    case services::ModelState::Partial:
        return {QStringLiteral("pause"), theme.text2};
    default:
        return {QStringLiteral("download"), theme.text3};
    }
}

void drawText(QPainter& painter, const QRect& rect, const QString& text, const QColor& color,
              Qt::TextElideMode mode = Qt::ElideRight)
{
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, mode, rect.width()));
}

} // namespace

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    if (isSelected) {
        painter->fillRect(option.rect, theme.selection);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.grid);
    const QRect rect = option.rect.adjusted(index.column() == 0 ? dp(8) : 0, 0, -dp(12), 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->setFont(font(TextStyle::Body));
    switch (index.column()) {
    case ModelTableModel::NameColumn:
        painter->setFont(font(TextStyle::Body, isSelected ? QFont::DemiBold : QFont::Medium));
        drawText(*painter, rect, text, theme.text);
        break;
    case ModelTableModel::SizeColumn:
        painter->setPen(theme.text2);
        paintTabular(*painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
        break;
    case ModelTableModel::StateColumn:
        paintState(*painter, rect, index);
        break;
    case ModelTableModel::HashColumn:
        painter->setPen(theme.text3);
        paintTabular(*painter, rect, Qt::AlignLeft | Qt::AlignVCenter, text);
        break;
    default:
        drawText(*painter, rect, text, theme.text2);
        break;
    }
    if ((option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0 && index.column() == 0) {
        paintFocusRing(*painter, option.rect, dpF(3));
    }
    painter->restore();
}

void ModelDelegate::paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QString text = index.data(Qt::DisplayRole).toString();
    const double progress = index.data(ModelTableModel::ProgressRole).toDouble();
    if (progress >= 0.0) {
        const int words = dp(56);
        const double height = dpF(4);
        paintProgressBar(painter,
                         QRectF(rect.left(), rect.top() + (rect.height() - height) / 2.0,
                                std::max(0, rect.width() - words), height),
                         progress);
        painter.setFont(font(TextStyle::Body, QFont::DemiBold));
        painter.setPen(theme.text);
        paintTabular(painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
        return;
    }
    const int side = dp(14);
    const Mark mark = markOf(index);
    painter.drawPixmap(
        rect.left(), rect.top() + (rect.height() - side) / 2,
        iconPixmap(mark.icon, side, mark.color, painter.device()->devicePixelRatioF()));
    const bool hasFailed = index.data(ModelTableModel::HasFailedRole).toBool();
    drawText(painter, rect.adjusted(dp(20), 0, 0, 0), text, hasFailed ? theme.warn : theme.text2);
}

ModelTable::ModelTable(ModelTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("mod_table"));
    setModel(&model);
    setItemDelegate(new ModelDelegate(this));
    makeRowTable(*this);
    updateMetrics();
}

void ModelTable::updateMetrics()
{
    verticalHeader()->setMinimumSectionSize(dp(20));
    verticalHeader()->setDefaultSectionSize(dp(32));
    setAccessibleName(tr("Models"));
    fitColumns();
}

// What is left goes to the purpose; narrow rooms lose columns from the right.
void ModelTable::fitColumns()
{
    const int width = viewport()->width();
    setColumnHidden(ModelTableModel::UsedColumn, width < dp(860));
    setColumnHidden(ModelTableModel::HashColumn, width < dp(780));
    setColumnHidden(ModelTableModel::LicenceColumn, width < dp(640));
    constexpr std::array kWidths {196.0, 0.0, 84.0, 150.0, 164.0, 88.0, 84.0};
    int left = width;
    for (int column = 0; column < ModelTableModel::ColumnCount; ++column) {
        if (column != ModelTableModel::PurposeColumn && !isColumnHidden(column)) {
            const int wide = dp(kWidths[static_cast<std::size_t>(column)]);
            setColumnWidth(column, wide);
            left -= wide;
        }
    }
    // Names of a family differ at their ends.
    const int spare = std::clamp(left - dp(300), 0, dp(90));
    setColumnWidth(ModelTableModel::NameColumn, columnWidth(ModelTableModel::NameColumn) + spare);
    setColumnWidth(ModelTableModel::PurposeColumn, std::max(dp(120), left - spare));
}

QString ModelTable::currentId() const
{
    return m_model.idAt(currentIndex().row());
}

void ModelTable::choose(const QString& id)
{
    if (const int row = m_model.rowOf(id); row >= 0) {
        setCurrentIndex(m_model.index(row, ModelTableModel::NameColumn));
    }
}

void ModelTable::keyPressEvent(QKeyEvent* event)
{
    const QString id = currentId();
    if (!id.isEmpty() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT activatedModel(id);
    } else if (!id.isEmpty() && event->key() == Qt::Key_Delete) {
        Q_EMIT removeRequested(id);
    } else if (event->key() == Qt::Key_Space) {
        event->ignore();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void ModelTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    event->accept(); // never something that fetches
}

void ModelTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row()) {
        Q_EMIT currentModelChanged(currentId());
    }
}

void ModelTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

void ModelTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

} // namespace nde::ui
