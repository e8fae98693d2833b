#include "core/music/Roller.h"

#include "core/music/EditTools.h"
#include "core/music/Patterns.h"
#include "core/music/Shape.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kMaskNoise = 0.02; // of the energy error, a bar

} // namespace

bool Roller::isChanged() const
{
    const auto heard = [](const Plan& plan) {
        std::vector<std::pair<Sound, Clip>> result;
        for (const Lane& lane : plan.lanes) {
            for (Clip clip : lane.clips) {
                const Sound sound
                    = clip.sound < 0 ? Sound {} : lane.sounds[static_cast<std::size_t>(clip.sound)];
                clip.id = lane.id;
                clip.seed = 0;
                clip.sound = std::min(clip.sound, 0);
                result.emplace_back(sound, std::move(clip));
            }
        }
        return result;
    };
    return heard(m_old) != heard(m_plan);
}

/// Other sounds for a lane, the best first; empty when nothing else fits.
Result<std::vector<Sound>> Roller::sounds(const Lane& lane, int first, int last, std::size_t count,
                                          std::uint64_t seed)
{
    std::vector<StemId> avoid;
    for (const Lane& other : m_plan.lanes) { // a sound in two lanes is no choice
        for (const Sound& sound : other.sounds) {
            avoid.push_back(sound.stem);
        }
    }
    auto ranked = m_chooser.rank(m_plan, lane, first, last, Filter::Usual, seed, avoid, m_task);
    if (!ranked) {
        return propagate(ranked);
    }
    std::vector<Sound> result;
    for (const Ranked& item : *ranked) {
        const bool isLike = result.empty() || !item.offer.loop;
        if (result.size() < count && isLike) {
            result.push_back(m_chooser.soundFrom(*roleOf(lane.role), item));
        }
    }
    return result;
}

/// New clips take the ids and the user's settings of those that began at the same bar.
void Roller::put(Lane& lane, std::vector<Clip> clips, const std::vector<Clip>& before)
{
    for (Clip& clip : clips) {
        shapeClip(m_plan, lane, clip);
        const auto at = std::find_if(before.begin(), before.end(), [&](const Clip& other) {
            return other.startBar == clip.startBar;
        });
        const bool isIdFree = at != before.end() && clipOf(m_plan, at->id) == nullptr;
        clip.id = isIdFree ? at->id : m_plan.nextId++;
        if (at != before.end()) {
            Clip usual = *at;
            shapeClip(m_old, *laneOf(m_old, lane.id), usual);
            clip.isMuted = at->isMuted;
            clip.gainDb = usual.gainDb == at->gainDb ? clip.gainDb : at->gainDb;
        }
        insertSorted(lane, std::move(clip));
    }
}

/// Fills the free bars of a section.
void Roller::fill(Lane& lane, std::size_t section, int sound, int other, std::uint64_t seed,
                  const std::vector<bool>& isFree)
{
    const Section& part = m_plan.sections[section];
    const Sequencing sequencing = sequencingOf(m_plan, m_chooser.frame());
    const std::vector<Clip> before = [&] {
        std::vector<Clip> result;
        const Lane* old = laneOf(m_old, lane.id);
        return old == nullptr ? result : old->clips;
    }();
    if (roleOf(lane.role)->playing == Playing::Accent) {
        for (const int index : {sound, other}) {
            if (index < 0) {
                continue;
            }
            std::vector<Clip> clips = accentClips(sequencing, lane, index, section);
            std::erase_if(clips, [&](const Clip& clip) {
                return std::any_of(lane.clips.begin(), lane.clips.end(), [&](const Clip& there) {
                    return there.startBar < clip.startBar + clip.bars
                        && there.startBar + there.bars > clip.startBar;
                });
            });
            put(lane, std::move(clips), before);
        }
        return;
    }
    const int end = part.startBar + part.bars;
    for (int bar = part.startBar; bar < end;) {
        int last = bar;
        while (last < end && isFree[static_cast<std::size_t>(last)]) {
            ++last;
        }
        if (last > bar) {
            put(lane,
                clipsFor(sequencing, lane, section, bar, last, other >= 0 ? other : sound, seed),
                before);
        }
        bar = std::max(last, bar + 1);
    }
}

