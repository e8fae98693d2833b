#include "core/music/Voices.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::music;

namespace {

/// Thirds of an octave in which a sound has all its power, alike.
std::vector<float> between(std::size_t first, std::size_t last)
{
    std::vector<float> ltas(30, -100.0F);
    const auto share
        = static_cast<float>(-10.0 * std::log10(static_cast<double>(last - first + 1)));
    std::fill(ltas.begin() + static_cast<std::ptrdiff_t>(first),
              ltas.begin() + static_cast<std::ptrdiff_t>(last) + 1, share);
    return ltas;
}

/// Eight bars in which each lane holds one note a bar.
class Band
{
public:
    Band()
    {
        plan.bpm = 120.0;
        plan.bars = 8;
        plan.sections = {{1, "drop", 0, 8, 1.0}};
    }
    Lane& add(const char* role, double levelLu, std::vector<float> ltas)
    {
        Candidate candidate;
        candidate.id = static_cast<StemId>(plan.lanes.size()) + 1;
        candidate.descriptors.ltasDb = std::move(ltas);
        candidates.push_back(candidate);
        Lane lane;
        lane.id = static_cast<int>(plan.lanes.size()) + 1;
        lane.role = role;
        lane.levelLu = levelLu;
        lane.highPassHz = 20.0;
        lane.sounds.emplace_back();
        lane.sounds.front().stem = candidate.id;
        Clip clip;
        clip.id = lane.id;
        clip.sound = 0;
        clip.bars = 8;
        for (int bar = 0; bar < 8; ++bar) {
            clip.events.push_back({bar, 0.0, 0.0, 1.0, 4.0, 0.0, 0.0});
        }
        lane.clips = {clip};
        plan.lanes.push_back(lane);
        return plan.lanes.back();
    }
    [[nodiscard]] std::vector<double> cleared()
    {
        clearVoices(plan, candidates);
        std::vector<double> levels;
        for (const Lane& lane : plan.lanes) {
            levels.push_back(lane.levelLu);
        }
        return levels;
    }

    Plan plan;
    std::vector<Candidate> candidates;
};

const auto kMiddle = between(15, 17); // 800 Hz … 1.25 kHz
const auto kLow = between(6, 8); // 100 … 160 Hz

} // namespace

class TestVoices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aVoiceThatStandsOutStaysAsItIs()
    {
        Band band;
        band.add("lead", -3.5, kMiddle);
        band.add("pad", -9.0, kMiddle);
        band.add("bass", 6.0, kLow); // loud, but elsewhere
        QCOMPARE(band.cleared(), (std::vector {-3.5, -9.0, 6.0}));
    }

    void aCoveredVoiceIsRaisedByWhatItTakes()
    {
        Band band;
        band.add("lead", -3.5, kMiddle);
        band.add("pad", -3.0, kMiddle); // as wide, 0.5 LU louder; 3 above it are wanted
        const auto levels = band.cleared();
        QVERIFY(std::abs(levels[0]) < 0.11);
        QCOMPARE(levels[1], -3.0);
    }

    // What it is while it sounds counts, not that it rarely does.
    void aRareVoiceIsNoQuietOne()
    {
        Band band;
        Lane& voice = band.add("vocal", -3.5, kMiddle);
        voice.clips.front().events = {{2, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0}};
        band.add("pad", -9.0, kMiddle);
        QCOMPARE(band.cleared(), (std::vector {-3.5, -9.0}));
    }

    void aSoftlyPlayedVoiceIsQuiet()
    {
        Band band;
        Lane& voice = band.add("vocal", -3.5, kMiddle);
        for (Event& event : voice.clips.front().events) {
            event.velocity = 0.5; // -6 dB
        }
        band.add("pad", -9.0, kMiddle); // 0.5 dB above it; 3 below it are wanted
        const auto levels = band.cleared();
        QVERIFY(std::abs(levels[0]) < 0.11);
        QCOMPARE(levels[1], -9.0);
    }

    void whatCoversItGivesWayWhereThatIsNotEnough()
    {
        Band band;
        band.add("vocal", -3.5, kMiddle);
        band.add("pad", 3.0, kMiddle); // 6.5 LU louder: 5 up, 3 down
        band.add("chord", -20.0, kMiddle); // comes up itself; not worth bringing down
        QCOMPARE(band.cleared(), (std::vector {1.5, 0.0, -17.0}));
    }

    void aCoveredHarmonyComesUp()
    {
        Band band;
        band.add("pad", -9.0, kMiddle); // 7.5 LU under the loop; 6 are allowed
        band.add("drums", -1.5, kMiddle);
        band.add("keys", -12.0, kLow); // nothing is in its way
        band.add("pad", -9.0, kMiddle).isLocked = true;
        const auto levels = band.cleared();
        QVERIFY2(std::abs(levels[0] + 6.7) < 0.01, qPrintable(QString::number(levels[0])));
        QCOMPARE(levels[1], -1.5);
        QCOMPARE(levels[2], -12.0);
        QCOMPARE(levels[3], -9.0);
    }

    void drumsDoNotGiveWay()
    {
        Band band;
        band.add("lead", -3.5, kMiddle);
        band.add("snare", 10.0, kMiddle);
        QCOMPARE(band.cleared(), (std::vector {1.5, 10.0}));
    }

    void lockedLanesStay()
    {
        Band band;
        band.add("lead", -3.5, kMiddle).isLocked = true;
        band.add("pad", -1.5, kMiddle).isLocked = true;
        band.add("keys", -1.5, kMiddle);
        QCOMPARE(band.cleared(), (std::vector {-3.5, -1.5, -4.5}));
    }

    void onlyWhatSoundsAlongCounts()
    {
        Band band;
        band.plan.sections = {{1, "break", 0, 4, 0.3}, {2, "drop", 4, 4, 1.0}};
        for (const char* role : {"lead", "pad"}) {
            Lane& lane = band.add(role, role[0] == 'l' ? -3.5 : 3.0, kMiddle);
            lane.clips.front().bars = 4;
            lane.clips.front().startBar = role[0] == 'l' ? 0 : 4;
            lane.clips.front().events.resize(4);
        }
        QCOMPARE(band.cleared(), (std::vector {-3.5, 3.0}));
    }

    void anOctaveApartIsNoCover()
    {
        Band band;
        band.add("lead", -3.5, kMiddle);
        Lane& low = band.add("synth", 3.0, kMiddle);
        for (Event& event : low.clips.front().events) {
            event.semitones = -12.0; // 400 … 630 Hz
        }
        QCOMPARE(band.cleared(), (std::vector {-3.5, 3.0}));
    }

    void notMeasuredIsNotThere()
    {
        Band band;
        band.add("lead", -3.5, kMiddle);
        band.add("pad", 3.0, {});
        QCOMPARE(band.cleared(), (std::vector {-3.5, 3.0}));
        Band other;
        other.add("lead", -3.5, {});
        other.add("pad", 3.0, kMiddle);
        QCOMPARE(other.cleared(), (std::vector {-3.5, 3.0}));
    }
};

QTEST_APPLESS_MAIN(TestVoices)
#include "tst_voices.moc"
