#pragma once

#include "core/audio/Peaks.h"

#include <QColor>
#include <QImage>
#include <QRectF>

#include <memory>
#include <span>
#include <vector>

class QPainter;

namespace nde::ui {

struct WaveStyle
{
    QColor color; ///< the category's hue
    double gain {0.96}; ///< share of the half height that full scale takes
    bool isOutline {}; ///< a muted lane: peaks at 45 %, no RMS
    bool marksClipping {true}; ///< 3 px caps in `error` where the file touches full scale
};

/// Draws one column per device pixel, from the centre line outwards: peaks at half strength, RMS
/// opaque above them, whiter where the sound is brighter. Transparent ground, no antialiasing.
/// @param height  device pixels.
/// @return        columns.size() × height, ARGB32 premultiplied, ratio 1.
/// @source        design.md 4.
[[nodiscard]] QImage paintColumns(std::span<const audio::PeakColumn> columns, int height,
                                  const WaveStyle& style);

/// Draws single cycles: filled to the centre line at 38 %, with a contour; dots from eight pixels a
/// sample on.
/// @param samples  mono, in the window that is shown; samples[0] lies at `firstX` device pixels.
/// @param step     device pixels per sample.
/// @param ratio    device pixels per logical pixel, for the contour's width.
[[nodiscard]] QImage paintContour(std::span<const float> samples, double firstX, double step,
                                  QSize size, double ratio, const WaveStyle& style);

/// Folds samples into columns like the peak pyramid does, for windows that are finer than its
/// finest level. Brightness is `brightness` throughout.
[[nodiscard]] std::vector<audio::PeakColumn>
foldSamples(std::span<const float> samples, double from, double to, int columns, float brightness);

/// Whether single cycles are visible, so that a contour says more than symmetric columns: most of
/// the sounding columns do not cross zero.
[[nodiscard]] bool showsCycles(std::span<const audio::PeakColumn> columns);

/// A whole sound in so many columns; empty while its peaks are not known.
[[nodiscard]] std::vector<audio::PeakColumn>
wholeColumns(const std::shared_ptr<const audio::PeakPyramid>& peaks, int count);

/// Fits any number of columns into `rect`; for thumbnails and delegates that keep the pixmap.
void drawColumns(QPainter& painter, const QRectF& rect, std::span<const audio::PeakColumn> columns,
                 const WaveStyle& style);

} // namespace nde::ui
