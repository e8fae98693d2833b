#include "core/base/Random.h"
#include "core/music/Harmony.h"
#include "core/music/Patterns.h"
#include "core/music/Plan.h"
#include "core/music/PlanCheck.h"
#include "core/music/Sections.h"
#include "tests/unit/music/Library.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nde;
using namespace nde::music;
using nde::music::testing::library;
using nde::music::testing::sound;

namespace {

Plan planOf(std::string_view prompt, const std::vector<Candidate>& candidates,
            std::uint64_t seed = 1)
{
    TaskContext task;
    auto plan = arrange(parsePrompt(prompt), candidates, {}, seed, task);
    if (!plan) {
        qWarning("%s", plan.error().message.c_str());
        return {};
    }
    return *plan;
}

const Lane* laneWith(const Plan& plan, std::string_view role)
{
    const auto at = std::find_if(plan.lanes.begin(), plan.lanes.end(),
                                 [&](const Lane& lane) { return lane.role == role; });
    return at == plan.lanes.end() ? nullptr : &*at;
}

int activeBars(const Lane& lane)
{
    int bars = 0;
    for (const Clip& clip : lane.clips) {
        bars += clip.sound >= 0 ? clip.bars : 0;
    }
    return bars;
}

bool isAccent(const Lane& lane)
{
    return lane.role == "fx" || lane.role == "cymbal";
}

/// Bars of a section in which a lane has clips.
int barsIn(const Lane& lane, const Section& section)
{
    int bars = 0;
    for (const Clip& clip : lane.clips) {
        const bool isIn = clip.sound >= 0 && clip.startBar >= section.startBar
            && clip.startBar < section.startBar + section.bars;
        bars += isIn ? clip.bars : 0;
    }
    return bars;
}

} // namespace

Q_DECLARE_METATYPE(nde::music::SourceWish)