/// Another sound for everything in a lane that is not locked; where it sounds stays.
Result<> Roller::lane(int id)
{
    Lane& lane = *laneIn(m_plan, id);
    const Role& role = *roleOf(lane.role);
    const std::uint64_t seed = own("lane", id);
    std::vector<bool> isFree(static_cast<std::size_t>(m_plan.bars));
    std::vector<Clip> kept;
    bool isAny = false;
    for (const Clip& clip : lane.clips) {
        if (isLocked(m_plan, lane, clip)) {
            kept.push_back(clip);
            continue;
        }
        isAny = true;
        std::fill_n(isFree.begin() + clip.startBar, clip.bars, true);
    }
    if (!isAny) {
        return {};
    }
    const bool hasOther = lane.sounds.size() > 1 && kept.empty();
    auto chosen = sounds(lane, 0, m_plan.bars, hasOther ? 2 : 1, seed);
    if (!chosen) {
        return propagate(chosen);
    }
    lane.seed = seed;
    if (chosen->empty()) {
        if (lane.sounds.empty()) {
            return {}; // a gap that nothing fits stays one
        }
        chosen->push_back(lane.sounds.front()); // the same sound, played otherwise
    }
    lane.clips = kept;
    if (kept.empty()) {
        lane.sounds.clear();
    }
    const int main = indexOf(lane, chosen->front());
    std::vector<int> indices {main, -1};
    if (chosen->size() > 1) {
        lane.sounds.push_back((*chosen)[1]);
        indices[1] = static_cast<int>(lane.sounds.size()) - 1;
    }
    int climaxes = 0;
    for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
        const bool isClimaxNow = isClimax(m_plan.sections[s]);
        climaxes += isClimaxNow ? 1 : 0;
        if (!m_plan.sections[s].isLocked) {
            const bool isOther
                = role.playing == Playing::Accent || (isClimaxNow && climaxes % 2 == 0);
            fill(lane, s, main, isOther ? indices[1] : -1, 0, isFree);
        }
    }
    if (lane.clips.empty() && role.playing == Playing::Accent) {
        lane.clips = laneOf(m_old, id)->clips;
        lane.sounds = laneOf(m_old, id)->sounds;
    }
    dropUnused(lane);
    return {};
}

LaneMask Roller::chooseMask(std::size_t section, const std::vector<std::size_t>& lanes,
                            LaneMask fixed)
{
    std::vector<ActivityLane> active;
    std::vector<LaneMask> masks(m_plan.sections.size());
    for (std::size_t k = 0; k < lanes.size(); ++k) {
        const Lane& lane = m_plan.lanes[lanes[k]];
        const Role& role = *roleOf(lane.role);
        const bool isCarrier = lane.sounds.front().isLoop || role.playing == Playing::Hold
            || role.playing == Playing::Bed || role.name == "kick" || role.name == "hat";
        active.push_back(activityLane(role, lane.levelLu, isCarrier));
        for (const Clip& clip : lane.clips) {
            if (const int at = sectionAt(m_plan, clip.startBar); at >= 0 && clip.sound >= 0) {
                masks[static_cast<std::size_t>(at)] |= LaneMask {1} << k;
            }
        }
    }
    const LaneMask now = masks[section];
    LaneMask best = now;
    std::optional<double> bestCost;
    for (LaneMask mask = 1; mask < (LaneMask {1} << lanes.size()); ++mask) {
        if (((mask ^ now) & fixed) != 0) {
            continue;
        }
        masks[section] = mask;
        const double noise
            = Random(streamSeed(own("mask", m_plan.sections[section].id), "mask", mask)).uniform();
        const double cost = activityCost(m_plan.sections, active, masks)
            + kMaskNoise * m_plan.sections[section].bars * noise;
        if (!bestCost || cost < *bestCost) {
            bestCost = cost;
            best = mask;
        }
    }
    return best;
}

void Roller::rollInSection(Lane& lane, std::size_t section, bool isOn, bool isVaried)
{
    const Section& part = m_plan.sections[section];
    const int end = part.startBar + part.bars;
    std::vector<bool> isFree(static_cast<std::size_t>(m_plan.bars), true);
    int sound = -1;
    bool wasOn = false;
    std::vector<bool> wasFilled(static_cast<std::size_t>(m_plan.bars));
    std::erase_if(lane.clips, [&](const Clip& clip) {
        const bool isIn = clip.startBar >= part.startBar && clip.startBar < end;
        const bool isTaken = !isIn || isLocked(m_plan, lane, clip) || clip.sound < 0;
        if (isTaken) {
            std::fill_n(isFree.begin() + clip.startBar, clip.bars, false);
            return false;
        }
        sound = clip.sound;
        wasOn = true;
        std::fill_n(wasFilled.begin() + clip.startBar, clip.bars, true);
        return true;
    });
    if (!isOn) {
        return;
    }
    for (std::size_t bar = 0; bar < isFree.size() && wasOn; ++bar) {
        isFree[bar] = isFree[bar] && wasFilled[bar]; // a lane that enters late still does
    }
    const std::uint64_t seed = own("section", part.id) ^ static_cast<std::uint64_t>(lane.id);
    const int first = sound >= 0 ? sound : 0;
    const bool isOther = lane.sounds.size() > 1 && Random(seed).uniform() < 0.5;
    const auto count = static_cast<int>(lane.sounds.size());
    fill(lane, section, first, isOther && isVaried ? (first + 1) % count : -1, isVaried ? seed : 0,
         isFree);
}

