#include "core/search/VectorIndex.h"

#include "core/search/MappedRows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <unordered_map>

namespace nde::search {

namespace {

static_assert(std::endian::native == std::endian::little, "the file is little endian");

constexpr char kMagic[8] = {'N', 'D', 'E', 'V', 'E', 'C', 'T', '1'};
constexpr std::size_t kLanes = 8;
constexpr std::size_t kGrowRows = 1024;

struct Header
{
    char magic[8];
    std::uint32_t version;
    std::uint32_t dimensions;
    std::uint64_t count; ///< rows, removed ones with them
    std::int64_t upToMs;
    char modelHash[VectorIndex::kMaxModelHash];
    std::uint64_t unused[3];
    std::uint64_t check;
};
static_assert(sizeof(Header) == 128);

struct RowHead
{
    std::int64_t id;
    std::uint64_t check;
};

/// FNV-1a over words of 8 bytes: finds what a disk or a dying process has left half written.
std::uint64_t checkOf(const void* data, std::size_t bytes)
{
    std::uint64_t hash = 14695981039346656037ULL;
    const auto* at = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < bytes; i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, at + i, std::min(sizeof(word), bytes - i));
        hash = (hash ^ word) * 1099511628211ULL;
    }
    return hash;
}

/// @param a, b  [padded], a multiple of kLanes.
float dot(const float* a, const float* b, std::size_t padded)
{
    float sums[kLanes] {};
    for (std::size_t i = 0; i < padded; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += a[i + lane] * b[i + lane];
        }
    }
    return ((sums[0] + sums[4]) + (sums[1] + sums[5]))
        + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

bool isBetter(const std::pair<StemId, float>& a, const std::pair<StemId, float>& b)
{
    return a.second != b.second ? a.second > b.second : a.first < b.first;
}

} // namespace

class VectorIndex::Private
{
public:
    Private(MappedRows openFile, std::string hash, std::size_t size)
        : file(std::move(openFile))
        , modelHash(std::move(hash))
        , dimensions(size)
        , padded((size + kLanes - 1) / kLanes * kLanes)
        , rowBytes(sizeof(RowHead) + padded * sizeof(float))
    {
    }

