#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"
#include "ui/models/LibrarySearch.h"

#include <QWidget>

#include <cstdint>
#include <string>
#include <vector>

namespace nde::services {
struct FileMoves;
struct LikeSound;
} // namespace nde::services

class QStackedLayout;
class QTimer;

namespace nde::ui {

class EmptyLibrary;
class FacetPanel;
class FileDrag;
class LibraryMap;
class LikeBar;
class NeighbourStrip;
class NoMatches;
class SearchBar;
class SegmentedControl;
class SelectionBar;
class SoundActions;
class SoundDelegate;
class SoundGrid;
class SoundSearch;
class SoundTable;
class SoundTile;
class StemTableModel;
class TagEditor;
class Button;
class IconButton;

/// How the Library shows its sounds.
enum class LibraryView
{
    Table,
    Grid,
    Map
};

/// The Library room: facets, search, and the sounds as a table, as tiles or on a map, which share
/// what is chosen. Choosing a sound hears it.
class LibraryRoom : public QWidget
{
    Q_OBJECT
public:
    explicit LibraryRoom(const StudioContext& context, QWidget* parent = nullptr);
    ~LibraryRoom() override;

    void focusSearch();
    /// Narrows the library to these sounds; `title` says whose they are.
    void showSounds(const std::vector<StemId>& ids, const QString& title);
    [[nodiscard]] StemTableModel& model() { return *m_model; }
    /// Shows what sounds like one of the library's sounds.
    void showLike(StemId id);
    void showView(LibraryView view); ///< a map there is only with searching
    [[nodiscard]] LibraryView view() const { return m_view; }
    [[nodiscard]] SoundGrid& grid() { return *m_grid; }
    [[nodiscard]] LibraryMap& map() { return *m_map; }
    [[nodiscard]] SoundTable& table() { return *m_table; }
    [[nodiscard]] SoundSearch& search() { return *m_search; }

Q_SIGNALS:
    void shownCountChanged(qint64 shown, qint64 total); ///< for the status bar

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildLayout();
    void nameViews();
    void connectLibrary();
    void connectTable();
    void connectSearch();
    void addShortcuts();
    void onChosen(bool audition);
    void onBusChanged(StemId current);
    void onAnswered();
    void setChosen(const std::vector<StemId>& ids, StemId current); ///< for the verbs
    void passSelection(); ///< what the verbs work on: what is shown as chosen
    void connectLike();
    void connectViews();
    void connectGrid();
    void connectMap();
    void forgetRemoved(const std::vector<StemId>& removed);
    [[nodiscard]] bool showsMap() const { return m_view == LibraryView::Map; }
    [[nodiscard]] QWidget* viewWidget() const; ///< what has the keys
    [[nodiscard]] QPoint placeOfCurrent() const; ///< global
    void connectCollections();
    void showVoice();
    void onMapChosen(StemId current, const std::vector<StemId>& selected, bool audition);
    void showLikeFile(const QString& path);
    bool dropOnSearch(QEvent* event); ///< a sound or a file: what sounds like it
    void compareWith(services::LikeSound like, const QString& name); ///< a step of the history
    void showCompared(services::LikeSound like, const QString& name);
    void clearLike();
    void hear(StemId id);
    void showFittingPage();
    void offerRelaxations();
    void suggestTags(); ///< those of the library, in the language of the window
    void editTags();
    void tellMoves(const services::FileMoves& moves);
    void askToExport(const std::vector<StemId>& ids, const QString& title);
    void applyTags(const std::vector<std::string>& tags);
    void importPaths(const QStringList& paths);
    void makeStarterKit();
    void chooseFolderToImport();
    void saveColumns();
    void retranslate();
    [[nodiscard]] std::vector<StemId> affectedBy(StemId id) const;

    StudioContext m_context;
    FileDrag* m_files;
    StemTableModel* m_model;
    SoundSearch* m_search;
    SoundDelegate* m_delegate;
    SoundTable* m_table;
    SoundTile* m_tile;
    SoundGrid* m_grid;
    FacetPanel* m_facets;
    SearchBar* m_bar;
    LikeBar* m_like;
    NeighbourStrip* m_neighbours;
    LibraryMap* m_map;
    SegmentedControl* m_views; ///< table, grid or map
    Button* m_add;
    IconButton* m_likeFile;
    SoundActions* m_actions;
    SelectionBar* m_selection;
    TagEditor* m_tagEditor;
    EmptyLibrary* m_empty;
    NoMatches* m_noMatches;
    QStackedLayout* m_pages {};
    QTimer* m_rowsTimer;
    QTimer* m_aspects; ///< sliders move in many steps
    LibrarySearch::Tags m_suggested;
    int m_measuring {}; ///< number of the file that is listened to
    bool m_isAnnouncing {}; ///< the bus is being told by this room
    bool m_wasReset {};
    std::uint64_t m_question {}; ///< whose answer is shown
    LibraryView m_view {};
};

} // namespace nde::ui
