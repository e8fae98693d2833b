#include "core/music/Patterns.h"

#include "core/music/Sequencer.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kFillChance = 0.6; // C.5.4
constexpr double kStopChance = 0.5;
constexpr double kDriving = 0.15; // of Frame::drive
constexpr double kCalming = -0.25;

bool isRollBar(const Sequencing& sequencing, const Lane& lane, const Section& section, int bar)
{
    return lane.id == sequencing.rollLane && section.name == "build"
        && bar >= section.startBar + section.bars - rollBars(section);
}

/// What kind of bar it is: "A", "B", "fill" or "roll".
std::string labelOf(const Sequencing& sequencing, const Lane& lane, const Sound& sound,
                    const Section& section, int bar, std::uint64_t seed)
{
    const Role& role = *roleOf(lane.role);
    const bool isHeld = role.playing == Playing::Hold || role.playing == Playing::Bed
        || role.playing == Playing::Phrase || role.playing == Playing::Accent;
    if (sound.isLoop || isHeld) {
        return "A";
    }
    if (role.isDrum() && isRollBar(sequencing, lane, section, bar)) {
        return "roll";
    }
    const bool isStop = std::find(sequencing.stopBars.begin(), sequencing.stopBars.end(), bar)
        != sequencing.stopBars.end();
    const int place = bar - section.startBar;
    const bool canFill = role.isDrum() && role.name != "kick" && !role.name.starts_with("hat");
    const bool isPhraseEnd
        = place % kPhraseBars == kPhraseBars - 1 || bar == section.startBar + section.bars - 1;
    const auto key
        = static_cast<std::uint64_t>(section.id) * 4096U + static_cast<std::uint64_t>(place);
    if (isStop
        || (canFill && isPhraseEnd
            && Random(streamSeed(seed, "fill", roleKey(role.name), key)).uniform() < kFillChance)) {
        return "fill";
    }
    return section.bars >= 2 * kPhraseBars && (place / kPhraseBars) % 2 == 1 ? "B" : "A";
}

/// The first half of a bar spread over all of it.
std::string halfTime(const std::string& steps)
{
    std::string slow(steps.size(), '.');
    for (std::size_t step = 0; 2 * step < steps.size(); ++step) {
        slow[2 * step] = steps[step];
    }
    return slow;
}

/// Sixteenths where a mood drives; where it calms, the off-beats of what would be eighths.
std::string drivenHat(std::string steps, double drive)
{
    const bool isCalm = drive <= kCalming;
    for (std::size_t step = 0; step < steps.size() && drive >= kDriving; ++step) {
        steps[step] = 'x';
    }
    for (std::size_t step = 1; step < steps.size() && isCalm; step += 2) {
        steps[step] = '.';
    }
    const bool isEighths = std::count(steps.begin(), steps.end(), 'x') * 2
        >= static_cast<std::ptrdiff_t>(steps.size());
    for (std::size_t step = 0; step < steps.size() && isCalm && isEighths; step += 4) {
        steps[step] = '.';
    }
    return steps;
}

bool isMoment(const Section& section)
{
    return isClimax(section) || section.name == "break";
}

} // namespace

bool isClimax(const Section& section)
{
    return section.name == "drop" || section.name == "chorus" || section.name == "peak";
}

int rollBars(const Section& section)
{
    return std::min(section.bars >= 16 ? 8 : 4, section.bars);
}

bool isDriving(const Frame& frame)
{
    return frame.drive >= kDriving;
}

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
    if (role.name == "hat") {
        pattern = drivenHat(std::move(pattern), frame.drive);
    }
    const bool isBackbone = role.name == "kick" || role.name == "snare" || role.name == "clap";
    return frame.isHalfTime && isBackbone ? halfTime(pattern) : pattern;
}

Sequencing sequencingOf(const Plan& plan, const Frame& frame)
{
    Sequencing result {plan, frame, {}, {}, 0};
    for (std::size_t s = 1; s < plan.sections.size(); ++s) {
        const Section& section = plan.sections[s];
        const Section& before = plan.sections[s - 1];
        Random random(streamSeed(plan.seed, "stop", static_cast<std::uint64_t>(section.id)));
        if (section.name == "drop" && before.name == "build" && random.uniform() < kStopChance
            && plan.beatsPerBar > 1) {
            result.stopBars.push_back(section.startBar - 1);
        }
    }
    for (const Lane& lane : plan.lanes) {
        const bool isPlayed = !lane.sounds.empty() && !lane.sounds.front().isLoop;
        if (lane.role == "kick" && !lane.sounds.empty()) {
            result.kickPattern = patternOf(*roleOf("kick"), frame);
        }
        if ((lane.role == "snare" || lane.role == "clap") && result.rollLane == 0 && isPlayed) {
            result.rollLane = lane.id;
        }
    }
    return result;
}

