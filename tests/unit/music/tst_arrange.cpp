#include "core/base/Random.h"
#include "core/music/Activity.h"
#include "core/music/Harmony.h"
#include "core/music/Plan.h"
#include "core/music/Sections.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>

using namespace nde;
using namespace nde::music;

namespace {

Candidate sound(int number, Category category, Source source, SoundClass soundClass)
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
        d.pitchHz = 55.0 * std::pow(2.0, static_cast<double>(random.below(24)) / 12.0);
        if (soundClass != SoundClass::OneShot) {
            d.key = Key {static_cast<int>(random.below(12)), true};
            d.keyConfidence = 0.8;
        }
    }
    return c;
}

std::vector<Candidate> library()
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

Plan planOf(std::string_view prompt, const std::vector<Candidate>& candidates,
            std::uint64_t seed = 1)
{
    TaskContext task;
    ArrangeOptions options;
    options.seed = seed;
    auto plan = arrange(parsePrompt(prompt), candidates, options, task);
    if (!plan) {
        qWarning("%s", plan.error().message.c_str());
        return {};
    }
    return *plan;
}

const Lane* laneOf(const Plan& plan, std::string_view role)
{
    const auto at = std::find_if(plan.lanes.begin(), plan.lanes.end(),
                                 [&](const Lane& lane) { return lane.role == role; });
    return at == plan.lanes.end() ? nullptr : &*at;
}

int activeBars(const Plan& plan, const Lane& lane)
{
    int bars = 0;
    for (std::size_t i = 0; i < plan.sections.size(); ++i) {
        bars += lane.activity[i] * plan.sections[i].bars / 2;
    }
    return bars;
}

} // namespace

