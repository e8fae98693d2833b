#include "ui/panels/library/SoundTile.h"

#include "ui/models/StemTableModel.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <utility>

namespace nde::ui {

namespace {

constexpr int kWidth = 148;
constexpr int kHeight = 100;
constexpr int kGap = 4; ///< half of what lies between two tiles
constexpr int kInner = 6;
constexpr int kWaveHeight = 44;
constexpr int kLine = 18;
constexpr int kMostPictureBytes = 64 << 20;

QString cell(const QModelIndex& index, int column)
{
    return index.siblingAtColumn(column).data().toString();
}

} // namespace

SoundTile::SoundTile(SoundDelegate::ThumbnailSource thumbnails, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_thumbnails(std::move(thumbnails))
{
    m_pictures.setMaxCost(kMostPictureBytes);
}

QSize SoundTile::leastSize()
{
    return {dp(kWidth), dp(kHeight)};
}

QSize SoundTile::sizeHint(const QStyleOptionViewItem& /*option*/,
                          const QModelIndex& /*index*/) const
{
    return m_size.expandedTo(leastSize());
}

void SoundTile::setSize(const QSize& size)
{
    if (size != m_size) {
        m_size = size;
        forgetAll(); // waves are drawn as wide as their tile
    }
}

void SoundTile::forget(StemId id)
{
    m_pictures.remove(static_cast<quint64>(id));
}

void SoundTile::forgetAll()
{
    m_pictures.clear();
}

void SoundTile::paint(QPainter* painter, const QStyleOptionViewItem& option,
                      const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const QRect tile = option.rect.adjusted(dp(kGap), dp(kGap), -dp(kGap), -dp(kGap));
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isCurrent = index.row() == m_currentRow;
    paintBox(*painter, tile, dpF(6),
             isSelected                      ? theme.selection
                 : index.row() == m_hoverRow ? theme.hover
                                             : theme.raised,
             theme.line);
    if (index.data(StemTableModel::MissingRole).toBool()) {
        painter->setOpacity(0.45);
    }
    const int width = tile.width() - 2 * dp(kInner);
    const QRect well(tile.left() + dp(kInner), tile.top() + dp(kInner), width, dp(kWaveHeight));
    paintWave(*painter, well, index);
    const QRect name(well.left(), well.bottom() + dp(3), width, dp(kLine));
    paintName(*painter, name, index);
    paintFacts(*painter, QRect(well.left(), name.bottom(), width, dp(kLine)), index);
    painter->setOpacity(1.0);
    if (isCurrent && isSelected) {
        paintFocusRing(*painter, QRectF(tile), dpF(6));
    }
    painter->restore();
}

void SoundTile::paintWave(QPainter& painter, const QRect& well, const QModelIndex& index) const
{
    paintBox(painter, well, dpF(4), Theme::current().well);
    const StemId id = index.data(StemTableModel::IdRole).toLongLong();
    const QSize size(well.width(), well.height());
    const double ratio = painter.device()->devicePixelRatioF();
    QPixmap* picture = m_pictures.object(static_cast<quint64>(id));
    if (picture == nullptr || picture->size() != size * ratio) {
        const SoundDelegate::Columns columns = m_thumbnails ? m_thumbnails(id) : nullptr;
        if (!columns) {
            return;
        }
        const auto category
            = static_cast<Category>(index.data(StemTableModel::CategoryRole).toInt());
        picture = new QPixmap(
            waveformPixmap(*columns, Theme::current().category(category), size, ratio));
        const QSize pixels = picture->size();
        m_pictures.insert(static_cast<quint64>(id), picture, pixels.width() * pixels.height() * 4);
    }
    painter.drawPixmap(well.topLeft(), *picture);
}

void SoundTile::paintName(QPainter& painter, const QRect& line, const QModelIndex& index) const
{
    const double side = dpF(10);
    const double middle = line.top() + line.height() / 2.0;
    paintCategoryMark(painter, QRectF(line.left(), middle - side / 2.0, side, side),
                      static_cast<Category>(index.data(StemTableModel::CategoryRole).toInt()));
    const bool isFavorite = index.data(StemTableModel::FavoriteRole).toBool();
    QRect place = line.adjusted(dp(15), 0, 0, 0);
    if (isFavorite) {
        const int heart = dp(12);
        place.setRight(line.right() - heart - dp(4));
        painter.drawPixmap(QPoint(line.right() - heart, line.top() + (line.height() - heart) / 2),
                           iconPixmap(QStringLiteral("heart-filled"), heart, Theme::current().text,
                                      painter.device()->devicePixelRatioF()));
    }
    painter.setFont(
        font(TextStyle::Body, index.row() == m_currentRow ? QFont::DemiBold : QFont::Medium));
    painter.setPen(Theme::current().text);
    painter.drawText(
        place, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, place.width()));
}

/// Left what it is, right how long it is, or how well it fits.
void SoundTile::paintFacts(QPainter& painter, const QRect& line, const QModelIndex& index) const
{
    painter.setFont(font(TextStyle::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const QString match = cell(index, StemTableModel::MatchColumn);
    const QString right = match.isEmpty() ? cell(index, StemTableModel::LengthColumn)
                                          : match + QStringLiteral(" %");
    const int wide = metrics.horizontalAdvance(right);
    painter.setPen(match.isEmpty() ? Theme::current().text2 : Theme::current().text);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, right);
    QStringList facts {cell(index, StemTableModel::CategoryColumn)};
    for (const int column : {StemTableModel::BpmColumn, StemTableModel::KeyColumn}) {
        const QString fact = cell(index, column);
        if (fact != QString(QChar(0x2013))) { // a dash: not known
            facts += fact;
        }
    }
    painter.setPen(Theme::current().text3);
    const int room = line.width() - wide - dp(6);
    painter.drawText(QRect(line.left(), line.top(), room, line.height()),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(facts.join(QStringLiteral(" · ")), Qt::ElideRight, room));
}

} // namespace nde::ui
