#pragma once

#include "core/audio/AudioBuffer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

namespace nde::synth {

/// Everything is synthesised at this rate.
inline constexpr int kRate = 48000;

[[nodiscard]] inline std::size_t framesOf(double seconds)
{
    return static_cast<std::size_t>(std::llround(std::max(0.0, seconds) * kRate));
}
[[nodiscard]] inline double hzOfMidi(double midi)
{
    return 440.0 * std::exp2((midi - 69.0) / 12.0);
}
[[nodiscard]] inline float fromDb(double db)
{
    return static_cast<float>(std::pow(10.0, db / 20.0));
}
/// Factor per frame that lets a value fall to 1/e in `seconds`.
[[nodiscard]] inline double decayOf(double seconds)
{
    return std::exp(-1.0 / (std::max(seconds, 1e-5) * kRate));
}

/// Sine of a phase in turns, any finite value, to 4e-6 (harmonics below -108 dB). Costs a quarter
/// of std::sin.
[[nodiscard]] inline float sineOf(double turns)
{
    const double wrapped = turns - std::floor(turns + 0.5); // -0.5 … 0.5
    const double half = std::copysign(0.5, wrapped);
    const double folded = std::abs(wrapped) > 0.25 ? half - wrapped : wrapped;
    const double x = 2.0 * std::numbers::pi * folded;
    const double x2 = x * x;
    // Taylor's series; on a quarter turn five terms suffice.
    return static_cast<float>(
        x * (1.0 + x2 * (-1.0 / 6 + x2 * (1.0 / 120 + x2 * (-1.0 / 5040 + x2 / 362880)))));
}

/// Soft saturation: odd, slope 1 at 0, exactly ±1 from ±3 on.
[[nodiscard]] inline float softClip(float x)
{
    const float bounded = std::clamp(x, -3.0F, 3.0F);
    const float square = bounded * bounded;
    return bounded * (27.0F + square) / (27.0F + 9.0F * square);
}

/// Residual that takes the aliasing off a unit step of an oscillator.
/// @source  Välimäki, Huovilainen, "Antialiasing oscillators in subtractive synthesis", IEEE SPM
///          2007 (polynomial band-limited step).
[[nodiscard]] inline float polyBlep(double phase, double increment)
{
    if (phase < increment) {
        const double t = phase / increment;
        return static_cast<float>(t + t - t * t - 1.0);
    }
    if (phase > 1.0 - increment) {
        const double t = (phase - 1.0) / increment;
        return static_cast<float>(t * t + t + t + 1.0);
    }
    return 0.0F;
}

/// Band-limited oscillator.
class Oscillator
{
public:
    explicit Oscillator(double phase = 0.0)
        : m_phase(phase - std::floor(phase))
    {
    }
    [[nodiscard]] float saw(double increment)
    {
        const double phase = advance(increment);
        return static_cast<float>(2.0 * phase - 1.0) - polyBlep(phase, increment);
    }
    [[nodiscard]] float square(double increment)
    {
        const double phase = advance(increment);
        const double opposite = phase < 0.5 ? phase + 0.5 : phase - 0.5;
        return (phase < 0.5 ? 1.0F : -1.0F) + polyBlep(phase, increment)
            - polyBlep(opposite, increment);
    }
    [[nodiscard]] float sine(double increment, double offset = 0.0)
    {
        return sineOf(advance(increment) + offset);
    }

private:
    double advance(double increment)
    {
        const double phase = m_phase;
        m_phase += increment;
        if (m_phase >= 1.0) {
            m_phase -= std::floor(m_phase);
        }
        return phase;
    }
    double m_phase;
};

/// Two-pole state-variable filter, stable while its cutoff moves.
/// @source  Zavalishin, "The art of VA filter design", 2012, ch. 4 (topology-preserving transform).
class Filter
{
public:
    Filter() { set(1000.0, 0.0); }
    Filter(double hz, double resonance) { set(hz, resonance); }
    /// @param resonance  0 (Butterworth-like) … 1 (rings for ever).
    void set(double hz, double resonance)
    {
        const double g = std::tan(std::numbers::pi * std::clamp(hz, 10.0, 0.45 * kRate) / kRate);
        const double k = 1.414 * (1.0 - std::min(resonance, 0.985));
        const double a1 = 1.0 / (1.0 + g * (g + k));
        m_k = static_cast<float>(k);
        m_a1 = static_cast<float>(a1);
        m_a2 = static_cast<float>(g * a1);
        m_a3 = static_cast<float>(g * g * a1);
    }
    [[nodiscard]] float low(float x)
    {
        step(x);
        return m_low;
    }
    /// Unit gain at the centre.
    [[nodiscard]] float band(float x)
    {
        step(x);
        return m_k * m_band;
    }
    [[nodiscard]] float high(float x)
    {
        step(x);
        return x - m_k * m_band - m_low;
    }

private:
    void step(float x)
    {
        const float v3 = x - m_s2;
        m_band = m_a1 * m_s1 + m_a2 * v3;
        m_low = m_s2 + m_a2 * m_s1 + m_a3 * v3;
        m_s1 = 2.0F * m_band - m_s1;
        m_s2 = 2.0F * m_low - m_s2;
    }
    float m_k {};
    float m_a1 {};
    float m_a2 {};
    float m_a3 {};
    float m_s1 {};
    float m_s2 {};
    float m_low {};
    float m_band {};
};

/// Stereo feedback delay network of eight lines; deterministic, no modulation.
/// @source  Jot, Chaigne, "Digital delay networks for designing artificial reverberators", AES
/// 1991.
class Reverb
{
public:
    /// @param seconds    until 60 dB down.
    /// @param dampingHz  corner above which the tail dies away sooner.
    Reverb(double seconds, double dampingHz);
    void process(float left, float right, float& outLeft, float& outRight);

private:
    struct Line
    {
        std::vector<float> memory;
        std::size_t at {};
        float gain {};
        float damped {};
    };
    std::array<Line, 8> m_lines;
    float m_damping {};
};

/// Adds the reverberation of `buffer` to itself, in stereo; mono becomes stereo.
/// @param tailSeconds  how much longer the result is.
[[nodiscard]] audio::AudioBuffer withReverb(const audio::AudioBuffer& buffer, double seconds,
                                            double dampingHz, double wet, double tailSeconds);
[[nodiscard]] audio::AudioBuffer toStereo(const audio::AudioBuffer& buffer);

/// Adds `source` at `frame`, scaled; channels are matched (mono goes to the middle, constant sum).
/// What lies beyond the end of `target` is dropped.
/// @param pan  −1 … 1; keeps the sum of the squares of both gains.
void mixInto(audio::AudioBuffer& target, const audio::AudioBuffer& source, std::size_t frame,
             float gain, double pan = 0.0);
/// Shortens to `frames`; what was longer is added at the beginning, as a loop would play it.
void foldTail(audio::AudioBuffer& buffer, std::size_t frames);
/// Cuts the end where it has fallen 66 dB below the peak.
void trimTail(audio::AudioBuffer& buffer);

/// Makes a sound fit to be a file: no DC, 1 ms rise, `fallSeconds` fall, first and last sample 0,
/// peak exactly at `peakDb`.
void finish(audio::AudioBuffer& buffer, double peakDb = -1.0, double fallSeconds = 0.005);
/// Turns a sound down, never up, until no 400 ms of it exceed `rmsDb` (mean over the channels).
void limitLevel(audio::AudioBuffer& buffer, double rmsDb);

} // namespace nde::synth
