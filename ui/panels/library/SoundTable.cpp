#include "ui/panels/library/SoundTable.h"

#include "ui/models/FileDrag.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/SoundDelegate.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

constexpr int kHeaderVersion = 2;
constexpr int kLeastNameWidth = 150;
constexpr int kLeastWhyWidth = 72;

/// In this order columns leave when the name would become shorter than it may.
constexpr std::array kLeaving {StemTableModel::AddedColumn,   StemTableModel::ClassColumn,
                               StemTableModel::QualityColumn, StemTableModel::LoudnessColumn,
                               StemTableModel::KeyColumn,     StemTableModel::RatingColumn,
                               StemTableModel::FavoriteColumn};

} // namespace

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(dp(20));
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), dp(24)};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->fillRect(rect, theme.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    QString text = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    if (isSorted && !text.isEmpty()) {
        text += QChar(0x2009);
        text += sortIndicatorOrder() == Qt::DescendingOrder ? QChar(0x2193) : QChar(0x2191);
    }
    const auto alignment = model()
                               ->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole)
                               .value<Qt::Alignment>();
    painter->setFont(nde::ui::font(TextStyle::Caption, isSorted ? QFont::DemiBold : QFont::Normal));
    painter->setPen(isSorted ? theme.text : theme.text3);
    const QRect place = rect.adjusted(0, 0, -dp(8), 0);
    painter->drawText(place, static_cast<int>(alignment),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    painter->restore();
}

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

int SoundTable::columnWidthFor(int column) const
{
    const QFontMetrics metrics(nde::ui::font(TextStyle::Body));
    int words = 0;
    switch (column) {
    case StemTableModel::WaveColumn:
        return dp(92);
    case StemTableModel::MatchColumn:
        return dp(62);
    case StemTableModel::WhyColumn:
        return dp(236);
    case StemTableModel::SourceColumn:
        return dp(22);
    case StemTableModel::CategoryColumn:
        for (int i = 0; i < kCategoryCount; ++i) {
            words = std::max(words,
                             metrics.horizontalAdvance(categoryText(static_cast<Category>(i))));
        }
        return words + dp(24);
    case StemTableModel::ClassColumn:
        for (int i = 0; i < kSoundClassCount; ++i) {
            words = std::max(words,
                             metrics.horizontalAdvance(soundClassText(static_cast<SoundClass>(i))));
        }
        return words + dp(10);
    case StemTableModel::BpmColumn:
        return dp(44);
    case StemTableModel::KeyColumn:
        return dp(42);
    case StemTableModel::LengthColumn:
        return dp(60);
    case StemTableModel::LoudnessColumn:
        return dp(52);
    case StemTableModel::QualityColumn:
        return dp(50);
    case StemTableModel::RatingColumn:
        return dp(70);
    case StemTableModel::FavoriteColumn:
        return dp(26);
    default:
        return metrics.horizontalAdvance(QStringLiteral("00.00.0000")) + dp(12);
    }
}

void SoundTable::fitColumns()
{
    if (m_isFitting) {
        return;
    }
    const QScopedValueRollback guard(m_isFitting, true);
    for (const int column : kLeaving) {
        setColumnHidden(column, false);
    }
    setColumnHidden(StemTableModel::MatchColumn, !m_isRanked);
    setColumnHidden(StemTableModel::WhyColumn, !m_isRanked);
    setColumnWidth(StemTableModel::WhyColumn, columnWidthFor(StemTableModel::WhyColumn));
    const auto nameWidth = [this] {
        int rest = viewport()->width();
        for (int column = 0; column < StemTableModel::ColumnCount; ++column) {
            if (column != StemTableModel::NameColumn && !isColumnHidden(column)) {
                rest -= columnWidth(column);
            }
        }
        return rest;
    };
    for (const int column : kLeaving) {
        if (nameWidth() >= dp(kLeastNameWidth)) {
            break;
        }
        setColumnHidden(column, true);
    }
    // Then the reasons give way, as far as they still say something.
    const int missing = dp(kLeastNameWidth) - nameWidth();
    if (m_isRanked && missing > 0) {
        const int rest = columnWidth(StemTableModel::WhyColumn) - missing;
        setColumnHidden(StemTableModel::WhyColumn, rest < dp(kLeastWhyWidth));
        setColumnWidth(StemTableModel::WhyColumn, std::max(rest, dp(kLeastWhyWidth)));
    }
}

