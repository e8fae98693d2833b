#pragma once

#include "core/services/SoundPictures.h"

#include <QColor>
#include <QImage>

namespace nde::ui {

/// One pixel a cell in the theme's `levelColors`, lows at the bottom. Null for nothing.
[[nodiscard]] QImage paintSpectrogram(const services::SpectrogramPicture& picture);

struct SpikeStyle
{
    QColor spike;
    QColor rate;
    QColor onset;
    double ratio {1.0}; ///< device pixels a logical pixel
    int rateRows {}; ///< device pixels at the bottom for the population rate
};

/// The raster of a window of time: a row a channel, lows at the bottom, a tick a spike; where more
/// than one falls into a device pixel, the stronger the more of them. The rate of all channels lies
/// below as an area, onsets are ticks on it. Transparent ground.
/// @param size  device pixels. @source  design.md 4, spike raster.
/// Work: one step a tick of 250 µs in the window, 1.2 million at most.
[[nodiscard]] QImage paintSpikes(const services::SpikePicture& picture, double fromS, double toS,
                                 QSize size, const SpikeStyle& style);

} // namespace nde::ui
