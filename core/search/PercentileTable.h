#pragma once

#include "core/search/SoundFeatures.h"

#include <array>
#include <span>
#include <vector>

namespace nde::search {

/// Where each axis of a sound stands among those of a library: 0 = lowest, 1 = highest, strictly
/// rising also beyond the library's ends. Below 200 sounds the place is mixed with that in a
/// built-in library (the starter kit's), the more the fewer there are.
///
/// Value; immutable after building.
/// @thread  any.
class PercentileTable
{
public:
    static constexpr std::size_t kFullLibrary = 200;

    /// The built-in library alone.
    PercentileTable();
    /// @param columns  the known values of each axis, in any order; taken and sorted.
    explicit PercentileTable(std::array<std::vector<float>, kAxisCount> columns);

    /// @return  NaN where `value` is.
    [[nodiscard]] float percentile(Axis axis, float value) const;
    [[nodiscard]] std::array<float, kAxisCount>
    percentiles(const std::array<float, kAxisCount>& axes) const;

    /// Quantiles of a library; `resources/search/percentiles.json` holds those of the built-in one.
    struct Curve
    {
        std::vector<float> knots; ///< rising values; at most kKnots
        std::vector<float> places; ///< their percentiles
        float low {}; ///< scale of what lies below the first knot …
        float high {}; ///< … and above the last
    };
    static constexpr std::size_t kKnots = 257;
    /// @param values  sorted; may be empty.
    [[nodiscard]] static Curve curveOf(std::span<const float> values);
    /// 0.5 for an empty curve.
    [[nodiscard]] static float placeIn(const Curve& curve, float value);

private:
    std::array<Curve, kAxisCount> m_own;
    std::array<float, kAxisCount> m_weights {}; ///< of the own curves, 0 … 1
};

/// The curves of the built-in library.
[[nodiscard]] const std::array<PercentileTable::Curve, kAxisCount>& builtInCurves();

} // namespace nde::search
