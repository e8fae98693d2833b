#pragma once

#include <QColor>

#include <array>

namespace nde::ui {

/// Colours of levels 0 … 255 in a picture of sound: 0 is the well of the current theme, and equal
/// steps of level are equal steps of perceived lightness (towards light on a dark well, towards
/// dark on a light one). Opaque.
/// @source  design.md 4, spectrogram; lightness by OKLab (Ottosson 2020).
[[nodiscard]] const std::array<QRgb, 256>& levelColors();
/// The same on any ground. @param well  lightness decides in which direction levels go.
[[nodiscard]] std::array<QRgb, 256> levelColorsOn(const QColor& well);

} // namespace nde::ui
