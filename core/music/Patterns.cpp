#include "core/music/Patterns.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kTimingMs = 3.0; // C.6: deviation of the humanising, clipped at ±8 ms
constexpr double kMaxTimingMs = 8.0;
constexpr double kVelocityDeviation = 0.06;
constexpr double kGhostChance = 0.15;
constexpr double kGhostVelocity = 0.35;
constexpr double kFillChance = 0.6;
constexpr int kStepsPerBeat = 4;
constexpr std::array<double, 4> kHatAccents {1.0, 0.7, 0.85, 0.7};

/// Folds a transposition into one octave from `low` on, keeping the pitch class.
double folded(double semitones, double low)
{
    return semitones - 12.0 * std::floor((semitones - low) / 12.0);
}

bool isClimaxName(std::string_view name)
{
    return name == "drop" || name == "chorus" || name == "peak";
}

class Sequencer
{
public:
    Sequencer(const Score& score, const Role& role, const LaneSound& sound, int laneIndex,
              Lane& lane)
        : m_score(score)
        , m_plan(score.plan)
        , m_role(role)
        , m_sound(sound)
        , m_laneIndex(laneIndex)
        , m_lane(lane)
        , m_pattern(patternOf(role, score.frame))
        , m_steps(kStepsPerBeat * score.plan.beatsPerBar)
    {
    }

    void run()
    {
        if (m_lane.isLoop) {
            loops();
        } else if (m_role.playing == Playing::Accent) {
            accents();
        } else {
            for (std::size_t i = 0; i < m_plan.sections.size(); ++i) {
                const auto [first, last] = activeBars(m_plan.sections[i], m_lane.activity[i]);
                if (first < last) {
                    section(i, first, last);
                }
            }
            ensureOne();
        }
        std::stable_sort(m_lane.events.begin(), m_lane.events.end(),
                         [](const Event& a, const Event& b) {
                             return a.bar != b.bar ? a.bar < b.bar : a.beat < b.beat;
                         });
    }

private:
    [[nodiscard]] Random stream(std::string_view purpose, std::size_t section) const
    {
        return Random(streamSeed(m_plan.seed, purpose, roleKey(m_role.name), section));
    }
    [[nodiscard]] bool isStopped(int bar) const
    {
        return std::find(m_score.stopBars.begin(), m_score.stopBars.end(), bar)
            != m_score.stopBars.end();
    }
    [[nodiscard]] double swungBeat(int step) const
    {
        const double size = 1.0 / kStepsPerBeat;
        const double delay = step % 2 == 1 ? (m_plan.swing / 50.0 - 1.0) * size : 0.0;
        return step * size + delay;
    }
    /// Semitones from the tonic of the chord that sounds in a bar.
    [[nodiscard]] int chordDegree(int bar) const
    {
        return m_score.progression[static_cast<std::size_t>((bar / 4) % 4)];
    }
    /// Transposition that plays a note `semitones` above the tonic.
    [[nodiscard]] double transposed(double semitones, double low) const
    {
        if (!m_sound.pitchHz) {
            return m_sound.isChord ? folded(semitones, -5.5) : 0.0;
        }
        return folded(semitonesToPitchClass(*m_sound.pitchHz, m_plan.key.pitchClass) + semitones,
                      low);
    }
    Event& add(int bar, double beat, double velocity)
    {
        Event event;
        event.bar = bar;
        event.beat = beat;
        event.velocity = std::clamp(velocity, 0.05, 1.0);
        return m_lane.events.emplace_back(event);
    }
    void humanise(Event& event, Random& random) const
    {
        const double ms = std::clamp(kTimingMs * random.normal(), -kMaxTimingMs, kMaxTimingMs);
        const double velocity = event.velocity + kVelocityDeviation * random.normal();
        if (!isGridExact()) {
            event.offsetMs = event.bar == 0 && event.beat == 0.0 ? std::max(0.0, ms) : ms;
        }
        event.velocity = std::clamp(velocity, 0.05, 1.0);
    }
    [[nodiscard]] bool isGridExact() const
    {
        return m_role.name == "kick" || m_role.playing == Playing::Bass;
    }

