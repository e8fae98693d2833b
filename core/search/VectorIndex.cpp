#include "core/search/VectorIndex.h"

#include "core/search/BestFound.h"
#include "core/search/VectorFile.h"
#include "core/search/VectorGraph.h"
#include "core/search/VectorMath.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nde::search {

namespace {

constexpr std::size_t kGrowRows = 1024;
/// A graph that has grown by this share of its rows since it was saved is saved again.
constexpr std::size_t kSaveShare = 64;

} // namespace

class VectorIndex::Private
{
public:
    Private(VectorFile openFile, std::filesystem::path graphPath, std::size_t from)
        : file(std::move(openFile))
        , graphFile(std::move(graphPath))
        , graphFrom(std::max<std::size_t>(1, from))
    {
    }

    [[nodiscard]] Result<> openGraph();
    [[nodiscard]] Result<> appendRows(std::size_t upTo);
    void dropRow(std::size_t row);
    void followPut(std::size_t first, std::size_t added);
    [[nodiscard]] Result<std::vector<BestFound::Found>> searchGraph(const std::vector<float>& unit,
                                                                    std::size_t count) const;

    VectorFile file;
    std::filesystem::path graphFile;
    std::size_t graphFrom;
    std::optional<VectorGraph> graph;
    std::size_t saved {}; ///< rows that the saved graph covers
};

/// The saved one, or an empty one.
Result<> VectorIndex::Private::openGraph()
{
    saved = 0;
    auto loaded
        = VectorGraph::load(graphFile, file.header()->stamp, file.vectorRows(), file.count());
    if (loaded) {
        graph = std::move(*loaded);
        saved = graph->covered();
        for (std::size_t row = 0; row < saved; ++row) {
            if (file.headAt(row)->id == 0) {
                graph->remove(row);
            }
        }
        return {};
    }
    if (loaded.error().code == ErrorCode::OutOfMemory) {
        return propagate(loaded);
    }
    VectorGraph::forget(graphFile); // there is none, or it is of no use
    auto made = VectorGraph::create(file.vectorRows(), file.count());
    if (!made) {
        return propagate(made);
    }
    graph = std::move(*made);
    return {};
}

Result<> VectorIndex::Private::appendRows(std::size_t upTo)
{
    while (graph->covered() < upTo) {
        if (file.headAt(graph->covered())->id == 0) {
            graph->passOver();
        } else if (auto done = graph->append(); !done) {
            graph.reset(); // searching is exact again
            return done;
        }
    }
    return {};
}

void VectorIndex::Private::dropRow(std::size_t row)
{
    file.headAt(row)->id = 0;
    if (graph && row < graph->covered()) {
        graph->remove(row);
    }
}

/// Keeps a graph in step that was; one that is still growing goes on in `settle`.
void VectorIndex::Private::followPut(std::size_t first, std::size_t added)
{
    if (!graph) {
        return;
    }
    graph->setRows(file.vectorRows()); // the file may have moved in memory
    if (graph->covered() == first) {
        static_cast<void>(appendRows(first + added)); // without memory for it: exact again
    }
}

Result<std::vector<BestFound::Found>>
VectorIndex::Private::searchGraph(const std::vector<float>& unit, std::size_t count) const
{
    const auto near = graph->nearest(unit.data(), count);
    if (!near) {
        return propagate(near);
    }
    BestFound best(count);
    for (const std::size_t row : *near) {
        best.offer({file.headAt(row)->id, dotOf(unit.data(), file.floatsAt(row), file.padded())});
    }
    return best.take();
}

VectorIndex::VectorIndex(std::unique_ptr<Private> d)
    : m_d(std::move(d))
{
}
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;
VectorIndex::~VectorIndex() = default;

