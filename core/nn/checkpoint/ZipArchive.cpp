#include "core/nn/checkpoint/ZipArchive.h"

#include "core/nn/checkpoint/Crc32.h"
#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>

// Layouts and numbers: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
namespace nde::nn::checkpoint {

namespace {

constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kLocatorBytes = 20;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint32_t kEndMagic = 0x06054B50;
constexpr std::uint32_t kLocatorMagic = 0x07064B50;
constexpr std::uint32_t kEnd64Magic = 0x06064B50;
constexpr std::uint32_t kCentralMagic = 0x02014B50;
constexpr std::uint32_t kLocalMagic = 0x04034B50;
constexpr std::uint32_t kDescriptorMagic = 0x08074B50;
constexpr std::uint64_t kMax16 = 0xFFFF;
constexpr std::uint64_t kMax32 = 0xFFFFFFFF;
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint64_t kHasDescriptor = 1U << 3U;
constexpr std::uint64_t kUtf8Name = 1U << 11U;
constexpr std::uint64_t kMaxEntries = 100'000;
constexpr std::uint64_t kMaxDirectoryBytes = std::uint64_t {32} << 20U;
constexpr std::uint64_t kMaxNameBytes = 1024;

tl::unexpected<Error> contradicts(const std::string& what)
{
    return fail(ErrorCode::Corrupt, "the archive contradicts itself: " + what);
}

/// The directory's place as both end records tell it.
struct Directory
{
    std::uint64_t offset {};
    std::uint64_t size {};
    std::uint64_t count {};
};

/// Fields of a directory or local header that zip64 may move into an extra field.
struct Sizes
{
    std::uint64_t original {};
    std::uint64_t stored {};
    std::uint64_t header {};
    bool operator==(const Sizes&) const = default;
};

Result<std::vector<std::byte>> bytesAt(ByteSource& source, std::uint64_t offset, std::uint64_t size)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    if (auto read = source.read(offset, bytes); !read) {
        return propagate(read);
    }
    return bytes;
}

/// The zip64 end record, if a locator stands before the plain one.
Result<std::optional<Directory>> readEnd64(ByteSource& source, std::uint64_t end)
{
    if (end < kLocatorBytes + kEnd64Bytes) {
        return std::nullopt;
    }
    const auto locator = bytesAt(source, end - kLocatorBytes, kLocatorBytes);
    if (!locator) {
        return propagate(locator);
    }
    if (littleEndian(*locator, 0, 4) != kLocatorMagic) {
        return std::nullopt;
    }
    const std::uint64_t place = end - kLocatorBytes - kEnd64Bytes;
    if (littleEndian(*locator, 4, 4) != 0 || littleEndian(*locator, 8, 8) != place
        || littleEndian(*locator, 16, 4) > 1) {
        return contradicts("its zip64 locator points elsewhere");
    }
    const auto record = bytesAt(source, place, kEnd64Bytes);
    if (!record) {
        return propagate(record);
    }
    if (littleEndian(*record, 0, 4) != kEnd64Magic
        || littleEndian(*record, 4, 8) != kEnd64Bytes - 12 || littleEndian(*record, 16, 4) != 0
        || littleEndian(*record, 20, 4) != 0) {
        return contradicts("its zip64 end record is damaged");
    }
    const Directory directory {littleEndian(*record, 48, 8), littleEndian(*record, 40, 8),
                               littleEndian(*record, 32, 8)};
    if (littleEndian(*record, 24, 8) != directory.count || directory.offset > place
        || place - directory.offset != directory.size) {
        return contradicts("its zip64 end record is damaged");
    }
    return directory;
}

Result<Directory> readEnd(ByteSource& source)
{
    if (source.size() < kEndBytes) {
        return fail(ErrorCode::Corrupt, "the archive is cut short: it has no directory at its end");
    }
    const std::uint64_t end = source.size() - kEndBytes;
    const auto record = bytesAt(source, end, kEndBytes);
    if (!record) {
        return propagate(record);
    }
    if (littleEndian(*record, 0, 4) != kEndMagic || littleEndian(*record, 20, 2) != 0) {
        return fail(ErrorCode::Corrupt, "the archive is cut short: it has no directory at its end");
    }
    if (littleEndian(*record, 4, 2) != 0 || littleEndian(*record, 6, 2) != 0) {
        return fail(ErrorCode::Unsupported, "the archive has several volumes");
    }
    const auto wide = readEnd64(source, end);
    if (!wide) {
        return propagate(wide);
    }
    Directory directory {littleEndian(*record, 16, 4), littleEndian(*record, 12, 4),
                         littleEndian(*record, 10, 2)};
    if (littleEndian(*record, 8, 2) != directory.count) {
        return contradicts("its end record counts twice");
    }
    if (*wide) {
        const Directory& large = **wide;
        const auto agrees = [](std::uint64_t narrow, std::uint64_t full, std::uint64_t moved) {
            return narrow == full || narrow == moved;
        };
        if (!agrees(directory.offset, large.offset, kMax32)
            || !agrees(directory.size, large.size, kMax32)
            || !agrees(directory.count, large.count, kMax16)) {
            return contradicts("its two end records disagree about the directory");
        }
        directory = large;
    } else if (directory.offset > end || end - directory.offset != directory.size) {
        return contradicts("the directory is not where the end record says");
    }
    if (directory.size > kMaxDirectoryBytes || directory.count > kMaxEntries) {
        return fail(ErrorCode::BadInput, "the archive has more entries than any model needs");
    }
    if (directory.count > directory.size / kCentralBytes) {
        return contradicts("the directory is too small for its entries");
    }
    return directory;
}

/// Replaces fields that hold 0xFFFFFFFF by those of the zip64 extra field.
Result<Sizes> widen(Sizes sizes, std::span<const std::byte> extra)
{
    std::vector<std::uint64_t*> wanted;
    for (auto* field : {&sizes.original, &sizes.stored, &sizes.header}) {
        if (*field == kMax32) {
            wanted.push_back(field);
        }
    }
    std::size_t at = 0;
    while (extra.size() - at >= 4) {
        const std::uint64_t id = littleEndian(extra, at, 2);
        const std::uint64_t length = littleEndian(extra, at + 2, 2);
        at += 4;
        if (length > extra.size() - at) {
            return contradicts("an extra field is longer than its header says");
        }
        if (id == kZip64Extra) {
            std::size_t field = at;
            for (auto* target : wanted) {
                if (field + 8 > at + length) {
                    return contradicts("a zip64 field is too short");
                }
                *target = littleEndian(extra, field, 8);
                field += 8;
            }
            wanted.clear();
        }
        at += static_cast<std::size_t>(length);
    }
    if (at != extra.size()) {
        return contradicts("an extra field is longer than its header says");
    }
    if (!wanted.empty()) {
        return contradicts("a zip64 field is missing");
    }
    return sizes;
}

/// Only what could be a file's name relative to a folder passes, though no file is ever made.
Result<> checkName(std::string_view name)
{
    bool good = !name.empty() && name.front() != '/' && isUtf8(name);
    good = good && std::ranges::none_of(name, [](char c) {
               return c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
           });
    std::size_t at = 0;
    while (good && at <= name.size()) {
        const std::size_t slash = std::min(name.find('/', at), name.size());
        const std::string_view part = name.substr(at, slash - at);
        good = part != ".." && part != ".";
        at = slash + 1;
    }
    if (!good) {
        return fail(ErrorCode::BadInput,
                    "the archive has an entry " + inQuotes(name)
                        + ", which is no name torch gives");
    }
    return {};
}

Result<> checkMethod(std::uint64_t flags, std::uint64_t method, std::string_view name)
{
    if ((flags & ~(kHasDescriptor | kUtf8Name)) != 0) {
        return fail(ErrorCode::Unsupported,
                    "the entry " + inQuotes(name) + " is encrypted or special");
    }
    if (method != 0) {
        return fail(ErrorCode::Unsupported,
                    "the entry " + inQuotes(name) + " is compressed, which torch never does");
    }
    return {};
}

struct Central
{
    ZipEntry entry;
    std::uint64_t flags {};
    std::uint64_t next {}; ///< offset of the next header in the directory
};

Result<Central> readCentral(std::span<const std::byte> directory, std::uint64_t at)
{
    if (directory.size() - at < kCentralBytes) {
        return contradicts("the directory ends inside an entry");
    }
    const auto head = directory.subspan(static_cast<std::size_t>(at));
    const std::uint64_t nameBytes = littleEndian(head, 28, 2);
    const std::uint64_t extraBytes = littleEndian(head, 30, 2);
    if (littleEndian(head, 0, 4) != kCentralMagic
        || nameBytes + extraBytes > head.size() - kCentralBytes) {
        return contradicts("the directory ends inside an entry");
    }
    if (nameBytes > kMaxNameBytes || littleEndian(head, 32, 2) != 0
        || littleEndian(head, 34, 2) != 0) {
        return fail(ErrorCode::BadInput, "an entry of the archive is not of the kind torch writes");
    }
    Central result;
    for (const auto byte : head.subspan(kCentralBytes, static_cast<std::size_t>(nameBytes))) {
        result.entry.name += static_cast<char>(byte);
    }
    result.flags = littleEndian(head, 8, 2);
    if (auto good = checkName(result.entry.name); !good) {
        return propagate(good);
    }
    if (auto good = checkMethod(result.flags, littleEndian(head, 10, 2), result.entry.name);
        !good) {
        return propagate(good);
    }
    const auto sizes
        = widen({littleEndian(head, 24, 4), littleEndian(head, 20, 4), littleEndian(head, 42, 4)},
                head.subspan(static_cast<std::size_t>(kCentralBytes + nameBytes),
                             static_cast<std::size_t>(extraBytes)));
    if (!sizes) {
        return propagate(sizes);
    }
    if (sizes->stored != sizes->original) {
        return contradicts("the entry " + inQuotes(result.entry.name) + " has two sizes");
    }
    result.entry.size = sizes->original;
    result.entry.header = sizes->header;
    result.entry.crc = static_cast<std::uint32_t>(littleEndian(head, 16, 4));
    result.next = at + kCentralBytes + nameBytes + extraBytes;
    return result;
}

/// The descriptor behind the data must say what the directory says. Returns its end.
Result<std::uint64_t> checkDescriptor(ByteSource& source, const ZipEntry& entry,
                                      std::uint64_t limit)
{
    const std::uint64_t at = entry.data + entry.size;
    for (const std::size_t width : {std::size_t {4}, std::size_t {8}}) {
        const std::uint64_t length = 8 + 2 * width;
        if (limit - at < length) {
            break;
        }
        const auto bytes = bytesAt(source, at, length);
        if (!bytes) {
            return propagate(bytes);
        }
        if (littleEndian(*bytes, 0, 4) == kDescriptorMagic
            && littleEndian(*bytes, 4, 4) == entry.crc
            && littleEndian(*bytes, 8, width) == entry.size
            && littleEndian(*bytes, 8 + width, width) == entry.size) {
            return at + length;
        }
    }
    return contradicts("what follows the entry " + inQuotes(entry.name)
                       + " does not match the directory");
}

/// Holds the local header against the directory's entry; sets where the data begin.
/// @return  the first byte behind the entry.
Result<std::uint64_t> checkLocal(ByteSource& source, Central& central, std::uint64_t limit)
{
    ZipEntry& entry = central.entry;
    const auto differs = [&entry] {
        return contradicts("the entry " + inQuotes(entry.name) + " is not what the directory says");
    };
    if (entry.header > limit || limit - entry.header < kLocalBytes) {
        return differs();
    }
    const auto head = bytesAt(source, entry.header, kLocalBytes);
    if (!head) {
        return propagate(head);
    }
    const std::uint64_t nameBytes = littleEndian(*head, 26, 2);
    const std::uint64_t extraBytes = littleEndian(*head, 28, 2);
    const std::uint64_t room = limit - entry.header - kLocalBytes;
    if (littleEndian(*head, 0, 4) != kLocalMagic || littleEndian(*head, 6, 2) != central.flags
        || littleEndian(*head, 8, 2) != 0 || nameBytes != entry.name.size()
        || nameBytes + extraBytes > room || entry.size > room - nameBytes - extraBytes) {
        return differs();
    }
    const auto rest = bytesAt(source, entry.header + kLocalBytes, nameBytes + extraBytes);
    if (!rest) {
        return propagate(rest);
    }
    if (!std::ranges::equal(std::span(*rest).first(static_cast<std::size_t>(nameBytes)), entry.name,
                            [](std::byte a, char b) { return static_cast<char>(a) == b; })) {
        return differs();
    }
    const auto sizes = widen({littleEndian(*head, 22, 4), littleEndian(*head, 18, 4), 0},
                             std::span(*rest).subspan(static_cast<std::size_t>(nameBytes)));
    if (!sizes) {
        return propagate(sizes);
    }
    const std::uint64_t crc = littleEndian(*head, 14, 4);
    const bool described = (central.flags & kHasDescriptor) != 0;
    const bool left = described && crc == 0 && *sizes == Sizes {};
    if (!left && (crc != entry.crc || *sizes != Sizes {entry.size, entry.size, 0})) {
        return differs();
    }
    entry.data = entry.header + kLocalBytes + nameBytes + extraBytes;
    return described ? checkDescriptor(source, entry, limit)
                     : Result<std::uint64_t>(entry.data + entry.size);
}

} // namespace

