#include "PlanFixtures.h"

#include <QTest>

#include <cmath>
#include <map>
#include <optional>

using namespace nde;
using namespace nde::interchange;
using namespace nde::interchange::test;

namespace {

struct MidiNote
{
    std::int64_t start {};
    std::int64_t end {-1};
    int channel {};
    int key {};
    int velocity {};
};

struct MidiTrack
{
    std::string name;
    std::vector<MidiNote> notes;
    std::map<std::int64_t, std::string> markers;
    std::optional<int> tempo;
    std::string meter;
    std::string key;
    std::int64_t end {-1};
};

/// Reads a standard MIDI file by the letter of its specification; false at the first thing that is
/// not as it must be. Status bytes that are left out are a failure.
class MidiReader
{
public:
    explicit MidiReader(std::string bytes)
        : m_bytes(std::move(bytes))
    {
    }
    bool read()
    {
        if (text(4) != "MThd" || number(4) != 6) {
            return false;
        }
        type = number(2);
        const int count = number(2);
        division = number(2);
        for (int i = 0; i < count; ++i) {
            if (text(4) != "MTrk") {
                return false;
            }
            const auto end = static_cast<std::size_t>(number(4)) + m_at;
            if (end > m_bytes.size() || !readTrack(end)) {
                return false;
            }
        }
        return m_at == m_bytes.size();
    }
    int type {};
    int division {};
    std::vector<MidiTrack> tracks;

private:
    int byte() { return m_at < m_bytes.size() ? static_cast<unsigned char>(m_bytes[m_at++]) : -1; }
    int number(int count)
    {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            value = value * 256 + byte();
        }
        return value;
    }
    std::string text(std::size_t count)
    {
        const std::string part = m_bytes.substr(std::min(m_at, m_bytes.size()), count);
        m_at += count;
        return part;
    }
    int variable()
    {
        int value = 0;
        int next = 0;
        do {
            next = byte();
            value = value * 128 + (next & 127);
        } while ((next & 128) != 0 && m_at < m_bytes.size());
        return value;
    }
    bool readMeta(MidiTrack& track, std::int64_t tick)
    {
        const int kind = byte();
        const std::string content = text(static_cast<std::size_t>(variable()));
        if (kind == 0x03) {
            track.name = content;
        } else if (kind == 0x06) {
            track.markers[tick] = content;
        } else if (kind == 0x51 && content.size() == 3) {
            const auto part = [&](std::size_t i) { return static_cast<unsigned char>(content[i]); };
            track.tempo = part(0) * 65536 + part(1) * 256 + part(2);
        } else if (kind == 0x58) {
            track.meter = content;
        } else if (kind == 0x59) {
            track.key = content;
        } else if (kind == 0x2F) {
            track.end = tick;
        }
        return true;
    }
    bool readTrack(std::size_t end)
    {
        MidiTrack track;
        std::int64_t tick = 0;
        while (m_at < end && track.end < 0) {
            tick += variable();
            const int status = byte();
            if (status == 0xFF) {
                readMeta(track, tick);
                continue;
            }
            if ((status & 0xF0) != 0x90 && (status & 0xF0) != 0x80) {
                return false;
            }
            const int key = byte();
            const int velocity = byte();
            if (key > 127 || velocity > 127) {
                return false;
            }
            if ((status & 0xF0) == 0x90) {
                for (const auto& open : track.notes) {
                    if (open.key == key && open.end < 0) {
                        return false; // struck while it sounds
                    }
                }
                track.notes.push_back({tick, -1, status & 15, key, velocity});
                continue;
            }
            bool isClosed = false;
            for (auto& open : track.notes) {
                if (!isClosed && open.key == key && open.end < 0) {
                    open.end = tick;
                    isClosed = true;
                }
            }
            if (!isClosed) {
                return false;
            }
        }
        for (const auto& note : track.notes) {
            if (note.end < 0) {
                return false;
            }
        }
        tracks.push_back(track);
        return m_at == end && track.end >= 0;
    }
    std::string m_bytes;
    std::size_t m_at {};
};

} // namespace

