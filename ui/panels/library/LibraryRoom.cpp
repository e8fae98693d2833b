#include "ui/panels/library/LibraryRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/library/CollectionList.h"
#include "ui/panels/library/EmptyLibrary.h"
#include "ui/panels/library/FacetPanel.h"
#include "ui/panels/library/LibraryMap.h"
#include "ui/panels/library/LikeBar.h"
#include "ui/panels/library/NeighbourStrip.h"
#include "ui/panels/library/SearchBar.h"
#include "ui/panels/library/SelectionBar.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/panels/library/SoundDelegate.h"
#include "ui/panels/library/SoundGrid.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/panels/library/SoundTile.h"
#include "ui/panels/library/TagEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/SegmentedControl.h"

#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr std::size_t kMostRestored = 500; ///< larger selections do not survive a new search
const auto kColumnsKey = QStringLiteral("library_columns");
const auto kFacetsKey = QStringLiteral("library_facets");

std::function<const std::vector<StemRow>&()> rowsOf(services::LibraryService* library)
{
    return [library]() -> const std::vector<StemRow>& { return library->rows(); };
}

/// A list with some room at its left.
QWidget* padded(QWidget* list)
{
    auto* page = new QWidget(list->parentWidget());
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(dp(8), 0, 0, 0);
    layout->addWidget(list);
    page->setAutoFillBackground(true);
    QPalette colors = page->palette();
    colors.setColor(QPalette::Window, Theme::current().panel);
    page->setPalette(colors);
    return page;
}

} // namespace

LibraryRoom::LibraryRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_files(new FileDrag(*context.library, this))
    , m_model(new StemTableModel(rowsOf(context.library), this))
    , m_search(new SoundSearch(rowsOf(context.library), context.search, this))
    , m_delegate(new SoundDelegate(
          [peaks = context.peaks](StemId id) { return peaks->thumbnail(id); }, this))
    , m_table(new SoundTable(*m_model, *m_delegate, *m_files, this))
    , m_tile(
          new SoundTile([peaks = context.peaks](StemId id) { return peaks->thumbnail(id); }, this))
    , m_grid(new SoundGrid(*m_model, *m_table->selectionModel(), *m_tile, *m_files, this))
    , m_facets(new FacetPanel(this))
    , m_bar(new SearchBar(this))
    , m_like(new LikeBar(this))
    , m_neighbours(new NeighbourStrip(
          [this](StemId id) { return m_model->stem(id); },
          [peaks = context.peaks](StemId id) { return peaks->thumbnail(id); }, this))
    , m_map(new LibraryMap(context, *m_files, this))
    , m_views(new SegmentedControl(QString(), this))
    , m_add(new Button(QString(), Button::Kind::Secondary, this))
    , m_likeFile(new IconButton(QStringLiteral("file"), QString(), this))
    , m_actions(new SoundActions(context, *m_files, this))
    , m_selection(new SelectionBar(*m_actions, this))
    , m_tagEditor(new TagEditor(this))
    , m_empty(new EmptyLibrary(this))
    , m_noMatches(new NoMatches(this))
    , m_rowsTimer(new QTimer(this))
    , m_aspects(new QTimer(this))
{
    setObjectName(QStringLiteral("library_room"));
    setFocusProxy(m_table);
    m_add->setObjectName(QStringLiteral("lib_add"));
    m_add->setIconName(QStringLiteral("plus"));
    m_likeFile->setObjectName(QStringLiteral("lib_like_file"));
    m_likeFile->setVisible(context.search != nullptr);
    m_aspects->setSingleShot(true);
    m_aspects->setInterval(30);
    m_rowsTimer->setSingleShot(true);
    m_rowsTimer->setInterval(30); // edits and imports come in bursts
    buildLayout();
    connectLibrary();
    connectTable();
    connectSearch();
    connectLike();
    connectGrid();
    connectMap();
    connectViews();
    connectCollections();
    addShortcuts();
    retranslate();
    m_table->restoreColumnState(context.settings->windowState(kColumnsKey));
    m_search->rowsChanged();
}

