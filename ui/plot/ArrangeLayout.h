#pragma once

#include "core/music/Plan.h"

#include <QRectF>

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nde::ui {

/// Where in the timeline something is, or is meant to be.
struct ArrangePlace
{
    int lane {}; ///< id; 0 = below the last: a new one
    int clip {}; ///< id; 0 = none
    double bar {}; ///< from 0
    bool operator==(const ArrangePlace&) const = default;
};

/// Where a clip would stand.
struct ClipPlace
{
    int clip {};
    int lane {};
    int startBar {};
    bool operator==(const ClipPlace&) const = default;
};

/// Something that the keys can be on: a clip, or the head of a lane.
struct ArrangeSpot
{
    int lane {};
    int clip {}; ///< 0 = the head
    bool operator==(const ArrangeSpot&) const = default;
};

/// Which way a key goes.
enum class ArrangeStep
{
    Left,
    Right,
    Up,
    Down,
    First, ///< in the lane
    Last
};

/// Geometry and order of a plan's lanes and clips in bars and lane indices; no pixels, no state of
/// the window. Pure.
class ArrangeLayout
{
public:
    ArrangeLayout() = default;
    explicit ArrangeLayout(std::shared_ptr<const music::Plan> plan);

    [[nodiscard]] int laneCount() const;
    [[nodiscard]] const music::Lane* lane(int id) const; ///< null = none
    [[nodiscard]] const music::Lane* laneAt(int index) const; ///< null outside
    [[nodiscard]] int laneIndex(int id) const; ///< −1 = none
    [[nodiscard]] const music::Clip* clip(int id) const; ///< null = none
    [[nodiscard]] int laneIndexOfClip(int clipId) const; ///< −1 = none
    /// The clip of a lane at a place in bars; null = none.
    [[nodiscard]] const music::Clip* clipAt(int laneIndex, double bar) const;
    [[nodiscard]] static const music::Sound* sound(const music::Lane& lane,
                                                   const music::Clip& clip); ///< null = gap
    /// What colours a lane: its first sound, else what its role takes first.
    [[nodiscard]] static Category category(const music::Lane& lane);
    [[nodiscard]] static Category category(const music::Lane& lane, const music::Clip& clip);
    /// Whether a lane is heard: not muted, and soloed where any is.
    [[nodiscard]] bool isAudible(const music::Lane& lane) const;

    /// Clips that touch lanes [firstLane, lastLane] and bars (from, to), in order.
    [[nodiscard]] std::vector<int> clipsIn(int firstLane, int lastLane, double from,
                                           double to) const;
    /// All clips from one to another: in both their lanes and all between, in the bars that both
    /// span.
    [[nodiscard]] std::vector<int> clipsBetween(int oneClip, int otherClip) const;
    [[nodiscard]] std::vector<int> inOrder(std::vector<int> clips) const; ///< unknown ones dropped
    /// Next from a spot; the spot itself where there is nothing further. Up and down go to the clip
    /// nearest to where this one begins. An empty spot = the first clip of the first lane.
    [[nodiscard]] ArrangeSpot next(const ArrangeSpot& spot, ArrangeStep step) const;

    /// The clips moved together by bars and lanes: as far as all of them stay in the track and in
    /// the lanes.
    [[nodiscard]] std::vector<ClipPlace> moved(const std::vector<int>& clips, int bars,
                                               int lanes) const;
    /// A new edge for a clip at `bar`: at least one bar, within the track. @return start, bars.
    [[nodiscard]] std::pair<int, int> resized(int clipId, bool isLeftEdge, int bar) const;
    /// Free bars of a lane about a bar, within its section: what a new clip would fill. @return
    /// start and bars; no bars where a clip stands. A lane index behind the last is free.
    [[nodiscard]] std::pair<int, int> freeBars(int laneIndex, int bar) const;

private:
    std::shared_ptr<const music::Plan> m_plan;
    std::unordered_map<int, int> m_lanes; ///< id → index
    std::unordered_map<int, std::pair<int, int>> m_clips; ///< id → index of the lane, in the lane
};

} // namespace nde::ui
