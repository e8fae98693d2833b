#pragma once

#include "ui/panels/library/SoundDelegate.h"

#include <QCache>
#include <QPixmap>
#include <QStyledItemDelegate>

namespace nde::ui {

/// Draws a sound as a tile: its waveform on a well in the colour of its category, below it the mark
/// of the category and the name, then what it is, or how well it fits what was asked for.
class SoundTile final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    SoundTile(SoundDelegate::ThumbnailSource thumbnails, QObject* parent = nullptr);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

    /// The smallest that a tile is drawn in; the grid makes them wider until they fill its rows.
    [[nodiscard]] static QSize leastSize();
    void setSize(const QSize& size); ///< of a tile; at least the smallest
    void setCurrentRow(int row) { m_currentRow = row; }
    void setHoverRow(int row) { m_hoverRow = row; }
    void forget(StemId id); ///< its thumbnail or category has changed
    void forgetAll(); ///< scale or theme changed

private:
    void paintWave(QPainter& painter, const QRect& well, const QModelIndex& index) const;
    void paintName(QPainter& painter, const QRect& line, const QModelIndex& index) const;
    void paintFacts(QPainter& painter, const QRect& line, const QModelIndex& index) const;

    SoundDelegate::ThumbnailSource m_thumbnails;
    mutable QCache<quint64, QPixmap> m_pictures; ///< costs bytes
    QSize m_size; ///< invalid = the smallest
    int m_currentRow {-1};
    int m_hoverRow {-1};
};

} // namespace nde::ui