Result<ZipArchive> ZipArchive::open(ByteSource& source)
{
    const auto directory = readEnd(source);
    if (!directory) {
        return propagate(directory);
    }
    const auto bytes = bytesAt(source, directory->offset, directory->size);
    if (!bytes) {
        return propagate(bytes);
    }
    ZipArchive archive;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < directory->count; ++i) {
        auto central = readCentral(*bytes, at);
        if (!central) {
            return propagate(central);
        }
        const auto end = checkLocal(source, *central, directory->offset);
        if (!end) {
            return propagate(end);
        }
        at = central->next;
        places.emplace_back(central->entry.header, *end);
        if (!archive.m_index.emplace(central->entry.name, archive.m_entries.size()).second) {
            return contradicts("the entry " + inQuotes(central->entry.name) + " is there twice");
        }
        archive.m_entries.push_back(std::move(central->entry));
    }
    if (at != bytes->size()) {
        return contradicts("the directory has bytes that belong to no entry");
    }
    std::ranges::sort(places);
    for (std::size_t i = 1; i < places.size(); ++i) {
        if (places[i].first < places[i - 1].second) {
            return contradicts("two entries share bytes");
        }
    }
    return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_entries[found->second];
}

Result<> ZipArchive::read(ByteSource& source, const ZipEntry& entry, std::span<std::byte> into)
{
    assert(into.size() == entry.size);
    if (auto read = source.read(entry.data, into); !read) {
        return propagate(read);
    }
    if (crc32(into) != entry.crc) {
        return fail(ErrorCode::Corrupt,
                    "the entry " + inQuotes(entry.name) + " is damaged: its checksum is wrong");
    }
    return {};
}

} // namespace nde::nn::checkpoint
