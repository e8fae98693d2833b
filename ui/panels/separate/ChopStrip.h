#pragma once

#include "core/audio/Peaks.h"

#include <QCache>
#include <QListView>
#include <QPixmap>
#include <QStyledItemDelegate>

#include <memory>

namespace nde::ui {

class ChopReviewModel;

/// Paints one slice: its wave, class, confidence and time, and how many lie below it.
class SliceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit SliceDelegate(ChopReviewModel& model, QObject* parent = nullptr);
    void setPeaks(std::shared_ptr<const audio::PeakPyramid> peaks);
    void forgetPictures();
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

private:
    void paintWave(QPainter& painter, const QRectF& area, const QModelIndex& index) const;
    void paintWords(QPainter& painter, const QRectF& area, const QModelIndex& index) const;
    void paintStack(QPainter& painter, const QRectF& tile, const QModelIndex& index) const;
    [[nodiscard]] QPixmap wave(const QSize& size, double ratio, const QModelIndex& index) const;

    ChopReviewModel& m_model;
    std::shared_ptr<const audio::PeakPyramid> m_peaks;
    mutable QCache<QString, QPixmap> m_pictures {2000};
};

/// The slices in a row. ←/→ step and hear, Space hears again, Enter keeps, Backspace drops, a
/// letter sets the class, G opens and closes a stack. The room's own letters are not heard here.
class ChopStrip final : public QListView
{
    Q_OBJECT
public:
    explicit ChopStrip(ChopReviewModel& model, QWidget* parent = nullptr);

    void setPeaks(std::shared_ptr<const audio::PeakPyramid> peaks);
    void choose(int row); ///< silent
    [[nodiscard]] int currentRow() const;
    void keep(); ///< the current slice, and on to the next
    void drop();
    void updateMetrics();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hearRequested(int row);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void step(int by, bool isHeld = false);
    void decide(bool kept);

    ChopReviewModel& m_model;
    SliceDelegate* m_delegate;
    bool m_isHearingDue {}; ///< a held key stays silent until it is let go
};

} // namespace nde::ui
