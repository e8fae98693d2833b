#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nde::search {

/// Vectors of the library's sounds, of one model, in one file that is mapped into memory: search by
/// cosine, without reading what is not needed. Exact, until a library is so large that comparing
/// with every row takes too long: from `graphFrom` sounds on `settle` builds a graph beside the
/// file (see VectorGraph), which `put` and `remove` then keep in step.
///
/// The file: a header of 128 bytes (magic, version, dimensions, count, the library's stamp up to
/// which it is complete, hash of the model, checksum of the header), then the rows: id (0 = a
/// removed one), a check word, and the floats, scaled to length 1. All little endian. Rows are
/// appended before the count in the header is raised, so that a process that dies leaves a file
/// that is complete up to its count; a row whose check word is wrong counts as removed.
///
/// Everything in it can be made again: a file of another model, of other dimensions or one that is
/// damaged is begun anew, and `wasRebuilt` says so.
///
/// @thread  one at a time; `search` of several threads at once is fine while nobody writes. One
///          process writes: the second gets Busy.
class VectorIndex
{
public:
    static constexpr std::size_t kMaxDimensions = 4096;
    static constexpr std::size_t kMaxModelHash = 64; ///< bytes
    static constexpr std::size_t kGraphFrom = 1'000'000; ///< sounds

    /// @param file        its folder is made.
    /// @param modelHash   hex of the model's SHA-256.
    /// @param dimensions  1 … kMaxDimensions.
    /// @param graphFrom   how many sounds make a graph worth its time.
    /// @errors  BadInput, Busy, ReadOnly, DiskFull, Io.
    [[nodiscard]] static Result<VectorIndex> open(const std::filesystem::path& file,
                                                  const std::string& modelHash,
                                                  std::size_t dimensions,
                                                  std::size_t graphFrom = kGraphFrom);
    VectorIndex(VectorIndex&&) noexcept;
    VectorIndex& operator=(VectorIndex&&) noexcept;
    ~VectorIndex();

    [[nodiscard]] std::size_t dimensions() const;
    [[nodiscard]] std::size_t size() const; ///< without removed ones
    [[nodiscard]] bool contains(StemId id) const;
    [[nodiscard]] std::vector<StemId> ids() const; ///< rising
    [[nodiscard]] bool wasRebuilt() const; ///< `open` found something that could not be used
    /// The library's stamp up to which the index is complete; 0 = nothing yet.
    [[nodiscard]] std::int64_t upToMs() const;

    struct Item
    {
        StemId id {};
        std::vector<float> vector; ///< [dimensions], any length but 0; finite
    };
    /// Adds or replaces. @errors  BadInput (nothing is written then), DiskFull, Io, OutOfMemory.
    [[nodiscard]] Result<> put(std::span<const Item> items);
    /// Unknown ids are skipped. @errors  Io.
    [[nodiscard]] Result<> remove(std::span<const StemId> ids);
    /// What `upToMs` says from now on, on the disk when it returns. @errors  Io.
    [[nodiscard]] Result<> setUpToMs(std::int64_t stamp);
    /// Leaves removed rows out; worth it from a quarter of them on. @errors  as `put`.
    [[nodiscard]] Result<> compact();
    [[nodiscard]] std::size_t removedRows() const;

    /// One step towards the graph of a library that has `graphFrom` sounds: loads what was saved,
    /// takes in `rows` more (about a millisecond each), saves what is complete. Of a smaller
    /// library it forgets the graph. Searching is exact until there is nothing left to do.
    /// @return  whether there is. @errors  OutOfMemory, DiskFull, Io; searching goes on.
    [[nodiscard]] Result<bool> settle(std::size_t rows);
    [[nodiscard]] bool isApproximate() const; ///< whether `search` asks the graph

    /// The vector of a sound, of length 1; empty = not in the index.
    [[nodiscard]] std::vector<float> vectorOf(StemId id) const;
    /// Nearest by cosine, best first, ties by id. The same as comparing with every row, unless
    /// `isApproximate`: then one in some tens may be missing for a worse one; cosines are right.
    /// @param query  [dimensions], any length but 0. @errors  BadInput.
    [[nodiscard]] Result<std::vector<std::pair<StemId, float>>> search(std::span<const float> query,
                                                                       std::size_t count) const;
    /// Cosines with the sounds of `ids`, 0 for those that are not in the index. @errors  BadInput.
    [[nodiscard]] Result<std::vector<float>> cosines(std::span<const float> query,
                                                     std::span<const StemId> ids) const;

private:
    class Private;
    explicit VectorIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace nde::search
