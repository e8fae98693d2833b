#pragma once

#include "core/nn/vae/SubRidge.h"

namespace nde::nn::vae {

/// The glide of the strongest tone below 320 Hz, or of the fundamental of a harmonic sound.
struct SubTrack
{
    double pitch {}; ///< octaves re `kSubReferenceHz`, where the energy from 30 to 260 ms is
    SubKnotValues course {}; ///< octaves re the pitch
    double phase {}; ///< radians of a cosine at 30 ms
    double tonal {}; ///< 0 = no tone there … 1 = one clear tone
    double harmonic {}; ///< 0 = the tone alone … 1 = with its multiples below 350 Hz
};

/// Writes a track into the sub part of a vector of `Layout.h`, and reads it back.
void writeSub(const SubTrack& track, std::span<float> v);
[[nodiscard]] SubTrack readSub(std::span<const float> v);

/// Log-magnitude pictures cannot shift a spectral peak by a fraction of a bin, and low notes are
/// less than a bin apart: what a model makes of a kick is out of tune by a semitone or two. So the
/// frequency below 320 Hz is measured apart, as a few numbers that a model hardly loses, and the
/// tones of a rendered sound are pulled onto it.
///
/// All work is done on the analytic low-passed signal at 1378 Hz.
/// @thread  one instance per thread. About 4 ms either way.
/// @source  own; the idea of a sub-oscillator is vae.md 5's.
class SubOscillator
{
public:
    SubOscillator();

    /// @param sound  aligned, [kLength].
    [[nodiscard]] SubTrack analyse(std::span<const float> sound);
    /// Replaces the phase of the tone, and of its harmonics, by the track's; levels stay.
    void pull(const SubTrack& track, std::span<float> sound);

private:
    struct Fit
    {
        SubKnotValues knots {}; ///< log2 Hz
        std::vector<double> octaves; ///< log2 Hz at the low rate
        std::vector<SubSignal> partials; ///< envelopes of the harmonics against the track
        double explained {}; ///< share of the low energy that steady partials hold
        double overtones {}; ///< of it without the first
        double steadiness {}; ///< 1 = the envelopes keep their phases over 46 ms
    };

    [[nodiscard]] SubSignal lowSignal(std::span<const float> sound);
    [[nodiscard]] static Fit fit(const SubSignal& low, const SubRidge& path, int harmonics);

    dsp::RealFft m_long;
    dsp::RealFft m_short;
    SubRidgeFinder m_finder;
    std::vector<float> m_block;
    std::vector<std::complex<float>> m_bins;
};

} // namespace nde::nn::vae