    void section(std::size_t index, int first, int last)
    {
        switch (m_role.playing) {
        case Playing::Drum:
            drums(index, first, last);
            break;
        case Playing::Bass:
            bass(index, first, last);
            break;
        case Playing::Melody:
            melody(index, first, last);
            break;
        case Playing::Figure:
            figure(index, first, last);
            break;
        case Playing::Stab:
            stabs(index, first, last);
            break;
        case Playing::Hold:
        case Playing::Bed:
            holds(first, last);
            break;
        case Playing::Phrase:
            phrases(index, first, last);
            break;
        case Playing::Accent:
            break;
        }
    }

    /// A lane that was chosen is heard, even where every draw fell against it.
    void ensureOne()
    {
        for (std::size_t i = 0; m_lane.events.empty() && i < m_plan.sections.size(); ++i) {
            const auto [first, last] = activeBars(m_plan.sections[i], m_lane.activity[i]);
            if (first < last) {
                add(first, 0.0, 0.9);
            }
        }
    }

    void drums(std::size_t index, int first, int last);
    void drumBar(std::size_t index, int bar, bool isFillBar, Random& random);
    void roll(std::size_t index);
    void bass(std::size_t index, int first, int last);
    void melody(std::size_t index, int first, int last);
    void figure(std::size_t index, int first, int last);
    void stabs(std::size_t index, int first, int last);
    void holds(int first, int last);
    void phrases(std::size_t index, int first, int last);
    void accents();
    void loops();
    void triad(int bar, double beat, double velocity, double lengthBeats, double low);

    const Score& m_score;
    const Plan& m_plan;
    const Role& m_role;
    const LaneSound& m_sound;
    int m_laneIndex;
    Lane& m_lane;
    std::string m_pattern;
    int m_steps;
};

void Sequencer::drumBar(std::size_t index, int bar, bool isFillBar, Random& random)
{
    const bool isKick = m_role.name == "kick";
    const bool isHat = m_role.name.starts_with("hat");
    const bool isAlternate
        = m_sound.hasAlternate && isClimaxName(m_plan.sections[index].name) && (bar / 8) % 2 == 1;
    const int stopStep = isStopped(bar) ? m_steps - kStepsPerBeat : m_steps;
    for (int step = 0; step < m_steps; ++step) {
        const bool isHit = m_pattern[static_cast<std::size_t>(step) % m_pattern.size()] == 'x';
        const double ghost = random.uniform();
        const double fill = random.uniform();
        const bool isFill = isFillBar && !isKick && !isHat && step >= m_steps - kStepsPerBeat;
        const bool isGhost = !isHit && !isKick && m_role.name != "clap" && step % 2 == 1
            && ghost < kGhostChance * m_score.frame.feel.density * 1.5;
        if (step >= stopStep || (!isHit && !isGhost && !(isFill && fill < 0.75))) {
            continue;
        }
        double velocity = isHit ? 1.0
            : isFill            ? 0.6 + 0.1 * (step % kStepsPerBeat)
                                : kGhostVelocity;
        velocity *= isHat && isHit ? kHatAccents[static_cast<std::size_t>(step % 4)] : 1.0;
        // Softer where the section is: the kick alone would make an intro as loud as the drop.
        const double force = std::min(1.0, 0.6 + 0.45 * m_plan.sections[index].energy);
        Event& event = add(bar, swungBeat(step), force * velocity);
        event.useAlternate = isAlternate;
        if (!isKick) {
            humanise(event, random);
        }
    }
}

void Sequencer::drums(std::size_t index, int first, int last)
{
    if (m_pattern.empty()) {
        return;
    }
    Random random = stream("drums", index);
    for (int bar = first; bar < last; ++bar) {
        const bool isPhraseEnd = (bar - m_plan.sections[index].startBar) % 8 == 7;
        const bool isFillBar = isPhraseEnd && random.uniform() < kFillChance;
        drumBar(index, bar, isFillBar, random);
    }
    if (m_laneIndex == m_score.rollLane && m_plan.sections[index].name == "build") {
        roll(index);
    }
}

