#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/search/SimilarSounds.h"

#include <cstdint>
#include <span>
#include <vector>

namespace nde::search {

struct MapPlace
{
    StemId id {};
    float x {};
    float y {};
    bool operator==(const MapPlace&) const = default;
};

/// Where the sounds of a library lie on its map: what sounds alike lies together.
struct MapLayout
{
    std::uint64_t seed {};
    float scale {1.0F}; ///< units of the map to one of the layout's own
    std::vector<MapPlace> places; ///< by id; nearly all of a fresh one lie in −1 … 1
    bool operator==(const MapLayout&) const = default;
};

/// Lays a library out: principal components as the start, then neighbours draw each other and
/// strangers push each other away.
///
/// @param ids   rising. @param rows  of the same sounds, as in `Similarity` with even aspects.
/// @param seed  same sounds, same seed: the same bytes, on one kind of processor.
/// @errors      Cancelled, BadInput (ids and rows of different lengths).
/// @thread      any. About 2 s for 20 000 sounds.
/// @source      McInnes, Healy, Melville, "UMAP: uniform manifold approximation and projection",
///              arXiv:1802.03426, with the exponent b of its curve at 1 (Student's kernel, as in
///              t-SNE), which spares a power for each pair.
[[nodiscard]] Result<MapLayout> layOutMap(std::span<const StemId> ids,
                                          std::span<const SimilarRow> rows, std::uint64_t seed,
                                          TaskContext& task);

/// Gives sounds that have no place one beside those that they sound like. Every place that is known
/// stays exactly where it is, also of sounds that are not among `ids` at present.
/// @errors  as layOutMap. @thread  any.
[[nodiscard]] Result<MapLayout> extendMap(const MapLayout& known, std::span<const StemId> ids,
                                          std::span<const SimilarRow> rows, TaskContext& task);

} // namespace nde::search