class TestMidi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void conductorTrack()
    {
        MidiReader reader(midiOf(test::plan()));
        QVERIFY(reader.read());
        QCOMPARE(reader.type, 1);
        QCOMPARE(reader.division, 480);
        const auto& first = reader.tracks.front();
        QCOMPARE(*first.tempo, 437956); // 60 000 000 / 137, rounded
        QCOMPARE(first.meter, std::string("\x04\x02\x18\x08"));
        QCOMPARE(first.key, std::string("\0\x01", 2)); // A minor
        QCOMPARE(first.markers,
                 (std::map<std::int64_t, std::string> {{0, "intro"}, {4 * 4 * 480, "drop"}}));
        QCOMPARE(first.end, std::int64_t {8 * 4 * 480});
    }

    void notesLieOnTheTicksOfThePlan()
    {
        auto plan = test::plan();
        plan.lanes[3].isMuted = false;
        MidiReader reader(midiOf(plan));
        QVERIFY(reader.read());
        // The loop has no notes and the gap has none; the rest has a track each.
        QCOMPARE(reader.tracks.size(), std::size_t {4});
        const auto& kick = reader.tracks[1];
        QCOMPARE(kick.name, std::string("kick"));
        QCOMPARE(kick.notes.size(), std::size_t {8});
        for (int beat = 0; beat < 8; ++beat) {
            const auto& note = kick.notes[static_cast<std::size_t>(beat)];
            QCOMPARE(note.start, std::int64_t {480} * beat);
            QCOMPARE(note.key, 36);
            QCOMPARE(note.channel, 9);
            QCOMPARE(note.velocity, 127);
        }
        const auto& bass = reader.tracks[2];
        QCOMPARE(bass.notes.size(), std::size_t {2});
        QCOMPARE(bass.notes[0].key, 33); // A1
        QCOMPARE(bass.notes[1].key, 36); // three semitones up
        QCOMPARE(bass.notes[1].start, std::int64_t {4 * 480});
        QCOMPARE(bass.notes[1].end, std::int64_t {5 * 480});
        QVERIFY(bass.notes[0].channel != 9);
        QCOMPARE(bass.notes[0].velocity, 64); // 0.5 · 127, rounded
        const auto& hat = reader.tracks[3];
        QCOMPARE(hat.notes[0].start, std::int64_t {240});
        // Swing is in the beat: 0.8 · 480 = 384; 4 ms at 137 bpm are 4.384 ticks.
        QCOMPARE(hat.notes[1].start, std::int64_t {388});
        QCOMPARE(hat.notes[1].key, 42);
        QCOMPARE(hat.notes[1].velocity, 89); // 0.7 · 127
    }

    void whatIsMutedIsLeftOut()
    {
        auto plan = test::plan(); // its hats are muted
        plan.lanes[1].clips[0].isMuted = true;
        MidiReader reader(midiOf(plan));
        QVERIFY(reader.read());
        QCOMPARE(reader.tracks.size(), std::size_t {2});
        QCOMPARE(reader.tracks[1].name, std::string("kick"));
    }

    void drumMap_data()
    {
        QTest::addColumn<int>("category");
        QTest::addColumn<int>("key");
        QTest::addRow("kick") << static_cast<int>(Category::Kick) << 36;
        QTest::addRow("snare") << static_cast<int>(Category::Snare) << 38;
        QTest::addRow("clap") << static_cast<int>(Category::Clap) << 39;
        QTest::addRow("closed hat") << static_cast<int>(Category::Hihat) << 42;
        QTest::addRow("open hat") << static_cast<int>(Category::OpenHihat) << 46;
        QTest::addRow("crash") << static_cast<int>(Category::Cymbal) << 49;
        QTest::addRow("percussion") << static_cast<int>(Category::Perc) << 63;
    }
    void drumMap()
    {
        QFETCH(int, category);
        QFETCH(int, key);
        auto plan = test::plan();
        plan.lanes.resize(1);
        plan.lanes[0].sounds[0].category = static_cast<Category>(category);
        MidiReader reader(midiOf(plan));
        QVERIFY(reader.read());
        QCOMPARE(reader.tracks[1].notes[0].key, key);
        QCOMPARE(reader.tracks[1].notes[0].channel, 9);
    }

    void keysAreLetGoBeforeTheyAreStruckAgain()
    {
        auto plan = test::plan();
        // A bass whose notes are longer than the way to the next, and twice at one place.
        auto& events = plan.lanes[1].clips[0].events;
        events = {at(0, 0.0), at(0, 0.25), at(0, 0.25), at(0, 3.0)};
        for (auto& event : events) {
            event.lengthBeats = 4.0;
        }
        MidiReader reader(midiOf(plan)); // refuses notes that are struck while they sound
        QVERIFY(reader.read());
        const auto& notes = reader.tracks[2].notes;
        QCOMPARE(notes.size(), std::size_t {3});
        QCOMPARE(notes[0].end, std::int64_t {120});
        QCOMPARE(notes[2].end, std::int64_t {3 * 480 + 4 * 480});
    }

    void everyTempoIsExactToTheMicrosecond()
    {
        for (double bpm = 60.0; bpm < 200.0; bpm += 0.37) {
            auto plan = test::plan();
            plan.bpm = bpm;
            MidiReader reader(midiOf(plan));
            QVERIFY(reader.read());
            QVERIFY(std::abs(*reader.tracks[0].tempo - 60e6 / bpm) <= 0.5);
        }
    }

    void emptyPlanIsAFile()
    {
        music::Plan plan;
        plan.bpm = 120.0;
        MidiReader reader(midiOf(plan));
        QVERIFY(reader.read());
        QCOMPARE(reader.tracks.size(), std::size_t {1});
    }
};

QTEST_GUILESS_MAIN(TestMidi)
#include "tst_midi.moc"
