#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/mix/Renderer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <numbers>

/// Sounds with known samples and small plans made of them, for the tests of the mixer.
namespace nde::tests {

inline constexpr int kRate = 48000;
inline constexpr int kBars = 4; ///< of the small plan
inline constexpr std::size_t kOnset = 100; ///< frames before the hit in the test kick

inline audio::AudioBuffer tone(double seconds, double hz, double decayS, int rate = kRate,
                               int channels = 1, double level = 0.5)
{
    audio::AudioBuffer buffer(channels, static_cast<std::size_t>(std::lround(seconds * rate)),
                              rate);
    for (int c = 0; c < channels; ++c) {
        for (std::size_t n = 0; n < buffer.frames(); ++n) {
            const double t = static_cast<double>(n) / rate;
            buffer.channel(c)[n] = static_cast<float>(level * std::exp(-t / decayS)
                                                      * std::sin(2.0 * std::numbers::pi * hz * t));
        }
    }
    return buffer;
}

/// Silence, one full sample at `kOnset`, then a soft decaying tone: its place is seen to the
/// sample.
inline audio::AudioBuffer clickKick()
{
    audio::AudioBuffer buffer(1, 12000, kRate);
    for (std::size_t n = kOnset; n < buffer.frames(); ++n) {
        const double t = static_cast<double>(n - kOnset) / kRate;
        buffer.channel(0)[n] = static_cast<float>(0.3 * std::exp(-t / 0.06)
                                                  * std::sin(2.0 * std::numbers::pi * 55.0 * t));
    }
    buffer.channel(0)[kOnset] = 0.9F;
    return buffer;
}

inline audio::AudioBuffer noise(double seconds, double decayS, std::uint64_t seed, int rate = kRate)
{
    Random random(seed);
    audio::AudioBuffer buffer(2, static_cast<std::size_t>(seconds * rate), rate);
    for (int c = 0; c < 2; ++c) {
        for (std::size_t n = 0; n < buffer.frames(); ++n) {
            const double t = static_cast<double>(n) / rate;
            buffer.channel(c)[n]
                = static_cast<float>(0.3 * std::exp(-t / decayS) * random.uniform(-1.0, 1.0));
        }
    }
    return buffer;
}

inline double peakOf(const audio::AudioBuffer& buffer, std::size_t from, std::size_t to)
{
    double peak = 0.0;
    for (int c = 0; c < buffer.channels(); ++c) {
        for (std::size_t n = from; n < std::min(to, buffer.frames()); ++n) {
            peak = std::max(peak, std::abs(static_cast<double>(buffer.channel(c)[n])));
        }
    }
    return peak;
}

/// A folder of sounds and the plans that use them.
class MixPlans
{
public:
    [[nodiscard]] std::string file(const QString& name) const
    {
        return m_dir.filePath(name).toStdString();
    }
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    std::string write(const QString& name, const audio::AudioBuffer& buffer) const
    {
        audio::WriteOptions options;
        options.sampleFormat = audio::SampleFormat::Float32;
        options.overwrite = true;
        options.isDurable = false;
        const auto written = audio::writeAudio(file(name), buffer, options);
        if (!written) {
            qFatal("%s", written.error().message.c_str());
        }
        return file(name);
    }
    [[nodiscard]] mix::RenderOptions options(const char* cache = "shared") const
    {
        mix::RenderOptions result;
        QDir(m_dir.path()).mkpath(QStringLiteral("scratch"));
        result.scratch = file(QStringLiteral("scratch"));
        if (cache != nullptr) {
            QDir(m_dir.path()).mkpath(QLatin1String(cache));
            result.stretchCache = file(QLatin1String(cache));
        }
        result.write.overwrite = true;
        result.write.isDurable = false;
        return result;
    }
    [[nodiscard]] QByteArray bytesOf(const QString& name) const
    {
        QFile opened(m_dir.filePath(name));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    /// What a failed render must not leave.
    [[nodiscard]] QStringList leftovers() const
    {
        QStringList found
            = QDir(m_dir.path())
                  .entryList({QStringLiteral("*.part"), QStringLiteral("out*")}, QDir::AllEntries);
        return found + QDir(m_dir.filePath(QStringLiteral("scratch"))).entryList(QDir::Files);
    }

    /// A lane with one sound, whose file is `path`, and no clips yet.
    static music::Lane lane(music::Plan& plan, std::string role, Category category,
                            std::string path, StemId id)
    {
        music::Lane made;
        made.id = plan.nextId++;
        made.role = std::move(role);
        music::Sound sound;
        sound.stem = id;
        sound.path = std::move(path);
        sound.hash = "hash" + std::to_string(id);
        sound.category = category;
        sound.durationS = 0.5;
        made.sounds.push_back(sound);
        return made;
    }
    static music::Clip& addClip(music::Plan& plan, music::Lane& lane, int startBar, int bars)
    {
        music::Clip clip;
        clip.id = plan.nextId++;
        clip.sound = 0;
        clip.startBar = startBar;
        clip.bars = bars;
        return lane.clips.emplace_back(clip);
    }
    /// A clip with hits on these beats of each of its bars.
    static music::Clip& addHits(music::Plan& plan, music::Lane& lane, int startBar, int bars,
                                std::initializer_list<double> beats)
    {
        music::Clip& clip = addClip(plan, lane, startBar, bars);
        for (int bar = 0; bar < bars; ++bar) {
            for (const double beat : beats) {
                music::Event event;
                event.bar = bar;
                event.beat = beat;
                clip.events.push_back(event);
            }
        }
        return clip;
    }
    /// A clip in which the lane's loop turns.
    static music::Clip& addLoop(music::Plan& plan, music::Lane& lane, int startBar, int bars)
    {
        music::Clip& clip = addClip(plan, lane, startBar, bars);
        music::Event event;
        event.lengthBeats = double {1.0} * bars * plan.beatsPerBar;
        clip.events.push_back(event);
        return clip;
    }
    static void makeLoop(music::Lane& lane, int loopBars)
    {
        lane.sounds[0].isLoop = true;
        lane.sounds[0].loopBars = loopBars;
        lane.sounds[0].stemBpm = 130.0;
    }

    /// Four bars at 137 bpm: kick, bass, hat and a pad loop that was made at 130 bpm.
    [[nodiscard]] music::Plan smallPlan() const
    {
        music::Plan plan;
        plan.bpm = 137.0;
        plan.bars = kBars;
        plan.lufs = -14.0;
        plan.sections = {{1, "intro", 0, 2, 0.4}, {2, "drop", 2, 2, 1.0}};
        plan.nextId = 3;
        auto kick
            = lane(plan, "kick", Category::Kick, write(QStringLiteral("kick.wav"), clickKick()), 1);
        kick.sounds[0].onsetS = static_cast<double>(kOnset) / kRate;
        addHits(plan, kick, 0, kBars, {0.0, 1.0, 2.0, 3.0});
        auto bass = lane(plan, "bass", Category::Bass,
                         write(QStringLiteral("bass.wav"), tone(0.4, 55.0, 0.3)), 2);
        addHits(plan, bass, 2, 2, {0.5, 1.5, 2.5, 3.5}).events[1].semitones = 3.0;
        bass.levelLu = -1.5;
        bass.duckDb = 6.0;
        auto hat = lane(plan, "hat", Category::Hihat,
                        write(QStringLiteral("hat.wav"), noise(0.08, 0.02, 4)), 3);
        addHits(plan, hat, 0, kBars, {0.5, 1.5, 2.5, 3.5});
        hat.levelLu = -10.0;
        hat.highPassHz = 300.0;
        hat.pan = 0.2;
        hat.reverbSend = 0.1;
        auto pad = lane(
            plan, "pad", Category::Pad,
            write(QStringLiteral("pad.wav"), tone(2 * 4 * 60.0 / 130.0, 220.0, 1e9, kRate, 2)), 4);
        makeLoop(pad, 2);
        pad.sounds[0].semitones = 2.0;
        pad.levelLu = -9.0;
        pad.delaySend = 0.1;
        addLoop(plan, pad, 2, 2);
        plan.lanes = {kick, bass, hat, pad};
        for (int beat = 0; beat < kBars * 4; ++beat) {
            plan.duckBeats.push_back(beat);
        }
        return plan;
    }

private:
    QTemporaryDir m_dir;
};

} // namespace nde::tests
