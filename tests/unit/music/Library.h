#pragma once

#include "core/base/Random.h"
#include "core/music/Plan.h"

#include <cmath>

/// A small library whose facts are drawn from a seed.
namespace nde::music::testing {

inline Candidate sound(int number, Category category, Source source, SoundClass soundClass)
{
    Random random(streamSeed(3, "candidate", static_cast<std::uint64_t>(number)));
    Candidate c;
    c.id = number + 1;
    c.name = std::string(categoryId(category)) + " " + std::to_string(number);
    c.path = "/library/" + std::to_string(number) + ".wav";
    c.contentHash = "hash" + std::to_string(random.next());
    c.source = source;
    c.category = category;
    c.soundClass = soundClass;
    c.quality = random.uniform(0.5, 1.0);
    c.durationS = random.uniform(0.1, 0.5);
    Descriptors& d = c.descriptors;
    d.lufs = -14.0;
    d.centroidHz = random.uniform(200.0, 8000.0);
    d.crestDb = random.uniform(3.0, 20.0);
    d.flatness = random.uniform();
    d.onsetS = 0.002;
    for (int band = 0; band < 30; ++band) {
        d.ltasDb.push_back(static_cast<float>(random.uniform(-40.0, -5.0)));
    }
    if (soundClass == SoundClass::Loop) {
        d.bpm = 135.0;
        d.bpmConfidence = 0.9;
        c.durationS = 4 * 4 * 60.0 / 135.0;
    } else if (soundClass == SoundClass::Track) {
        d.bpm = 128.0;
        d.bpmConfidence = 0.9;
        d.firstBeatS = 0.1;
        c.durationS = 60.0;
    }
    if (category == Category::Bass || category == Category::Pad || category == Category::Lead) {
        d.pitchConfidence = 0.9;
        d.pitchHz = 55.0 * std::pow(2.0, static_cast<double>(random.below(24)) / 12.0);
        if (soundClass != SoundClass::OneShot) {
            d.key = Key {static_cast<int>(random.below(12)), true};
            d.keyConfidence = 0.8;
        }
    }
    return c;
}

inline std::vector<Candidate> library()
{
    std::vector<Candidate> all;
    int number = 0;
    for (const Category category :
         {Category::Kick, Category::Snare, Category::Clap, Category::Hihat, Category::Perc,
          Category::Bass, Category::Lead, Category::Pad, Category::Noise, Category::Texture,
          Category::Fx, Category::Cymbal}) {
        for (int i = 0; i < 8; ++i) {
            all.push_back(sound(number++, category, Source::Original, SoundClass::OneShot));
        }
        all.push_back(sound(number++, category, Source::Generated, SoundClass::OneShot));
    }
    for (const Category category : {Category::Bass, Category::Drums, Category::Pad}) {
        for (int i = 0; i < 3; ++i) {
            all.push_back(sound(number++, category, Source::Original, SoundClass::Loop));
        }
        all.push_back(sound(number++, category, Source::Separated, SoundClass::Track));
    }
    all.push_back(sound(number++, Category::Snare, Source::Slice, SoundClass::OneShot));
    return all;
}

} // namespace nde::music::testing
