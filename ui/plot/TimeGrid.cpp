#include "ui/plot/TimeGrid.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

/// Smallest of 1, 2, 5 · 10ⁿ (beyond a minute 1, 2, 5, 10 … minutes) that is at least `least`.
double niceTimeStep(double least)
{
    if (least > 10.0) {
        for (const double step : {15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0}) {
            if (step >= least) {
                return step;
            }
        }
        return 3600.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least * 0.999) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

QString timeLabel(double seconds, double step)
{
    if (seconds < 60.0 && step < 10.0) {
        const int decimals
            = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
        return formatNumber(seconds, decimals) + QStringLiteral(" s");
    }
    const auto whole = static_cast<qint64>(std::llround(seconds));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

std::vector<GridLine> timeLines(double from, double to, double pixelsPerSecond, double labelSpacing)
{
    if (to <= from || pixelsPerSecond <= 0.0) {
        return {};
    }
    const double step = niceTimeStep(labelSpacing / pixelsPerSecond);
    std::vector<GridLine> lines;
    for (auto i = static_cast<qint64>(std::ceil(from / step - 1e-9));
         static_cast<double>(i) * step < to; ++i) {
        const double seconds = static_cast<double>(i) * step;
        lines.push_back({seconds, timeLabel(seconds, step)});
    }
    return lines;
}

} // namespace nde::ui
