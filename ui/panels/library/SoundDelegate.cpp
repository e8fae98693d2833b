#include "ui/panels/library/SoundDelegate.h"

#include "ui/models/StemTableModel.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kPadding = 8;
constexpr double kThumbnailGain = 0.92;
constexpr double kMostGain = 100.0; // −40 dB: below that it is a line, as it sounds
constexpr double kStarStep = 12.0; // as paintStars draws them

/// Left part of a cell that stays free of its neighbour.
QRect inner(const QRect& rect)
{
    return rect.adjusted(0, 0, -dp(kPadding), 0);
}

void paintText(QPainter& painter, const QRect& rect, const QString& text, const QColor& color,
               int weight = QFont::Normal)
{
    painter.setFont(font(TextStyle::Body, weight));
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

void paintNumber(QPainter& painter, const QRect& rect, const QString& text, const QColor& color)
{
    painter.setFont(font(TextStyle::Body));
    painter.setPen(color);
    paintTabular(painter, rect, Qt::AlignVCenter | Qt::AlignRight, text);
}

} // namespace

QPixmap waveformPixmap(const std::vector<audio::PeakColumn>& columns, const QColor& color,
                       const QSize& size, double ratio)
{
    QPixmap picture(size * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    WaveStyle style;
    style.color = color;
    // A thumbnail shows the shape; the level stands in its own column.
    float peak = 0.0F;
    for (const audio::PeakColumn& column : columns) {
        peak = std::max({peak, column.high, -column.low});
    }
    style.gain = std::min(kThumbnailGain / std::max(static_cast<double>(peak), 1e-6), kMostGain);
    style.marksClipping = false;
    drawColumns(painter, QRectF(QPointF(), QSizeF(size)), columns, style);
    return picture;
}

SoundDelegate::SoundDelegate(ThumbnailSource thumbnails, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_thumbnails(std::move(thumbnails))
{
    m_pictures.setMaxCost(4000);
}

void SoundDelegate::forget(StemId id)
{
    m_pictures.remove(static_cast<quint64>(id));
}

void SoundDelegate::forgetAll()
{
    m_pictures.clear();
}

int SoundDelegate::starAt(int x)
{
    if (x < 0 || x >= dpF(kStarStep) * 5) {
        return 0;
    }
    return static_cast<int>(x / dpF(kStarStep)) + 1;
}

QSize SoundDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                              const QModelIndex& /*index*/) const
{
    return {dp(60), dp(28)};
}

void SoundDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    if ((option.state & QStyle::State_Selected) != 0) {
        painter->fillRect(option.rect, theme.selection);
    } else if (index.row() == m_hoverRow) {
        painter->fillRect(option.rect, theme.hover);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.grid);
    if (index.data(StemTableModel::MissingRole).toBool()) {
        painter->setOpacity(0.45);
    }
    paintCell(*painter, option.rect, index);
    painter->restore();
}

void SoundDelegate::paintCell(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QString text = index.data(Qt::DisplayRole).toString();
    switch (index.column()) {
    case StemTableModel::WaveColumn:
        paintWave(painter, rect, index);
        break;
    case StemTableModel::NameColumn:
        paintText(painter, inner(rect), text, theme.text,
                  index.row() == m_currentRow ? QFont::DemiBold : QFont::Medium);
        break;
    case StemTableModel::SourceColumn:
    case StemTableModel::CategoryColumn:
        paintMarks(painter, rect, index);
        break;
    case StemTableModel::MatchColumn:
        paintMatch(painter, inner(rect), text);
        break;
    case StemTableModel::WhyColumn:
        paintText(painter, inner(rect), text, theme.text3);
        break;
    case StemTableModel::BpmColumn:
    case StemTableModel::LengthColumn:
    case StemTableModel::LoudnessColumn:
        paintNumber(painter, inner(rect), text, theme.text2);
        break;
    case StemTableModel::QualityColumn:
        paintQuality(painter, inner(rect), index.data(StemTableModel::QualityRole).toDouble());
        break;
    case StemTableModel::RatingColumn:
        paintStars(painter, rect, index.data(StemTableModel::RatingRole).toInt());
        break;
    case StemTableModel::FavoriteColumn:
        paintFavorite(painter, rect, index);
        break;
    default:
        paintText(painter, inner(rect), text, theme.text2);
        break;
    }
}

