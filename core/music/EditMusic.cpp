#include "core/music/EditTools.h"
#include "core/music/Harmony.h"
#include "core/music/PlanCheck.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

// product.md E7: how far a loop may be stretched, track tempo / loop tempo.
constexpr double kMinRatio = 0.75;
constexpr double kMaxRatio = 1.3334;

std::string tempoText(double bpm)
{
    std::string text = std::to_string(std::round(bpm * 10.0) / 10.0);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text + " bpm";
}

/// A sound that lies at its own speed, without a tempo of its own: see `Scorer::freeWindow`.
bool isFreeBed(const Role& role, const Sound& sound, double bpm)
{
    return role.playing == Playing::Bed && sound.windowS > 0.0 && sound.stretch == 1.0
        && sound.stemBpm == bpm;
}

/// The loop at another tempo; false when it cannot follow. An octave of tempo halves or doubles its
/// bars, unless a clip that is locked uses it.
bool retime(const Role& role, Sound& sound, const Plan& plan, double bpm, bool isKept)
{
    if (isFreeBed(role, sound, plan.bpm)) {
        sound.windowS = sound.loopBars * plan.beatsPerBar * 60.0 / bpm;
        sound.stemBpm = bpm;
        return sound.durationS <= 0.0 || sound.windowS <= sound.durationS;
    }
    const double natural = sound.stretch * plan.bpm; // what one bar of it is stretched from
    for (const double octave : {1.0, 0.5, 2.0}) {
        const double bars = sound.loopBars * octave;
        const double ratio = bpm / (sound.stemBpm * octave);
        if (ratio >= kMinRatio && ratio <= kMaxRatio && bars >= 1.0 && bars == std::floor(bars)
            && bars <= kMaxPlanBars && (octave == 1.0 || !isKept)) {
            sound.loopBars = static_cast<int>(bars);
            sound.stemBpm *= octave;
            sound.stretch = natural * octave / bpm;
            return true;
        }
    }
    return false;
}

bool hasLockedClip(const Plan& plan, const Lane& lane, int sound)
{
    return std::any_of(lane.clips.begin(), lane.clips.end(), [&](const Clip& clip) {
        return clip.sound == sound && isLocked(plan, lane, clip);
    });
}

void makeGaps(Plan& plan, Lane& lane, int sound, double bpm)
{
    std::string text = lane.sounds[static_cast<std::size_t>(sound)].name;
    text += " cannot follow to " + tempoText(bpm);
    bool isUsed = false;
    for (Clip& clip : lane.clips) {
        if (clip.sound == sound) {
            clip.sound = -1;
            clip.gap = text;
            clip.events.clear();
            isUsed = true;
        }
    }
    if (isUsed && std::find(plan.notes.begin(), plan.notes.end(), text) == plan.notes.end()) {
        plan.notes.push_back(text);
    }
}

void retimeLane(Plan& plan, Lane& lane, double bpm)
{
    const Role& role = *roleOf(lane.role);
    for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
        Sound& sound = lane.sounds[i];
        const int oldBars = sound.loopBars;
        if (!sound.isLoop) {
            continue;
        }
        const bool isKept = hasLockedClip(plan, lane, static_cast<int>(i));
        if (!retime(role, sound, plan, bpm, isKept)) {
            if (!isKept) {
                makeGaps(plan, lane, static_cast<int>(i), bpm);
            }
            // Nobody hears it any more, or it is locked and stays, however it then sounds.
            sound.stretch = std::clamp(sound.stretch * plan.bpm / bpm, 0.05, 20.0);
        }
        for (Clip& clip : lane.clips) {
            for (Event& event : clip.events) {
                if (clip.sound == static_cast<int>(i) && sound.loopBars < oldBars) {
                    event.offsetBeats = std::fmod(
                        event.offsetBeats, sound.loopBars * static_cast<double>(plan.beatsPerBar));
                }
            }
        }
    }
}

/// Semitones above the old tonic → above the new one, degree by degree where the mode changes.
double translated(double interval, Key from, Key to)
{
    if (from.isMinor == to.isMinor) {
        return interval;
    }
    const double octave = 12.0 * std::floor((interval + 1e-6) / 12.0);
    const double inside = interval - octave;
    for (int degree = 0; degree < 7; ++degree) {
        if (std::abs(inside - degreeSemitones(from, degree)) < 0.5) {
            return octave + inside - degreeSemitones(from, degree) + degreeSemitones(to, degree);
        }
    }
    return interval;
}

/// Where a sampled chord goes when the mode changes under it: to the degrees of its quality.
double chordTranslated(const Sound& sound, double interval, Key from, Key to)
{
    if (from.isMinor == to.isMinor) {
        return interval;
    }
    const bool didFit = sound.key->isMinor == from.isMinor;
    return didFit ? interval + (to.isMinor ? 3.0 : 9.0) : interval - (from.isMinor ? 3.0 : 9.0);
}

