#include "core/search/NeighbourGraph.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>

namespace nde::search {

namespace {

constexpr std::size_t kMostExact = 3000;
constexpr std::size_t kTrees = 8;
constexpr std::size_t kLeaf = 48;
constexpr std::size_t kPollEvery = 512;
constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

Result<> checkCancelled(const TaskContext& task)
{
    return task.cancelled()
        ? Result<> {fail(ErrorCode::Cancelled, "looking for neighbours was cancelled")}
        : Result<> {};
}

/// The best neighbours of each point so far, sorted.
class Nearest
{
public:
    Nearest(const PointTable& points, std::size_t each)
        : m_points(points)
        , m_each(each)
        , m_ids(points.count() * each, kNobody)
        , m_squares(points.count() * each, std::numeric_limits<float>::infinity())
    {
    }

    void compare(std::uint32_t a, std::uint32_t b)
    {
        const float square = between(a, b);
        offer(a, b, square);
        offer(b, a, square);
    }
    void offerTo(std::uint32_t a, std::uint32_t b) { offer(a, b, between(a, b)); }

    [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t point) const
    {
        return {&m_ids[point * m_each], m_each};
    }

    [[nodiscard]] NeighbourGraph graph() &&
    {
        for (float& square : m_squares) {
            square = std::sqrt(square);
        }
        return {m_each, std::move(m_ids), std::move(m_squares)};
    }

private:
    [[nodiscard]] float between(std::uint32_t a, std::uint32_t b) const
    {
        const float* left = m_points.at(a);
        const float* right = m_points.at(b);
        float sum = 0.0F;
        for (std::size_t i = 0; i < m_points.dimensions; ++i) {
            const float difference = left[i] - right[i];
            sum += difference * difference;
        }
        return sum;
    }

    void offer(std::uint32_t to, std::uint32_t other, float square)
    {
        std::uint32_t* ids = &m_ids[to * m_each];
        float* squares = &m_squares[to * m_each];
        const auto isBefore = [&](std::size_t at) {
            return square < squares[at] || (square == squares[at] && other < ids[at]);
        };
        if (!isBefore(m_each - 1)) {
            return;
        }
        for (std::size_t i = 0; i < m_each && squares[i] <= square; ++i) {
            if (ids[i] == other) {
                return;
            }
        }
        std::size_t at = m_each - 1;
        for (; at > 0 && isBefore(at - 1); --at) {
            squares[at] = squares[at - 1];
            ids[at] = ids[at - 1];
        }
        squares[at] = square;
        ids[at] = other;
    }

    const PointTable& m_points;
    std::size_t m_each;
    std::vector<std::uint32_t> m_ids;
    std::vector<float> m_squares;
};

/// Halves the points along the line between two of them until few are left.
void splitIntoLeaves(const PointTable& points, std::span<std::uint32_t> members, Random& random,
                     std::vector<std::span<std::uint32_t>>& leaves)
{
    if (members.size() <= kLeaf) {
        leaves.push_back(members);
        return;
    }
    const float* a = points.at(members[random.below(members.size())]);
    const float* b = points.at(members[random.below(members.size())]);
    std::vector<std::pair<float, std::uint32_t>> along;
    along.reserve(members.size());
    for (const std::uint32_t member : members) {
        const float* at = points.at(member);
        float sum = 0.0F;
        for (std::size_t i = 0; i < points.dimensions; ++i) {
            sum += (b[i] - a[i]) * at[i];
        }
        along.emplace_back(sum, member);
    }
    // By halves: equal points, of which libraries have many, end in leaves all the same.
    const auto half = static_cast<std::ptrdiff_t>(along.size() / 2);
    std::nth_element(along.begin(), along.begin() + half, along.end());
    std::transform(along.begin(), along.end(), members.begin(),
                   [](const auto& one) { return one.second; });
    splitIntoLeaves(points, members.first(static_cast<std::size_t>(half)), random, leaves);
    splitIntoLeaves(points, members.subspan(static_cast<std::size_t>(half)), random, leaves);
}

void compareAll(Nearest& nearest, std::span<const std::uint32_t> members)
{
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t k = i + 1; k < members.size(); ++k) {
            nearest.compare(members[i], members[k]);
        }
    }
}

Result<> compareLeaves(Nearest& nearest, const PointTable& points, std::uint64_t seed,
                       TaskContext& task)
{
    std::vector<std::uint32_t> order(points.count());
    for (std::size_t tree = 0; tree < kTrees; ++tree) {
        std::iota(order.begin(), order.end(), 0U);
        Random random(streamSeed(seed, "neighbours", tree));
        std::vector<std::span<std::uint32_t>> leaves;
        splitIntoLeaves(points, order, random, leaves);
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            if (i % kPollEvery == 0) {
                if (auto going = checkCancelled(task); !going) {
                    return going;
                }
            }
            compareAll(nearest, leaves[i]);
        }
        task.progress(0.7 * static_cast<double>(tree + 1) / kTrees, "neighbours");
    }
    return {};
}

/// Who is near one's neighbour is often near oneself.
Result<> compareNeighboursOfNeighbours(Nearest& nearest, std::size_t count, std::size_t each,
                                       TaskContext& task)
{
    std::vector<std::uint32_t> before(count * each);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto own = nearest.of(i);
        std::copy(own.begin(), own.end(), before.begin() + static_cast<std::ptrdiff_t>(i * each));
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        if (i % kPollEvery == 0) {
            if (auto going = checkCancelled(task); !going) {
                return going;
            }
            task.progress(0.7 + 0.3 * i / static_cast<double>(count), "neighbours");
        }
        for (std::size_t k = 0; k < each; ++k) {
            const std::uint32_t friendOf = before[i * each + k];
            for (std::size_t m = 0; friendOf != kNobody && m < each; ++m) {
                const std::uint32_t other = before[friendOf * each + m];
                if (other != kNobody && other != i) {
                    nearest.offerTo(i, other);
                }
            }
        }
    }
    return {};
}

} // namespace

Result<NeighbourGraph> nearestNeighbours(const PointTable& points, std::size_t each,
                                         std::uint64_t seed, TaskContext& task)
{
    const std::size_t count = points.count();
    each = std::min(each, count == 0 ? std::size_t {0} : count - 1);
    if (each == 0) {
        return NeighbourGraph {};
    }
    Nearest nearest(points, each);
    if (count <= kMostExact) {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i % kPollEvery == 0) {
                if (auto going = checkCancelled(task); !going) {
                    return propagate(going);
                }
            }
            for (std::uint32_t k = i + 1; k < count; ++k) {
                nearest.compare(i, k);
            }
        }
        task.progress(1.0, "neighbours");
        return std::move(nearest).graph();
    }
    if (auto done = compareLeaves(nearest, points, seed, task); !done) {
        return propagate(done);
    }
    if (auto done = compareNeighboursOfNeighbours(nearest, count, each, task); !done) {
        return propagate(done);
    }
    return std::move(nearest).graph();
}

} // namespace nde::search
