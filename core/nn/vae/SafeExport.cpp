#include "core/audio/PartFile.h"
#include "core/nn/api/VaeTraining.h"
#include "core/nn/vae/ModelFile.h"

#include <nlohmann/json.hpp>

#include <new>

namespace nde::nn {

using namespace vae;

namespace {

const char* safeType(ElementType type)
{
    switch (type) {
    case ElementType::Float16:
        return "F16";
    case ElementType::Float32:
        return "F32";
    case ElementType::Int64:
        break;
    }
    return "I64";
}

/// Length of the header, the header filled up to eight bytes, the tensors.
/// @source  github.com/huggingface/safetensors, README, "Format".
std::string safeTensorsOf(const ModelFile& model)
{
    nlohmann::json header;
    header["__metadata__"] = {{"format", "nde.stem_vae"},
                              {"model_sha256", model.fileHash},
                              {"manifest", manifestText(model.meta, {})}};
    std::string data;
    for (const TensorSpec& spec : tensorLayout(model.meta)) {
        const auto& bytes = model.tensors.at(spec.name);
        header[spec.name] = {{"dtype", safeType(spec.type)},
                             {"shape", spec.shape},
                             {"data_offsets", {data.size(), data.size() + bytes.size()}}};
        data.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::string out;
    for (std::size_t i = 0; i < 8; ++i) {
        out.push_back(static_cast<char>((text.size() >> (8 * i)) & 0xFFU));
    }
    return out + text + data;
}

} // namespace

Result<> exportSafeTensors(const std::filesystem::path& modelPath,
                           const std::filesystem::path& path, bool overwrite)
{
    try {
        const auto model = readModelFile(modelPath);
        if (!model) {
            return propagate(model);
        }
        const std::string bytes = safeTensorsOf(*model);
        auto file = audio::PartFile::create(path, overwrite);
        if (!file) {
            return propagate(file);
        }
        if (const auto done = file->write(bytes.data(), bytes.size()); !done) {
            return propagate(done);
        }
        return file->commit();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "not enough memory to export '" + modelPath.string() + "'");
    }
}

} // namespace nde::nn