/// The roll that ends a build: eighths, sixteenths, then thirty-seconds, ever louder (C.5.4).
void Sequencer::roll(std::size_t index)
{
    const Section& section = m_plan.sections[index];
    const int length = std::min(section.bars >= 16 ? 8 : 4, section.bars);
    const int first = section.startBar + section.bars - length;
    std::erase_if(m_lane.events, [&](const Event& event) {
        return event.bar >= first && event.bar < section.startBar + section.bars;
    });
    const double beats = length * m_plan.beatsPerBar;
    double beat = 0.0;
    while (beat < beats - 1e-9) {
        const double progress = beat / beats;
        const int bar = first + static_cast<int>(beat / m_plan.beatsPerBar + 1e-9);
        const double inBar = beat - (bar - first) * m_plan.beatsPerBar;
        if (!isStopped(bar) || inBar < m_plan.beatsPerBar - 1 - 1e-9) {
            add(bar, inBar, 0.35 + 0.5 * progress);
        }
        beat += progress < 0.5 ? 0.5 : progress < 0.875 ? 0.25 : 0.125;
    }
}

void Sequencer::bass(std::size_t index, int first, int last)
{
    Random random = stream("bass", index);
    // Off the kick where it goes straight, with the kick where it is broken.
    const bool isStraight = m_score.kickPattern.starts_with("x...x...x...x...");
    std::string steps = m_pattern;
    if (steps.empty()) {
        constexpr std::array<const char*, 3> kOffbeat {"..x...x...x...x.", "..xx..x...x..xx.",
                                                       "..x..xx...x..x.x"};
        const auto variant = Random(streamSeed(m_plan.seed, "bassline")).below(kOffbeat.size());
        steps = isStraight                ? kOffbeat[variant]
            : m_score.kickPattern.empty() ? "x.......x......."
                                          : m_score.kickPattern;
    }
    for (int bar = first; bar < last; ++bar) {
        const int stopStep = isStopped(bar) ? m_steps - kStepsPerBeat : m_steps;
        std::vector<int> hits;
        for (int step = 0; step < stopStep; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] == 'x') {
                hits.push_back(step);
            }
        }
        for (std::size_t i = 0; i < hits.size(); ++i) {
            const int next = i + 1 < hits.size() ? hits[i + 1] : m_steps;
            const bool isTurn = bar % 4 == 3 && i + 1 == hits.size();
            constexpr std::array<int, 4> kTurns {0, 4, 6, 2}; // root, fifth, seventh, third
            const int degree = chordDegree(bar) + (isTurn ? kTurns[random.below(4)] : 0);
            Event& event = add(bar, swungBeat(hits[i]), i == 0 ? 1.0 : 0.9);
            event.semitones = transposed(degreeSemitones(m_plan.key, degree), -6.0);
            event.lengthBeats = std::min(2.0, 0.92 * (next - hits[i]) / double {kStepsPerBeat});
            humanise(event, random);
        }
    }
}

