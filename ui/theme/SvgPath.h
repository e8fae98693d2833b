#pragma once

#include <QPainterPath>

#include <string_view>

namespace nde::ui {

/// Path data of SVG 1.1 (M L H V C S A Z and their relative forms) as a painter path with the
/// even-odd rule. Reads our own constant strings; parsing stops at the first thing it does not
/// know, keeping what came before.
[[nodiscard]] QPainterPath pathFromSvg(std::string_view data);

} // namespace nde::ui