    [[nodiscard]] Header* header() { return reinterpret_cast<Header*>(file.data()); }
    [[nodiscard]] const Header* header() const
    {
        return reinterpret_cast<const Header*>(file.data());
    }
    [[nodiscard]] std::byte* rowAt(std::size_t row) { return file.data() + offset(row); }
    [[nodiscard]] const std::byte* rowAt(std::size_t row) const
    {
        return file.data() + offset(row);
    }
    [[nodiscard]] std::size_t offset(std::size_t row) const
    {
        return sizeof(Header) + row * rowBytes;
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
    [[nodiscard]] std::uint64_t checkOfRow(std::size_t row) const
    {
        return checkOf(floatsAt(row), padded * sizeof(float))
            ^ static_cast<std::uint64_t>(headAt(row)->id);
    }
    [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(header()->count); }

    [[nodiscard]] bool isUsable() const;
    [[nodiscard]] Result<> begin();
    void readRows();
    [[nodiscard]] Result<> seal();
    [[nodiscard]] Result<std::vector<float>> unit(std::span<const float> vector) const;
    void writeRow(std::size_t row, StemId id, const std::vector<float>& unit);

    MappedRows file;
    std::string modelHash;
    std::size_t dimensions;
    std::size_t padded;
    std::size_t rowBytes;
    std::unordered_map<StemId, std::size_t> rows;
    bool wasRebuilt {};
};

bool VectorIndex::Private::isUsable() const
{
    if (file.bytes() < sizeof(Header)) {
        return false;
    }
    const Header& head = *header();
    const bool isSameModel
        = std::strncmp(head.modelHash, modelHash.c_str(), sizeof(head.modelHash)) == 0;
    return std::memcmp(head.magic, kMagic, sizeof(kMagic)) == 0 && head.version == 1
        && head.dimensions == dimensions && isSameModel
        && head.check == checkOf(&head, offsetof(Header, check))
        && head.count <= (file.bytes() - sizeof(Header)) / rowBytes;
}

/// An empty file.
Result<> VectorIndex::Private::begin()
{
    if (auto done = file.resize(0); !done) {
        return done;
    }
    if (auto done = file.resize(sizeof(Header)); !done) {
        return done;
    }
    Header head {};
    std::memcpy(head.magic, kMagic, sizeof(kMagic));
    head.version = 1;
    head.dimensions = static_cast<std::uint32_t>(dimensions);
    std::memcpy(head.modelHash, modelHash.data(), modelHash.size());
    *header() = head;
    rows.clear();
    return seal();
}

void VectorIndex::Private::readRows()
{
    rows.clear();
    for (std::size_t row = 0; row < count(); ++row) {
        const StemId id = headAt(row)->id;
        if (id != 0 && headAt(row)->check == checkOfRow(row)) {
            rows[id] = row; // a later row of the same sound stands for it
        } else if (id != 0) {
            headAt(row)->id = 0;
            wasRebuilt = true;
        }
    }
    // What an interrupted replacement has left twice.
    for (std::size_t row = 0; row < count(); ++row) {
        const StemId id = headAt(row)->id;
        if (id != 0 && rows.at(id) != row) {
            headAt(row)->id = 0;
        }
    }
}

Result<> VectorIndex::Private::seal()
{
    header()->check = checkOf(header(), offsetof(Header, check));
    return file.flush(0, sizeof(Header));
}

Result<std::vector<float>> VectorIndex::Private::unit(std::span<const float> vector) const
{
    double sum = 0.0;
    for (const float value : vector) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    if (vector.size() != dimensions || !std::isfinite(sum) || sum <= 0.0) {
        return fail(ErrorCode::BadInput,
                    "a vector must have " + std::to_string(dimensions)
                        + " finite numbers that are not all 0");
    }
    std::vector<float> scaled(padded, 0.0F);
    const double scale = 1.0 / std::sqrt(sum);
    for (std::size_t i = 0; i < vector.size(); ++i) {
        scaled[i] = static_cast<float>(static_cast<double>(vector[i]) * scale);
    }
    return scaled;
}

void VectorIndex::Private::writeRow(std::size_t row, StemId id, const std::vector<float>& unit)
{
    std::memcpy(rowAt(row) + sizeof(RowHead), unit.data(), padded * sizeof(float));
    headAt(row)->id = id;
    headAt(row)->check = checkOfRow(row);
}

VectorIndex::VectorIndex(std::unique_ptr<Private> d)
    : m_d(std::move(d))
{
}
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;
VectorIndex::~VectorIndex() = default;

Result<VectorIndex> VectorIndex::open(const std::filesystem::path& file,
                                      const std::string& modelHash, std::size_t dimensions)
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
    auto d = std::make_unique<Private>(std::move(*opened), modelHash, dimensions);
    if (d->isUsable()) {
        d->readRows();
    } else {
        d->wasRebuilt = !isNew;
        if (auto done = d->begin(); !done) {
            return propagate(done);
        }
    }
    if (d->wasRebuilt) { // what is missing must be asked for again
        d->header()->upToMs = 0;
        if (auto done = d->seal(); !done) {
            return propagate(done);
        }
    }
    return VectorIndex(std::move(d));
}

