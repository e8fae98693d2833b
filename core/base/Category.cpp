#include "core/base/Category.h"

#include <cstddef>

namespace nde {

namespace {

constexpr std::array<std::string_view, kCategoryCount> kCategories {
    "kick", "snare",   "clap",  "hihat", "open_hihat", "cymbal",   "tom",    "perc",    "drums",
    "bass", "lead",    "synth", "chord", "pad",        "keys",     "guitar", "strings", "vocal",
    "fx",   "texture", "atmo",  "noise", "other",      "residual", "mix",    "unclear"};
constexpr std::array<std::string_view, kSourceCount> kSources {"original", "separated", "slice",
                                                               "generated", "track"};
constexpr std::array<std::string_view, kSoundClassCount> kSoundClasses {"one-shot", "loop",
                                                                        "phrase", "track"};

template<typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& ids, std::string_view id)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (ids[i] == id) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view categoryId(Category category)
{
    return kCategories[static_cast<std::size_t>(category)];
}

std::string_view sourceId(Source source)
{
    return kSources[static_cast<std::size_t>(source)];
}

std::string_view soundClassId(SoundClass soundClass)
{
    return kSoundClasses[static_cast<std::size_t>(soundClass)];
}

std::optional<Category> categoryFromId(std::string_view id)
{
    return find<Category>(kCategories, id);
}

std::optional<Source> sourceFromId(std::string_view id)
{
    return find<Source>(kSources, id);
}

std::optional<SoundClass> soundClassFromId(std::string_view id)
{
    return find<SoundClass>(kSoundClasses, id);
}

} // namespace nde
