#pragma once

#include <QTableView>

namespace nde::ui {

/// Makes a table one of rows: the studio's header under `<objectName>_header`, one row chosen at a
/// time, no grid, no editing, nothing to scroll sideways. Needs the object's name and its model to
/// be set.
void makeRowTable(QTableView& table);

} // namespace nde::ui
