#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace nde {

/// What kind of sound it is. The ids are stable: they stand in the database, in JSON and in file
/// names (`models/kick_vae.pt`).
enum class Category
{
    Kick,
    Snare,
    Clap,
    Hihat, ///< closed, or not known to be open
    OpenHihat,
    Cymbal,
    Tom,
    Perc,
    Drums, ///< a full drum stem or loop
    Bass,
    Lead,
    Synth,
    Chord,
    Pad,
    Keys,
    Guitar,
    Strings,
    Vocal,
    Fx,
    Texture,
    Atmo,
    Noise,
    Other,
    Residual, ///< what a separation left over
    Mix, ///< a whole track
    Unclear
};
inline constexpr int kCategoryCount = static_cast<int>(Category::Unclear) + 1;

/// Where a sound came from.
enum class Source
{
    Original,
    Separated,
    Slice,
    Generated,
    Track
};
inline constexpr int kSourceCount = 5;

/// How a sound is used.
enum class SoundClass
{
    OneShot,
    Loop,
    Phrase,
    Track
};
inline constexpr int kSoundClassCount = 4;

[[nodiscard]] std::string_view categoryId(Category category); ///< "kick", "hihat", …
[[nodiscard]] std::string_view sourceId(Source source); ///< "original", "separated", …
[[nodiscard]] std::string_view soundClassId(SoundClass soundClass); ///< "one-shot", "loop", …

[[nodiscard]] std::optional<Category> categoryFromId(std::string_view id);
[[nodiscard]] std::optional<Source> sourceFromId(std::string_view id);
[[nodiscard]] std::optional<SoundClass> soundClassFromId(std::string_view id);

} // namespace nde
