#pragma once

#include "core/audio/Peaks.h"
#include "ui/models/TrayModel.h"

#include <QCache>
#include <QListView>
#include <QPixmap>
#include <QStyledItemDelegate>

#include <functional>
#include <memory>

namespace nde::ui {

/// A candidate as a card: wave, name, fidelity and novelty, what is near or speaks against it.
class TrayDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// @param peaks  of a file, null until they are read.
    using Peaks = std::function<std::shared_ptr<const audio::PeakPyramid>(const QString&)>;
    explicit TrayDelegate(Peaks peaks, QObject* parent = nullptr);

    void forgetPictures();
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintWave(QPainter& painter, const QRectF& area, const QModelIndex& index) const;
    void paintMeters(QPainter& painter, const QRectF& line, const QModelIndex& index) const;
    void paintFoot(QPainter& painter, const QRectF& line, const QModelIndex& index) const;

    Peaks m_peaks;
    mutable QCache<QString, QPixmap> m_pictures {256};
};

/// The cards in a row. Arrow keys step and hear, Enter keeps, Backspace drops, V asks for more like
/// it, A and B send it to the ends of the morph, E exports, N plays the sound it is near to. Cards
/// are dragged out as files.
class TrayList final : public QListView
{
    Q_OBJECT
public:
    TrayList(TrayModel& model, TrayDelegate::Peaks peaks, QWidget* parent = nullptr);

    void choose(int row); ///< silent
    [[nodiscard]] int currentRow() const; ///< −1 = none
    void forgetPictures() { m_delegate->forgetPictures(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosenChanged(int row); ///< −1 = none
    void hearRequested(int row);
    void keepRequested(int row);
    void dropRequested(int row);
    void moreRequested(int row);
    void exportRequested(int row);
    void neighbourRequested(int row);
    void slotRequested(QChar slot, int row);
    void menuRequested(int row, const QPoint& global);
    void dragged(int row); ///< its file is on the way out

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void startDrag(Qt::DropActions actions) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void step(int by, bool isHeld);

    TrayModel& m_model;
    TrayDelegate* m_delegate;
    bool m_isHearingDue {};
};

} // namespace nde::ui
