#pragma once

#include "core/music/Plan.h"

#include <cstdint>
#include <string>

/// How a lane looks in another program: its name and colour, and its fader as a number.
namespace nde::interchange {

struct Colour
{
    std::uint8_t red {};
    std::uint8_t green {};
    std::uint8_t blue {};
};
/// The colour of a category (product.md 2.0), the same as in the window.
[[nodiscard]] Colour colourOf(Category category);
/// Of a lane: that of its main sound, or of what its role takes.
[[nodiscard]] Colour colourOf(const music::Lane& lane);
/// "kick", "bass 2": roles that occur twice are numbered.
[[nodiscard]] std::string trackName(const music::Plan& plan, const music::Lane& lane);
/// Level of the role and the user's fader, linear.
[[nodiscard]] double volumeOf(const music::Lane& lane);
/// Name of the whole: the prompt, or "track".
[[nodiscard]] std::string titleOf(const music::Plan& plan);

/// Shortest text that gives the same double, without an exponent, "." whatever the locale.
[[nodiscard]] std::string numberText(double value);
[[nodiscard]] std::string numberText(double value, int decimals);

} // namespace nde::interchange