std::size_t VectorIndex::dimensions() const
{
    return m_d->dimensions;
}
std::size_t VectorIndex::size() const
{
    return m_d->rows.size();
}
bool VectorIndex::contains(StemId id) const
{
    return m_d->rows.contains(id);
}
std::vector<StemId> VectorIndex::ids() const
{
    std::vector<StemId> ids;
    ids.reserve(m_d->rows.size());
    for (const auto& [id, row] : m_d->rows) {
        ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}
bool VectorIndex::wasRebuilt() const
{
    return m_d->wasRebuilt;
}
std::int64_t VectorIndex::upToMs() const
{
    return m_d->header()->upToMs;
}
std::size_t VectorIndex::removedRows() const
{
    return m_d->count() - m_d->rows.size();
}

Result<> VectorIndex::put(std::span<const Item> items)
{
    std::vector<std::vector<float>> units;
    for (const Item& item : items) {
        auto unit = m_d->unit(item.vector);
        if (!unit || item.id <= 0) {
            return unit ? Result<> {fail(ErrorCode::BadInput, "a sound without a number")}
                        : Result<> {propagate(unit)};
        }
        units.push_back(std::move(*unit));
    }
    const std::size_t first = m_d->count();
    const std::size_t needed = m_d->offset(first + items.size());
    if (needed > m_d->file.bytes()) {
        const std::size_t room = m_d->offset(first + items.size() + std::max(kGrowRows, first / 4));
        if (auto done = m_d->file.resize(room); !done) {
            return done;
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_d->writeRow(first + i, items[i].id, units[i]);
    }
    if (auto done = m_d->file.flush(m_d->offset(first), needed); !done) {
        return done;
    }
    m_d->header()->count = first + items.size();
    if (auto done = m_d->seal(); !done) {
        return done;
    }
    // Only now the rows that were replaced: whoever dies before this leaves both.
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto [at, isNew] = m_d->rows.try_emplace(items[i].id, first + i);
        if (!isNew) {
            m_d->headAt(at->second)->id = 0;
            at->second = first + i;
        }
    }
    return {};
}

Result<> VectorIndex::remove(std::span<const StemId> ids)
{
    for (const StemId id : ids) {
        if (const auto at = m_d->rows.find(id); at != m_d->rows.end()) {
            m_d->headAt(at->second)->id = 0;
            m_d->rows.erase(at);
        }
    }
    return m_d->file.flush(0, m_d->file.bytes());
}

Result<> VectorIndex::setUpToMs(std::int64_t stamp)
{
    m_d->header()->upToMs = stamp;
    return m_d->seal();
}

Result<> VectorIndex::compact()
{
    std::size_t out = 0;
    for (std::size_t row = 0; row < m_d->count(); ++row) {
        const StemId id = m_d->headAt(row)->id;
        if (id == 0) {
            continue;
        }
        if (out != row) {
            std::memmove(m_d->rowAt(out), m_d->rowAt(row), m_d->rowBytes);
            // The row behind keeps its id until the count is lowered: dying here leaves it twice.
        }
        m_d->rows[id] = out++;
    }
    if (auto done = m_d->file.flush(0, m_d->file.bytes()); !done) {
        return done;
    }
    m_d->header()->count = out;
    if (auto done = m_d->seal(); !done) {
        return done;
    }
    return m_d->file.resize(m_d->offset(out));
}

std::vector<float> VectorIndex::vectorOf(StemId id) const
{
    const auto at = m_d->rows.find(id);
    if (at == m_d->rows.end()) {
        return {};
    }
    const float* values = m_d->floatsAt(at->second);
    return {values, values + m_d->dimensions};
}

Result<std::vector<std::pair<StemId, float>>> VectorIndex::search(std::span<const float> query,
                                                                  std::size_t count) const
{
    const auto unit = m_d->unit(query);
    if (!unit) {
        return propagate(unit);
    }
    std::vector<std::pair<StemId, float>> best; // a heap, worst on top
    for (std::size_t row = 0; count > 0 && row < m_d->count(); ++row) {
        const StemId id = m_d->headAt(row)->id;
        if (id == 0) {
            continue;
        }
        const std::pair<StemId, float> found {id,
                                              dot(unit->data(), m_d->floatsAt(row), m_d->padded)};
        if (best.size() == count && !isBetter(found, best.front())) {
            continue;
        }
        if (best.size() == count) {
            std::pop_heap(best.begin(), best.end(), isBetter);
            best.pop_back();
        }
        best.push_back(found);
        std::push_heap(best.begin(), best.end(), isBetter);
    }
    std::sort_heap(best.begin(), best.end(), isBetter);
    return best;
}

Result<std::vector<float>> VectorIndex::cosines(std::span<const float> query,
                                                std::span<const StemId> ids) const
{
    const auto unit = m_d->unit(query);
    if (!unit) {
        return propagate(unit);
    }
    std::vector<float> values;
    values.reserve(ids.size());
    for (const StemId id : ids) {
        const auto at = m_d->rows.find(id);
        values.push_back(at == m_d->rows.end()
                             ? 0.0F
                             : dot(unit->data(), m_d->floatsAt(at->second), m_d->padded));
    }
    return values;
}

} // namespace nde::search
