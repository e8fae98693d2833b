#include "core/services/Collections.h"
#include "core/services/LibraryService.h"
#include "core/services/SearchService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/SearchText.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/library/CollectionList.h"
#include "ui/panels/library/FacetPanel.h"
#include "ui/panels/library/LibraryMap.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SearchBar.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAbstractButton>
#include <QScopedValueRollback>
#include <QShortcut>

/// The part of LibraryRoom about the map and the collections.
namespace nde::ui {

namespace {

const auto kViewKey = QStringLiteral("library_view");
/// A table takes its time with more ranges than that.
constexpr std::size_t kMostInTable = 2000;

} // namespace

void LibraryRoom::connectMap()
{
    m_views->setObjectName(QStringLiteral("lib_view"));
    m_views->addSegment(QStringLiteral("table"), QString(), QStringLiteral("library"));
    m_views->addSegment(QStringLiteral("map"), QString(), QStringLiteral("map"));
    m_views->segment(QStringLiteral("table"))->setObjectName(QStringLiteral("lib_view_table"));
    m_views->segment(QStringLiteral("map"))->setObjectName(QStringLiteral("lib_view_map"));
    m_views->setVisible(m_context.search != nullptr); // the map is made of what searching knows
    connect(m_views, &SegmentedControl::currentChanged, this,
            [this](const QString& id) { showMap(id == QLatin1String("map")); });
    connect(m_map, &LibraryMap::chosen, this, &LibraryRoom::onMapChosen);
    connect(m_map, &LibraryMap::menuRequested, m_actions, &SoundActions::popup);
    const auto onKey = [this](int key, bool map) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::ALT | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, map] { showMap(map); });
    };
    onKey(Qt::Key_1, false);
    onKey(Qt::Key_3, true);
    showMap(m_context.settings->windowState(kViewKey) == "map");
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
    connect(m_actions, &SoundActions::collectionRequested, &list, &CollectionList::askForNew);
    connect(&all, &services::Collections::membersChanged, m_search, &SoundSearch::askAgain);
    connect(&all, &services::Collections::failed, this, [this](const Error& error) {
        m_context.selection->showMessage(error.code == ErrorCode::Exists
                                             ? tr("There is a collection of this name already.")
                                             : errorSentence(errorCodeId(error.code)));
    });
}

void LibraryRoom::showMap(bool on)
{
    on = on && m_context.search != nullptr;
    m_views->setCurrent(on ? QStringLiteral("map") : QStringLiteral("table"));
    if (m_showsMap == on) {
        return;
    }
    m_showsMap = on;
    m_context.settings->setWindowState(kViewKey, on ? "map" : "table");
    m_map->setSelection(m_context.selection->current(), m_context.selection->selected());
    passSelection();
    showFittingPage();
    setFocusProxy(on ? static_cast<QWidget*>(m_map) : m_table);
}

// The table does not hold all that is chosen on the map.
void LibraryRoom::passSelection()
{
    if (!m_showsMap) {
        m_actions->setSelection(m_table->selectedIds(), m_table->currentId());
        return;
    }
    const StemId current = m_context.selection->current();
    std::vector<StemId> ids = m_context.selection->selected();
    const std::vector<StemRow>& rows = m_context.library->rows();
    if (std::erase_if(ids, [&rows](StemId id) { return rowById(rows, id) == nullptr; }) > 0) {
        m_map->setSelection(current, ids);
    }
    m_actions->setSelection(ids, current);
}

void LibraryRoom::onMapChosen(StemId current, const std::vector<StemId>& selected, bool audition)
{
    if (selected.size() <= kMostInTable) {
        m_table->chooseAll(selected, current);
    } else {
        m_table->choose(current);
    }
    m_actions->setSelection(selected, current);
    m_search->setNeighboursOf(current);
    const QScopedValueRollback guard(m_isAnnouncing, true);
    m_context.selection->select(current, selected, audition);
}

} // namespace nde::ui
