#include "core/search/MapLayout.h"

#include "core/base/Random.h"
#include "core/search/NeighbourGraph.h"
#include "core/search/PrincipalAxes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace nde::search {

namespace {

constexpr std::size_t kDimensions = 24; ///< principal components that neighbours are sought in
constexpr std::size_t kNeighbours = 15;
constexpr int kStrangers = 5; ///< pushed away for each neighbour drawn in
constexpr float kKernel = 1.6F; ///< a of 1 / (1 + a d²); b = 1
constexpr float kMostStep = 4.0F;
constexpr float kStartExtent = 10.0F;
constexpr int kEpochs = 200;
constexpr int kEpochsOfFew = 400; ///< up to kFew sounds
constexpr std::size_t kFew = 5000;
constexpr int kEpochsOfNew = 80; ///< of sounds beside those that stay
constexpr double kInsideShare = 0.01; ///< of a fresh layout at each side beyond −1 … 1

struct Point
{
    float x {};
    float y {};
};

/// Two sounds that draw each other, and how often.
struct Edge
{
    std::uint32_t a {};
    std::uint32_t b {};
    float weight {};
};

/// How near each neighbour counts, 0 … 1: distances beyond the nearest, on a scale that gives every
/// sound as much company.
std::vector<float> companyOf(const NeighbourGraph& graph, std::size_t point)
{
    const float* distances = &graph.distances[point * graph.each];
    const double nearest = static_cast<double>(distances[0]);
    const double wanted = std::log2(static_cast<double>(graph.each));
    const auto sumAt = [&](double scale) {
        double sum = 0.0;
        for (std::size_t i = 0; i < graph.each; ++i) {
            sum += std::exp(-(static_cast<double>(distances[i]) - nearest) / scale);
        }
        return sum;
    };
    double low = 1e-6;
    double high = 1e3;
    for (int i = 0; i < 40; ++i) {
        const double middle = std::sqrt(low * high);
        (sumAt(middle) > wanted ? high : low) = middle;
    }
    std::vector<float> weights;
    for (std::size_t i = 0; i < graph.each; ++i) {
        weights.push_back(static_cast<float>(
            std::exp(-(static_cast<double>(distances[i]) - nearest) / std::sqrt(low * high))));
    }
    return weights;
}

/// Both sides' opinions of being neighbours, joined: a + b − ab.
std::vector<Edge> edgesOf(const NeighbourGraph& graph, std::size_t count)
{
    std::vector<Edge> edges;
    edges.reserve(count * graph.each);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto weights = companyOf(graph, i);
        for (std::size_t k = 0; k < graph.each; ++k) {
            const std::uint32_t other = graph.ids[i * graph.each + k];
            edges.push_back({std::min(i, other), std::max(i, other), weights[k]});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return a.a != b.a ? a.a < b.a : a.b != b.b ? a.b < b.b : a.weight < b.weight;
    });
    std::size_t out = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (out > 0 && edges[out - 1].a == edges[i].a && edges[out - 1].b == edges[i].b) {
            float& weight = edges[out - 1].weight;
            weight += edges[i].weight - weight * edges[i].weight;
        } else {
            edges[out++] = edges[i];
        }
    }
    edges.resize(out);
    return edges;
}

float bounded(float step)
{
    return std::clamp(step, -kMostStep, kMostStep);
}

/// Moves the points that may move. @param fixed  by point; empty = all may.
Result<> settle(std::vector<Point>& points, std::vector<Edge> edges,
                const std::vector<std::uint8_t>& fixed, int epochs, std::uint64_t seed,
                const TaskContext& task)
{
    const auto mayMove
        = [&fixed](std::uint32_t point) { return fixed.empty() || fixed[point] == 0; };
    std::erase_if(edges, [&](const Edge& edge) { return !mayMove(edge.a) && !mayMove(edge.b); });
    float most = 0.0F;
    for (const Edge& edge : edges) {
        most = std::max(most, edge.weight);
    }
    std::erase_if(
        edges, [&](const Edge& edge) { return edge.weight * static_cast<float>(epochs) < most; });
    std::vector<float> due(edges.size(), 0.0F);
    Random random(seed);
    const auto pull = [&](Point& point, const Point& other, float factor, float rate, float way) {
        point.x += way * rate * bounded(factor * (point.x - other.x));
        point.y += way * rate * bounded(factor * (point.y - other.y));
    };
    for (int epoch = 0; epoch < epochs; ++epoch) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "laying the map out was cancelled");
        }
        task.progress(static_cast<double>(epoch) / epochs, "map");
        const float rate = 1.0F - static_cast<float>(epoch) / static_cast<float>(epochs);
        for (std::size_t i = 0; i < edges.size(); ++i) {
            due[i] += edges[i].weight / most;
            if (due[i] < 1.0F) {
                continue;
            }
            due[i] -= 1.0F;
            for (const bool isTurned : {false, true}) {
                const std::uint32_t own = isTurned ? edges[i].b : edges[i].a;
                const std::uint32_t other = isTurned ? edges[i].a : edges[i].b;
                if (!mayMove(own)) {
                    continue;
                }
                const auto square = [&](const Point& far) {
                    const float x = points[own].x - far.x;
                    const float y = points[own].y - far.y;
                    return x * x + y * y;
                };
                pull(points[own], points[other],
                     -2.0F * kKernel / (1.0F + kKernel * square(points[other])), rate, 1.0F);
                for (int k = 0; k < kStrangers; ++k) {
                    const auto stranger = static_cast<std::uint32_t>(random.below(points.size()));
                    if (stranger != own) {
                        const float d = square(points[stranger]);
                        pull(points[own], points[stranger],
                             2.0F / ((0.001F + d) * (1.0F + kKernel * d)), rate, 1.0F);
                    }
                }
            }
        }
    }
    return {};
}

