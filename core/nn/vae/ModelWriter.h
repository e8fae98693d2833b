#pragma once

#include "core/nn/vae/ModelFile.h"

#include <map>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// A torch archive of attributes only (no methods) with the manifest as an extra file, which
/// `torch.jit.load(path, _extra_files={'nde_model.json': ''})` reads in Python. Same content, same
/// bytes: no time, no path.
/// @param tensors  everything that `tensorLayout(meta)` names.
/// @errors         Internal (a tensor is missing or has the wrong size).
[[nodiscard]] Result<std::string>
archiveOf(const ModelMeta& meta, const std::map<std::string, std::vector<std::uint8_t>>& tensors);

} // namespace nde::nn::vae
