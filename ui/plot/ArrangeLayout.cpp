#include "ui/plot/ArrangeLayout.h"

#include "core/music/Roles.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace nde::ui {

ArrangeLayout::ArrangeLayout(std::shared_ptr<const music::Plan> plan)
    : m_plan(std::move(plan))
{
    for (int i = 0; i < laneCount(); ++i) {
        const music::Lane& lane = *laneAt(i);
        m_lanes.emplace(lane.id, i);
        for (std::size_t k = 0; k < lane.clips.size(); ++k) {
            m_clips.emplace(lane.clips[k].id, std::pair(i, static_cast<int>(k)));
        }
    }
}

int ArrangeLayout::laneCount() const
{
    return m_plan ? static_cast<int>(m_plan->lanes.size()) : 0;
}

const music::Lane* ArrangeLayout::laneAt(int index) const
{
    return index >= 0 && index < laneCount() ? &m_plan->lanes[static_cast<std::size_t>(index)]
                                             : nullptr;
}

int ArrangeLayout::laneIndex(int id) const
{
    const auto found = m_lanes.find(id);
    return found == m_lanes.end() ? -1 : found->second;
}

const music::Lane* ArrangeLayout::lane(int id) const
{
    return laneAt(laneIndex(id));
}

const music::Clip* ArrangeLayout::clip(int id) const
{
    const auto found = m_clips.find(id);
    return found == m_clips.end()
        ? nullptr
        : &laneAt(found->second.first)->clips[static_cast<std::size_t>(found->second.second)];
}

int ArrangeLayout::laneIndexOfClip(int clipId) const
{
    const auto found = m_clips.find(clipId);
    return found == m_clips.end() ? -1 : found->second.first;
}

