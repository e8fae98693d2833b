#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"

#include <QCache>
#include <QPixmap>
#include <QStyledItemDelegate>

#include <functional>
#include <memory>
#include <vector>

namespace nde::ui {

/// Paints the rows of the library: waveform, marks, numbers, quality, stars. Rows are 28 high.
class SoundDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using Columns = std::shared_ptr<const std::vector<audio::PeakColumn>>;
    /// Where thumbnails come from; null while one is being fetched.
    using ThumbnailSource = std::function<Columns(StemId)>;

    explicit SoundDelegate(ThumbnailSource thumbnails, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

    void setCurrentRow(int row) { m_currentRow = row; }
    void setHoverRow(int row) { m_hoverRow = row; }
    void forget(StemId id); ///< its thumbnail has changed
    void forgetAll(); ///< scale or theme changed

    /// Which star (1 … 5) lies at x from the left of the rating cell, 0 = none.
    [[nodiscard]] static int starAt(int x);

private:
    void paintCell(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintWave(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintMarks(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintMatch(QPainter& painter, const QRect& rect, const QString& percent) const;
    void paintQuality(QPainter& painter, const QRect& rect, double quality) const;
    void paintFavorite(QPainter& painter, const QRect& rect, const QModelIndex& index) const;

    ThumbnailSource m_thumbnails;
    mutable QCache<quint64, QPixmap> m_pictures;
    int m_currentRow {-1};
    int m_hoverRow {-1};
};

/// A waveform overview of any size in the colour of its category, following the drawing recipe of
/// the design: peaks at half opacity, RMS on top brightened by its spectrum.
/// @param size  logical; the picture has `ratio` times as many pixels.
[[nodiscard]] QPixmap waveformPixmap(const std::vector<audio::PeakColumn>& columns,
                                     const QColor& color, const QSize& size, double ratio);

} // namespace nde::ui
