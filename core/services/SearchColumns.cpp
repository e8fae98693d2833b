#include "core/services/SearchColumns.h"

#include "core/services/LibraryFilter.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

namespace nde::services {

namespace {

constexpr std::size_t kFoldersNamed = 2; ///< the last ones of a path
/// Percentiles move as a library grows; below this share of changes nobody sees it.
constexpr std::size_t kChangeShare = 50;

/// The last folders of a path, without the file.
std::string_view foldersOf(std::string_view path)
{
    const auto end = path.rfind('/');
    if (end == std::string_view::npos) {
        return {};
    }
    std::size_t from = end;
    for (std::size_t i = 0; i < kFoldersNamed && from != std::string_view::npos && from > 0; ++i) {
        from = path.rfind('/', from - 1);
    }
    const std::size_t begin = from == std::string_view::npos ? 0 : from;
    return path.substr(begin, end - begin);
}

template<typename T>
void eraseMarked(std::vector<T>& column, const std::vector<std::uint8_t>& isGone)
{
    std::size_t out = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (isGone[i] == 0) {
            if (out != i) {
                column[out] = std::move(column[i]);
            }
            ++out;
        }
    }
    column.erase(column.begin() + static_cast<std::ptrdiff_t>(out), column.end());
}

} // namespace

std::optional<std::size_t> SearchColumns::indexOf(StemId id) const
{
    const auto at
        = std::lower_bound(m_rows.begin(), m_rows.end(), id,
                           [](const StemRow& row, StemId wanted) { return row.id < wanted; });
    return at != m_rows.end() && at->id == id
        ? std::optional(static_cast<std::size_t>(at - m_rows.begin()))
        : std::nullopt;
}

void SearchColumns::insertAt(std::size_t index, const Stem& stem)
{
    const auto at = static_cast<std::ptrdiff_t>(index);
    m_rows.insert(m_rows.begin() + at, rowOf(stem));
    m_axes.insert(m_axes.begin() + at, std::array<float, search::kAxisCount> {});
    m_places.insert(m_places.begin() + at, search::kNoPlaces);
    m_similar.insert(m_similar.begin() + at, search::SimilarRow {});
    m_isMeasured.insert(m_isMeasured.begin() + at, 0);
    m_slots.insert(m_slots.begin() + at, static_cast<std::uint32_t>(m_names.size()));
    m_nameHashes.insert(m_nameHashes.begin() + at, 0);
    m_models.insert(m_models.begin() + at, 0);
    m_licences.insert(m_licences.begin() + at, 0);
    m_names.append({});
}

void SearchColumns::setNames(std::size_t index, const Stem& stem)
{
    const StemRow& row = m_rows[index];
    const std::string all = row.name + '\n' + row.tags + '\n' + stem.path;
    const std::size_t hash = std::hash<std::string> {}(all);
    if (hash != m_nameHashes[index]) {
        m_nameHashes[index] = hash;
        m_names.replace(m_slots[index], {row.name, foldersOf(stem.path), row.tags});
    }
}

void SearchColumns::setFeatures(std::size_t index, const Descriptors& descriptors)
{
    const auto features = search::featuresOf(descriptors);
    m_isMeasured[index] = features ? 1 : 0;
    if (features) {
        m_axes[index] = features->axes;
        m_similar[index] = search::similarRowOf(*features);
    } else {
        m_axes[index].fill(std::numeric_limits<float>::quiet_NaN());
        m_similar[index] = {};
    }
}

std::uint32_t SearchColumns::textId(const std::string& text)
{
    const auto [at, isNew]
        = m_textIds.try_emplace(text, static_cast<std::uint32_t>(m_texts.size()));
    if (isNew) {
        m_texts.push_back(foldText(text));
    }
    return at->second;
}

void SearchColumns::put(const Stem& stem)
{
    const auto at
        = std::lower_bound(m_rows.begin(), m_rows.end(), stem.id,
                           [](const StemRow& row, StemId wanted) { return row.id < wanted; });
    const auto index = static_cast<std::size_t>(at - m_rows.begin());
    if (at == m_rows.end() || at->id != stem.id) {
        insertAt(index, stem);
    } else {
        m_rows[index] = rowOf(stem);
    }
    m_models[index] = textId(stem.model);
    m_licences[index] = textId(stem.licence);
    setNames(index, stem);
    setFeatures(index, stem.descriptors);
    m_unsettled.push_back(stem.id);
    ++m_changedSinceTable;
}

void SearchColumns::remove(const std::vector<StemId>& ids)
{
    std::vector<std::uint8_t> isGone(m_rows.size(), 0);
    std::size_t count = 0;
    for (const StemId id : ids) {
        if (const auto index = indexOf(id)) {
            m_names.replace(m_slots[*index], {});
            isGone[*index] = 1;
            ++count;
        }
    }
    if (count == 0) {
        return;
    }
    m_changedSinceTable += count;
    eraseMarked(m_rows, isGone);
    eraseMarked(m_axes, isGone);
    eraseMarked(m_places, isGone);
    eraseMarked(m_similar, isGone);
    eraseMarked(m_isMeasured, isGone);
    eraseMarked(m_slots, isGone);
    eraseMarked(m_nameHashes, isGone);
    eraseMarked(m_models, isGone);
    eraseMarked(m_licences, isGone);
}

void SearchColumns::settle()
{
    const auto place = [this](std::size_t i) {
        m_places[i] = m_isMeasured[i] != 0 ? search::placesOf(m_table.percentiles(m_axes[i]))
                                           : search::kNoPlaces;
    };
    if (m_hasTable && m_changedSinceTable * kChangeShare < m_rows.size()) {
        for (const StemId id : m_unsettled) {
            if (const auto index = indexOf(id)) {
                place(*index);
            }
        }
        m_unsettled.clear();
        return;
    }
    std::array<std::vector<float>, search::kAxisCount> columns;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        for (std::size_t axis = 0; axis < search::kAxisCount; ++axis) {
            if (!std::isnan(m_axes[i][axis])) {
                columns[axis].push_back(m_axes[i][axis]);
            }
        }
    }
    m_table = search::PercentileTable(std::move(columns));
    m_hasTable = true;
    m_changedSinceTable = 0;
    m_unsettled.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        place(i);
    }
}

} // namespace nde::services
