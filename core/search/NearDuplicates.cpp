#include "core/search/PrincipalAxes.h"
#include "core/search/SimilarSounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace nde::search {

namespace {

constexpr std::size_t kPollEvery = 256;
constexpr std::size_t kAxes = 8; ///< that hold most of what tells sounds apart

/// Which sounds have been found to belong together.
class Groups
{
public:
    explicit Groups(std::size_t count)
        : m_leader(count)
    {
        std::iota(m_leader.begin(), m_leader.end(), 0U);
    }
    void join(std::uint32_t a, std::uint32_t b)
    {
        const std::uint32_t first = leaderOf(a);
        const std::uint32_t second = leaderOf(b);
        m_leader[std::max(first, second)] = std::min(first, second);
    }
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> take()
    {
        std::vector<std::vector<std::uint32_t>> byLeader(m_leader.size());
        for (std::uint32_t i = 0; i < m_leader.size(); ++i) {
            byLeader[leaderOf(i)].push_back(i);
        }
        std::erase_if(byLeader, [](const auto& group) { return group.size() < 2; });
        return byLeader;
    }

private:
    std::uint32_t leaderOf(std::uint32_t i)
    {
        while (m_leader[i] != i) {
            i = m_leader[i] = m_leader[m_leader[i]];
        }
        return i;
    }
    std::vector<std::uint32_t> m_leader;
};

/// A sound at its place on the axes along which sounds differ most.
struct Placed
{
    std::array<float, kAxes> at {};
    std::uint32_t index {};
};

std::vector<Placed> placed(std::span<const SimilarRow> rows)
{
    PointTable points;
    points.dimensions = kSimilarCount;
    points.values.reserve(rows.size() * kSimilarCount);
    for (const SimilarRow& row : rows) {
        const auto coordinates = comparedCoordinates(row);
        points.values.insert(points.values.end(), coordinates.begin(), coordinates.end());
    }
    const PointTable turned = principalAxes(std::move(points), kAxes);
    std::vector<Placed> result(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::copy_n(turned.at(i), turned.dimensions, result[i].at.begin());
        result[i].index = static_cast<std::uint32_t>(i);
    }
    std::sort(result.begin(), result.end(),
              [](const Placed& a, const Placed& b) { return a.at[0] < b.at[0]; });
    return result;
}

} // namespace

// Two sounds are as far apart as their coordinates at least along every axis, for turning and
// drawing in make no distance longer. So only those near in the first are looked at, and only those
// near in the others compared. This holds where no difference is bounded: above
// `leastWithoutBounds`.
Result<std::vector<std::vector<std::uint32_t>>> nearDuplicates(std::span<const SimilarRow> rows,
                                                               float threshold, TaskContext& task)
{
    constexpr float kRounding = 1e-4F;
    const float asked = std::clamp(threshold, 0.5F, 0.9999F);
    const float reach = asked >= Similarity::leastWithoutBounds()
        ? Similarity::reachOf(asked) * (1.0F + kRounding) + kRounding
        : std::numeric_limits<float>::max();
    const std::vector<Placed> order = placed(rows);
    const Similarity similarity;
    Groups groups(rows.size());
    for (std::size_t at = 0; at < order.size(); ++at) {
        if (at % kPollEvery == 0) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "the search for near duplicates was cancelled");
            }
            task.progress(static_cast<double>(at) / static_cast<double>(order.size()), "comparing");
        }
        const Placed& one = order[at];
        for (std::size_t next = at + 1;
             next < order.size() && order[next].at[0] - one.at[0] <= reach; ++next) {
            const Placed& other = order[next];
            bool isNear = true;
            for (std::size_t axis = 1; axis < kAxes && isNear; ++axis) {
                isNear = std::abs(other.at[axis] - one.at[axis]) <= reach;
            }
            if (isNear && similarity.between(rows[one.index], rows[other.index]) >= threshold) {
                groups.join(one.index, other.index);
            }
        }
    }
    return groups.take();
}

} // namespace nde::search
