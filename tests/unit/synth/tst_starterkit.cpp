#include "core/synth/StarterKit.h"
#include "tests/unit/audio/AudioTestSignals.h"

#include <QTest>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <set>

using namespace nde;
using namespace nde::synth;

namespace {

std::uint64_t hashOf(const audio::AudioBuffer& buffer)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = std::as_bytes(std::span(buffer.channel(c)));
        for (const std::byte byte : samples) {
            hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001B3ULL;
        }
    }
    return hash;
}

bool hasTag(const KitSound& sound, std::string_view tag)
{
    return std::find(sound.tags.begin(), sound.tags.end(), tag) != sound.tags.end();
}

// Root mean square of the frequencies: the first difference of a sine of f Hz is 2·sin(pi·f/rate)
// times as strong as the sine.
double brightnessHz(const KitSound& sound)
{
    const std::vector<float> mono = audio::toMono(sound.audio);
    double power = 0.0;
    double slope = 0.0;
    for (std::size_t i = 1; i < mono.size(); ++i) {
        const double difference = double {mono[i]} - double {mono[i - 1]};
        power += double {mono[i]} * double {mono[i]};
        slope += difference * difference;
    }
    return std::asin(std::min(1.0, 0.5 * std::sqrt(slope / power))) / std::numbers::pi * 48000.0;
}

// How well the sound repeats after the period of its pitch; 1 = exactly.
double periodicity(const KitSound& sound, double hz)
{
    const std::vector<float> mono = audio::toMono(sound.audio);
    const double lag = 48000.0 / hz;
    const auto whole = static_cast<std::size_t>(lag);
    const double part = lag - static_cast<double>(whole);
    const std::size_t begin = std::min<std::size_t>(5760, mono.size() / 4); // after the attack
    const std::size_t end = std::min(begin + 4800, mono.size() - whole - 2);
    double product = 0.0;
    double here = 0.0;
    double there = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
        const double a = double {mono[i]};
        const double b
            = (1.0 - part) * double {mono[i + whole]} + part * double {mono[i + whole + 1]};
        product += a * b;
        here += a * a;
        there += b * b;
    }
    return product / std::sqrt(here * there + 1e-30);
}

// Share of the energy of the first 150 ms that falls into the first 30.
double attackShare(const KitSound& sound)
{
    const auto samples = sound.audio.channel(0);
    double early = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < std::min<std::size_t>(samples.size(), 7200); ++i) {
        const double power = double {samples[i]} * double {samples[i]};
        early += i < 1440 ? power : 0.0;
        all += power;
    }
    return early / all;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0 : values[values.size() / 2];
}

} // namespace

class TestStarterKit : public QObject
{
    Q_OBJECT

    std::vector<KitSound> m_kit;

    template<typename Measure>
    std::vector<double> measured(Category category, std::string_view tag, Measure measure) const
    {
        std::vector<double> values;
        for (const KitSound& sound : m_kit) {
            if (sound.category == category && sound.soundClass == SoundClass::OneShot
                && hasTag(sound, tag)) {
                values.push_back(measure(sound));
            }
        }
        return values;
    }

private Q_SLOTS:
    void initTestCase()
    {
        TaskContext task;
        const auto made = synthesiseKit(
            1,
            [this](KitSound&& sound) -> Result<> {
                m_kit.push_back(std::move(sound));
                return {};
            },
            task);
        QVERIFY(made.has_value());
    }

    void thereIsEnoughOfEverything()
    {
        std::map<Category, int> counts;
        int loops = 0;
        for (const KitSound& sound : m_kit) {
            ++counts[sound.category];
            loops += sound.soundClass == SoundClass::Loop ? 1 : 0;
        }
        QVERIFY(m_kit.size() >= 280);
        QVERIFY(loops >= 50);
        const std::map<Category, int> wanted {
            {Category::Kick, 80},   {Category::Snare, 40},     {Category::Clap, 20},
            {Category::Hihat, 28},  {Category::OpenHihat, 16}, {Category::Cymbal, 6},
            {Category::Tom, 6},     {Category::Perc, 12},      {Category::Drums, 16},
            {Category::Bass, 24},   {Category::Lead, 6},       {Category::Synth, 8},
            {Category::Chord, 8},   {Category::Pad, 10},       {Category::Keys, 4},
            {Category::Vocal, 12},  {Category::Fx, 12},        {Category::Noise, 4},
            {Category::Texture, 4}, {Category::Atmo, 3}};
        for (const auto& [category, count] : wanted) {
            QVERIFY2(counts[category] >= count, categoryId(category).data());
        }
    }

