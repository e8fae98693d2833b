#pragma once

#include "core/search/MappedRows.h"
#include "core/search/VectorGraph.h"
#include "core/search/VectorIndex.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace nde::search {

/// The file behind a VectorIndex (which describes it): header, rows, and which row is whose.
/// @thread  as VectorIndex.
class VectorFile
{
public:
    struct Header
    {
        char magic[8];
        std::uint32_t version;
        std::uint32_t dimensions;
        std::uint64_t count; ///< rows, removed ones with them
        std::int64_t upToMs;
        char modelHash[VectorIndex::kMaxModelHash];
        /// Another one whenever rows get other numbers; 0 in files of older builds.
        std::uint64_t stamp;
        std::uint64_t unused[2];
        std::uint64_t check;
    };
    static_assert(sizeof(Header) == 128);
    struct RowHead
    {
        std::int64_t id; ///< 0 = removed
        std::uint64_t check;
    };

    VectorFile(MappedRows file, std::string modelHash, std::size_t dimensions);

    [[nodiscard]] bool isUsable() const; ///< of this model, and whole
    [[nodiscard]] Result<> begin(); ///< empty; @errors  DiskFull, Io
    void readRows();
    [[nodiscard]] Result<> seal(); ///< the header is on the disk when it returns; @errors  Io
    /// Other numbers from now on; the header is not sealed yet.
    void renumber();

    [[nodiscard]] Header* header() { return reinterpret_cast<Header*>(m_file.data()); }
    [[nodiscard]] const Header* header() const
    {
        return reinterpret_cast<const Header*>(m_file.data());
    }
    [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(header()->count); }
    [[nodiscard]] std::size_t dimensions() const { return m_dimensions; }
    [[nodiscard]] std::size_t padded() const { return m_padded; }
    [[nodiscard]] std::size_t rowBytes() const { return m_rowBytes; }
    [[nodiscard]] std::size_t offset(std::size_t row) const
    {
        return sizeof(Header) + row * m_rowBytes;
    }
    [[nodiscard]] std::byte* rowAt(std::size_t row) { return m_file.data() + offset(row); }
    [[nodiscard]] const std::byte* rowAt(std::size_t row) const
    {
        return m_file.data() + offset(row);
    }
    [[nodiscard]] RowHead* headAt(std::size_t row)
    {
        return reinterpret_cast<RowHead*>(rowAt(row));
    }
    [[nodiscard]] const RowHead* headAt(std::size_t row) const
    {
        return reinterpret_cast<const RowHead*>(rowAt(row));
    }
    [[nodiscard]] const float* floatsAt(std::size_t row) const
    {
        return reinterpret_cast<const float*>(rowAt(row) + sizeof(RowHead));
    }
    [[nodiscard]] VectorRows vectorRows() const { return {floatsAt(0), m_rowBytes, m_padded}; }
    [[nodiscard]] MappedRows& file() { return m_file; }

    /// Of length 1 and padded with 0. @errors  BadInput.
    [[nodiscard]] Result<std::vector<float>> unit(std::span<const float> vector) const;
    void writeRow(std::size_t row, StemId id, const std::vector<float>& unit);

    std::unordered_map<StemId, std::size_t> rows; ///< by sound
    bool wasRebuilt {};

private:
    [[nodiscard]] std::uint64_t checkOfRow(std::size_t row) const;

    MappedRows m_file;
    std::string m_modelHash;
    std::size_t m_dimensions;
    std::size_t m_padded;
    std::size_t m_rowBytes;
};

} // namespace nde::search