/// Where variations changed nothing: another sound in one lane, for this section.
Result<> Roller::otherSoundIn(std::size_t section)
{
    const Section part = m_plan.sections[section];
    for (const Lane& lane : m_plan.lanes) {
        std::vector<int> ids;
        for (const Clip& clip : lane.clips) {
            if (clip.startBar >= part.startBar && clip.startBar < part.startBar + part.bars
                && clip.sound >= 0 && !isLocked(m_plan, lane, clip)) {
                ids.push_back(clip.id);
            }
        }
        if (ids.empty()) {
            continue;
        }
        const auto done = swap(*laneIn(m_plan, lane.id), ids);
        if (!done) {
            return propagate(done);
        }
        if (*done) {
            return {};
        }
    }
    return {};
}

Result<> Roller::section(int id, bool isVaried)
{
    const auto at = static_cast<std::size_t>(
        std::find_if(m_plan.sections.begin(), m_plan.sections.end(),
                     [&](const Section& section) { return section.id == id; })
        - m_plan.sections.begin());
    const Section part = m_plan.sections[at];
    std::vector<std::size_t> taking;
    LaneMask fixed = 0;
    for (std::size_t i = 0; i < m_plan.lanes.size() && taking.size() < kMaxActivityLanes; ++i) {
        const Lane& lane = m_plan.lanes[i];
        if (lane.sounds.empty() || roleOf(lane.role)->playing == Playing::Accent) {
            continue;
        }
        const bool isHeld = lane.isLocked
            || std::any_of(lane.clips.begin(), lane.clips.end(), [&](const Clip& clip) {
                                return clip.isLocked && clip.startBar < part.startBar + part.bars
                                    && clip.startBar + clip.bars > part.startBar;
                            });
        fixed |= isHeld ? LaneMask {1} << taking.size() : 0;
        taking.push_back(i);
    }
    if (taking.empty()) {
        return otherSoundIn(at);
    }
    const double gainDb = commonGainDb(m_plan, at);
    const LaneMask mask = chooseMask(at, taking, fixed);
    for (std::size_t k = 0; k < taking.size(); ++k) {
        Lane& lane = m_plan.lanes[taking[k]];
        if (!lane.isLocked) {
            rollInSection(lane, at, ((mask >> k) & 1U) != 0, isVaried);
        }
    }
    levelSection(m_plan, at, gainDb);
    return isChanged() ? Result<> {} : otherSoundIn(at);
}

/// Other events for clips; false when they came out the same.
bool Roller::vary(Lane& lane, const std::vector<int>& ids)
{
    const Sequencing sequencing = sequencingOf(m_plan, m_chooser.frame());
    bool isChanged = false;
    for (const int id : ids) {
        Clip& clip = *clipIn(lane, id);
        if (clip.sound < 0) {
            continue;
        }
        Clip changed = clip;
        changed.seed = own("clip", id);
        sequenceClip(sequencing, lane, changed);
        if (!changed.events.empty() && changed.events != clip.events) {
            clip = std::move(changed);
            isChanged = true;
        }
    }
    return isChanged;
}

/// Another sound for clips; false when nothing else fits.
Result<bool> Roller::swap(Lane& lane, const std::vector<int>& ids)
{
    int first = m_plan.bars;
    int last = 0;
    for (const int id : ids) {
        const Clip& clip = *clipIn(lane, id);
        first = std::min(first, clip.startBar);
        last = std::max(last, clip.startBar + clip.bars);
    }
    const std::uint64_t seed = own("sound", ids.front());
    auto chosen = sounds(lane, first, last, 1, seed);
    if (!chosen) {
        return propagate(chosen);
    }
    if (chosen->empty()) {
        return false;
    }
    const int laneId = lane.id;
    if (auto done = edit(m_plan, SwapSound {ids, chosen->front(), false}); !done) {
        return propagate(done);
    }
    for (const int id : ids) {
        clipIn(*laneIn(m_plan, laneId), id)->seed = seed;
    }
    return true;
}

Result<> Roller::clips(int laneId, const std::vector<int>& ids)
{
    Lane& lane = *laneIn(m_plan, laneId);
    const Clip& first = *clipIn(lane, ids.front());
    const bool isSwap = first.sound < 0 || lane.sounds[static_cast<std::size_t>(first.sound)].isLoop
        || Random(own("what", ids.front())).uniform() < 0.5;
    if (!isSwap && vary(lane, ids)) {
        return {};
    }
    const auto swapped = swap(lane, ids);
    if (!swapped) {
        return propagate(swapped);
    }
    if (!*swapped) {
        (void)vary(*laneIn(m_plan, laneId), ids);
    }
    return {};
}

} // namespace nde::music
