#include "ui/plot/SkyIslands.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace nde::ui {

namespace {

constexpr int kSide = 40; ///< cells in each direction
constexpr std::size_t kMostIslands = 3; ///< of a category
constexpr float kShore = 0.25F; ///< of the highest crowd: what is less is no part of the island
constexpr float kLeastPeak = 0.35F; ///< of the first island's
constexpr int kLeastSounds = 3;

using Cells = std::array<float, static_cast<std::size_t>(kSide* kSide)>;

int cellOf(QPointF at, const QRectF& bounds)
{
    const auto index
        = [](double share) { return std::clamp(static_cast<int>(share * kSide), 0, kSide - 1); };
    return index((at.y() - bounds.top()) / std::max(1e-9, bounds.height())) * kSide
        + index((at.x() - bounds.left()) / std::max(1e-9, bounds.width()));
}

/// Each cell with its neighbours: 1 2 1 in both directions.
Cells smoothed(const Cells& cells)
{
    Cells across {};
    Cells both {};
    const auto at = [](const Cells& from, int row, int column) {
        return row < 0 || column < 0 || row >= kSide || column >= kSide
            ? 0.0F
            : from[static_cast<std::size_t>(row * kSide + column)];
    };
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            across[static_cast<std::size_t>(row * kSide + column)] = at(cells, row, column - 1)
                + 2.0F * at(cells, row, column) + at(cells, row, column + 1);
        }
    }
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            both[static_cast<std::size_t>(row * kSide + column)] = at(across, row - 1, column)
                + 2.0F * at(across, row, column) + at(across, row + 1, column);
        }
    }
    return both;
}

/// Cells that hang together with `from` and are above the shore.
std::vector<std::uint8_t> islandAt(const Cells& crowd, int from)
{
    std::vector<std::uint8_t> isIn(crowd.size(), 0);
    const float shore = kShore * crowd[static_cast<std::size_t>(from)];
    std::vector<int> open {from};
    while (!open.empty()) {
        const int cell = open.back();
        open.pop_back();
        const int row = cell / kSide;
        const int column = cell % kSide;
        if (isIn[static_cast<std::size_t>(cell)] != 0
            || crowd[static_cast<std::size_t>(cell)] <= shore) {
            continue;
        }
        isIn[static_cast<std::size_t>(cell)] = 1;
        for (const auto& [down, right] :
             {std::pair(0, 1), std::pair(0, -1), std::pair(1, 0), std::pair(-1, 0)}) {
            if (row + down >= 0 && row + down < kSide && column + right >= 0
                && column + right < kSide) {
                open.push_back((row + down) * kSide + column + right);
            }
        }
    }
    return isIn;
}

double quantile(std::vector<double>& values, double share)
{
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

std::vector<SkyScene::Cluster> islandsOfOne(Category category, const std::vector<QPointF>& places,
                                            const QRectF& bounds)
{
    Cells counts {};
    for (const QPointF& at : places) {
        counts[static_cast<std::size_t>(cellOf(at, bounds))] += 1.0F;
    }
    Cells crowd = smoothed(counts);
    std::vector<SkyScene::Cluster> islands;
    float first = 0.0F;
    for (std::size_t i = 0; i < kMostIslands; ++i) {
        const auto peak = std::max_element(crowd.begin(), crowd.end());
        if (*peak <= 0.0F || *peak < kLeastPeak * first) {
            break;
        }
        first = std::max(first, *peak);
        const auto isIn = islandAt(crowd, static_cast<int>(peak - crowd.begin()));
        std::vector<double> xs;
        std::vector<double> ys;
        for (const QPointF& at : places) {
            if (isIn[static_cast<std::size_t>(cellOf(at, bounds))] != 0) {
                xs.push_back(at.x());
                ys.push_back(at.y());
            }
        }
        for (std::size_t cell = 0; cell < crowd.size(); ++cell) {
            crowd[cell] = isIn[cell] != 0 ? 0.0F : crowd[cell];
        }
        if (static_cast<int>(xs.size()) < kLeastSounds) {
            continue;
        }
        const QPointF low(quantile(xs, 0.1), quantile(ys, 0.1));
        const QPointF high(quantile(xs, 0.9), quantile(ys, 0.9));
        islands.push_back({category,
                           static_cast<int>(xs.size()),
                           {quantile(xs, 0.5), quantile(ys, 0.5)},
                           QRectF(low, high)});
    }
    return islands;
}

} // namespace

std::vector<SkyScene::Cluster> islandsOf(const std::vector<services::SkyPoint>& points,
                                         const QRectF& bounds)
{
    std::map<Category, std::vector<QPointF>> byCategory;
    for (const services::SkyPoint& point : points) {
        if (point.look != services::SkyPoint::Look::Hint && point.category != Category::Unclear) {
            byCategory[point.category].push_back(point.at);
        }
    }
    std::vector<SkyScene::Cluster> islands;
    for (const auto& [category, places] : byCategory) {
        const auto own = islandsOfOne(category, places, bounds);
        islands.insert(islands.end(), own.begin(), own.end());
    }
    std::stable_sort(islands.begin(), islands.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    return islands;
}

} // namespace nde::ui
