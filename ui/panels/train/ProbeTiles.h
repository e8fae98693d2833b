#pragma once

#include <QListView>
#include <QPixmap>
#include <QStyledItemDelegate>

namespace nde::ui {

class ProbeModel;

/// Paints one sound: the original as an outline over what the model makes of it, and its name;
/// dreams without either.
class ProbeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    ProbeDelegate(ProbeModel& model, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    /// @param cell     of the grid. @param columns  tiles in a row.
    /// @param width    of the whole row, which the tiles fill.
    void setCell(const QSize& cell, int columns, int width)
    {
        m_cell = cell;
        m_columns = columns;
        m_width = width;
    }

private:
    [[nodiscard]] QRectF tileOf(const QRect& cell, int row) const;
    void paintWave(QPainter& painter, const QRectF& area, const QString& path, double longestS,
                   bool isOriginal) const;

    ProbeModel& m_model;
    QSize m_cell;
    int m_columns {1};
    int m_width {};
};

/// Tiles of sounds, all in sight. ↑/↓ choose and hear, Space hears again, ←/→ are the room's
/// epochs, Tab asks for the other of original and reconstruction; Shift+Tab leaves.
class ProbeTiles final : public QListView
{
    Q_OBJECT
public:
    /// @param columns  tiles in a row.
    ProbeTiles(ProbeModel& model, int columns, int tileHeight, QWidget* parent = nullptr);

    void choose(int row); ///< silent
    [[nodiscard]] int currentRow() const;
    void updateMetrics();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hearRequested(int row);
    void flipRequested();
    void epochStepRequested(int by);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void step(int by, bool isHeld);

    ProbeModel& m_model;
    ProbeDelegate* m_delegate;
    int m_columns;
    int m_tileHeight; ///< logical pixels at 100 %
    bool m_isHearingDue {}; ///< a held key stays silent until it is let go
};

} // namespace nde::ui
