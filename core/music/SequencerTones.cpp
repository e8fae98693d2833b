#include "core/music/Sequencer.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

// A held sound lasts this much longer than it is held: transposed up, it is over sooner.
constexpr double kHoldMargin = 1.3;

struct Note
{
    int step {};
    int index {};
};

/// A motif of two bars in steps of an eighth.
std::vector<Note> drawMotif(Random& random, int steps)
{
    std::vector<Note> motif;
    int pitch = static_cast<int>(random.below(4));
    for (int step = 0; step < 2 * steps; step += 2) {
        if (random.uniform() < (step % 8 == 0 ? 0.5 : 0.22)) {
            motif.push_back({step, pitch});
            pitch = std::clamp(pitch + static_cast<int>(random.below(5)) - 2, -2, 6);
        }
    }
    if (motif.empty()) {
        motif.push_back({0, 0});
    }
    return motif;
}

} // namespace

std::string Sequencer::bassSteps() const
{
    const std::string own = patternOf(m_role, m_sequencing.frame);
    // Off the kick where it goes straight, with the kick where it is broken.
    constexpr std::array<const char*, 3> kOffbeat {"..x...x...x...x.", "..xx..x...x..xx.",
                                                   "..x..xx...x..x.x"};
    const std::string& kick = m_sequencing.kickPattern;
    if (own.empty() && kick.starts_with("x...x...x...x...")) {
        const auto first = Random(streamSeed(m_seed, "bassline")).below(kOffbeat.size());
        return kOffbeat[(first + (m_clip.pattern == "B" ? 1 : 0)) % kOffbeat.size()];
    }
    std::string steps = !own.empty() ? own : kick.empty() ? "x.......x......." : kick;
    return isVaried()
        ? variedSteps(steps, m_role.name, laneStream("variation", m_clip.pattern == "B" ? 1 : 0))
        : steps;
}

void Sequencer::bass()
{
    const std::string steps = bassSteps();
    for (int bar = 0; bar < m_clip.bars; ++bar) {
        Random random = stream("bass", bar);
        std::vector<int> hits;
        for (int step = 0; step < m_steps; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] == 'x') {
                hits.push_back(step);
            }
        }
        for (std::size_t i = 0; i < hits.size(); ++i) {
            const int next = i + 1 < hits.size() ? hits[i + 1] : m_steps;
            const bool isTurn = absolute(bar) % 4 == 3 && i + 1 == hits.size();
            constexpr std::array<int, 4> kTurns {0, 4, 6, 2}; // root, fifth, seventh, third
            const int turn = isTurn ? kTurns[random.below(4)] : 0;
            const int degree = chordDegree(bar) + (m_sound.isChord ? chordShift() : turn);
            Event& event = add(bar, swungBeat(hits[i]), i == 0 ? 1.0 : 0.9);
            event.semitones = transposed(degreeSemitones(m_plan.key, degree), -6.0);
            event.lengthBeats = std::min(2.0, 0.92 * (next - hits[i]) / double {kStepsPerBeat});
            humanise(event, random);
        }
    }
}

void Sequencer::melody()
{
    // The motif belongs to the lane, its humanising to the bar.
    Random draw = laneStream("motif");
    std::array<std::vector<Note>, 2> motifs {drawMotif(draw, m_steps), drawMotif(draw, m_steps)};
    if (m_clip.pattern == "B") {
        std::swap(motifs[0], motifs[1]);
    }
    for (int bar = 0; bar < m_clip.bars; ++bar) {
        const int place = absolute(bar) - sectionOf(bar).startBar;
        const auto& motif = motifs[(place % 8) / 2 == 2 ? 1 : 0]; // A A B A
        Random random = stream("melody", bar);
        for (std::size_t i = 0; i < motif.size(); ++i) {
            const int step = motif[i].step - (place % 2) * m_steps;
            if (step < 0 || step >= m_steps) {
                continue;
            }
            const int next = i + 1 < motif.size() ? motif[i + 1].step : 2 * m_steps;
            Event& event = add(bar, swungBeat(step), 0.9);
            event.semitones = m_sound.isChord // moves with the harmony, or it would leave the scale
                ? transposed(degreeSemitones(m_plan.key, chordDegree(bar) + chordShift()), -5.0)
                : transposed(pentatonicSemitones(m_plan.key, motif[i].index), -5.0);
            event.lengthBeats
                = std::min(3.0, 0.95 * (next - motif[i].step) / double {kStepsPerBeat});
            humanise(event, random);
        }
    }
}

