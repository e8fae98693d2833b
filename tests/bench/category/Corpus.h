#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// The sounds that the category network learns from and is measured on.
namespace nde::bench {

/// The labels of the one-shots in shared/data.
inline constexpr std::array<const char*, 12> kLabels {"bass",  "clap",  "cymbal", "fx",
                                                      "hihat", "kick",  "pad",    "perc",
                                                      "snare", "synth", "tom",    "vocal"};
/// Classes that a label may stand for, one bit a Category: what it is known to be.
using ClassMask = std::uint32_t;
[[nodiscard]] constexpr ClassMask maskOf(Category category)
{
    return ClassMask {1} << static_cast<unsigned>(category);
}
/// Classes that count as right for a label.
[[nodiscard]] ClassMask classesOfLabel(std::size_t label);

enum class Origin : std::uint8_t
{
    OneShot, ///< measured on
    Extra, ///< loops, stems and hits of recordings: learned from only
    Synthetic
};

struct Sound
{
    std::vector<float> mono; ///< 32 kHz
    ClassMask classes {};
    int label {-1}; ///< of kLabels; one-shots only
    std::string pack;
    std::string name; ///< folder and file as their maker named them
    Origin origin {};
};

/// Kit, machine or folder that a one-shot comes from; the same machine in several collections is
/// one pack.
[[nodiscard]] std::string packOf(const std::string& repository, const std::string& path);

/// "repository: licence" of everything that is learned from, sorted, each once.
[[nodiscard]] Result<std::vector<std::string>> licencesOf(const std::filesystem::path& data);

/// All one-shots of the manifest, then pieces of loops, stems and annotated hits.
/// @errors  NotFound, Corrupt and those of reading audio.
[[nodiscard]] Result<std::vector<Sound>> loadCorpus(const std::filesystem::path& data,
                                                    std::uint64_t seed);

} // namespace nde::bench