class TestArrange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSeedsOwnPrompt()
    {
        const Plan plan
            = planOf("aggressive industrial techno 140 bpm in A minor, 2 minutes", library());
        QCOMPARE(plan.bpm, 140.0);
        QVERIFY((plan.key == Key {9, true}));
        QCOMPARE(plan.bars, 70); // 120 s at 140 bpm exactly
        QCOMPARE(plan.lufs, -14.0);
        for (const char* role : {"kick", "perc", "bass", "noise"}) {
            QVERIFY2(laneOf(plan, role) != nullptr, role);
        }
        std::set<Source> sources; // of the lanes that sound for 8 bars at least
        for (const Lane& lane : plan.lanes) {
            if (activeBars(plan, lane) >= 8) {
                sources.insert(lane.source);
            }
            QVERIFY2(!lane.events.empty(), lane.role.c_str());
            QVERIFY2(lane.why.contains("total") && lane.why.contains("prompt"), lane.role.c_str());
            for (const auto& [term, value] : lane.why) {
                QVERIFY2(value >= 0.0 && value <= 1.0, (lane.role + " " + term).c_str());
            }
        }
        QVERIFY(sources.contains(Source::Original));
        QVERIFY(sources.contains(Source::Generated));
        QVERIFY(sources.contains(Source::Separated) || sources.contains(Source::Slice));
        QVERIFY(plan.notes.empty());
    }

    void kicksStandExactlyOnTheGrid()
    {
        const Plan plan = planOf("techno 140 bpm, 64 bars", library());
        const Lane* kick = laneOf(plan, "kick");
        QVERIFY(kick != nullptr && kick->events.size() > 100);
        for (const Event& event : kick->events) {
            QCOMPARE(event.offsetMs, 0.0);
            QCOMPARE(event.beat, std::floor(event.beat));
        }
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
                stems.push_back(lane.stem);
            }
            choices.insert(stems);
        }
        QVERIFY(choices.size() >= 3);
    }

    void sourcesThatAreSwitchedOffStayOut()
    {
        TaskContext task;
        ArrangeOptions options;
        options.includeOriginal = false;
        options.includeGenerated = false;
        const auto plan = arrange(parsePrompt("techno 130"), library(), options, task);
        QVERIFY(plan.has_value());
        for (const Lane& lane : plan->lanes) {
            QVERIFY(lane.source == Source::Separated || lane.source == Source::Slice);
        }
        options.includeSeparated = false;
        QVERIFY(arrange(parsePrompt("techno"), library(), options, task).error().code
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
            const bool isAccent = lane.role == "fx" || lane.role == "cymbal";
            QVERIFY2(isAccent || activeBars(plan, lane) >= 4, lane.role.c_str());
            QVERIFY2(std::abs(lane.semitones) <= 3.0, lane.role.c_str());
            if (lane.isLoop) {
                // The octave and the stretch together land on the grid.
                const double source = lane.windowS > 0.0 ? lane.windowS : 4 * 4 * 60.0 / 135.0;
                const double target = lane.loopBars * 240.0 / plan.bpm;
                QVERIFY2(std::abs(source * lane.stretch - target) < 1e-6, lane.role.c_str());
                QVERIFY(lane.stretch >= 1.0 / 1.151 && lane.stretch <= 1.0 / 0.869);
            }
            for (const Event& event : lane.events) {
                QVERIFY(event.bar >= 0 && event.bar < plan.bars && event.beat < plan.beatsPerBar);
                QVERIFY(std::abs(event.offsetMs) <= 8.0);
            }
        }
        const auto copy = planFromJson(planToJson(plan));
        QVERIFY2(copy.has_value(), copy ? "" : copy.error().message.c_str());
        QVERIFY(*copy == plan);
    }

    void exclusionsHold()
    {
        const Plan plan = planOf("house without bass, no pads, ohne Drums", library());
        for (const Lane& lane : plan.lanes) {
            QVERIFY(lane.category != Category::Bass && lane.category != Category::Pad);
            QVERIFY(lane.category != Category::Kick && lane.category != Category::Drums);
        }
    }

    void smallLibraries()
    {
        TaskContext task;
        QVERIFY(arrange(parsePrompt("techno"), {}, {}, task).error().code
                == ErrorCode::NotEnoughData);
        for (int i = 0; i < kCategoryCount; ++i) {
            const auto category = static_cast<Category>(i);
            const auto plan
                = arrange(parsePrompt("techno 140, a minor"),
                          {sound(i, category, Source::Original, SoundClass::OneShot)}, {}, task);
            QVERIFY(plan.has_value() || plan.error().code == ErrorCode::NotEnoughData);
            QVERIFY(!plan || plan->lanes.size() == 1);
        }
        const Plan plan = planOf("dark techno in A minor with pads",
                                 {sound(1, Category::Kick, Source::Original, SoundClass::OneShot)});
        QCOMPARE(plan.lanes.size(), std::size_t {1});
        QVERIFY(std::count(plan.notes.begin(), plan.notes.end(), "no dark pad in Am") == 1);
        QVERIFY(std::count(plan.notes.begin(), plan.notes.end(), "no dark hat") == 1);
        QVERIFY(std::count(plan.lanes[0].activity.begin(), plan.lanes[0].activity.end(), 0) == 0);
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

    void activityIsTheCheapestThereIs()
    {
        Random random(8);
        for (int round = 0; round < 20; ++round) {
            std::vector<ActivityLane> lanes(2 + random.below(2));
            for (std::size_t i = 0; i < lanes.size(); ++i) {
                lanes[i].weight = random.uniform(0.1, 1.5);
                lanes[i].isKick = i == 0;
                lanes[i].isDrum = i == 0;
                lanes[i].isBass = i == 1;
                lanes[i].isVocal = i == 2;
                lanes[i].isCarrier = random.uniform() < 0.6;
            }
            std::vector<Section> sections;
            for (const char* name : {"intro", "build", "drop", "break", "outro"}) {
                sections.push_back(
                    {name, 0, 4 + 4 * static_cast<int>(random.below(4)), random.uniform()});
            }
            const unsigned subsets = 1U << lanes.size();
            double best = std::numeric_limits<double>::infinity();
            std::vector<LaneMask> masks(5);
            for (unsigned code = 0; code < subsets * subsets * subsets * subsets * subsets;
                 ++code) {
                unsigned rest = code;
                for (LaneMask& mask : masks) {
                    mask = rest % subsets;
                    rest /= subsets;
                }
                best = std::min(best, activityCost(sections, lanes, masks));
            }
            const double found = activityCost(sections, lanes, solveActivity(sections, lanes));
            QVERIFY(std::abs(found - best) < 1e-9);
        }
    }

    void dropsAreFullAndBreaksLackTheKick()
    {
        const Plan plan = planOf("techno", library());
        for (std::size_t s = 0; s < plan.sections.size(); ++s) {
            int on = 0;
            int lanes = 0;
            for (const Lane& lane : plan.lanes) {
                const bool isAccent = lane.role == "fx" || lane.role == "cymbal";
                lanes += isAccent ? 0 : 1;
                on += !isAccent && lane.activity[s] > 0 ? 1 : 0;
            }
            QVERIFY(on > 0);
            if (plan.sections[s].name == "drop") {
                QVERIFY(4 * on >= 3 * lanes);
                QVERIFY(laneOf(plan, "kick")->activity[s] == 2);
                QVERIFY(laneOf(plan, "bass")->activity[s] == 2);
            } else if (plan.sections[s].name == "break") {
                QVERIFY(laneOf(plan, "kick")->activity[s] == 0);
            }
        }
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
    }

    void brokenPlansAreRefused()
    {
        const Plan plan = planOf("techno 140, 16 bars", library());
        const std::string text = planToJson(plan);
        QVERIFY(planFromJson(text).has_value());
        for (std::size_t length = 0; length + 2 < text.size(); length += 997) {
            const auto cut = planFromJson(std::string_view(text).substr(0, length));
            QVERIFY(!cut && cut.error().code == ErrorCode::Corrupt);
        }
        Plan newer = plan;
        newer.version = 2;
        QVERIFY(planFromJson(planToJson(newer)).error().code == ErrorCode::Unsupported);
        Plan wrong = plan;
        wrong.sections.back().bars += 1;
        QVERIFY(planFromJson(planToJson(wrong)).error().code == ErrorCode::Corrupt);
        wrong = plan;
        wrong.lanes[0].events[0].bar = 100'000;
        QVERIFY(planFromJson(planToJson(wrong)).error().code == ErrorCode::Corrupt);
        QVERIFY(planFromJson("[]").error().code == ErrorCode::Corrupt);
    }

    void cancelling()
    {
        TaskContext task({}, [] { return true; });
        QVERIFY(arrange(parsePrompt("techno"), library(), {}, task).error().code
                == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestArrange)
#include "tst_arrange.moc"
