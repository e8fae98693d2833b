#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace nde::search {

/// Where vectors lie: rows of one file, a fixed way apart, each of length 1.
struct VectorRows
{
    const float* first {};
    std::size_t strideBytes {};
    std::size_t padded {}; ///< floats of a row, a multiple of kVectorLanes
};

/// A graph over rows of vectors that somebody else keeps, by which the nearest are found without
/// comparing with all: nearly always the right ones, never sure of it. It holds the numbers of the
/// rows and their links, about 250 bytes each, and no vector.
///
/// @thread  one at a time; `nearest` of several threads at once is fine while nobody changes it.
/// @source  Malkov, Yashunin, "Efficient and robust approximate nearest neighbor search using
///          Hierarchical Navigable Small World graphs", TPAMI 2020; hnswlib (Apache-2.0).
class VectorGraph
{
public:
    /// @param capacity  rows to make room for; it grows.
    /// @errors  OutOfMemory.
    [[nodiscard]] static Result<VectorGraph> create(const VectorRows& rows, std::size_t capacity);
    VectorGraph(VectorGraph&&) noexcept;
    VectorGraph& operator=(VectorGraph&&) noexcept;
    ~VectorGraph();

    /// The rows have moved in memory.
    void setRows(const VectorRows& rows);
    /// Rows 0 … `covered` − 1 were appended or passed over.
    [[nodiscard]] std::size_t covered() const;

    /// Takes in row `covered()`. @errors  OutOfMemory.
    [[nodiscard]] Result<> append();
    void passOver(); ///< row `covered()` is of a removed sound
    /// This row is not found any more. What was never taken in does not matter.
    void remove(std::size_t row);
    /// The nearest rows in no order, `count` at most.
    /// @param query  [padded], of length 1. @errors  OutOfMemory.
    [[nodiscard]] Result<std::vector<std::size_t>> nearest(const float* query,
                                                           std::size_t count) const;

    /// Two files, of which the second names the first's check sum: what a dying process leaves is
    /// not loaded.
    /// @param stamp  of the rows; `load` wants the same. @errors  DiskFull, Io.
    [[nodiscard]] Result<> save(const std::filesystem::path& file, std::uint64_t stamp) const;
    /// @errors  NotFound (there is none, or it is of other rows), Corrupt, OutOfMemory.
    [[nodiscard]] static Result<VectorGraph> load(const std::filesystem::path& file,
                                                  std::uint64_t stamp, const VectorRows& rows,
                                                  std::size_t rowCount);
    static void forget(const std::filesystem::path& file); ///< removes what was saved

private:
    class Private;
    explicit VectorGraph(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace nde::search
