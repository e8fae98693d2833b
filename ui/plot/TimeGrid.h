#pragma once

#include <QString>

#include <vector>

namespace nde::ui {

/// One vertical line behind a waveform.
struct GridLine
{
    double seconds {};
    QString label;
};

/// Round times in the window [from, to) seconds.
/// @param pixelsPerSecond  logical pixels.
/// @param labelSpacing     least distance of two labels, logical pixels.
[[nodiscard]] std::vector<GridLine> timeLines(double from, double to, double pixelsPerSecond,
                                              double labelSpacing);

} // namespace nde::ui
