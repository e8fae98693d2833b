#include "core/music/Sequencer.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kTimingMs = 3.0; // C.6: deviation of the humanising, clipped at ±8 ms
constexpr double kMaxTimingMs = 8.0;
constexpr double kVelocityDeviation = 0.06;

/// Folds a transposition into one octave from `low` on, keeping the pitch class.
double folded(double semitones, double low)
{
    return semitones - 12.0 * std::floor((semitones - low) / 12.0);
}

/// Lanes of one role have streams of their own; the first keeps the role's.
std::uint64_t laneKey(const Plan& plan, const Lane& lane)
{
    std::uint64_t before = 0;
    for (const Lane& other : plan.lanes) {
        if (other.id == lane.id) {
            break;
        }
        before += other.role == lane.role ? 1 : 0;
    }
    return roleKey(lane.role) + 1000 * before;
}

} // namespace

Sequencer::Sequencer(const Sequencing& sequencing, const Lane& lane, Clip& clip)
    : m_sequencing(sequencing)
    , m_plan(sequencing.plan)
    , m_lane(lane)
    , m_role(*roleOf(lane.role))
    , m_sound(lane.sounds.at(static_cast<std::size_t>(clip.sound)))
    , m_clip(clip)
    , m_seed(clip.seed != 0       ? clip.seed
                 : lane.seed != 0 ? lane.seed
                                  : sequencing.plan.seed)
    , m_laneKey(laneKey(sequencing.plan, lane))
    , m_steps(kStepsPerBeat * sequencing.plan.beatsPerBar)
{
}

void Sequencer::run()
{
    m_clip.events.clear();
    if (m_sound.isLoop) {
        loop();
    } else {
        sequence();
    }
    keepStopsSilent();
    sortEvents(m_clip.events);
}

void Sequencer::sequence()
{
    switch (m_role.playing) {
    case Playing::Drum:
        drums();
        choke();
        break;
    case Playing::Bass:
        bass();
        break;
    case Playing::Melody:
        melody();
        break;
    case Playing::Figure:
        figure();
        break;
    case Playing::Stab:
        stabs();
        break;
    case Playing::Hold:
    case Playing::Bed:
        holds();
        break;
    case Playing::Phrase:
        phrases();
        break;
    case Playing::Accent:
        add(0, 0.0, 0.9);
        break;
    }
}

const Section& Sequencer::sectionOf(int bar) const
{
    const int at = sectionAt(m_plan, absolute(bar));
    return at < 0 ? m_plan.sections.back() : m_plan.sections[static_cast<std::size_t>(at)];
}

Random Sequencer::stream(std::string_view purpose, int bar) const
{
    const Section& section = sectionOf(bar);
    const auto place = static_cast<std::uint64_t>(section.id) * 4096U
        + static_cast<std::uint64_t>(std::max(0, absolute(bar) - section.startBar));
    return Random(streamSeed(m_seed, purpose, m_laneKey, place));
}

Random Sequencer::laneStream(std::string_view purpose, std::uint64_t part) const
{
    return Random(streamSeed(m_seed, purpose, m_laneKey, part));
}

bool Sequencer::isStopped(int bar) const
{
    return std::find(m_sequencing.stopBars.begin(), m_sequencing.stopBars.end(), absolute(bar))
        != m_sequencing.stopBars.end();
}

double Sequencer::swungBeat(int step) const
{
    const double size = 1.0 / kStepsPerBeat;
    const double delay = step % 2 == 1 ? (m_plan.swing / 50.0 - 1.0) * size : 0.0;
    return step * size + delay;
}

int Sequencer::chordDegree(int bar) const
{
    const auto& chords = m_plan.chords;
    return chords.empty() ? 0 : chords[static_cast<std::size_t>(absolute(bar) / 4) % chords.size()];
}