void Sequencer::melody(std::size_t index, int first, int last)
{
    // The motif belongs to the track, its humanising to the section.
    Random draw(streamSeed(m_plan.seed, "motif", roleKey(m_role.name)));
    struct Note
    {
        int step {};
        int index {};
    };
    std::array<std::vector<Note>, 2> motifs;
    for (auto& motif : motifs) {
        int pitch = static_cast<int>(draw.below(4));
        for (int step = 0; step < 2 * m_steps; step += 2) {
            if (draw.uniform() < (step % 8 == 0 ? 0.5 : 0.22)) {
                motif.push_back({step, pitch});
                pitch = std::clamp(pitch + static_cast<int>(draw.below(5)) - 2, -2, 6);
            }
        }
        if (motif.empty()) {
            motif.push_back({0, 0});
        }
    }
    Random random = stream("melody", index);
    for (int bar = first; bar < last; ++bar) {
        const auto& motif = motifs[(bar % 8) / 2 == 2 ? 1 : 0]; // A A B A
        for (std::size_t i = 0; i < motif.size(); ++i) {
            const int step = motif[i].step - (bar % 2) * m_steps;
            if (step < 0 || step >= m_steps
                || (isStopped(bar) && step >= m_steps - kStepsPerBeat)) {
                continue;
            }
            const int next = i + 1 < motif.size() ? motif[i + 1].step : 2 * m_steps;
            Event& event = add(bar, swungBeat(step), 0.9);
            event.semitones = transposed(pentatonicSemitones(m_plan.key, motif[i].index), -5.0);
            event.lengthBeats
                = std::min(3.0, 0.95 * (next - motif[i].step) / double {kStepsPerBeat});
            humanise(event, random);
        }
    }
}

void Sequencer::figure(std::size_t index, int first, int last)
{
    const auto& patterns = m_score.frame.genre().patterns;
    std::string steps = "x..x..x.x..x..x.";
    for (const char* name : {"arp", "acid", "synth"}) {
        if (const auto at = patterns.find(name); at != patterns.end()) {
            steps = at->second;
            break;
        }
    }
    Random draw(streamSeed(m_plan.seed, "figure", roleKey(m_role.name)));
    constexpr std::array<int, 5> kTones {0, 2, 4, 7, 4};
    const auto rotation = draw.below(kTones.size());
    Random random = stream("figure", index);
    for (int bar = first; bar < last; ++bar) {
        const int stopStep = isStopped(bar) ? m_steps - kStepsPerBeat : m_steps;
        std::size_t count = rotation;
        for (int step = 0; step < stopStep; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] != 'x') {
                continue;
            }
            const int degree = chordDegree(bar) + kTones[count++ % kTones.size()];
            Event& event = add(bar, swungBeat(step), step % 4 == 0 ? 0.9 : 0.75);
            event.semitones = transposed(degreeSemitones(m_plan.key, degree), -6.0);
            event.lengthBeats = 0.5;
            humanise(event, random);
        }
    }
}

