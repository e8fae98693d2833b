#include "core/nn/checkpoint/TorchPackage.h"

#include "core/nn/checkpoint/Pickle.h"
#include "core/nn/checkpoint/StateBuilder.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/checkpoint/ZipArchive.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nde::nn::checkpoint {

namespace {

constexpr std::uint64_t kMaxPickleBytes = std::uint64_t {32} << 20U;
constexpr std::size_t kMaxSmallRecord = 64;

tl::unexpected<Error> missingStorage(const std::string& key)
{
    return fail(ErrorCode::Corrupt, "the numbers of the storage " + inQuotes(key) + " are missing");
}

tl::unexpected<Error> wrongStorage(const std::string& key)
{
    return fail(ErrorCode::Corrupt,
                "the storage " + inQuotes(key) + " has another length than the package says");
}

class ArchiveStorages final : public StorageReader
{
public:
    ArchiveStorages(ByteSource& source, const ZipArchive& archive, std::string root)
        : m_source(source)
        , m_archive(archive)
        , m_root(std::move(root))
    {
    }

    Result<> check(const std::string& key, std::uint64_t bytes) override
    {
        const ZipEntry* entry = m_archive.find(m_root + "/data/" + key);
        if (entry == nullptr) {
            return missingStorage(key);
        }
        return entry->size == bytes ? Result<> {} : wrongStorage(key);
    }