class TestArrange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void moodsDriveTheHats_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("steps");
        const auto row = [](const char* prompt, const char* steps) {
            QTest::newRow(prompt) << QString::fromLatin1(prompt) << QString::fromLatin1(steps);
        };
        row("house", "x.x.x.x.x.x.x.x."); // lexicon.json
        row("aggressive house", "xxxxxxxxxxxxxxxx");
        row("treibender house", "xxxxxxxxxxxxxxxx");
        row("slightly aggressive house", "x.x.x.x.x.x.x.x.");
        row("calm house", "..x...x...x...x.");
        row("ruhiger house", "..x...x...x...x.");
        row("calm energetic house", "x.x.x.x.x.x.x.x.");
    }

    void moodsDriveTheHats()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, steps);
        const Frame frame = frameOf(parsePrompt(prompt.toStdString()));
        QCOMPARE(QString::fromStdString(patternOf(*roleOf("hat"), frame)), steps);
        // Nothing else hangs on it.
        QCOMPARE(patternOf(*roleOf("kick"), frame), std::string("x...x...x...x..."));
    }

    void noEffectsMeansNoBedOfNoise()
    {
        QVERIFY(laneWith(planOf("industrial techno", library()), "noise") != nullptr);
        const Plan plan = planOf("industrial techno ohne Effekte", library());
        QVERIFY(laneWith(plan, "noise") == nullptr && laneWith(plan, "fx") == nullptr);
        QVERIFY(laneWith(planOf("industrial techno with noise, no fx", library()), "noise")
                != nullptr);
    }

    void aggressiveBreaksHaveHatsOverTheirLoop()
    {
        QVERIFY(laneWith(planOf("breakbeat", library()), "hat") == nullptr);
        const Plan plan = planOf("aggressive breakbeat", library());
        QVERIFY(laneWith(plan, "hat") != nullptr);
        QVERIFY(laneWith(plan, "drums") != nullptr);
    }

    void theSeedsOwnPrompt()
    {
        const Plan plan
            = planOf("aggressive industrial techno 140 bpm in A minor, 2 minutes", library());
        QCOMPARE(plan.bpm, 140.0);
        QVERIFY((plan.key == Key {9, true}));
        QCOMPARE(plan.bars, 70); // 120 s at 140 bpm exactly
        QCOMPARE(plan.lufs, -14.0);
        for (const char* role : {"kick", "perc", "bass", "noise"}) {
            QVERIFY2(laneWith(plan, role) != nullptr, role);
        }
        std::set<Source> sources; // of the lanes that sound for 8 bars at least
        for (const Lane& lane : plan.lanes) {
            QVERIFY2(!lane.sounds.empty() && !lane.clips.empty(), lane.role.c_str());
            const Sound& main = lane.sounds.front();
            if (activeBars(lane) >= 8) {
                sources.insert(main.source);
            }
            for (const Clip& clip : lane.clips) {
                QVERIFY2(!clip.events.empty(), lane.role.c_str());
            }
            QVERIFY2(main.why.contains("total") && main.why.contains("prompt"), lane.role.c_str());
            for (const auto& [term, value] : main.why) {
                QVERIFY2(value >= 0.0 && value <= 1.0, (lane.role + " " + term).c_str());
            }
        }
        QVERIFY(sources.contains(Source::Original));
        QVERIFY(sources.contains(Source::Generated));
        QVERIFY(sources.contains(Source::Separated) || sources.contains(Source::Slice));
        QVERIFY(plan.notes.empty());
    }

    void drumsWithASurePitchAreTuned_data()
    {
        QTest::addColumn<double>("confidence");
        QTest::addColumn<double>("wanted"); // 50 Hz lie 35 cents above G1: to the tonic, A1
        QTest::newRow("sure") << 0.9 << 12.0 * std::log2(55.0 / 50.0);
        QTest::newRow("unsure") << 0.8 << 0.0;
    }
    void drumsWithASurePitchAreTuned()
    {
        QFETCH(double, confidence);
        QFETCH(double, wanted);
        Candidate kick = sound(1, Category::Kick, Source::Original, SoundClass::OneShot);
        kick.descriptors.pitchHz = 50.0;
        kick.descriptors.pitchConfidence = confidence;
        const Plan plan = planOf("techno 140 bpm in A minor, 64 bars", {kick});
        const Lane* lane = laneWith(plan, "kick");
        QVERIFY(lane != nullptr);
        QVERIFY(std::abs(lane->sounds.front().semitones - wanted) < 1e-4);
        QCOMPARE(lane->sounds.front().pitchHz.has_value(), wanted != 0.0);
        for (const Event& event : lane->clips.front().events) {
            QCOMPARE(event.semitones, 0.0);
        }
    }

    void anUnsurePitchCountsLess()
    {
        for (const auto& [confidence, key] :
             {std::pair {1.0, 1.0}, {0.5, 0.5 + 0.5 * 0.45}, {0.0, 0.45}}) {
            Candidate bass = sound(2, Category::Bass, Source::Original, SoundClass::OneShot);
            bass.descriptors.key = std::nullopt;
            bass.descriptors.pitchHz = 55.0; // the tonic
            bass.descriptors.pitchConfidence = confidence;
            const Plan plan
                = planOf("techno 140 bpm in A minor, 64 bars",
                         {sound(1, Category::Kick, Source::Original, SoundClass::OneShot), bass});
            const Lane* lane = laneWith(plan, "bass");
            QVERIFY(lane != nullptr);
            QVERIFY(std::abs(lane->sounds.front().why.at("key") - key) < 1e-4);
        }
    }

    void kicksStandExactlyOnTheGrid()
    {
        const Plan plan = planOf("techno 140 bpm, 64 bars", library());
        const Lane* kick = laneWith(plan, "kick");
        QVERIFY(kick != nullptr);
        std::size_t kicks = 0;
        for (const Clip& clip : kick->clips) {
            kicks += clip.events.size();
            for (const Event& event : clip.events) {
                QCOMPARE(event.offsetMs, 0.0);
                // A quarter of the grid: variations have hits between the beats.
                QCOMPARE(event.beat * 4.0, std::floor(event.beat * 4.0));
                QVERIFY(clip.pattern != "A" || event.beat == std::floor(event.beat));
            }
        }
        QVERIFY(kicks > 100);
        QCOMPARE(plan.duckBeats.size(), kicks);
    }

    void sameForAnyOrderOfTheLibrary()
    {
        std::vector<Candidate> candidates = library();
        const std::string first = planToJson(planOf("dark techno 132 bpm", candidates, 5));
        Random random(4);
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = candidates.size(); i > 1; --i) {
                std::swap(candidates[i - 1], candidates[random.below(i)]);
            }
            QCOMPARE(
                QByteArray::fromStdString(planToJson(planOf("dark techno 132 bpm", candidates, 5))),
                QByteArray::fromStdString(first));
        }
    }

    void seedsMakeDifferentTracks()
    {
        std::set<std::vector<StemId>> choices;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            std::vector<StemId> stems;
            for (const Lane& lane : planOf("techno", library(), seed).lanes) {
                stems.push_back(lane.sounds.front().stem);
            }
            choices.insert(stems);
        }
        QVERIFY(choices.size() >= 3);
    }

    void sourcesThatAreSwitchedOffStayOut()
    {
        TaskContext task;
        SourceWish wish;
        wish.includeOriginal = false;
        wish.includeGenerated = false;
        const auto plan = arrange(parsePrompt("techno 130"), library(), wish, 1, task);
        QVERIFY(plan.has_value());
        for (const Lane& lane : plan->lanes) {
            for (const Sound& used : lane.sounds) {
                QVERIFY(used.source == Source::Separated || used.source == Source::Slice);
            }
        }
        wish.includeSeparated = false;
        QVERIFY(arrange(parsePrompt("techno"), library(), wish, 1, task).error().code
                == ErrorCode::BadInput);
    }

    void anyGenreGivesASoundPlan_data()
    {
        QTest::addColumn<QByteArray>("genre");
        for (const Genre& genre : lexicon().genres) {
            QTest::addRow("%s", genre.name.c_str()) << QByteArray::fromStdString(genre.aliases[0]);
        }
    }
    void anyGenreGivesASoundPlan()
    {
        QFETCH(QByteArray, genre);
        const Plan plan = planOf(genre.toStdString() + ", very dense", library());
        QVERIFY(!plan.lanes.empty());
        int bars = 0;
        for (const Section& section : plan.sections) {
            QCOMPARE(section.startBar, bars);
            QVERIFY(section.bars > 0);
            bars += section.bars;
        }
        QCOMPARE(bars, plan.bars);
        for (const Lane& lane : plan.lanes) {
            if (lane.sounds.empty()) {
                continue; // a gap
            }
            QVERIFY2(isAccent(lane) || activeBars(lane) >= 4, lane.role.c_str());
            for (const Sound& used : lane.sounds) {
                QVERIFY2(std::abs(used.semitones) <= 3.0, lane.role.c_str());
                if (used.isLoop) {
                    // The octave and the stretch together land on the grid.
                    const double source = used.windowS > 0.0 ? used.windowS : 4 * 4 * 60.0 / 135.0;
                    const double target = used.loopBars * 240.0 / plan.bpm;
                    QVERIFY2(std::abs(source * used.stretch - target) < 1e-6, lane.role.c_str());
                    QVERIFY(used.stretch >= 1.0 / 1.151 && used.stretch <= 1.0 / 0.869);
                }
            }
            for (const Clip& clip : lane.clips) {
                for (const Event& event : clip.events) {
                    QVERIFY(std::abs(event.offsetMs) <= 8.0);
                }
            }
        }
        QCOMPARE(QByteArray::fromStdString(defectOf(plan)), QByteArray());
        const auto copy = planFromJson(planToJson(plan));
        QVERIFY2(copy.has_value(), copy ? "" : copy.error().message.c_str());
        QVERIFY(*copy == plan);
    }

    void exclusionsHold()
    {
        const Plan plan = planOf("house without bass, no pads, ohne Drums", library());
        for (const Lane& lane : plan.lanes) {
            for (const Sound& used : lane.sounds) {
                QVERIFY(used.category != Category::Bass && used.category != Category::Pad);
                QVERIFY(used.category != Category::Kick && used.category != Category::Drums);
            }
        }
    }

    void smallLibraries()
    {
        TaskContext task;
        QVERIFY(arrange(parsePrompt("techno"), {}, {}, 1, task).error().code
                == ErrorCode::NotEnoughData);
        for (int i = 0; i < kCategoryCount; ++i) {
            const auto category = static_cast<Category>(i);
            const auto plan
                = arrange(parsePrompt("techno 140, a minor"),
                          {sound(i, category, Source::Original, SoundClass::OneShot)}, {}, 1, task);
            QVERIFY(plan.has_value() || plan.error().code == ErrorCode::NotEnoughData);
            QVERIFY(!plan
                    || std::count_if(plan->lanes.begin(), plan->lanes.end(),
                                     [](const Lane& l) { return !l.sounds.empty(); })
                        == 1);
        }
        const Plan plan = planOf("dark techno in A minor with pads",
                                 {sound(1, Category::Kick, Source::Original, SoundClass::OneShot)});
        QVERIFY(std::count(plan.notes.begin(), plan.notes.end(), "no dark pad in Am") == 1);
        QVERIFY(std::count(plan.notes.begin(), plan.notes.end(), "no dark hat") == 1);
        QCOMPARE(activeBars(plan.lanes[0]), plan.bars); // alone, it never pauses
    }

    void theWishThatLeavesNothingIsNamed_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<SourceWish>("wish");
        QTest::addColumn<QByteArray>("named");
        SourceWish wish;
        QTest::addRow("kinds in the prompt") << QByteArray("techno, only generated sounds") << wish
                                             << QByteArray("generated sounds");
        wish.minRating = 4;
        QTest::addRow("rating") << QByteArray("techno") << wish << QByteArray("rated 4");
        wish = {};
        wish.tags = {"mine"};
        QTest::addRow("tag") << QByteArray("techno") << wish << QByteArray("tag mine");
        wish = {};
        wish.licences = {"CC0"};
        QTest::addRow("licence") << QByteArray("techno") << wish << QByteArray("licence CC0");
        wish = {};
        wish.roots = {4711};
        QTest::addRow("tracks") << QByteArray("techno") << wish << QByteArray("tracks");
        QTest::addRow("exclusions") << QByteArray("techno without drums and bass") << SourceWish {}
                                    << QByteArray("'without drums and bass'");
    }
    void theWishThatLeavesNothingIsNamed()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(SourceWish, wish);
        QFETCH(QByteArray, named);
        std::vector<Candidate> candidates;
        for (int i = 0; i < 5; ++i) {
            candidates.push_back(sound(i, Category::Kick, Source::Original, SoundClass::OneShot));
            candidates.push_back(
                sound(10 + i, Category::Bass, Source::Original, SoundClass::OneShot));
        }
        TaskContext task;
        const auto plan = arrange(parsePrompt(prompt.toStdString()), candidates, wish, 1, task);
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, ErrorCode::NotEnoughData);
        QVERIFY2(plan.error().message.find(named.toStdString()) != std::string::npos,
                 plan.error().message.c_str());
        TaskContext other;
        QVERIFY(arrange(parsePrompt("techno"), candidates, {}, 1, other).has_value());
    }

    void fiveSoundsMakeASparseTrack()
    {
        std::vector<Candidate> five;
        int number = 0;
        for (const Category category :
             {Category::Kick, Category::Hihat, Category::Bass, Category::Pad, Category::Clap}) {
            five.push_back(sound(number++, category, Source::Original, SoundClass::OneShot));
        }
        const Plan plan = planOf("techno 132 bpm", five);
        QCOMPARE(std::count_if(plan.lanes.begin(), plan.lanes.end(),
                               [](const Lane& lane) { return !lane.sounds.empty(); }),
                 5);
        for (const Section& section : plan.sections) {
            QVERIFY(std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                [&](const Lane& lane) { return barsIn(lane, section) > 0; }));
        }
    }

    /// A sampled chord is moved to degrees on which its own kind of chord stands.
    void sampledChordsStayInTheScale_data()
    {
        QTest::addColumn<int>("pitchClass");
        QTest::addColumn<bool>("isMinor");
        for (int pc = 0; pc < 12; ++pc) {
            for (const bool isMinor : {true, false}) {
                QTest::addRow("%d %d", pc, isMinor) << pc << isMinor;
            }
        }
    }
    void sampledChordsStayInTheScale()
    {
        QFETCH(int, pitchClass);
        QFETCH(bool, isMinor);
        std::vector<Candidate> candidates
            = {sound(1, Category::Kick, Source::Original, SoundClass::OneShot)};
        for (const Category category : {Category::Chord, Category::Pad, Category::Synth}) {
            Candidate chord = sound(2 + static_cast<int>(category), category, Source::Original,
                                    SoundClass::OneShot);
            chord.durationS = 6.0;
            chord.descriptors.key = Key {pitchClass, isMinor};
            chord.descriptors.keyConfidence = 0.9;
            chord.descriptors.pitchHz = 71.0; // what pitch detection makes of a chord
            chord.descriptors.pitchConfidence = 0.5;
            candidates.push_back(chord);
        }
        const std::set<int> minor {0, 2, 3, 5, 7, 8, 10};
        for (const char* prompt : {"dub techno in F minor with chords and synth",
                                   "dub techno in D major with chords and synth"}) {
            const Plan plan = planOf(prompt, candidates);
            // The minor scale a third below the major one has its notes.
            const int tonic = plan.key.isMinor ? plan.key.pitchClass : plan.key.pitchClass + 9;
            int strokes = 0;
            for (const char* role : {"chord", "pad", "synth"}) {
                const Lane* lane = laneWith(plan, role);
                if (lane == nullptr || lane->sounds.empty()) {
                    continue;
                }
                QVERIFY(lane->sounds[0].isChord && !lane->sounds[0].pitchHz);
                for (const Clip& clip : lane->clips) {
                    for (const Event& event : clip.events) {
                        const int root = pitchClass
                            + static_cast<int>(lane->sounds[0].semitones + event.semitones);
                        for (const int note : {0, isMinor ? 3 : 4, 7}) {
                            const int step = ((root + note - tonic) % 12 + 12) % 12;
                            QVERIFY2(minor.contains(step), role);
                        }
                        ++strokes;
                    }
                }
            }
            QVERIFY(strokes > 20);
        }
    }

    void strokesEndTheOnesBefore()
    {
        std::vector<Candidate> candidates
            = {sound(1, Category::Kick, Source::Original, SoundClass::OneShot)};
        Candidate triangle = sound(2, Category::Perc, Source::Original, SoundClass::OneShot);
        triangle.durationS = 4.0;
        candidates.push_back(triangle);
        const Plan plan = planOf("techno 132 bpm with percussion", candidates);
        const Lane* perc = laneWith(plan, "perc");
        QVERIFY(perc != nullptr && !perc->sounds.empty());
        for (const Clip& clip : perc->clips) {
            for (std::size_t i = 0; i + 1 < clip.events.size(); ++i) {
                const Event& event = clip.events[i];
                QVERIFY(event.lengthBeats > 0.0);
                QVERIFY(beatOf(plan, clip, event) + event.lengthBeats
                        <= beatOf(plan, clip, clip.events[i + 1]) + 1e-9);
            }
        }
        // Where there is one that does not ring, it is taken.
        triangle.descriptors.decayS = 3.0;
        triangle.quality = 1.0;
        Candidate wood = sound(3, Category::Perc, Source::Original, SoundClass::OneShot);
        wood.descriptors.decayS = 0.1;
        wood.quality = 0.5;
        const Plan better
            = planOf("techno 132 bpm with percussion", {candidates[0], triangle, wood});
        QCOMPARE(laneWith(better, "perc")->sounds[0].stem, wood.id);
    }

    void guessedGenreIsNoted()
    {
        const Plan plan = planOf("something nice", library());
        QVERIFY(std::count(plan.notes.begin(), plan.notes.end(), "genre_guessed") == 1);
    }

    void sectionWishes()
    {
        const auto names = [](std::string_view prompt) {
            std::vector<std::string> result;
            for (const Section& section : frameOf(parsePrompt(prompt)).sections) {
                result.push_back(section.name);
            }
            return result;
        };
        const auto none = names("techno, no intro");
        QVERIFY(std::count(none.begin(), none.end(), "intro") == 0);
        const auto three = names("techno, three drops");
        QVERIFY(std::count(three.begin(), three.end(), "drop") == 3);
        const auto one = names("ambient, drop");
        QVERIFY(std::count(one.begin(), one.end(), "drop") == 1 && one.back() == "outro");
        const Frame usual = frameOf(parsePrompt("techno, 136 bars"));
        const Frame longBreak = frameOf(parsePrompt("techno, 136 bars, long break"));
        QVERIFY(longBreak.sections[3].bars > usual.sections[3].bars);
    }

    void anyLengthIsFilledExactly()
    {
        for (int bars = 4; bars < 200; bars += 3) {
            Request request = parsePrompt("techno");
            request.bars = bars;
            const Frame frame = frameOf(request);
            int sum = 0;
            for (const Section& section : frame.sections) {
                QVERIFY(section.bars > 0);
                sum += section.bars;
            }
            QCOMPARE(sum, bars);
        }
        for (const double seconds : {30.0, 61.0, 120.0, 200.0}) {
            Request request = parsePrompt("techno 137 bpm");
            request.durationS = seconds;
            const Frame frame = frameOf(request);
            QVERIFY(std::abs(frame.bars * frame.barS() - seconds) <= 0.51 * frame.barS());
        }
    }

    void dropsAreFullAndBreaksLackTheKick()
    {
        const Plan plan = planOf("techno", library());
        for (const Section& section : plan.sections) {
            int on = 0;
            int lanes = 0;
            for (const Lane& lane : plan.lanes) {
                lanes += isAccent(lane) ? 0 : 1;
                on += !isAccent(lane) && barsIn(lane, section) > 0 ? 1 : 0;
            }
            QVERIFY(on > 0);
            if (section.name == "drop") {
                QVERIFY(4 * on >= 3 * lanes);
                QCOMPARE(barsIn(*laneWith(plan, "kick"), section), section.bars);
                QCOMPARE(barsIn(*laneWith(plan, "bass"), section), section.bars);
            } else if (section.name == "break") {
                QCOMPARE(barsIn(*laneWith(plan, "kick"), section), 0);
            }
        }
    }

    /// Clips lie on the grid of 8-bar phrases of their section and never cross its border.
    void clipsFollowTheForm()
    {
        const Plan plan = planOf("dense techno 132 bpm, 3 minutes, with pads and lead", library());
        std::size_t clips = 0;
        std::set<std::string> patterns;
        for (const Lane& lane : plan.lanes) {
            clips += lane.clips.size();
            for (const Clip& clip : lane.clips) {
                patterns.insert(clip.pattern);
                const Section& section
                    = plan.sections[static_cast<std::size_t>(sectionAt(plan, clip.startBar))];
                QVERIFY(clip.startBar + clip.bars <= section.startBar + section.bars);
                const int place = clip.startBar - section.startBar;
                QVERIFY2(isAccent(lane) || place / 8 == (place + clip.bars - 1) / 8,
                         lane.role.c_str());
            }
        }
        QVERIFY2(clips >= 60, QByteArray::number(static_cast<qulonglong>(clips)).constData());
        for (const char* pattern : {"A", "B", "fill", "roll"}) {
            QVERIFY2(patterns.contains(pattern), pattern);
        }
    }

    void theSecondDropMayUseAnotherSound()
    {
        const Plan plan = planOf("techno 132 bpm", library());
        const Lane* clap = laneWith(plan, "clap");
        QVERIFY(clap != nullptr && clap->sounds.size() == 2);
        int drops = 0;
        for (const Section& section : plan.sections) {
            drops += section.name == "drop" ? 1 : 0;
            for (const Clip& clip : clap->clips) {
                if (clip.startBar >= section.startBar
                    && clip.startBar < section.startBar + section.bars) {
                    QCOMPARE(clip.sound, section.name == "drop" && drops == 2 ? 1 : 0);
                }
            }
        }
    }

    void nothingRingsIntoAStop()
    {
        bool isAnyStopped = false;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Plan plan = planOf("techno 132 bpm with pads, vocals", library(), seed);
            const Frame frame = frameOf(plan.request);
            for (const int bar : sequencingOf(plan, frame).stopBars) {
                isAnyStopped = true;
                const double stop = (bar + 1.0) * plan.beatsPerBar - 1.0;
                for (const Lane& lane : plan.lanes) {
                    for (const Clip& clip : lane.clips) {
                        for (const Event& event : clip.events) {
                            const Sound& used = lane.sounds[static_cast<std::size_t>(clip.sound)];
                            const double start = beatOf(plan, clip, event);
                            const double pitch
                                = std::pow(2.0, (event.semitones + used.semitones) / 12.0);
                            const double ring = event.lengthBeats > 0.0
                                ? event.lengthBeats
                                : used.durationS / pitch * plan.bpm / 60.0;
                            QVERIFY2(start >= stop + 0.9 || start + ring <= stop + 1e-6,
                                     lane.role.c_str());
                        }
                    }
                }
            }
        }
        QVERIFY(isAnyStopped);
    }

    void buildsOpenAFilter()
    {
        const Plan plan = planOf("techno 132 bpm with pads", library());
        double opened = 0.0;
        for (const Lane& lane : plan.lanes) {
            for (const Clip& clip : lane.clips) {
                const Section& section
                    = plan.sections[static_cast<std::size_t>(sectionAt(plan, clip.startBar))];
                QVERIFY(section.name == "build" || clip.sweepFromHz == 0.0);
                QVERIFY(clip.sweepFromHz <= clip.sweepToHz);
                QVERIFY(!roleOf(lane.role)->isDrum() || clip.sweepFromHz == 0.0);
                opened = std::max(opened, clip.sweepToHz);
            }
        }
        QCOMPARE(opened, 18'000.0);
    }

    void whatIsMissingIsAGap()
    {
        std::vector<Candidate> candidates = library();
        std::erase_if(candidates, [](const Candidate& c) {
            return c.category == Category::Pad || c.category == Category::Texture;
        });
        const Plan plan = planOf("dark techno in A minor with strings", candidates);
        const Lane* strings = laneWith(plan, "strings");
        QVERIFY(strings != nullptr && strings->sounds.empty() && !strings->clips.empty());
        for (const Clip& clip : strings->clips) {
            QCOMPARE(clip.sound, -1);
            QCOMPARE(QByteArray::fromStdString(clip.gap), QByteArray("no dark strings in Am"));
            QVERIFY(clip.events.empty());
        }
        QVERIFY(planFromJson(planToJson(plan)).has_value());
    }

    void harmonyStaysInKey()
    {
        const Key aMinor {9, true};
        QCOMPARE(degreeSemitones(aMinor, 2), 3);
        QCOMPARE(degreeSemitones(aMinor, 7), 12);
        QCOMPARE(degreeSemitones(aMinor, -1), -2);
        QCOMPARE(degreeSemitones({0, false}, 4), 7);
        QCOMPARE(pentatonicSemitones(aMinor, 5), 12);
        QCOMPARE(pentatonicSemitones(aMinor, -1), -2);
        QCOMPARE(keyAgreement(aMinor, aMinor, 0), 1.0);
        QCOMPARE(keyAgreement({0, false}, aMinor, 0), 0.85);
        QCOMPARE(keyAgreement({9, false}, aMinor, 0), 0.45);
        QCOMPARE(bestShift({7, true}, aMinor, 3).semitones, 2);
        QVERIFY(std::abs(semitonesToPitchClass(440.0, 9)) < 1e-9);
        QVERIFY(std::abs(semitonesToPitchClass(440.0, 11) - 2.0) < 1e-9);
        QVERIFY(std::abs(semitonesToPitchClass(261.6256, 9) + 3.0) < 1e-4);
        // A4 is the third of F# minor, C5 that of A minor; C#5 falls onto it.
        QVERIFY(std::abs(shiftIntoChord(440.0, {6, true}, 0, 2.0)) < 1e-9);
        QVERIFY(std::abs(shiftIntoChord(523.2511, {9, true}, 0, 2.0)) < 1e-4);
        QVERIFY(std::abs(shiftIntoChord(554.3653, {9, true}, 0, 2.0) + 1.0) < 1e-4);
        // G4 over the tonic of A minor: A is two semitones up; with one at most, G is in the scale.
        QVERIFY(std::abs(shiftIntoChord(391.9954, {9, true}, 0, 2.0) - 2.0) < 1e-4);
        QVERIFY(std::abs(shiftIntoChord(391.9954, {9, true}, 0, 1.0)) < 1e-4);
        // Drums in A minor: G1 goes up to the tonic, F1 down to the fifth, C2 is in neither's reach
        // and in the scale, C#2 (of A major: in the scale) falls onto it.
        QVERIFY(std::abs(drumTuning(48.9994, aMinor, kDrumSemitones) - 2.0) < 1e-4);
        QVERIFY(std::abs(drumTuning(43.6535, aMinor, kDrumSemitones) + 1.0) < 1e-4);
        QVERIFY(std::abs(drumTuning(65.4064, aMinor, kDrumSemitones)) < 1e-4);
        QVERIFY(std::abs(drumTuning(69.2957, aMinor, kDrumSemitones) + 1.0) < 1e-4);
        QVERIFY(std::abs(drumTuning(69.2957, {9, false}, kDrumSemitones)) < 1e-4);
    }

    void cancelling()
    {
        TaskContext task({}, [] { return true; });
        QVERIFY(arrange(parsePrompt("techno"), library(), {}, 1, task).error().code
                == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestArrange)
#include "tst_arrange.moc"
