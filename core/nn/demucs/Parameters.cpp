#include "core/nn/demucs/Parameters.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <unordered_set>
#include <utility>

namespace nde::nn::demucs {

using checkpoint::DType;
using checkpoint::HostTensor;

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (const std::int64_t extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

bool isFloating(DType dtype)
{
    return dtype == DType::Float16 || dtype == DType::BFloat16 || dtype == DType::Float32
        || dtype == DType::Float64;
}

at::ScalarType scalarType(DType dtype)
{
    switch (dtype) {
    case DType::Float16:
        return at::kHalf;
    case DType::BFloat16:
        return at::kBFloat16;
    case DType::Float64:
        return at::kDouble;
    default:
        return at::kFloat;
    }
}

/// No exponent of all ones among words of this type.
template<typename Word>
bool hasOnlyFinite(const std::vector<std::byte>& bytes, Word exponent)
{
    for (std::size_t at = 0; at + sizeof(Word) <= bytes.size(); at += sizeof(Word)) {
        Word word {};
        std::memcpy(&word, bytes.data() + at, sizeof(Word));
        if ((word & exponent) == exponent) {
            return false;
        }
    }
    return true;
}

bool isFinite(const HostTensor& tensor)
{
    switch (tensor.dtype) {
    case DType::Float16:
        return hasOnlyFinite<std::uint16_t>(tensor.bytes, 0x7c00);
    case DType::BFloat16:
        return hasOnlyFinite<std::uint16_t>(tensor.bytes, 0x7f80);
    case DType::Float32:
        return hasOnlyFinite<std::uint32_t>(tensor.bytes, 0x7f800000);
    default:
        break;
    }
    for (std::size_t at = 0; at + sizeof(double) <= tensor.bytes.size(); at += sizeof(double)) {
        double value {};
        std::memcpy(&value, tensor.bytes.data() + at, sizeof(double));
        // Must stay finite as float32, in which the network computes.
        if (!(std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max()))) {
            return false;
        }
    }
    return true;
}

} // namespace

at::Tensor ShapeList::take(const std::string& name, std::vector<std::int64_t> shape)
{
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent > 0 && count > std::numeric_limits<std::int64_t>::max() / extent) {
            count = std::numeric_limits<std::int64_t>::max();
            break;
        }
        count *= extent;
    }
    const std::int64_t room = std::numeric_limits<std::int64_t>::max() - m_parameters;
    m_parameters += std::min(count, room);
    m_entries.push_back({name, std::move(shape)});
    return {};
}

Result<> ShapeList::check(const std::vector<checkpoint::NamedTensor>& state) const
{
    std::unordered_map<std::string, const HostTensor*> given;
    for (const checkpoint::NamedTensor& entry : state) {
        given.emplace(entry.name, &entry.tensor);
    }
    std::unordered_set<std::string> expected;
    for (const Entry& entry : m_entries) {
        expected.insert(entry.name);
        const auto found = given.find(entry.name);
        if (found == given.end()) {
            return fail(ErrorCode::Corrupt, "tensor \"" + entry.name + "\" is missing");
        }
        const HostTensor& tensor = *found->second;
        if (tensor.shape != entry.shape) {
            return fail(ErrorCode::Corrupt,
                        "tensor \"" + entry.name + "\" has shape " + shapeText(tensor.shape)
                            + " instead of " + shapeText(entry.shape));
        }
        if (!isFloating(tensor.dtype)) {
            return fail(ErrorCode::Unsupported,
                        "tensor \"" + entry.name + "\" does not hold floating-point numbers");
        }
    }
    for (const checkpoint::NamedTensor& entry : state) {
        if (expected.count(entry.name) == 0) {
            return fail(ErrorCode::Corrupt,
                        "tensor \"" + entry.name + "\" is not part of this network");
        }
        if (!isFinite(entry.tensor)) {
            return fail(ErrorCode::Corrupt,
                        "tensor \"" + entry.name + "\" holds values that are not finite");
        }
    }
    return {};
}

StateTensors::StateTensors(std::vector<checkpoint::NamedTensor>& state, at::Device device)
    : m_device(device)
{
    for (checkpoint::NamedTensor& entry : state) {
        m_tensors.emplace(entry.name, &entry.tensor);
    }
}

at::Tensor StateTensors::take(const std::string& name, std::vector<std::int64_t> shape)
{
    const auto found = m_tensors.find(name);
    TORCH_CHECK(found != m_tensors.end(), "tensor ", name, " is missing");
    HostTensor& host = *found->second;
    TORCH_CHECK(host.shape == shape, "tensor ", name, " has shape ", shapeText(host.shape),
                " instead of ", shapeText(shape));
    at::Tensor tensor = at::empty(shape, at::kFloat);
    TORCH_CHECK(host.bytes.size()
                    == static_cast<std::size_t>(host.numel()) * checkpoint::itemSize(host.dtype),
                "tensor ", name, " was taken twice");
    if (tensor.numel() > 0) {
        tensor.copy_(at::from_blob(host.bytes.data(), shape, scalarType(host.dtype)));
    }
    std::vector<std::byte>().swap(host.bytes);
    return tensor.to(m_device);
}

} // namespace nde::nn::demucs
