#include "core/search/VectorFile.h"

#include "core/search/VectorMath.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <random>
#include <utility>

namespace nde::search {

namespace {

static_assert(std::endian::native == std::endian::little, "the file is little endian");

constexpr char kMagic[8] = {'N', 'D', 'E', 'V', 'E', 'C', 'T', '1'};

} // namespace

VectorFile::VectorFile(MappedRows file, std::string modelHash, std::size_t dimensions)
    : m_file(std::move(file))
    , m_modelHash(std::move(modelHash))
    , m_dimensions(dimensions)
    , m_padded((dimensions + kVectorLanes - 1) / kVectorLanes * kVectorLanes)
    , m_rowBytes(sizeof(RowHead) + m_padded * sizeof(float))
{
}

std::uint64_t VectorFile::checkOfRow(std::size_t row) const
{
    return checkOf(floatsAt(row), m_padded * sizeof(float))
        ^ static_cast<std::uint64_t>(headAt(row)->id);
}

void VectorFile::renumber()
{
    ++header()->stamp;
}

bool VectorFile::isUsable() const
{
    if (m_file.bytes() < sizeof(Header)) {
        return false;
    }
    const Header& head = *header();
    const bool isSameModel
        = std::strncmp(head.modelHash, m_modelHash.c_str(), sizeof(head.modelHash)) == 0;
    return std::memcmp(head.magic, kMagic, sizeof(kMagic)) == 0 && head.version == 1
        && head.dimensions == m_dimensions && isSameModel
        && head.check == checkOf(&head, offsetof(Header, check))
        && head.count <= (m_file.bytes() - sizeof(Header)) / m_rowBytes;
}

/// An empty file.
Result<> VectorFile::begin()
{
    if (auto done = m_file.resize(0); !done) {
        return done;
    }
    if (auto done = m_file.resize(sizeof(Header)); !done) {
        return done;
    }
    Header head {};
    std::memcpy(head.magic, kMagic, sizeof(kMagic));
    head.version = 1;
    head.dimensions = static_cast<std::uint32_t>(m_dimensions);
    std::memcpy(head.modelHash, m_modelHash.data(), m_modelHash.size());
    head.stamp = std::random_device {}(); // no graph of what was here before fits
    *header() = head;
    rows.clear();
    return seal();
}

void VectorFile::readRows()
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

Result<> VectorFile::seal()
{
    header()->check = checkOf(header(), offsetof(Header, check));
    return m_file.flush(0, sizeof(Header));
}

Result<std::vector<float>> VectorFile::unit(std::span<const float> vector) const
{
    double sum = 0.0;
    for (const float value : vector) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    if (vector.size() != m_dimensions || !std::isfinite(sum) || sum <= 0.0) {
        return fail(ErrorCode::BadInput,
                    "a vector must have " + std::to_string(m_dimensions)
                        + " finite numbers that are not all 0");
    }
    std::vector<float> scaled(m_padded, 0.0F);
    const double scale = 1.0 / std::sqrt(sum);
    for (std::size_t i = 0; i < vector.size(); ++i) {
        scaled[i] = static_cast<float>(static_cast<double>(vector[i]) * scale);
    }
    return scaled;
}

void VectorFile::writeRow(std::size_t row, StemId id, const std::vector<float>& unit)
{
    std::memcpy(rowAt(row) + sizeof(RowHead), unit.data(), m_padded * sizeof(float));
    headAt(row)->id = id;
    headAt(row)->check = checkOfRow(row);
}

} // namespace nde::search
