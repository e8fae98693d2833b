#include "ui/panels/train/RunTable.h"

#include "ui/models/RunTableModel.h"
#include "ui/panels/RowTable.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScopedValueRollback>

namespace nde::ui {

namespace {

void paintCheck(QPainter& painter, const QRectF& square, bool isChecked)
{
    const Theme& theme = Theme::current();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(painter, square, dpF(3), isChecked ? theme.text : QColor(),
             isChecked ? theme.text : theme.edge);
    if (isChecked) {
        QPainterPath path;
        path.moveTo(square.left() + square.width() * 0.28, square.top() + square.height() * 0.52);
        path.lineTo(square.left() + square.width() * 0.44, square.top() + square.height() * 0.68);
        path.lineTo(square.left() + square.width() * 0.74, square.top() + square.height() * 0.33);
        painter.setPen(QPen(theme.panel, dpF(1.6), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    painter.restore();
}

} // namespace

void RunDelegate::paintName(QPainter& painter, const QRect& rect, const QModelIndex& index,
                            bool isSelected) const
{
    const Theme& theme = Theme::current();
    const double side = dpF(10);
    paintCategoryMark(painter,
                      QRectF(rect.left(), rect.center().y() + 0.5 - side / 2.0, side, side),
                      static_cast<Category>(index.data(RunTableModel::CategoryRole).toInt()));
    QRect words = rect.adjusted(dp(16), 0, 0, 0);
    painter.setFont(font(TextStyle::Body, isSelected ? QFont::DemiBold : QFont::Medium));
    painter.setPen(theme.text);
    const QString name
        = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width());
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, name);
    words.adjust(painter.fontMetrics().horizontalAdvance(name) + dp(6), 0, 0, 0);
    painter.setFont(font(TextStyle::Caption));
    painter.setPen(theme.text3);
    const QString preset = index.data(RunTableModel::PresetRole).toString();
    if (painter.fontMetrics().horizontalAdvance(preset) <= words.width()) {
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, preset);
    }
}

void RunDelegate::paintMark(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QString state = index.data(RunTableModel::StateRole).toString();
    const int side = dp(12);
    const QPoint corner(rect.right() - side, rect.center().y() - side / 2 + 1);
    const double ratio = painter.device()->devicePixelRatioF();
    if (state == u"running") {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.ok);
        painter.drawEllipse(QRectF(corner.x() + dpF(2), corner.y() + dpF(2), dpF(8), dpF(8)));
        return;
    }
    const bool isStarred = index.data(RunTableModel::StarRole).toBool();
    const QString name = state == u"failed" ? QStringLiteral("warning")
        : state == u"paused"                ? QStringLiteral("pause")
        : isStarred                         ? QStringLiteral("star-filled")
        : state == u"cancelled"             ? QStringLiteral("cancel")
                                            : QString();
    if (!name.isEmpty()) {
        painter.drawPixmap(corner,
                           iconPixmap(name, side,
                                      state == u"failed" ? theme.error
                                          : isStarred    ? theme.text
                                                         : theme.text3,
                                      ratio));
    }
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
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
    switch (index.column()) {
    case RunTableModel::CompareColumn: {
        const double side = dpF(13);
        paintCheck(*painter,
                   QRectF(option.rect.left() + dpF(4), option.rect.center().y() + 0.5 - side / 2.0,
                          side, side),
                   index.data(Qt::CheckStateRole).toInt() == Qt::Checked);
        break;
    }
    case RunTableModel::RunColumn:
        paintName(*painter, option.rect.adjusted(dp(4), 0, -dp(4), 0), index, isSelected);
        break;
    case RunTableModel::MarkColumn:
        paintMark(*painter, option.rect.adjusted(0, 0, -dp(4), 0), index);
        break;
    default:
        painter->setFont(font(TextStyle::Body));
        painter->setPen(index.column() == RunTableModel::BestColumn ? theme.text : theme.text2);
        paintTabular(*painter, option.rect.adjusted(0, 0, -dp(6), 0),
                     Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
        break;
    }
    if ((option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0) {
        paintFocusRing(*painter, option.rect, dpF(3));
    }
    painter->restore();
}

RunTable::RunTable(RunTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("train_runs"));
    setModel(&model);
    setItemDelegate(new RunDelegate(this));
    makeRowTable(*this);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    updateMetrics();
}

void RunTable::updateMetrics()
{
    verticalHeader()->setMinimumSectionSize(dp(20));
    verticalHeader()->setDefaultSectionSize(dp(30));
    setMinimumHeight(dp(24 + 3 * 30));
    setAccessibleName(tr("Runs"));
    fitColumns();
}

void RunTable::fitColumns()
{
    const auto wide = [this](int column, double width) {
        setColumnWidth(column, dp(width));
        return dp(width);
    };
    int left = viewport()->width();
    setColumnHidden(RunTableModel::EpochsColumn, left < dp(232));
    left -= wide(RunTableModel::CompareColumn, 22);
    left -= wide(RunTableModel::BestColumn, 44);
    left -= isColumnHidden(RunTableModel::EpochsColumn) ? 0 : wide(RunTableModel::EpochsColumn, 32);
    left -= wide(RunTableModel::TimeColumn, 42);
    left -= wide(RunTableModel::MarkColumn, 20);
    setColumnWidth(RunTableModel::RunColumn, std::max(dp(64), left));
}

qint64 RunTable::currentRun() const
{
    return m_model.idAt(currentIndex().row());
}

void RunTable::choose(qint64 run)
{
    const QScopedValueRollback guard(m_isSilent, true);
    if (const int row = m_model.rowOf(run); row >= 0) {
        setCurrentIndex(m_model.index(row, RunTableModel::RunColumn));
    }
}

void RunTable::toggleCompared(int row)
{
    m_model.setCompared(m_model.idAt(row), !m_model.isCompared(m_model.idAt(row)));
}

void RunTable::keyPressEvent(QKeyEvent* event)
{
    const qint64 run = currentRun();
    if (run != 0 && event->key() == Qt::Key_Delete) {
        Q_EMIT removeRequested(run);
    } else if (run != 0 && event->key() == Qt::Key_F && event->modifiers() == Qt::NoModifier) {
        Q_EMIT starRequested(run);
    } else if (run != 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        toggleCompared(currentIndex().row());
    } else if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Left
               || event->key() == Qt::Key_Right) {
        event->ignore(); // the studio's and the room's
    } else {
        QTableView::keyPressEvent(event);
    }
}

void RunTable::keyboardSearch(const QString& /*text*/)
{
} // letters are the room's keys

void RunTable::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex under = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && under.isValid()
        && under.column() == RunTableModel::CompareColumn) {
        toggleCompared(under.row());
        return;
    }
    if (event->button() == Qt::LeftButton && under.isValid()
        && under.column() == RunTableModel::MarkColumn) {
        Q_EMIT starRequested(m_model.idAt(under.row()));
        return;
    }
    QTableView::mousePressEvent(event);
}

void RunTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void RunTable::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex under = isByKey ? currentIndex() : indexAt(event->pos());
    if (under.isValid()) {
        const QPoint at = isByKey ? visualRect(under).bottomLeft() : event->pos();
        Q_EMIT menuRequested(m_model.idAt(under.row()), viewport()->mapToGlobal(at));
    }
}

void RunTable::startDrag(Qt::DropActions /*actions*/)
{
    if (currentRun() != 0) {
        Q_EMIT dragOutRequested(currentRun());
    }
}

void RunTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_isSilent && current.isValid() && current.row() != previous.row()) {
        Q_EMIT chosen(m_model.idAt(current.row()));
    }
}

void RunTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

void RunTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

} // namespace nde::ui
