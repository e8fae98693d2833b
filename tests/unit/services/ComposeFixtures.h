#pragma once

#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/music/Plan.h"
#include "core/services/Measure.h"

#include <optional>
#include <vector>

/// A studio with a library that is small but has something for every lane of a techno track. What
/// analysis would say is written down, so that no time goes into measuring.
namespace nde::services::test {

struct Material
{
    std::string name;
    Category category {};
    SoundClass soundClass {SoundClass::OneShot};
    Source source {Source::Original};
    double hz {}; ///< of the tone in it
    double seconds {};
    double decayPerS {}; ///< 0 = sustained
    double noise {}; ///< share
    std::optional<double> bpm {};
    std::optional<Key> key {};
};

inline audio::AudioBuffer soundOf(const Material& material, std::uint64_t seed)
{
    constexpr int kRate = 48000;
    const auto frames = static_cast<std::size_t>(material.seconds * kRate);
    audio::AudioBuffer buffer(1, frames, kRate);
    Random random(streamSeed(seed, material.name));
    const double beatS = material.bpm ? 60.0 / *material.bpm : material.seconds;
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double inBeat = std::fmod(t, beatS);
        const double edge = std::min(1.0, std::min(t, material.seconds - t) / 0.002);
        const double tone = std::sin(2.0 * std::numbers::pi * material.hz * t);
        const double value = (1.0 - material.noise) * tone + material.noise * random.uniform(-1, 1);
        buffer.channel(0)[i]
            = static_cast<float>(0.6 * edge * value * std::exp(-inBeat * material.decayPerS));
    }
    return buffer;
}

inline std::vector<Material> technoMaterial()
{
    const Key am {9, true};
    std::vector<Material> all;
    for (const char* variant : {"one", "two", "three"}) {
        const double shift = variant[1] == 'n' ? 1.0 : variant[1] == 'w' ? 1.12 : 0.89;
        const auto named = [&](const char* what) { return std::string(what) + ' ' + variant; };
        const auto hit = [&](const char* what, Category category, double hz, double s, double decay,
                             double noise) {
            all.push_back({named(what),
                           category,
                           SoundClass::OneShot,
                           Source::Original,
                           hz * shift,
                           s,
                           decay,
                           noise,
                           {},
                           {}});
        };
        hit("kick", Category::Kick, 55.0, 0.4, 9.0, 0.05);
        hit("snare", Category::Snare, 190.0, 0.25, 18.0, 0.7);
        hit("clap", Category::Clap, 900.0, 0.2, 20.0, 0.9);
        hit("hat", Category::Hihat, 8000.0, 0.08, 60.0, 0.95);
        hit("open hat", Category::OpenHihat, 7000.0, 0.3, 12.0, 0.9);
        hit("perc", Category::Perc, 600.0, 0.15, 25.0, 0.3);
        hit("crash", Category::Cymbal, 6000.0, 1.5, 3.0, 0.9);
        hit("riser", Category::Fx, 400.0, 2.0, 0.0, 0.6);
        hit("noise bed", Category::Noise, 100.0, 3.0, 0.0, 1.0);
        hit("texture", Category::Texture, 300.0, 3.0, 0.0, 0.6);
        all.push_back({named("bass loop"), Category::Bass, SoundClass::Loop, Source::Separated,
                       55.0 * shift, 4 * 4 * 60.0 / 132.0, 6.0, 0.02, 132.0, am});
        all.push_back({named("synth loop"), Category::Synth, SoundClass::Loop, Source::Generated,
                       440.0 * shift, 4 * 4 * 60.0 / 132.0, 8.0, 0.05, 132.0, am});
        all.push_back({named("pad"), Category::Pad, SoundClass::Loop, Source::Original,
                       220.0 * shift, 4 * 4 * 60.0 / 132.0, 0.0, 0.05, 132.0, am});
    }
    return all;
}

struct ComposeStudio : TestStudio
{
    StemId add(const Material& material, std::uint64_t seed = 1)
    {
        const auto buffer = soundOf(material, seed);
        const QString path = file(toQt(material.name).replace(u' ', u'_') + QStringLiteral(".wav"));
        if (!write(path, buffer)) {
            return 0;
        }
        Stem stem;
        stem.name = material.name;
        stem.path = toStd(path);
        stem.category = material.category;
        stem.categoryConfidence = 1.0;
        stem.soundClass = material.soundClass;
        stem.source = material.source;
        stem.durationS = material.seconds;
        stem.frames = static_cast<std::int64_t>(buffer.frames());
        stem.sampleRate = buffer.sampleRate();
        stem.channels = 1;
        stem.contentHash = contentHashOf(buffer);
        stem.fileHash = stem.contentHash;
        stem.quality = 0.9;
        stem.analyserVersion = kAnalyserVersion;
        auto& d = stem.descriptors;
        d.lufs = d.momentaryLufs = d.shortTermLufs = -16.0;
        d.peakDb = -5.0;
        d.bpm = material.bpm;
        d.bpmConfidence = material.bpm ? 1.0 : 0.0;
        d.gridConfidence = d.bpmConfidence;
        d.bars = material.bpm ? 4.0 : 0.0;
        d.key = material.key;
        d.keyConfidence = material.key ? 0.9 : 0.0;
        d.activeEndS = material.seconds;
        const auto stored = db::StemRepository(studio->database()).insert(stem);
        return stored ? *stored : 0;
    }

    /// @param isReversed  in another order; the library is the same.
    bool prepare(bool isReversed = false)
    {
        auto all = technoMaterial();
        if (isReversed) {
            std::reverse(all.begin(), all.end());
        }
        for (const auto& material : all) {
            ids.push_back(add(material));
        }
        return std::find(ids.begin(), ids.end(), 0) == ids.end();
    }

    std::vector<StemId> ids;
};

/// A plan without what differs from studio to studio: numbers of rows and places of files.
inline music::Plan withoutPlaces(music::Plan plan)
{
    for (auto& lane : plan.lanes) {
        for (auto& sound : lane.sounds) {
            sound.stem = 0;
            sound.path.clear();
        }
    }
    return plan;
}

} // namespace nde::services::test
