#include "ui/panels/RowTable.h"

#include "ui/panels/library/TableHeader.h"

#include <QHeaderView>

namespace nde::ui {

void makeRowTable(QTableView& table)
{
    auto* header = new TableHeader(&table);
    header->setObjectName(table.objectName() + QStringLiteral("_header"));
    header->setSectionsClickable(false);
    table.setHorizontalHeader(header);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(QHeaderView::Fixed);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setFrameShape(QFrame::NoFrame);
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
}

} // namespace nde::ui
