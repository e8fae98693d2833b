#include "ui/plot/FrequencyAxis.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

std::vector<FrequencyMark> frequencyMarks(const std::function<double(double hz)>& yOf, double top,
                                          double bottom, double spacing)
{
    std::vector<FrequencyMark> marks;
    for (const double hz : {1000.0, 100.0, 10000.0, 500.0, 200.0, 5000.0, 2000.0, 50.0}) {
        const double y = yOf(hz);
        const bool isInside = y - spacing / 2.0 >= top && y + spacing / 2.0 <= bottom;
        const bool isFree = std::none_of(marks.begin(), marks.end(), [&](const auto& mark) {
            return std::abs(mark.y - y) < spacing;
        });
        if (isInside && isFree) {
            marks.push_back({hz, y,
                             hz < 1000.0 ? formatNumber(hz, 0) + QStringLiteral(" Hz")
                                         : formatNumber(hz / 1000.0, 0) + QStringLiteral(" kHz")});
        }
    }
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.hz < b.hz; });
    return marks;
}

double logShare(double hz, double lowHz, double highHz)
{
    return std::log(hz / lowHz) / std::log(highHz / lowHz);
}

double logHz(double share, double lowHz, double highHz)
{
    return lowHz * std::pow(highHz / lowHz, share);
}

double channelAt(double hz, std::span<const double> centreHz)
{
    const auto after = std::upper_bound(centreHz.begin(), centreHz.end(), hz);
    if (after == centreHz.begin()) {
        return 0.0;
    }
    if (after == centreHz.end()) {
        return static_cast<double>(centreHz.size()) - 1.0;
    }
    const double below = *std::prev(after);
    return static_cast<double>(after - centreHz.begin() - 1)
        + std::log(hz / below) / std::log(*after / below);
}

QString formatHz(double hz)
{
    if (hz >= 1000.0) {
        return formatNumber(hz / 1000.0, 2) + QStringLiteral(" kHz");
    }
    return formatNumber(hz, hz < 100.0 ? 1 : 0) + QStringLiteral(" Hz");
}

} // namespace nde::ui
