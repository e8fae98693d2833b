#include "core/nn/vae/ModelFile.h"

#include "core/nn/Sha256.h"
#include "core/nn/vae/ModelManifest.h"

#include <zip.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <optional>
#include <system_error>

namespace nde::nn::vae {

namespace {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

constexpr std::uintmax_t kMaxFileBytes = 512ULL << 20U;
constexpr zip_uint64_t kMaxManifestBytes = 16U << 20U;
constexpr zip_int64_t kMaxEntries = 4096;

struct ArchiveCloser
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, ArchiveCloser>;

struct EntryCloser
{
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

Archive openArchive(std::span<const std::uint8_t> bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr && source != nullptr) {
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return Archive(archive);
}

/// Size of a stored, unencrypted entry that fits into the file; empty otherwise.
std::optional<zip_uint64_t> storedSize(zip_t* archive, zip_uint64_t index, std::size_t fileBytes)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t kNeeded
        = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(archive, index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded
        || stat.comp_method != ZIP_CM_STORE || stat.encryption_method != ZIP_EM_NONE
        || stat.size != stat.comp_size || stat.size > fileBytes) {
        return std::nullopt;
    }
    return stat.size;
}

/// All bytes of an entry whose size was checked; libzip compares the CRC at its end.
std::optional<std::vector<std::uint8_t>> readEntry(zip_t* archive, zip_uint64_t index,
                                                   zip_uint64_t size)
{
    const std::unique_ptr<zip_file_t, EntryCloser> entry(zip_fopen_index(archive, index, 0));
    if (!entry) {
        return std::nullopt;
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const zip_int64_t got = zip_fread(entry.get(), bytes.data() + done, bytes.size() - done);
        if (got <= 0) {
            return std::nullopt;
        }
        done += static_cast<std::size_t>(got);
    }
    std::uint8_t beyond = 0;
    if (zip_fread(entry.get(), &beyond, 1) != 0) {
        return std::nullopt; // longer than it says, or a wrong CRC
    }
    return bytes;
}

tl::unexpected<Error> corrupt(const std::filesystem::path& path, const std::string& why)
{
    std::string sentence = path.string();
    sentence.insert(0, 1, '\'').append("' is not a usable model: ").append(why);
    return fail(ErrorCode::Corrupt, std::move(sentence));
}

bool isFinite(const TensorSpec& spec, const std::vector<std::uint8_t>& bytes)
{
    if (spec.type == ElementType::Float32) {
        for (std::size_t i = 0; i < bytes.size(); i += 4) {
            float value = 0;
            std::memcpy(&value, bytes.data() + i, 4);
            if (!std::isfinite(value)) {
                return false;
            }
        }
    } else if (spec.type == ElementType::Float16) {
        for (std::size_t i = 0; i < bytes.size(); i += 2) {
            if ((bytes[i + 1] & 0x7CU) == 0x7CU) { // exponent of infinities and NaN
                return false;
            }
        }
    }
    return true;
}

/// The archive's own folder name, found by where the manifest lies ("archive/extra/…").
std::optional<std::pair<std::string, zip_uint64_t>> findManifest(zip_t* archive)
{
    const std::string ending = std::string("/extra/") + kManifestName;
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < std::min(count, kMaxEntries); ++i) {
        const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        const std::string entry = name == nullptr ? "" : name;
        if (entry.ends_with(ending)) {
            return std::pair(entry.substr(0, entry.size() - ending.size() + 1),
                             static_cast<zip_uint64_t>(i));
        }
    }
    return std::nullopt;
}

/// Values that index into others must lie inside them, and deviations must be positive.
std::optional<std::string> contradiction(const ModelFile& model)
{
    for (const std::int64_t cluster : model.integers("cluster_of")) {
        if (cluster < 0 || cluster >= model.meta.clusters) {
            return std::string("a sound belongs to a cluster that does not exist");
        }
    }
    for (const char* name : {"eigenvalues", "scale"}) {
        for (const float value : model.floats(name)) {
            if (value <= 0.0F) {
                return std::string("its '") + name + "' are not all positive";
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::vector<float> ModelFile::floats(const std::string& name) const
{
    const auto& bytes = tensors.at(name);
    std::vector<float> out(bytes.size() / 4);
    std::memcpy(out.data(), bytes.data(), out.size() * 4);
    return out;
}

std::vector<std::int64_t> ModelFile::integers(const std::string& name) const
{
    const auto& bytes = tensors.at(name);
    std::vector<std::int64_t> out(bytes.size() / 8);
    std::memcpy(out.data(), bytes.data(), out.size() * 8);
    return out;
}

LatentCloud ModelFile::cloud() const
{
    LatentCloud out;
    out.sounds = meta.sounds;
    out.dimensions = meta.latentDim;
    out.mean = floats("posterior_mean");
    out.logVariance = floats("posterior_log_variance");
    out.clusters = meta.clusters;
    out.centres = floats("cluster_centres");
    out.clusterOf = integers("cluster_of");
    out.spread = floats("cluster_spread");
    return out;
}

SoundSpace ModelFile::space() const
{
    SoundSpace out;
    out.dimensions = meta.spaceDimensions;
    out.mean = floats("space_mean");
    out.basis = floats("space_basis");
    out.scale = static_cast<float>(meta.spaceScale);
    out.points = floats("space_points");
    return out;
}

Result<ModelFile> parseModel(std::span<const std::uint8_t> bytes, const std::filesystem::path& path)
{
    const Archive archive = openArchive(bytes);
    if (!archive) {
        return corrupt(path, "it is not a complete archive");
    }
    const auto found = findManifest(archive.get());
    if (!found) {
        return corrupt(path, std::string("it has no ") + kManifestName);
    }
    const auto& [prefix, manifestIndex] = *found;
    const auto manifestSize = storedSize(archive.get(), manifestIndex, bytes.size());
    if (!manifestSize || *manifestSize > kMaxManifestBytes) {
        return corrupt(path, "its manifest is compressed or too large");
    }
    const auto text = readEntry(archive.get(), manifestIndex, *manifestSize);
    if (!text) {
        return corrupt(path, "its manifest is damaged");
    }
    auto manifest = parseManifest(std::string(text->begin(), text->end()), path.string());
    if (!manifest) {
        return propagate(manifest);
    }
    ModelFile out;
    out.meta = std::move(manifest->meta);
    for (const TensorSpec& spec : tensorLayout(out.meta)) {
        const std::string record = prefix + manifest->records[spec.name];
        const zip_int64_t index = zip_name_locate(archive.get(), record.c_str(), ZIP_FL_ENC_RAW);
        const auto size = index < 0
            ? std::nullopt
            : storedSize(archive.get(), static_cast<zip_uint64_t>(index), bytes.size());
        if (!size || *size != spec.bytes()) {
            return corrupt(path,
                           "its tensor '" + spec.name + "' is missing or not "
                               + std::to_string(spec.bytes()) + " bytes long");
        }
        auto data = readEntry(archive.get(), static_cast<zip_uint64_t>(index), *size);
        if (!data) {
            return corrupt(path, "its tensor '" + spec.name + "' is damaged");
        }
        if (!isFinite(spec, *data)) {
            return corrupt(path, "its tensor '" + spec.name + "' holds values that are not finite");
        }
        out.tensors[spec.name] = std::move(*data);
    }
    if (const auto why = contradiction(out)) {
        return corrupt(path, *why);
    }
    out.fileHash = sha256Hex(bytes);
    return out;
}

Result<ModelFile> readModelFile(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return fail(ErrorCode::NotFound, "there is no model '" + path.string() + "'");
    }
    if (!std::filesystem::is_regular_file(path, error)) {
        return corrupt(path, "it is not a file");
    }
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return fail(ErrorCode::Io, "cannot read '" + path.string() + "': " + error.message());
    }
    if (size > kMaxFileBytes) {
        return corrupt(path, "it is " + std::to_string(size) + " bytes long, more than any model");
    }
    try {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
        std::ifstream stream(path, std::ios::binary);
        stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
        if (!stream && size > 0) {
            return fail(ErrorCode::Io, "cannot read '" + path.string() + "' to its end");
        }
        return parseModel(bytes, path);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "not enough memory to read the model '" + path.string() + "'");
    }
}

Result<std::map<std::string, std::string>>
locateRecords(std::span<const std::uint8_t> archive, const std::vector<TensorSpec>& specs,
              const std::map<std::string, std::vector<std::uint8_t>>& tensors)
{
    const Archive opened = openArchive(archive);
    std::map<std::string, std::string> out;
    const zip_int64_t count = opened ? zip_get_num_entries(opened.get(), 0) : 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        const auto size = storedSize(opened.get(), index, archive.size());
        const char* name = zip_get_name(opened.get(), index, ZIP_FL_ENC_RAW);
        if (!size || name == nullptr) {
            continue;
        }
        const std::string entry = name;
        const auto slash = entry.find('/');
        std::optional<std::vector<std::uint8_t>> bytes;
        for (const TensorSpec& spec : specs) {
            if (out.contains(spec.name) || *size != spec.bytes() || slash == std::string::npos) {
                continue;
            }
            bytes = bytes ? bytes : readEntry(opened.get(), index, *size);
            if (bytes && *bytes == tensors.at(spec.name)) {
                out[spec.name] = entry.substr(slash + 1);
            }
        }
    }
    for (const TensorSpec& spec : specs) {
        if (!out.contains(spec.name)) {
            return fail(ErrorCode::Internal,
                        "the archive that torch wrote does not hold '" + spec.name + "'");
        }
    }
    return out;
}

} // namespace nde::nn::vae
