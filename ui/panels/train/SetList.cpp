#include "ui/panels/train/SetList.h"

#include "ui/models/TrainText.h"
#include "ui/panels/separate/DropStrip.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScopedValueRollback>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr double kRowHeight = 26.0;
constexpr int kLeastRows = 4;
constexpr int kMostRows = 10; ///< that it asks for; it takes more where there is room

int soundsOf(const services::TrainingSet& set)
{
    return set.isOnlyLong() ? set.longSounds : set.sounds;
}

services::SetHealth healthOf(const services::TrainingSet& set)
{
    return set.isOnlyLong() ? set.longHealth : set.health;
}

/// Full, half, empty: told by shape as well as by colour.
void paintLight(QPainter& painter, const QRectF& square, services::SetHealth health)
{
    const Theme& theme = Theme::current();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF disc = square.adjusted(dpF(1), dpF(1), -dpF(1), -dpF(1));
    const QColor color = health == services::SetHealth::Good ? theme.ok
        : health == services::SetHealth::Thin                ? theme.warn
        : health == services::SetHealth::Few                 ? theme.warn
                                                             : theme.error;
    painter.setPen(QPen(color, dpF(1.2)));
    painter.setBrush(health == services::SetHealth::Good ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawEllipse(disc);
    if (health == services::SetHealth::Thin) {
        painter.setBrush(color);
        painter.drawChord(disc, 90 * 16, -180 * 16);
    }
}

} // namespace

void SetModel::setSets(const std::vector<services::TrainingSet>& sets)
{
    const bool isSameList = sets.size() == m_sets.size()
        && std::equal(sets.begin(), sets.end(), m_sets.begin(),
                      [](const auto& a, const auto& b) { return a.category == b.category; });
    if (!isSameList) {
        beginResetModel();
        m_sets = sets;
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < sets.size(); ++i) {
        if (const auto before = std::exchange(m_sets[i], sets[i]); before != sets[i]) {
            const QModelIndex changed = index(static_cast<int>(i));
            Q_EMIT dataChanged(changed, changed);
        }
    }
}

const services::TrainingSet& SetModel::at(int row) const
{
    return m_sets[static_cast<std::size_t>(row)];
}

int SetModel::rowOf(Category category) const
{
    const auto found = std::find_if(m_sets.begin(), m_sets.end(), [category](const auto& set) {
        return set.category == category;
    });
    return found == m_sets.end() ? -1 : static_cast<int>(found - m_sets.begin());
}

void SetModel::retranslate()
{
    if (!m_sets.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int SetModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sets.size());
}

QVariant SetModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const services::TrainingSet& set = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return categoryText(set.category);
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3")
            .arg(categoryText(set.category), formatCount(soundsOf(set)),
                 setHealthText(healthOf(set)));
    case Qt::ToolTipRole:
        return setSummaryText(set);
    default:
        return {};
    }
}

SetDelegate::SetDelegate(SetModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QSize SetDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                            const QModelIndex& /*index*/) const
{
    return {dp(120), dp(kRowHeight)};
}

void SetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const services::TrainingSet& set = m_model.at(index.row());
    painter->save();
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isHovered = (option.state & QStyle::State_MouseOver) != 0;
    const QRectF area(option.rect);
    if (isSelected || isHovered) {
        paintBox(*painter, area, dpF(4), isSelected ? theme.selection : theme.hover);
    }
    const double side = dpF(11);
    paintCategoryMark(*painter,
                      QRectF(area.left() + dpF(4), area.center().y() - side / 2.0, side, side),
                      set.category);
    const double light = dpF(10);
    double right = area.right() - dpF(4);
    paintLight(*painter, QRectF(right - light, area.center().y() - light / 2.0, light, light),
               healthOf(set));
    right -= light + dpF(6);
    painter->setFont(font(TextStyle::Caption));
    painter->setPen(theme.text3);
    const QFontMetricsF small(painter->font());
    double word = 0.0; // one column for all rows
    for (const auto health : {services::SetHealth::Good, services::SetHealth::Thin,
                              services::SetHealth::Few, services::SetHealth::Blocked}) {
        word = std::max(word, small.horizontalAdvance(setHealthText(health)));
    }
    painter->drawText(QRectF(right - word, area.top(), word, area.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, setHealthText(healthOf(set)));
    right -= word + dpF(6);
    const QString count = formatCount(soundsOf(set));
    paintTabular(*painter, QRectF(area.left(), area.top(), right - area.left(), area.height()),
                 Qt::AlignRight | Qt::AlignVCenter, count);
    right -= tabularWidth(small, count) + dpF(6);
    painter->setFont(font(TextStyle::Body, isSelected ? QFont::DemiBold : QFont::Normal));
    painter->setPen(theme.text);
    const double left = area.left() + dpF(22);
    painter->drawText(QRectF(left, area.top(), right - left, area.height()),
                      Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(painter->font())
                          .elidedText(categoryText(set.category), Qt::ElideRight, right - left));
    const bool isFocused = (option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0;
    if (isFocused || index.row() == m_target) {
        paintFocusRing(*painter, area, dpF(4));
    }
    painter->restore();
}

SetList::SetList(QWidget* parent)
    : QListView(parent)
    , m_model(new SetModel(this))
    , m_delegate(new SetDelegate(*m_model, this))
{
    setObjectName(QStringLiteral("train_sets"));
    setProperty("takesFiles", true); // the frame leaves drops on this to it
    setModel(m_model);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setAcceptDrops(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ExtendedSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    retranslate();
}

void SetList::setSets(const std::vector<services::TrainingSet>& sets)
{
    const QScopedValueRollback guard(m_isSilent, true);
    const auto* known = current();
    const std::optional<Category> before
        = known == nullptr ? std::nullopt : std::optional<Category>(known->category);
    m_model->setSets(sets);
    if (before && (current() == nullptr || current()->category != *before)) {
        choose(*before);
    }
    setMaximumHeight(dp(kRowHeight) * std::max(1, m_model->rowCount()));
    updateGeometry();
}

void SetList::choose(Category category)
{
    const QScopedValueRollback guard(m_isSilent, true);
    if (const int row = m_model->rowOf(category); row >= 0) {
        setCurrentIndex(m_model->index(row));
        scrollTo(m_model->index(row));
    }
}

const services::TrainingSet* SetList::current() const
{
    return currentIndex().isValid() ? &m_model->at(currentIndex().row()) : nullptr;
}

std::vector<services::TrainingSet> SetList::selectedSets() const
{
    std::vector<services::TrainingSet> sets;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (selectionModel()->isRowSelected(row, {})) {
            sets.push_back(m_model->at(row));
        }
    }
    return sets;
}

QSize SetList::sizeHint() const
{
    return {dp(200), dp(kRowHeight) * std::clamp(m_model->rowCount(), 1, kMostRows)};
}

QSize SetList::minimumSizeHint() const
{
    return {dp(160), dp(kRowHeight) * std::min(kLeastRows, std::max(1, m_model->rowCount()))};
}

void SetList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isSilent && current.isValid() && current != previous) {
        Q_EMIT chosen(m_model->at(current.row()).category);
    }
}

void SetList::selectionChanged(const QItemSelection& now, const QItemSelection& before)
{
    QListView::selectionChanged(now, before);
    Q_EMIT selectedSetsChanged();
}

void SetList::setTarget(int row)
{
    m_delegate->setTarget(row);
    viewport()->update();
}

void SetList::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void SetList::dragMoveEvent(QDragMoveEvent* event)
{
    const QModelIndex over = indexAt(event->position().toPoint());
    setTarget(over.row());
    event->setDropAction(Qt::CopyAction);
    over.isValid() ? event->accept() : event->ignore();
}

void SetList::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    setTarget(-1);
}

void SetList::dropEvent(QDropEvent* event)
{
    const QModelIndex over = indexAt(event->position().toPoint());
    setTarget(-1);
    if (!over.isValid()) {
        return;
    }
    event->setDropAction(Qt::CopyAction);
    event->accept();
    const Category category = m_model->at(over.row()).category;
    if (event->source() != nullptr) {
        Q_EMIT soundsDropped(category); // what is dragged out of the studio is what is chosen there
    } else if (const QStringList paths = localPaths(*event->mimeData()); !paths.isEmpty()) {
        Q_EMIT filesDropped(category, paths);
    }
}

void SetList::retranslate()
{
    setAccessibleName(tr("Sets"));
    setToolTip(tr("Sounds dropped on a set become its own. With Ctrl several are chosen, to be "
                  "trained one after another."));
    m_model->retranslate();
}

void SetList::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SetList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Left
        || event->key() == Qt::Key_Right) {
        event->ignore(); // the room's
    } else {
        QListView::keyPressEvent(event);
    }
}

void SetList::keyboardSearch(const QString& /*text*/)
{
} // letters are the room's keys

} // namespace nde::ui