PointTable tableOf(std::span<const SimilarRow> rows)
{
    PointTable table;
    table.dimensions = kSimilarCount;
    table.values.reserve(rows.size() * kSimilarCount);
    for (const SimilarRow& row : rows) {
        const auto coordinates = comparedCoordinates(row);
        table.values.insert(table.values.end(), coordinates.begin(), coordinates.end());
    }
    return principalAxes(std::move(table), kDimensions);
}

/// The first two principal components, spread over the extent that the forces expect.
std::vector<Point> startOf(const PointTable& table, std::uint64_t seed)
{
    Random random(streamSeed(seed, "map start"));
    float most = 1e-6F;
    for (std::size_t i = 0; i < table.count(); ++i) {
        most = std::max({most, std::abs(table.at(i)[0]), std::abs(table.at(i)[1])});
    }
    std::vector<Point> points;
    for (std::size_t i = 0; i < table.count(); ++i) {
        // Equal sounds must not lie in one point: nothing could part them.
        const auto jitter = [&random] { return static_cast<float>(0.01 * random.normal()); };
        points.push_back({kStartExtent * table.at(i)[0] / most + jitter(),
                          kStartExtent * table.at(i)[1] / most + jitter()});
    }
    return points;
}

float quantile(std::vector<float> values, double share)
{
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

/// Moves and scales so that nearly all lies in −1 … 1; both directions alike.
MapLayout normalised(std::span<const StemId> ids, const std::vector<Point>& points,
                     std::uint64_t seed)
{
    std::vector<float> xs;
    std::vector<float> ys;
    for (const Point& point : points) {
        xs.push_back(point.x);
        ys.push_back(point.y);
    }
    const float left = quantile(xs, kInsideShare);
    const float right = quantile(xs, 1.0 - kInsideShare);
    const float top = quantile(ys, kInsideShare);
    const float bottom = quantile(ys, 1.0 - kInsideShare);
    MapLayout layout;
    layout.seed = seed;
    layout.scale = 2.0F / std::max({1e-6F, right - left, bottom - top});
    for (std::size_t i = 0; i < points.size(); ++i) {
        layout.places.push_back({ids[i], (points[i].x - 0.5F * (left + right)) * layout.scale,
                                 (points[i].y - 0.5F * (top + bottom)) * layout.scale});
    }
    return layout;
}

Result<> checkInput(std::span<const StemId> ids, std::span<const SimilarRow> rows)
{
    return ids.size() == rows.size() && std::is_sorted(ids.begin(), ids.end())
        ? Result<> {}
        : Result<> {fail(ErrorCode::BadInput, "a map needs a row for each sound, by id")};
}

/// Puts new sounds at the mean of their neighbours that lie already, those with most company first
/// where a sound has none.
class Placing
{
public:
    Placing(const PointTable& table, const NeighbourGraph& graph, std::vector<Point>& points,
            std::vector<std::uint8_t> isPlaced, std::uint64_t seed)
        : m_table(table)
        , m_graph(graph)
        , m_points(points)
        , m_isPlaced(std::move(isPlaced))
        , m_random(streamSeed(seed, "map places"))
    {
    }

    void placeAll()
    {
        std::vector<std::uint32_t> left;
        for (std::uint32_t i = 0; i < m_points.size(); ++i) {
            if (m_isPlaced[i] == 0) {
                left.push_back(i);
            }
        }
        while (!left.empty()) {
            const std::size_t before = left.size();
            std::vector<std::uint32_t> placed;
            for (const std::uint32_t point : left) {
                if (placeByNeighbours(point)) {
                    placed.push_back(point);
                }
            }
            for (const std::uint32_t point : placed) {
                m_isPlaced[point] = 1;
            }
            std::erase_if(left, [this](std::uint32_t point) { return m_isPlaced[point] != 0; });
            if (left.size() == before) { // a crowd of its own: its first goes to whom it is like
                placeByNearest(left.front());
                m_isPlaced[left.front()] = 1;
                left.erase(left.begin());
            }
        }
    }

private:
    void put(std::uint32_t point, float x, float y)
    {
        m_points[point] = {x + static_cast<float>(0.05 * m_random.normal()),
                           y + static_cast<float>(0.05 * m_random.normal())};
    }

    bool placeByNeighbours(std::uint32_t point)
    {
        float x = 0.0F;
        float y = 0.0F;
        float total = 0.0F;
        for (std::size_t k = 0; k < m_graph.each; ++k) {
            const std::uint32_t other = m_graph.ids[point * m_graph.each + k];
            if (m_isPlaced[other] != 0) {
                const float weight = 1.0F / (1e-3F + m_graph.distances[point * m_graph.each + k]);
                x += weight * m_points[other].x;
                y += weight * m_points[other].y;
                total += weight;
            }
        }
        if (total > 0.0F) {
            put(point, x / total, y / total);
        }
        return total > 0.0F;
    }

    void placeByNearest(std::uint32_t point)
    {
        float least = std::numeric_limits<float>::infinity();
        std::optional<std::uint32_t> nearest;
        for (std::uint32_t i = 0; i < m_points.size(); ++i) {
            if (m_isPlaced[i] == 0) {
                continue;
            }
            float sum = 0.0F;
            for (std::size_t k = 0; k < m_table.dimensions; ++k) {
                const float difference = m_table.at(point)[k] - m_table.at(i)[k];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                nearest = i;
            }
        }
        put(point, nearest ? m_points[*nearest].x : 0.0F, nearest ? m_points[*nearest].y : 0.0F);
    }

    const PointTable& m_table;
    const NeighbourGraph& m_graph;
    std::vector<Point>& m_points;
    std::vector<std::uint8_t> m_isPlaced;
    Random m_random;
};

} // namespace

