#pragma once

class QPainter;

namespace nde::ui {

class SpokenSlider;

/// What knobs look like: a ring open at the bottom, lit from where it rests to its value, and a
/// pointer. Places are −1 … 1: left end, top, right end.
void paintKnobFace(QPainter& painter, const SpokenSlider& knob, double rest, double at);

/// Steps of the value that a drag comes to: up and to the right is more, Shift a fifth of it.
[[nodiscard]] double knobSteps(double dx, double dy, double stepsPerPixel, bool isFine);

} // namespace nde::ui
