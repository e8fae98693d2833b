#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Value.h"

#include <string_view>

namespace nde::nn::checkpoint {

/// The little of YAML that bags of models use: a table of `name: value` at the left margin, whose
/// values are scalars, `[flow, lists]` over any number of lines, or block lists (`- a`, `- - 1.`).
/// Comments, both kinds of quotes and a leading `---` are understood; anchors, tags, block texts,
/// flow tables, nested tables and escapes are refused. Scalars mean what YAML 1.1 says: `44` is
/// whole, `1.` is a number, `~` is nothing, `true` is true, the rest is text.
/// @errors  BadInput with the line's number.
[[nodiscard]] Result<Value> parseYaml(std::string_view text);

} // namespace nde::nn::checkpoint