/// The sound in another key: loops are shifted within their caps, drums with a pitch tuned.
Sound rekeyed(const Role& role, Sound sound, Key to)
{
    if (role.isDrum() && !sound.isLoop && sound.pitchHz) {
        sound.semitones = drumTuning(*sound.pitchHz, to, kDrumSemitones);
    }
    if (role.isTonal() && sound.key && sound.isLoop) {
        sound.semitones = bestShift(*sound.key, to, static_cast<int>(role.maxSemitones)).semitones;
    }
    return sound;
}

void rekeyClip(Lane& lane, const Role& role, Clip& clip, Key from, Key to)
{
    const Sound old = lane.sounds[static_cast<std::size_t>(clip.sound)];
    const Sound sound = rekeyed(role, old, to);
    if (!(sound == old)) {
        clip.sound = -1;
        clip.sound = indexOf(lane, sound);
    }
    if (sound.isLoop || !role.isTonal()) {
        return;
    }
    for (Event& event : clip.events) {
        const double before = intervalOf(old, from, event.semitones);
        const double interval = sound.isChord && sound.key
            ? chordTranslated(sound, before, from, to)
            : translated(before, from, to);
        const double moved = semitonesFor(sound, to, interval);
        // Phrases of a voice go no further than they may.
        const bool isTooFar = role.playing == Playing::Phrase && std::abs(moved) > kVoiceSemitones;
        event.semitones = !isTooFar ? moved
            : sound.pitchHz         ? shiftIntoChord(*sound.pitchHz, to, 0, kVoiceSemitones)
                                    : 0.0;
    }
}

void swingClip(Clip& clip, double from, double to)
{
    constexpr double kStep = 0.25;
    const double before = (from / 50.0 - 1.0) * kStep;
    const double after = (to / 50.0 - 1.0) * kStep;
    for (Event& event : clip.events) {
        const double steps = std::floor((event.beat + 0.01) / kStep);
        const double rest = event.beat - steps * kStep;
        const bool isOdd = std::fmod(steps, 2.0) == 1.0;
        if (isOdd && std::abs(rest - before) < 0.01) {
            event.beat = steps * kStep + after;
        }
    }
}

} // namespace

Result<> edit(Plan& plan, const SetTempo& change)
{
    if (!(change.bpm >= 30.0 && change.bpm <= 300.0)) {
        return fail(ErrorCode::BadInput, "a tempo lies between 30 and 300 bpm");
    }
    for (Lane& lane : plan.lanes) {
        retimeLane(plan, lane, change.bpm);
        dropUnused(lane);
    }
    plan.bpm = change.bpm;
    plan.request.bpm = change.bpm;
    plan.request.bpmRange.reset();
    return {};
}

Result<> edit(Plan& plan, const SetKey& change)
{
    if (change.key.pitchClass < 0 || change.key.pitchClass > 11) {
        return fail(ErrorCode::BadInput, "there are twelve pitch classes");
    }
    for (Lane& lane : plan.lanes) {
        const Role& role = *roleOf(lane.role);
        for (Clip& clip : lane.clips) {
            if (clip.sound >= 0 && !isLocked(plan, lane, clip)) {
                rekeyClip(lane, role, clip, plan.key, change.key);
            }
        }
        dropUnused(lane);
    }
    plan.key = change.key;
    plan.request.key = change.key;
    return {};
}

Result<> edit(Plan& plan, const SetMaster& change)
{
    const auto isIn = [](std::optional<double> value, double low, double high) {
        return !value || (*value >= low && *value <= high);
    };
    if (!isIn(change.lufs, -60.0, 0.0) || !isIn(change.ceilingDbtp, -20.0, 0.0)
        || !isIn(change.swing, 50.0, 75.0)) {
        return fail(ErrorCode::BadInput, "a value of the master is out of range");
    }
    if (change.lufs) {
        plan.lufs = *change.lufs;
        plan.request.lufs = change.lufs;
    }
    plan.ceilingDbtp = change.ceilingDbtp.value_or(plan.ceilingDbtp);
    if (change.swing) {
        for (Lane& lane : plan.lanes) {
            for (Clip& clip : lane.clips) {
                const bool isPlayed = clip.sound >= 0
                    && !lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop
                    && clip.pattern != "roll";
                if (isPlayed && !isLocked(plan, lane, clip)) {
                    swingClip(clip, plan.swing, *change.swing);
                }
            }
        }
        plan.swing = *change.swing;
        plan.request.swing = change.swing;
    }
    return {};
}

Result<> edit(Plan& plan, const LockChip& change)
{
    if (change.chip.empty() || change.chip.size() > 100) {
        return fail(ErrorCode::BadInput, "a chip has a name");
    }
    std::erase(plan.lockedChips, change.chip);
    if (change.isLocked) {
        plan.lockedChips.push_back(change.chip);
    }
    return {};
}

} // namespace nde::music