    void namesAreUniqueAndFitForFiles()
    {
        std::set<std::string> names;
        for (const KitSound& sound : m_kit) {
            std::string lower = sound.name; // file systems exist that do not tell case apart
            std::transform(lower.begin(), lower.end(), lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            QVERIFY2(names.insert(lower).second, sound.name.c_str());
            QVERIFY2(!sound.name.empty() && sound.name.size() <= 60, sound.name.c_str());
            for (const char c : sound.name) {
                const bool isSafe
                    = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '#';
                QVERIFY2(isSafe, sound.name.c_str());
            }
            QVERIFY2(sound.name.front() != ' ' && sound.name.back() != ' ', sound.name.c_str());
        }
    }

    void everySoundIsFinished()
    {
        for (const KitSound& sound : m_kit) {
            const char* name = sound.name.c_str();
            QCOMPARE(sound.audio.sampleRate(), 48000);
            QVERIFY2(sound.audio.seconds() > 0.05 && sound.audio.seconds() <= 8.0, name);
            const float peak = audio::peakOf(sound.audio);
            QVERIFY2(peak <= 0.8912510F && peak > 0.25F, name); // -1 dBFS … -12 dBFS
            for (int c = 0; c < sound.audio.channels(); ++c) {
                const auto samples = sound.audio.channel(c);
                QVERIFY2(std::all_of(samples.begin(), samples.end(),
                                     [](float x) { return std::isfinite(x); }),
                         name);
                double sum = 0.0;
                for (const float sample : samples) {
                    sum += double {sample};
                }
                QVERIFY2(std::abs(sum / static_cast<double>(samples.size())) < 1e-5, name);
                QVERIFY2(std::abs(samples.front()) < 1e-6F, name);
                QVERIFY2(std::abs(samples.back()) < 1e-6F, name);
            }
            QVERIFY2(!sound.tags.empty(), name);
        }
    }

    void spaciousSoundsAreStereo()
    {
        for (const KitSound& sound : m_kit) {
            const bool isWide = sound.category == Category::Pad || sound.category == Category::Fx
                || sound.category == Category::Drums || sound.category == Category::Texture;
            if (isWide) {
                QCOMPARE(sound.audio.channels(), 2);
            } else if (sound.category == Category::Kick || sound.category == Category::Bass) {
                QCOMPARE(sound.audio.channels(), 1);
            }
            if (sound.category == Category::Pad) {
                QVERIFY2(!std::equal(sound.audio.channel(0).begin(), sound.audio.channel(0).end(),
                                     sound.audio.channel(1).begin()),
                         sound.name.c_str());
            }
        }
    }

    void wideSoundsHaveSides()
    {
        int checked = 0;
        for (const KitSound& sound : m_kit) {
            if (!hasTag(sound, "wide")) {
                continue;
            }
            QVERIFY2(sound.audio.channels() == 2, sound.name.c_str());
            double side = 0.0;
            double middle = 0.0;
            for (std::size_t i = 0; i < sound.audio.frames(); ++i) {
                const double left = double {sound.audio.channel(0)[i]};
                const double right = double {sound.audio.channel(1)[i]};
                side += (left - right) * (left - right);
                middle += (left + right) * (left + right);
            }
            QVERIFY2(side > 0.05 * middle, sound.name.c_str());
            ++checked;
        }
        QVERIFY(checked >= 8);
    }

    void loopsLastWholeBars()
    {
        std::set<int> tempos;
        std::set<int> bassKeys;
        for (const KitSound& sound : m_kit) {
            QCOMPARE(sound.bpm.has_value(), sound.soundClass == SoundClass::Loop);
            if (!sound.bpm) {
                continue;
            }
            const auto frames = static_cast<double>(sound.audio.frames());
            const double bars = std::round(frames * *sound.bpm / (240.0 * 48000.0));
            QVERIFY2(bars == 1.0 || bars == 2.0 || bars == 4.0, sound.name.c_str());
            QCOMPARE(frames, std::round(bars * 240.0 / *sound.bpm * 48000.0));
            QCOMPARE(sound.key.has_value(), sound.category != Category::Drums);
            tempos.insert(static_cast<int>(*sound.bpm));
            if (sound.category == Category::Bass) {
                bassKeys.insert(sound.key->pitchClass);
            }
        }
        for (const int bpm : {120, 124, 128, 132, 140, 174}) {
            QVERIFY2(tempos.contains(bpm), std::to_string(bpm).c_str());
        }
        QVERIFY(bassKeys.size() >= 5);
    }

    void harmonicSoundsSayWhereTheyBelong()
    {
        for (const KitSound& sound : m_kit) {
            const bool isHarmonic = sound.category == Category::Pad
                || sound.category == Category::Chord || sound.category == Category::Keys
                || sound.category == Category::Synth || sound.category == Category::Lead
                || sound.category == Category::Bass || sound.category == Category::Vocal;
            if (isHarmonic) {
                QVERIFY2(sound.key.has_value() || sound.pitchHz.has_value(), sound.name.c_str());
            }
            if (sound.name.find("Am7") != std::string::npos) {
                QVERIFY(sound.key == (Key {9, true}));
            }
        }
    }

    void pitchesAreTrue()
    {
        int checked = 0;
        for (const KitSound& sound : m_kit) {
            const bool isHarmonic = sound.category == Category::Bass
                || sound.category == Category::Lead || sound.category == Category::Vocal
                || sound.category == Category::Synth;
            if (!sound.pitchHz || !isHarmonic || hasTag(sound, "wide")) {
                continue; // detuned sounds beat
            }
            // Even a reese, whose oscillators beat, repeats best after its own period.
            const double own = periodicity(sound, *sound.pitchHz);
            const double wrong = periodicity(sound, *sound.pitchHz * 1.34);
            QVERIFY2(own > 0.65 && own > wrong + 0.1, sound.name.c_str());
            ++checked;
        }
        QVERIFY(checked >= 15);
    }

    // After its sweep, a kick rests on its pitch.
    void kicksEndOnTheirPitch()
    {
        for (const KitSound& sound : m_kit) {
            if (sound.category != Category::Kick || sound.audio.seconds() < 0.45
                || !(hasTag(sound, "deep") || hasTag(sound, "warm"))) {
                continue;
            }
            const auto tail = sound.audio.channel(0).subspan(14400, 7200);
            const double hz = test::crossingHz(tail, 48000);
            QVERIFY2(std::abs(hz / *sound.pitchHz - 1.0) < 0.03, sound.name.c_str());
        }
    }

    void darkIsDarkerThanBright_data()
    {
        QTest::addColumn<int>("category");
        for (const Category category : {Category::Kick, Category::Snare, Category::Clap,
                                        Category::OpenHihat, Category::Vocal, Category::Noise}) {
            QTest::addRow("%s", categoryId(category).data()) << static_cast<int>(category);
        }
    }
    void darkIsDarkerThanBright()
    {
        QFETCH(int, category);
        const auto dark = measured(static_cast<Category>(category), "dark", brightnessHz);
        const auto bright = measured(static_cast<Category>(category), "bright", brightnessHz);
        QVERIFY(!dark.empty() && !bright.empty());
        // Not on average only: the brightest dark one is darker than the darkest bright one.
        QVERIFY(*std::max_element(dark.begin(), dark.end())
                < *std::min_element(bright.begin(), bright.end()));
    }

    void shortIsShorterThanLong()
    {
        const auto seconds = [](const KitSound& sound) { return sound.audio.seconds(); };
        for (const Category category :
             {Category::Kick, Category::Snare, Category::Clap, Category::Hihat, Category::Fx}) {
            const auto brief = measured(category, "short", seconds);
            // The long hats are the open ones.
            const bool isHat = category == Category::Hihat;
            const auto extended = measured(isHat ? Category::OpenHihat : category, "long", seconds);
            QVERIFY2(!brief.empty() && !extended.empty(), categoryId(category).data());
            QVERIFY2(*std::max_element(brief.begin(), brief.end())
                         < *std::min_element(extended.begin(), extended.end()),
                     categoryId(category).data());
        }
    }

    void punchyHitsHarderThanSoft()
    {
        const auto punchy = measured(Category::Kick, "punchy", attackShare);
        const auto soft = measured(Category::Kick, "soft", attackShare);
        QVERIFY(*std::min_element(punchy.begin(), punchy.end())
                > *std::max_element(soft.begin(), soft.end()));
    }

    void noisyAndMetallicKicksAreWhatTheySay()
    {
        // Noise: energy at 2 kHz well after the click, where a plain kick has none.
        const auto hiss = [](const KitSound& sound) {
            const auto body = sound.audio.channel(0).subspan(1440, 2400);
            return test::amplitudeAt(body, 48000, 1700.0) + test::amplitudeAt(body, 48000, 2100.0)
                + test::amplitudeAt(body, 48000, 2500.0);
        };
        QVERIFY(median(measured(Category::Kick, "noisy", hiss))
                > 10.0 * median(measured(Category::Kick, "punchy", hiss)));
        // Metal: the inharmonic partial at 7.3 times the pitch rings.
        const auto ring = [](const KitSound& sound) {
            return test::amplitudeAt(sound.audio.channel(0).subspan(960, 3840), 48000,
                                     *sound.pitchHz * 7.3);
        };
        QVERIFY(median(measured(Category::Kick, "metallic", ring))
                > 5.0 * median(measured(Category::Kick, "punchy", ring)));
    }

    // Partials stand out of the spectrum of a metallic hat; noise has none.
    void metallicHatsHavePartials()
    {
        const auto peakiness = [](const KitSound& sound) {
            if (sound.audio.seconds() < 0.4) {
                return 0.0; // closed hats are too short to resolve them
            }
            std::vector<double> spectrum;
            for (double hz = 6000.0; hz < 9000.0; hz += 20.0) {
                spectrum.push_back(
                    test::amplitudeAt(sound.audio.channel(0).subspan(480, 4800), 48000, hz));
            }
            std::sort(spectrum.begin(), spectrum.end());
            return spectrum[spectrum.size() - 5] / spectrum[spectrum.size() / 4];
        };
        const auto isOpen = [](double value) { return value > 0.0; };
        auto metallic = measured(Category::OpenHihat, "metallic", peakiness);
        auto noisy = measured(Category::OpenHihat, "noisy", peakiness);
        std::erase_if(metallic, std::not_fn(isOpen));
        std::erase_if(noisy, std::not_fn(isOpen));
        QVERIFY(metallic.size() >= 4 && noisy.size() >= 4);
        QVERIFY(median(metallic) > 1.5 * median(noisy));
    }

    void noTwoKicksAreAlike()
    {
        std::set<std::uint64_t> hashes;
        std::vector<double> pitches;
        for (const KitSound& sound : m_kit) {
            QVERIFY2(hashes.insert(hashOf(sound.audio)).second, sound.name.c_str());
            if (sound.category == Category::Kick) {
                pitches.push_back(*sound.pitchHz);
            }
        }
        const auto [low, high] = std::minmax_element(pitches.begin(), pitches.end());
        QVERIFY(*high / *low > 1.5);
    }

    void theSameSeedGivesTheSameSamples()
    {
        TaskContext task;
        std::size_t at = 0;
        const auto again = synthesiseKit(
            1,
            [&](KitSound&& sound) -> Result<> {
                const bool isSame = at < m_kit.size() && sound.name == m_kit[at].name
                    && sound.seed == m_kit[at].seed && sound.audio == m_kit[at].audio;
                ++at;
                return isSame ? Result<>() : fail(ErrorCode::Internal, sound.name + " differs");
            },
            task);
        QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
        QCOMPARE(at, m_kit.size());
    }

    void anotherSeedGivesOtherSoundsUnderTheSameNames()
    {
        TaskContext task;
        std::size_t at = 0;
        int different = 0;
        const auto other = synthesiseKit(
            2,
            [&](KitSound&& sound) -> Result<> {
                if (at == 20) {
                    return fail(ErrorCode::DiskFull, "enough");
                }
                different += sound.name == m_kit[at].name && sound.audio != m_kit[at].audio;
                ++at;
                return {};
            },
            task);
        QVERIFY(!other.has_value());
        QCOMPARE(other.error().code, ErrorCode::DiskFull); // the error of `emit` comes back
        QCOMPARE(different, 20);
    }

    void cancelling()
    {
        int emitted = 0;
        double last = 0.0;
        TaskContext task([&](double fraction, std::string_view) { last = fraction; },
                         [&] { return emitted == 3; });
        const auto stopped = synthesiseKit(
            1,
            [&](KitSound&&) -> Result<> {
                ++emitted;
                return {};
            },
            task);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
        QCOMPARE(emitted, 3);
        QVERIFY(last > 0.0 && last < 0.02);
    }
};

QTEST_GUILESS_MAIN(TestStarterKit)
#include "tst_starterkit.moc"
