#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"
#include "core/nn/vae/LongSequence.h"
#include "core/nn/vae/Sampler.h"
#include "core/nn/vae/SoundMetrics.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// Of models of short sounds. Those of long ones have a list of sequences besides and are of the
/// next format, so that a build that knows no sequences refuses them by their number.
inline constexpr int kFormatVersion = 1;
inline constexpr int kLongFormatVersion = 2;
inline constexpr int kHiddenUnits = 384;
inline constexpr int kMaxComponents = 320;
/// The manifest's name inside the archive; a Python reader gets it through `_extra_files`.
inline constexpr const char* kManifestName = "nde_model.json";

enum class ElementType
{
    Float32,
    Float16,
    Int64
};

struct TensorSpec
{
    std::string name;
    ElementType type {};
    std::vector<std::int64_t> shape;
    [[nodiscard]] std::size_t elements() const;
    [[nodiscard]] std::size_t bytes() const;
    bool operator==(const TensorSpec&) const = default;
};

/// What the manifest says besides the list of tensors. All sizes follow from it.
struct ModelMeta
{
    Category category {};
    int latentDim {};
    int components {}; ///< of the basis
    int sounds {};
    int clusters {};
    int spaceDimensions {};
    int curvePoints {};
    double noiseVariance {}; ///< s2 of vae.md
    double spaceScale {1.0};
    std::uint64_t seed {};
    int bestEpoch {};
    std::string parameters; ///< JSON text of the training parameters
    std::vector<std::string> soundHashes; ///< content hashes of the training sounds
    std::vector<Category> soundCategories; ///< of a joint model's sounds, [sounds]; else empty
    std::vector<LongSequence>
        sequences; ///< of long sounds, whose chunks are the sounds; else empty
    std::string libraries; ///< e.g. "LibTorch 1.13.0"
};

/// Names, types and shapes that a model of these sizes consists of, in the order of the file.
[[nodiscard]] std::vector<TensorSpec> tensorLayout(const ModelMeta& meta);

/// JSON text. @param records  name of the tensor -> name of the archive's record.
[[nodiscard]] std::string manifestText(const ModelMeta& meta,
                                       const std::map<std::string, std::string>& records);

/// A model as it lies in the file: checked bytes, nothing interpreted, nothing executed.
struct ModelFile
{
    ModelMeta meta;
    std::map<std::string, std::vector<std::uint8_t>> tensors; ///< raw little-endian elements
    std::string fileHash; ///< SHA-256 of the whole file

    [[nodiscard]] std::vector<float> floats(const std::string& name) const; ///< of a Float32 tensor
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& name) const;
    [[nodiscard]] LatentCloud cloud() const;
    [[nodiscard]] SoundSpace space() const;
};

/// Reads and checks everything: the archive's structure, stored (not compressed) records, CRCs,
/// the manifest's values, and for every tensor its presence, exact size and finite contents. Never
/// allocates more than the file is long, apart from the file itself.
/// @errors  NotFound, Io, Corrupt, Unsupported (another format or analysis version), OutOfMemory.
[[nodiscard]] Result<ModelFile> readModelFile(const std::filesystem::path& path);
/// The same from memory. @param path  for messages only.
[[nodiscard]] Result<ModelFile> parseModel(std::span<const std::uint8_t> bytes,
                                           const std::filesystem::path& path);

/// For every spec the record of a stored archive that holds exactly these bytes. Torch numbers the
/// records of an archive as it likes, so the writer looks where its tensors went.
/// @errors  Internal (a tensor is not found).
[[nodiscard]] Result<std::map<std::string, std::string>>
locateRecords(std::span<const std::uint8_t> archive, const std::vector<TensorSpec>& specs,
              const std::map<std::string, std::vector<std::uint8_t>>& tensors);

} // namespace nde::nn::vae
