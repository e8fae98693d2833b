#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QString>

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

/// What a chart of curves computes before it paints. Pure. A value that is not there is NaN.
namespace nde::ui {

/// Exponential mean of a curve that begins without a bias. What is missing stays missing and is
/// passed over. Later values never change earlier ones.
/// @param amount  0 = as it is … 0.99.
[[nodiscard]] std::vector<double> smoothed(std::span<const double> values, double amount);

/// The same, one value at a time.
class Smoother
{
public:
    explicit Smoother(double amount = 0.0)
        : m_amount(amount)
    {
    }
    [[nodiscard]] double next(double value); ///< NaN for NaN

private:
    double m_amount;
    double m_sum {};
    double m_weight {};
};

struct ValueRange
{
    double low {};
    double high {1.0};
    [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
    bool operator==(const ValueRange&) const = default;
};
/// The range of what is finite (on a logarithmic axis: and positive), with a little room at both
/// ends. Empty where there is nothing.
[[nodiscard]] std::optional<ValueRange> fittedRange(std::span<const double> values, bool isLog);
/// Where a value lies: 0 at the low end, 1 at the high end.
[[nodiscard]] double shareOf(double value, const ValueRange& range, bool isLog);

struct ValueTick
{
    double value {};
    bool isMajor {}; ///< a decade of a logarithmic axis, zero of a linear one
    QString label; ///< empty: a line without a number
};
/// @param pixels  of the axis; labels keep 24 of them from each other.
[[nodiscard]] std::vector<ValueTick> valueTicks(const ValueRange& range, bool isLog, double pixels);
/// Smallest of 1, 2, 5 · 10ⁿ that is at least `least`.
[[nodiscard]] double niceStep(double least);
/// The end of an axis that has to hold `value`: few different ones, so that a growing curve does
/// not move with every point.
[[nodiscard]] double niceEnd(double value);
[[nodiscard]] QString curveNumber(double value); ///< three figures that mean something

/// A curve as its picture needs it: no more than two points a device pixel, peaks kept. Parts
/// that are not connected are polygons of their own.
/// @param xOf, yOf  logical pixels; both monotonous. yOf is asked for what is drawn only.
/// @param ratio     device pixels a logical one. `xs` rises.
/// @param above     values up to this have no place on the axis (0 on a logarithmic one).
[[nodiscard]] std::vector<QPolygonF>
decimated(std::span<const double> xs, std::span<const double> values,
          const std::function<double(double)>& xOf, const std::function<double(double)>& yOf,
          double ratio, double above = -std::numeric_limits<double>::infinity());

/// Positions of labels that want to stand at `wanted` but keep `spacing` from each other, inside
/// [top, bottom] as far as they fit; order is kept.
[[nodiscard]] std::vector<double> pushedApart(const std::vector<double>& wanted, double spacing,
                                              double top, double bottom);

/// The index of the value of a rising list that is nearest; −1 when it is empty.
[[nodiscard]] int nearestIndex(std::span<const double> rising, double value);

} // namespace nde::ui