std::vector<int> chooseChords(const Plan& plan)
{
    HarmonicFreedom freedom = HarmonicFreedom::Free;
    for (const Lane& lane : plan.lanes) {
        if (lane.sounds.empty() || !roleOf(lane.role)->isTonal()) {
            continue;
        }
        const Sound& sound = lane.sounds.front();
        if (sound.isLoop && sound.key) {
            freedom = HarmonicFreedom::Static;
            break;
        }
        if (sound.isChord) {
            freedom = HarmonicFreedom::SameQuality;
        }
    }
    const Progression chords = chooseProgression(plan.key, freedom, plan.seed);
    return {chords.begin(), chords.end()};
}

std::vector<Clip> clipsFor(const Sequencing& sequencing, const Lane& lane, std::size_t section,
                           int first, int last, int sound, std::uint64_t seed)
{
    const Plan& plan = sequencing.plan;
    const Section& part = plan.sections[section];
    const Sound& used = lane.sounds.at(static_cast<std::size_t>(sound));
    const std::uint64_t drawn = seed != 0 ? seed : lane.seed != 0 ? lane.seed : plan.seed;
    std::vector<Clip> clips;
    for (int bar = first; bar < last; ++bar) {
        std::string label = labelOf(sequencing, lane, used, part, bar, drawn);
        const bool isOnGrid = (bar - part.startBar) % kPhraseBars == 0;
        if (clips.empty() || isOnGrid || clips.back().pattern != label) {
            Clip& clip = clips.emplace_back();
            clip.sound = sound;
            clip.startBar = bar;
            clip.seed = seed;
            clip.pattern = std::move(label);
        }
        ++clips.back().bars;
    }
    for (Clip& clip : clips) {
        sequenceClip(sequencing, lane, clip);
    }
    std::erase_if(clips, [](const Clip& clip) { return clip.events.empty(); });
    return clips;
}

std::vector<Clip> accentClips(const Sequencing& sequencing, const Lane& lane, int sound,
                              std::size_t section)
{
    const Plan& plan = sequencing.plan;
    const Section& part = plan.sections[section];
    const Sound& used = lane.sounds.at(static_cast<std::size_t>(sound));
    const double beats = used.durationS * plan.bpm / 60.0;
    const auto wholeBars = [&](double length) {
        return std::max(1, static_cast<int>(std::ceil(length / plan.beatsPerBar - 1e-9)));
    };
    Clip clip;
    clip.sound = sound;
    clip.pattern = "A";
    if (!isMoment(part)) {
        return {};
    }
    if (!used.isRiser) {
        clip.startBar = part.startBar;
        clip.bars = std::min(part.bars, wholeBars(beats));
        sequenceClip(sequencing, lane, clip);
        return {clip};
    }
    const double end = static_cast<double>(part.startBar) * plan.beatsPerBar;
    const double earliest = section > 0
        ? static_cast<double>(plan.sections[section - 1].startBar) * plan.beatsPerBar
        : end;
    const double start = std::max(earliest, end - beats);
    if (start > end - 0.5 || !isClimax(part)) {
        return {};
    }
    clip.startBar = static_cast<int>(start / plan.beatsPerBar);
    clip.bars = part.startBar - clip.startBar;
    const bool isStopped
        = std::find(sequencing.stopBars.begin(), sequencing.stopBars.end(), part.startBar - 1)
        != sequencing.stopBars.end();
    const double length = end - start - (isStopped ? 1.0 : 0.0);
    if (length < 0.5) {
        return {};
    }
    Event event;
    event.beat = start - static_cast<double>(clip.startBar) * plan.beatsPerBar;
    event.velocity = 0.9;
    event.lengthBeats = length;
    clip.events.push_back(event);
    return {clip};
}

std::vector<double> kickBeats(const Plan& plan)
{
    std::vector<double> beats;
    const double end = static_cast<double>(plan.bars) * plan.beatsPerBar;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            const bool isPlayed = lane.role == "kick" && !clip.isMuted && clip.sound >= 0
                && !lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop;
            for (const Event& event : isPlayed ? clip.events : std::vector<Event> {}) {
                const double beat = beatOf(plan, clip, event);
                if (beat < end) {
                    beats.push_back(beat);
                }
            }
        }
    }
    std::sort(beats.begin(), beats.end());
    beats.erase(std::unique(beats.begin(), beats.end()), beats.end());
    return beats;
}

} // namespace nde::music
