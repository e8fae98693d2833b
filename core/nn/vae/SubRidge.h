#pragma once

#include "core/dsp/Fft.h"
#include "core/nn/vae/SubSignal.h"

namespace nde::nn::vae {

/// Where the loudest low tone is, frame by frame.
struct SubRidge
{
    std::vector<double> octaves; ///< log2 Hz, [kFrames]
    std::vector<double> level; ///< magnitude there, [kFrames]
};

/// Finds the course of a tone, or of a set of harmonics, as a path without jumps.
/// @thread  one instance per thread.
class SubRidgeFinder
{
public:
    SubRidgeFinder();

    /// The highest frequency whose multiples hold nearly as much of the low energy as those of the
    /// best; narrow bands that hold much count more than many that hold it all.
    [[nodiscard]] double fundamental(const SubSignal& low);
    /// Power around every frame at the frequencies that `find` looks at. [kFrames, probes]
    [[nodiscard]] std::vector<double> probe(const SubSignal& low) const;
    /// @param power          of `probe`.
    /// @param fundamentalHz  with more than one harmonic: where the path settles.
    [[nodiscard]] static SubRidge find(const std::vector<double>& power, double fundamentalHz,
                                       int harmonics);

private:
    dsp::RealFft m_fft;
    SubSignal m_probes; ///< windowed oscillations, [probes, length]
};

} // namespace nde::nn::vae
