#include "core/interchange/TrackLook.h"

#include "core/music/Roles.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace nde::interchange {
namespace {

constexpr Colour rgb(std::uint32_t value)
{
    return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
            static_cast<std::uint8_t>(value)};
}

Category categoryOf(const music::Lane& lane)
{
    if (!lane.sounds.empty()) {
        return lane.sounds.front().category;
    }
    const music::Role* role = music::roleOf(lane.role);
    return role == nullptr || role->fits.empty() ? Category::Unclear : role->fits.front().first;
}

} // namespace

Colour colourOf(Category category)
{
    switch (category) {
    case Category::Kick:
        return rgb(0xE69F00);
    case Category::Snare:
        return rgb(0xF0E442);
    case Category::Clap:
        return rgb(0xF2A65A);
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
        return rgb(0x7FD1E8);
    case Category::Tom:
    case Category::Perc:
        return rgb(0xB8D05A);
    case Category::Drums:
        return rgb(0x009E73);
    case Category::Bass:
        return rgb(0xD55E00);
    case Category::Lead:
    case Category::Synth:
        return rgb(0xFF8FA3);
    case Category::Chord:
    case Category::Pad:
    case Category::Strings:
        return rgb(0x9DA8FF);
    case Category::Vocal:
        return rgb(0x56B4E9);
    case Category::Fx:
        return rgb(0xC6A0E8);
    case Category::Texture:
    case Category::Atmo:
        return rgb(0x7E8CA8);
    case Category::Keys:
    case Category::Guitar:
    case Category::Other:
        return rgb(0xCC79A7);
    case Category::Noise:
    case Category::Residual:
    case Category::Mix:
    case Category::Unclear:
        break;
    }
    return rgb(0x9A9A9A);
}

Colour colourOf(const music::Lane& lane)
{
    return colourOf(categoryOf(lane));
}

std::string trackName(const music::Plan& plan, const music::Lane& lane)
{
    int number = 0;
    int before = 0;
    for (const auto& other : plan.lanes) {
        number += other.role == lane.role ? 1 : 0;
        before = other.id == lane.id ? number : before;
    }
    return before > 1 ? lane.role + " " + std::to_string(before) : lane.role;
}

double volumeOf(const music::Lane& lane)
{
    return std::pow(10.0, (lane.levelLu + lane.gainDb) / 20.0);
}

std::string titleOf(const music::Plan& plan)
{
    return plan.prompt.empty() ? "track" : plan.prompt;
}

std::string numberText(double value)
{
    std::array<char, 400> text {};
    const auto end
        = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return {text.data(), end.ptr};
}

std::string numberText(double value, int decimals)
{
    std::array<char, 400> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::fixed, decimals);
    return {text.data(), end.ptr};
}

} // namespace nde::interchange
