#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Value.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Reads what others have trained, as data: no byte of a file is ever executed, every size, offset,
/// shape, dtype and name is checked before anything is allocated.
namespace nde::nn::checkpoint {

class ByteSource;

enum class DType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Bool
};
[[nodiscard]] std::size_t itemSize(DType dtype);

/// A tensor in memory of its own: contiguous, C order, little endian (strides of the file are
/// already resolved).
struct HostTensor
{
    DType dtype {DType::Float32};
    std::vector<std::int64_t> shape; ///< every extent ≥ 0; product checked against the bytes
    std::vector<std::byte> bytes; ///< numel · itemSize

    [[nodiscard]] std::int64_t numel() const;
    /// Widened to float32 (float64 is rounded, NaN and infinity stay what they are). @errors
    /// Unsupported (not a floating dtype).
    [[nodiscard]] Result<std::vector<float>> toFloat() const;
};

struct NamedTensor
{
    std::string name;
    HostTensor tensor;
};

/// A model package as `demucs.states.serialize_model` writes it. A file may hold weights only (a
/// plain state dict): then `klass` is empty and `args` and `kwargs` have no entries.
struct Package
{
    std::string klass; ///< "demucs.htdemucs.HTDemucs"
    Value args; ///< List
    Value kwargs; ///< Dict with string keys
    std::vector<NamedTensor> state; ///< in file order, names unique
};

/// A bag of models (`*.yaml` beside the checkpoints).
struct Bag
{
    std::vector<std::filesystem::path> members; ///< files that exist
    std::vector<std::vector<double>> weights; ///< [members][sources], empty = all 1
    std::optional<Value::Rational> segment; ///< seconds, overrides that of the members
};

/// A part of a file's tensors, for models of which only one half is needed.
struct Selection
{
    /// Tensors that are read; the others keep name, shape and dtype, without bytes. Null = all.
    std::function<bool(std::string_view name)> isWanted;
    /// Called once with what the file declares, all without bytes, before memory is taken for any
    /// of them; an error ends the reading. Null = everything is right.
    std::function<Result<>(std::span<const NamedTensor> declared)> check;

    [[nodiscard]] bool wants(std::string_view name) const { return !isWanted || isWanted(name); }
    [[nodiscard]] Result<> approves(std::span<const NamedTensor> declared) const
    {
        return check ? check(declared) : Result<> {};
    }
};

/// Reads a package: `.th` (zip archive or the older format), `.safetensors` with `klass` and
/// `kwargs` (JSON) in `__metadata__`. The content decides, not the name's ending.
/// @errors  NotFound, Io, BadInput (not a checkpoint), Corrupt, Unsupported (quantised state,
///          unknown storage type, compressed entries), OutOfMemory (over `kMaxBytes`). One sentence
///          each, with the file's name.
[[nodiscard]] Result<Package> readPackage(const std::filesystem::path& path,
                                          const Selection& selection = {});
/// The same from any source; the messages have no file name.
[[nodiscard]] Result<Package> readPackage(ByteSource& source, const Selection& selection = {});

/// Reads a bag: `models` names signatures ("955717e8") that are looked up beside the yaml as
/// `<signature>.th`, `<signature>-*.th` or `.safetensors`, optional `weights`, `segment`.
/// @errors  NotFound (also a missing member: ModelMissing), BadInput, Corrupt.
[[nodiscard]] Result<Bag> readBag(const std::filesystem::path& path);

/// Of a file; larger ones are refused before anything is read.
inline constexpr std::uintmax_t kMaxBytes = std::uintmax_t {4} << 30;

} // namespace nde::nn::checkpoint
