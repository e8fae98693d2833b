#pragma once

#include "core/base/Stem.h"
#include "ui/panels/library/AuditionKeys.h"

#include <QListView>

#include <vector>

namespace nde::ui {

class FileDrag;
class SoundTile;
class StemTableModel;

/// The sounds of the table as tiles in rows. Rows and selection are the table's own: what is chosen
/// here is chosen there. Choosing a tile with mouse or keys means hearing it; tiles are dragged out
/// as files.
class SoundGrid final : public QListView
{
    Q_OBJECT
public:
    /// @param chosen  the table's.
    SoundGrid(StemTableModel& model, QItemSelectionModel& chosen, SoundTile& tiles, FileDrag& files,
              QWidget* parent = nullptr);

    [[nodiscard]] StemId currentId() const;
    [[nodiscard]] std::vector<StemId> selectedIds() const; ///< in the order of the grid
    void updateMetrics(); ///< after a change of scale, language or theme
    [[nodiscard]] int tilesInRow() const;

Q_SIGNALS:
    /// @param audition  the user wants to hear it now.
    void chosen(bool audition);
    void opened(); ///< double click or Enter
    void menuRequested(const QPoint& global);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void changeEvent(QEvent* event) override;

private:
    void setHoverRow(int row);
    void fitTiles();

    StemTableModel& m_model;
    SoundTile& m_tiles;
    FileDrag& m_files;
    AuditionKeys m_keys;
};

} // namespace nde::ui
