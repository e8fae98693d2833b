#include "core/nn/checkpoint/Checkpoint.h"

#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/SafeTensors.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/checkpoint/TorchPackage.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <new>
#include <string_view>

namespace nde::nn::checkpoint {

namespace {

/// IEEE 754 half to single. Scaling by 2^112 moves the exponent's bias, also of subnormals.
float fromHalf(std::uint16_t half)
{
    constexpr std::uint32_t kInfinity = 0x7C00U << 13U;
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    const std::uint32_t magnitude = static_cast<std::uint32_t>(half & 0x7FFFU) << 13U;
    std::uint32_t bits = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) * 0x1p112F);
    bits |= magnitude >= kInfinity ? 0x7F800000U : 0U;
    return std::bit_cast<float>(bits | sign);
}

float fromBFloat16(std::uint16_t number)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(number) << 16U);
}

template<typename Stored, typename Convert>
std::vector<float> widened(std::span<const std::byte> bytes, Convert convert)
{
    std::vector<float> result(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < result.size(); ++i) {
        Stored stored {};
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        result[i] = convert(stored);
    }
    return result;
}

/// What a file that is no checkpoint probably is, from its first bytes.
std::string guess(std::string_view start)
{
    const auto isText = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20U || byte == '\n' || byte == '\r' || byte == '\t';
    };
    const std::size_t first = start.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && start[first] == '<') {
        return "it is a web page, not a model: the download that made it failed";
    }
    if (std::ranges::all_of(start, isText) && isUtf8(start.substr(0, start.size() / 2))) {
        return "it is a text, not a model";
    }
    return "it is not a model that can be read here: neither torch's formats nor safetensors";
}

} // namespace

std::size_t itemSize(DType dtype)
{
    switch (dtype) {
    case DType::Float64:
    case DType::Int64:
        return 8;
    case DType::Float32:
    case DType::Int32:
        return 4;
    case DType::Float16:
    case DType::BFloat16:
    case DType::Int16:
        return 2;
    case DType::Int8:
    case DType::UInt8:
    case DType::Bool:
        return 1;
    }
    return 0;
}

std::int64_t HostTensor::numel() const
{
    if (std::ranges::find(shape, 0) != shape.end()) {
        return 0;
    }
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        count *= extent;
    }
    return count;
}

Result<std::vector<float>> HostTensor::toFloat() const
{
    switch (dtype) {
    case DType::Float16:
        return widened<std::uint16_t>(bytes, fromHalf);
    case DType::BFloat16:
        return widened<std::uint16_t>(bytes, fromBFloat16);
    case DType::Float32:
        return widened<float>(bytes, [](float value) { return value; });
    case DType::Float64:
        return widened<double>(bytes, [](double value) { return static_cast<float>(value); });
    default:
        return fail(ErrorCode::Unsupported,
                    "a tensor of whole numbers is no floating-point weight");
    }
}

Result<Package> readPackage(ByteSource& source, const Selection& selection)
{
    if (source.size() == 0) {
        return fail(ErrorCode::BadInput, "the file is empty");
    }
    if (source.size() > kMaxBytes) {
        return fail(ErrorCode::OutOfMemory, "the file is larger than 4 GiB");
    }
    std::array<std::byte, 256> head {};
    const std::size_t length
        = static_cast<std::size_t>(std::min<std::uint64_t>(head.size(), source.size()));
    if (auto read = source.read(0, std::span(head).first(length)); !read) {
        return propagate(read);
    }
    std::string start;
    for (const std::byte byte : std::span(head).first(length)) {
        start += static_cast<char>(byte);
    }
    if (start.starts_with("PK\x03\x04")) {
        return readTorchArchive(source, selection);
    }
    // Before the pickles: a header of 128 bytes more than a multiple of 256 begins like one of
    // them, while torch's own have their magic number at this place.
    if (start.size() > 8 && start[8] == '{') {
        return readSafeTensors(source, selection);
    }
    if (start.starts_with('\x80')) {
        return readTorchLegacy(source, selection);
    }
    return fail(ErrorCode::BadInput, guess(start));
}

Result<Package> readPackage(const std::filesystem::path& path, const Selection& selection)
{
    const auto named = [&path](ErrorCode code, const std::string& message) {
        return fail(code, inQuotes(path.string()) + ": " + message);
    };
    try {
        FileSource source;
        auto opened = source.open(path);
        auto package = opened ? readPackage(source, selection) : Result<Package>(propagate(opened));
        if (!package) {
            return named(package.error().code, package.error().message);
        }
        return package;
    } catch (const std::bad_alloc&) {
        return named(ErrorCode::OutOfMemory, "there is not enough memory to read it");
    }
}

} // namespace nde::nn::checkpoint