LibraryRoom::~LibraryRoom() = default;

void LibraryRoom::buildLayout()
{
    m_facets->setFixedWidth(dp(208));
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(padded(m_table));
    m_pages->addWidget(padded(m_grid));
    m_pages->addWidget(m_map);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_noMatches);

    m_bar->addTrailing(m_views);
    m_bar->addTrailing(m_likeFile);
    m_bar->addTrailing(m_add);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(m_bar);
    column->addWidget(m_like);
    column->addWidget(pages, 1);
    column->addWidget(m_selection);
    column->addWidget(m_neighbours);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(m_facets);
    layout->addLayout(column, 1);
}

void LibraryRoom::connectLibrary()
{
    services::LibraryService* library = m_context.library;
    connect(library, &services::LibraryService::loaded, m_search, &SoundSearch::rowsChanged);
    connect(library, &services::LibraryService::loaded, m_map, &LibraryMap::libraryChanged);
    connect(library, &services::LibraryService::rowsChanged, this,
            [this](const std::vector<StemRow>& changed, const std::vector<StemId>& removed) {
                for (const StemRow& row : changed) {
                    m_delegate->forget(row.id); // its category, hence its colour, may be new
                    m_tile->forget(row.id);
                }
                m_model->applyChanges(changed, removed);
                forgetRemoved(removed);
                passSelection();
                m_map->libraryChanged();
                m_rowsTimer->start();
            });
    connect(library, &services::LibraryService::filesMoved, this, &LibraryRoom::tellMoves);
    connect(m_rowsTimer, &QTimer::timeout, m_search, &SoundSearch::rowsChanged);
    connect(m_context.peaks, &services::PeakService::thumbnailReady, this, [this](StemId id) {
        m_delegate->forget(id);
        m_tile->forget(id);
        m_model->thumbnailChanged(id);
        m_neighbours->thumbnailChanged(id);
    });
    connect(m_context.selection, &SelectionBus::changed, this,
            [this](StemId current, bool) { onBusChanged(current); });
    connect(m_context.selection, &SelectionBus::soundsRequested, this, &LibraryRoom::showSounds);
    connect(m_context.selection, &SelectionBus::exportRequested, this,
            [this](const std::vector<StemId>& ids) { askToExport(ids, {}); });
}

void LibraryRoom::connectTable()
{
    connect(m_table, &SoundTable::chosen, this, &LibraryRoom::onChosen);
    connect(m_table, &SoundTable::opened, this, [this] { onChosen(true); });
    connect(m_table, &SoundTable::menuRequested, m_actions, &SoundActions::popup);
    connect(m_table, &SoundTable::ratingClicked, this,
            [this](StemId id, int rating) { m_actions->rate(affectedBy(id), rating); });
    connect(m_table, &SoundTable::favoriteClicked, this,
            [this](StemId id) { m_actions->toggleFavorite(affectedBy(id), id); });
    connect(m_table, &SoundTable::sortRequested, this, [this](int column, bool descending) {
        if (const auto sort = StemTableModel::sortColumn(column)) {
            m_search->setSort(*sort, descending);
        }
    });
    connect(m_table, &SoundTable::matchSortRequested, m_search, &SoundSearch::sortByMatch);
    m_model->setHits([this](StemId id) { return m_search->hit(id); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_wasReset = true; });
    connect(m_actions, &SoundActions::tagsRequested, this, &LibraryRoom::editTags);
    connect(m_tagEditor, &TagEditor::entered, this, &LibraryRoom::applyTags);
}

