#pragma once

#include "core/nn/vae/Layout.h"

#include <array>
#include <complex>
#include <span>
#include <vector>

/// The sub-oscillator's arithmetic: everything happens on the analytic signal of what lies below
/// 560 Hz, at a thirty-second of the sample rate.
namespace nde::nn::vae {

inline constexpr int kSubDecimation = 32;
inline constexpr double kSubRate = static_cast<double>(kSampleRate) / kSubDecimation; ///< 1378 Hz
inline constexpr std::size_t kSubCount = kLength / kSubDecimation; ///< samples at that rate
inline constexpr std::size_t kSubStep = kHop / kSubDecimation; ///< of them a frame
inline constexpr double kSubTopHz = 350.0; ///< of harmonics
inline constexpr int kSubMostHarmonics = 6;
inline constexpr double kSubPhaseTime = 0.030; ///< where a track's phase is given, s

using SubSignal = std::vector<std::complex<double>>; ///< [kSubCount]
using SubKnotValues = std::array<double, kSubKnots.size()>;

[[nodiscard]] double subTime(std::size_t n); ///< of a sample, s
/// Half-sine squared between two times, 0 outside.
[[nodiscard]] double hump(double t, double from, double to);
/// How many multiples of a fundamental are looked at.
[[nodiscard]] int subHarmonics(double hz);
/// −3 dB point of the envelopes' low-pass: wide enough for the attack of a high tone, narrow enough
/// to keep a low tone's neighbours out.
[[nodiscard]] double subBandwidth(double octaves);

/// Values at the knots, linear between them. [kSubCount]
[[nodiscard]] std::vector<double> courseAt(const SubKnotValues& knots);
/// Knots of the smooth course that is nearest to `octaves` (log2 Hz) where the weights are, within
/// the sub-oscillator's range.
[[nodiscard]] SubKnotValues fitCourse(const std::vector<double>& octaves,
                                      const std::vector<double>& weights);
/// The course near `knots` (log2 Hz) along which the fundamental keeps its phase best: least
/// squares on the phase itself, weighted by energy. A frequency that is measured from step to step
/// is only as good as its noise; its sum, the phase, tells a hundredth of a tone. Of the
/// fundamental alone: what the nets of weak harmonics catch has phases of its own.
[[nodiscard]] SubKnotValues refineCourse(const SubSignal& low, const SubKnotValues& knots,
                                         double bandwidth);
/// Phase of a course of log2 Hz, 0 at `kSubPhaseTime`. [kSubCount]
[[nodiscard]] std::vector<double> phaseOf(const std::vector<double>& octaves);
/// What of the signal turns as the harmonic of the phase does, low-passed; the edges keep their
/// level, because there is nothing outside.
[[nodiscard]] SubSignal envelopeOf(const SubSignal& low, const std::vector<double>& phase,
                                   int harmonic, double bandwidth);

} // namespace nde::nn::vae