Result<MapLayout> layOutMap(std::span<const StemId> ids, std::span<const SimilarRow> rows,
                            std::uint64_t seed, TaskContext& task)
{
    if (auto checked = checkInput(ids, rows); !checked) {
        return propagate(checked);
    }
    MapLayout layout;
    layout.seed = seed;
    if (ids.empty()) {
        return layout;
    }
    if (ids.size() == 1) {
        layout.places.push_back({ids[0], 0.0F, 0.0F});
        return layout;
    }
    const PointTable table = tableOf(rows);
    TaskContext first = task.sub(0.0, 0.3);
    const auto graph = nearestNeighbours(table, kNeighbours, seed, first);
    if (!graph) {
        return propagate(graph);
    }
    std::vector<Point> points = startOf(table, seed);
    const auto settled = settle(points, edgesOf(*graph, ids.size()), {},
                                ids.size() <= kFew ? kEpochsOfFew : kEpochs,
                                streamSeed(seed, "map"), task.sub(0.3, 1.0));
    if (!settled) {
        return propagate(settled);
    }
    return normalised(ids, points, seed);
}

Result<MapLayout> extendMap(const MapLayout& known, std::span<const StemId> ids,
                            std::span<const SimilarRow> rows, TaskContext& task)
{
    if (auto checked = checkInput(ids, rows); !checked) {
        return propagate(checked);
    }
    std::vector<Point> points(ids.size());
    std::vector<std::uint8_t> fixed(ids.size(), 0);
    std::size_t newOnes = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto at
            = std::lower_bound(known.places.begin(), known.places.end(), ids[i],
                               [](const MapPlace& place, StemId id) { return place.id < id; });
        if (at != known.places.end() && at->id == ids[i]) {
            points[i] = {at->x / known.scale, at->y / known.scale};
            fixed[i] = 1;
        } else {
            ++newOnes;
        }
    }
    if (newOnes == 0) {
        return known;
    }
    if (newOnes == ids.size()) { // nothing that lies is left to lie beside
        return layOutMap(ids, rows, known.seed, task);
    }
    const PointTable table = tableOf(rows);
    TaskContext first = task.sub(0.0, 0.5);
    const auto graph = nearestNeighbours(table, kNeighbours, known.seed, first);
    if (!graph) {
        return propagate(graph);
    }
    Placing(table, *graph, points, fixed, known.seed).placeAll();
    const auto settled = settle(points, edgesOf(*graph, ids.size()), fixed, kEpochsOfNew,
                                streamSeed(known.seed, "map more", ids.size()), task.sub(0.5, 1.0));
    if (!settled) {
        return propagate(settled);
    }
    MapLayout layout = known;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (fixed[i] == 0) {
            layout.places.push_back({ids[i], points[i].x * known.scale, points[i].y * known.scale});
        }
    }
    std::sort(layout.places.begin(), layout.places.end(),
              [](const MapPlace& a, const MapPlace& b) { return a.id < b.id; });
    return layout;
}

} // namespace nde::search