Result<VectorIndex> VectorIndex::open(const std::filesystem::path& file,
                                      const std::string& modelHash, std::size_t dimensions,
                                      std::size_t graphFrom)
{
    if (dimensions < 1 || dimensions > kMaxDimensions || modelHash.empty()
        || modelHash.size() > kMaxModelHash) {
        return fail(ErrorCode::BadInput, "no index for this model: " + modelHash);
    }
    auto opened = MappedRows::open(file);
    if (!opened) {
        return propagate(opened);
    }
    const bool isNew = opened->bytes() == 0;
    auto d = std::make_unique<Private>(VectorFile(std::move(*opened), modelHash, dimensions),
                                       file.string() + ".graph", graphFrom);
    if (d->file.isUsable()) {
        d->file.readRows();
    } else {
        d->file.wasRebuilt = !isNew;
        if (auto done = d->file.begin(); !done) {
            return propagate(done);
        }
    }
    if (d->file.wasRebuilt) { // what is missing must be asked for again
        d->file.header()->upToMs = 0;
        if (auto done = d->file.seal(); !done) {
            return propagate(done);
        }
    }
    return VectorIndex(std::move(d));
}

std::size_t VectorIndex::dimensions() const
{
    return m_d->file.dimensions();
}
std::size_t VectorIndex::size() const
{
    return m_d->file.rows.size();
}
bool VectorIndex::contains(StemId id) const
{
    return m_d->file.rows.contains(id);
}
std::vector<StemId> VectorIndex::ids() const
{
    std::vector<StemId> ids;
    ids.reserve(m_d->file.rows.size());
    for (const auto& [id, row] : m_d->file.rows) {
        ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}
bool VectorIndex::wasRebuilt() const
{
    return m_d->file.wasRebuilt;
}
std::int64_t VectorIndex::upToMs() const
{
    return m_d->file.header()->upToMs;
}
std::size_t VectorIndex::removedRows() const
{
    return m_d->file.count() - m_d->file.rows.size();
}

Result<> VectorIndex::put(std::span<const Item> items)
{
    std::vector<std::vector<float>> units;
    for (const Item& item : items) {
        auto unit = m_d->file.unit(item.vector);
        if (!unit || item.id <= 0) {
            return unit ? Result<> {fail(ErrorCode::BadInput, "a sound without a number")}
                        : Result<> {propagate(unit)};
        }
        units.push_back(std::move(*unit));
    }
    const std::size_t first = m_d->file.count();
    const std::size_t needed = m_d->file.offset(first + items.size());
    if (needed > m_d->file.file().bytes()) {
        const std::size_t room
            = m_d->file.offset(first + items.size() + std::max(kGrowRows, first / 4));
        if (auto done = m_d->file.file().resize(room); !done) {
            return done;
        }
        if (m_d->graph) {
            m_d->graph->setRows(m_d->file.vectorRows()); // they have moved, whatever fails below
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_d->file.writeRow(first + i, items[i].id, units[i]);
    }
    if (auto done = m_d->file.file().flush(m_d->file.offset(first), needed); !done) {
        return done;
    }
    m_d->file.header()->count = first + items.size();
    if (auto done = m_d->file.seal(); !done) {
        return done;
    }
    // Only now the rows that were replaced: whoever dies before this leaves both.
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto [at, isNew] = m_d->file.rows.try_emplace(items[i].id, first + i);
        if (!isNew) {
            m_d->dropRow(at->second);
            at->second = first + i;
        }
    }
    m_d->followPut(first, items.size());
    return {};
}

Result<> VectorIndex::remove(std::span<const StemId> ids)
{
    for (const StemId id : ids) {
        if (const auto at = m_d->file.rows.find(id); at != m_d->file.rows.end()) {
            m_d->dropRow(at->second);
            m_d->file.rows.erase(at);
        }
    }
    return m_d->file.file().flush(0, m_d->file.file().bytes());
}

Result<> VectorIndex::setUpToMs(std::int64_t stamp)
{
    m_d->file.header()->upToMs = stamp;
    return m_d->file.seal();
}

Result<> VectorIndex::compact()
{
    // Rows get other numbers: first of all no graph fits them any more.
    m_d->graph.reset();
    VectorGraph::forget(m_d->graphFile);
    m_d->file.renumber();
    if (auto done = m_d->file.seal(); !done) {
        return done;
    }
    std::size_t out = 0;
    for (std::size_t row = 0; row < m_d->file.count(); ++row) {
        const StemId id = m_d->file.headAt(row)->id;
        if (id == 0) {
            continue;
        }
        if (out != row) {
            std::memmove(m_d->file.rowAt(out), m_d->file.rowAt(row), m_d->file.rowBytes());
            // The row behind keeps its id until the count is lowered: dying here leaves it twice.
        }
        m_d->file.rows[id] = out++;
    }
    if (auto done = m_d->file.file().flush(0, m_d->file.file().bytes()); !done) {
        return done;
    }
    m_d->file.header()->count = out;
    if (auto done = m_d->file.seal(); !done) {
        return done;
    }
    return m_d->file.file().resize(m_d->file.offset(out));
}

bool VectorIndex::isApproximate() const
{
    return m_d->graph && m_d->graph->covered() == m_d->file.count();
}

Result<bool> VectorIndex::settle(std::size_t rows)
{
    Private& d = *m_d;
    if (d.file.rows.size() < d.graphFrom) {
        if (d.graph) {
            d.graph.reset();
            VectorGraph::forget(d.graphFile);
        }
        return false;
    }
    if (!d.graph) {
        if (auto opened = d.openGraph(); !opened) {
            return propagate(opened);
        }
    }
    const std::size_t upTo = std::min(d.file.count(), d.graph->covered() + rows);
    if (auto done = d.appendRows(upTo); !done) {
        return propagate(done);
    }
    const std::size_t covered = d.graph->covered();
    if (covered < d.file.count()) {
        return true;
    }
    if (d.saved == 0 || (covered - d.saved) * kSaveShare > covered) {
        if (auto done = d.graph->save(d.graphFile, d.file.header()->stamp); !done) {
            d.saved = covered; // not again at each step; it is made anew next time
            return propagate(done);
        }
        d.saved = covered;
    }
    return false;
}

std::vector<float> VectorIndex::vectorOf(StemId id) const
{
    const auto at = m_d->file.rows.find(id);
    if (at == m_d->file.rows.end()) {
        return {};
    }
    const float* values = m_d->file.floatsAt(at->second);
    return {values, values + m_d->file.dimensions()};
}

Result<std::vector<std::pair<StemId, float>>> VectorIndex::search(std::span<const float> query,
                                                                  std::size_t count) const
{
    const auto unit = m_d->file.unit(query);
    if (!unit) {
        return propagate(unit);
    }
    if (isApproximate()) {
        auto found = m_d->searchGraph(*unit, count);
        if (!found || found->size() >= std::min(count, m_d->file.rows.size())) {
            return found;
        }
    } // else parts of the graph were out of reach: all are compared
    BestFound best(count);
    for (std::size_t row = 0; count > 0 && row < m_d->file.count(); ++row) {
        if (const StemId id = m_d->file.headAt(row)->id; id != 0) {
            best.offer({id, dotOf(unit->data(), m_d->file.floatsAt(row), m_d->file.padded())});
        }
    }
    return best.take();
}

Result<std::vector<float>> VectorIndex::cosines(std::span<const float> query,
                                                std::span<const StemId> ids) const
{
    const auto unit = m_d->file.unit(query);
    if (!unit) {
        return propagate(unit);
    }
    std::vector<float> values;
    values.reserve(ids.size());
    for (const StemId id : ids) {
        const auto at = m_d->file.rows.find(id);
        values.push_back(
            at == m_d->file.rows.end()
                ? 0.0F
                : dotOf(unit->data(), m_d->file.floatsAt(at->second), m_d->file.padded()));
    }
    return values;
}

} // namespace nde::search
