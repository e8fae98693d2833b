#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn::checkpoint {

/// What a bag's text says, before its members are looked for.
struct BagText
{
    std::vector<std::string> signatures; ///< letters, digits, '_' and '-' only
    std::vector<std::vector<double>> weights; ///< as in Bag
    std::optional<Value::Rational> segment; ///< > 0
};

/// @errors  BadInput.
[[nodiscard]] Result<BagText> parseBag(std::string_view yaml);

} // namespace nde::nn::checkpoint