void LibraryRoom::connectSearch()
{
    connect(m_bar, &SearchBar::filterChanged, this, [this] {
        m_facets->setFilter(m_bar->filter());
        m_facets->collections().setSearch(m_bar->filter(), m_bar->text());
        m_search->ask(m_bar->text(), m_bar->facets());
    });
    connect(m_bar, &SearchBar::scopeCleared, this, [this] { m_search->setScope({}); });
    connect(m_facets, &FacetPanel::partToggled, m_bar, &SearchBar::togglePart);
    connect(m_facets, &FacetPanel::tempoChanged, m_bar, &SearchBar::setTempo);
    connect(m_search, &SoundSearch::answered, this, &LibraryRoom::onAnswered);
    connect(m_empty, &EmptyLibrary::starterKitRequested, this, &LibraryRoom::makeStarterKit);
    connect(m_empty, &EmptyLibrary::folderRequested, this, &LibraryRoom::chooseFolderToImport);
    connect(m_empty, &EmptyLibrary::separateRequested, this,
            [this] { m_context.selection->showRoom(QStringLiteral("separate")); });
    connect(m_noMatches, &NoMatches::chipRemovalRequested, m_bar, &SearchBar::removeChip);
    connect(m_noMatches, &NoMatches::resetRequested, m_bar, &SearchBar::clearAll);
    connect(m_add, &QPushButton::clicked, this, [this] {
        chooseAudioFiles(this, tr("Add sounds"),
                         [this](const QStringList& paths) { importPaths(paths); });
    });
    m_bar->field()->installEventFilter(this);
    m_bar->field()->setProperty("takesFiles",
                                m_context.search != nullptr); // the window leaves them
    m_facets->setFilter({});
    m_facets->restoreOpen(m_context.settings->windowState(kFacetsKey));
    connect(m_facets, &FacetPanel::openChanged, this,
            [this] { m_context.settings->setWindowState(kFacetsKey, m_facets->saveOpen()); });
}

void LibraryRoom::addShortcuts()
{
    const auto onKey = [this](const QKeySequence& keys, auto&& act) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    onKey(QKeySequence(Qt::Key_Comma), [this] { hear(m_neighbours->step(-1)); });
    onKey(QKeySequence(Qt::Key_Period), [this] { hear(m_neighbours->step(1)); });
    onKey(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { m_bar->travel(-1); });
    onKey(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { m_bar->travel(1); });
    // Ctrl+F belongs to the window, which asks for `focusSearch`.
    auto* shortcut = new QShortcut(QKeySequence(Qt::Key_Slash), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &LibraryRoom::focusSearch);
}

void LibraryRoom::focusSearch()
{
    m_bar->field()->setFocus(Qt::ShortcutFocusReason);
    m_bar->field()->selectAll();
}

void LibraryRoom::showSounds(const std::vector<StemId>& ids, const QString& title)
{
    m_bar->clearAll();
    m_bar->setScope(title);
    m_search->setScope(ids);
}

std::vector<StemId> LibraryRoom::affectedBy(StemId id) const
{
    std::vector<StemId> selected = m_table->selectedIds();
    const bool isSelected = std::find(selected.begin(), selected.end(), id) != selected.end();
    return isSelected ? selected : std::vector<StemId> {id};
}

void LibraryRoom::onChosen(bool audition)
{
    const std::vector<StemId> ids = m_table->selectedIds();
    const StemId current = m_table->currentId();
    m_files->prefetch(ids);
    setChosen(ids, current);
    m_search->setNeighboursOf(current);
    const QScopedValueRollback guard(m_isAnnouncing, true);
    m_context.selection->select(current, ids, audition);
}

void LibraryRoom::onBusChanged(StemId current)
{
    m_map->setSelection(current, m_context.selection->selected());
    if (m_isAnnouncing) {
        return;
    }
    if (current != m_table->currentId() && m_table->choose(current)) {
        m_files->prefetch({current});
        setChosen({current}, current);
    }
    if (showsMap()) {
        passSelection();
    }
}

