#pragma once

#include <QString>

#include <vector>

namespace nde::ui {

/// One vertical line behind a waveform.
struct GridLine
{
    double seconds {};
    bool isMajor {}; ///< a bar line, or a labelled time
    QString label; ///< empty = none
};

struct BeatGrid
{
    double bpm {}; ///< 0 = none: the grid shows time
    double firstBeatS {};
    int beatsPerBar {4};
};

/// Lines for the window [from, to) seconds.
/// @param pixelsPerSecond  logical pixels.
/// @param labelSpacing     least distance of two labels, logical pixels.
[[nodiscard]] std::vector<GridLine> gridLines(double from, double to, double pixelsPerSecond,
                                              double labelSpacing, const BeatGrid& beats);

} // namespace nde::ui
