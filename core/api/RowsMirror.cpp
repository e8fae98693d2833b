#include "core/api/RowsMirror.h"

#include "core/services/LibraryReads.h"

#include <algorithm>

namespace nde::api {
namespace {

using Rows = std::vector<StemRow>;

bool isBefore(const StemRow& row, StemId id)
{
    return row.id < id;
}

Rows merged(const Rows& known, const services::LibraryChanges& changes)
{
    Rows rows;
    rows.reserve(known.size() + changes.rows.size());
    const auto isIn = [&changes](StemId id) {
        const auto at = std::lower_bound(changes.rows.begin(), changes.rows.end(), id, isBefore);
        return at != changes.rows.end() && at->id == id;
    };
    for (const StemRow& row : known) {
        const bool isGone = std::find(changes.removed.begin(), changes.removed.end(), row.id)
            != changes.removed.end();
        if (!isGone && !isIn(row.id)) {
            rows.push_back(row);
        }
    }
    const auto middle = rows.insert(rows.end(), changes.rows.begin(), changes.rows.end());
    std::inplace_merge(rows.begin(), middle, rows.end(),
                       [](const StemRow& a, const StemRow& b) { return a.id < b.id; });
    return rows;
}

} // namespace

Result<RowsMirror::Rows> RowsMirror::rows()
{
    const std::lock_guard lock(m_mutex);
    auto changes = services::libraryChanges(*m_studio, m_rows ? m_upToMs + 1 : 0);
    if (!changes) {
        return propagate(changes);
    }
    m_upToMs = changes->upToMs;
    if (!m_rows) {
        m_rows = std::make_shared<const std::vector<StemRow>>(std::move(changes->rows));
    } else if (!changes->rows.empty() || !changes->removed.empty()) {
        m_rows = std::make_shared<const std::vector<StemRow>>(merged(*m_rows, *changes));
    }
    return m_rows;
}

} // namespace nde::api