    Result<> read(const std::string& key, std::span<std::byte> into) override
    {
        const ZipEntry* entry = m_archive.find(m_root + "/data/" + key);
        if (entry == nullptr || entry->size != into.size()) {
            return missingStorage(key);
        }
        return ZipArchive::read(m_source, *entry, into);
    }

private:
    ByteSource& m_source;
    const ZipArchive& m_archive;
    std::string m_root;
};

/// A short text entry beside the pickle; empty if there is none.
Result<std::string> smallRecord(ByteSource& source, const ZipArchive& archive,
                                const std::string& name)
{
    const ZipEntry* entry = archive.find(name);
    if (entry == nullptr) {
        return std::string();
    }
    if (entry->size > kMaxSmallRecord) {
        return fail(ErrorCode::Corrupt, "the entry " + inQuotes(name) + " is too long");
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(entry->size));
    if (auto read = ZipArchive::read(source, *entry, bytes); !read) {
        return propagate(read);
    }
    std::string text;
    for (const std::byte byte : bytes) {
        text += static_cast<char>(byte);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

/// The folder of the archive that all of torch's entries are in: where the one data.pkl is.
Result<std::string> rootFolder(const ZipArchive& archive)
{
    constexpr std::string_view kPickle = "/data.pkl";
    std::string root;
    for (const ZipEntry& entry : archive.entries()) {
        const std::string_view name = entry.name;
        if (!name.ends_with(kPickle) || name.find('/') != name.size() - kPickle.size()) {
            continue;
        }
        if (!root.empty()) {
            return fail(ErrorCode::Corrupt, "the archive has two data.pkl");
        }
        root = name.substr(0, name.size() - kPickle.size());
    }
    if (root.empty()) {
        return fail(ErrorCode::BadInput, "the archive has no data.pkl, so torch did not write it");
    }
    if (archive.find(root + "/constants.pkl") != nullptr) {
        return fail(ErrorCode::Unsupported,
                    "it is a TorchScript program, not a package of weights");
    }
    return root;
}

/// `version` and `byteorder`, where torch wrote them.
Result<> checkFormat(ByteSource& source, const ZipArchive& archive, const std::string& root)
{
    const auto version = smallRecord(source, archive, root + "/version");
    const auto order = version ? smallRecord(source, archive, root + "/byteorder") : version;
    if (!order) {
        return propagate(order);
    }
    if (!order->empty() && *order != "little") {
        return fail(ErrorCode::Unsupported,
                    "its numbers are in the byte order " + inQuotes(*order));
    }
    if (!version->empty()) {
        int number = 0;
        const char* end = version->data() + version->size();
        const auto parsed = std::from_chars(version->data(), end, number);
        if (parsed.ec != std::errc() || parsed.ptr != end || number < 1 || number > 10) {
            return fail(ErrorCode::Unsupported, "its format has the version " + inQuotes(*version));
        }
    }
    return {};
}

/// Storages of the older format by key: offset of the numbers and their bytes.
class LegacyStorages final : public StorageReader
{
public:
    explicit LegacyStorages(ByteSource& source)
        : m_source(source)
    {
    }

    void add(std::string key, std::uint64_t offset, std::uint64_t bytes)
    {
        m_places.emplace(std::move(key), std::pair(offset, bytes));
    }
    [[nodiscard]] bool has(const std::string& key) const { return m_places.contains(key); }

    Result<> check(const std::string& key, std::uint64_t bytes) override
    {
        const auto place = m_places.find(key);
        if (place == m_places.end()) {
            return missingStorage(key);
        }
        return place->second.second == bytes ? Result<> {} : wrongStorage(key);
    }

    Result<> read(const std::string& key, std::span<std::byte> into) override
    {
        const auto place = m_places.find(key);
        if (place == m_places.end() || place->second.second != into.size()) {
            return missingStorage(key);
        }
        return m_source.read(place->second.first, into);
    }

private:
    ByteSource& m_source;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> m_places;
};

/// The next pickle of the chain.
Result<pickle::Graph> nextPickle(ByteSource& source, std::uint64_t& at,
                                 const pickle::Limits& limits = {})
{
    Cursor cursor(source, at, at + std::min(kMaxPickleBytes, source.size() - at));
    auto graph = pickle::parse(cursor, limits);
    at = cursor.position();
    return graph;
}

/// Magic number, protocol version and the machine that wrote the file.
Result<> checkLegacyHeader(ByteSource& source, std::uint64_t& at)
{
    constexpr std::array<unsigned char, 10> kMagic {0x6C, 0xFC, 0x9C, 0x46, 0xF9,
                                                    0x20, 0x6A, 0xA8, 0x50, 0x19};
    constexpr std::int64_t kVersion = 1001;
    const pickle::Limits small {64, 256, 256};
    const auto magic = nextPickle(source, at, small);
    const auto is = [](const pickle::Graph& graph, pickle::Kind kind) {
        return graph[graph.root].kind == kind;
    };
    if (!magic || !is(*magic, pickle::Kind::BigInt)
        || !std::ranges::equal((*magic)[magic->root].text, kMagic, [](char a, unsigned char b) {
               return static_cast<unsigned char>(a) == b;
           })) {
        return fail(ErrorCode::BadInput, "it is a pickle, but not one that torch wrote");
    }
    const auto version = nextPickle(source, at, small);
    if (!version) {
        return propagate(version);
    }
    if (!is(*version, pickle::Kind::Int) || (*version)[version->root].integer != kVersion) {
        return fail(ErrorCode::Unsupported, "it is of another version of torch's older format");
    }
    const auto machine = nextPickle(source, at, small);
    if (!machine) {
        return propagate(machine);
    }
    const auto little = pickle::find(*machine, (*machine)[machine->root], "little_endian");
    if (!little) {
        return propagate(little);
    }
    if (!*little || (*machine)[**little].kind != pickle::Kind::Bool
        || (*machine)[**little].integer == 0) {
        return fail(ErrorCode::Unsupported, "its numbers are not in little-endian order");
    }
    return {};
}

/// Walks over the storages behind the pickles: each has its count in front.
Result<> placeStorages(ByteSource& source, std::uint64_t at, const pickle::Graph& graph,
                       const pickle::Graph& keys, LegacyStorages& storages)
{
    std::map<std::string_view, const pickle::Storage*> known;
    for (const auto& storage : graph.storages) {
        known.emplace(storage.key, &storage);
    }
    const pickle::Node& list = keys[keys.root];
    if (list.kind != pickle::Kind::List) {
        return fail(ErrorCode::Corrupt, "its list of storages is damaged");
    }
    for (const pickle::NodeId id : list.items) {
        const pickle::Node& key = keys[id];
        const auto found = known.find(key.text);
        if (key.kind != pickle::Kind::String || found == known.end() || storages.has(key.text)) {
            return fail(ErrorCode::Corrupt, "its list of storages is damaged");
        }
        std::array<std::byte, 8> count {};
        if (auto read = source.read(at, count); !read) {
            return propagate(read);
        }
        at += count.size();
        const std::uint64_t elements = found->second->elements;
        const std::size_t item = itemSize(found->second->dtype);
        if (littleEndian(count, 0, 8) != elements) {
            return wrongStorage(key.text);
        }
        if (elements > (source.size() - at) / item) {
            return fail(ErrorCode::Corrupt, "the file ends in the middle of its data");
        }
        storages.add(key.text, at, elements * item);
        at += elements * item;
    }
    if (at != source.size()) {
        return fail(ErrorCode::Corrupt, "the file has bytes behind its end");
    }
    return {};
}

} // namespace

Result<Package> readTorchArchive(ByteSource& source, const Selection& selection)
{
    const auto archive = ZipArchive::open(source);
    if (!archive) {
        return propagate(archive);
    }
    const auto root = rootFolder(*archive);
    if (!root) {
        return propagate(root);
    }
    if (auto good = checkFormat(source, *archive, *root); !good) {
        return propagate(good);
    }
    const ZipEntry* program = archive->find(*root + "/data.pkl");
    if (program == nullptr || program->size > kMaxPickleBytes) {
        return fail(ErrorCode::BadInput, "its pickle is longer than any model needs");
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(program->size));
    if (auto read = ZipArchive::read(source, *program, bytes); !read) {
        return propagate(read);
    }
    MemorySource memory(bytes);
    Cursor cursor(memory, 0, memory.size());
    const auto graph = pickle::parse(cursor);
    if (!graph) {
        return propagate(graph);
    }
    if (cursor.remaining() != 0) {
        return fail(ErrorCode::Corrupt, "its pickle has bytes behind its end");
    }
    ArchiveStorages storages(source, *archive, *root);
    return buildPackage(*graph, storages, source.size(), selection);
}

Result<Package> readTorchLegacy(ByteSource& source, const Selection& selection)
{
    std::uint64_t at = 0;
    if (auto good = checkLegacyHeader(source, at); !good) {
        return propagate(good);
    }
    const auto graph = nextPickle(source, at);
    if (!graph) {
        return propagate(graph);
    }
    const auto keys = nextPickle(source, at);
    if (!keys) {
        return propagate(keys);
    }
    LegacyStorages storages(source);
    if (auto placed = placeStorages(source, at, *graph, *keys, storages); !placed) {
        return propagate(placed);
    }
    return buildPackage(*graph, storages, source.size(), selection);
}

} // namespace nde::nn::checkpoint
