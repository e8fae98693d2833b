#include "ui/panels/compose/DrawerModel.h"

#include "ui/panels/library/SoundDelegate.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QWidget>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kRow = 34;

} // namespace

void DrawerModel::setRows(std::vector<StemRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const StemRow* DrawerModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int DrawerModel::rowOf(StemId id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [id](const StemRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void DrawerModel::touch(StemId id)
{
    if (const int row = rowOf(id); row >= 0) {
        Q_EMIT dataChanged(index(row), index(row));
    }
}

int DrawerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DrawerModel::data(const QModelIndex& index, int role) const
{
    const StemRow* row = at(index.row());
    if (row == nullptr) {
        return {};
    }
    const QString name = QString::fromStdString(row->name);
    switch (role) {
    case Qt::UserRole:
        return QVariant::fromValue(row->id);
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return name;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2, %3")
            .arg(name, categoryText(row->category), sourceText(row->source));
    default:
        return {};
    }
}

DrawerDelegate::DrawerDelegate(DrawerModel& model, Thumbnails thumbnails, QWidget* view)
    : QStyledItemDelegate(view)
    , m_model(model)
    , m_thumbnails(std::move(thumbnails))
    , m_view(view)
{
}

QSize DrawerDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                               const QModelIndex& /*index*/) const
{
    return {dp(160), dp(kRow)};
}

void DrawerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const StemRow* row = m_model.at(index.row());
    if (row == nullptr) {
        return;
    }
    const Theme& theme = Theme::current();
    const QRectF area(option.rect);
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isHovered = (option.state & QStyle::State_MouseOver) != 0;
    if (isSelected || isHovered) {
        paintBox(*painter, area, dpF(4), isSelected ? theme.selection : theme.hover);
    }
    painter->save();
    painter->setOpacity(row->isMissing ? 0.45 : 1.0);
    const QRectF wave(area.x() + dpF(4), area.y() + dpF(5), dpF(44), dpF(24));
    paintBox(*painter, wave, dpF(3), theme.well);
    if (const auto columns = m_thumbnails(row->id)) {
        painter->drawPixmap(wave.topLeft(),
                            waveformPixmap(*columns, theme.category(row->category),
                                           wave.size().toSize(), m_view->devicePixelRatioF()));
    }
    const double left = wave.right() + dpF(6);
    const double room = area.right() - dpF(4) - left;
    painter->setFont(nde::ui::font(TextStyle::Caption, QFont::Medium));
    painter->setPen(theme.text);
    painter->drawText(QRectF(left, area.y() + dpF(2), room, dpF(16)), Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(QString::fromStdString(row->name),
                                                        Qt::ElideRight, static_cast<int>(room)));
    const double ratio = m_view->devicePixelRatioF();
    const double y = area.y() + dpF(19);
    painter->drawPixmap(QPointF(left, y + dpF(1)), sourcePixmap(row->source, dp(9), ratio));
    painter->drawPixmap(QPointF(left + dpF(13), y + dpF(2)),
                        categoryPixmap(row->category, dp(8), ratio));
    painter->setFont(nde::ui::font(TextStyle::Micro));
    painter->setPen(theme.text3);
    painter->drawText(QRectF(left + dpF(25), y - dpF(1), room - dpF(25), dpF(13)), Qt::AlignVCenter,
                      categoryText(row->category).toLower());
    painter->restore();
    if ((option.state & QStyle::State_HasFocus) != 0 && hasKeyboardFocus(m_view)) {
        paintFocusRing(*painter, area, dpF(4));
    }
}

} // namespace nde::ui
