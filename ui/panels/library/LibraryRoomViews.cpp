#include "core/services/Collections.h"
#include "core/services/LibraryService.h"
#include "core/services/SearchService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SearchText.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/CollectionList.h"
#include "ui/panels/library/FacetPanel.h"
#include "ui/panels/library/LibraryMap.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SearchBar.h"
#include "ui/panels/library/SelectionBar.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/panels/library/SoundGrid.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAbstractButton>
#include <QScopedValueRollback>
#include <QShortcut>

#include <algorithm>
#include <array>

/// The part of LibraryRoom about its views and the collections.
namespace nde::ui {

namespace {

const auto kViewKey = QStringLiteral("library_view");
struct ViewInfo
{
    LibraryView view {};
    const char* id {}; ///< in settings and object names
    const char* icon {};
    Qt::Key key {};
};
/// In the order of LibraryView.
constexpr std::array<ViewInfo, 3> kViews {{{LibraryView::Table, "table", "library", Qt::Key_1},
                                           {LibraryView::Grid, "grid", "grid", Qt::Key_2},
                                           {LibraryView::Map, "map", "map", Qt::Key_3}}};
/// A table takes its time with more ranges than that.
constexpr std::size_t kMostInTable = 2000;

/// The table for everything else.
LibraryView viewOf(const QString& id)
{
    for (const ViewInfo& info : kViews) {
        if (id == QLatin1String(info.id)) {
            return info.view;
        }
    }
    return LibraryView::Table;
}

} // namespace

void LibraryRoom::connectViews()
{
    m_views->setObjectName(QStringLiteral("lib_view"));
    for (const ViewInfo& info : kViews) {
        const QString id = QString::fromLatin1(info.id);
        if (info.view == LibraryView::Map && m_context.search == nullptr) {
            continue; // the map is made of what searching knows
        }
        m_views->addSegment(id, QString(), QString::fromLatin1(info.icon));
        m_views->segment(id)->setObjectName(QStringLiteral("lib_view_") + id);
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::ALT | info.key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this,
                [this, view = info.view] { showView(view); });
    }
    connect(m_views, &SegmentedControl::currentChanged, this,
            [this](const QString& id) { showView(viewOf(id)); });
    m_views->setCurrent(QString::fromLatin1(kViews[0].id));
    showView(viewOf(QString::fromLatin1(m_context.settings->windowState(kViewKey))));
}

void LibraryRoom::connectGrid()
{
    connect(m_grid, &SoundGrid::chosen, this, &LibraryRoom::onChosen);
    connect(m_grid, &SoundGrid::opened, this, [this] { onChosen(true); });
    connect(m_grid, &SoundGrid::menuRequested, m_actions, &SoundActions::popup);
}

void LibraryRoom::connectMap()
{
    connect(m_map, &LibraryMap::chosen, this, &LibraryRoom::onMapChosen);
    connect(m_map, &LibraryMap::menuRequested, m_actions, &SoundActions::popup);
}

void LibraryRoom::connectCollections()
{
    if (m_context.search == nullptr) {
        return;
    }
    services::Collections& all = m_context.search->collections();
    CollectionList& list = m_facets->collections();
    list.setCollections(&all);
    m_bar->setCanSave(true);
    const auto suggestNames = [this, &all] {
        QStringList names;
        for (const services::CollectionRow& row : all.rows()) {
            names += row.name;
        }
        m_bar->setKnownCollections(names);
    };
    suggestNames();
    connect(&all, &services::Collections::changed, m_bar, suggestNames);
    connect(&list, &CollectionList::toggled, this, [this](const QString& name, bool on) {
        services::LibraryFilter part;
        part.collections = {name.toStdString()};
        m_bar->togglePart(part, on);
    });
    connect(&list, &CollectionList::smartChosen, this, [this](const QString& filter, bool on) {
        m_bar->clearAll();
        if (on) {
            m_bar->setText(filter);
        }
    });
    connect(m_bar, &SearchBar::saveRequested, this, [this, &all] {
        if (const auto text = searchTextOf(m_bar->text(), m_bar->facets())) {
            askForName(this, tr("Save as smart collection"), *text,
                       [&all, text](const QString& name) { all.create(name, *text, {}); });
        }
    });
    connect(&list, &CollectionList::exportRequested, this,
            [this, &all](const services::CollectionRow& row) {
                later(this, all.sounds(row.id),
                      [this, name = row.name](const Result<std::vector<StemId>>& ids) {
                          if (!ids) {
                              m_context.selection->showMessage(
                                  errorSentence(errorCodeId(ids.error().code)));
                          } else {
                              askToExport(*ids, name);
                          }
                      });
            });
    connect(m_actions, &SoundActions::collectionRequested, &list, &CollectionList::askForNew);
    connect(&all, &services::Collections::membersChanged, m_search, &SoundSearch::askAgain);
    connect(&all, &services::Collections::failed, this, [this](const Error& error) {
        m_context.selection->showMessage(error.code == ErrorCode::Exists
                                             ? tr("There is a collection of this name already.")
                                             : errorSentence(errorCodeId(error.code)));
    });
}