void SoundTable::setRanked(bool isRanked, bool isByMatch)
{
    if (m_isRanked != isRanked) {
        m_isRanked = isRanked;
        fitColumns();
    }
    m_isByMatch = isByMatch;
    horizontalHeader()->setSortIndicator(isByMatch ? StemTableModel::MatchColumn : m_sortColumn,
                                         isByMatch ? Qt::DescendingOrder : m_sortOrder);
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

QByteArray SoundTable::columnState() const
{
    return QByteArray::number(kHeaderVersion) + ':' + horizontalHeader()->saveState();
}

void SoundTable::restoreColumnState(const QByteArray& state)
{
    const QByteArray mark = QByteArray::number(kHeaderVersion) + ':';
    if (!state.startsWith(mark) || !horizontalHeader()->restoreState(state.mid(mark.size()))) {
        return;
    }
    horizontalHeader()->setSectionResizeMode(StemTableModel::NameColumn, QHeaderView::Stretch);
    fitColumns();
    const int column = horizontalHeader()->sortIndicatorSection();
    if (StemTableModel::sortColumn(column)) {
        m_sortColumn = column;
        m_sortOrder = horizontalHeader()->sortIndicatorOrder();
        Q_EMIT sortRequested(column,
                             horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder);
    }
}

void SoundTable::onSectionClicked(int column)
{
    // QHeaderView has already turned its indicator when a section is clicked.
    QHeaderView* header = horizontalHeader();
    if (column == StemTableModel::MatchColumn) {
        Q_EMIT matchSortRequested(); // only from the best to the worst: nobody wants the worst
        return;
    }
    if (!StemTableModel::sortColumn(column)) {
        header->setSortIndicator(m_isByMatch ? static_cast<int>(StemTableModel::MatchColumn)
                                             : m_sortColumn,
                                 m_isByMatch ? Qt::DescendingOrder : m_sortOrder);
        return;
    }
    m_sortColumn = column;
    m_sortOrder = header->sortIndicatorOrder();
    Q_EMIT sortRequested(column, m_sortOrder == Qt::DescendingOrder);
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
    const QScopedValueRollback guard(m_isUserAction, true);
    QTableView::keyPressEvent(event);
    if (currentId() == before && !event->matches(QKeySequence::SelectAll)) {
        return;
    }
    if (event->isAutoRepeat()) {
        m_isAuditionDue = true;
        Q_EMIT chosen(false);
    } else {
        Q_EMIT chosen(currentId() != before);
    }
}

void SoundTable::keyReleaseEvent(QKeyEvent* event)
{
    QTableView::keyReleaseEvent(event);
    if (!event->isAutoRepeat() && m_isAuditionDue) {
        m_isAuditionDue = false;
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
    const QScopedValueRollback guard(m_isUserAction, true);
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
    const std::vector<StemId> ids = selectedIds();
    std::unique_ptr<QMimeData> mime = m_files.mimeData(ids);
    if (!mime) {
        return;
    }
    const StemRow* row = m_model.stem(currentId());
    const QString text = ids.size() > 1
        ? tr("%n sound(s)", nullptr, static_cast<int>(ids.size()))
        : (row == nullptr ? QString() : QString::fromStdString(row->name));
    const QFontMetrics metrics(nde::ui::font(TextStyle::Body, QFont::Medium));
    const QSize size(metrics.horizontalAdvance(text) + dp(24), dp(28));
    const double ratio = devicePixelRatioF();
    QPixmap ghost(size * ratio);
    ghost.setDevicePixelRatio(ratio);
    ghost.fill(Qt::transparent);
    QPainter painter(&ghost);
    paintBox(painter, QRectF(QPointF(), QSizeF(size)), dpF(6), Theme::current().raised,
             Theme::current().line2);
    painter.setFont(nde::ui::font(TextStyle::Body, QFont::Medium));
    painter.setPen(Theme::current().text);
    painter.drawText(QRect(QPoint(), size), Qt::AlignCenter, text);
    painter.end();
    auto* drag = new QDrag(this);
    drag->setMimeData(mime.release());
    drag->setPixmap(ghost);
    drag->exec(Qt::CopyAction);
}

} // namespace nde::ui
