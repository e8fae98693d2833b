#include "ui/panels/library/SoundGrid.h"

#include "ui/models/FileDrag.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/SoundDragOut.h"
#include "ui/panels/library/SoundTile.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace nde::ui {

SoundGrid::SoundGrid(StemTableModel& model, QItemSelectionModel& chosen, SoundTile& tiles,
                     FileDrag& files, QWidget* parent)
    : QListView(parent)
    , m_model(model)
    , m_tiles(tiles)
    , m_files(files)
{
    setObjectName(QStringLiteral("lib_grid"));
    setModel(&model);
    setModelColumn(StemTableModel::NameColumn);
    setSelectionModel(&chosen);
    setItemDelegate(&tiles);
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setUniformItemSizes(true); // a hundred thousand are laid out by arithmetic
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // or the tiles would change their width
    setVerticalScrollMode(ScrollPerPixel);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    updateMetrics();
}

void SoundGrid::updateMetrics()
{
    m_tiles.forgetAll();
    setAccessibleName(tr("Sounds as tiles"));
    fitTiles();
    viewport()->update();
}

int SoundGrid::tilesInRow() const
{
    return std::max(1, viewport()->width() / SoundTile::leastSize().width());
}

void SoundGrid::fitTiles()
{
    // One pixel less, or the last of a row wraps.
    const QSize size((viewport()->width() - 1) / tilesInRow(), SoundTile::leastSize().height());
    if (size != gridSize() && size.width() > 0) {
        m_tiles.setSize(size);
        setGridSize(size);
        verticalScrollBar()->setSingleStep(size.height() / 2);
    }
}

StemId SoundGrid::currentId() const
{
    return currentIndex().isValid() ? m_model.idAt(currentIndex().row()) : StemId {};
}

std::vector<StemId> SoundGrid::selectedIds() const
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

void SoundGrid::keyPressEvent(QKeyEvent* event)
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
    QListView::keyPressEvent(event);
    if (currentId() != before || event->matches(QKeySequence::SelectAll)) {
        Q_EMIT chosen(m_keys.pressed(*event, currentId() != before));
    }
}

void SoundGrid::keyReleaseEvent(QKeyEvent* event)
{
    QListView::keyReleaseEvent(event);
    if (m_keys.released(*event)) {
        Q_EMIT chosen(true);
    }
}

void SoundGrid::keyboardSearch(const QString& /*text*/)
{
    // Letters are verbs here, as in the table.
}

void SoundGrid::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QListView::mousePressEvent(event);
    if (index.isValid()) {
        Q_EMIT chosen(event->button() == Qt::LeftButton
                      && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) == 0);
    }
}

void SoundGrid::mouseReleaseEvent(QMouseEvent* event)
{
    const std::vector<StemId> before = selectedIds();
    QListView::mouseReleaseEvent(event);
    if (before != selectedIds()) {
        Q_EMIT chosen(false); // a drag did not happen and the selection collapsed to one
    }
}

void SoundGrid::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (indexAt(event->position().toPoint()).isValid()) {
        Q_EMIT opened();
    }
}

void SoundGrid::setHoverRow(int row)
{
    m_tiles.setHoverRow(row);
    viewport()->update();
}

void SoundGrid::mouseMoveEvent(QMouseEvent* event)
{
    QListView::mouseMoveEvent(event);
    setHoverRow(indexAt(event->position().toPoint()).row());
}

void SoundGrid::leaveEvent(QEvent* event)
{
    QListView::leaveEvent(event);
    setHoverRow(-1);
}

void SoundGrid::contextMenuEvent(QContextMenuEvent* event)
{
    if (!currentIndex().isValid()) {
        return;
    }
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuRequested(isByKey ? viewport()->mapToGlobal(visualRect(currentIndex()).center())
                                 : event->globalPos());
}

void SoundGrid::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    fitTiles();
}

void SoundGrid::paintEvent(QPaintEvent* event)
{
    m_tiles.setCurrentRow(currentIndex().row());
    QListView::paintEvent(event);
}

void SoundGrid::startDrag(Qt::DropActions /*actions*/)
{
    dragSounds(*this, m_model, m_files, selectedIds(), currentId());
}

void SoundGrid::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

} // namespace nde::ui
