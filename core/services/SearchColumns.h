#pragma once

#include "core/base/Stem.h"
#include "core/search/NameIndex.h"
#include "core/search/PercentileTable.h"
#include "core/search/SearchScore.h"
#include "core/search/SimilarSounds.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace nde::services {

/// What `SearchEngine` holds of each sound, a column for each thing, all by id.
/// @thread  one at a time.
class SearchColumns
{
public:
    [[nodiscard]] const std::vector<StemRow>& rows() const { return m_rows; }
    [[nodiscard]] const search::NameIndex& names() const { return m_names; }
    [[nodiscard]] std::optional<std::size_t> indexOf(StemId id) const;

    [[nodiscard]] bool isMeasured(std::size_t index) const { return m_isMeasured[index] != 0; }
    [[nodiscard]] const std::array<float, search::kAxisCount>& axes(std::size_t index) const
    {
        return m_axes[index];
    }
    [[nodiscard]] const search::Places& places(std::size_t index) const { return m_places[index]; }
    [[nodiscard]] const search::SimilarRow& similar(std::size_t index) const
    {
        return m_similar[index];
    }
    /// Folded: what made the sound, and its licence.
    [[nodiscard]] const std::string& model(std::size_t index) const
    {
        return m_texts[m_models[index]];
    }
    [[nodiscard]] const std::string& licence(std::size_t index) const
    {
        return m_texts[m_licences[index]];
    }
    /// Where the words of the sound are in `names()`.
    [[nodiscard]] std::uint32_t nameSlot(std::size_t index) const { return m_slots[index]; }
    [[nodiscard]] std::array<float, search::kAxisCount>
    percentilesOf(const std::array<float, search::kAxisCount>& axes) const
    {
        return m_table.percentiles(axes);
    }

    void put(const Stem& stem); ///< adds or replaces
    void remove(const std::vector<StemId>& ids);
    /// Places the sounds that changed; all of them when enough have.
    void settle();

private:
    void insertAt(std::size_t index, const Stem& stem);
    void setNames(std::size_t index, const Stem& stem);
    [[nodiscard]] std::uint32_t textId(const std::string& text);
    void setFeatures(std::size_t index, const Descriptors& descriptors);

    std::vector<StemRow> m_rows;
    std::vector<std::array<float, search::kAxisCount>> m_axes;
    std::vector<search::Places> m_places;
    std::vector<search::SimilarRow> m_similar;
    std::vector<std::uint8_t> m_isMeasured;
    std::vector<std::uint32_t> m_slots;
    std::vector<std::uint32_t> m_models; ///< in m_texts
    std::vector<std::uint32_t> m_licences;
    std::vector<std::string> m_texts; ///< there are few, so each is kept once
    std::unordered_map<std::string, std::uint32_t> m_textIds;
    std::vector<std::size_t> m_nameHashes;
    search::NameIndex m_names;
    search::PercentileTable m_table;
    std::vector<StemId> m_unsettled;
    std::size_t m_changedSinceTable {};
    bool m_hasTable {};
};

} // namespace nde::services