void Sequencer::triad(int bar, double beat, double velocity, double lengthBeats, double low)
{
    const int degree = chordDegree(bar);
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

void Sequencer::stabs(std::size_t index, int first, int last)
{
    std::string steps = m_role.name == "keys" || m_role.name == "guitar" ? "x.....x..x......"
                                                                         : "...x......x.....";
    const auto& patterns = m_score.frame.genre().patterns;
    if (const auto at = patterns.find("chord"); at != patterns.end()) {
        steps = at->second;
    }
    Random random = stream("stabs", index);
    for (int bar = first; bar < last; ++bar) {
        const int stopStep = isStopped(bar) ? m_steps - kStepsPerBeat : m_steps;
        for (int step = 0; step < stopStep; ++step) {
            if (steps[static_cast<std::size_t>(step) % steps.size()] == 'x') {
                const double velocity = 0.85 + 0.1 * (random.uniform() - 0.5);
                triad(bar, swungBeat(step), velocity, 1.25, -6.0);
            }
        }
    }
}

void Sequencer::holds(int first, int last)
{
    const double barS = m_plan.beatsPerBar * 60.0 / m_plan.bpm;
    int hold = 4; // a chord lasts 4 bars; a shorter sound is struck again within it
    while (hold > 1 && m_sound.durationS < 0.75 * hold * barS) {
        hold /= 2;
    }
    for (int bar = first; bar < last;) {
        const int until = std::min(last, bar - bar % hold + hold);
        const double beats = (until - bar) * m_plan.beatsPerBar;
        if (m_role.playing == Playing::Bed) {
            add(bar, 0.0, 0.9).lengthBeats = beats;
        } else {
            triad(bar, 0.0, 0.9, beats, -6.0);
        }
        bar = until;
    }
}

void Sequencer::phrases(std::size_t index, int first, int last)
{
    Random random = stream("phrases", index);
    constexpr std::array<int, 4> kSteps {0, 8, 10, 14};
    for (int bar = first; bar < last; bar += 2) {
        const int step = kSteps[random.below(kSteps.size())];
        if (random.uniform() < 0.75 && step < m_steps && !isStopped(bar)) {
            Event& event = add(bar, swungBeat(step), 0.95);
            event.semitones = m_sound.pitchHz
                ? std::clamp(transposed(degreeSemitones(m_plan.key, chordDegree(bar)), -6.0), -2.0,
                             2.0)
                : 0.0;
            humanise(event, random);
        }
    }
}

/// Crashes and impacts open the sections that change the energy; risers lead to them.
void Sequencer::accents()
{
    const double beatS = 60.0 / m_plan.bpm;
    for (std::size_t i = 0; i < m_plan.sections.size(); ++i) {
        const Section& section = m_plan.sections[i];
        const bool isMoment = isClimaxName(section.name) || section.name == "break";
        m_lane.activity[i] = 0;
        if (!isMoment) {
            continue;
        }
        if (!m_sound.isRiser) {
            add(section.startBar, 0.0, 0.9);
            m_lane.activity[i] = 2;
            continue;
        }
        const double end = section.startBar * m_plan.beatsPerBar;
        const double earliest = i > 0 ? m_plan.sections[i - 1].startBar * m_plan.beatsPerBar : end;
        const double start = std::max(earliest, end - m_sound.durationS / beatS);
        if (start < end - 0.5 && isClimaxName(section.name)) {
            const int bar = static_cast<int>(start / m_plan.beatsPerBar);
            Event& event = add(bar, start - bar * m_plan.beatsPerBar, 0.9);
            event.lengthBeats = end - start;
            m_lane.activity[i - 1] = 1;
        }
    }
    if (m_lane.events.empty()) { // a form without such a moment still gets its sound
        add(m_plan.sections.back().startBar, 0.0, 0.8);
        m_lane.activity.back() = 2;
    }
}

void Sequencer::loops()
{
    const bool isStopping = m_role.isDrum() || m_role.playing == Playing::Bass;
    int from = -1;
    int to = -1;
    const auto close = [&] {
        if (from >= 0) {
            add(from, 0.0, 1.0).lengthBeats = (to - from) * m_plan.beatsPerBar;
        }
        from = -1;
    };
    for (std::size_t i = 0; i < m_plan.sections.size(); ++i) {
        const auto [first, last] = activeBars(m_plan.sections[i], m_lane.activity[i]);
        if (first >= last) {
            close();
            continue;
        }
        if (from >= 0 && to != first) {
            close();
        }
        from = from < 0 ? first : from;
        to = last;
        if (isStopping && isStopped(last - 1)) {
            add(from, 0.0, 1.0).lengthBeats = (to - from) * m_plan.beatsPerBar - 1.0;
            from = -1;
        }
    }
    close();
}

} // namespace

std::string patternOf(const Role& role, const Frame& frame)
{
    const auto& patterns = frame.genre().patterns;
    const auto at = patterns.find(std::string(role.name));
    std::string pattern = at != patterns.end() ? at->second : std::string(role.fallbackPattern);
    if (frame.feel.density < 0.35 && role.name == "hat") {
        for (std::size_t step = 1; step < pattern.size(); step += 2) {
            pattern[step] = '.';
        }
    }
    return pattern;
}

std::pair<int, int> activeBars(const Section& section, int activity)
{
    const int end = section.startBar + section.bars;
    if (activity == 0) {
        return {end, end};
    }
    return {activity == 1 ? section.startBar + section.bars / 2 : section.startBar, end};
}

void sequenceLane(const Score& score, const Role& role, const LaneSound& sound, int laneIndex,
                  Lane& lane)
{
    Sequencer(score, role, sound, laneIndex, lane).run();
}

} // namespace nde::music
