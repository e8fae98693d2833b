#pragma once

#include "core/base/Random.h"
#include "core/base/Stem.h"

#include <array>
#include <string>
#include <vector>

namespace nde::bench {

inline constexpr std::array<const char*, 8> kWords {"dark", "metallic", "warm",  "vinyl",
                                                    "deep", "short",    "Größe", "wet"};

inline Stem syntheticSound(int index, Random& random)
{
    const auto pick = [&random](int count) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
    };
    const auto word = [&] { return std::string(kWords[static_cast<std::size_t>(pick(8))]); };
    Stem stem;
    stem.category = static_cast<Category>(pick(kCategoryCount));
    stem.source = static_cast<Source>(pick(kSourceCount));
    stem.soundClass = static_cast<SoundClass>(pick(kSoundClassCount));
    stem.name = std::string(categoryId(stem.category)) + ' ' + word() + ' ' + word() + ' '
        + std::to_string(index);
    stem.path = "/music/library/" + std::to_string(index / 1000) + '/' + stem.name + ".wav";
    stem.contentHash = std::to_string(streamSeed(1, "content", static_cast<std::uint64_t>(index)));
    stem.fileHash = stem.contentHash;
    stem.durationS = random.uniform(0.05, 8.0);
    stem.sampleRate = 44100;
    stem.channels = 2;
    stem.frames = static_cast<std::int64_t>(stem.durationS * 44100.0);
    stem.quality = random.uniform();
    stem.rating = pick(6);
    stem.isFavorite = pick(10) == 0;
    stem.tags = {word(), word()};
    stem.analyserVersion = "1";
    Descriptors& d = stem.descriptors;
    if (pick(2) == 0) {
        d.bpm = random.uniform(60.0, 180.0);
        d.key = Key {pick(12), pick(2) == 0};
    }
    d.lufs = random.uniform(-30.0, -6.0);
    d.centroidHz = random.uniform(100.0, 8000.0);
    d.ltasDb.assign(30, -20.5F);
    d.mfcc.assign(13, 1.25F);
    return stem;
}

/// `count` sounds with every facet filled, the same at every call.
inline std::vector<Stem> syntheticLibrary(int count)
{
    Random random(7);
    std::vector<Stem> stems;
    stems.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        stems.push_back(syntheticSound(i, random));
    }
    return stems;
}

} // namespace nde::bench
