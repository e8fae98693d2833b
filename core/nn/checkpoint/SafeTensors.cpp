#include "core/nn/checkpoint/SafeTensors.h"

#include "core/nn/checkpoint/Json.h"
#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nde::nn::checkpoint {

namespace {

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = std::uint64_t {16} << 20U;
constexpr std::size_t kMaxNameBytes = 512;
constexpr std::size_t kMaxDimensions = 16;

/// Where a tensor's bytes lie behind the header.
struct Place
{
    std::uint64_t begin {};
    std::uint64_t end {};
    std::size_t target {}; ///< index in Package::state
};

std::optional<DType> dtypeNamed(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, DType>, 10> kNames {{
        {"F16", DType::Float16},
        {"BF16", DType::BFloat16},
        {"F32", DType::Float32},
        {"F64", DType::Float64},
        {"I8", DType::Int8},
        {"U8", DType::UInt8},
        {"I16", DType::Int16},
        {"I32", DType::Int32},
        {"I64", DType::Int64},
        {"BOOL", DType::Bool},
    }};
    const auto* found = std::ranges::find(kNames, name, &std::pair<std::string_view, DType>::first);
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

/// A list of whole numbers ≥ 0.
std::optional<std::vector<std::int64_t>> counts(const Value* value)
{
    const auto* list = value == nullptr ? nullptr : std::get_if<Value::List>(&value->data);
    if (list == nullptr || list->size() > kMaxDimensions) {
        return std::nullopt;
    }
    std::vector<std::int64_t> result;
    for (const Value& item : *list) {
        const auto* number = std::get_if<std::int64_t>(&item.data);
        if (number == nullptr || *number < 0) {
            return std::nullopt;
        }
        result.push_back(*number);
    }
    return result;
}

/// Bytes of a tensor of this shape; nothing beyond 63 bits.
std::optional<std::uint64_t> byteCount(const std::vector<std::int64_t>& shape, DType dtype)
{
    std::uint64_t bytes = itemSize(dtype);
    if (std::ranges::find(shape, 0) != shape.end()) {
        return 0;
    }
    for (const std::int64_t extent : shape) {
        const auto size = static_cast<std::uint64_t>(extent);
        if (bytes > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / size) {
            return std::nullopt;
        }
        bytes *= size;
    }
    return bytes;
}

Result<Place> readEntry(const std::string& name, const Value& entry, std::uint64_t dataBytes,
                        Package& package)
{
    const auto damaged = [&name](const char* how) {
        return fail(ErrorCode::Corrupt, "the tensor " + inQuotes(name) + how);
    };
    const Value* dtypeName = find(entry, "dtype");
    const auto shape = counts(find(entry, "shape"));
    const auto offsets = counts(find(entry, "data_offsets"));
    const auto* text = dtypeName == nullptr ? nullptr : std::get_if<std::string>(&dtypeName->data);
    if (name.empty() || name.size() > kMaxNameBytes || text == nullptr || !shape || !offsets
        || offsets->size() != 2 || std::get<Value::Dict>(entry.data).size() != 3) {
        return damaged(" is not described as it should be");
    }
    const auto dtype = dtypeNamed(*text);
    if (!dtype) {
        return fail(ErrorCode::Unsupported,
                    "the tensor " + inQuotes(name) + " has numbers of the type " + inQuotes(*text)
                        + ", which is not known here");
    }
    const Place place {static_cast<std::uint64_t>((*offsets)[0]),
                       static_cast<std::uint64_t>((*offsets)[1]), package.state.size()};
    if (place.begin > place.end || place.end > dataBytes) {
        return damaged(" reaches past the end of the file");
    }
    const auto bytes = byteCount(*shape, *dtype);
    if (!bytes || *bytes != place.end - place.begin) {
        return damaged(" has a shape that does not fit its bytes");
    }
    package.state.push_back({name, {*dtype, *shape, {}}});
    return place;
}

/// klass and kwargs, if they are there.
Result<> readMetadata(const Value* metadata, Package& package)
{
    const Value* klass = metadata == nullptr ? nullptr : find(*metadata, "klass");
    const Value* kwargs = metadata == nullptr ? nullptr : find(*metadata, "kwargs");
    package.args = Value {Value::List {}};
    package.kwargs = Value {Value::Dict {}};
    if (klass == nullptr && kwargs == nullptr) {
        return {};
    }
    if (klass == nullptr || kwargs == nullptr) {
        return fail(ErrorCode::BadInput,
                    "it is no model package: its metadata have only one of 'klass' and 'kwargs'");
    }
    const auto name = asString(*klass, "klass");
    const auto options = name ? asString(*kwargs, "kwargs") : name;
    if (!options) {
        return propagate(options);
    }
    auto parsed = parseJson(*options);
    if (!parsed) {
        return fail(ErrorCode::BadInput, "its 'kwargs' entry " + parsed.error().message);
    }
    auto* dict = std::get_if<Value::Dict>(&parsed->data);
    if (dict == nullptr) {
        return fail(ErrorCode::BadInput, "its 'kwargs' entry is not a table");
    }
    for (auto& [key, value] : *dict) {
        if (std::get<std::string>(key.data) == "segment"
            && std::holds_alternative<std::string>(value.data)) {
            auto ratio = asRational(value, "segment");
            if (!ratio) {
                return propagate(ratio);
            }
            value.data = *ratio;
        }
    }
    package.klass = *name;
    package.kwargs = std::move(*parsed);
    return {};
}

Result<Value> readHeader(ByteSource& source, std::uint64_t length)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(length));
    if (auto read = source.read(kLengthBytes, bytes); !read) {
        return propagate(read);
    }
    std::string text;
    text.reserve(bytes.size());
    for (const std::byte byte : bytes) {
        text += static_cast<char>(byte);
    }
    auto header = parseJson(text);
    if (!header) {
        return fail(ErrorCode::Corrupt, "its header " + header.error().message);
    }
    return header;
}

