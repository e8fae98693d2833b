#include "ui/panels/library/SoundTable.h"

#include "ui/models/FileDrag.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/SoundDelegate.h"
#include "ui/panels/library/SoundDragOut.h"
#include "ui/panels/library/TableHeader.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace nde::ui {

SoundTable::SoundTable(StemTableModel& model, SoundDelegate& delegate, FileDrag& files,
                       QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(delegate)
    , m_files(files)
    , m_sortColumn(StemTableModel::AddedColumn)
{
    setObjectName(QStringLiteral("lib_table"));
    auto* header = new TableHeader(this);
    header->setObjectName(QStringLiteral("lib_header"));
    setHorizontalHeader(header);
    setModel(&model);
    setItemDelegate(&delegate);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionsMovable(true);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(StemTableModel::WaveColumn, QHeaderView::Fixed);
    header->setSectionResizeMode(StemTableModel::NameColumn, QHeaderView::Stretch);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(StemTableModel::AddedColumn, Qt::DescendingOrder);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    connect(header, &QHeaderView::sectionClicked, this, &SoundTable::onSectionClicked);
    updateMetrics();
}

void SoundTable::updateMetrics()
{
    m_delegate.forgetAll();
    verticalHeader()->setMinimumSectionSize(dp(20));
    verticalHeader()->setDefaultSectionSize(dp(28));
    for (int column = 0; column < StemTableModel::ColumnCount; ++column) {
        if (column != StemTableModel::NameColumn) {
            setColumnWidth(column, columnWidthFor(column));
        }
    }
    setAccessibleName(tr("Sounds"));
    fitColumns();
    viewport()->update();
}

StemId SoundTable::currentId() const
{
    return currentIndex().isValid() ? m_model.idAt(currentIndex().row()) : StemId {};
}

std::vector<StemId> SoundTable::selectedIds() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<StemId> ids;
    ids.reserve(static_cast<std::size_t>(rows.size()));
    for (const QModelIndex& row : rows) {
        ids.push_back(m_model.idAt(row.row()));
    }
    return ids;
}

bool SoundTable::choose(StemId id)
{
    const int row = m_model.rowOf(id);
    if (row < 0) {
        return false;
    }
    const QModelIndex index = m_model.index(row, StemTableModel::NameColumn);
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

void SoundTable::chooseAll(const std::vector<StemId>& ids, StemId current)
{
    QItemSelection selection;
    for (const StemId id : ids) {
        if (const int row = m_model.rowOf(id); row >= 0) {
            selection.select(m_model.index(row, 0),
                             m_model.index(row, StemTableModel::ColumnCount - 1));
        }
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const int row = m_model.rowOf(current); row >= 0) {
        selectionModel()->setCurrentIndex(m_model.index(row, StemTableModel::NameColumn),
                                          QItemSelectionModel::NoUpdate);
    }
}

void SoundTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT opened();
        return;
    }
    if (event->key() == Qt::Key_Space) {
        event->ignore(); // the Deck's
        return;
    }
    const StemId before = currentId();
    QTableView::keyPressEvent(event);
    if (currentId() != before || event->matches(QKeySequence::SelectAll)) {
        Q_EMIT chosen(m_keys.pressed(*event, currentId() != before));
    }
}

void SoundTable::keyReleaseEvent(QKeyEvent* event)
{
    QTableView::keyReleaseEvent(event);
    if (m_keys.released(*event)) {
        Q_EMIT chosen(true);
    }
}

void SoundTable::keyboardSearch(const QString& /*text*/)
{
    // Letters are verbs here (F, T, L, …); names are looked up in the search box.
}

bool SoundTable::clickInPlace(const QModelIndex& index, int x)
{
    if (!index.isValid()) {
        return false;
    }
    const StemId id = m_model.idAt(index.row());
    if (index.column() == StemTableModel::RatingColumn) {
        const int star = SoundDelegate::starAt(x - visualRect(index).left());
        if (star == 0) {
            return false;
        }
        const bool isSame = index.data(StemTableModel::RatingRole).toInt() == star;
        Q_EMIT ratingClicked(id, isSame ? 0 : star);
        return true;
    }
    if (index.column() == StemTableModel::FavoriteColumn) {
        Q_EMIT favoriteClicked(id);
        return true;
    }
    return false;
}

void SoundTable::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton
        && clickInPlace(index, static_cast<int>(event->position().x()))) {
        return;
    }
    QTableView::mousePressEvent(event);
    if (index.isValid()) {
        const bool isHeard = event->button() == Qt::LeftButton
            && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) == 0;
        Q_EMIT chosen(isHeard);
    }
}

void SoundTable::mouseReleaseEvent(QMouseEvent* event)
{
    const std::vector<StemId> before = selectedIds();
    QTableView::mouseReleaseEvent(event);
    if (before != selectedIds()) {
        Q_EMIT chosen(false); // a drag did not happen and the selection collapsed to one row
    }
}

void SoundTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && index.column() != StemTableModel::RatingColumn
        && index.column() != StemTableModel::FavoriteColumn) {
        Q_EMIT opened();
    }
}

void SoundTable::setHoverRow(int row)
{
    m_delegate.setHoverRow(row);
    viewport()->update();
}

void SoundTable::mouseMoveEvent(QMouseEvent* event)
{
    QTableView::mouseMoveEvent(event);
    setHoverRow(indexAt(event->position().toPoint()).row());
}

void SoundTable::leaveEvent(QEvent* event)
{
    QTableView::leaveEvent(event);
    setHoverRow(-1);
}

void SoundTable::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid()) {
        at = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    }
    if (currentIndex().isValid()) {
        Q_EMIT menuRequested(at);
    }
}

void SoundTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void SoundTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

void SoundTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    m_delegate.setCurrentRow(current.row());
    QTableView::currentChanged(current, previous);
    viewport()->update();
}

void SoundTable::paintEvent(QPaintEvent* event)
{
    m_delegate.setCurrentRow(currentIndex().row());
    QTableView::paintEvent(event);
    if (!currentIndex().isValid() || !selectionModel()->isRowSelected(currentIndex().row())) {
        return;
    }
    QPainter painter(viewport());
    const int top = rowViewportPosition(currentIndex().row());
    paintFocusRing(painter, QRectF(0, top, viewport()->width(), rowHeight(currentIndex().row())),
                   dpF(3));
}

void SoundTable::startDrag(Qt::DropActions /*actions*/)
{
    dragSounds(*this, m_model, m_files, selectedIds(), currentId());
}

} // namespace nde::ui
