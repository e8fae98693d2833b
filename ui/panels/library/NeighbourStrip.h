#pragma once

#include "core/services/SearchTypes.h"
#include "ui/panels/library/SoundDelegate.h"

#include <QAbstractButton>
#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;

namespace nde::ui {

/// One neighbour: its waveform, its name and how near it is.
class NeighbourTile final : public QAbstractButton
{
    Q_OBJECT
public:
    NeighbourTile(const StemRow& row, float similarity, SoundDelegate::Columns wave,
                  QWidget* parent = nullptr);
    [[nodiscard]] StemId id() const { return m_id; }
    void setWave(SoundDelegate::Columns wave);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    StemId m_id;
    Category m_category;
    float m_similarity;
    SoundDelegate::Columns m_wave;
};

/// The bottom of the library: what sounds like the current sound. A click hears a neighbour in its
/// place; the strip stays with the sound that it was asked for until another row is chosen.
class NeighbourStrip final : public QWidget
{
    Q_OBJECT
public:
    using RowLookup = std::function<const StemRow*(StemId)>;
    NeighbourStrip(RowLookup rows, SoundDelegate::ThumbnailSource thumbnails,
                   QWidget* parent = nullptr);

    void setNeighbours(const QString& of, const std::vector<services::SearchHit>& hits);
    void thumbnailChanged(StemId id);
    /// The neighbour behind (1) or before (−1) the one that was heard last; 0 = none.
    [[nodiscard]] StemId step(int by);

Q_SIGNALS:
    void chosen(nde::StemId id);
    void likeRequested(); ///< all of them, in the table

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fill();

    RowLookup m_rows;
    SoundDelegate::ThumbnailSource m_thumbnails;
    QString m_of;
    std::vector<services::SearchHit> m_hits;
    int m_heard {-1};
    QLabel* m_title;
    QScrollArea* m_scroll;
    QWidget* m_strip;
    QHBoxLayout* m_row;
    std::vector<NeighbourTile*> m_tiles;
};

} // namespace nde::ui
