#pragma once

#include "core/base/Stem.h"
#include "ui/panels/library/AuditionKeys.h"

#include <QTableView>

#include <vector>

namespace nde::ui {

class FileDrag;
class SoundDelegate;
class StemTableModel;

/// The table of sounds: choosing a row with mouse or keys means hearing it, stars and hearts are
/// clicked in place, rows are dragged out as files, and columns make room from the right.
class SoundTable : public QTableView
{
    Q_OBJECT
public:
    SoundTable(StemTableModel& model, SoundDelegate& delegate, FileDrag& files,
               QWidget* parent = nullptr);

    [[nodiscard]] StemId currentId() const;
    [[nodiscard]] std::vector<StemId> selectedIds() const; ///< in the order of the table
    /// Programmatic, silent. @return false when this sound is not shown.
    bool choose(StemId id);
    void chooseAll(const std::vector<StemId>& ids, StemId current);

    [[nodiscard]] QByteArray columnState() const;
    void restoreColumnState(const QByteArray& state);
    /// Whether the rows stand in the order of fitting, and whether they could: shows how well each
    /// fits and why.
    void setRanked(bool isRanked, bool isByMatch);
    void updateMetrics(); ///< after a change of scale, language or theme

Q_SIGNALS:
    /// @param audition  the user wants to hear it now.
    void chosen(bool audition);
    void opened(); ///< double click or Enter: to the Deck, nothing is changed
    void ratingClicked(nde::StemId id, int rating);
    void favoriteClicked(nde::StemId id);
    void sortRequested(int column, bool descending);
    void matchSortRequested(); ///< back to the order of fitting
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
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;

private:
    bool clickInPlace(const QModelIndex& index, int x);
    void setHoverRow(int row);
    void onSectionClicked(int column);
    void fitColumns();
    [[nodiscard]] int columnWidthFor(int column) const;

    StemTableModel& m_model;
    SoundDelegate& m_delegate;
    FileDrag& m_files;
    AuditionKeys m_keys;
    bool m_isFitting {};
    bool m_isRanked {};
    bool m_isByMatch {};
    int m_sortColumn;
    Qt::SortOrder m_sortOrder {Qt::DescendingOrder};
};

} // namespace nde::ui