const music::Clip* ArrangeLayout::clipAt(int laneIndex, double bar) const
{
    const music::Lane* lane = laneAt(laneIndex);
    if (lane == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(lane->clips.begin(), lane->clips.end(), [bar](const auto& c) {
        return bar >= c.startBar && bar < c.startBar + c.bars;
    });
    return found == lane->clips.end() ? nullptr : &*found;
}

const music::Sound* ArrangeLayout::sound(const music::Lane& lane, const music::Clip& clip)
{
    const auto index = static_cast<std::size_t>(clip.sound);
    return clip.sound >= 0 && index < lane.sounds.size() ? &lane.sounds[index] : nullptr;
}

Category ArrangeLayout::category(const music::Lane& lane)
{
    if (!lane.sounds.empty()) {
        return lane.sounds.front().category;
    }
    const music::Role* role = music::roleOf(lane.role);
    return role == nullptr || role->fits.empty() ? Category::Other : role->fits.front().first;
}

Category ArrangeLayout::category(const music::Lane& lane, const music::Clip& clip)
{
    const music::Sound* used = sound(lane, clip);
    return used == nullptr ? category(lane) : used->category;
}

bool ArrangeLayout::isAudible(const music::Lane& lane) const
{
    if (lane.isMuted || !m_plan) {
        return false;
    }
    return lane.isSolo
        || std::none_of(m_plan->lanes.begin(), m_plan->lanes.end(),
                        [](const music::Lane& other) { return other.isSolo; });
}

std::vector<int> ArrangeLayout::clipsIn(int firstLane, int lastLane, double from, double to) const
{
    std::vector<int> result;
    for (int i = std::max(0, firstLane); i <= std::min(lastLane, laneCount() - 1); ++i) {
        for (const music::Clip& clip : laneAt(i)->clips) {
            if (clip.startBar < to && clip.startBar + clip.bars > from) {
                result.push_back(clip.id);
            }
        }
    }
    return result;
}

std::vector<int> ArrangeLayout::clipsBetween(int oneClip, int otherClip) const
{
    const music::Clip* one = clip(oneClip);
    const music::Clip* other = clip(otherClip);
    if (one == nullptr || other == nullptr) {
        return {};
    }
    const int oneLane = laneIndexOfClip(oneClip);
    const int otherLane = laneIndexOfClip(otherClip);
    return clipsIn(std::min(oneLane, otherLane), std::max(oneLane, otherLane),
                   std::min(one->startBar, other->startBar),
                   std::max(one->startBar + one->bars, other->startBar + other->bars));
}

std::vector<int> ArrangeLayout::inOrder(std::vector<int> clips) const
{
    const auto unknown = [this](int id) { return m_clips.count(id) == 0; };
    clips.erase(std::remove_if(clips.begin(), clips.end(), unknown), clips.end());
    std::sort(clips.begin(), clips.end(),
              [this](int a, int b) { return m_clips.at(a) < m_clips.at(b); });
    clips.erase(std::unique(clips.begin(), clips.end()), clips.end());
    return clips;
}

ArrangeSpot ArrangeLayout::next(const ArrangeSpot& spot, ArrangeStep step) const
{
    const int index = laneIndex(spot.lane);
    if (index < 0) {
        for (int i = 0; i < laneCount(); ++i) {
            if (!laneAt(i)->clips.empty()) {
                return {laneAt(i)->id, laneAt(i)->clips.front().id};
            }
        }
        return laneCount() > 0 ? ArrangeSpot {laneAt(0)->id, 0} : spot;
    }
    const music::Lane& here = *laneAt(index);
    const auto known = m_clips.find(spot.clip);
    const int at = known == m_clips.end() ? -1 : known->second.second;
    const int count = static_cast<int>(here.clips.size());
    const auto clipOf = [&here](int i) { return here.clips[static_cast<std::size_t>(i)].id; };
    switch (step) {
    case ArrangeStep::Left:
        return {here.id, at > 0 ? clipOf(at - 1) : 0};
    case ArrangeStep::Right:
        return at + 1 < count ? ArrangeSpot {here.id, clipOf(at + 1)} : spot;
    case ArrangeStep::First:
        return count > 0 ? ArrangeSpot {here.id, clipOf(0)} : spot;
    case ArrangeStep::Last:
        return count > 0 ? ArrangeSpot {here.id, clipOf(count - 1)} : spot;
    case ArrangeStep::Up:
    case ArrangeStep::Down:
        break;
    }
    const music::Lane* there = laneAt(index + (step == ArrangeStep::Up ? -1 : 1));
    if (there == nullptr) {
        return spot;
    }
    if (at < 0 || there->clips.empty()) {
        return {there->id, 0};
    }
    const int bar = here.clips[static_cast<std::size_t>(at)].startBar;
    const auto distance = [bar](const music::Clip& clip) {
        const bool covers = clip.startBar <= bar && bar < clip.startBar + clip.bars;
        return covers ? 0 : std::abs(clip.startBar - bar);
    };
    const auto nearest
        = std::min_element(there->clips.begin(), there->clips.end(),
                           [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    return {there->id, nearest->id};
}

std::vector<ClipPlace> ArrangeLayout::moved(const std::vector<int>& clips, int bars,
                                            int lanes) const
{
    const std::vector<int> known = inOrder(clips);
    if (known.empty()) {
        return {};
    }
    int first = m_plan->bars;
    int last = 0;
    int top = laneCount();
    int bottom = 0;
    for (const int id : known) {
        const music::Clip& clip = *this->clip(id);
        first = std::min(first, clip.startBar);
        last = std::max(last, clip.startBar + clip.bars);
        top = std::min(top, laneIndexOfClip(id));
        bottom = std::max(bottom, laneIndexOfClip(id));
    }
    const int byBars = std::clamp(bars, -first, std::max(-first, m_plan->bars - last));
    const int byLanes = std::clamp(lanes, -top, laneCount() - 1 - bottom);
    std::vector<ClipPlace> places;
    places.reserve(known.size());
    for (const int id : known) {
        places.push_back(
            {id, laneAt(laneIndexOfClip(id) + byLanes)->id, clip(id)->startBar + byBars});
    }
    return places;
}

std::pair<int, int> ArrangeLayout::resized(int clipId, bool isLeftEdge, int bar) const
{
    const music::Clip* clip = this->clip(clipId);
    if (clip == nullptr) {
        return {0, 0};
    }
    const int end = clip->startBar + clip->bars;
    if (isLeftEdge) {
        const int start = std::clamp(bar, 0, end - 1);
        return {start, end - start};
    }
    return {clip->startBar,
            std::clamp(bar, clip->startBar + 1, std::max(clip->startBar + 1, m_plan->bars))
                - clip->startBar};
}

std::pair<int, int> ArrangeLayout::freeBars(int laneIndex, int bar) const
{
    if (!m_plan || bar < 0 || bar >= m_plan->bars || clipAt(laneIndex, bar) != nullptr) {
        return {bar, 0};
    }
    int from = 0;
    int to = m_plan->bars;
    for (const music::Section& section : m_plan->sections) {
        if (bar >= section.startBar && bar < section.startBar + section.bars) {
            from = section.startBar;
            to = section.startBar + section.bars;
        }
    }
    if (const music::Lane* lane = laneAt(laneIndex)) {
        for (const music::Clip& clip : lane->clips) {
            if (clip.startBar + clip.bars <= bar) {
                from = std::max(from, clip.startBar + clip.bars);
            } else if (clip.startBar > bar) {
                to = std::min(to, clip.startBar);
            }
        }
    }
    return {from, to - from};
}

} // namespace nde::ui