void SoundDelegate::paintWave(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const QSize size(dp(80), dp(22));
    const QRect well(rect.left() + dp(4), rect.top() + (rect.height() - 1 - size.height()) / 2,
                     size.width(), size.height());
    paintBox(painter, well, dpF(3), Theme::current().well);
    const StemId id = index.data(StemTableModel::IdRole).toLongLong();
    const auto key = static_cast<quint64>(id);
    const double ratio = painter.device()->devicePixelRatioF();
    QPixmap* picture = m_pictures.object(key);
    if (picture == nullptr || picture->size() != size * ratio) {
        const Columns columns = m_thumbnails ? m_thumbnails(id) : nullptr;
        if (!columns) {
            return;
        }
        const auto category
            = static_cast<Category>(index.data(StemTableModel::CategoryRole).toInt());
        picture = new QPixmap(waveformPixmap(*columns, Theme::current().category(category),
                                             {size.width(), size.height()}, ratio));
        m_pictures.insert(key, picture);
    }
    painter.drawPixmap(well.topLeft(), *picture);
}

void SoundDelegate::paintMarks(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const double middle = rect.top() + (rect.height() - 1) / 2.0;
    if (index.column() == StemTableModel::SourceColumn) {
        const double side = dpF(12);
        paintSourceGlyph(painter, QRectF(rect.left(), middle - side / 2.0, side, side),
                         static_cast<Source>(index.data(StemTableModel::SourceRole).toInt()));
        return;
    }
    const double side = dpF(10);
    paintCategoryMark(painter, QRectF(rect.left(), middle - side / 2.0, side, side),
                      static_cast<Category>(index.data(StemTableModel::CategoryRole).toInt()));
    paintText(painter, inner(rect).adjusted(dp(14), 0, 0, 0),
              index.data(Qt::DisplayRole).toString(), Theme::current().text);
}

void SoundDelegate::paintMatch(QPainter& painter, const QRect& rect, const QString& percent) const
{
    if (percent.isEmpty()) {
        return;
    }
    const Theme& theme = Theme::current();
    paintNumber(painter, rect.adjusted(0, 0, 0, -dp(5)), percent, theme.text);
    const double share = std::clamp(percent.toDouble() / 100.0, 0.0, 1.0);
    const QRectF track(rect.left(), rect.bottom() - dpF(7), rect.width(), dpF(3));
    paintBox(painter, track, dpF(1.5), theme.line2);
    QRectF bar = track;
    bar.setWidth(track.width() * share);
    if (bar.width() >= 1.0) {
        paintBox(painter, bar, dpF(1.5), theme.focus);
    }
}

void SoundDelegate::paintQuality(QPainter& painter, const QRect& rect, double quality) const
{
    const double height = dpF(4);
    const double width = std::min<double>(dpF(34), rect.width());
    const QRectF track(rect.left(), rect.top() + (rect.height() - 1 - height) / 2.0, width, height);
    paintBox(painter, track, height / 2.0, Theme::current().line2);
    QRectF bar = track;
    bar.setWidth(width * std::clamp(quality, 0.0, 1.0));
    if (bar.width() >= 1.0) {
        paintBox(painter, bar, height / 2.0, Theme::current().text2);
    }
}

void SoundDelegate::paintFavorite(QPainter& painter, const QRect& rect,
                                  const QModelIndex& index) const
{
    const bool isFavorite = index.data(StemTableModel::FavoriteRole).toBool();
    if (!isFavorite && index.row() != m_hoverRow && index.row() != m_currentRow) {
        return;
    }
    const Theme& theme = Theme::current();
    const int side = dp(14);
    const QPoint at(rect.left(), rect.top() + (rect.height() - 1 - side) / 2);
    painter.drawPixmap(
        at,
        iconPixmap(isFavorite ? QStringLiteral("heart-filled") : QStringLiteral("heart"), side,
                   isFavorite ? theme.text : theme.text3, painter.device()->devicePixelRatioF()));
}

} // namespace nde::ui
