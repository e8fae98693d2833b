#pragma once

#include "core/nn/checkpoint/Crc32.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Writes checkpoint files of all formats byte for byte, right or wrong on purpose. For tests and
/// as seeds of the fuzzers; std only.
namespace nde::nn::checkpoint::bytes {

/// `width` ≤ 8 bytes, little endian.
inline std::string little(std::uint64_t value, std::size_t width)
{
    std::string result;
    for (std::size_t i = 0; i < width; ++i) {
        result += static_cast<char>((value >> (8U * i)) & 0xFFU);
    }
    return result;
}

inline std::vector<std::byte> toBytes(std::string_view text)
{
    std::vector<std::byte> result;
    result.reserve(text.size());
    for (const char c : text) {
        result.push_back(static_cast<std::byte>(c));
    }
    return result;
}

inline std::string floats(std::initializer_list<float> values)
{
    std::string result;
    for (const float value : values) {
        result += little(std::bit_cast<std::uint32_t>(value), 4);
    }
    return result;
}

/// A pickle, opcode by opcode, as Python's pickler writes it with protocol 2.
class PickleWriter
{
public:
    explicit PickleWriter(int protocol = 2) { m_bytes = std::string("\x80") + char(protocol); }

    PickleWriter& raw(std::string_view opcodes)
    {
        m_bytes += opcodes;
        return *this;
    }
    PickleWriter& text(std::string_view value)
    {
        return raw("X").raw(little(value.size(), 4)).raw(value);
    }
    PickleWriter& integer(std::int64_t value)
    {
        if (value >= 0 && value < 256) {
            return raw("K").raw(little(static_cast<std::uint64_t>(value), 1));
        }
        if (value >= INT32_MIN && value <= INT32_MAX) {
            return raw("J").raw(little(static_cast<std::uint64_t>(value), 4));
        }
        return raw("\x8a\x08").raw(little(static_cast<std::uint64_t>(value), 8));
    }
    PickleWriter& real(double value)
    {
        const std::string reversed = little(std::bit_cast<std::uint64_t>(value), 8);
        return raw("G").raw(std::string(reversed.rbegin(), reversed.rend()));
    }
    PickleWriter& global(std::string_view module, std::string_view name)
    {
        return raw("c").raw(module).raw("\n").raw(name).raw("\n");
    }
    PickleWriter& integers(const std::vector<std::int64_t>& values)
    {
        raw("(");
        for (const std::int64_t value : values) {
            integer(value);
        }
        return raw("t");
    }
    /// ('storage', type, key, location, elements[, view]) BINPERSID
    PickleWriter& storage(std::string_view type, std::string_view key, std::int64_t elements,
                          std::optional<std::vector<std::int64_t>> view = {},
                          std::string_view location = "cpu")
    {
        raw("(").text("storage").global("torch", type).text(key).text(location).integer(elements);
        if (view) {
            raw("(").text("view");
            for (const std::int64_t value : *view) {
                integer(value);
            }
            raw("t");
        }
        return raw("tQ");
    }
    /// _rebuild_tensor_v2 on a storage that `before` has left on the stack's top is not possible
    /// in Python's order, so the storage is written here.
    PickleWriter& tensor(std::string_view type, std::string_view key, std::int64_t elements,
                         std::int64_t offset, const std::vector<std::int64_t>& sizes,
                         const std::vector<std::int64_t>& strides,
                         std::optional<std::vector<std::int64_t>> view = {})
    {
        global("torch._utils", "_rebuild_tensor_v2").raw("(");
        storage(type, key, elements, std::move(view)).integer(offset);
        return integers(sizes)
            .integers(strides)
            .raw("\x89")
            .global("collections", "OrderedDict")
            .raw(")RtR");
    }
    /// fractions.Fraction(39, 5)
    PickleWriter& fraction(std::int64_t numerator, std::int64_t denominator)
    {
        return global("fractions", "Fraction").integer(numerator).integer(denominator).raw("\x86R");
    }
    [[nodiscard]] std::string stop() const { return m_bytes + "."; }

private:
    std::string m_bytes;
};

/// A package around the opcodes that fill its state: key, tensor, key, tensor.
inline std::string packagePickle(std::string_view stateItems)
{
    PickleWriter pickle;
    pickle.raw("}(").text("klass").global("demucs.htdemucs", "HTDemucs").text("args").raw(")");
    pickle.text("kwargs").raw("}(").text("sources").raw("](").text("drums").text("vocals").raw("e");
    pickle.text("segment").fraction(39, 5).text("channels").integer(48).text("freq_emb").real(0.2);
    pickle.text("channels_time").raw("N").text("cac").raw("\x88").raw("u");
    pickle.text("state").raw("}(").raw(stateItems).raw("u");
    pickle.text("training_args").raw("}").text("seed").integer(42).raw("su");
    return pickle.stop();
}

/// Opcodes without the protocol in front, for use inside another pickle.
inline std::string bare(const PickleWriter& pickle)
{
    const std::string all = pickle.stop();
    return all.substr(2, all.size() - 3);
}

/// "a.weight" [2, 3] = 1 … 6 and "a.bias" [2] = -1, 0.5, both float32 in storages 0 and 1.
inline std::string tinyState()
{
    PickleWriter state;
    state.text("a.weight").tensor("FloatStorage", "0", 6, 0, {2, 3}, {3, 1});
    state.text("a.bias").tensor("FloatStorage", "1", 2, 0, {2}, {1});
    return bare(state);
}

inline const std::string kTinyWeight = floats({1, 2, 3, 4, 5, 6});
inline const std::string kTinyBias = floats({-1, 0.5F});

/// One file of an archive, with what may be wrong about it.
struct ZipFile
{
    std::string name;
    std::string data;
    std::uint16_t method {};
    std::uint16_t flags {0x0808}; ///< as torch: UTF-8 name, sizes behind the data
    std::uint32_t crcError {}; ///< xor
    std::int64_t sizeError {}; ///< added to both sizes in the directory
    std::string localName {}; ///< if it differs
    std::optional<std::uint32_t> headerAt {}; ///< offset that the directory says
    std::string extra {}; ///< of the local header
    bool zip64 {}; ///< sizes in an extra field of the directory
};

struct ZipOptions
{
    bool end64 {true}; ///< torch always writes it
    std::optional<std::uint32_t> directoryAt {}; ///< in the plain end record
    std::optional<std::uint16_t> count {}; ///< in the plain end record
    std::string comment {};
};

inline std::string zipArchive(const std::vector<ZipFile>& files, const ZipOptions& options = {})
{
    std::string out;
    std::string directory;
    for (const ZipFile& file : files) {
        const std::uint32_t crc = crc32(toBytes(file.data)) ^ file.crcError;
        const bool described = (file.flags & 8U) != 0;
        const std::size_t header = out.size();
        const std::string& localName = file.localName.empty() ? file.name : file.localName;
        const std::uint64_t size = file.data.size() + static_cast<std::uint64_t>(file.sizeError);
        out += "PK\x03\x04" + little(0, 2) + little(file.flags, 2) + little(file.method, 2);
        out += little(0, 4) + little(described ? 0 : crc, 4) + little(described ? 0 : size, 4);
        out += little(described ? 0 : size, 4) + little(localName.size(), 2);
        out += little(file.extra.size(), 2) + localName + file.extra + file.data;
        if (described) {
            out += "PK\x07\x08" + little(crc, 4) + little(size, 4) + little(size, 4);
        }
        const std::string wide
            = file.zip64 ? little(1, 2) + little(16, 2) + little(size, 8) + little(size, 8) : "";
        const std::uint64_t narrow = file.zip64 ? 0xFFFFFFFF : size;
        directory += "PK\x01\x02" + little(0, 4) + little(file.flags, 2) + little(file.method, 2);
        directory += little(0, 4) + little(crc, 4) + little(narrow, 4) + little(narrow, 4);
        directory += little(file.name.size(), 2) + little(wide.size(), 2) + little(0, 2);
        directory += little(0, 8) + little(file.headerAt.value_or(header), 4) + file.name + wide;
    }
    const std::size_t at = out.size();
    out += directory;
    if (options.end64) {
        const std::size_t end64 = out.size();
        out += "PK\x06\x06" + little(44, 8) + little(0x2D031E, 4) + little(0, 8);
        out += little(files.size(), 8) + little(files.size(), 8) + little(directory.size(), 8);
        out += little(at, 8);
        out += "PK\x06\x07" + little(0, 4) + little(end64, 8) + little(1, 4);
    }
    const std::uint64_t count = options.count.value_or(static_cast<std::uint16_t>(files.size()));
    out += "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2);
    out += little(directory.size(), 4) + little(options.directoryAt.value_or(at), 4);
    return out + little(options.comment.size(), 2) + options.comment;
}

/// The files of a torch archive around a pickle.
inline std::vector<ZipFile> torchFiles(std::string pickle)
{
    return {{.name = "archive/data.pkl", .data = std::move(pickle)},
            {.name = "archive/data/0", .data = kTinyWeight},
            {.name = "archive/data/1", .data = kTinyBias},
            {.name = "archive/version", .data = "3\n"}};
}

inline std::string tinyArchive()
{
    return zipArchive(torchFiles(packagePickle(tinyState())));
}

struct LegacyStorage
{
    std::string key;
    std::uint64_t elements {};
    std::string data;
};

/// The older format: magic number, version, machine, package, keys, storages.
inline std::string legacyFile(std::string_view pickle, const std::vector<LegacyStorage>& storages,
                              bool littleEndian = true)
{
    std::string out = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
    out += PickleWriter().raw("M").raw(little(1001, 2)).stop();
    PickleWriter machine;
    machine.raw("}(").text("protocol_version").raw("M").raw(little(1001, 2));
    machine.text("little_endian").raw(littleEndian ? "\x88" : "\x89").raw("u");
    out += machine.stop();
    out += pickle;
    PickleWriter keys;
    keys.raw("](");
    for (const auto& storage : storages) {
        keys.text(storage.key);
    }
    out += keys.raw("e").stop();
    for (const auto& storage : storages) {
        out += little(storage.elements, 8) + storage.data;
    }
    return out;
}

inline std::string tinyLegacy()
{
    return legacyFile(packagePickle(tinyState()), {{"0", 6, kTinyWeight}, {"1", 2, kTinyBias}});
}

inline std::string safeTensors(std::string_view header, std::string_view data)
{
    return little(header.size(), 8) + std::string(header) + std::string(data);
}

inline constexpr std::string_view kTinyHeader
    = R"({"__metadata__":{"klass":"demucs.htdemucs.HTDemucs","kwargs":)"
      R"("{\"sources\": [\"drums\", \"vocals\"], \"segment\": \"39/5\", \"channels\": 48,)"
      R"( \"freq_emb\": 0.2, \"channels_time\": null, \"cac\": true}"},)"
      R"("a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
      R"("a.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}})";

inline std::string tinySafeTensors()
{
    return safeTensors(kTinyHeader, kTinyWeight + kTinyBias);
}

} // namespace nde::nn::checkpoint::bytes
