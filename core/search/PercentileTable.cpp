#include "core/search/PercentileTable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace nde::search {

extern const char* const kPercentilesJson;

namespace {

constexpr float kEdge = 0.02F; ///< what lies beyond the library shares this on either side
constexpr float kLeastScale = 1e-4F;

/// Equal values share one knot, in the middle of their places.
void joinEqual(PercentileTable::Curve& curve)
{
    std::size_t out = 0;
    for (std::size_t i = 0; i < curve.knots.size();) {
        std::size_t end = i;
        float sum = 0.0F;
        for (; end < curve.knots.size() && curve.knots[end] == curve.knots[i]; ++end) {
            sum += curve.places[end];
        }
        curve.places[out] = sum / static_cast<float>(end - i);
        curve.knots[out++] = curve.knots[i];
        i = end;
    }
    curve.knots.resize(out);
    curve.places.resize(out);
}

std::array<PercentileTable::Curve, kAxisCount> readBuiltIn()
{
    // A defect of this text is ours and is found by the first test that runs: no recovery here.
    const auto root = nlohmann::json::parse(kPercentilesJson);
    std::array<PercentileTable::Curve, kAxisCount> curves;
    for (std::size_t i = 0; i < kAxisCount; ++i) {
        const std::string id(axisId(static_cast<Axis>(i)));
        curves[i] = PercentileTable::curveOf(root.at("axes").at(id).get<std::vector<float>>());
    }
    return curves;
}

} // namespace

PercentileTable::Curve PercentileTable::curveOf(std::span<const float> values)
{
    Curve curve;
    if (values.empty()) {
        return curve;
    }
    const std::size_t count = std::min(kKnots, values.size());
    const auto last = static_cast<float>(values.size());
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t at = count == 1 ? 0 : k * (values.size() - 1) / (count - 1);
        curve.knots.push_back(values[at]);
        curve.places.push_back(kEdge
                               + (1.0F - 2.0F * kEdge) * (static_cast<float>(at) + 0.5F) / last);
    }
    joinEqual(curve);
    const float spread = std::max(kLeastScale, (curve.knots.back() - curve.knots.front()) / 4.0F);
    curve.low = spread;
    curve.high = spread;
    return curve;
}

float PercentileTable::placeIn(const Curve& curve, float value)
{
    if (curve.knots.empty()) {
        return 0.5F;
    }
    const auto above = std::upper_bound(curve.knots.begin(), curve.knots.end(), value);
    if (above == curve.knots.begin()) {
        return curve.places.front() * std::exp(-(curve.knots.front() - value) / curve.low);
    }
    const auto index = static_cast<std::size_t>(above - curve.knots.begin());
    if (above == curve.knots.end()) {
        const float left = 1.0F - curve.places.back();
        return 1.0F - left * std::exp(-(value - curve.knots.back()) / curve.high);
    }
    const float from = curve.knots[index - 1];
    const float share = (value - from) / (curve.knots[index] - from);
    return curve.places[index - 1] + share * (curve.places[index] - curve.places[index - 1]);
}

PercentileTable::PercentileTable() = default;

PercentileTable::PercentileTable(std::array<std::vector<float>, kAxisCount> columns)
{
    for (std::size_t i = 0; i < kAxisCount; ++i) {
        std::sort(columns[i].begin(), columns[i].end());
        m_own[i] = curveOf(columns[i]);
        m_weights[i] = std::min(
            1.0F, static_cast<float>(columns[i].size()) / static_cast<float>(kFullLibrary));
    }
}

float PercentileTable::percentile(Axis axis, float value) const
{
    if (std::isnan(value)) {
        return std::numeric_limits<float>::quiet_NaN();
    }
    const auto i = static_cast<std::size_t>(axis);
    const float weight = m_weights[i];
    const float own = weight > 0.0F ? placeIn(m_own[i], value) : 0.0F;
    return weight >= 1.0F ? own
                          : weight * own + (1.0F - weight) * placeIn(builtInCurves()[i], value);
}

std::array<float, kAxisCount>
PercentileTable::percentiles(const std::array<float, kAxisCount>& axes) const
{
    std::array<float, kAxisCount> places {};
    for (std::size_t i = 0; i < kAxisCount; ++i) {
        places[i] = percentile(static_cast<Axis>(i), axes[i]);
    }
    return places;
}

const std::array<PercentileTable::Curve, kAxisCount>& builtInCurves()
{
    static const auto curves = readBuiltIn();
    return curves;
}

} // namespace nde::search
