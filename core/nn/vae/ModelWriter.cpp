#include "core/nn/vae/ModelWriter.h"

#include "core/nn/vae/Network.h"

#include <torch/script.h>

#include <sstream>

namespace nde::nn::vae {

Result<std::string> archiveOf(const ModelMeta& meta,
                              const std::map<std::string, std::vector<std::uint8_t>>& tensors)
{
    const auto layout = tensorLayout(meta);
    torch::jit::Module module("__torch__.StemVae");
    for (const TensorSpec& spec : layout) {
        const auto found = tensors.find(spec.name);
        if (found == tensors.end() || found->second.size() != spec.bytes()) {
            return fail(ErrorCode::Internal,
                        "the model's tensor '" + spec.name + "' has not "
                            + std::to_string(spec.bytes()) + " bytes");
        }
        module.register_buffer(spec.name, tensorOf(spec, found->second));
    }
    const auto save = [&module](const std::string& manifest) {
        std::ostringstream stream;
        module.save(stream, {{kManifestName, manifest}});
        return stream.str();
    };
    // Torch chooses the records' names while it writes: write, look, write again with the names.
    const auto spanOf = [](const std::string& text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    const std::string draft = save("{}");
    const auto records = locateRecords(spanOf(draft), layout, tensors);
    if (!records) {
        return propagate(records);
    }
    std::string archive = save(manifestText(meta, *records));
    // What was written must read back: a torch that numbers records anew each time shows here.
    if (const auto check = parseModel(spanOf(archive), "the model that was just written"); !check) {
        return propagate(check);
    } else if (check->tensors != tensors) {
        return fail(ErrorCode::Internal, "the model that was just written reads back differently");
    }
    return archive;
}

} // namespace nde::nn::vae
