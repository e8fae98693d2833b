#include "ui/plot/CurveData.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nde::ui {

namespace {

constexpr double kRoom = 0.05; ///< of a range, at both ends
constexpr double kLabelSpacing = 24.0;

bool isUsable(double value, bool isLog)
{
    return std::isfinite(value) && (!isLog || value > 0.0);
}

} // namespace

double Smoother::next(double value)
{
    if (!std::isfinite(value)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    m_sum = m_amount * m_sum + (1.0 - m_amount) * value;
    m_weight = m_amount * m_weight + (1.0 - m_amount);
    return m_sum / m_weight;
}

std::vector<double> smoothed(std::span<const double> values, double amount)
{
    Smoother smoother(std::clamp(amount, 0.0, 0.99));
    std::vector<double> result;
    result.reserve(values.size());
    for (const double value : values) {
        result.push_back(smoother.next(value));
    }
    return result;
}

std::optional<ValueRange> fittedRange(std::span<const double> values, bool isLog)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (isUsable(value, isLog)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (low > high) {
        return std::nullopt;
    }
    if (isLog) {
        const double factor = std::max(std::pow(high / low, kRoom), 1.02);
        return ValueRange {low / factor, high * factor};
    }
    // Of a single value that is 0, as a change before anything has changed, a unit.
    const double largest = std::max(std::abs(low), std::abs(high));
    const double least = largest < 1e-9 ? 1.0 : std::abs(high) * 0.005;
    const double room = std::max((high - low) * kRoom, least);
    return ValueRange {low - room, high + room};
}

double shareOf(double value, const ValueRange& range, bool isLog)
{
    if (isLog) {
        return std::log(value / range.low) / std::log(range.high / range.low);
    }
    return (value - range.low) / (range.high - range.low);
}

double niceStep(double least)
{
    if (!(least > 0.0)) {
        return 1.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least * (1.0 - 1e-9)) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

double niceEnd(double value)
{
    if (!(value > 0.0)) {
        return 1.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (factor * power >= value * (1.0 - 1e-9)) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

QString curveNumber(double value)
{
    const double size = std::abs(value);
    if (size != 0.0 && size < 0.001) {
        const int power = static_cast<int>(std::floor(std::log10(size)));
        return formatNumber(value / std::pow(10.0, power), 1) + QStringLiteral(" e")
            + formatNumber(power, 0);
    }
    return formatNumber(value, size >= 100.0 ? 1 : size >= 10.0 ? 2 : 3);
}

std::vector<ValueTick> valueTicks(const ValueRange& range, bool isLog, double pixels)
{
    std::vector<ValueTick> ticks;
    const auto label = [](double value, double step) {
        const int decimals
            = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
        return formatNumber(value, decimals);
    };
    const bool hasDecades = isLog && range.low > 0.0 && range.high / range.low >= 4.0;
    if (!hasDecades) {
        const double step
            = niceStep((range.high - range.low) * kLabelSpacing / std::max(pixels, 1.0));
        for (auto i = static_cast<long long>(std::ceil(range.low / step - 1e-9));
             static_cast<double>(i) * step <= range.high; ++i) {
            const double value = static_cast<double>(i) * step;
            ticks.push_back({value, i == 0, label(value, step)});
        }
        return ticks;
    }
    double lastLabel = -kLabelSpacing;
    const int first = static_cast<int>(std::floor(std::log10(range.low)));
    const int last = static_cast<int>(std::ceil(std::log10(range.high)));
    for (int decade = first; decade <= last; ++decade) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, decade);
            if (!range.contains(value)) {
                continue;
            }
            const double at = shareOf(value, range, true) * pixels;
            const bool isMajor = factor == 1.0;
            const bool hasLabel = at - lastLabel >= kLabelSpacing;
            lastLabel = hasLabel ? at : lastLabel;
            ticks.push_back(
                {value, isMajor, hasLabel ? label(value, std::pow(10.0, decade)) : QString()});
        }
    }
    return ticks;
}

std::vector<QPolygonF> decimated(std::span<const double> xs, std::span<const double> values,
                                 const std::function<double(double)>& xOf,
                                 const std::function<double(double)>& yOf, double ratio,
                                 double above)
{
    std::vector<QPolygonF> parts;
    QPolygonF part;
    // Of one column of device pixels: its extremes in their order.
    constexpr long long kNowhere = std::numeric_limits<long long>::min();
    long long column = kNowhere;
    QPointF low;
    QPointF high;
    const auto flush = [&] {
        if (column == kNowhere) {
            return;
        }
        const bool isRising = low.x() <= high.x();
        const QPointF first = isRising ? low : high;
        const QPointF second = isRising ? high : low;
        part.push_back({first.x(), yOf(first.y())});
        if (first != second) {
            part.push_back({second.x(), yOf(second.y())});
        }
        column = kNowhere;
    };
    const std::size_t count = std::min(xs.size(), values.size());
    for (std::size_t i = 0; i < count; ++i) {
        const double value = values[i];
        if (!std::isfinite(value)) {
            continue; // not measured here: the line goes on to where it was
        }
        if (value <= above) { // nothing on this axis: the line ends
            flush();
            if (!part.isEmpty()) {
                parts.push_back(std::exchange(part, {}));
            }
            continue;
        }
        const QPointF point(xOf(xs[i]), value);
        const auto at = static_cast<long long>(std::floor(point.x() * ratio));
        if (at != column) {
            flush();
            column = at;
            low = point;
            high = point;
        } else if (value < low.y()) {
            low = point;
        } else if (value > high.y()) {
            high = point;
        }
    }
    flush();
    if (!part.isEmpty()) {
        parts.push_back(part);
    }
    return parts;
}

std::vector<double> pushedApart(const std::vector<double>& wanted, double spacing, double top,
                                double bottom)
{
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    std::vector<double> placed(wanted.size());
    double least = top;
    for (const std::size_t i : order) {
        placed[i] = std::max(wanted[i], least);
        least = placed[i] + spacing;
    }
    double most = bottom;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        placed[*at] = std::min(placed[*at], most);
        most = placed[*at] - spacing;
    }
    return placed;
}

int nearestIndex(std::span<const double> rising, double value)
{
    if (rising.empty()) {
        return -1;
    }
    const auto after = std::lower_bound(rising.begin(), rising.end(), value);
    if (after == rising.begin()) {
        return 0;
    }
    if (after == rising.end()) {
        return static_cast<int>(rising.size()) - 1;
    }
    const auto before = after - 1;
    return static_cast<int>((value - *before <= *after - value ? before : after) - rising.begin());
}

} // namespace nde::ui