void LibraryRoom::showView(LibraryView view)
{
    if (view == LibraryView::Map && m_context.search == nullptr) {
        view = LibraryView::Table;
    }
    const QString id = QString::fromLatin1(kViews[static_cast<std::size_t>(view)].id);
    m_views->setCurrent(id);
    if (m_view == view) {
        return;
    }
    const bool hadKeys = viewWidget()->hasFocus();
    m_view = view;
    m_context.settings->setWindowState(kViewKey, id.toLatin1());
    if (showsMap()) {
        m_map->setSelection(m_context.selection->current(), m_context.selection->selected());
    } else if (const StemId current = m_table->currentId(); current != 0) {
        // In the column that the grid has, and in sight.
        const QModelIndex index
            = m_model->index(m_model->rowOf(current), StemTableModel::NameColumn);
        m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        m_table->scrollTo(index);
        m_grid->scrollTo(index);
    }
    passSelection();
    showFittingPage();
    setFocusProxy(viewWidget());
    if (hadKeys) {
        viewWidget()->setFocus(Qt::OtherFocusReason);
    }
}

QWidget* LibraryRoom::viewWidget() const
{
    switch (m_view) {
    case LibraryView::Grid:
        return m_grid;
    case LibraryView::Map:
        return m_map;
    case LibraryView::Table:
        break;
    }
    return m_table;
}

QPoint LibraryRoom::placeOfCurrent() const
{
    if (showsMap()) {
        return m_map->mapToGlobal(m_map->rect().center());
    }
    const QAbstractItemView* list = m_table;
    if (m_view == LibraryView::Grid) {
        list = m_grid;
    }
    return list->viewport()->mapToGlobal(list->visualRect(list->currentIndex()).bottomLeft());
}

/// The table does not hold all that is chosen on the map; what is gone is not chosen any more.
void LibraryRoom::forgetRemoved(const std::vector<StemId>& removed)
{
    if (!showsMap() || removed.empty()) {
        return;
    }
    std::vector<StemId> gone = removed;
    std::sort(gone.begin(), gone.end());
    const auto isGone
        = [&gone](StemId id) { return std::binary_search(gone.begin(), gone.end(), id); };
    std::vector<StemId> ids = m_context.selection->selected();
    StemId current = m_context.selection->current();
    if (std::erase_if(ids, isGone) == 0 && !isGone(current)) {
        return;
    }
    current = isGone(current) ? (ids.empty() ? 0 : ids.front()) : current;
    const QScopedValueRollback guard(m_isAnnouncing, true);
    m_context.selection->select(current, ids, false);
    m_map->setSelection(current, ids);
}

void LibraryRoom::setChosen(const std::vector<StemId>& ids, StemId current)
{
    m_actions->setSelection(ids, current);
    m_selection->setCount(static_cast<int>(ids.size()));
}

void LibraryRoom::passSelection()
{
    if (showsMap()) {
        setChosen(m_context.selection->selected(), m_context.selection->current());
    } else {
        setChosen(m_table->selectedIds(), m_table->currentId());
    }
}

void LibraryRoom::onMapChosen(StemId current, const std::vector<StemId>& selected, bool audition)
{
    if (selected.size() <= kMostInTable) {
        m_table->chooseAll(selected, current);
    } else {
        m_table->choose(current);
    }
    setChosen(selected, current);
    m_search->setNeighboursOf(current);
    const QScopedValueRollback guard(m_isAnnouncing, true);
    m_context.selection->select(current, selected, audition);
}

} // namespace nde::ui