/// Every byte behind the header belongs to exactly one tensor.
Result<> checkCover(std::vector<Place> places, std::uint64_t dataBytes)
{
    std::ranges::sort(places, {}, [](const Place& p) { return std::pair(p.begin, p.end); });
    std::uint64_t at = 0;
    for (const Place& place : places) {
        if (place.begin != at) {
            return fail(ErrorCode::Corrupt, "its tensors overlap or leave bytes between them");
        }
        at = place.end;
    }
    if (at != dataBytes) {
        return fail(ErrorCode::Corrupt, "the file has bytes that belong to no tensor");
    }
    return {};
}

} // namespace

Result<Package> readSafeTensors(ByteSource& source, const Selection& selection)
{
    std::array<std::byte, kLengthBytes> lengthBytes {};
    if (auto read = source.read(0, lengthBytes); !read) {
        return propagate(read);
    }
    const std::uint64_t length = littleEndian(lengthBytes, 0, kLengthBytes);
    if (length > source.size() - kLengthBytes || length > kMaxHeaderBytes) {
        return fail(ErrorCode::Corrupt,
                    "its header would be " + std::to_string(length) + " bytes long");
    }
    const auto header = readHeader(source, length);
    if (!header) {
        return propagate(header);
    }
    const auto* entries = std::get_if<Value::Dict>(&header->data);
    if (entries == nullptr) {
        return fail(ErrorCode::Corrupt, "its header is not a table");
    }
    Package package;
    if (auto read = readMetadata(find(*header, "__metadata__"), package); !read) {
        return propagate(read);
    }
    const std::uint64_t begin = kLengthBytes + length;
    const std::uint64_t dataBytes = source.size() - begin;
    std::vector<Place> places;
    for (const auto& [key, entry] : *entries) {
        const auto& name = std::get<std::string>(key.data);
        if (name == "__metadata__") {
            continue;
        }
        const auto place = readEntry(name, entry, dataBytes, package);
        if (!place) {
            return propagate(place);
        }
        places.push_back(*place);
    }
    if (places.empty()) {
        return fail(ErrorCode::BadInput, "it has no tensors");
    }
    if (auto covered = checkCover(places, dataBytes); !covered) {
        return propagate(covered);
    }
    if (auto approved = selection.approves(package.state); !approved) {
        return propagate(approved);
    }
    for (const Place& place : places) {
        if (!selection.wants(package.state[place.target].name)) {
            continue;
        }
        auto& bytes = package.state[place.target].tensor.bytes;
        bytes.resize(static_cast<std::size_t>(place.end - place.begin));
        if (auto read = source.read(begin + place.begin, bytes); !read) {
            return propagate(read);
        }
    }
    return package;
}

} // namespace nde::nn::checkpoint