void Sequencer::figure()
{
    const auto& patterns = m_sequencing.frame.genre().patterns;
    std::string steps = "x..x..x.x..x..x.";
    for (const char* name : {"arp", "acid", "synth"}) {
        if (const auto at = patterns.find(name); at != patterns.end()) {
            steps = at->second;
            break;
        }
    }
    if (isVaried()) {
        steps = variedSteps(steps, m_role.name, laneStream("variation"));
    }
    constexpr std::array<int, 5> kTones {0, 2, 4, 7, 4};
    const auto rotation
        = laneStream("figure").below(kTones.size()) + (m_clip.pattern == "B" ? 2U : 0U);
    for (int bar = 0; bar < m_clip.bars; ++bar) {
        Random random = stream("figure", bar);
        std::size_t count = rotation;
        for (int step = 0; step < m_steps; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] != 'x') {
                continue;
            }
            const int tone = kTones[count++ % kTones.size()];
            const int degree = chordDegree(bar) + (m_sound.isChord ? chordShift() : tone);
            Event& event = add(bar, swungBeat(step), step % 4 == 0 ? 0.9 : 0.75);
            event.semitones = transposed(degreeSemitones(m_plan.key, degree), -6.0);
            event.lengthBeats = 0.5;
            humanise(event, random);
        }
    }
}

void Sequencer::triad(int bar, double beat, double velocity, double lengthBeats, double low)
{
    const int degree = chordDegree(bar) + chordShift();
    const bool isNote = m_sound.pitchHz && !m_sound.isChord;
    for (const int step : {0, 2, 4}) {
        if (step > 0 && !isNote) {
            break; // a sampled chord already has its notes, an unpitched sound has none
        }
        Event& event = add(bar, beat, isNote ? 0.7 * velocity : velocity);
        event.semitones = transposed(degreeSemitones(m_plan.key, degree + step), low);
        event.lengthBeats = lengthBeats;
    }
}

void Sequencer::stabs()
{
    std::string steps = m_role.name == "keys" || m_role.name == "guitar" ? "x.....x..x......"
                                                                         : "...x......x.....";
    const auto& patterns = m_sequencing.frame.genre().patterns;
    if (const auto at = patterns.find("chord"); at != patterns.end()) {
        steps = at->second;
    }
    if (isVaried()) {
        steps = variedSteps(steps, m_role.name,
                            laneStream("variation", m_clip.pattern == "B" ? 1 : 0));
    }
    for (int bar = 0; bar < m_clip.bars; ++bar) {
        Random random = stream("stabs", bar);
        for (int step = 0; step < m_steps; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] == 'x') {
                const double velocity = 0.85 + 0.1 * (random.uniform() - 0.5);
                triad(bar, swungBeat(step), velocity, 1.25, -6.0);
            }
        }
    }
}

void Sequencer::holds()
{
    const double barS = m_plan.beatsPerBar * 60.0 / m_plan.bpm;
    int hold = 4; // a chord lasts 4 bars; a shorter sound is struck again within it
    while (hold > 1 && m_sound.durationS < kHoldMargin * hold * barS) {
        hold /= 2;
    }
    const int last = m_clip.startBar + m_clip.bars;
    for (int bar = m_clip.startBar; bar < last;) {
        const int until = std::min(last, bar - bar % hold + hold);
        const double beats = static_cast<double>(until - bar) * m_plan.beatsPerBar;
        const int own = bar - m_clip.startBar;
        if (m_role.playing == Playing::Bed) {
            add(own, 0.0, 0.9).lengthBeats = beats;
        } else {
            triad(own, 0.0, 0.9, beats,
                  m_clip.seed != 0 && laneStream("hold").below(2) == 1 ? -9.0 : -6.0);
        }
        bar = until;
    }
}

void Sequencer::phrases()
{
    constexpr std::array<int, 4> kSteps {0, 8, 10, 14};
    for (int bar = 0; bar < m_clip.bars; bar += 2) {
        Random random = stream("phrases", bar);
        const int step = kSteps[random.below(kSteps.size())];
        if (random.uniform() < 0.75 && step < m_steps) {
            Event& event = add(bar, swungBeat(step), 0.95);
            event.semitones = m_sound.pitchHz
                ? shiftIntoChord(*m_sound.pitchHz, m_plan.key, chordDegree(bar), kVoiceSemitones)
                : 0.0;
            humanise(event, random);
        }
    }
}

/// One turn after the other from the start of the section on, so that clips that follow each other
/// sound as one.
void Sequencer::loop()
{
    Event& event = add(0, 0.0, 1.0);
    event.lengthBeats = static_cast<double>(m_clip.bars) * m_plan.beatsPerBar;
    const int turned = m_clip.startBar - sectionOf(0).startBar;
    event.offsetBeats
        = static_cast<double>(turned % std::max(1, m_sound.loopBars)) * m_plan.beatsPerBar;
}

} // namespace nde::music