/// Degrees between the chord of the harmony and the one of the sample's quality that stands for it:
/// a minor key has its major chords two steps higher, a major key its minor ones five.
int Sequencer::chordShift() const
{
    const bool isOther
        = m_sound.isChord && m_sound.key && m_sound.key->isMinor != m_plan.key.isMinor;
    return !isOther ? 0 : m_plan.key.isMinor ? 2 : 5;
}

/// Transposition that plays a note `semitones` above the tonic.
double Sequencer::transposed(double semitones, double low) const
{
    if (m_sound.pitchHz) {
        const double tonic = semitonesToPitchClass(*m_sound.pitchHz, m_plan.key.pitchClass);
        return folded(tonic + semitones, low);
    }
    return m_sound.isChord && m_sound.key
        ? folded(m_plan.key.pitchClass - m_sound.key->pitchClass + semitones, -6.0)
        : 0.0;
}

Event& Sequencer::add(int bar, double beat, double velocity)
{
    Event event;
    event.bar = bar;
    event.beat = beat;
    event.velocity = std::clamp(velocity, 0.05, 1.0);
    return m_clip.events.emplace_back(event);
}

bool Sequencer::isGridExact() const
{
    return m_role.name == "kick" || m_role.playing == Playing::Bass;
}

void Sequencer::humanise(Event& event, Random& random) const
{
    const double ms = std::clamp(kTimingMs * random.normal(), -kMaxTimingMs, kMaxTimingMs);
    const double velocity = event.velocity + kVelocityDeviation * random.normal();
    if (!isGridExact()) {
        const bool isFirst = absolute(event.bar) == 0 && event.beat == 0.0;
        event.offsetMs = isFirst ? std::max(0.0, ms) : ms;
    }
    event.velocity = std::clamp(velocity, 0.05, 1.0);
}

/// How long an event is heard, in beats.
double Sequencer::ringBeats(const Event& event) const
{
    if (event.lengthBeats > 0.0) {
        return event.lengthBeats;
    }
    const double pitch = std::pow(2.0, (event.semitones + m_sound.semitones) / 12.0);
    return m_sound.durationS / pitch * m_plan.bpm / 60.0;
}

/// A stroke ends the one before, as on any drum machine; the last of the clip lasts until the first
/// would come again.
void Sequencer::choke()
{
    sortEvents(m_clip.events);
    const double length = static_cast<double>(m_clip.bars) * m_plan.beatsPerBar;
    for (std::size_t i = 0; i < m_clip.events.size(); ++i) {
        const bool isLast = i + 1 == m_clip.events.size();
        const double next
            = beatOf(m_plan, m_clip, m_clip.events[isLast ? 0 : i + 1]) + (isLast ? length : 0.0);
        const double gap = next - beatOf(m_plan, m_clip, m_clip.events[i]);
        if (gap > 0.0 && ringBeats(m_clip.events[i]) > gap) {
            m_clip.events[i].lengthBeats = gap;
        }
    }
}

/// Nothing starts in a stop and nothing rings into it.
void Sequencer::keepStopsSilent()
{
    for (const int bar : m_sequencing.stopBars) {
        const double end = (bar + 1.0) * m_plan.beatsPerBar;
        const double start = end - 1.0;
        const double slack = 0.02; // humanising may place the last hit a little early or late
        std::erase_if(m_clip.events, [&](const Event& event) {
            const double beat = beatOf(m_plan, m_clip, event);
            return beat > start - slack && beat < end - slack;
        });
        for (Event& event : m_clip.events) {
            const double beat = beatOf(m_plan, m_clip, event);
            if (beat < start && beat + ringBeats(event) > start) {
                event.lengthBeats = start - beat;
            }
        }
    }
}

void sortEvents(std::vector<Event>& events)
{
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return a.bar != b.bar ? a.bar < b.bar : a.beat < b.beat;
    });
}

void sequenceClip(const Sequencing& sequencing, const Lane& lane, Clip& clip)
{
    Sequencer(sequencing, lane, clip).run();
}

} // namespace nde::music
