#pragma once

#include "core/nn/vae/ModelFile.h"

namespace nde::nn::vae {

struct Manifest
{
    ModelMeta meta;
    std::map<std::string, std::string> records; ///< tensor -> record, without the archive's prefix
};

/// @param file  name for messages.
/// @errors      Corrupt, Unsupported.
[[nodiscard]] Result<Manifest> parseManifest(const std::string& manifest, const std::string& file);

} // namespace nde::nn::vae