void LibraryRoom::onAnswered()
{
    const std::vector<StemId> selected = m_table->selectedIds();
    const StemId current = m_context.selection->current();
    m_wasReset = false;
    m_model->setIds(m_search->ids());
    m_model->hitsChanged();
    m_table->setRanked(m_search->isRanked(), m_search->isSortedByMatch());
    m_bar->setNamesOnly(m_search->namesOnly());
    showVoice();
    if (m_wasReset && selected.size() <= kMostRestored) {
        m_table->chooseAll(selected.empty() ? std::vector<StemId> {current} : selected, current);
    }
    if (std::exchange(m_question, m_search->question()) != m_search->question()) {
        // The best is at the top, and what was chosen before may stand far below.
        m_table->scrollToTop();
        m_grid->scrollToTop();
    }
    passSelection();
    if (m_suggested != m_search->tags()) {
        suggestTags();
    }
    m_facets->setCounts(m_search->counts());
    const auto shown = static_cast<qint64>(m_search->ids().size());
    const auto total = static_cast<qint64>(m_search->totalCount());
    m_bar->setResult(shown, total, m_search->elapsedMs());
    m_map->setShown(m_search->ids(), !m_search->isRanked() && shown == total);
    showFittingPage();
    Q_EMIT shownCountChanged(shown, total);
}

void LibraryRoom::suggestTags()
{
    m_suggested = m_search->tags();
    QStringList names;
    for (std::size_t i = 0; m_suggested && i < m_suggested->size(); ++i) {
        names += tagText(QString::fromStdString((*m_suggested)[i].first));
    }
    m_bar->setKnownTags(names);
}

void LibraryRoom::showFittingPage()
{
    const bool isEmpty = m_context.library->isLoaded() && m_context.library->rows().empty();
    const bool hasNoMatch = !isEmpty && m_search->ids().empty() && m_search->totalCount() > 0;
    if (hasNoMatch) {
        offerRelaxations();
    }
    constexpr int kEmptyPage = 3; // after the views, in their order
    m_pages->setCurrentIndex(isEmpty          ? kEmptyPage
                                 : hasNoMatch ? kEmptyPage + 1
                                              : static_cast<int>(m_view));
}

bool LibraryRoom::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_bar->field() && dropOnSearch(event)) {
        return true;
    }
    if (watched == m_bar->field() && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_bar->commit();
            viewWidget()->setFocus(Qt::ShortcutFocusReason);
            if (!showsMap() && m_table->selectedIds().empty() && m_model->rowCount() > 0) {
                m_table->choose(m_model->idAt(0));
                onChosen(true);
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LibraryRoom::saveColumns()
{
    m_context.settings->setWindowState(kColumnsKey, m_table->columnState());
}

void LibraryRoom::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    saveColumns();
}

void LibraryRoom::retranslate()
{
    setAccessibleName(tr("Library"));
    m_add->setText(tr("Add sounds…"));
    m_add->setAccessibleName(m_add->text());
    m_views->setAccessibleName(tr("View"));
    nameViews();
    m_likeFile->setName(tr("Find what sounds like a file…"));
}

// In a narrow room the words are to be searched with: the pictures say which view it is.
void LibraryRoom::nameViews()
{
    const bool isWide = width() >= dp(900);
    const auto name = [this, isWide](const char* id, const QString& text) {
        const QString segment = QString::fromLatin1(id);
        if (QAbstractButton* button = m_views->segment(segment)) { // no map without a search
            m_views->setSegmentText(segment, isWide ? text : QString());
            button->setAccessibleName(text);
            button->setToolTip(isWide ? QString() : text);
        }
    };
    name("table", tr("Table"));
    name("grid", tr("Grid"));
    name("map", tr("Map"));
}

void LibraryRoom::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    nameViews();
}

void LibraryRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_model->retranslate();
        m_actions->retranslate();
        m_selection->retranslate();
        suggestTags();
        showVoice();
    }
}

} // namespace nde::ui
